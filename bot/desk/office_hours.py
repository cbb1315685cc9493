"""Office hours: when an office may be told what can wait."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import Connection

from bot.catalogue.workdays import WorkCalendar
from bot.clock import KAZAKHSTAN, day_in_kazakhstan
from bot.frozen import frozen
from storage.office_ways import get_ways


@frozen
class OfficeHours:
    """From when and until when an office is at work, by the clocks of Kazakhstan, on every working day."""

    opens: time
    closes: time

    def is_open(self, now: datetime, calendar: WorkCalendar) -> bool:
        """Whether the office is at work at *now*."""
        there = now.astimezone(KAZAKHSTAN)
        return self.opens <= there.time() < self.closes and calendar.is_workday(there.date())

    def opens_next(self, now: datetime, calendar: WorkCalendar) -> datetime:
        """When the office opens after *now*, at which it is closed."""
        day = day_in_kazakhstan(now)
        opening = datetime.combine(day, self.opens, KAZAKHSTAN)
        if now < opening and calendar.is_workday(day):
            return opening
        return datetime.combine(calendar.due_on(day, 1), self.opens, KAZAKHSTAN)


def hours_of(connection: Connection, region: str) -> OfficeHours:
    """The hours of the office of *region*: those that it has set, else nine to six."""
    ways = get_ways(connection, region)
    return OfficeHours(time(ways.opens), time(ways.closes))
