"""Strays: what was on its way into a chat when its case left that chat, and is known to stand there only now.

What takes words away and deletes files knows of what stands there alone; so whatever becomes known later is looked at
once, here, by the rules of now.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.desk.holders import leads
from bot.desk.outgoing.items import DeleteMessage, ItemKind, WipePosts
from bot.desk.outgoing.lanes import Lane, OfficeLane
from bot.desk.outgoing.posting import put_item, refresh_card
from bot.desk.outgoing.posts import mark_files_gone
from bot.desk.people import Spot
from bot.desk.rules import Turn
from bot.desk.work import read_work
from bot.terms import Desk
from storage import cases, outbox
from storage.cases import CaseRow
from storage.office_ways import is_notice_only


def clear_strays(
    connection: Connection,
    case_id: str,
    spots: Sequence[Spot],
    lane: Lane,
    turn: Turn,
    *,
    are_files: bool,
    as_head: bool,
) -> None:
    """Take from the chat of *lane* the words or files of the case that have just arrived at *spots*, if it left it.

    *as_head*: they came to whoever leads the office as such.
    """
    row = cases.get_case(connection, case_id)
    if row is None or not spots:
        return
    chat = spots[0].chat
    if _may_keep(connection, row, chat, lane, turn, as_head=as_head):
        return
    if are_files:
        for spot in spots:
            put_item(connection, DeleteMessage(spot), lane, turn)
        mark_files_gone(connection, spots, turn.safe)  # the others there go when the case has its turn
    elif not outbox.has_pending(connection, str(lane), ItemKind.WIPE, row.id):
        is_elsewhere = isinstance(lane, OfficeLane) and lane.region != row.region
        put_item(connection, WipePosts(row.id, row.region, None if is_elsewhere else chat), lane, turn)
        if chat < 0 and not is_elsewhere:
            refresh_card(connection, row, turn)


def _may_keep(connection: Connection, row: CaseRow, chat: int, lane: Lane, turn: Turn, *, as_head: bool) -> bool:
    """Whether words of the case may stand in *chat*; with who has the case also while its group sees them."""
    if isinstance(lane, OfficeLane):
        is_here = lane.region == row.region and row.desk is Desk.GROUP
        return is_here and not is_notice_only(connection, row.region)
    if as_head or row.desk is Desk.HEAD:
        return leads(connection, row.region, chat, turn.safe)
    officer = read_work(row, turn.safe).assignee
    return officer is not None and officer.id == chat
