"""Posting: what is owed to somebody is put into the outbox, in its lane, sealed to its own row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.departures import wait_by_chance
from bot.desk.damage import DAMAGE
from bot.desk.files import CleanFacts, read_facts
from bot.desk.outgoing.albums import group_albums
from bot.desk.outgoing.chats import admin_chats
from bot.desk.outgoing.desks import (
    all_desks,
    desk_of,
    has_desk,
    head_lane,
    is_past_group,
    lane_at,
    news_lane,
    private_lane,
)
from bot.desk.outgoing.item_rows import case_of, content_of, read_item, seq_of
from bot.desk.outgoing.items import (
    QUIET,
    AnswerCommand,
    EditPreview,
    Item,
    ItemKind,
    PostAddition,
    PostCard,
    PostFiles,
    RefreshCard,
    SayInChat,
    SayInGroup,
    ShowPreview,
)
from bot.desk.outgoing.lanes import AdminLane, GroupLane, Lane, OfficeLane
from bot.desk.outgoing.posts import mark_stale
from bot.desk.presses import PrivatePress, spell_staff_press
from bot.desk.rules import Turn
from bot.desk.safe import Safe
from bot.desk.talk import OF_THE_CASE
from bot.desk.workdays import calendar_now
from bot.encryption.places import Table
from bot.frozen import replace
from bot.terms import Desk, Level, Priority
from storage import files, outbox
from storage.cases import CaseRow
from storage.office_ways import is_notice_only
from storage.outbox import OutboxItem

AT_ONCE = timedelta()


def put_item(connection: Connection, item: Item, lane: Lane, turn: Turn, *, wait: timedelta = AT_ONCE) -> OutboxItem:
    """Put *item* at the end of *lane*, not to be sent before *wait* is over; its row.

    What waits for its hour keeps nothing back: whoever presses a button meanwhile would get no answer until then, and
    know since when something is on its way (promise P3). Before its card nobody knows of a case, so that does.
    """
    row = outbox.enqueue(
        connection,
        lane=str(lane),
        kind=item.kind,
        priority=item.priority,
        holds=item.holds and (wait <= AT_ONCE or isinstance(item, PostCard)),
        not_before=turn.after(wait),
        case_id=case_of(item),
        seq=seq_of(item),
    )
    _seal(connection, item, row, turn)
    return row


def _seal(connection: Connection, item: Item, row: OutboxItem, turn: Turn) -> None:
    # An item without content is sealed too: whoever can write the disk, and has no key, must not be able to put a card
    # into a lane of their choice. (The region of a case, from which its lane follows, lies in clear and is not sealed.)
    outbox.put_box(connection, row.id, turn.safe.seal(content_of(item), table=Table.OUTBOX, row=place_of(row)))


def open_item(row: OutboxItem, safe: Safe) -> Item:
    """The item in *row*. SealBrokenError when it has no box or another row's; ValueError when it is none of ours."""
    content = safe.open(row.box or b"", table=Table.OUTBOX, row=place_of(row), case_id=row.case_id)
    return read_item(row.kind, row.case_id, row.seq, content)


def place_of(row: OutboxItem) -> str:
    """What the box of *row* is bound to: the row itself, and all that lies in clear beside it."""
    return f"{row.id}/{row.lane}/{row.kind}/{row.case_id or ''}/{'' if row.seq is None else row.seq}"


def waits(connection: Connection, kind: ItemKind, row: CaseRow, turn: Turn, seq: int | None = None) -> bool:
    """Whether an item of *kind* about the case, or about message *seq* of it, waits to be posted to who works at it."""
    of_case = kind in (ItemKind.CARD, ItemKind.NOTICE)
    lane = news_lane(connection, row, turn) if of_case else desk_of(connection, row, turn)
    return outbox.has_pending(connection, str(lane or OfficeLane(row.region)), kind, row.id, seq)


def waiting_cards(connection: Connection, region: str, turn: Turn) -> frozenset[str]:
    """The cases of *region* of which the group must not know yet."""
    return frozenset(outbox.list_waiting(connection, str(OfficeLane(region)), Priority.CARD, now=turn.seconds))


