"""The items of the outbox: put into a lane, sealed, settled, dropped."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, false, func, insert, select, true, union_all, update

from bot.frozen import frozen
from bot.terms import OutboxState, Priority, SetAside
from storage.dialect import notify
from storage.outbox.lanes import enter, leave, refresh, wake
from storage.outbox.order import due_unless_held, let_followers_go
from storage.schema import outbox


@frozen
class OutboxItem:
    """One thing to send. `box` is sealed; `seq` names a message of the case's talk.

    `unknown` says how often no answer came to a send, `failing_since` the moment (in seconds) of the first refusal,
    `reason` why the item was set aside, `not_before` how long it waits.
    """

    id: int
    lane: str
    case_id: str | None
    kind: str
    priority: int
    seq: int | None
    box: bytes | None
    attempts: int
    parts_done: int
    unknown: int = 0
    failing_since: int | None = None
    reason: SetAside | None = None
    not_before: int = 0


FIELDS = [outbox.c[name] for name in OutboxItem.__match_args__]
# What a change of an item must know of it.
PLACE = (outbox.c.id, outbox.c.lane, outbox.c.case_id, outbox.c.priority, outbox.c.holds, outbox.c.not_before)


def enqueue(
    connection: Connection,
    *,
    lane: str,
    kind: str,
    priority: int,
    not_before: int,
    case_id: str | None = None,
    seq: int | None = None,
    holds: bool = True,
) -> OutboxItem:
    """Put one item, still without a box, at the end of *lane*; the notifier is woken when this is committed.

    Later items of its case wait for one that *holds*.
    """
    notify(connection)
    entered = enter(connection, lane, pending=1)
    about = {"lane": lane, "kind": kind, "priority": Priority(priority), "case_id": case_id, "seq": seq}
    query = insert(outbox).values(
        **about,
        holds=holds,
        not_before=not_before,
        due_at=due_unless_held(not_before, lane, case_id),
        state=OutboxState.PENDING,
    )
    put = connection.execute(query.returning(outbox.c.id, outbox.c.due_at)).one()
    wake(connection, entered, Priority(priority), put.due_at)
    return OutboxItem(put.id, lane, case_id, kind, priority, seq, None, attempts=0, parts_done=0)


def put_box(connection: Connection, item_id: int, box: bytes) -> None:
    """Give the item its box, which is bound to its number and so can be sealed only when it has one."""
    connection.execute(update(outbox).where(outbox.c.id == item_id).values(box=box))


def list_items(connection: Connection) -> list[OutboxItem]:
    """Every item, pending or set aside, oldest first."""
    return [read_item(row) for row in connection.execute(select(*FIELDS).order_by(outbox.c.id))]


def settle_delivered(connection: Connection, item_id: int) -> None:
    """The item has reached Telegram: it is gone, and what waited for it is due."""
    row = take_item(connection, item_id)
    if row is not None:
        entered = enter(connection, row.lane, pending=-1)
        connection.execute(delete(outbox).where(outbox.c.id == item_id))
        let_followers_go(connection, row)
        leave(connection, entered, at=row.not_before)


def withdraw(connection: Connection, item_id: int) -> None:
    """The item is not to be sent any more: another has taken its place."""
    settle_delivered(connection, item_id)


def postpone(
    connection: Connection,
    item_id: int,
    *,
    not_before: int,
    parts_done: int,
    unknown: int = 0,
    failing_since: int | None = None,
) -> None:
    """Try the item again from *not_before* on, after the parts that have been sent.

    It is then the first of its queue to be taken up again, unless it is refused and others may be luckier.
    """
    row = take_item(connection, item_id)
    if row is None:
        return
    enter(connection, row.lane)
    connection.execute(
        update(outbox)
        .where(outbox.c.id == item_id)
        .values(
            leased_until=None,
            not_before=not_before,
            due_at=due_unless_held(not_before, row.lane, row.case_id, row.id),
            resumes=failing_since is None,
            parts_done=parts_done,
            unknown=unknown,
            failing_since=failing_since,
        )
    )
    refresh(connection, [row.lane])


def has_pending(connection: Connection, lane: str, kind: str, case_id: str, seq: int | None = None) -> bool:
    """Whether an item of *kind* about the case, or about message *seq* of it, waits in *lane*."""
    query = select(outbox.c.id).where(outbox.c.lane == lane, outbox.c.case_id == case_id, outbox.c.kind == kind)
    if seq is not None:
        query = query.where(outbox.c.seq == seq)
    return connection.execute(query.where(outbox.c.state == OutboxState.PENDING).limit(1)).first() is not None


def list_of_case(connection: Connection, lane: str, kind: str, case_id: str) -> list[OutboxItem]:
    """The items of *kind* about the case that wait in *lane*, oldest first."""
    mine = (outbox.c.lane == lane, outbox.c.kind == kind, outbox.c.case_id == case_id)
    query = select(*FIELDS).where(*mine, outbox.c.state == OutboxState.PENDING).order_by(outbox.c.id)
    return [read_item(row) for row in connection.execute(query)]


def find_untried(
    connection: Connection, lane: str, kind: str, case_id: str, *, seq: int | None = None
) -> OutboxItem | None:
    """The latest item of *kind* about the case, or about message *seq* of it, that nobody has begun to send."""
    mine = [outbox.c.lane == lane, outbox.c.kind == kind, outbox.c.case_id == case_id, outbox.c.attempts == 0]
    if seq is not None:
        mine.append(outbox.c.seq == seq)
    query = select(*FIELDS).where(*mine, outbox.c.state == OutboxState.PENDING).order_by(outbox.c.id.desc()).limit(1)
    row = connection.execute(query.with_for_update()).first()
    return None if row is None else read_item(row)


def list_waiting(connection: Connection, lane: str, priority: Priority, *, now: int) -> set[str]:
    """The cases of which an item of *priority* in *lane* waits for its first moment, which has not come yet."""
    mine = (outbox.c.lane == lane, outbox.c.priority == int(priority), outbox.c.resumes == false())
    untried = (outbox.c.due_at > now, outbox.c.attempts == 0, outbox.c.case_id.is_not(None))
    query = select(outbox.c.case_id).where(*mine, *untried)
    return set(connection.execute(query).scalars())


def has_due(connection: Connection, lane: str, n: int, *, now: int) -> bool:
    """Whether at least *n* items of *lane* could go out now; not one more is looked at."""
    some = [
        select(outbox.c.id)
        .where(outbox.c.lane == lane, outbox.c.priority == int(priority), outbox.c.resumes == which)
        .where(outbox.c.due_at <= now)
        .limit(n)
        .subquery()
        for priority in Priority
        for which in (true(), false())
    ]
    found = select(func.count()).select_from(union_all(*(select(each) for each in some)).limit(n).subquery())
    return int(connection.execute(found).scalar_one()) >= n


def list_unclaimed(connection: Connection, lane: str, kind: str) -> list[OutboxItem]:
    """The pending items of *kind* in *lane* that nobody has begun to send, oldest first."""
    mine = (outbox.c.lane == lane, outbox.c.kind == kind, outbox.c.state == OutboxState.PENDING)
    query = select(*FIELDS).where(*mine, outbox.c.leased_until.is_(None)).order_by(outbox.c.id)
    return [read_item(row) for row in connection.execute(query)]


def delete_lane_items(connection: Connection, lane: str, kind: str) -> None:
    """Drop every item of *kind* that waits in *lane*; those that were set aside stay for an admin to decide."""
    enter(connection, lane)
    which = (outbox.c.lane == lane, outbox.c.kind == kind, outbox.c.state == OutboxState.PENDING)
    dropped = connection.execute(delete(outbox).where(*which).returning(*PLACE)).all()
    for row in dropped:
        let_followers_go(connection, row)
    leave(connection, enter(connection, lane, pending=-len(dropped)))


def take_item(connection: Connection, item_id: int, state: OutboxState = OutboxState.PENDING) -> Any:
    """Where the item stands, until the end of this transaction; None when it is gone or in another state."""
    query = select(*PLACE).where(outbox.c.id == item_id, outbox.c.state == state)
    return connection.execute(query.with_for_update()).first()


def read_item(row: Row[Any]) -> OutboxItem:
    """The item in *row*, which holds FIELDS."""
    values = {name: getattr(row, name) for name in OutboxItem.__match_args__}
    box = None if row.box is None else bytes(row.box)
    reason = None if row.reason is None else SetAside(row.reason)
    return OutboxItem(**{**values, "box": box, "reason": reason})
