"""Topics: in which topic of a forum a case is talked about."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select, text, update

from bot.frozen import frozen
from storage.errors import RowDamagedError
from storage.salvage import read_one
from storage.schema import topics

_PUT = text(
    "INSERT INTO topics (case_id, box, closed) VALUES (:case_id, :box, :closed) "
    "ON CONFLICT (case_id) DO UPDATE SET box = excluded.box, closed = excluded.closed"
).bindparams(bindparam("closed", type_=topics.c.closed.type))


@frozen
class TopicRow:
    """The topic of one case; `box` says where it is."""

    box: bytes
    closed: bool


def put_topic(connection: Connection, case_id: str, box: bytes) -> None:
    """The case has this topic now, and it is open."""
    connection.execute(_PUT, {"case_id": case_id, "box": box, "closed": False})


def get_topic(connection: Connection, case_id: str) -> TopicRow | None:
    """The topic of the case, if it has one."""
    query = select(topics.c.box, topics.c.closed).where(topics.c.case_id == case_id)
    damaged = RowDamagedError(topics.name, case_id, case_id)
    return read_one(connection, query, lambda row: TopicRow(bytes(row.box), bool(row.closed)), damaged)


def mark_closed(connection: Connection, case_id: str, *, closed: bool) -> None:
    """The topic of the case was closed, or opened again."""
    connection.execute(update(topics).where(topics.c.case_id == case_id).values(closed=closed))
