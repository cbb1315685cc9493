"""The outbox: everything that must reach Telegram, in lanes, claimed, sent and settled.

Rules
- Order is kept per case within a lane: an item is claimable only when no earlier item of its case is pending there.
- Within a lane a lower `priority` goes first; equal ones by age.
- A claim is a lease: if it is never settled it falls due again, so a crash repeats a delivery and never loses one.
- A lease or a not-before time further away than its maximum counts as due: a clock that jumped must not stop us.
- `settle_…` and `postpone`, `suspend_lane`, `set_aside` are the only doors out of a claim.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, delete, func, insert, or_, select, text, update

from bot.terms import OutboxState, Suspension
from storage.dialect import notify
from storage.schema import lanes, outbox

# Seconds. The notifier leases for 120: what is further away was leased by a clock that has been set back since.
LONGEST_LEASE = 300
# Nothing is put off for a week: a pause of Telegram's or of an office's days off ends sooner.
LONGEST_WAIT = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One thing to send. `box` is sealed; `seq` names a message of the case's talk."""

    id: int
    lane: str
    case_id: str | None
    kind: str
    priority: int
    seq: int | None
    box: bytes | None
    attempts: int
    parts_done: int


_FIELDS = [outbox.c[name] for name in OutboxItem.__slots__]
_CLOSE_LANE = text(
    "INSERT INTO lanes (lane, suspended, not_before) VALUES (:lane, :reason, 0) "
    "ON CONFLICT (lane) DO UPDATE SET suspended = excluded.suspended"
)
_HOLD_LANE = text(
    "INSERT INTO lanes (lane, suspended, not_before) VALUES (:lane, NULL, :not_before) "
    "ON CONFLICT (lane) DO UPDATE SET not_before = excluded.not_before"
)


def enqueue(
    connection: Connection,
    *,
    lane: str,
    kind: str,
    priority: int,
    not_before: int,
    case_id: str | None = None,
    seq: int | None = None,
) -> OutboxItem:
    """Put one item, still without a box, at the end of *lane*; the notifier is woken when this is committed."""
    notify(connection)
    values = {"lane": lane, "kind": kind, "priority": priority, "case_id": case_id, "seq": seq}
    done = connection.execute(insert(outbox), {**values, "not_before": not_before, "state": OutboxState.PENDING})
    key = done.inserted_primary_key
    assert key is not None  # one row was inserted, and its number is given by the database
    return OutboxItem(int(key[0]), lane, case_id, kind, priority, seq, None, 0, 0)


def put_box(connection: Connection, item_id: int, box: bytes) -> None:
    """Give the item its box, which is bound to its number and so can be sealed only when it has one."""
    connection.execute(update(outbox).where(outbox.c.id == item_id).values(box=box))


def list_items(connection: Connection) -> list[OutboxItem]:
    """Every item, pending or set aside, oldest first."""
    query = select(*_FIELDS).order_by(outbox.c.id)
    return [_item(row) for row in connection.execute(query)]


def claim_due(
    connection: Connection, *, now: int, lease: int, limit: int, without: Collection[str] = ()
) -> list[OutboxItem]:
    """Lease up to *limit* due items for *lease* seconds, at most one a lane, none in the lanes *without*."""
    chosen: dict[str, Row[Any]] = {}
    query = _due(now).where(outbox.c.lane.not_in(list(without))) if without else _due(now)
    for row in connection.execute(
        query.order_by(outbox.c.priority, outbox.c.id).limit(limit * 8).with_for_update(skip_locked=True, of=outbox)
    ):
        chosen.setdefault(row.lane, row)
    items = [_item(row) for row in list(chosen.values())[:limit]]
    if items:
        leased = update(outbox).where(outbox.c.id.in_([item.id for item in items]))
        connection.execute(leased.values(leased_until=now + lease, attempts=outbox.c.attempts + 1))
    return items


def release_claims(connection: Connection) -> None:
    """End every lease. For the start of the one process that claims: what is leased was left behind by a dead one."""
    connection.execute(update(outbox).where(outbox.c.leased_until.is_not(None)).values(leased_until=None))


def is_claimed(connection: Connection, item_id: int) -> bool:
    """Whether the lease of the item still stands as its claim left it: neither settled nor ended by its lane."""
    query = select(outbox.c.id).where(outbox.c.id == item_id, outbox.c.leased_until.is_not(None))
    return connection.execute(query).first() is not None


def next_due(connection: Connection, *, now: int, without: Collection[str] = ()) -> int | None:
    """The earliest moment at which something may be claimed outside *without*, or None when nothing is pending."""
    item_due = func.coalesce(outbox.c.leased_until, outbox.c.not_before)
    due = case((lanes.c.not_before > item_due, lanes.c.not_before), else_=item_due)
    waiting = (
        select(func.min(due))
        .select_from(outbox.outerjoin(lanes, lanes.c.lane == outbox.c.lane))
        .where(outbox.c.state == OutboxState.PENDING, lanes.c.suspended.is_(None), _is_first_of_its_case())
    )
    if without:
        waiting = waiting.where(outbox.c.lane.not_in(list(without)))
    moment = connection.execute(waiting).scalar_one_or_none()
    return None if moment is None else int(moment)


