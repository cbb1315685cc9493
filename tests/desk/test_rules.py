"""A turn tells the day where the office is, and the moment as the store keeps it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.desk.rules import Turn
from tests.desk.house import NOW, new_rules


def test_the_day_is_that_of_kazakhstan() -> None:
    turn = Turn(new_rules(), datetime(2026, 3, 2, 18, 59, 59, tzinfo=UTC))
    assert turn.today == date(2026, 3, 2)
    assert replace(turn, now=turn.now + timedelta(seconds=1)).today == date(2026, 3, 3)


def test_moments_are_whole_seconds() -> None:
    turn = Turn(new_rules(), NOW + timedelta(milliseconds=999))
    assert (turn.seconds, turn.after(timedelta(minutes=1))) == (int(NOW.timestamp()), int(NOW.timestamp()) + 60)


def test_the_safe_and_the_desk_draw_from_one_source() -> None:
    rules = new_rules()
    assert rules.chance is rules.safe.chance
