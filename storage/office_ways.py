"""How an office works: what its region has set otherwise than it is at first."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, text

from bot.frozen import frozen
from storage.errors import RowDamagedError
from storage.salvage import read_one
from storage.schema import office_ways

TAKE_BACK = 60
"""Seconds in which an officer sees that the wrong words went out: long enough to read them once more."""
OPENS, CLOSES = 9, 18
"""Full hours: eight of work and one of lunch."""
_COLUMNS = ("at_once", "take_back", "notice_only", "opens", "closes")
_PUT = text(
    f"INSERT INTO office_ways (region, {', '.join(_COLUMNS)}) VALUES (:region, {', '.join(f':{n}' for n in _COLUMNS)}) "
    f"ON CONFLICT (region) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS)}"
).bindparams(*(bindparam(name, type_=office_ways.c[name].type) for name in _COLUMNS))


@frozen
class OfficeWays:
    """*at_once*: answers in which nothing was found go out without a preview.

    *take_back*: seconds for which sent words can be taken back; 0 is not at all. *notice_only*: no words in the group.
    Between the full hours *opens* and *closes* it is reminded of its terms.
    """

    at_once: bool = False
    take_back: int = TAKE_BACK
    notice_only: bool = False
    opens: int = OPENS
    closes: int = CLOSES


def get_ways(connection: Connection, region: str) -> OfficeWays:
    """How the office of *region* works."""
    query = select(*(office_ways.c[name] for name in _COLUMNS)).where(office_ways.c.region == region)
    damaged = RowDamagedError(office_ways.name, region)
    found = read_one(connection, query, _ways, damaged)
    return found or OfficeWays()


def put_ways(connection: Connection, region: str, ways: OfficeWays) -> None:
    """From now on the office of *region* works so."""
    values = {name: getattr(ways, name) for name in _COLUMNS}
    connection.execute(_PUT, {"region": region, **values})


def is_notice_only(connection: Connection, region: str) -> bool:
    """Whether the group of *region* sees no word of its cases."""
    return get_ways(connection, region).notice_only


def _ways(row: Row[Any]) -> OfficeWays:
    return OfficeWays(bool(row.at_once), row.take_back, bool(row.notice_only), row.opens, row.closes)
