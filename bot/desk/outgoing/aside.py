"""What was set aside: admins are alerted, and have it tried again or drop it.

Once, whoever presses first; both are written down. The first few alerts name each item; after that one says how many
there are, at growing counts: a fault of many items at once must not fill an admin's chat.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from sqlalchemy import Connection

from bot.desk.audit import Action, record
from bot.desk.outgoing.chats import group_of
from bot.desk.outgoing.items import ItemKind, SayInGroup
from bot.desk.outgoing.posting import alert_admins, tell_office
from bot.desk.outgoing.posts import posted_in
from bot.desk.people import Officer, Spot
from bot.desk.presses import DropItem, TryItem
from bot.desk.rules import Turn
from bot.terms import SetAside
from storage import cases, outbox
from storage.outbox import OutboxItem

ALERTED_ONE_BY_ONE = 3
"""More at once have one cause, which the first few name already."""
NO_CASE = "–"
KIND_TEXTS: Mapping[str, str] = {
    ItemKind.CARD: "item.card",
    ItemKind.ADDITION: "item.addition",
    ItemKind.FILES: "item.files",
    ItemKind.PREVIEW: "item.preview",
    ItemKind.PUSH: "item.push",
    ItemKind.CONTACTS: "item.contacts",
}
"""What admins know by name; everything else is a service message."""


def describe(connection: Connection, item: OutboxItem, reason: SetAside) -> dict[str, str]:
    """The number of the item's case, what it is and why it waits: as values of a text."""
    row = None if item.case_id is None else cases.get_case(connection, item.case_id)
    number = NO_CASE if row is None else row.number
    return {"case_no": number, "what": KIND_TEXTS.get(item.kind, "item.other"), "why": reason_text(reason)}


def reason_text(reason: SetAside) -> str:
    """The key of why an item was set aside."""
    match reason:
        case SetAside.REFUSED:
            return "aside.refused"
        case SetAside.TOO_LARGE:
            return "aside.too_large"
        case SetAside.ANSWER_LOST:
            return "aside.answer_lost"
        case SetAside.SERVER_ERRORS:
            return "aside.server_errors"
        case SetAside.CANNOT_OPEN:
            return "aside.cannot_open"
        case SetAside.FAULTY:
            return "aside.faulty"
        case unexpected:
            assert_never(unexpected)


def alert(connection: Connection, item: OutboxItem, reason: SetAside, turn: Turn) -> None:
    """Tell admins of *item*, with the two buttons that decide about it; of many, how many there are."""
    count = outbox.count_aside(connection)
    if count <= ALERTED_ONE_BY_ONE:
        presses = (TryItem(item.id), DropItem(item.id))
        alert_admins(connection, "a.item_aside", describe(connection, item, reason), turn, presses=presses)
    elif count & (count - 1) == 0:
        alert_admins(connection, "a.set_aside", {"n": count}, turn)


def tell_missing(connection: Connection, case_id: str, first: int, count: int, total: int, turn: Turn) -> None:
    """Say under the case's card which of its files could not be delivered."""
    row = cases.get_case(connection, case_id)
    group = None if row is None else group_of(connection, row.region, turn.safe)
    if row is None or group is None:
        return
    numbers = str(first) if count <= 1 else f"{first}–{first + count - 1}"
    under = posted_in(connection, case_id, group.chat, turn.safe)
    spot = None if under is None else Spot(group.chat, under)
    values = {"case_no": row.number, "n": numbers, "total": total}
    tell_office(connection, row.region, SayInGroup("s.file_missing", values, spot, case_id), turn)


def try_item(connection: Connection, item_id: int, who: Officer, turn: Turn) -> bool:
    """Send the item again, in its old place; False when it is not set aside any more."""
    item = outbox.get_aside(connection, item_id)
    if item is None or not outbox.try_again(connection, item_id):
        return False
    record(connection, Action.ITEM_TRIED_AGAIN, who, item.kind, turn, case_id=item.case_id)
    return True


def drop_item(connection: Connection, item_id: int, who: Officer, turn: Turn) -> bool:
    """Never send the item; False when it is not set aside any more."""
    item = outbox.get_aside(connection, item_id)
    if item is None or not outbox.drop_aside(connection, item_id):
        return False
    record(connection, Action.ITEM_DROPPED, who, item.kind, turn, case_id=item.case_id)
    return True
