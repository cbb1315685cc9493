"""To the head: whoever leads the office when the press comes has the case, once."""

from __future__ import annotations

from bot.desk.holders import RoleHolder
from bot.desk.outgoing.items import ItemKind, TellHead
from bot.desk.outgoing.posts import CasePost, PostRole, remember_post
from bot.desk.people import Done, Officer, Refused, Spot
from bot.desk.presses import CaseAct, WorkOn
from bot.desk.roles import give_role
from bot.terms import OfficeRole, Status
from tests.desk.house import ADMIN, DANA, YERLAN, Desk


def lead(desk: Desk, officer: Officer) -> None:
    """*officer* leads the office from now on, and has begun the bot."""
    give_role(desk.connection, RoleHolder("mangystau", OfficeRole.HEAD, officer, started=True), ADMIN, desk.turn)
    desk.empty_outbox()


def told_heads(desk: Desk) -> list[TellHead]:
    """What waits for the private chats of heads."""
    return [each for each in desk.items() if isinstance(each, TellHead)]


def test_a_head_who_comes_after_the_case_was_given_gets_it_as_well(desk: Desk) -> None:
    case = desk.put_carded()
    lead(desk, DANA)
    to_head = WorkOn(CaseAct.HEAD, case.id)
    assert desk.decide(to_head, YERLAN) == Done("s.head_sent")
    assert desk.decide(to_head, YERLAN) == Refused("s.head_has_it")  # it is on its way
    desk.empty_outbox()
    stands = CasePost(case.id, PostRole.HEAD, None)
    remember_post(desk.connection, Spot(DANA.id, 5), stands, desk.safe)
    assert desk.decide(to_head, YERLAN) == Refused("s.head_has_it")
    lead(desk, YERLAN)
    assert desk.decide(to_head, DANA) == Done("s.head_sent")
    assert told_heads(desk) == [TellHead(case.id, YERLAN.id)]
    assert desk.row(case).status is Status.WITH_HEAD
    assert [row.kind for row in desk.rows()] == [ItemKind.HEAD]


def test_a_head_who_was_never_reached_gets_the_case_by_a_second_press(desk: Desk) -> None:
    case = desk.put_carded()
    lead(desk, DANA)
    desk.decide(WorkOn(CaseAct.HEAD, case.id), YERLAN)
    desk.empty_outbox()  # given up: the head has blocked the bot, say
    assert desk.decide(WorkOn(CaseAct.HEAD, case.id), YERLAN) == Done("s.head_sent")
    assert told_heads(desk) == [TellHead(case.id, DANA.id)]
