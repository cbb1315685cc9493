"""The audit log: rows that nothing ever changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from bot.frozen import frozen
from storage.errors import RowDamagedError
from storage.salvage import Aside, Place, Slice, read_slice
from storage.schema import audit


@frozen
class AuditRow:
    """One entry; `box` holds who, when and why."""

    id: str
    day: date
    action: str
    case_id: str | None
    box: bytes


def add_entry(connection: Connection, row: AuditRow) -> None:
    """Write *row*; nothing ever changes it."""
    connection.execute(insert(audit), {name: getattr(row, name) for name in AuditRow.__match_args__})


def next_day(connection: Connection, after: date = date.min) -> date | None:
    """The first day after *after* that has entries."""
    found: date | None = connection.execute(select(func.min(audit.c.day)).where(audit.c.day > after)).scalar_one()
    return found


def list_entries(
    connection: Connection, *, after: Place, limit: int, aside: Aside, day: date | None = None
) -> Slice[AuditRow]:
    """At most *limit* entries, of one *day* or of all, in the order of their ids, which are random."""
    query = select(*(audit.c[name] for name in AuditRow.__match_args__))
    if day is not None:
        query = query.where(audit.c.day == day)
    return read_slice(
        connection, query, _entry, key=audit.c.id, after=after, limit=limit, name=_damaged, aside=aside
    )


def _entry(row: Row[Any]) -> AuditRow:
    return AuditRow(row.id, row.day, row.action, row.case_id, bytes(row.box))


def _damaged(entry_id: str) -> RowDamagedError:
    return RowDamagedError(audit.name, entry_id)
