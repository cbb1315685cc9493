"""Reminders: the term of each case as an office is reminded of it, and on which day to look at it again.

Rules
- A row is written in the transaction of its case, by `cases.insert_case`, `cases.change_status`, `cases.change_due` and
  `cases.change_region`: whatever is done with a case, somebody looks at its term again on the next day.
- Whoever looks moves the row on before anything is put into the outbox: of two who look at once one finds it moved.
- It knows days and no hours: nothing of when a case was filed but its day, which the case knows too.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, text, update

from bot.frozen import frozen
from bot.terms import Desk, Reminder
from storage.errors import RowDamagedError
from storage.salvage import read_one
from storage.schema import cases, reminders

_NEXT_DAY = timedelta(days=1)
_BEGIN = text(
    "INSERT INTO reminders (case_id, region, begun_on, look_on) VALUES (:case_id, :region, :begun_on, :look_on) "
    "ON CONFLICT (case_id) DO UPDATE "
    "SET region = excluded.region, begun_on = excluded.begun_on, look_on = excluded.look_on, told = NULL"
).bindparams(*(bindparam(name, type_=reminders.c[name].type) for name in ("begun_on", "look_on")))


@frozen
class ReminderRow:
    """The term of one case: since when it runs, and the gravest reminder of it that was told."""

    case_id: str
    region: str
    begun_on: date
    look_on: date | None
    told: Reminder | None


_FIELDS = [reminders.c[name] for name in ReminderRow.__match_args__]


def begin_term(connection: Connection, case_id: str, region: str, *, today: date) -> None:
    """A term of the case begins with the office of *region*: nothing has been told of it yet."""
    days = {"begun_on": today, "look_on": today + _NEXT_DAY}
    connection.execute(_BEGIN, {"case_id": case_id, "region": region, **days})


def look_again(connection: Connection, case_id: str, *, today: date) -> None:
    """Something was done with the case: its term, if one runs, is looked at tomorrow."""
    query = update(reminders).where(reminders.c.case_id == case_id)
    connection.execute(query.values(look_on=today + _NEXT_DAY))


def get_reminder(connection: Connection, case_id: str) -> ReminderRow | None:
    """The term of the case."""
    query = select(*_FIELDS).where(reminders.c.case_id == case_id)
    return read_one(connection, query, _reminder, RowDamagedError(reminders.name, case_id, case_id))


def list_due(connection: Connection, region: str, *, today: date, limit: int, desk: Desk | None = None) -> list[str]:
    """Up to *limit* cases of *region* that are to be looked at, those that wait longest first; at one *desk* alone."""
    query = select(reminders.c.case_id).where(reminders.c.region == region, reminders.c.look_on <= today)
    if desk is not None:
        query = query.join(cases, cases.c.id == reminders.c.case_id).where(cases.c.desk == desk)
    query = query.order_by(reminders.c.look_on, reminders.c.case_id).limit(limit)
    return list(connection.execute(query).scalars())


def move_on(connection: Connection, row: ReminderRow, *, told: Reminder | None, look_on: date | None) -> bool:
    """*told* is the gravest that was told, and *look_on* the day to look again; False when another was first."""
    is_as_seen = (reminders.c.case_id == row.case_id, reminders.c.look_on == row.look_on)
    query = update(reminders).where(*is_as_seen).values(told=told, look_on=look_on)
    return connection.execute(query).rowcount == 1


def stop_looking(connection: Connection, case_id: str) -> None:
    """Nobody looks at the term of the case any more, until something is done with it."""
    connection.execute(update(reminders).where(reminders.c.case_id == case_id).values(look_on=None))


def _reminder(row: Row[Any]) -> ReminderRow:
    told = None if row.told is None else Reminder(row.told)
    return ReminderRow(row.case_id, row.region, row.begun_on, row.look_on, told)
