"""What was set aside: it stays until an admin has it tried again or drops it."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select, update

from bot.terms import OutboxState, Priority, SetAside
from storage.dialect import notify
from storage.outbox.items import FIELDS, OutboxItem, read_item, take_item
from storage.outbox.lanes import enter, leave, refresh, wake
from storage.outbox.order import due_unless_held, hold_followers, let_followers_go
from storage.schema import outbox

_IS_ASIDE = outbox.c.reason.is_not(None)


def set_aside(connection: Connection, item_id: int, reason: SetAside) -> None:
    """The item cannot be delivered as it is: keep it apart, so that its case and its lane go on."""
    row = take_item(connection, item_id)
    if row is not None:
        entered = enter(connection, row.lane, pending=-1, aside=1)
        apart = {"state": OutboxState.SET_ASIDE, "reason": reason, "leased_until": None, "due_at": None}
        connection.execute(update(outbox).where(outbox.c.id == item_id).values(**apart))
        let_followers_go(connection, row)
        leave(connection, entered, at=row.not_before)


def get_aside(connection: Connection, item_id: int) -> OutboxItem | None:
    """The item, if it is set aside."""
    row = connection.execute(select(*FIELDS).where(outbox.c.id == item_id, _IS_ASIDE)).first()
    return None if row is None else read_item(row)


def list_aside(connection: Connection, *, limit: int, after: int | None = None) -> list[OutboxItem]:
    """What was set aside, the newest first: at most *limit* of them, those that follow item *after* in that order."""
    query = select(*FIELDS).where(_IS_ASIDE).order_by(outbox.c.id.desc()).limit(limit)
    if after is not None:
        query = query.where(outbox.c.id < after)
    return [read_item(row) for row in connection.execute(query)]


def try_again(connection: Connection, item_id: int) -> bool:
    """The item that was set aside is due, as if it had never been tried; False when it is not set aside any more."""
    row = take_item(connection, item_id, OutboxState.SET_ASIDE)
    if row is None:
        return False
    entered = enter(connection, row.lane, pending=1, aside=-1)
    due_at = due_unless_held(row.not_before, row.lane, row.case_id, row.id)
    fresh = {"state": OutboxState.PENDING, "reason": None, "resumes": False}
    untried = {"attempts": 0, "unknown": 0, "failing_since": None}
    query = update(outbox).where(outbox.c.id == item_id).values(**fresh, **untried, due_at=due_at)
    wake(connection, entered, Priority(row.priority), connection.execute(query.returning(outbox.c.due_at)).scalar_one())
    hold_followers(connection, row)
    refresh(connection, [row.lane])
    notify(connection)
    return True


def drop_aside(connection: Connection, item_id: int) -> bool:
    """The item that was set aside is gone; False when it is not set aside any more."""
    row = take_item(connection, item_id, OutboxState.SET_ASIDE)
    if row is None:
        return False
    entered = enter(connection, row.lane, aside=-1)
    connection.execute(delete(outbox).where(outbox.c.id == item_id))
    leave(connection, entered)
    return True
