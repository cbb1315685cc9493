"""The house's rules that every transaction needs, and the moment at which it happens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Protocol

from bot.desk.safe import Safe

WORKDAYS = 15


class Calendar(Protocol):
    """Knows when a number of working days is over."""

    def due_on(self, filed: date, workdays: int) -> date: ...


@dataclass(frozen=True, slots=True)
class Filing:
    """What filing needs beside the connection."""

    safe: Safe
    calendar: Calendar
    region_numbers: Mapping[str, str]
    code_only_delay: tuple[timedelta, timedelta]

ASTANA = timezone(timedelta(hours=5))


@dataclass(frozen=True, slots=True)
class Moment:
    """Time and chance, drawn before the transaction so that running it again gives the same."""

    now: datetime
    code: str
    first_step: int

    @property
    def today(self) -> date:
        """The day in Astana."""
        return self.now.astimezone(ASTANA).date()


@dataclass(frozen=True, slots=True)
class Times:
    """What every reply needs beside the connection."""

    safe: Safe
    now: datetime
    today: date
