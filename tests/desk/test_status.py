"""The one door: a status follows only those it may follow."""

from __future__ import annotations

from itertools import product

import pytest
from sqlalchemy import update

from bot.desk.status import ANSWERABLE, AT_AN_END, CHANGES, NEW, UNANSWERED, may_follow, set_status
from bot.terms import Status
from storage import schema
from tests.desk.house import Desk

ALLOWED: dict[str, set[str]] = {
    "waiting": {"registered", "withdrawn"},
    "registered": {
        "registered", "in_work", "question", "expert", "with_head", "redirected", "answered",
        "rejected", "duplicate", "withdrawn",
    },
    "in_work": {
        "registered", "question", "expert", "with_head", "redirected", "answered", "rejected", "duplicate", "withdrawn",
    },
    "question": {
        "registered", "in_work", "question", "expert", "with_head", "redirected", "answered",
        "rejected", "duplicate", "withdrawn",
    },
    "expert": {
        "registered", "in_work", "question", "with_head", "redirected", "answered",
        "rejected", "duplicate", "withdrawn",
    },
    "with_head": {
        "registered", "in_work", "question", "expert", "redirected", "answered", "rejected", "duplicate", "withdrawn",
    },
    "redirected": {
        "registered", "question", "redirected", "answered", "closed", "rejected", "duplicate", "withdrawn",
    },
    "answered": {
        "registered", "question", "expert", "with_head", "redirected", "answered", "reopened",
        "closed", "rejected", "duplicate", "withdrawn",
    },
    "closed": {"reopened"},
    "rejected": {"reopened"},
    "duplicate": {"reopened"},
    "withdrawn": set(),
    "reopened": {
        "registered", "in_work", "question", "expert", "with_head", "redirected", "answered",
        "rejected", "duplicate", "withdrawn",
    },
}  # fmt: skip
"""A status, and those that may follow it: written out by hand, the other way round than the program's own table."""


@pytest.mark.parametrize(("before", "after"), sorted(product(Status, CHANGES)))
def test_a_case_moves_as_the_table_says_and_stays_otherwise(desk: Desk, before: Status, after: Status) -> None:
    case, due = desk.put_case(), desk.turn.today
    present = {"status": before, "due_on": None if before is Status.WAITING else due}
    desk.connection.execute(update(schema.cases).values(**present))
    moved = set_status(desk.connection, case.id, after, today=due, due_on=due)
    assert moved == may_follow(after, before) == (after in ALLOWED[before])
    assert desk.row(case).status is (after if moved else before)


def test_every_status_stands_in_the_table() -> None:
    assert set(ALLOWED) == set(Status)
    assert set().union(*ALLOWED.values()) == set(CHANGES)


def test_nothing_returns_to_waiting_and_a_case_that_is_not_there_does_not_move(desk: Desk) -> None:
    assert Status.WAITING not in CHANGES
    assert not any(may_follow(Status.WAITING, before) for before in Status)
    assert not set_status(desk.connection, "0" * 32, Status.ANSWERED, today=desk.turn.today)


def test_of_every_status_it_is_said_whether_the_office_owes_an_answer() -> None:
    """Whoever adds a status decides it: a case in one that nobody thought of would be posted to no new group."""
    without_office, said, over = {Status.WAITING}, {Status.ANSWERED, Status.REDIRECTED}, set(AT_AN_END)
    assert set(Status) - without_office - said - over == set(UNANSWERED)
    assert set(ANSWERABLE) == set(UNANSWERED) | said
    assert set(NEW) < set(UNANSWERED)


def test_a_case_at_an_end_is_opened_again_or_stays_and_a_withdrawn_one_stays_for_ever() -> None:
    for status in AT_AN_END:
        assert ALLOWED[status] == (set() if status is Status.WITHDRAWN else {"reopened"})
