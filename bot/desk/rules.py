"""What holds for every transaction of the desk: the rules that the house was built with, and the turn it happens in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.catalogue.workdays import ChangedDays, WorkCalendar
from bot.chance import Chance
from bot.clock import day_in_kazakhstan
from bot.departures import Departures
from bot.desk.safe import Safe
from bot.frozen import frozen

WORKDAYS = 15
"""Working days until an answer is due: the term of art. 76 of the Administrative Procedural and Process-Related Code of
29.06.2020, taken over as the office's own service standard, for a message without a name is no formal appeal."""


class Calendar(Protocol):
    """The public calendar. Days are counted by what admins have made of it (`workdays.calendar_now`)."""

    def changed(self, days: ChangedDays) -> WorkCalendar: ...


@frozen
class Rules:
    """What the house was built with.

    `departures`: when what code-only citizens send leaves; `named_admins` are the accounts that the settings name.
    """

    safe: Safe
    calendar: Calendar
    region_numbers: Mapping[str, str]
    departures: Departures
    named_admins: frozenset[int]

    @property
    def chance(self) -> Chance:
        """The source of chance, the same that the safe draws keys from."""
        return self.safe.chance


@frozen
class Turn:
    """The turn of one transaction: the rules that hold, and the moment at which it is decided."""

    rules: Rules
    now: datetime

    @property
    def safe(self) -> Safe:
        """The seals."""
        return self.rules.safe

    @property
    def today(self) -> date:
        """The day in Kazakhstan."""
        return day_in_kazakhstan(self.now)

    @property
    def seconds(self) -> int:
        """The moment in whole unix seconds, as the store keeps it."""
        return self.after()

    def after(self, span: timedelta = timedelta()) -> int:
        """The moment *span* later, in whole unix seconds."""
        return int((self.now + span).timestamp())
