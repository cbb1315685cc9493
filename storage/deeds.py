"""Deeds: what an admin did to offices and admins, kept for as long as it may be taken back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from bot.frozen import frozen
from bot.terms import DeedKind
from storage.errors import RowDamagedError
from storage.salvage import Aside, read_one, read_rows
from storage.schema import deeds


@frozen
class DeedRow:
    """One deed of the admin with `mark`; `box` says what it was."""

    id: str
    kind: DeedKind
    region: str | None
    mark: bytes
    box: bytes
    expires_at: int


_FIELDS = [deeds.c[name] for name in DeedRow.__match_args__]


def put_deed(connection: Connection, row: DeedRow) -> None:
    """Keep *row*."""
    connection.execute(insert(deeds), {name: getattr(row, name) for name in DeedRow.__match_args__})


def find_deed(connection: Connection, deed_id: str, *, now: int) -> DeedRow | None:
    """The deed *deed_id*, unless it is too old to be taken back."""
    query = select(*_FIELDS).where(deeds.c.id == deed_id, deeds.c.expires_at > now)
    return read_one(connection, query, _deed, _damaged(deed_id))


def list_deeds(connection: Connection, region: str, *, now: int, aside: Aside) -> list[DeedRow]:
    """What was done to *region* and may be taken back, the newest first."""
    query = select(*_FIELDS).where(deeds.c.region == region, deeds.c.expires_at > now)
    query = query.order_by(deeds.c.expires_at.desc())
    return read_rows(connection, query, _deed, key=deeds.c.id, name=_damaged, aside=aside)


def all_deeds(connection: Connection, *, aside: Aside) -> list[DeedRow]:
    """Every deed that is kept."""
    return read_rows(connection, select(*_FIELDS), _deed, key=deeds.c.id, name=_damaged, aside=aside)


def take_deed(connection: Connection, deed_id: str) -> bool:
    """Take the deed away, for it is taken back; False when somebody else did."""
    return connection.execute(delete(deeds).where(deeds.c.id == deed_id)).rowcount == 1


def is_stopped(connection: Connection, mark: bytes, region: str, *, now: int) -> bool:
    """Whether somebody else took back lately what the admin with *mark* did to *region*."""
    query = select(deeds.c.id).where(deeds.c.mark == mark, deeds.c.region == region)
    query = query.where(deeds.c.kind == DeedKind.STOPPED, deeds.c.expires_at > now)
    return connection.execute(query.limit(1)).first() is not None


def count_deeds(connection: Connection, mark: bytes, *, now: int) -> int:
    """How much the admin with *mark* did lately."""
    query = select(func.count()).select_from(deeds).where(deeds.c.mark == mark, deeds.c.expires_at > now)
    return int(connection.execute(query).scalar_one())


def forget_deeds(connection: Connection, *, now: int) -> int:
    """Delete what is too old to be taken back; their number."""
    return connection.execute(delete(deeds).where(deeds.c.expires_at <= now)).rowcount


def _deed(row: Row[Any]) -> DeedRow:
    return DeedRow(row.id, DeedKind(row.kind), row.region, bytes(row.mark), bytes(row.box), row.expires_at)


def _damaged(deed_id: str) -> RowDamagedError:
    return RowDamagedError(deeds.name, deed_id)
