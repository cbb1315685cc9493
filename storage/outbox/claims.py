"""Claims: which items go next, leased to whoever sends them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, false, func, select, true, union_all, update

from bot.terms import OutboxState, Priority
from storage.outbox.items import FIELDS, OutboxItem, read_item
from storage.outbox.lanes import end_leases, enter, refresh
from storage.schema import lanes, outbox, queues

# Seconds. The notifier leases for 120: what is further away was leased by a clock that has been set back since.
LONGEST_LEASE = 300
# Nothing is put off for a week: a pause of Telegram's or of an office's days off ends sooner.
LONGEST_WAIT = 7 * 24 * 3600
# Seconds. A group takes 20 messages a minute: what five others were put before has waited for its turn.
AGED = 15


def claim_due(
    connection: Connection,
    *,
    now: int,
    lease: int,
    limit: int,
    without: Collection[str] = (),
    only_first: Collection[str] = (),
) -> list[OutboxItem]:
    """Lease up to *limit* due items for *lease* seconds, at most one a lane, none in the lanes *without*.

    Of the lanes *only_first* nothing is taken but what somebody waits for (`Priority.FIRST`).
    """
    _forgive_waits(connection, now)
    turns = _choose(_due_queues(connection, now, limit, without, only_first), now)[:limit]
    free = _take_lanes(connection, [turn.lane for turn in turns])
    found = [_lease(connection, turn, now=now, lease=lease) for turn in turns if turn.lane in free]
    refresh(connection, sorted(free))
    return sorted((item for item in found if item is not None), key=lambda item: (item.priority, item.id))


def release_claims(connection: Connection) -> None:
    """End every lease. For the start of the one process that claims: what is leased was left behind by a dead one.

    It may have been sent, and nobody knows: that counts as an answer that was lost.
    """
    leased = select(outbox.c.lane).where(outbox.c.leased_until.is_not(None))
    names = sorted(set(connection.execute(leased).scalars()))
    for name in names:
        enter(connection, name)
        left = (outbox.c.lane == name, outbox.c.leased_until.is_not(None))
        connection.execute(update(outbox).where(*left).values(unknown=outbox.c.unknown + 1))
        end_leases(connection, outbox.c.lane == name)
    refresh(connection, names)


def is_claimed(connection: Connection, item_id: int) -> bool:
    """Whether the lease of the item still stands as its claim left it: neither settled nor ended by its lane."""
    query = select(outbox.c.id).where(outbox.c.id == item_id, outbox.c.leased_until.is_not(None))
    return connection.execute(query).first() is not None


def next_due(connection: Connection, *, now: int, without: Collection[str] = ()) -> int | None:
    """The earliest moment at which something may be claimed outside *without*, or None when nothing is pending."""
    firsts = (
        select(func.min(queues.c.next_at)).where(_is_of(priority), *_outside(priority, without, ()))
        for priority in Priority
    )
    found = [moment for moment in connection.execute(union_all(*firsts)).scalars() if moment is not None]
    return min(found, default=None)


def _is_of(priority: Priority) -> Any:
    return queues.c.priority == int(priority)


def _outside(priority: Priority, without: Collection[str], only_first: Collection[str]) -> Sequence[Any]:
    left = [*without] if priority is Priority.FIRST else [*without, *only_first]
    return (queues.c.lane.not_in(left),) if left else ()


def _due_queues(
    connection: Connection, now: int, limit: int, without: Collection[str], only_first: Collection[str]
) -> Iterable[Row[Any]]:
    """Of each priority the queues that are due, those that have been for longest."""
    fields = (queues.c.lane, queues.c.priority, queues.c.next_at, queues.c.served_at)
    ranks = (
        select(*fields)
        .where(_is_of(priority), queues.c.next_at <= now, *_outside(priority, without, only_first))
        .order_by(queues.c.next_at, queues.c.lane)
        .limit(limit)
        .subquery()
        for priority in Priority
    )
    return connection.execute(union_all(*(select(rank) for rank in ranks)))


def _choose(due: Iterable[Row[Any]], now: int) -> list[Row[Any]]:
    """The queue that has the turn in each lane; whose turn comes sooner first."""
    chosen: dict[str, Row[Any]] = {}
    for queue in sorted(due, key=lambda queue: _rank(queue, now)):
        chosen.setdefault(queue.lane, queue)
    return list(chosen.values())


def _rank(queue: Row[Any], now: int) -> tuple[int, int, int, str]:
    aged = queue.next_at <= now - AGED
    # A turn in the future was given by a clock that has been set back since.
    served = queue.served_at if queue.served_at <= now else 0
    return min(queue.priority, Priority.TALK) if aged else queue.priority, served, queue.next_at, queue.lane


def _take_lanes(connection: Connection, names: Sequence[str]) -> set[str]:
    """Those of the lanes that nobody else holds at this moment, and that are still open."""
    query = select(lanes.c.lane).where(lanes.c.lane.in_(names), lanes.c.suspended.is_(None)).order_by(lanes.c.lane)
    return set(connection.execute(query.with_for_update(skip_locked=True)).scalars()) if names else set()


def _lease(connection: Connection, turn: Row[Any], *, now: int, lease: int) -> OutboxItem | None:
    """Lease what the queue had begun, or has been due for longest; None when another claim was quicker."""
    due = (outbox.c.lane == turn.lane, outbox.c.priority == turn.priority, outbox.c.due_at <= now)
    oldest = select(outbox.c.id).where(*due).order_by(outbox.c.due_at, outbox.c.id).limit(1)
    begun, new = (oldest.where(outbox.c.resumes == which).scalar_subquery() for which in (true(), false()))
    taken = {"leased_until": now + lease, "due_at": now + lease, "not_before": now, "resumes": True}
    leased = update(outbox).where(outbox.c.id == func.coalesce(begun, new))
    leased = leased.values(**taken, attempts=outbox.c.attempts + 1)
    row = connection.execute(leased.returning(*FIELDS)).first()
    if row is None:
        return None
    served = update(queues).where(queues.c.lane == turn.lane, queues.c.priority == turn.priority)
    connection.execute(served.values(served_at=now))
    return read_item(row)


def _forgive_waits(connection: Connection, now: int) -> None:
    """What lies further ahead than its maximum was put there by a clock that has been set back since: it is due."""
    long_leased = outbox.c.leased_until > now + LONGEST_LEASE
    beyond = now + LONGEST_WAIT
    far = outbox.c.due_at > beyond
    held = and_(queues.c.priority.in_([int(each) for each in Priority]), queues.c.next_at > beyond)
    places = ((outbox.c.lane, long_leased), (outbox.c.lane, far), (queues.c.lane, held))
    names = connection.execute(union_all(*(select(lane).where(which) for lane, which in places))).scalars()
    found = sorted(set(names))
    if not found:
        return
    for name in found:
        enter(connection, name)
    # Each by its own index: a lane may hold many that are due as they are.
    for late in (long_leased, far):
        ahead = update(outbox).where(late, outbox.c.state == OutboxState.PENDING)
        connection.execute(ahead.values(leased_until=None, due_at=now, not_before=now))
    for name in found:
        for table in (lanes, queues):
            ahead = update(table).where(table.c.lane == name, table.c.not_before > beyond)
            connection.execute(ahead.values(not_before=0))
    refresh(connection, found)
