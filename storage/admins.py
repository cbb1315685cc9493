"""Admins and the one-time links that make them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, text, update

from bot.frozen import frozen
from storage.dialect import look_up
from storage.errors import RowDamagedError
from storage.salvage import Aside, read_rows
from storage.schema import admin_links, admins

_PUT = text(
    "INSERT INTO admins (mark, box, removed_at) VALUES (:mark, :box, NULL) "
    "ON CONFLICT (mark) DO UPDATE SET box = excluded.box, removed_at = NULL"
)
_IS_ADMIN = text("SELECT mark FROM admins WHERE mark = :mark AND removed_at IS NULL")


@frozen
class AdminRow:
    """One admin made by a link; `box` holds the chat to alert, the name, and since when."""

    mark: bytes
    box: bytes
    removed_at: int | None = None


def put_admin(connection: Connection, mark: bytes, box: bytes) -> None:
    """Make an admin."""
    connection.execute(_PUT, {"mark": mark, "box": box})


def is_admin(connection: Connection, mark: bytes) -> bool:
    """Whether *mark* is an admin made by a link."""
    return bool(look_up(connection, _IS_ADMIN, {"mark": mark}))


def list_admins(connection: Connection, *, aside: Aside) -> list[AdminRow]:
    """All admins made by links who were not removed, in no order that tells anything."""
    query = select(admins).where(admins.c.removed_at.is_(None)).order_by(admins.c.mark)
    return read_rows(connection, query, _admin, key=admins.c.mark, name=_damaged, aside=aside)


def get_admin(connection: Connection, mark: bytes) -> AdminRow | None:
    """The admin with *mark*, removed or not."""
    row = connection.execute(select(admins).where(admins.c.mark == mark)).one_or_none()
    return None if row is None else _admin(row)


def remove_admin(connection: Connection, mark: bytes, *, now: int) -> bool:
    """End the rights of an admin; False when there were none."""
    query = update(admins).where(admins.c.mark == mark, admins.c.removed_at.is_(None))
    return connection.execute(query.values(removed_at=now)).rowcount == 1


def restore_admin(connection: Connection, mark: bytes) -> bool:
    """Give a removed admin the rights back; False when there is none."""
    query = update(admins).where(admins.c.mark == mark, admins.c.removed_at.is_not(None))
    return connection.execute(query.values(removed_at=None)).rowcount == 1


def forget_removed(connection: Connection, *, until: int) -> int:
    """Delete the admins who were removed before *until*, few as they are; their number."""
    return connection.execute(delete(admins).where(admins.c.removed_at <= until)).rowcount


def put_link(connection: Connection, mark: bytes, *, expires_at: int) -> None:
    """Remember a one-time link."""
    connection.execute(insert(admin_links), {"mark": mark, "expires_at": expires_at})


def use_link(connection: Connection, mark: bytes, *, now: int) -> bool:
    """Spend a link; False when it was used, is too old or never existed."""
    query = delete(admin_links).where(admin_links.c.mark == mark, admin_links.c.expires_at > now)
    return connection.execute(query).rowcount == 1


def drop_links(connection: Connection) -> int:
    """Delete all links, few as they are; their number."""
    return connection.execute(delete(admin_links)).rowcount


def forget_links(connection: Connection, *, now: int) -> int:
    """Delete the links past their time, few as they are; their number."""
    return connection.execute(delete(admin_links).where(admin_links.c.expires_at <= now)).rowcount


def _admin(row: Row[Any]) -> AdminRow:
    return AdminRow(bytes(row.mark), bytes(row.box), row.removed_at)


def _damaged(mark: bytes) -> RowDamagedError:
    return RowDamagedError(admins.name, bytes(mark).hex())
