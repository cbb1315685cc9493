"""To the head: whoever leads the office when the press comes has the case, once."""

from __future__ import annotations

import pytest

from bot.desk.holders import RoleHolder
from bot.desk.officers.passing import Act, pass_on
from bot.desk.outgoing.items import ItemKind, TellHead, WipePosts
from bot.desk.outgoing.lanes import OfficerLane
from bot.desk.outgoing.posts import CasePost, PostRole, remember_post
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.values import Wiping
from bot.desk.people import Done, Officer, Refused, Spot
from bot.desk.presses import CaseAct, WorkOn
from bot.desk.roles import give_role, leave_office
from bot.desk.wishes import Wanted
from bot.terms import OfficeRole, Status
from tests.desk.house import ADMIN, DANA, FORGOTTEN, GROUP, OTHER_GROUP, YERLAN, Desk, OnDesk


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


def given(desk: Desk) -> OnDesk:
    """A case of the group that was given to its head, Dana, and stands in her chat."""
    case = desk.put_carded()
    lead(desk, DANA)
    desk.decide(WorkOn(CaseAct.HEAD, case.id), YERLAN)
    remember_post(desk.connection, Spot(DANA.id, 5), CasePost(case.id, PostRole.HEAD, None), desk.safe)
    desk.do_chores()
    desk.empty_outbox()
    return case


def wiped(desk: Desk) -> list[WipePosts]:
    """What is taken from the chats of people."""
    return [each for each in desk.items() if isinstance(each, WipePosts) and each.chat is not None]


@pytest.mark.parametrize("heir", [YERLAN, None])
def test_a_former_head_loses_what_the_group_gave_them_and_whoever_leads_still_keeps_it(
    desk: Desk, heir: Officer | None
) -> None:
    case = given(desk)
    lead(desk, DANA)
    desk.do_chores()
    assert wiped(desk) == []
    if heir is None:
        leave_office(desk.connection, "mangystau", DANA.id, desk.turn)
    else:
        lead(desk, heir)
    desk.do_chores()
    wipe = WipePosts(case.id, "mangystau", DANA.id)
    assert wiped(desk) == [wipe]
    (row,) = [row for row in desk.rows() if row.kind == ItemKind.WIPE]
    opened = open_parcel(desk.connection, row, desk.turn)
    assert isinstance(opened, Wiping) and opened.messages == (5,)
    assert desk.row(case).status is Status.WITH_HEAD


def test_the_head_of_an_office_that_sends_a_case_on_loses_it_with_the_group(desk: Desk) -> None:
    case = given(desk)
    desk.bind("abai", OTHER_GROUP)
    act = Act(desk.about(case), desk.work(case), YERLAN, "Абай облысы\nмектеп сонда", Spot(GROUP, FORGOTTEN))
    pass_on(desk.connection, Wanted.REGION, act, desk.turn)
    assert desk.row(case).region == "abai"
    assert wiped(desk) == [WipePosts(case.id, "abai", DANA.id)]
    (row,) = [row for row in desk.rows() if row.lane == str(OfficerLane.of(desk.safe.person_mark(DANA.id)))]
    assert isinstance(open_parcel(desk.connection, row, desk.turn), Wiping)


def test_a_head_who_was_never_reached_gets_the_case_by_a_second_press(desk: Desk) -> None:
    case = desk.put_carded()
    lead(desk, DANA)
    desk.decide(WorkOn(CaseAct.HEAD, case.id), YERLAN)
    desk.empty_outbox()  # given up: the head has blocked the bot, say
    assert desk.decide(WorkOn(CaseAct.HEAD, case.id), YERLAN) == Done("s.head_sent")
    assert told_heads(desk) == [TellHead(case.id, DANA.id)]
