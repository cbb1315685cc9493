"""Office days: on which working day an office was last told of its cases, and how often."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, bindparam, select, text, update

from storage.schema import office_days

_BEGIN = text(
    "INSERT INTO office_days (region, day, reminders) VALUES (:region, :day, 0) "
    "ON CONFLICT (region) DO UPDATE SET day = excluded.day, reminders = 0 WHERE office_days.day < excluded.day"
).bindparams(bindparam("day", type_=office_days.c.day.type))


def begin_day(connection: Connection, region: str, day: date) -> bool:
    """Whether *day* begins for the office now: true once, for whichever process comes first."""
    return connection.execute(_BEGIN, {"region": region, "day": day}).rowcount == 1


def count_reminders(connection: Connection, region: str) -> int:
    """How many reminders the office got on its day."""
    query = select(office_days.c.reminders).where(office_days.c.region == region)
    return int(connection.execute(query).scalar_one_or_none() or 0)


def add_reminders(connection: Connection, region: str, more: int) -> None:
    """So many *more* reminders were put on their way on its day."""
    query = update(office_days).where(office_days.c.region == region)
    connection.execute(query.values(reminders=office_days.c.reminders + more))
