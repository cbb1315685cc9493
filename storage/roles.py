"""Roles: who leads an office, and who of it may open contacts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, select, text

from bot.frozen import frozen
from bot.terms import OfficeRole
from storage.dialect import look_up
from storage.errors import RowDamagedError
from storage.salvage import Aside, read_one, read_rows
from storage.schema import roles

_PUT = text(
    "INSERT INTO roles (region, mark, role, box) VALUES (:region, :mark, :role, :box) "
    "ON CONFLICT (region, mark) DO UPDATE SET role = excluded.role, box = excluded.box"
)
_OF_PERSON = text("SELECT region FROM roles WHERE mark = :mark")


@frozen
class RoleRow:
    """What one person may in one region; `box` holds account and name."""

    region: str
    mark: bytes
    role: OfficeRole
    box: bytes


def put_role(connection: Connection, row: RoleRow) -> None:
    """The person has this role in the region from now on, in place of another."""
    connection.execute(_PUT, {"region": row.region, "mark": row.mark, "role": row.role, "box": row.box})


def get_role(connection: Connection, region: str, mark: bytes) -> RoleRow | None:
    """What the person is in *region*; RowDamagedError when that cannot be read."""
    query = select(roles).where(roles.c.region == region, roles.c.mark == mark)
    return read_one(connection, query, _role, _damaged(mark))


def list_roles(connection: Connection, region: str, *, aside: Aside) -> list[RoleRow]:
    """Who has a role in *region*, in no order: an office has a few."""
    query = select(roles).where(roles.c.region == region)
    return read_rows(connection, query, _role, key=roles.c.mark, name=_damaged, aside=aside)


def list_of_person(connection: Connection, mark: bytes) -> list[str]:
    """The regions in which the person has a role."""
    return [region for (region,) in look_up(connection, _OF_PERSON, {"mark": mark})]


def drop_role(connection: Connection, region: str, mark: bytes) -> bool:
    """The person has no role in *region* any more; False when they had none."""
    done = connection.execute(delete(roles).where(roles.c.region == region, roles.c.mark == mark))
    return done.rowcount > 0


def _role(row: Row[Any]) -> RoleRow:
    return RoleRow(row.region, bytes(row.mark), OfficeRole(row.role), bytes(row.box))


def _damaged(mark: bytes) -> RowDamagedError:
    return RowDamagedError(roles.name, bytes(mark).hex())
