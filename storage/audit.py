"""The audit log, and wishes to open contacts that wait for a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from storage.errors import RowDamagedError
from storage.salvage import Aside, Place, Slice, read_slice
from storage.schema import audit, reveals

AT_ONCE = 1000
"""Wishes deleted in one transaction: it takes as long as a few steps of citizens."""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One entry; `box` holds who, when and why."""

    id: str
    day: date
    action: str
    case_id: str | None
    box: bytes


def add_entry(connection: Connection, row: AuditRow) -> None:
    """Write *row*; nothing ever changes it."""
    connection.execute(insert(audit), {name: getattr(row, name) for name in AuditRow.__slots__})


def next_day(connection: Connection, after: date = date.min) -> date | None:
    """The first day after *after* that has entries."""
    found: date | None = connection.execute(select(func.min(audit.c.day)).where(audit.c.day > after)).scalar_one()
    return found


def list_entries(
    connection: Connection, *, after: Place, limit: int, aside: Aside, day: date | None = None
) -> Slice[AuditRow]:
    """At most *limit* entries, of one *day* or of all, in the order of their ids, which are random."""
    query = select(*(audit.c[name] for name in AuditRow.__slots__))
    if day is not None:
        query = query.where(audit.c.day == day)
    return read_slice(
        connection, query, _entry, key=audit.c.id, after=after, limit=limit, name=_damaged, aside=aside
    )


def put_reveal(connection: Connection, reveal_id: str, case_id: str, box: bytes, *, expires_at: int) -> None:
    """Remember an officer's wish to open the contacts of a case."""
    connection.execute(insert(reveals), {"id": reveal_id, "case_id": case_id, "box": box, "expires_at": expires_at})


def get_reveal(connection: Connection, reveal_id: str, *, now: int) -> tuple[str, bytes] | None:
    """The case and box of a wish that still holds."""
    query = select(reveals.c.case_id, reveals.c.box).where(reveals.c.id == reveal_id, reveals.c.expires_at > now)
    row = connection.execute(query).one_or_none()
    return None if row is None else (row.case_id, bytes(row.box))


def list_reveals(connection: Connection, case_id: str, *, now: int) -> list[tuple[str, bytes]]:
    """Id and box of every wish for the case that still holds."""
    query = select(reveals.c.id, reveals.c.box).where(reveals.c.case_id == case_id, reveals.c.expires_at > now)
    return [(row.id, bytes(row.box)) for row in connection.execute(query)]


def all_reveals(connection: Connection) -> list[tuple[str, str, bytes]]:
    """Id, case and box of every wish to open contacts."""
    query = select(reveals.c.id, reveals.c.case_id, reveals.c.box)
    return [(row.id, row.case_id, bytes(row.box)) for row in connection.execute(query)]


def drop_reveal(connection: Connection, reveal_id: str) -> bool:
    """Spend a wish; False when it was spent before."""
    return connection.execute(delete(reveals).where(reveals.c.id == reveal_id)).rowcount == 1


def forget_reveals(connection: Connection, *, now: int) -> int:
    """Delete some of the wishes past their time; their number."""
    old = select(reveals.c.id).where(reveals.c.expires_at <= now).limit(AT_ONCE)
    return connection.execute(delete(reveals).where(reveals.c.id.in_(old))).rowcount


def _entry(row: Row[Any]) -> AuditRow:
    return AuditRow(row.id, row.day, row.action, row.case_id, bytes(row.box))


def _damaged(entry_id: str) -> RowDamagedError:
    return RowDamagedError(audit.name, entry_id)
