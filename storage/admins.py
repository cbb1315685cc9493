"""Admins and the one-time links that make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, text, update

from storage.schema import admin_links, admins

_PUT = text(
    "INSERT INTO admins (mark, box, removed_at) VALUES (:mark, :box, NULL) "
    "ON CONFLICT (mark) DO UPDATE SET box = excluded.box, removed_at = NULL"
)


@dataclass(frozen=True, slots=True)
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
    query = select(admins.c.mark).where(admins.c.mark == mark, admins.c.removed_at.is_(None))
    return connection.execute(query).first() is not None


def get_admin(connection: Connection, mark: bytes) -> AdminRow | None:
    """The admin with *mark*, removed or not."""
    row = connection.execute(select(admins).where(admins.c.mark == mark)).one_or_none()
    return None if row is None else AdminRow(bytes(row.mark), bytes(row.box), row.removed_at)


def list_admins(connection: Connection) -> Sequence[AdminRow]:
    """All admins made by links who were not removed, in no order that tells anything."""
    rows = connection.execute(select(admins).where(admins.c.removed_at.is_(None)).order_by(admins.c.mark))
    return [AdminRow(bytes(row.mark), bytes(row.box)) for row in rows]


def remove_admin(connection: Connection, mark: bytes, *, now: int) -> bool:
    """End the rights of an admin; False when there were none."""
    query = update(admins).where(admins.c.mark == mark, admins.c.removed_at.is_(None))
    return connection.execute(query.values(removed_at=now)).rowcount == 1


def restore_admin(connection: Connection, mark: bytes) -> bool:
    """Give a removed admin the rights back; False when there is none."""
    query = update(admins).where(admins.c.mark == mark, admins.c.removed_at.is_not(None))
    return connection.execute(query.values(removed_at=None)).rowcount == 1


def forget_removed(connection: Connection, *, until: int) -> None:
    """Delete the admins who were removed before *until*."""
    connection.execute(delete(admins).where(admins.c.removed_at <= until))


def put_link(connection: Connection, mark: bytes, *, expires_at: int) -> None:
    """Remember a one-time link."""
    connection.execute(insert(admin_links), {"mark": mark, "expires_at": expires_at})


def use_link(connection: Connection, mark: bytes, *, now: int) -> bool:
    """Spend a link; False when it was used, is too old or never existed."""
    query = delete(admin_links).where(admin_links.c.mark == mark, admin_links.c.expires_at > now)
    return connection.execute(query).rowcount == 1


def forget_links(connection: Connection, *, now: int) -> None:
    """Delete links past their time."""
    connection.execute(delete(admin_links).where(admin_links.c.expires_at <= now))
