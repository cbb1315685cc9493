"""What officers write: days as people write them, months that end early, one region, reasons that say something."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from bot.desk.officers.understanding import find_first, is_understood, latest_term, read_region, read_term
from bot.desk.wishes import Wanted
from bot.desk.work import Work, keep_work
from storage import schema
from tests.desk.house import Desk, OnDesk

WHY = "құжаттарды күтеміз"


def due(desk: Desk, day: date, *, first: date | None = None) -> OnDesk:
    """A case whose term ends on *day*, and once ended on *first*."""
    case = desk.put_carded()
    desk.connection.execute(update(schema.cases).where(schema.cases.c.id == case.id).values(due_on=day))
    if first is not None:
        keep_work(desk.connection, desk.row(case), Work(first_due=first), desk.turn)
    return OnDesk(desk.row(case), case.code)


@pytest.mark.parametrize(
    "written",
    [
        f"10.04.2026 {WHY}",
        f"10.4.2026 {WHY}",
        f"10/04/2026 {WHY}",
        f"10-04-2026 {WHY}",
        f"  10.04.2026\n{WHY}\n",
        f"10.04.2026: {WHY}.",
        f"10.04.2026 – {WHY}",
        f"10.04.2026 — {WHY}",
        f"10.04.2026, {WHY}",
        f"10.04.2026;{WHY}",
    ],
)
def test_a_day_and_a_reason_are_read_as_people_write_them(desk: Desk, written: str) -> None:
    case = due(desk, date(2026, 3, 24))
    assert read_term(desk.about(case), written, desk.turn) == (date(2026, 4, 10), WHY)


@pytest.mark.parametrize(
    "written",
    [
        "",
        WHY,
        "10.04.2026",
        "10.04.2026 жоқ",
        "10.04.2026 .....",
        f"10.04 {WHY}",
        f"10.04.26 {WHY}",
        f"2026-04-10 {WHY}",
        f"31.04.2026 {WHY}",
        f"29.02.2027 {WHY}",
        f"00.04.2026 {WHY}",
        f"10.13.2026 {WHY}",
        f"١٠.٠٤.٢٠٢٦ {WHY}",
        f"10.04.0000 {WHY}",
        f"{WHY} 10.04.2026",
        f"24.03.2026 {WHY}",
        f"23.03.2026 {WHY}",
        f"25.05.2026 {WHY}",
        f"10.04.2036 {WHY}",
    ],
)
def test_what_is_no_later_day_with_a_reason_is_not_understood(desk: Desk, written: str) -> None:
    about = desk.about(due(desk, date(2026, 3, 24)))
    assert read_term(about, written, desk.turn) is None
    assert not is_understood(desk.connection, Wanted.EXTENSION, about, written, desk.turn)


def test_the_first_and_the_last_day_are_taken(desk: Desk) -> None:
    about = desk.about(due(desk, date(2026, 3, 24)))
    for day in ("25.03.2026", "24.05.2026"):
        assert is_understood(desk.connection, Wanted.EXTENSION, about, f"{day} {WHY}", desk.turn)


@pytest.mark.parametrize(
    ("first", "latest"),
    [
        (date(2026, 3, 24), date(2026, 5, 24)),
        (date(2026, 12, 31), date(2027, 2, 28)),
        (date(2027, 12, 31), date(2028, 2, 29)),
        (date(2027, 12, 29), date(2028, 2, 29)),
        (date(2026, 7, 31), date(2026, 9, 30)),
        (date(2026, 10, 31), date(2026, 12, 31)),
        (date(2026, 11, 15), date(2027, 1, 15)),
        (date(2028, 2, 29), date(2028, 4, 29)),
    ],
)
def test_a_term_is_extended_by_two_months_at_most_and_never_into_the_month_after(
    desk: Desk, first: date, latest: date
) -> None:
    assert latest_term(desk.about(due(desk, first)), Work(), desk.turn) == latest


def test_the_29th_of_february_is_a_day_in_a_leap_year(desk: Desk) -> None:
    about = desk.about(due(desk, date(2028, 1, 31)))
    assert read_term(about, f"29.02.2028 {WHY}", desk.turn) == (date(2028, 2, 29), WHY)


def test_a_second_extension_is_counted_from_the_first_term(desk: Desk) -> None:
    about = desk.about(due(desk, date(2026, 4, 20), first=date(2026, 3, 24)))
    assert read_term(about, f"24.05.2026 {WHY}", desk.turn) == (date(2026, 5, 24), WHY)
    assert read_term(about, f"25.05.2026 {WHY}", desk.turn) is None


def test_a_term_that_is_past_is_extended_to_a_day_that_is_not(desk: Desk) -> None:
    """Today is 2 March 2026."""
    about = desk.about(due(desk, date(2026, 2, 20)))
    for day, fits in (("21.02.2026", False), ("02.03.2026", False), ("03.03.2026", True), ("20.04.2026", True)):
        assert (read_term(about, f"{day} {WHY}", desk.turn) is not None) == fits, day


@pytest.mark.parametrize(
    ("written", "region"),
    [
        (f"Атырау\n{WHY}", "atyrau"),
        (f"атырау облысы\n{WHY}", "atyrau"),
        (f"Атырауская область\n\n  {WHY}  ", "atyrau"),
        (f"Абай облысы\n{WHY}", "abai"),
    ],
)
def test_a_region_and_a_reason_are_read_from_their_lines(desk: Desk, written: str, region: str) -> None:
    assert read_region(desk.about(desk.put_carded()), written) == (region, WHY)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "Атырау",
        "Атырау\n",
        "Атырау\nжоқ",
        f"Атырау {WHY}",
        f"{WHY}\nАтырау",
        f"Нарния\n{WHY}",
        f"Атырау, Абай\n{WHY}",
        f"Маңғыстау\n{WHY}",
    ],
)
def test_no_region_two_regions_or_the_cases_own_are_not_understood(desk: Desk, written: str) -> None:
    about = desk.about(desk.put_carded())
    assert read_region(about, written) is None
    assert not is_understood(desk.connection, Wanted.REGION, about, written, desk.turn)


@pytest.mark.parametrize("wanted", [Wanted.CONTACTS, Wanted.REJECTION, Wanted.REOPENING])
def test_a_reason_says_something(desk: Desk, wanted: Wanted) -> None:
    about = desk.about(desk.put_carded())
    for written, said in (("", False), ("  жоқ  ", False), ("жоқ.", False), ("себеп", True), ("  себеп бар ", True)):
        assert is_understood(desk.connection, wanted, about, written, desk.turn) == said, written


def test_a_note_says_anything_but_not_nothing(desk: Desk) -> None:
    about = desk.about(desk.put_carded())
    said = [is_understood(desk.connection, Wanted.NOTE, about, text, desk.turn) for text in ("", " \n", "!")]
    assert said == [False, False, True]


@pytest.mark.parametrize("wanted", [Wanted.BODY, Wanted.OUTSIDE])
def test_a_name_or_number_takes_one_line_of_a_card(desk: Desk, wanted: Wanted) -> None:
    about = desk.about(desk.put_carded())
    written = ("", "  ", "x", "x" * 120, "x" * 121)
    said = [is_understood(desk.connection, wanted, about, text, desk.turn) for text in written]
    assert said == [False, False, True, True, False]


def test_the_first_case_is_another_one_of_the_same_office(desk: Desk) -> None:
    first, again = desk.put_carded(), desk.put_carded()
    foreign = desk.put_case(region="abai")
    about = desk.about(again)
    for written in (first.row.number, f"№ {first.row.number}.", f"{first.row.number} бұрын келген"):
        found = find_first(desk.connection, about, written, desk.turn)
        assert found is not None and found.id == first.id
        assert is_understood(desk.connection, Wanted.DUPLICATE, about, written, desk.turn)
    for written in ("", "12-26", "99-26-99999", again.row.number, foreign.row.number, f"{first.row.number}7"):
        assert find_first(desk.connection, about, written, desk.turn) is None, written
        assert not is_understood(desk.connection, Wanted.DUPLICATE, about, written, desk.turn)
