import subprocess
import sys
from datetime import date

import pytest

from bot.catalogue.workdays import ChangedDays, WorkCalendar


@pytest.mark.parametrize(
    ("day", "is_workday"),
    [
        (date(2026, 3, 5), True),
        (date(2026, 3, 7), False),  # a Saturday
        (date(2026, 3, 9), False),  # 8 March, a Sunday, is moved to Monday
        (date(2026, 3, 24), False),  # Nauryz, moved from the weekend
        (date(2026, 12, 16), False),  # Independence Day
        (date(2024, 5, 4), True),  # a Saturday made a working day by the government
    ],
)
def test_public_days_off_and_transfers(day: date, is_workday: bool) -> None:
    assert WorkCalendar().is_workday(day) is is_workday


def test_an_office_adds_days_off_and_working_days() -> None:
    calendar = WorkCalendar(extra_holidays=[date(2026, 3, 10)], extra_workdays=[date(2026, 3, 9)])
    assert [calendar.is_workday(date(2026, 3, day)) for day in (9, 10, 11)] == [True, False, True]


def test_a_day_cannot_be_both() -> None:
    with pytest.raises(ValueError, match="2026-03-10"):
        WorkCalendar(extra_holidays=[date(2026, 3, 10)], extra_workdays=[date(2026, 3, 10)])


@pytest.mark.parametrize(
    ("filed", "workdays", "due"),
    [
        (date(2026, 3, 5), 1, date(2026, 3, 6)),
        (date(2026, 3, 5), 2, date(2026, 3, 10)),  # over a weekend and a moved holiday
        (date(2026, 3, 7), 1, date(2026, 3, 10)),  # filed on a day off
        (date(2026, 3, 5), 15, date(2026, 4, 1)),  # over Nauryz
        (date(2026, 12, 30), 2, date(2027, 1, 5)),  # over the New Year
    ],
)
def test_a_term_counts_from_the_day_after(filed: date, workdays: int, due: date) -> None:
    assert WorkCalendar().due_on(filed, workdays) == due
    assert WorkCalendar().workdays_between(filed, due) == workdays
    assert WorkCalendar().workdays_between(due, filed) == -workdays


@pytest.mark.parametrize(
    ("due", "workdays", "before"),
    [
        (date(2026, 3, 6), 3, date(2026, 3, 3)),
        (date(2026, 3, 10), 3, date(2026, 3, 4)),  # over a weekend and a moved holiday
        (date(2026, 3, 11), 2, date(2026, 3, 6)),  # not on the Sunday before
        (date(2026, 3, 8), 1, date(2026, 3, 5)),  # due on a day that became a day off
        (date(2026, 3, 8), 0, date(2026, 3, 6)),
    ],
)
def test_so_many_working_days_are_still_to_come(due: date, workdays: int, before: date) -> None:
    assert WorkCalendar().days_before(due, workdays) == before
    assert WorkCalendar().workdays_between(before, due) == workdays


def test_changed_days_change_nothing_else() -> None:
    calendar = WorkCalendar(extra_holidays=[date(2026, 3, 11)])
    changed = calendar.changed(ChangedDays(frozenset([date(2026, 3, 10)]), frozenset([date(2026, 3, 9)])))
    assert [changed.is_workday(date(2026, 3, day)) for day in (9, 10, 11)] == [True, False, True]
    assert [calendar.is_workday(date(2026, 3, day)) for day in (9, 10, 11)] == [False, True, False]


def test_a_term_without_working_days_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        WorkCalendar().due_on(date(2026, 3, 5), 0)


def test_the_calendar_is_imported_on_first_use() -> None:
    code = (
        "import sys, bot.catalogue.workdays as w\n"
        "c = w.WorkCalendar(); assert 'holidays' not in sys.modules\n"
        "import datetime; c.is_workday(datetime.date(2026, 3, 5)); assert 'holidays' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
