"""Observers: who reads the numbers of all regions."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, select, text

from bot.frozen import frozen
from storage.errors import RowDamagedError
from storage.salvage import Aside, read_rows
from storage.schema import observers

_PUT = text(
    "INSERT INTO observers (mark, box) VALUES (:mark, :box) ON CONFLICT (mark) DO UPDATE SET box = excluded.box"
)


@frozen
class ObserverRow:
    """One observer; `box` holds account, name, and since when."""

    mark: bytes
    box: bytes


def put_observer(connection: Connection, row: ObserverRow) -> None:
    """Make an observer."""
    connection.execute(_PUT, {"mark": row.mark, "box": row.box})


def is_observer(connection: Connection, mark: bytes) -> bool:
    """Whether *mark* is an observer."""
    return connection.execute(select(observers.c.mark).where(observers.c.mark == mark)).first() is not None


def list_observers(connection: Connection, *, aside: Aside) -> list[ObserverRow]:
    """All observers, few as they are, in no order that tells anything."""
    query = select(observers).order_by(observers.c.mark)
    return read_rows(connection, query, _observer, key=observers.c.mark, name=_damaged, aside=aside)


def drop_observer(connection: Connection, mark: bytes) -> bool:
    """The person is no observer any more; False when they were none."""
    return connection.execute(delete(observers).where(observers.c.mark == mark)).rowcount == 1


def _observer(row: Row[Any]) -> ObserverRow:
    return ObserverRow(bytes(row.mark), bytes(row.box))


def _damaged(mark: bytes) -> RowDamagedError:
    return RowDamagedError(observers.name, bytes(mark).hex())
