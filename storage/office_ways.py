"""How an office works: what its region has set otherwise than it is at first."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, text

from storage.errors import RowDamagedError
from storage.salvage import read_one
from storage.schema import office_ways

_PUT = text(
    "INSERT INTO office_ways (region, at_once, notice_only) VALUES (:region, :at_once, :notice_only) "
    "ON CONFLICT (region) DO UPDATE SET at_once = excluded.at_once, notice_only = excluded.notice_only"
).bindparams(*(bindparam(name, type_=office_ways.c[name].type) for name in ("at_once", "notice_only")))


@dataclass(frozen=True, slots=True)
class OfficeWays:
    """*at_once*: answers in which nothing was found go out without a preview. *notice_only*: see docs/operations.md."""

    at_once: bool = False
    notice_only: bool = False


def get_ways(connection: Connection, region: str) -> OfficeWays:
    """How the office of *region* works."""
    query = select(office_ways.c.at_once, office_ways.c.notice_only).where(office_ways.c.region == region)
    damaged = RowDamagedError(office_ways.name, region)
    found = read_one(connection, query, lambda row: OfficeWays(bool(row.at_once), bool(row.notice_only)), damaged)
    return found or OfficeWays()


def put_ways(connection: Connection, region: str, ways: OfficeWays) -> None:
    """From now on the office of *region* works so."""
    connection.execute(_PUT, {"region": region, "at_once": ways.at_once, "notice_only": ways.notice_only})
