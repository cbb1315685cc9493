"""The numbers of a month: true where they are told, hidden where they are small or would tell what is hidden."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from bot.catalogue.regions import REGIONS
from bot.desk.groups import numbers
from bot.desk.groups.numbers import Month, RegionNumbers
from bot.gateway.observer_desk import read_month, word_numbers
from bot.gateway.wording import units
from bot.terms import Desk as CaseDesk
from bot.terms import Status
from storage import ratings, schema
from storage.errors import RowDamagedError
from tests.desk.house import STORY, WORDS, Desk

MARCH = Month(2026, 3)
FILED = date(2026, 3, 2)


def put_all(
    house: Desk, wanted: Mapping[Status, int], *, days: int = 3, desk: CaseDesk = CaseDesk.GROUP
) -> None:
    """So many cases in each status, all filed on the day of the desk, changed *days* later."""
    for status, n in wanted.items():
        for _ in range(n):
            case = house.put_case()
            due = None if status is Status.WAITING else FILED + timedelta(days=20)
            values = {"status": status, "changed_on": FILED + timedelta(days=days), "due_on": due, "desk": desk}
            house.connection.execute(update(schema.cases).where(schema.cases.c.id == case.id).values(**values))


def count(desk: Desk, month: Month = MARCH) -> RegionNumbers | None:
    return numbers.count_region(desk.connection, "mangystau", month, desk.turn)


def test_a_month_is_counted_by_how_its_cases_stand_now(desk: Desk) -> None:
    put_all(desk, {Status.IN_WORK: 5, Status.WAITING: 1, Status.ANSWERED: 5, Status.REDIRECTED: 1, Status.REJECTED: 2})
    put_all(desk, {Status.CLOSED: 3}, days=4)
    put_all(desk, {Status.CLOSED: 2}, days=30)
    for stars in (5, 5, 4, 4, 4):
        ratings.count_rating(desk.connection, "mangystau", stars)
    assert count(desk) == RegionNumbers(19, 6, 6, 7, overdue=0, days=4, stars=4.4)
    assert count(desk, Month(2026, 2)) is count(desk, Month(2026, 4)) is None
    desk.pass_by(timedelta(days=21))
    late = count(desk)
    assert late is not None and late.overdue is None  # five of six: the one that is not would be told


def test_all_or_none_of_those_to_do_may_be_overdue(desk: Desk) -> None:
    put_all(desk, {Status.IN_WORK: 6})
    desk.pass_by(timedelta(days=20))
    assert count(desk) == RegionNumbers(6, 6, 0, 0, overdue=0)
    desk.pass_by(timedelta(days=1))
    assert count(desk) == RegionNumbers(6, 6, 0, 0, overdue=6)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({Status.IN_WORK: 4}, RegionNumbers(None)),
        ({Status.IN_WORK: 5}, RegionNumbers(5, 5, 0, 0, overdue=0)),
        ({Status.IN_WORK: 8, Status.CLOSED: 1}, RegionNumbers(9)),
        ({Status.ANSWERED: 8, Status.CLOSED: 4}, RegionNumbers(12)),
        ({Status.IN_WORK: 1, Status.ANSWERED: 5, Status.WITHDRAWN: 6}, RegionNumbers(12)),
    ],
)
def test_what_is_small_is_hidden_with_what_it_could_be_reckoned_from(
    desk: Desk, wanted: Mapping[Status, int], told: RegionNumbers
) -> None:
    put_all(desk, wanted)
    assert count(desk) == told


def test_few_ratings_and_few_closed_cases_tell_no_mean(desk: Desk) -> None:
    put_all(desk, {Status.REJECTED: 5, Status.CLOSED: 4})
    for _ in range(4):
        ratings.count_rating(desk.connection, "mangystau", 1)
    assert count(desk) == RegionNumbers(9, 0, 0, 9, overdue=0)


def test_a_case_that_went_past_the_group_is_in_no_number(desk: Desk) -> None:
    put_all(desk, {Status.IN_WORK: 5})
    put_all(desk, {Status.IN_WORK: 7}, desk=CaseDesk.HEAD)
    assert count(desk) == RegionNumbers(5, 5, 0, 0, overdue=0)


@pytest.mark.parametrize(
    ("today", "newest"),
    [
        (date(2026, 3, 8), Month(2026, 1)),
        (date(2026, 3, 9), Month(2026, 2)),
        (date(2026, 1, 9), Month(2025, 12)),
        (date(2026, 1, 8), Month(2025, 11)),
    ],
)
def test_a_month_is_told_from_a_week_after_its_end(today: date, newest: Month) -> None:
    assert numbers.newest_month(today) == newest
    assert numbers.is_told(newest, today) and newest.last < today - timedelta(days=6)
    following = newest.last + timedelta(days=1)
    assert not numbers.is_told(Month(following.year, following.month), today)
    assert not numbers.is_told(Month(newest.year - 6, newest.month), today)


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("10.2026", Month(2026, 10)),
        (" 2026-01 ", Month(2026, 1)),
        ("1/2026", Month(2026, 1)),
        ("13.2026", None),
        ("0.2026", None),
        ("10.0000", None),
        ("2026", None),
        ("қазан", None),
    ],
)
def test_a_month_is_read_and_never_guessed(written: str, month: Month | None) -> None:
    assert read_month(written) == month


def test_all_regions_fit_into_one_message_and_none_without_cases_is_named() -> None:
    most = RegionNumbers(99_999, 99_999, 99_999, 99_999, 99_999, 999, 4.5)
    assert units(word_numbers(WORDS, MARCH, dict.fromkeys(REGIONS, most))) <= 4096
    fault = RowDamagedError("cases", "x")
    assert units(word_numbers(WORDS, MARCH, dict.fromkeys(REGIONS, fault))) <= 4096
    told = word_numbers(WORDS, MARCH, {"mangystau": RegionNumbers(12), "abai": None})
    assert told.count("12 / * / * / * / * / * / *") == 2 and "Абай" not in told
    assert word_numbers(WORDS, MARCH, {}).count("03.2026") == 2


def test_no_word_of_a_case_is_among_its_numbers(desk: Desk) -> None:
    put_all(desk, {Status.IN_WORK: 5})
    told = word_numbers(WORDS, MARCH, {"mangystau": count(desk)})
    assert "5 / 5 / 0 / 0 / 0 / * / *" in told
    assert not any(word in told for word in STORY.split())
    assert "health" not in told and "12-26-" not in told
