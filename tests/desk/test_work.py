"""Work: the office's side of a case is kept whole and sealed; in clear stands only a mark of who has it."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from sqlalchemy import select, update

from bot.desk.work import Work, keep_work
from bot.encryption.errors import SealBrokenError
from bot.terms import Result
from storage import schema
from tests.desk.house import DANA, YERLAN, Desk

BODY, FIRST, JOINED = "Тұрғын үй инспекциясы", "f" * 32, ("e" * 32,)
FULL = Work(
    DANA, YERLAN, 4, BODY, "ЗТ-2026-77", Result.MEASURES, date(2026, 3, 20), YERLAN, "abai", FIRST, JOINED, (YERLAN,)
)


def test_the_specimen_fills_every_field() -> None:
    assert all(getattr(FULL, field.name) != field.default for field in fields(Work))


@pytest.mark.parametrize("work", [Work(), FULL, Work(assignee=DANA), Work(answered_by=YERLAN, answered=2)])
def test_what_was_kept_is_read_back(desk: Desk, work: Work) -> None:
    case = desk.put_carded()
    assert desk.work(case) == Work()
    keep_work(desk.connection, case.row, work, desk.turn)
    assert desk.work(case) == work


def test_in_clear_stands_the_mark_of_who_has_it_and_nothing_else(desk: Desk) -> None:
    case = desk.put_carded()
    keep_work(desk.connection, case.row, FULL, desk.turn)
    row = desk.row(case)
    assert row.assignee == desk.safe.person_mark(DANA.id) != desk.safe.person_mark(YERLAN.id)
    stored = desk.connection.execute(select(schema.cases).where(schema.cases.c.id == case.id)).one()
    clear = b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in stored)
    for word in (DANA.name, YERLAN.name, FULL.body, FULL.outside, str(DANA.id).encode().hex(), "measures"):
        assert word.encode() not in clear


def test_a_case_that_was_given_up_has_no_mark(desk: Desk) -> None:
    case = desk.put_carded()
    keep_work(desk.connection, case.row, FULL, desk.turn)
    keep_work(desk.connection, case.row, Work(), desk.turn)
    assert (desk.row(case).assignee, desk.work(case)) == (None, Work())


def test_the_work_of_one_case_opens_in_no_other(desk: Desk) -> None:
    case, other = desk.put_carded(), desk.put_carded()
    keep_work(desk.connection, case.row, FULL, desk.turn)
    foreign = update(schema.cases).where(schema.cases.c.id == other.id).values(work=desk.row(case).work)
    desk.connection.execute(foreign)
    with pytest.raises(SealBrokenError):
        desk.work(other)
