"""Offices: which group serves which region, and which one served it last."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, text, update

from bot.frozen import frozen
from bot.terms import Language
from storage.dialect import lock_actor
from storage.errors import RowDamagedError
from storage.salvage import Aside, find_one, read_one, read_rows
from storage.schema import former_offices, offices

_PUT_FORMER = text(
    "INSERT INTO former_offices (region, mark, box, language, left_at) "
    "VALUES (:region, :mark, :box, :language, :left_at) ON CONFLICT (region) DO UPDATE "
    "SET mark = excluded.mark, box = excluded.box, language = excluded.language, left_at = excluded.left_at"
)


@frozen
class OfficeRow:
    """One bound group; `box` holds its chat id."""

    region: str
    mark: bytes
    box: bytes
    language: Language
    bound_on: date


@frozen
class FormerOffice:
    """The group that a region had until `left_at`; `box` holds its chat id."""

    region: str
    mark: bytes
    box: bytes
    language: Language
    left_at: int


_FIELDS = [offices.c[name] for name in OfficeRow.__match_args__]
_GET = select(*_FIELDS).where(offices.c.region == bindparam("of"))  # made once: to make it costs more than to ask it
_FORMER = [former_offices.c[name] for name in FormerOffice.__match_args__]


def lock_region(connection: Connection, region: str) -> None:
    """Hold off who binds *region* or files a case that has no group there, until the end of this transaction.

    Without it a case could begin to wait on PostgreSQL while its region is being bound, and nobody would take it up.
    """
    lock_actor(connection, f"region {region}".encode())


def get_office(connection: Connection, region: str) -> OfficeRow | None:
    """The group of *region*."""
    return read_one(connection, _GET, _office, _damaged(region), {"of": region})


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
    connection.execute(insert(offices), {name: getattr(row, name) for name in OfficeRow.__match_args__})


def delete_office(connection: Connection, region: str) -> bool:
    """Unbind *region*; whether it was bound."""
    return connection.execute(delete(offices).where(offices.c.region == region)).rowcount == 1


def set_language(connection: Connection, region: str, language: Language) -> None:
    """The language of posts in the group."""
    connection.execute(update(offices).where(offices.c.region == region).values(language=language))


def put_former(connection: Connection, row: FormerOffice) -> None:
    """Remember the group that *row.region* had last."""
    connection.execute(_PUT_FORMER, {name: getattr(row, name) for name in FormerOffice.__match_args__})


def get_former(connection: Connection, region: str) -> FormerOffice | None:
    """The group that *region*, which has none, had last."""
    query = select(*_FORMER).where(former_offices.c.region == region)
    return read_one(connection, query, _former, _damaged_former(region))


def all_former(connection: Connection, *, aside: Aside) -> list[FormerOffice]:
    """The groups that regions without one had last."""
    key = former_offices.c.region
    return read_rows(connection, select(*_FORMER), _former, key=key, name=_damaged_former, aside=aside)


def list_former(connection: Connection, mark: bytes) -> list[str]:
    """The regions without a group that the group with *mark* had last."""
    query = select(former_offices.c.region).where(former_offices.c.mark == mark)
    return list(connection.execute(query.order_by(former_offices.c.region)).scalars())


def delete_former(connection: Connection, region: str) -> None:
    """*region* has a group again."""
    connection.execute(delete(former_offices).where(former_offices.c.region == region))


def _office(row: Row[Any]) -> OfficeRow:
    return OfficeRow(row.region, bytes(row.mark), bytes(row.box), Language(row.language), row.bound_on)


def _former(row: Row[Any]) -> FormerOffice:
    return FormerOffice(row.region, bytes(row.mark), bytes(row.box), Language(row.language), row.left_at)


def _damaged_former(region: str) -> RowDamagedError:
    return RowDamagedError(former_offices.name, region)


def _damaged(region: str) -> RowDamagedError:
    return RowDamagedError(offices.name, region)
