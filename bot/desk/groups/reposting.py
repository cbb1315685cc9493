"""Cases that a group must get although nobody filed them just now: they waited for it, or their posts are elsewhere."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk import talk
from bot.desk.outgoing import relay
from bot.desk.outgoing.items import ItemKind
from bot.desk.outgoing.posting import enqueue_addition, enqueue_card, enqueue_files, waits
from bot.desk.outgoing.posts import posted_in
from bot.desk.rules import WORKDAYS, Turn
from bot.desk.status import UNANSWERED, set_status
from bot.terms import Side, Status
from storage import cases
from storage.cases import CaseRow


def post_waiting(connection: Connection, region: str, turn: Turn) -> int:
    """Cards for all cases that waited for a group; their term begins today.

    A damaged one goes on waiting: it has no card to show, and the admins hear of it.
    """
    listed = cases.list_cases(connection, region, Status.WAITING, aside=turn.safe.damages.met)
    waiting = [row for row in listed if talk.is_readable(row, turn.safe)]
    due = turn.rules.calendar.due_on(turn.today, WORKDAYS)
    for row in waiting:
        set_status(connection, row.id, Status.REGISTERED, today=turn.today, due_on=due)
        _post_whole(connection, row, turn, at_once=False)
        relay.push(connection, row, turn)
    return len(waiting)


def post_missing(connection: Connection, region: str, chat_id: int, turn: Turn) -> None:
    """Cards for the unanswered cases that this group has not got; they were shown before, so none waits."""
    aside = turn.safe.damages.met
    unanswered = [row for status in UNANSWERED for row in cases.list_cases(connection, region, status, aside=aside)]
    for row in unanswered:
        if waits(connection, ItemKind.CARD, row) or not talk.is_readable(row, turn.safe):
            continue
        if posted_in(connection, row.id, chat_id, turn.safe) is None:
            _post_whole(connection, row, turn, at_once=True)


def _post_whole(connection: Connection, row: CaseRow, turn: Turn, *, at_once: bool) -> None:
    enqueue_card(connection, row, turn, at_once=at_once)
    _post_files(connection, row, talk.OF_THE_CASE, turn)
    for entry in cases.list_talk(connection, row.id, aside=turn.safe.damages.met):
        if entry.side != Side.CITIZEN:
            continue
        if not waits(connection, ItemKind.ADDITION, row, entry.seq):
            enqueue_addition(connection, row, entry.seq, turn)
        _post_files(connection, row, entry.seq, turn)


def _post_files(connection: Connection, row: CaseRow, seq: int, turn: Turn) -> None:
    """The citizen's files of one message, or of the case itself; none that wait in the lane already."""
    if not waits(connection, ItemKind.FILES, row, seq):
        enqueue_files(connection, row, talk.citizen_files(connection, row, seq, turn.safe), turn, seq=seq)
