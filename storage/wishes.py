"""Wishes: what officers want to do with a case, waiting for the words that it takes."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from storage.schema import wishes

AT_ONCE = 1000
"""Wishes deleted in one transaction: it takes as long as a few steps of citizens."""


def put_wish(connection: Connection, wish_id: str, case_id: str, box: bytes, *, expires_at: int) -> None:
    """Remember what an officer wants to do with a case, until the words for it are written."""
    connection.execute(insert(wishes), {"id": wish_id, "case_id": case_id, "box": box, "expires_at": expires_at})


def get_wish(connection: Connection, wish_id: str, *, now: int) -> tuple[str, bytes] | None:
    """The case and box of a wish that still holds."""
    query = select(wishes.c.case_id, wishes.c.box).where(wishes.c.id == wish_id, wishes.c.expires_at > now)
    row = connection.execute(query).one_or_none()
    return None if row is None else (row.case_id, bytes(row.box))


def list_wishes(connection: Connection, case_id: str, *, now: int) -> list[tuple[str, bytes]]:
    """Id and box of every wish for the case that still holds."""
    query = select(wishes.c.id, wishes.c.box).where(wishes.c.case_id == case_id, wishes.c.expires_at > now)
    return [(row.id, bytes(row.box)) for row in connection.execute(query)]


def all_wishes(connection: Connection) -> list[tuple[str, str, bytes]]:
    """Id, case and box of every wish."""
    query = select(wishes.c.id, wishes.c.case_id, wishes.c.box)
    return [(row.id, row.case_id, bytes(row.box)) for row in connection.execute(query)]


def drop_wish(connection: Connection, wish_id: str) -> bool:
    """Spend a wish; False when it was spent before."""
    return connection.execute(delete(wishes).where(wishes.c.id == wish_id)).rowcount == 1


def forget_wishes(connection: Connection, *, now: int) -> int:
    """Delete some of the wishes past their time; their number."""
    old = select(wishes.c.id).where(wishes.c.expires_at <= now).limit(AT_ONCE)
    return connection.execute(delete(wishes).where(wishes.c.id.in_(old))).rowcount