def carry_notices(connection: Connection, row: CaseRow, left: Lane, turn: Turn) -> None:
    """What the citizen has done, and was still to be told in the lane *left*, is told where the case is now.

    Of a code-only case after its wait anew: a transfer must not show when it was done. What is being sent already
    reaches who had the case.
    """
    for waiting in outbox.list_of_case(connection, str(left), ItemKind.CITIZEN, row.id):
        if not outbox.is_claimed(connection, waiting.id):
            item = open_item(waiting, turn.safe)
            outbox.withdraw(connection, waiting.id)
            put_item(connection, item, OfficeLane(row.region), turn, wait=quiet_wait(connection, row, turn))


def share_notices(connection: Connection, row: CaseRow, lane: Lane, turn: Turn) -> None:
    """What the group is still to be told of the citizen is told in *lane* as well, at the same moments."""
    told = outbox.list_of_case(connection, str(lane), ItemKind.CITIZEN, row.id)
    known = [open_item(each, turn.safe) for each in told]
    for waiting in outbox.list_of_case(connection, str(OfficeLane(row.region)), ItemKind.CITIZEN, row.id):
        item = open_item(waiting, turn.safe)
        if item not in known and not outbox.is_claimed(connection, waiting.id):
            put_item(connection, item, lane, turn, wait=timedelta(seconds=max(0, waiting.not_before - turn.seconds)))


def enqueue_card(connection: Connection, row: CaseRow, turn: Turn, *, at_once: bool = False) -> None:
    """Post the case to its region's group, or to whom its citizen has sent it past that.

    A code-only case leaves with the others at a slot, so that its hour says nothing.
    *at_once*: the case was shown before, so its hour says nothing any more; or its citizen wants it so.
    """
    wait, lane = AT_ONCE if at_once else quiet_wait(connection, row, turn), news_lane(connection, row, turn)
    if lane is not None:  # else whoever leads the office gets it as soon as somebody does
        put_item(connection, PostCard(row.id), lane, turn, wait=wait)


def quiet_wait(connection: Connection, row: CaseRow, turn: Turn) -> timedelta:
    """How long what a citizen has just caused waits: of a code-only one the group's hour must say nothing."""
    if row.level != Level.CODE:
        return AT_ONCE
    return wait_by_chance(turn.rules.departures, turn.now, lambda: calendar_now(connection, turn), turn.rules.chance)


def enqueue_addition(connection: Connection, row: CaseRow, seq: int, turn: Turn, *, wait: timedelta = AT_ONCE) -> None:
    """Post message *seq* of the citizen under the card, together with those that wait to be posted there.

    So whoever adds and adds, or shares a code with many, takes one turn of the group's and not one for each message.
    What stands in private from days on which its group saw no words lacks them: it has not the whole case any more.
    """
    if row.desk is Desk.GROUP and not is_notice_only(connection, row.region):
        mark_stale(connection, row.id, turn.safe)
    for lane in all_desks(connection, row, turn):
        waiting = outbox.find_untried(connection, str(lane), ItemKind.ADDITION, row.id)
        if waiting is None:
            put_item(connection, PostAddition(row.id, seq), lane, turn, wait=wait)
            continue
        item = open_item(waiting, turn.safe)
        assert isinstance(item, PostAddition)  # its kind says so
        _seal(connection, replace(item, last=seq), waiting, turn)


def awaited_additions(connection: Connection, row: CaseRow, lane: Lane, safe: Safe) -> frozenset[int]:
    """The messages of the citizen that wait in *lane* to be posted under the card."""
    rows = outbox.list_of_case(connection, str(lane), ItemKind.ADDITION, row.id)
    items = (item for item in (open_item(each, safe) for each in rows) if isinstance(item, PostAddition))
    return frozenset(seq for item in items for seq in range(item.seq, (item.last or item.seq) + 1))


def enqueue_files(
    connection: Connection,
    row: CaseRow,
    file_ids: Sequence[str],
    turn: Turn,
    *,
    seq: int = OF_THE_CASE,
    wait: timedelta = AT_ONCE,
) -> None:
    """Post clean files after what the case's lane holds already, albums as albums, counted 1 to their number.

    A damaged one is left out, and the office is told that it is missing.
    """
    known, damaged = _known_files(connection, file_ids, turn.safe)
    first, lane = 1, desk_of(connection, row, turn)
    if lane is None:
        return  # whoever takes the case gets them
    if damaged:
        lost = SayInGroup("file.lost", {"case_no": row.number, "n": damaged}, case=row.id)
        put_item(connection, lost, lane, turn, wait=wait)
    for album in group_albums(known):
        put_item(connection, PostFiles(row.id, seq, tuple(album), first, len(known)), lane, turn, wait=wait)
        first += len(album)


