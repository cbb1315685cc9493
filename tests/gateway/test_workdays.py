"""/workdays as admins write it: dates and wishes in whatever way, and what is not understood is never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.desk.groups.calendar import DayWish
from bot.desk.rules import Turn
from bot.gateway.workdays import read_day_wish, take_workdays
from tests.desk.house import ADMIN, NOW, WORDS, Desk, new_rules, open_engine

DAY = date(2026, 12, 19)


@pytest.mark.parametrize(
    "written",
    [
        "2026-12-19 work",
        "19.12.2026 work",
        "19/12/2026 рабочий",
        "19-12-26 рабочий день",
        "рабочий 19.12.26",
        "19 декабря 2026 рабочий",
        "19 желтоқсан 2026 жұмыс",
        "2026 жылғы 19 желтоқсан – жұмыс күні",
        "  2026.12.19   WORK  ",
    ],
)
def test_a_day_is_read_in_whatever_way_it_is_written(written: str) -> None:
    assert read_day_wish(written) == (DAY, DayWish.WORK)


@pytest.mark.parametrize(
    ("written", "wish"),
    [
        ("off", DayWish.OFF),
        ("выходной", DayWish.OFF),
        ("нерабочий", DayWish.OFF),
        ("демалыс", DayWish.OFF),
        ("reset", DayWish.RESET),
        ("сбросить", DayWish.RESET),
        ("қайтару", DayWish.RESET),
        ("", None),
        ("может быть", None),
        ("work off", None),
    ],
)
def test_what_the_day_is_to_be(written: str, wish: DayWish | None) -> None:
    assert read_day_wish(f"19.12.2026 {written}") == (DAY, wish)


@pytest.mark.parametrize(
    "written", ["31.02.2026 off", "19.12 off", "завтра off", "off", "19 20 21 off", "2026-13-01 off"]
)
def test_no_day_is_guessed(written: str) -> None:
    assert read_day_wish(written)[0] is None


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk at which nothing has happened yet."""
    engine = open_engine(tmp_path)
    with engine.connect() as connection:
        yield Desk(connection, Turn(new_rules(), NOW))
    engine.dispose()


def say(desk: Desk, argument: str) -> str:
    return take_workdays(desk.connection, desk.turn, words=WORDS, argument=argument, person=ADMIN).text


def test_both_languages_say_what_the_day_is_and_that_no_term_moves(desk: Desk) -> None:
    assert "изменённых дней нет" in say(desk, "")
    told = say(desk, "18.12.2026 off")
    assert "Дата: 18.12.2026" in told
    assert "Вид: выходной день" in told
    assert "Түрі: демалыс күні" in told
    assert "не сдвигаются" in told
    assert "өзгермейді" in told
    again = say(desk, "18.12.2026 off")
    assert "уже выходной день" in again
    assert "не сдвигаются" not in again
    listed = say(desk, " ")
    assert "18.12.2026: выходной день" in listed
    assert "демалыс күні" in listed


@pytest.mark.parametrize("written", ["18.12.2028 off", "18.12.2025 off", "nonsense", "18.12.2026"])
def test_what_is_not_understood_changes_nothing_and_is_explained(desk: Desk, written: str) -> None:
    assert "/workdays 18.12.2026 off" in say(desk, written)
    assert desk.items() == []
