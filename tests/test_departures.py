"""Departures: when what code-only citizens send leaves."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.catalogue.workdays import WorkCalendar
from bot.chance import Chance
from bot.clock import KAZAKHSTAN
from bot.departures import AT_ONCE, MOST_DAYS, SPREAD, RandomWait, Slots, wait_by_chance
from storage.outbox import LONGEST_WAIT

SLOTS = Slots((time(10), time(16)))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=KAZAKHSTAN)


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ("2026-03-02 09:59:59", "2026-03-02 10:00"),
        ("2026-03-02 10:00:00", "2026-03-02 16:00"),
        ("2026-03-02 12:00:00", "2026-03-02 16:00"),
        ("2026-03-02 16:00:00", "2026-03-03 10:00"),
        ("2026-03-06 17:00:00", "2026-03-10 10:00"),  # over a weekend and the holiday that moved to Monday
        ("2026-03-07 03:00:00", "2026-03-10 10:00"),
    ],
)
def test_the_next_slot_is_on_a_working_day(now: str, slot: str) -> None:
    assert SLOTS.next_after(at(now), WorkCalendar()) == at(slot)
    assert SLOTS.next_after(at(now).astimezone(UTC), WorkCalendar()) == at(slot)


def test_after_many_days_off_a_slot_comes_all_the_same() -> None:
    """And sooner than the outbox would take the wait for the mistake of a clock."""

    class AllOff:
        def is_workday(self, day: object) -> bool:
            return False

    for now in (at("2026-03-02 00:00"), at("2026-03-02 15:59:59"), at("2026-03-02 23:00")):
        wait = SLOTS.next_after(now, AllOff()) - now
        assert timedelta(days=MOST_DAYS - 1) < wait < timedelta(seconds=LONGEST_WAIT) - SPREAD


def test_what_leaves_at_a_slot_leaves_in_no_order() -> None:
    now, chance = at("2026-03-02 12:00"), Chance.seeded(7)
    waits = [wait_by_chance(SLOTS, now, WorkCalendar, chance) for _ in range(200)]
    assert timedelta(hours=4) <= min(waits) and max(waits) <= timedelta(hours=4) + SPREAD
    assert waits != sorted(waits) and len(set(waits)) > 100


def test_a_random_wait_keeps_its_bounds_and_asks_no_calendar() -> None:
    def nobody() -> WorkCalendar:
        raise AssertionError

    chance, now = Chance.seeded(7), at("2026-03-02 12:00")
    wait = RandomWait(timedelta(minutes=2), timedelta(minutes=20))
    found = [wait_by_chance(wait, now, nobody, chance) for _ in range(200)]
    assert timedelta(minutes=2) <= min(found) and max(found) <= timedelta(minutes=20)
    assert wait_by_chance(AT_ONCE, now, nobody, chance) == timedelta()
