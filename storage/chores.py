"""Chores: bulk work for one region, done in slices; the row says how far it has come.

Rules
- A region has each chore once: starting it again begins it anew, and not before the later of both times.
- A slice moves the cursor in the transaction that does its work, so a crash repeats nothing and loses nothing.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, or_, select, text, update

from bot.frozen import frozen
from bot.terms import Chore
from storage.dialect import notify
from storage.schema import chores

# Seconds. Nothing is put off for longer than a day: what is further away comes from a clock that was set back.
LONGEST_WAIT = 2 * 24 * 3600
BEGINNING = ""
_START = text(
    "INSERT INTO chores (region, kind, cursor, not_before) VALUES (:region, :kind, :cursor, :not_before) "
    "ON CONFLICT (region, kind) DO UPDATE SET cursor = excluded.cursor, not_before = "
    "CASE WHEN excluded.not_before > chores.not_before THEN excluded.not_before ELSE chores.not_before END"
)


@frozen
class ChoreRow:
    """One chore; `cursor` is BEGINNING, or what its slices made of it."""

    region: str
    kind: Chore
    cursor: str


def start_chore(connection: Connection, region: str, kind: Chore, *, not_before: int) -> None:
    """Begin the chore, or begin it anew; whoever does it is woken when this is committed."""
    notify(connection)
    values = {"region": region, "kind": kind, "cursor": BEGINNING, "not_before": not_before}
    connection.execute(_START, values)


def list_due(connection: Connection, *, now: int) -> list[ChoreRow]:
    """Every chore whose time has come, at most three a region."""
    ripe = or_(chores.c.not_before <= now, chores.c.not_before > now + LONGEST_WAIT)
    query = select(chores.c.region, chores.c.kind, chores.c.cursor).where(ripe)
    return [ChoreRow(row.region, Chore(row.kind), row.cursor) for row in connection.execute(query)]


def take_chore(connection: Connection, region: str, kind: Chore) -> ChoreRow | None:
    """The chore as it stands now, held until the end of this transaction; None when it is over or held elsewhere."""
    query = select(chores.c.cursor).where(chores.c.region == region, chores.c.kind == kind)
    cursor = connection.execute(query.with_for_update(skip_locked=True)).scalar_one_or_none()
    return None if cursor is None else ChoreRow(region, kind, cursor)


def move_cursor(connection: Connection, chore: ChoreRow, cursor: str) -> None:
    """What comes up to *cursor* is done."""
    query = update(chores).where(chores.c.region == chore.region, chores.c.kind == chore.kind)
    connection.execute(query.values(cursor=cursor))


def end_chore(connection: Connection, region: str, kind: Chore) -> None:
    """The chore is over, done or not."""
    connection.execute(delete(chores).where(chores.c.region == region, chores.c.kind == kind))
