"""Readers: who would read an item in private, and of which group they must be a member at that moment.

Telegram tells a bot of somebody's leaving only while it listens in that very group, so nobody is taken for a member
because they once were: whoever opens the item has asked.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk.outgoing.chats import group_of
from bot.desk.outgoing.desks import has_desk, private_lane
from bot.desk.outgoing.item_rows import case_of
from bot.desk.outgoing.items import (
    Item,
    SayInChat,
    SayInGroup,
    SendContacts,
    ShowToExpert,
    TellExpert,
    TellHead,
    WipePosts,
)
from bot.desk.outgoing.lanes import OfficerLane, read_lane
from bot.desk.outgoing.posting import open_item
from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.frozen import frozen
from bot.terms import Desk
from storage import cases
from storage.outbox import OutboxItem

OF_NO_MEMBER = (SayInChat, TellExpert, ShowToExpert, WipePosts)
"""Holds no word of a case, is for whoever stands in no group, or takes words away."""


@frozen
class OfficeReader:
    """`person` reads it as a member of `group`, the office of `region`.

    `waits`: nothing is read while Telegram does not say. A head is found by a role and no group has the case in their
    place, so to them it goes on while their group cannot be asked about.
    """

    person: Officer
    group: int
    region: str
    waits: bool


def reader_of(connection: Connection, row: OutboxItem, turn: Turn) -> OfficeReader | None:
    """Who must be in which group for *row* to be opened; None when nobody must, or nobody would read it.

    OfficeDamagedError when the group cannot be read.
    """
    item, lane = open_item(row, turn.safe), read_lane(row.lane)
    case = case_of(item)
    if not isinstance(lane, OfficerLane) or case is None or isinstance(item, OF_NO_MEMBER) or _is_said_back(item):
        return None
    case_row = cases.get_case(connection, case)
    if case_row is None:
        return None
    group = group_of(connection, case_row.region, turn.safe)
    person = _person(connection, item, case, turn)
    if group is None or person is None or str(private_lane(person.id, turn)) != str(lane):
        return None
    waits = case_row.desk is Desk.GROUP and not isinstance(item, TellHead)
    return OfficeReader(person, group.chat, case_row.region, waits)


def _person(connection: Connection, item: Item, case: str, turn: Turn) -> Officer | None:
    if isinstance(item, SendContacts | TellHead):
        return Officer(item.chat, "")
    return has_desk(connection, case, turn)


def _is_said_back(item: Item) -> bool:
    """Whether it says to somebody what became of what they have just done."""
    return isinstance(item, SayInGroup) and item.reply_to is not None and item.reply_to.is_private
