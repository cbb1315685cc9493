"""Unknown groups: the bot was added there, and they serve no region. When they came, were told something, were left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, or_, select, text

from bot.frozen import frozen
from storage.schema import unknown_groups

_PUT = text(
    "INSERT INTO unknown_groups (mark, box, since, trusted_until, told_at, counted_from, counted, left_at) "
    "VALUES (:mark, :box, :since, :trusted_until, :told_at, :counted_from, :counted, :left_at) "
    "ON CONFLICT (mark) DO UPDATE SET since = excluded.since, trusted_until = excluded.trusted_until, "
    "told_at = excluded.told_at, counted_from = excluded.counted_from, counted = excluded.counted, "
    "left_at = excluded.left_at"
)


@frozen
class UnknownGroupRow:
    """One group; `box` holds its chat id, moments are unix seconds, 0 for never.

    `counted` updates of ours came since `counted_from`; until `trusted_until` the group is not left.
    """

    mark: bytes
    box: bytes
    since: int
    trusted_until: int = 0
    told_at: int = 0
    counted_from: int = 0
    counted: int = 0
    left_at: int = 0


_FIELDS = [unknown_groups.c[name] for name in UnknownGroupRow.__match_args__]


def find_group(connection: Connection, mark: bytes) -> UnknownGroupRow | None:
    """The group with *mark*."""
    row = connection.execute(select(*_FIELDS).where(unknown_groups.c.mark == mark)).one_or_none()
    return None if row is None else _group(row)


def put_group(connection: Connection, row: UnknownGroupRow) -> None:
    """Keep *row*; the box of a group that is known already stays as it was."""
    connection.execute(_PUT, {name: getattr(row, name) for name in UnknownGroupRow.__match_args__})


def list_since(connection: Connection, *, before: int, limit: int) -> Sequence[UnknownGroupRow]:
    """Up to *limit* groups that are there since *before* or longer, or were left by then."""
    old = or_(unknown_groups.c.since <= before, unknown_groups.c.left_at.between(1, before))
    query = select(*_FIELDS).where(old).order_by(unknown_groups.c.since).limit(limit)
    return [_group(row) for row in connection.execute(query)]


def drop_group(connection: Connection, mark: bytes) -> None:
    """Forget the group."""
    connection.execute(delete(unknown_groups).where(unknown_groups.c.mark == mark))


def _group(row: Row[Any]) -> UnknownGroupRow:
    found = {name: getattr(row, name) for name in UnknownGroupRow.__match_args__}
    return UnknownGroupRow(**{**found, "mark": bytes(row.mark), "box": bytes(row.box)})
