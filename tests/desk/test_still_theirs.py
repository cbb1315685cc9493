"""What still waits for somebody's answer in their private chat, and what comes when it is asked for again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.conversation.values.effects import AddFacts
from bot.conversation.values.own_acts import Aim
from bot.departures import RandomWait
from bot.desk.citizens import filing
from bot.desk.holders import RoleHolder
from bot.desk.list_presses import ShowAgain
from bot.desk.officers.again import show_again
from bot.desk.outgoing.items import PostCard, SayInChat, TellExpert, TellHead
from bot.desk.people import Done, GroupPress, GroupStanding, Officer, PressOutcome, Refused, Spot
from bot.desk.presses import CaseAct, WorkOn, spell_staff_press
from bot.desk.referrals import find_referral
from bot.desk.roles import give_role
from bot.desk.still_theirs import A_LIST, list_theirs, offer_again
from bot.terms import Desk as DeskOf
from bot.terms import OfficeRole, Status
from storage import schema
from storage.office_ways import OfficeWays, put_ways
from tests.desk.house import ADMIN, DANA, YERLAN, Desk, OnDesk
from tests.desk.test_experts import SAULE, become, give, lane_of

QUIET = timedelta(hours=1)


@pytest.fixture(autouse=True)
def office(desk: Desk) -> None:
    """Dana leads the office of a bound group."""
    desk.bind()
    give_role(desk.connection, RoleHolder("mangystau", OfficeRole.HEAD, DANA, True), ADMIN, desk.turn)
    desk.empty_outbox()


def put(desk: Desk, status: Status = Status.REGISTERED, *, past: bool = False, level: str = "relay") -> OnDesk:
    """A case in *status*, sent *past* the group or not; nothing waits to be sent."""
    case = desk.put_case(level=level)
    where = DeskOf.HEAD if past else DeskOf.GROUP
    change = update(schema.cases).where(schema.cases.c.id == case.id).values(status=status, desk=where)
    desk.connection.execute(change)
    desk.empty_outbox()
    return case


def theirs(desk: Desk, person: Officer) -> list[str]:
    return [each.id for each in list_theirs(desk.connection, person, desk.turn)]


def ask(
    desk: Desk, case: OnDesk, person: Officer, standing: GroupStanding = GroupStanding.MEMBER, chat: int | None = None
) -> PressOutcome:
    pressed = GroupPress(Spot(chat or person.id, 9), person, standing)
    return show_again(desk.connection, pressed, desk.turn, case_id=case.id)


def write_to_head(desk: Desk, case: OnDesk, text: str = "Мені қысым жасап жатыр") -> None:
    filing.add_facts(desk.connection, AddFacts(case.id, text, aim=Aim.TO_HEAD), desk.turn)


def test_a_head_has_what_was_given_to_them_or_sent_past_the_group_and_nothing_else(desk: Desk) -> None:
    given, past, over = put(desk, Status.WITH_HEAD), put(desk, past=True), put(desk, Status.CLOSED, past=True)
    answered, groups = put(desk, Status.ANSWERED, past=True), put(desk)
    assert set(theirs(desk, DANA)) == {given.id, past.id, answered.id}
    assert theirs(desk, YERLAN) == []
    assert isinstance(ask(desk, given, DANA), Done) and isinstance(ask(desk, past, DANA), Done)
    assert TellHead(given.id, DANA.id) in desk.items() and PostCard(past.id) in desk.items()
    desk.empty_outbox()
    for case in (over, groups):
        assert ask(desk, case, DANA) == Refused("e.over")
    for case in (given, past):
        assert ask(desk, case, YERLAN) == Refused("e.over")
        assert ask(desk, case, DANA, chat=-100) == Refused("e.over")
        assert isinstance(ask(desk, case, DANA, GroupStanding.UNKNOWN), Refused)
    assert desk.items() == []


def test_what_is_on_its_way_is_not_named_before_and_does_not_come_twice(desk: Desk) -> None:
    """The card of a code-only case leaves at its hour: a list that named it would tell that it was filed before."""
    desk.turn = replace(desk.turn, rules=replace(desk.turn.rules, departures=RandomWait(QUIET, QUIET)))
    case = desk.put_case(level="code")
    change = update(schema.cases).where(schema.cases.c.id == case.id).values(desk=DeskOf.HEAD)
    desk.connection.execute(change)
    desk.empty_outbox()
    given = put(desk, Status.WITH_HEAD, level="code")
    write_to_head(desk, given)
    assert [item for item in desk.items() if isinstance(item, TellHead)] == [TellHead(given.id, DANA.id, 1)]
    assert ask(desk, given, DANA) == Done("s.comes_below")
    assert ask(desk, given, DANA) == Done("s.comes_below")
    told = [item for item in desk.items() if isinstance(item, TellHead)]
    assert told == [TellHead(given.id, DANA.id, 1), TellHead(given.id, DANA.id)]
    desk.empty_outbox()
    waiting = desk.put_case(level="code")
    desk.connection.execute(update(schema.cases).where(schema.cases.c.id == waiting.id).values(desk=DeskOf.HEAD))
    lane = str(lane_of(desk, DANA))
    desk.connection.execute(update(schema.outbox).where(schema.outbox.c.case_id == waiting.id).values(lane=lane))
    assert set(theirs(desk, DANA)) == {case.id, given.id}


def test_words_to_the_head_alone_wait_until_the_head_has_answered_them(desk: Desk) -> None:
    case = put(desk, Status.CLOSED)
    write_to_head(desk, case)
    assert theirs(desk, DANA) == []  # they are on their way to her
    desk.empty_outbox()
    assert theirs(desk, DANA) == [case.id]
    assert ask(desk, case, DANA) == Done("s.comes_below")
    assert desk.items() == [TellHead(case.id, DANA.id, 1)]


def test_an_expert_has_what_they_were_asked_about_with_its_files_and_words_as_they_are_now(desk: Desk) -> None:
    case = desk.put_carded()
    assert isinstance(give(desk, case, become(desk)), Done)
    file = desk.put_file(case, None)
    desk.add_words(case, "Тағы бір сөз")
    desk.empty_outbox()
    assert theirs(desk, SAULE) == [case.id] and theirs(desk, DANA) == []
    before = find_referral(desk.connection, desk.row(case), desk.safe)
    assert ask(desk, case, SAULE) == Done("s.comes_below")
    after = find_referral(desk.connection, desk.row(case), desk.safe)
    assert before is not None and after is not None and after.since > before.since and after.due_on == before.due_on
    assert desk.items() == [TellExpert(case.id, SAULE.id)] and file not in after.files
    assert ask(desk, case, SAULE) == Done("s.comes_below")  # pressed twice, it comes once
    assert desk.items() == [TellExpert(case.id, SAULE.id)]
    desk.decide(WorkOn(CaseAct.RECALL, case.id))
    desk.empty_outbox()
    assert theirs(desk, SAULE) == [] and ask(desk, case, SAULE) == Refused("e.over")
    assert desk.items() == []


def test_an_officer_has_what_they_took_where_the_group_sees_no_words(desk: Desk) -> None:
    case = desk.put_carded()
    desk.decide(WorkOn(CaseAct.TAKE, case.id), YERLAN)
    assert theirs(desk, YERLAN) == []  # it is worked at in the group
    put_ways(desk.connection, "mangystau", OfficeWays(notice_only=True))
    desk.empty_outbox()
    assert theirs(desk, YERLAN) == [case.id]
    assert ask(desk, case, YERLAN, GroupStanding.LEFT) == Refused("n.no_member")
    assert desk.items() == []
    assert ask(desk, case, YERLAN) == Done("s.comes_below")
    assert PostCard(case.id) in desk.items()


def test_numbers_and_nothing_else_are_offered_in_as_many_lists_as_they_need(desk: Desk) -> None:
    offer_again(desk.connection, YERLAN.id, desk.turn)
    assert desk.items() == []
    put_many = [put(desk, past=True) for _ in range(A_LIST + 1)]
    offer_again(desk.connection, DANA.id, desk.turn)
    lists = [item for item in desk.items() if isinstance(item, SayInChat)]
    assert [(item.chat, item.key, dict(item.values), len(item.presses)) for item in lists] == [
        (DANA.id, "s.still_yours", {}, A_LIST),
        (DANA.id, "s.still_yours", {}, 1),
    ]
    wanted = sorted((case.row.number, spell_staff_press(ShowAgain(case.id))) for case in put_many)
    assert [each for item in lists for each in zip(item.labels, item.presses, strict=True)] == wanted


def test_a_damaged_case_costs_nobody_the_others(desk: Desk) -> None:
    broken, whole = desk.put_carded(), desk.put_carded()
    for case in (broken, whole):
        assert isinstance(desk.decide(WorkOn(CaseAct.TAKE, case.id), YERLAN), Done)
    put_ways(desk.connection, "mangystau", OfficeWays(notice_only=True))
    desk.empty_outbox()
    desk.connection.execute(update(schema.cases).where(schema.cases.c.id == broken.id).values(work=b"x"))
    assert theirs(desk, YERLAN) == [whole.id]
    assert [row.row_key for row in desk.safe.damages.waiting()] == [broken.id]


def test_a_forged_press_decides_nothing(desk: Desk) -> None:
    case = desk.put_carded()
    assert isinstance(give(desk, case, become(desk)), Done)
    desk.empty_outbox()
    assert ask(desk, case, SAULE, chat=-100) == Refused("e.over")
    pressed = GroupPress(Spot(SAULE.id, 9), SAULE)
    assert show_again(desk.connection, pressed, desk.turn, case_id="f" * 32) == Refused("e.over")
    assert desk.items() == []