def _known_files(
    connection: Connection, file_ids: Sequence[str], safe: Safe
) -> tuple[list[tuple[str, CleanFacts]], int]:
    """Those of *file_ids* that are there, and how many of them are damaged."""
    known: list[tuple[str, CleanFacts]] = []
    damaged = 0
    for file_id in file_ids:
        try:
            file = files.get_file(connection, file_id)
            known += [] if file is None else [(file_id, read_facts(file, safe))]
        except DAMAGE as fault:
            safe.damages.met(fault)
            damaged += 1
    return known, damaged


def show_preview(connection: Connection, region: str, case_id: str, seq: int, turn: Turn) -> None:
    """Post the words *seq* with their two buttons, where the case is worked at; nowhere while nobody may read them."""
    officer = has_desk(connection, case_id, turn)
    lane: Lane | None = None
    if officer is not None:
        lane = private_lane(officer.id, turn)
    elif not is_notice_only(connection, region):
        lane = OfficeLane(region)
    if lane is not None and not outbox.has_pending(connection, str(lane), ItemKind.PREVIEW, case_id, seq):
        put_item(connection, ShowPreview(case_id, seq), lane, turn)


def edit_preview(connection: Connection, region: str, edit: EditPreview, turn: Turn) -> None:
    """Let a preview of the office of *region* say what became of it."""
    put_item(connection, edit, lane_at(region, edit.spot, turn), turn)


def refresh_card(connection: Connection, row: CaseRow, turn: Turn, *, quietly: bool = False) -> None:
    """Let the card of the case say how it stands now; *quietly* after the wait of what a citizen has just caused.

    One refresh waits at most, and it is drawn when it is sent.
    """
    seq = QUIET if quietly else 0
    for lane in all_desks(connection, row, turn):
        if outbox.find_untried(connection, str(lane), ItemKind.REFRESH, row.id, seq=seq) is None:
            wait = quiet_wait(connection, row, turn) if quietly else AT_ONCE
            put_item(connection, RefreshCard(row.id, seq), lane, turn, wait=wait)


def tell_office(connection: Connection, region: str, notice: SayInGroup, turn: Turn) -> None:
    """Say *notice* in the group of *region*, or in the private chat where what it answers stands.

    What is said of a case that the group must not know of is said to whoever leads the office, or to nobody.
    """
    lane: Lane | None = lane_at(region, notice.reply_to, turn)
    if isinstance(lane, OfficeLane) and notice.case is not None and is_past_group(connection, notice.case):
        lane = head_lane(connection, region, turn)
    if lane is not None:
        put_item(connection, notice, lane, turn)


def tell_chat(connection: Connection, notice: SayInChat, turn: Turn) -> None:
    """Say *notice* in a group itself, in both languages: for groups that serve no region, or not this one."""
    put_item(connection, notice, GroupLane.of(turn.safe.group_mark(notice.chat)), turn)


def answer_command(connection: Connection, answer: AnswerCommand, turn: Turn) -> None:
    """Owe *answer* to its group, in place of an older answer to the same command that nobody has begun to send.

    The lane is the group's own, not its office's: it is open also where the office's is suspended.
    """
    lane = GroupLane.of(turn.safe.group_mark(answer.chat))
    for row in outbox.list_unclaimed(connection, str(lane), ItemKind.ANSWER):
        older = open_item(row, turn.safe)
        if isinstance(older, AnswerCommand) and (older.command, older.instead) == (answer.command, answer.instead):
            outbox.withdraw(connection, row.id)
    put_item(connection, answer, lane, turn)


def alert_admins(
    connection: Connection,
    key: str,
    values: Mapping[str, Any],
    turn: Turn,
    *,
    presses: Sequence[PrivatePress] = (),
    without: int | None = None,
    wait: timedelta = AT_ONCE,
) -> None:
    """Tell every admin in private, with a button for each of *presses*; never the content of a case.

    *without* the one who knows: who has just done it reads the answer to that. Not before *wait* is over.
    """
    spelled = tuple(spell_staff_press(press) for press in presses)
    for chat_id in sorted(admin_chats(connection, turn.rules) - {without}):
        lane = AdminLane.of(turn.safe.person_mark(chat_id))
        put_item(connection, SayInChat(chat_id, key, values, presses=spelled), lane, turn, wait=wait)
