"""The lanes: what each holds, why it waits, and when something of each of its queues may be claimed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, select, text, update

from bot.terms import OutboxState, Priority, Suspension
from storage.dialect import notify
from storage.outbox.order import due_unless_held
from storage.schema import lanes, outbox, queues

_ENTER = text(
    "INSERT INTO lanes (lane, not_before, pending, aside) VALUES (:lane, 0, :pending, :aside) "
    "ON CONFLICT (lane) DO UPDATE SET pending = lanes.pending + excluded.pending, aside = lanes.aside + excluded.aside "
    "RETURNING lane, suspended, not_before, pending, aside"
)
_WAKE = text(
    "INSERT INTO queues (lane, priority, next_at) VALUES (:lane, :priority, :moment) "
    "ON CONFLICT (lane, priority) DO UPDATE SET next_at = CASE "
    "WHEN excluded.next_at IS NULL OR queues.next_at < excluded.next_at THEN queues.next_at "
    "WHEN queues.not_before > excluded.next_at THEN queues.not_before "
    "ELSE excluded.next_at END"
)
# The latest of what keeps a queue: its first item, its lane, itself. NULL when it is empty, or its lane suspended.
_OF_QUEUE = "outbox WHERE lane = queues.lane AND priority = queues.priority"
_REFRESH = text(
    "UPDATE queues SET next_at = ("
    "SELECT CASE WHEN first.due_at >= lanes.not_before AND first.due_at >= queues.not_before THEN first.due_at "
    "WHEN lanes.not_before >= queues.not_before THEN lanes.not_before ELSE queues.not_before END "
    "FROM lanes, (SELECT min(each.due_at) AS due_at FROM ("
    f"SELECT min(due_at) AS due_at FROM {_OF_QUEUE} AND resumes = TRUE "
    f"UNION ALL SELECT min(due_at) FROM {_OF_QUEUE} AND resumes = FALSE"
    ") AS each) AS first "
    "WHERE lanes.lane = queues.lane AND lanes.suspended IS NULL AND first.due_at IS NOT NULL"
    ") WHERE lane = :lane RETURNING next_at"
)
_FIND_QUEUES = text(
    "INSERT INTO queues (lane, priority) SELECT DISTINCT lane, priority FROM outbox WHERE lane = :lane "
    "ON CONFLICT (lane, priority) DO NOTHING"
)


def enter(connection: Connection, lane: str, *, pending: int = 0, aside: int = 0) -> Row[Any]:
    """Take the row of *lane* until the end of this transaction, and count what comes and goes."""
    return connection.execute(_ENTER, {"lane": lane, "pending": pending, "aside": aside}).one()


def wake(connection: Connection, lane: Row[Any], priority: Priority, due_at: int | None) -> None:
    """Something of *lane* (as `enter` gave it) is due at *due_at*, or waits for its case."""
    kept = due_at is None or lane.suspended is not None
    moment = None if kept else max(due_at or 0, lane.not_before)
    connection.execute(_WAKE, {"lane": lane.lane, "priority": int(priority), "moment": moment})


def refresh(connection: Connection, names: Iterable[str]) -> None:
    """Look up anew when something of each queue of these lanes may be claimed."""
    for name in names:
        connection.execute(_REFRESH, {"lane": name})


def leave(connection: Connection, lane: Row[Any], *, at: int = 0) -> None:
    """Something went out of *lane* (as `enter` gave it), whose turn had begun *at*: an empty one is forgotten."""
    if lane.pending:
        found = connection.execute(_REFRESH, {"lane": lane.lane}).scalars().all()
        if lane.suspended is None and all(moment is None for moment in found):
            _find_lost(connection, lane.lane)
        return
    connection.execute(delete(queues).where(queues.c.lane == lane.lane, queues.c.reason.is_(None)))
    empty = (lanes.c.pending == 0, lanes.c.aside == 0, lanes.c.suspended.is_(None), lanes.c.not_before <= at)
    connection.execute(delete(lanes).where(lanes.c.lane == lane.lane, *empty))


def _find_lost(connection: Connection, lane: str) -> None:
    """Something waits in *lane* and nothing of it is ever due: rows were altered behind our back. Look at them all."""
    moment = due_unless_held(outbox.c.not_before, outbox.c.lane, outbox.c.case_id, outbox.c.id)
    blocked = (outbox.c.lane == lane, outbox.c.state == OutboxState.PENDING, outbox.c.due_at.is_(None))
    connection.execute(update(outbox).where(*blocked).values(due_at=moment))
    connection.execute(_FIND_QUEUES, {"lane": lane})
    refresh(connection, [lane])


def end_leases(connection: Connection, of: ColumnElement[bool]) -> None:
    """What is leased and *of* which this holds is due again, from when it was claimed."""
    moment = due_unless_held(outbox.c.not_before, outbox.c.lane, outbox.c.case_id, outbox.c.id)
    query = update(outbox).where(outbox.c.leased_until.is_not(None), outbox.c.state == OutboxState.PENDING, of)
    connection.execute(query.values(leased_until=None, due_at=moment))


def hold_lane(connection: Connection, lane: str, *, not_before: int) -> None:
    """Send nothing in *lane* before *not_before*."""
    enter(connection, lane)
    connection.execute(update(lanes).where(lanes.c.lane == lane).values(not_before=not_before))
    refresh(connection, [lane])


def suspend_lane(connection: Connection, lane: str, reason: Suspension) -> None:
    """Stop *lane* until it is resumed; its items stay, and none of them is leased."""
    enter(connection, lane)
    connection.execute(update(lanes).where(lanes.c.lane == lane).values(suspended=reason))
    end_leases(connection, outbox.c.lane == lane)
    refresh(connection, [lane])


def resume_lane(connection: Connection, lane: str) -> int:
    """Open *lane* again with all its queues; how many items wait in it.

    It ends the leases in it too, so that an older refusal does not close it.
    """
    waiting = enter(connection, lane)
    connection.execute(update(lanes).where(lanes.c.lane == lane).values(suspended=None, not_before=0))
    connection.execute(
        update(queues).where(queues.c.lane == lane).values(reason=None, not_before=0, tries=0, since=None)
    )
    end_leases(connection, outbox.c.lane == lane)
    leave(connection, waiting)
    notify(connection)
    return int(waiting.pending)


def lane_state(connection: Connection, lane: str) -> Suspension | None:
    """Why *lane* is suspended, or None."""
    why = connection.execute(select(lanes.c.suspended).where(lanes.c.lane == lane)).scalar_one_or_none()
    return None if why is None else read_suspension(why)


def read_suspension(why: str) -> Suspension:
    """Why something waits; that it waits is certain, also when the reason is none that this program knows."""
    return Suspension(why) if why in tuple(Suspension) else Suspension.DAMAGED


def count_pending(connection: Connection, lane: str | None = None) -> int:
    """How many items wait, in *lane* or everywhere."""
    return _count(connection, lanes.c.pending, lane)


def count_aside(connection: Connection) -> int:
    """How many items were set aside."""
    return _count(connection, lanes.c.aside, None)


def _count(connection: Connection, column: ColumnElement[int], lane: str | None) -> int:
    query = select(func.coalesce(func.sum(column), 0))
    if lane is not None:
        query = query.where(lanes.c.lane == lane)
    return int(connection.execute(query).scalar_one())
