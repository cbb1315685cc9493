"""Working days: what admins have changed in the public calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select, text

from bot.frozen import frozen
from storage.errors import RowDamagedError
from storage.salvage import Aside, read_rows
from storage.schema import workdays

_PUT = text(
    "INSERT INTO workdays (day, is_workday) VALUES (:day, :is_workday) "
    "ON CONFLICT (day) DO UPDATE SET is_workday = excluded.is_workday"
).bindparams(bindparam("day", type_=workdays.c.day.type), bindparam("is_workday", type_=workdays.c.is_workday.type))


@frozen
class ChangedDay:
    """A day that is a working day, or none, whatever the public calendar says."""

    day: date
    is_workday: bool


def list_days(connection: Connection, *, since: date, until: date, aside: Aside) -> list[ChangedDay]:
    """The changed days from *since* to *until*, both included, in their order."""
    query = select(workdays.c.day, workdays.c.is_workday).where(workdays.c.day.between(since, until))
    key = workdays.c.day
    return read_rows(connection, query.order_by(key), _day, key=key, name=_damaged, aside=aside)


def put_day(connection: Connection, changed: ChangedDay) -> None:
    """The day is from now on what *changed* says."""
    connection.execute(_PUT, {"day": changed.day, "is_workday": changed.is_workday})


def drop_day(connection: Connection, day: date) -> None:
    """The day is again what the public calendar says."""
    connection.execute(delete(workdays).where(workdays.c.day == day))


def _day(row: Row[Any]) -> ChangedDay:
    return ChangedDay(row.day, row.is_workday)


def _damaged(day: date) -> RowDamagedError:
    return RowDamagedError(workdays.name, str(day))
