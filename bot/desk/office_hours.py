"""Office hours: when an office may be told what can wait. One rule for all regions."""

from __future__ import annotations

from datetime import datetime, time

from bot.catalogue.workdays import WorkCalendar
from bot.clock import KAZAKHSTAN, day_in_kazakhstan

OPENS, CLOSES = time(9), time(18)
"""By the clocks of Kazakhstan, on every working day."""


def is_open(now: datetime, calendar: WorkCalendar) -> bool:
    """Whether offices are at work at *now*."""
    there = now.astimezone(KAZAKHSTAN)
    return OPENS <= there.time() < CLOSES and calendar.is_workday(there.date())


def opens_next(now: datetime, calendar: WorkCalendar) -> datetime:
    """When offices open after *now*, at which they are closed."""
    day = day_in_kazakhstan(now)
    opening = datetime.combine(day, OPENS, KAZAKHSTAN)
    if now < opening and calendar.is_workday(day):
        return opening
    return datetime.combine(calendar.due_on(day, 1), OPENS, KAZAKHSTAN)
