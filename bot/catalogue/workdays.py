"""Which days are working days in Kazakhstan, and when a term of working days ends.

Rules
1. Saturdays, Sundays and public holidays with their transfers are days off (PyPI `holidays`, country KZ).
2. The government moves days every year: an office adds its days off and its working days, and they win.
3. Counting starts the day after filing; the last working day counted is the day that it is due on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol, cast

from bot.frozen import frozen


class _PublicDays(Protocol):
    def is_working_day(self, key: date) -> bool: ...


@frozen
class ChangedDays:
    """What has been changed in the public calendar."""

    days_off: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()


class WorkCalendar:
    """The working days, with what an office has changed in them."""

    def __init__(self, extra_holidays: Iterable[date] = (), extra_workdays: Iterable[date] = ()) -> None:
        self._days_off = frozenset(extra_holidays)
        self._workdays = frozenset(extra_workdays)
        self._public: _PublicDays | None = None
        both = sorted(self._days_off & self._workdays)
        if both:
            raise ValueError(f"both a day off and a working day: {', '.join(map(str, both))}")

    def changed(self, days: ChangedDays) -> WorkCalendar:
        """The same public calendar with *days* changed in it, and nothing else."""
        calendar = WorkCalendar(days.days_off, days.workdays)
        calendar._public = self._public_days()  # it is loaded once: all calendars that come from one share it
        return calendar

    def is_workday(self, day: date) -> bool:
        """Whether people work on *day*."""
        if day in self._workdays:
            return True
        return day not in self._days_off and self._public_days().is_working_day(day)

    def due_on(self, filed: date, workdays: int) -> date:
        """The *workdays*-th working day after *filed*; ValueError when it is not at least one."""
        if workdays < 1:
            raise ValueError(f"a term has at least one working day, not {workdays}")
        day, left = filed, workdays
        while left:
            day += timedelta(days=1)
            left -= self.is_workday(day)
        return day

    def days_before(self, day: date, workdays: int) -> date:
        """The last working day on which, until *day* and with it, *workdays* working days are still to come."""
        before, left = day, workdays
        while left or not self.is_workday(before):
            left -= left > 0 and self.is_workday(before)
            before -= timedelta(days=1)
        return before

    def workdays_between(self, start: date, end: date) -> int:
        """How many working days lie after *start*, up to and including *end*; negative when *end* is earlier."""
        if end < start:
            return -self.workdays_between(end, start)
        return sum(self.is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    def _public_days(self) -> _PublicDays:
        if self._public is None:
            # Imported on first use: the start of the bot needs no calendar.
            from holidays import country_holidays

            self._public = cast(_PublicDays, country_holidays("KZ"))
        return self._public
