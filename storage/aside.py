"""What was set aside of the outbox: kept until an admin has it tried again or drops it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select, update

from bot.terms import OutboxState
from storage.dialect import notify
from storage.outbox import OutboxItem
from storage.schema import outbox

_FIELDS = [outbox.c[name] for name in OutboxItem.__slots__]
_IS_ASIDE = outbox.c.state == OutboxState.SET_ASIDE


def get_aside(connection: Connection, item_id: int) -> OutboxItem | None:
    """The item, if it is set aside."""
    row = connection.execute(select(*_FIELDS).where(outbox.c.id == item_id, _IS_ASIDE)).first()
    return None if row is None else OutboxItem(*row)


def list_aside(connection: Connection, *, limit: int) -> Sequence[OutboxItem]:
    """The newest of those set aside, at most *limit*."""
    query = select(*_FIELDS).where(_IS_ASIDE).order_by(outbox.c.id.desc()).limit(limit)
    return [OutboxItem(*row) for row in connection.execute(query)]


def put_back(connection: Connection, item_id: int, *, now: int) -> None:
    """The item that was set aside is due at once, as if it had never been tried."""
    query = update(outbox).where(outbox.c.id == item_id, _IS_ASIDE)
    connection.execute(query.values(state=OutboxState.PENDING, leased_until=None, not_before=now, attempts=0))
    notify(connection)


def drop_aside(connection: Connection, item_id: int) -> None:
    """The item that was set aside is gone."""
    connection.execute(delete(outbox).where(outbox.c.id == item_id, _IS_ASIDE))
