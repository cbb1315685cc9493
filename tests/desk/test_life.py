"""The one door: a change moves, is written down, is kept, shown and told, or does nothing at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.history import Happening
from bot.desk.life import Change, change_case
from bot.desk.outgoing.items import QUIET, PushCitizen, RefreshCard
from bot.desk.rules import Turn
from bot.desk.work import Work
from bot.terms import Level, Status
from storage import tallies
from tests.desk.house import DANA, Desk, claim, new_rules

TAKEN = Change(Happening.TAKEN, DANA, to=Status.IN_WORK)
MINE = Work(assignee=DANA)


def test_a_change_moves_the_status_is_written_down_kept_shown_and_told(desk: Desk) -> None:
    case = desk.put_carded()
    desk.pass_by(timedelta(days=1))
    after = change_case(desk.connection, case.row, Work(assignee=DANA), TAKEN, desk.turn)
    row = desk.row(case)
    assert after is not None and (after.status, after.due_on) == (row.status, row.due_on)
    assert (row.status, row.changed_on) == (Status.IN_WORK, desk.turn.today)
    assert desk.work(case) == MINE
    assert [(entry.what, entry.by) for entry in desk.history(case)] == [(Happening.TAKEN, DANA)]
    assert desk.items() == [RefreshCard(case.id), PushCitizen(case.id)]
    counted = [tallies.how_many(desk.connection, row.region, each) for each in (Status.REGISTERED, Status.IN_WORK)]
    assert counted == [0, 1]


def test_what_may_not_follow_does_nothing_at_all(desk: Desk) -> None:
    case = desk.put_carded(Status.CLOSED)
    assert change_case(desk.connection, case.row, MINE, TAKEN, desk.turn) is None
    assert (desk.row(case), desk.history(case), desk.work(case), desk.items()) == (case.row, [], Work(), [])


def test_a_new_term_begins_with_the_change_that_names_it(desk: Desk) -> None:
    case = desk.put_carded(Status.CLOSED)
    due = desk.turn.today + timedelta(days=30)
    reopened = Change(Happening.REOPENED, DANA, to=Status.REOPENED)
    after = change_case(desk.connection, case.row, Work(), reopened, desk.turn, due_on=due)
    assert after is not None and after.due_on == desk.row(case).due_on == due


@pytest.mark.parametrize(
    ("level", "told", "pushed"), [("relay", True, 1), ("relay", False, 0), ("code", True, 0), ("contact", True, 0)]
)
def test_only_who_keeps_an_address_is_written_to_and_only_of_what_is_told(
    desk: Desk, level: str, told: bool, pushed: int
) -> None:
    case = desk.put_carded(level=level)
    change_case(desk.connection, case.row, MINE, Change(Happening.NOTED, DANA, told=told), desk.turn)
    assert sum(isinstance(item, PushCitizen) for item in desk.items()) == pushed
    assert desk.row(case).status is Status.REGISTERED


def test_one_refresh_and_one_push_wait_at_most_and_a_begun_one_is_followed_by_another(desk: Desk) -> None:
    case = desk.put_carded()
    for _ in range(3):
        change_case(desk.connection, desk.row(case), MINE, Change(Happening.NOTED, DANA), desk.turn)
    assert desk.items() == [RefreshCard(case.id), PushCitizen(case.id)]
    claim(desk.connection, desk.turn)
    change_case(desk.connection, desk.row(case), MINE, Change(Happening.NOTED, DANA), desk.turn)
    assert desk.items() == [RefreshCard(case.id), PushCitizen(case.id)] * 2


def test_a_citizens_own_step_is_not_told_to_them(desk: Desk) -> None:
    case = desk.put_carded(Status.QUESTION)
    replied = Change(Happening.REPLIED, None, to=Status.IN_WORK)
    change_case(desk.connection, case.row, MINE, replied, desk.turn)
    assert desk.items() == [RefreshCard(case.id)]


@pytest.mark.parametrize("level", Level)
def test_the_hour_of_a_code_only_citizens_step_does_not_show_on_the_card(desk: Desk, level: Level) -> None:
    desk.turn = Turn(new_rules(delay=(timedelta(minutes=2), timedelta(minutes=20))), desk.turn.now)
    case = desk.put_carded(Status.QUESTION, level=level)
    replied = Change(Happening.REPLIED, None, to=Status.IN_WORK)
    change_case(desk.connection, case.row, MINE, replied, desk.turn)
    quiet = level is Level.CODE
    assert desk.items() == [RefreshCard(case.id, QUIET if quiet else 0)]
    assert len(claim(desk.connection, desk.turn)) == (0 if quiet else 1)
    desk.pass_by(timedelta(minutes=20))
    assert len(claim(desk.connection, desk.turn)) == 1


def test_an_officers_act_neither_waits_for_a_quiet_refresh_nor_sends_it_early(desk: Desk) -> None:
    desk.turn = Turn(new_rules(delay=(timedelta(minutes=2), timedelta(minutes=20))), desk.turn.now)
    case = desk.put_carded(Status.QUESTION, level="code")
    change_case(desk.connection, case.row, MINE, Change(Happening.REPLIED, None, to=Status.IN_WORK), desk.turn)
    change_case(desk.connection, desk.row(case), MINE, Change(Happening.NOTED, DANA), desk.turn)
    assert desk.items() == [RefreshCard(case.id, QUIET), RefreshCard(case.id)]
    assert [row.seq for row in claim(desk.connection, desk.turn)] == [0]


def test_a_case_that_waits_for_a_group_has_no_card_to_refresh(desk: Desk) -> None:
    case = desk.put_case()
    change_case(desk.connection, case.row, Work(), Change(Happening.NOTED, None), desk.turn)
    assert desk.items() == []