def settle_delivered(connection: Connection, item_id: int) -> None:
    """The item has reached Telegram: it is gone."""
    connection.execute(delete(outbox).where(outbox.c.id == item_id))


def postpone(connection: Connection, item_id: int, *, not_before: int, parts_done: int) -> None:
    """Try the item again from *not_before* on, after the parts that have been sent."""
    query = update(outbox).where(outbox.c.id == item_id)
    connection.execute(query.values(leased_until=None, not_before=not_before, parts_done=parts_done))


def set_aside(connection: Connection, item_id: int) -> None:
    """The item cannot be delivered as it is: keep it apart, so that the lane goes on."""
    query = update(outbox).where(outbox.c.id == item_id)
    connection.execute(query.values(state=OutboxState.SET_ASIDE, leased_until=None))


def hold_lane(connection: Connection, lane: str, *, not_before: int) -> None:
    """Send nothing in *lane* before *not_before*."""
    connection.execute(_HOLD_LANE, {"lane": lane, "not_before": not_before})


def suspend_lane(connection: Connection, lane: str, reason: Suspension) -> None:
    """Stop *lane* until it is resumed; its items stay, and none of them is leased."""
    connection.execute(_CLOSE_LANE, {"lane": lane, "reason": reason})
    connection.execute(update(outbox).where(outbox.c.lane == lane).values(leased_until=None))


def resume_lane(connection: Connection, lane: str) -> int:
    """Open *lane* again and end its leases, so that an older refusal does not close it; how many items wait in it."""
    connection.execute(update(lanes).where(lanes.c.lane == lane).values(suspended=None, not_before=0))
    connection.execute(update(outbox).where(outbox.c.lane == lane).values(leased_until=None))
    notify(connection)
    return count_pending(connection, lane)


def lane_state(connection: Connection, lane: str) -> Suspension | None:
    """Why *lane* is suspended, or None."""
    why = connection.execute(select(lanes.c.suspended).where(lanes.c.lane == lane)).scalar_one_or_none()
    return None if why is None else Suspension(why)


def count_pending(connection: Connection, lane: str | None = None) -> int:
    """How many items wait, in *lane* or everywhere."""
    query = select(func.count()).select_from(outbox).where(outbox.c.state == OutboxState.PENDING)
    if lane is not None:
        query = query.where(outbox.c.lane == lane)
    return int(connection.execute(query).scalar_one())


def has_due(connection: Connection, lane: str, n: int, *, now: int) -> bool:
    """Whether at least *n* items of *lane* could go out now; not one more is looked at."""
    mine = outbox.c.lane == lane, outbox.c.state == OutboxState.PENDING, outbox.c.not_before <= now
    some = select(outbox.c.id).where(*mine).limit(n).subquery()
    return int(connection.execute(select(func.count()).select_from(some)).scalar_one()) >= n


def count_aside(connection: Connection) -> int:
    """How many items were set aside."""
    query = select(func.count()).select_from(outbox).where(outbox.c.state == OutboxState.SET_ASIDE)
    return int(connection.execute(query).scalar_one())


def has_pending(connection: Connection, lane: str, kind: str, case_id: str, seq: int | None = None) -> bool:
    """Whether an item of *kind* about the case, or about message *seq* of it, waits in *lane*."""
    query = select(outbox.c.id).where(outbox.c.lane == lane, outbox.c.case_id == case_id, outbox.c.kind == kind)
    if seq is not None:
        query = query.where(outbox.c.seq == seq)
    return connection.execute(query.where(outbox.c.state == OutboxState.PENDING).limit(1)).first() is not None


def delete_lane_items(connection: Connection, lane: str, kind: str) -> None:
    """Drop every item of *kind* in *lane*, those that were set aside too."""
    connection.execute(delete(outbox).where(outbox.c.lane == lane, outbox.c.kind == kind))


def _due(now: int) -> Any:
    free = or_(
        outbox.c.leased_until.is_(None), outbox.c.leased_until <= now, outbox.c.leased_until > now + LONGEST_LEASE
    )
    ripe = or_(outbox.c.not_before <= now, outbox.c.not_before > now + LONGEST_WAIT)
    open_lane = and_(
        lanes.c.suspended.is_(None),
        or_(lanes.c.not_before.is_(None), lanes.c.not_before <= now, lanes.c.not_before > now + LONGEST_WAIT),
    )
    return (
        select(*_FIELDS)
        .select_from(outbox.outerjoin(lanes, lanes.c.lane == outbox.c.lane))
        .where(outbox.c.state == OutboxState.PENDING, free, ripe, open_lane, _is_first_of_its_case())
    )


def _is_first_of_its_case() -> ColumnElement[bool]:
    """No earlier item of the same case is pending in the lane."""
    earlier = outbox.alias("earlier")
    same_case = and_(
        earlier.c.lane == outbox.c.lane,
        earlier.c.case_id == outbox.c.case_id,
        earlier.c.id < outbox.c.id,
        earlier.c.state == OutboxState.PENDING,
    )
    return ~select(earlier.c.id).where(same_case).exists()


def _item(row: Row[Any]) -> OutboxItem:
    values = {name: getattr(row, name) for name in OutboxItem.__slots__}
    return OutboxItem(**{**values, "box": None if row.box is None else bytes(row.box), "attempts": row.attempts + 1})
