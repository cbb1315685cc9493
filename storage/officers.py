"""Officers: who has worked on cases of an office."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select, text

from bot.frozen import frozen
from storage.errors import RowDamagedError
from storage.salvage import Aside, read_rows
from storage.schema import officers

_PUT = text(
    "INSERT INTO officers (region, mark, box, seen_on) VALUES (:region, :mark, :box, :seen_on) "
    "ON CONFLICT (region, mark) DO UPDATE SET box = excluded.box, seen_on = excluded.seen_on"
).bindparams(bindparam("seen_on", type_=officers.c.seen_on.type))


@frozen
class OfficerRow:
    """One officer of an office; `box` holds account and name."""

    mark: bytes
    box: bytes
    seen_on: date


def put_officer(connection: Connection, region: str, row: OfficerRow) -> None:
    """Remember that the officer works for *region*, under the name of now."""
    connection.execute(_PUT, {"region": region, "mark": row.mark, "box": row.box, "seen_on": row.seen_on})


def list_officers(connection: Connection, region: str, *, aside: Aside) -> list[OfficerRow]:
    """The officers of *region*, in no order: an office has some dozens."""
    query = select(officers.c.mark, officers.c.box, officers.c.seen_on).where(officers.c.region == region)
    return read_rows(connection, query, _officer, key=officers.c.mark, name=_damaged, aside=aside)


def drop_officer(connection: Connection, region: str, mark: bytes) -> None:
    """The officer has left the office."""
    connection.execute(delete(officers).where(officers.c.region == region, officers.c.mark == mark))


def _officer(row: Row[Any]) -> OfficerRow:
    return OfficerRow(bytes(row.mark), bytes(row.box), row.seen_on)


def _damaged(mark: bytes) -> RowDamagedError:
    return RowDamagedError(officers.name, bytes(mark).hex())
