"""Offices: which group serves which region, and moves that wait for a yes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, text, update

from bot.terms import Language
from storage.dialect import lock_actor
from storage.errors import RowDamagedError
from storage.salvage import Aside, find_one, read_one, read_rows
from storage.schema import moves, offices

_PUT_MOVE = text(
    "INSERT INTO moves (region, box, expires_at) VALUES (:region, :box, :expires_at) "
    "ON CONFLICT (region) DO UPDATE SET box = excluded.box, expires_at = excluded.expires_at"
)


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One bound group; `box` holds its chat id."""

    region: str
    mark: bytes
    box: bytes
    language: Language
    bound_on: date


_FIELDS = [offices.c[name] for name in OfficeRow.__slots__]


def lock_region(connection: Connection, region: str) -> None:
    """Hold off who binds *region* or files a case that has no group there, until the end of this transaction.

    Without it a case could begin to wait on PostgreSQL while its region is being bound, and nobody would take it up.
    """
    lock_actor(connection, f"region {region}".encode())


def get_office(connection: Connection, region: str) -> OfficeRow | None:
    """The group of *region*."""
    return read_one(connection, select(*_FIELDS).where(offices.c.region == region), _office, _damaged(region))


def find_office(connection: Connection, mark: bytes) -> OfficeRow | None:
    """The region that the group with *mark* serves."""
    query = select(*_FIELDS).where(offices.c.mark == mark)
    return find_one(connection, query, _office, key=offices.c.region, name=_damaged)


def list_offices(connection: Connection, *, aside: Aside) -> list[OfficeRow]:
    """Every bound group."""
    query = select(*_FIELDS).order_by(offices.c.region)
    return read_rows(connection, query, _office, key=offices.c.region, name=_damaged, aside=aside)


def bound_regions(connection: Connection) -> list[str]:
    """The regions that have a group, whether its row can be read or not."""
    return list(connection.execute(select(offices.c.region).order_by(offices.c.region)).scalars())


def region_of(connection: Connection, mark: bytes) -> str | None:
    """The region of the group with *mark*, whether its row can be read or not."""
    return connection.execute(select(offices.c.region).where(offices.c.mark == mark)).scalar_one_or_none()


def put_office(connection: Connection, row: OfficeRow) -> None:
    """Bind *row*, in place of what the region had."""
    connection.execute(delete(offices).where(offices.c.region == row.region))
    connection.execute(insert(offices), {name: getattr(row, name) for name in OfficeRow.__slots__})


def delete_office(connection: Connection, region: str) -> bool:
    """Unbind *region*; whether it was bound."""
    return connection.execute(delete(offices).where(offices.c.region == region)).rowcount == 1


def set_language(connection: Connection, region: str, language: Language) -> None:
    """The language of posts in the group."""
    connection.execute(update(offices).where(offices.c.region == region).values(language=language))


def list_moves(connection: Connection) -> list[tuple[str, bytes]]:
    """Region and box of every wish to move."""
    return [(row.region, bytes(row.box)) for row in connection.execute(select(moves.c.region, moves.c.box))]


def put_move(connection: Connection, region: str, box: bytes, *, expires_at: int) -> None:
    """Remember that *region* is to move to the group in *box*."""
    connection.execute(_PUT_MOVE, {"region": region, "box": box, "expires_at": expires_at})


def get_move(connection: Connection, region: str, *, now: int) -> bytes | None:
    """The group that *region* is to move to; None when there is no wish or it is too old."""
    query = select(moves.c.box).where(moves.c.region == region, moves.c.expires_at > now)
    box = connection.execute(query).scalar_one_or_none()
    return None if box is None else bytes(box)


def take_move(connection: Connection, region: str, *, now: int) -> bytes | None:
    """The group that *region* is to move to, once; None when there is no wish or it is too old."""
    # One statement: two who agree at once must not both be given the group.
    query = delete(moves).where(moves.c.region == region).returning(moves.c.box, moves.c.expires_at)
    row = connection.execute(query).one_or_none()
    return bytes(row.box) if row is not None and row.expires_at > now else None


def _office(row: Row[Any]) -> OfficeRow:
    return OfficeRow(row.region, bytes(row.mark), bytes(row.box), Language(row.language), row.bound_on)


def _damaged(region: str) -> RowDamagedError:
    return RowDamagedError(offices.name, region)
