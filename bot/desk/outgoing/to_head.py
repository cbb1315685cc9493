"""To the head alone: what a citizen says of those who press on them goes to whoever leads the office."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.desk.holders import find_ready_head
from bot.desk.outgoing.desks import private_lane
from bot.desk.outgoing.items import ItemKind, TellHead
from bot.desk.outgoing.posting import put_item
from bot.desk.outgoing.posts import PostRole, list_posts
from bot.desk.rules import Turn
from storage import cases, outbox, safety
from storage.cases import CaseRow
from storage.errors import StoreDamagedError

AT_ONCE = timedelta()


def tell_pressed(
    connection: Connection, row: CaseRow, seq: int, turn: Turn, *, wait: timedelta = AT_ONCE
) -> bool:
    """Put message *seq* of the case into the private chat of whoever leads its office; False when nobody has one."""
    head = find_ready_head(connection, row.region, turn.safe)
    if head is None:
        return False
    chat = head.officer.id
    put_item(connection, TellHead(row.id, chat, seq), private_lane(chat, turn), turn, wait=wait)
    return True


def pass_to_head(connection: Connection, region: str, turn: Turn, *, case_id: str | None = None) -> None:
    """Whoever leads the office of *region* now gets all that was said to its head alone and has not reached them.

    Of the case *case_id* alone, if one is named: it has just come to that office.
    """
    head = find_ready_head(connection, region, turn.safe)
    if head is None:
        return
    chat, lane = head.officer.id, private_lane(head.officer.id, turn)
    for each, seq in safety.list_to_head(connection):
        row = None if case_id not in (None, each) else _row(connection, each, turn)
        if row is None or row.region != region:
            continue
        waits = outbox.has_pending(connection, str(lane), ItemKind.HEAD, each, seq)
        if not waits and not _stands(connection, row, seq, chat, turn):
            put_item(connection, TellHead(each, chat, seq), lane, turn)


def _row(connection: Connection, case_id: str, turn: Turn) -> CaseRow | None:
    """None for a case that cannot be read, which has been noted: the words of the others go on."""
    try:
        return cases.get_case(connection, case_id)
    except StoreDamagedError as fault:
        turn.safe.damages.met(fault)
        return None


def _stands(connection: Connection, row: CaseRow, seq: int, chat: int, turn: Turn) -> bool:
    posts = list_posts(connection, row.id, turn.safe)
    return any(post.role is PostRole.HEAD and (post.spot.chat, post.seq) == (chat, seq) for post in posts)
