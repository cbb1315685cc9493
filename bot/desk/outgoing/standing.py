"""How the outbox stands, for admins: what waits, which offices' lanes wait and why, what was set aside.

Nothing here is about a citizen: regions, reasons, numbers of cases.
"""

from __future__ import annotations

from typing import assert_never

from sqlalchemy import Connection

from bot.desk.outgoing import aside
from bot.desk.outgoing.items import SayInChat
from bot.desk.outgoing.lanes import AdminLane, OfficeLane, read_lane
from bot.desk.outgoing.posting import put_item
from bot.desk.presses import DropItem, TryItem, spell_staff_press
from bot.desk.rules import Turn
from bot.frozen import frozen
from bot.terms import SetAside, Suspension
from storage import outbox

PAGE = 5
"""Items shown at once, each as a message with its own buttons; those after them come when these are decided."""


@frozen
class Standing:
    """The outbox at one moment: items that wait, for how many minutes the oldest, set aside; regions that wait."""

    queued: int
    oldest: int
    aside: int
    waiting: tuple[tuple[str, Suspension], ...]


def waiting_text(reason: Suspension) -> str:
    """The key of why a region waits."""
    match reason:
        case Suspension.PUBLIC:
            return "wait.public"
        case Suspension.REMOVED | Suspension.FORBIDDEN:
            return "wait.removed"
        case Suspension.SILENCED:
            return "wait.silenced"
        case Suspension.UNBOUND:
            return "wait.unbound"
        case Suspension.GONE:
            return "wait.gone"
        case Suspension.DAMAGED:
            return "wait.damaged"
        case Suspension.TOPIC:
            return "wait.topic"
        case Suspension.NO_FILES:
            return "wait.no_files"
        case unexpected:
            assert_never(unexpected)


def look(connection: Connection, turn: Turn) -> Standing:
    """How everything stands now."""
    due = outbox.oldest_due(connection)
    oldest = 0 if due is None else max(0, turn.seconds - due) // 60
    lanes = dict.fromkeys([*outbox.list_suspended(connection), *_held(connection)])
    offices = [(lane.region, why) for name, why in lanes if isinstance(lane := read_lane(name), OfficeLane)]
    return Standing(outbox.count_pending(connection), oldest, outbox.count_aside(connection), tuple(offices))


def show_aside(connection: Connection, chat_id: int, turn: Turn) -> None:
    """Owe the admin in *chat_id* the newest items that were set aside, each with its two buttons."""
    lane = AdminLane.of(turn.safe.person_mark(chat_id))
    for item in outbox.list_aside(connection, limit=PAGE):
        about = aside.describe(connection, item, item.reason or SetAside.REFUSED)
        presses = tuple(spell_staff_press(press) for press in (TryItem(item.id), DropItem(item.id)))
        put_item(connection, SayInChat(chat_id, "a.item_aside", about, presses=presses), lane, turn)


def _held(connection: Connection) -> list[tuple[str, Suspension]]:
    return [(held.lane, held.reason) for held in outbox.list_holds(connection)]
