"""Searches: what an office has searched for, sealed, for as long as the pages of its answer can be turned."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from storage.schema import searches

AT_ONCE = 1000
"""Searches deleted in one transaction."""


def put_search(connection: Connection, search_id: str, box: bytes, *, expires_at: int) -> None:
    """Remember what was searched for."""
    connection.execute(insert(searches), {"id": search_id, "box": box, "expires_at": expires_at})


def get_search(connection: Connection, search_id: str, *, now: int) -> bytes | None:
    """The box of a search that still holds."""
    query = select(searches.c.box).where(searches.c.id == search_id, searches.c.expires_at > now)
    box = connection.execute(query).scalar_one_or_none()
    return None if box is None else bytes(box)


def forget_searches(connection: Connection, *, now: int) -> int:
    """Delete some of the searches past their time; their number."""
    old = select(searches.c.id).where(searches.c.expires_at <= now).limit(AT_ONCE)
    return connection.execute(delete(searches).where(searches.c.id.in_(old))).rowcount
