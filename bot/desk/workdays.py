"""Working days: the calendar as admins have made it by now.

It is read from the database wherever days are counted: a few dozen rows at most, by their key, in the transaction that
needs them. So nothing has to be told to another process, and no copy of it can be out of date.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection

from bot.catalogue.workdays import ChangedDays, WorkCalendar
from bot.desk.rules import Turn
from bot.desk.safe import Safe
from storage import workdays

BACK, AHEAD = timedelta(days=366), timedelta(days=2 * 366)
"""How far from today days are counted: a term with its extension ends within a year, and /workdays lists the next."""


def changed_days(connection: Connection, today: date, safe: Safe) -> ChangedDays:
    """What admins have changed in the days around *today*; a damaged row is noted, and counts as not changed."""
    found = workdays.list_days(connection, since=today - BACK, until=today + AHEAD, aside=safe.damages.met)
    off = frozenset(each.day for each in found if not each.is_workday)
    return ChangedDays(off, frozenset(each.day for each in found if each.is_workday))


def calendar_now(connection: Connection, turn: Turn) -> WorkCalendar:
    """The working days as they are now."""
    return turn.rules.calendar.changed(changed_days(connection, turn.today, turn.safe))
