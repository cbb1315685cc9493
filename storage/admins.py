"""Admins and the one-time links that make them."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, text

from storage.schema import admin_links, admins

_PUT = text("INSERT INTO admins (mark, box) VALUES (:mark, :box) ON CONFLICT (mark) DO UPDATE SET box = excluded.box")


def put_admin(connection: Connection, mark: bytes, box: bytes) -> None:
    """Make an admin; *box* holds the chat to alert."""
    connection.execute(_PUT, {"mark": mark, "box": box})


def is_admin(connection: Connection, mark: bytes) -> bool:
    """Whether *mark* is an admin made by a link."""
    return connection.execute(select(admins.c.mark).where(admins.c.mark == mark)).first() is not None


def list_admins(connection: Connection) -> list[tuple[bytes, bytes]]:
    """Mark and box of all admins made by links."""
    return [(bytes(row.mark), bytes(row.box)) for row in connection.execute(select(admins.c.mark, admins.c.box))]


def put_link(connection: Connection, mark: bytes, *, expires_at: int) -> None:
    """Remember a one-time link."""
    connection.execute(insert(admin_links), {"mark": mark, "expires_at": expires_at})


def use_link(connection: Connection, mark: bytes, *, now: int) -> bool:
    """Spend a link; False when it was used, is too old or never existed."""
    query = delete(admin_links).where(admin_links.c.mark == mark, admin_links.c.expires_at > now)
    return connection.execute(query).rowcount == 1


def forget_links(connection: Connection, *, now: int) -> int:
    """Delete the links past their time, few as they are; their number."""
    return connection.execute(delete(admin_links).where(admin_links.c.expires_at <= now)).rowcount
