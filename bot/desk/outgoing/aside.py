"""What was set aside: an admin has it tried again or drops it. Once, whoever presses first; both are written down."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk.audit import Action, record
from bot.desk.people import Officer
from bot.desk.rules import Turn
from storage import aside


def try_item(connection: Connection, item_id: int, who: Officer, turn: Turn) -> bool:
    """Send the item again, in its old place; False when it is not set aside any more."""
    item = aside.get_aside(connection, item_id)
    if item is None:
        return False
    aside.put_back(connection, item_id, now=turn.seconds)
    record(connection, Action.ITEM_TRIED_AGAIN, who, item.kind, turn, case_id=item.case_id)
    return True


def drop_item(connection: Connection, item_id: int, who: Officer, turn: Turn) -> bool:
    """Never send the item; False when it is not set aside any more."""
    item = aside.get_aside(connection, item_id)
    if item is None:
        return False
    aside.drop_aside(connection, item_id)
    record(connection, Action.ITEM_DROPPED, who, item.kind, turn, case_id=item.case_id)
    return True
