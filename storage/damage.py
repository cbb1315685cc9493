"""Damage: which rows could not be read or opened, each written down once, by technical ids only."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, bindparam, delete, text

from bot.frozen import frozen
from storage.schema import damage

_PUT = text(
    "INSERT INTO damage (table_name, row_key, case_id, day) VALUES (:table_name, :row_key, :case_id, :day) "
    "ON CONFLICT (table_name, row_key) DO NOTHING"
).bindparams(bindparam("day", type_=damage.c.day.type))


@frozen
class DamagedRow:
    """A row that cannot be read or opened: its table, its key as spelled there, and the case it belongs to."""

    table_name: str
    row_key: str
    case_id: str | None = None


def put_damage(connection: Connection, row: DamagedRow, *, day: date) -> bool:
    """Write *row* down; False when it was known before."""
    values = {"table_name": row.table_name, "row_key": row.row_key, "case_id": row.case_id, "day": day}
    return connection.execute(_PUT, values).rowcount == 1


def forget_damage(connection: Connection, table_name: str, *, before: date) -> int:
    """Forget the rows of *table_name* that were written down before that day, few as they are; their number."""
    return connection.execute(delete(damage).where(damage.c.table_name == table_name, damage.c.day < before)).rowcount
