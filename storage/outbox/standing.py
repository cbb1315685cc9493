"""How the outbox stands: which lanes and queues wait and why, and since when the oldest item is due."""

from __future__ import annotations

from sqlalchemy import Connection, func, select, update

from bot.frozen import frozen
from bot.terms import Priority, Suspension
from storage.dialect import notify
from storage.outbox.lanes import enter, read_suspension, refresh
from storage.schema import lanes, outbox, queues


@frozen
class HeldQueue:
    """A queue that waits, why, and since when (in seconds)."""

    lane: str
    priority: Priority
    reason: Suspension
    since: int


def list_suspended(connection: Connection) -> list[tuple[str, Suspension]]:
    """Every lane that is suspended, and why."""
    query = select(lanes.c.lane, lanes.c.suspended).where(lanes.c.suspended.is_not(None)).order_by(lanes.c.lane)
    return [(row.lane, read_suspension(row.suspended)) for row in connection.execute(query)]


def list_holds(connection: Connection, lane: str | None = None) -> list[HeldQueue]:
    """Every queue that is held, of *lane* or of all."""
    query = select(queues.c.lane, queues.c.priority, queues.c.reason, queues.c.since)
    query = query.where(queues.c.reason.is_not(None)).order_by(queues.c.lane, queues.c.priority)
    if lane is not None:
        query = query.where(queues.c.lane == lane)
    return [
        HeldQueue(row.lane, Priority(row.priority), read_suspension(row.reason), row.since)
        for row in connection.execute(query)
    ]


def wake_holds(connection: Connection, lane: str) -> None:
    """What of *lane* is held is tried at once; it stays held until something is taken."""
    enter(connection, lane)
    held = (queues.c.lane == lane, queues.c.reason.is_not(None))
    connection.execute(update(queues).where(*held).values(not_before=0))
    refresh(connection, [lane])
    notify(connection)


def oldest_due(connection: Connection) -> int | None:
    """Since when the item is due that has been for longest, among those that wait for nothing but their turn."""
    moment = connection.execute(select(func.min(outbox.c.due_at))).scalar_one_or_none()
    return None if moment is None else int(moment)
