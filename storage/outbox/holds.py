"""Holds: one queue of a lane waits while the others go on, as files do in a group that may get text only."""

from __future__ import annotations

from sqlalchemy import Connection, select, text, update

from bot.frozen import frozen
from bot.terms import Priority, Suspension
from storage.dialect import notify
from storage.outbox.lanes import enter, read_suspension, refresh
from storage.schema import queues

_HOLD = text(
    "INSERT INTO queues (lane, priority, reason, not_before, tries, since) "
    "VALUES (:lane, :priority, :reason, :not_before, 1, :now) "
    "ON CONFLICT (lane, priority) DO UPDATE SET reason = excluded.reason, not_before = excluded.not_before, "
    "tries = queues.tries + 1, since = coalesce(queues.since, excluded.since)"
)


@frozen
class KindHold:
    """Why one queue of a lane waits, until when, how often that was found, and since when (in seconds)."""

    reason: Suspension
    not_before: int
    tries: int
    since: int


def hold_kind(
    connection: Connection, lane: str, priority: Priority, reason: Suspension, *, not_before: int, now: int
) -> KindHold:
    """Send nothing of *priority* in *lane* before *not_before*, while the rest of the lane goes on.

    When that time is over one item tries again. A hold upon a hold counts one more try, since the same moment.
    """
    enter(connection, lane)
    connection.execute(
        _HOLD,
        {"lane": lane, "priority": int(priority), "reason": str(reason), "not_before": not_before, "now": now},
    )
    refresh(connection, [lane])
    hold = kind_hold(connection, lane, priority)
    assert hold is not None  # it was just put there
    return hold


def release_kind(connection: Connection, lane: str, priority: Priority) -> bool:
    """What of *priority* in *lane* was held goes on at once; whether it was held."""
    enter(connection, lane)
    held = (queues.c.lane == lane, queues.c.priority == int(priority), queues.c.reason.is_not(None))
    done = connection.execute(update(queues).where(*held).values(reason=None, not_before=0, tries=0, since=None))
    refresh(connection, [lane])
    notify(connection)
    return done.rowcount == 1


def kind_hold(connection: Connection, lane: str, priority: Priority) -> KindHold | None:
    """The hold on *priority* in *lane*; it stays, even when its time is over, until it is released."""
    found = select(queues.c.reason, queues.c.not_before, queues.c.tries, queues.c.since).where(
        queues.c.lane == lane, queues.c.priority == int(priority), queues.c.reason.is_not(None)
    )
    row = connection.execute(found).first()
    return None if row is None else KindHold(read_suspension(row.reason), row.not_before, row.tries, row.since)
