"""Unknown groups: anybody can add the bot to a group of theirs. It says little there, and leaves.

Rules
- A group that serves no region hears one line a minute at most, whatever is sent there.
- It is left when it sends more than MOST_UPDATES of what is ours within FLOOD_SPAN, or has served no region for a day.
- A group in which an admin of the bot has just acted is not left for a day: they are about to bind it.
- A group that serves a region is never left, nor one that a region is about to move to.
- One that was left is left again, without a word, when somebody brings the bot back within the same day.

All of it lies in the database: whichever process meets a group next goes on with the same count.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from sqlalchemy import Connection

from bot.desk.groups.moves import standing_moves
from bot.desk.outgoing.chats import served_by
from bot.desk.outgoing.items import ItemKind, LeaveGroup
from bot.desk.outgoing.lanes import GroupLane
from bot.desk.outgoing.posting import put_item
from bot.desk.rules import Turn
from bot.desk.safe import NOT_OPENED
from bot.encryption.places import Table
from bot.frozen import replace
from storage import offices, outbox, unknown_groups
from storage.unknown_groups import UnknownGroupRow

A_LINE = timedelta(minutes=1)
"""Telegram lets us say twenty things a minute in a group: a stranger's gets one of them."""
FLOOD_SPAN = timedelta(minutes=10)
MOST_UPDATES = 20
"""What two people who try out a bot together do not reach in ten minutes, and a script does in one."""
STAYS = timedelta(days=1)
"""Time for an office to add the bot today and have the admin bind the group tomorrow morning."""
AT_ONCE = 50
"""Groups that one round leaves: each is an item of the outbox, and the next round comes soon."""


def meet(connection: Connection, chat_id: int, turn: Turn, *, speaks: bool = False) -> bool:
    """An update of ours came from a group that serves no region. Whether something may be said there, if it *speaks*.

    What may be said uses up the minute.
    """
    row, now = _row_of(connection, chat_id, turn), turn.seconds
    if row.left_at:
        return False
    if now - row.counted_from > FLOOD_SPAN.total_seconds():
        row = replace(row, counted_from=now, counted=0)
    row = replace(row, counted=row.counted + 1)
    if row.counted > MOST_UPDATES and _may_leave(connection, chat_id, row, turn):
        _leave(connection, chat_id, row, turn)
        return False
    may = speaks and now - row.told_at >= A_LINE.total_seconds()
    unknown_groups.put_group(connection, replace(row, told_at=now) if may else row)
    return may


def trust(connection: Connection, chat_id: int, turn: Turn) -> None:
    """An admin of the bot acts in the group: it is not left for a day."""
    row = _row_of(connection, chat_id, turn)
    outbox.delete_lane_items(connection, str(GroupLane.of(row.mark)), ItemKind.LEAVE)
    unknown_groups.put_group(
        connection, replace(row, trusted_until=turn.after(STAYS), counted=0, counted_from=turn.seconds, left_at=0)
    )


def come_in(connection: Connection, chat_id: int, turn: Turn, *, by_admin: bool) -> None:
    """The bot was added to the group, or its rights there were changed; *by_admin*: by an admin of the bot."""
    if by_admin:
        trust(connection, chat_id, turn)
        return
    row = _row_of(connection, chat_id, turn)
    if row.left_at:
        _leave(connection, chat_id, row, turn)
    else:
        meet(connection, chat_id, turn)


def leave_at_once(connection: Connection, chat_id: int, turn: Turn) -> None:
    """Where the bot has no business at all: a channel can serve no region."""
    _leave(connection, chat_id, _row_of(connection, chat_id, turn), turn)


def leave_overdue(connection: Connection, turn: Turn) -> int:
    """Leave groups that have served no region for a day, forget those that were left a day ago; how many were seen."""
    before = turn.seconds - int(STAYS.total_seconds())
    rows = unknown_groups.list_since(connection, before=before, limit=AT_ONCE)
    for row in rows:
        chat_id = _chat_of(row, turn)
        if chat_id is None:
            # One damaged row must not keep the others: the group is forgotten, and counts anew when it speaks.
            unknown_groups.drop_group(connection, row.mark)
            continue
        if served_by(connection, chat_id, turn.safe) is not None or 0 < row.left_at <= before:
            unknown_groups.drop_group(connection, row.mark)
        elif not row.left_at and _may_leave(connection, chat_id, row, turn):
            _leave(connection, chat_id, row, turn)
    return len(rows)


def is_needed(connection: Connection, chat_id: int, turn: Turn) -> bool:
    """Whether the group serves a region, had one until lately, or a region is about to move there."""
    if served_by(connection, chat_id, turn.safe) is not None:
        return True
    if offices.list_former(connection, turn.safe.group_mark(chat_id)):
        return True  # it is asked when another group wants its region, and may have it back
    return any(move.new.chat == chat_id for move in standing_moves(connection, turn))


def _may_leave(connection: Connection, chat_id: int, row: UnknownGroupRow, turn: Turn) -> bool:
    return row.trusted_until <= turn.seconds and not is_needed(connection, chat_id, turn)


def _leave(connection: Connection, chat_id: int, row: UnknownGroupRow, turn: Turn) -> None:
    """Owe it that we go; what was to be said there before is not said any more."""
    lane = GroupLane.of(row.mark)
    for kind in (ItemKind.ANSWER, ItemKind.ALERT, ItemKind.LEAVE):
        outbox.delete_lane_items(connection, str(lane), kind)
    unknown_groups.put_group(connection, replace(row, left_at=turn.seconds))
    put_item(connection, LeaveGroup(chat_id), lane, turn)


def _chat_of(row: UnknownGroupRow, turn: Turn) -> int | None:
    with suppress(*NOT_OPENED):
        return int(turn.safe.open(row.box, table=Table.UNKNOWN_GROUPS, row=row.mark.hex())["chat"])
    return None


def _row_of(connection: Connection, chat_id: int, turn: Turn) -> UnknownGroupRow:
    """What is known of the group; a row for one that was never seen, not kept yet."""
    mark = turn.safe.group_mark(chat_id)
    known = unknown_groups.find_group(connection, mark)
    if known is not None:
        return known
    box = turn.safe.seal({"chat": chat_id}, table=Table.UNKNOWN_GROUPS, row=mark.hex())
    return UnknownGroupRow(mark, box, turn.seconds, counted_from=turn.seconds)
