"""Salvage: reading rows of which some may be damaged, so that the others are read all the same.

Rules
- A row that is asked for by itself and cannot be read is a RowDamagedError of whoever asked.
- Among many, a damaged row is handed aside (`Aside`) and the others are given back. When nothing is damaged that
  costs no statement: only when a read fails are rows read one by one.
- On PostgreSQL only rows can be damaged, for the server reads its own pages: a page is met on SQLite alone.
- A transaction of SQLite that has met a damaged page may read on but keeps nothing that it writes. So rows that lie on
  one are remembered as lost, and the writer runs the function again: it is told of them without touching them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeAlias, TypeVar

from sqlalchemy import Column, Connection, LargeBinary, Select

from bot.frozen import frozen
from storage.errors import RowDamagedError, StoreDamagedError

R = TypeVar("R")

LOST = "lost"
"""In connection.info: the rows known to lie on damaged pages. In memory that is safe: who does not know meets them."""

Aside: TypeAlias = Callable[[StoreDamagedError], None]
"""Is given what cannot be read: a RowDamagedError where the row is known, else what its page was met with."""
Name: TypeAlias = Callable[[Any], RowDamagedError]
"""The damaged row with this key."""

Place: TypeAlias = bytes | str | None
"""A key, after which a slice begins; None is before all of them."""
UNREADABLE = (TypeError, ValueError, LookupError, StoreDamagedError)
"""What reading a row raises when a column holds none of our terms, no day, or nothing where something must be."""
KEYS = 1 << 64
"""Keys are random: their first eight bytes put them in order."""


@frozen
class Slice(Generic[R]):
    """Some rows in the order of their keys; `last` is where the next slice begins, None when there is none."""

    rows: list[R]
    last: Place


def lost_rows(connection: Connection) -> set[tuple[str, str]]:
    """Table and key of the rows that lie on damaged pages, as far as this connection has met them."""
    found: set[tuple[str, str]] = connection.info.setdefault(LOST, set())
    return found


def is_lost(connection: Connection, damaged: RowDamagedError) -> bool:
    """Whether the row of *damaged* is known to lie on a damaged page."""
    return (damaged.table, damaged.row) in lost_rows(connection)


def is_any_lost(connection: Connection, table: str) -> bool:
    """Whether a row of *table* is known to lie on a damaged page."""
    return any(of == table for of, _ in lost_rows(connection))


def lose(connection: Connection, damaged: RowDamagedError, met: BaseException) -> None:
    """Remember the row of *damaged* as lost, if it was met as a damaged page."""
    if isinstance(met, StoreDamagedError):
        lost_rows(connection).add((damaged.table, damaged.row))


def read_one(
    connection: Connection,
    query: Select[Any],
    read: Callable[[Any], R],
    damaged: RowDamagedError,
    values: Mapping[str, Any] | None = None,
) -> R | None:
    """The row of *query*, whose parameters are *values*; *damaged* is raised when it is there and cannot be read."""
    if is_lost(connection, damaged):
        raise damaged
    try:
        found = connection.execute(query, values).one_or_none()
        return None if found is None else read(found)
    except UNREADABLE as met:
        lose(connection, damaged, met)
        raise damaged from None


def find_one(
    connection: Connection, query: Select[Any], read: Callable[[Any], R], *, key: Column[Any], name: Name
) -> R | None:
    """The row of *query*, which an index answers without its *key*: the index names a row that cannot be read."""
    if not is_any_lost(connection, key.table.name):
        try:
            found = connection.execute(query).one_or_none()
            return None if found is None else read(found)
        except UNREADABLE as fault:
            met = fault
            known = connection.execute(query.with_only_columns(key)).scalar_one()
        damaged = name(known)
        lose(connection, damaged, met)
        raise damaged
    known = connection.execute(query.with_only_columns(key)).scalar_one_or_none()
    return None if known is None else read_one(connection, query, read, name(known))


def read_rows(
    connection: Connection,
    query: Select[Any],
    read: Callable[[Any], R],
    *,
    key: Column[Any],
    name: Name,
    aside: Aside,
) -> list[R]:
    """The rows of *query* that can be read; the others are handed *aside*.

    *query* selects *key*. Where a page is damaged, its rows are told by name if an index knows the keys.
    """
    if is_any_lost(connection, key.table.name):
        return _one_by_one(connection, query, read, key, name, aside)
    try:
        found: Sequence[Any] = connection.execute(query).all()
    except UNREADABLE:
        return _one_by_one(connection, query, read, key, name, aside)
    return _readable(found, read, key, name, aside)


def read_slice(
    connection: Connection,
    query: Select[Any],
    read: Callable[[Any], R],
    *,
    key: Column[Any],
    after: Place,
    limit: int,
    name: Name,
    aside: Aside,
) -> Slice[R]:
    """At most *limit* rows of *query* whose key comes after *after*, in order; a damaged page is handed aside and left.

    A slice may be shorter than *limit* though more come: only `last` tells.
    """
    wanted = limit
    while True:
        part = query if after is None else query.where(key > after)
        part = part.order_by(key).limit(wanted)
        try:
            found: Sequence[Any] = connection.execute(part).all()
        except StoreDamagedError as met:
            if wanted > 1:
                wanted //= 2  # what lies before the damaged page first
                continue
            aside(met)
            after = _beyond(connection, query, key, after)
            if after is None:
                return Slice([], None)
            wanted = limit
            continue
        except UNREADABLE:
            keys = connection.execute(part.with_only_columns(key)).scalars().all()
            rows = _named(connection, query, keys, read, key, name, aside)
            return Slice(rows, keys[-1] if len(keys) == wanted else None)
        last = getattr(found[-1], key.name) if len(found) == wanted else None
        return Slice(_readable(found, read, key, name, aside), last)


def _readable(
    found: Sequence[Any], read: Callable[[Any], R], key: Column[Any], name: Name, aside: Aside
) -> list[R]:
    rows = []
    for row in found:
        try:
            rows.append(read(row))
        except UNREADABLE:
            aside(name(getattr(row, key.name)))
    return rows


def _one_by_one(
    connection: Connection, query: Select[Any], read: Callable[[Any], R], key: Column[Any], name: Name, aside: Aside
) -> list[R]:
    keys = connection.execute(query.with_only_columns(key)).scalars().all()
    return _named(connection, query, keys, read, key, name, aside)


def _named(
    connection: Connection,
    query: Select[Any],
    keys: Sequence[Any],
    read: Callable[[Any], R],
    key: Column[Any],
    name: Name,
    aside: Aside,
) -> list[R]:
    rows = []
    for each in keys:
        try:
            found = read_one(connection, query.where(key == each), read, name(each))
        except RowDamagedError as fault:
            aside(fault)
        else:
            rows += [] if found is None else [found]
    return rows


def _beyond(
    connection: Connection, query: Select[Any], key: Column[Any], after: Place
) -> Place:
    """The place just before the first key behind a damaged page; None when the table ends with it."""
    bad = 0 if after is None else _place(after)
    step = 1
    while bad + step < KEYS and not _is_sound(connection, query, key, bad + step):
        bad, step = bad + step, step * 2
    if bad + step >= KEYS:
        return None
    good = bad + step
    while good - bad > 1:
        middle = (bad + good) // 2
        bad, good = (bad, middle) if _is_sound(connection, query, key, middle) else (middle, good)
    return _spell(bad, key, b"\xff")


def _is_sound(connection: Connection, query: Select[Any], key: Column[Any], place: int) -> bool:
    nearest = query.where(key >= _spell(place, key, b"\x00")).order_by(key).limit(1)
    try:
        connection.execute(nearest).all()
    except StoreDamagedError:
        return False
    except UNREADABLE:
        return True  # that row is damaged, its page is not
    return True


def _place(key: bytes | str) -> int:
    """Where *key* stands among all keys."""
    first = key[:8] if isinstance(key, bytes) else bytes.fromhex(key[:16])
    return int.from_bytes(first.ljust(8, b"\x00"), "big")


def _spell(place: int, key: Column[Any], filling: bytes) -> bytes | str:
    """The first (or, filled with ones, the last) key at *place*."""
    whole = place.to_bytes(8, "big") + filling * (24 if isinstance(key.type, LargeBinary) else 8)
    return whole if isinstance(key.type, LargeBinary) else whole.hex()
