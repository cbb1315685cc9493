"""Posting: what is owed to somebody is put into the outbox, in its lane, sealed to its own row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.desk.files import read_facts
from bot.desk.outgoing.albums import group_albums
from bot.desk.outgoing.chats import admin_chats
from bot.desk.outgoing.items import (
    EditPreview,
    Item,
    ItemKind,
    PostAddition,
    PostCard,
    PostFiles,
    SayInChat,
    SayInGroup,
    ShowPreview,
    case_of,
    content_of,
    read_item,
    seq_of,
)
from bot.desk.outgoing.lanes import AdminLane, GroupLane, Lane, OfficeLane
from bot.desk.people import Spot
from bot.desk.presses import PrivatePress, spell_staff_press
from bot.desk.rules import Turn
from bot.desk.safe import Safe
from bot.desk.talk import OF_THE_CASE
from bot.encryption.errors import SealBrokenError
from bot.encryption.places import Table
from bot.terms import Level
from storage import files, outbox
from storage.cases import CaseRow
from storage.outbox import OutboxItem

AT_ONCE = timedelta()


def put_item(connection: Connection, item: Item, lane: Lane, turn: Turn, *, wait: timedelta = AT_ONCE) -> None:
    """Put *item* at the end of *lane*, not to be sent before *wait* is over."""
    row = outbox.enqueue(
        connection,
        lane=str(lane),
        kind=item.kind,
        priority=item.priority,
        not_before=turn.after(wait),
        case_id=case_of(item),
        seq=seq_of(item),
    )
    # An item without content is sealed too: whoever can write the disk, and has no key, must not be able to put a card
    # into a lane of their choice. (The region of a case, from which its lane follows, lies in clear and is not sealed.)
    outbox.put_box(connection, row.id, turn.safe.seal(content_of(item), table=Table.OUTBOX, row=place_of(row)))


def open_item(row: OutboxItem, safe: Safe) -> Item:
    """The item in *row*. SealBrokenError when it has no box or another row's; ValueError when it is none of ours."""
    if row.box is None:
        raise SealBrokenError("An outbox item has lost its box, or never had one.")
    content = safe.open(row.box, table=Table.OUTBOX, row=place_of(row))
    return read_item(row.kind, row.case_id, row.seq, content)


def place_of(row: OutboxItem) -> str:
    """What the box of *row* is bound to: the row itself, and all that lies in clear beside it."""
    return f"{row.id}/{row.lane}/{row.kind}/{row.case_id or ''}/{'' if row.seq is None else row.seq}"


def waits(connection: Connection, kind: ItemKind, row: CaseRow, seq: int | None = None) -> bool:
    """Whether an item of *kind* about the case, or about message *seq* of it, waits in its office's lane."""
    return outbox.has_pending(connection, str(OfficeLane(row.region)), kind, row.id, seq)


def enqueue_card(connection: Connection, row: CaseRow, turn: Turn, *, at_once: bool = False) -> None:
    """Post the case to its region's group; a code-only case after a random wait, so that its hour says nothing.

    *at_once*: the case was shown before, so its hour says nothing any more.
    """
    wait = AT_ONCE
    if row.level == Level.CODE and not at_once:
        shortest, longest = turn.rules.code_only_delay
        spread = int((longest - shortest).total_seconds())
        wait = shortest + timedelta(seconds=turn.rules.chance.below(spread + 1))
    put_item(connection, PostCard(row.id), OfficeLane(row.region), turn, wait=wait)


def enqueue_addition(connection: Connection, row: CaseRow, seq: int, turn: Turn) -> None:
    """Post message *seq* of the citizen under the card."""
    put_item(connection, PostAddition(row.id, seq), OfficeLane(row.region), turn)


def enqueue_files(
    connection: Connection, row: CaseRow, file_ids: Sequence[str], turn: Turn, *, seq: int = OF_THE_CASE
) -> None:
    """Post clean files after what the case's lane holds already, albums as albums, counted 1 to their number."""
    found = [(file_id, files.get_file(connection, file_id)) for file_id in file_ids]
    known = [(file_id, read_facts(file, turn.safe)) for file_id, file in found if file is not None]
    first, lane = 1, OfficeLane(row.region)
    for album in group_albums(known):
        put_item(connection, PostFiles(row.id, seq, tuple(album), first, len(known)), lane, turn)
        first += len(album)


def show_preview(connection: Connection, region: str, case_id: str, seq: int, turn: Turn) -> None:
    """Post the words *seq* with their two buttons."""
    put_item(connection, ShowPreview(case_id, seq), OfficeLane(region), turn)


def edit_preview(
    connection: Connection, region: str, case_id: str, seq: int, spot: Spot, told: str, turn: Turn
) -> None:
    """Let the preview at *spot* say, by the text *told*, what became of it."""
    put_item(connection, EditPreview(case_id, seq, spot, told), OfficeLane(region), turn)


def tell_office(connection: Connection, region: str, notice: SayInGroup, turn: Turn) -> None:
    """Say *notice* in the group of *region*."""
    put_item(connection, notice, OfficeLane(region), turn)


def tell_chat(connection: Connection, notice: SayInChat, turn: Turn) -> None:
    """Say *notice* in a group itself, in both languages: for groups that serve no region, or not this one."""
    put_item(connection, notice, GroupLane.of(turn.safe.group_mark(notice.chat)), turn)


def alert_admins(
    connection: Connection, key: str, values: Mapping[str, Any], turn: Turn, *, presses: Sequence[PrivatePress] = ()
) -> None:
    """Tell every admin in private, with a button for each of *presses*; never the content of a case."""
    spelled = tuple(spell_staff_press(press) for press in presses)
    for chat_id in sorted(admin_chats(connection, turn.rules)):
        lane = AdminLane.of(turn.safe.person_mark(chat_id))
        put_item(connection, SayInChat(chat_id, key, values, presses=spelled), lane, turn)
