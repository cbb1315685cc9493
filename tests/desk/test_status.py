"""The one door: a status follows only those it may follow."""

from __future__ import annotations

from itertools import product

import pytest
from sqlalchemy import update

from bot.desk.status import CHANGES, UNANSWERED, set_status
from bot.terms import Status
from storage import schema
from tests.desk.house import Desk

ALLOWED = {
    (Status.WAITING, Status.REGISTERED),
    (Status.REGISTERED, Status.ANSWERED),
    (Status.ANSWERED, Status.ANSWERED),
}


@pytest.mark.parametrize(("before", "after"), sorted(product(Status, CHANGES)))
def test_a_case_moves_as_the_table_says_and_stays_otherwise(desk: Desk, before: Status, after: Status) -> None:
    case, due = desk.put_case(), desk.turn.today
    present = {"status": before, "due_on": None if before is Status.WAITING else due}
    desk.connection.execute(update(schema.cases).values(**present))
    moved = set_status(desk.connection, case.id, after, today=due, due_on=due)
    assert moved == ((before, after) in ALLOWED)
    assert desk.row(case).status is (after if moved else before)


def test_nothing_returns_to_waiting_and_a_case_that_is_not_there_does_not_move(desk: Desk) -> None:
    assert Status.WAITING not in CHANGES
    assert not set_status(desk.connection, "0" * 32, Status.ANSWERED, today=desk.turn.today)


def test_of_every_status_it_is_said_whether_the_office_owes_an_answer() -> None:
    """Whoever adds a status decides it: a case in one that nobody thought of would be posted to no new group."""
    without_office, answered = {Status.WAITING}, {Status.ANSWERED}
    assert set(Status) - without_office - answered == set(UNANSWERED)
