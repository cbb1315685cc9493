"""The order within a case: an item that must wait for an earlier one has no `due_at`, and nothing looks at it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, false, func, literal, null, or_, select, true, update

from bot.terms import OutboxState
from storage.schema import outbox

_EARLIER = outbox.alias("earlier")


def due_unless_held(moment: Any, lane: Any, case_id: Any, before: Any = None) -> ColumnElement[Any]:
    """*moment*, or NULL where an item of the case (before the item with this id, if one is given) holds it back.

    What is about no case, *case_id* None, waits for nothing: no two such items are about the same.
    """
    if case_id is None:
        return literal(moment) if isinstance(moment, int) else moment
    held = and_(
        _EARLIER.c.lane == lane,
        _EARLIER.c.case_id == case_id,
        _EARLIER.c.state == OutboxState.PENDING,
        _EARLIER.c.holds == true(),
    )
    if before is not None:
        held = and_(held, _EARLIER.c.id < before)
    return case((select(_EARLIER.c.id).where(held).exists(), null()), else_=moment)


def let_followers_go(connection: Connection, row: Any) -> None:
    """The item *row*, pending so far, is not in the way of its case any more: what waited for it alone is due.

    It is due from the moment at which *row* had its turn (`not_before`, since its claim), not from its own older one: a
    case about which much is owed goes behind the others each time.
    """
    if row.case_id is None or not row.holds:
        return
    same = and_(outbox.c.lane == row.lane, outbox.c.case_id == row.case_id, outbox.c.state == OutboxState.PENDING)
    first = connection.execute(select(func.min(outbox.c.id)).where(same, outbox.c.holds == true())).scalar_one()
    # Those that hold nobody, up to the next one that does, and that one itself.
    free = and_(same, outbox.c.holds == false())
    if first is not None:
        free = or_(outbox.c.id == first, and_(free, outbox.c.id < first))
    moment = case((outbox.c.not_before > row.not_before, outbox.c.not_before), else_=row.not_before)
    connection.execute(update(outbox).where(outbox.c.due_at.is_(None), free).values(due_at=moment))


def hold_followers(connection: Connection, row: Any) -> None:
    """The item *row* is pending again: later ones of its case wait for it, but for those that are being sent."""
    if row.case_id is None or not row.holds:
        return
    connection.execute(
        update(outbox)
        .where(
            outbox.c.lane == row.lane,
            outbox.c.case_id == row.case_id,
            outbox.c.state == OutboxState.PENDING,
            outbox.c.id > row.id,
            outbox.c.leased_until.is_(None),
        )
        .values(due_at=None)
    )
