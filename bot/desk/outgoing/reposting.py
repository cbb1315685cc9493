"""A case that a group must get although nobody filed it just now: it waited for a group, or its posts are elsewhere."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.desk import history, talk
from bot.desk.history import Happening
from bot.desk.holders import find_ready_head
from bot.desk.outgoing import relay
from bot.desk.outgoing.chats import OfficeDamagedError, group_of
from bot.desk.outgoing.desks import has_desk, lane_at, private_lane
from bot.desk.outgoing.items import (
    DeleteMessage,
    ItemKind,
    PostAddition,
    PostCard,
    PostOpinion,
    SayInGroup,
    WipePosts,
)
from bot.desk.outgoing.lanes import OfficeLane
from bot.desk.outgoing.posting import (
    AT_ONCE,
    awaited_additions,
    carry_notices,
    enqueue_addition,
    enqueue_card,
    enqueue_files,
    put_item,
    quiet_wait,
    refresh_card,
    share_notices,
    show_preview,
    tell_office,
    waits,
)
from bot.desk.outgoing.posts import PostRole, card_in, files_in, list_posts, mark_files_gone, posted_in, shown_in
from bot.desk.outgoing.to_head import leave_former_heads, pass_to_head, tell_of_waiting
from bot.desk.outgoing.unheard import unheard
from bot.desk.people import THE_BOT, Officer, Spot
from bot.desk.rules import WORKDAYS, Turn
from bot.desk.status import AT_AN_END, UNANSWERED, set_status
from bot.desk.workdays import calendar_now
from bot.graphemes import shortened
from bot.terms import Desk, Side, Status, TalkState
from storage import cases, outbox
from storage.cases import CaseRow
from storage.office_ways import is_notice_only

LONGEST_REASON = 1500
"""Characters of a reason in a notice: with all that stands around it it must fit into one message of 4096."""


OTHERS_HAVE = (PostRole.WIPED, PostRole.EXPERT, PostRole.EXPERT_FILE)
"""Posts in private chats by which nobody has the case as its head."""


def shorten_reason(why: str) -> str:
    """*why* as a notice says it; all of it stands in the history of the case."""
    return shortened(why, LONGEST_REASON)


def take_up(connection: Connection, row: CaseRow, turn: Turn) -> int:
    """A case that waited for a group is posted there; its term begins today. What it took (see `_post_whole`).

    Nothing is done with a case that another process has taken up meanwhile, and that may be in work by now.
    """
    cases.lock_case(connection, row.id)
    now = cases.get_case(connection, row.id)
    if now is None or now.status is not Status.WAITING:
        return 1
    due = calendar_now(connection, turn).due_on(turn.today, WORKDAYS)
    set_status(connection, row.id, Status.REGISTERED, today=turn.today, due_on=due)
    spent = _post_whole(connection, row, turn)
    relay.push(connection, row, turn)
    return spent


def post_if_missing(connection: Connection, row: CaseRow, chat_id: int, turn: Turn) -> int:
    """Post the case unless the group has it, or will have it soon. What it took (see `_post_whole`)."""
    if is_notice_only(connection, row.region):
        _take_words_away(connection, row, chat_id, turn)
    if waits(connection, ItemKind.CARD, row, turn) or posted_in(connection, row.id, chat_id, turn.safe) is not None:
        return 1
    return _post_whole(connection, row, turn)


def show_reopened(connection: Connection, row: CaseRow, turn: Turn) -> None:
    """A case that is open again gets a card where its group has none: another group may serve the region by now.

    Words that come with it bring the card themselves, where the group may hold words.
    """
    try:
        group = group_of(connection, row.region, turn.safe)
    except OfficeDamagedError:
        return  # it is posted with all others when the row is mended
    if row.desk is Desk.HEAD or group is None or card_in(connection, row.id, group.chat, turn.safe):
        return
    brings = not is_notice_only(connection, row.region) and waits(connection, ItemKind.ADDITION, row, turn)
    if not brings and not waits(connection, ItemKind.CARD, row, turn):
        enqueue_card(connection, row, turn)


def bare_if_shown(connection: Connection, row: CaseRow, chat_id: int, turn: Turn) -> int:
    """What the group that sees notices only has of the words of a case leaves it. What it took.

    Of a case that is answered or over nobody gets them in private unasked: an officer may have had hundreds of such.
    Of others most have gone before; one that has moved meanwhile goes now.
    """
    if not is_notice_only(connection, row.region):
        return 1
    shown = shown_in(connection, row.id, chat_id, turn.safe)
    if row.status not in UNANSWERED:
        if shown:
            take_desk(connection, row, chat_id, turn)
            refresh_card(connection, row, turn)
        return 1
    card = card_in(connection, row.id, chat_id, turn.safe)[:1]
    left = [message for message in shown if message not in card] or files_in(connection, row.id, chat_id, turn.safe)
    lane = str(OfficeLane(row.region))
    if left and not outbox.has_pending(connection, lane, ItemKind.WIPE, row.id):
        _take_words_away(connection, row, chat_id, turn)
    return 1


def move_to_head(connection: Connection, row: CaseRow, turn: Turn) -> int:
    """What was sent past the group goes to whoever leads the office now, and from whoever did. What it took.

    Its citizen reads that somebody else leads it: they may have had a reason to send it to that very person. A case of
    the group that was given to a former head leaves their chat, and stays with the group.
    """
    if row.desk is Desk.GROUP:
        leave_former_heads(connection, row, turn)
        return 1
    head = find_ready_head(connection, row.region, turn.safe)
    chat = None if head is None else head.officer.id
    placed = list_posts(connection, row.id, turn.safe)
    others = {post.spot.chat for post in placed if post.role not in OTHERS_HAVE} - {chat}
    has_card = any(post.role is PostRole.CARD and post.spot.chat == chat for post in placed)
    for other in sorted(others):
        take_desk(connection, row, other, turn)
    if chat is None or row.status in AT_AN_END or has_card:
        return 1
    if not outbox.has_pending(connection, str(private_lane(chat, turn)), ItemKind.CARD, row.id, None):
        open_desk(connection, row, chat, turn)
    if others:
        history.note(connection, row, Happening.NEW_HEAD, THE_BOT, turn, why="", about="")
        relay.push(connection, row, turn)
    return 1


def enter_group(connection: Connection, row: CaseRow, why: str, turn: Turn) -> None:
    """The case has come into the group from whoever leads the office: all of it, and why."""
    _post_whole(connection, row, turn)
    told = {"case_no": row.number, "said": shorten_reason(why)}
    tell_office(connection, row.region, SayInGroup("s.from_head", told, case=row.id), turn)


def post_transferred(connection: Connection, row: CaseRow, came_from: str, why: str, turn: Turn) -> None:
    """The case has come from another office: all of it, from where and why, and what that was still to be told."""
    _post_whole(connection, row, turn, came_from=came_from)
    carry_notices(connection, row, OfficeLane(came_from), turn)
    pass_to_head(connection, row.region, turn, case_id=row.id)
    leave_former_heads(connection, row, turn)
    tell_of_waiting(connection, row.region, turn, case_id=row.id)
    told = {"case_no": row.number, "region": came_from, "said": shorten_reason(why)}
    tell_office(connection, row.region, SayInGroup("s.transferred_in", told, case=row.id), turn)


def _post_whole(connection: Connection, row: CaseRow, turn: Turn, *, came_from: str | None = None) -> int:
    """The card with its files and all that the citizen said later; how many messages that is.

    Never after a wait: the hour tells when the group came, not when the case was filed. What no office has seen yet
    leaves when it was to leave, also when the case *came_from* another's.
    """
    talked = cases.list_talk(connection, row.id, aside=turn.safe.damages.met)
    said = [entry for entry in talked if entry.side == Side.CITIZEN]
    enqueue_card(connection, row, turn, at_once=True)
    if is_notice_only(connection, row.region):
        return 1
    _post_files(connection, row, talk.OF_THE_CASE, turn)
    awaited = awaited_additions(connection, row, OfficeLane(row.region), turn.safe)
    waiting = unheard(connection, row, turn, left=came_from)
    for entry in sorted(said, key=lambda entry: (entry.seq in waiting, entry.seq)):
        wait = waiting.get(entry.seq, AT_ONCE)
        if entry.seq not in awaited:
            enqueue_addition(connection, row, entry.seq, turn, wait=wait)
        _post_files(connection, row, entry.seq, turn, wait=wait)
    return 1 + len(said)


def pass_desk(
    connection: Connection,
    row: CaseRow,
    before: Officer | None,
    after: Officer | None,
    turn: Turn,
    *,
    quietly: bool = False,
) -> None:
    """Who had the case in private has it no more, who has it now gets all of it.

    Where the group sees words nobody gets it; what stands in private from other days goes all the same. *quietly*: what
    is taken away goes after the wait of what a citizen has just caused.
    """
    if (before and before.id) == (after and after.id) or row.desk is Desk.HEAD:
        return
    bare = is_notice_only(connection, row.region)
    if before is not None and (bare or _has_any(connection, row, before.id, turn)):
        take_desk(connection, row, before.id, turn, wait=quiet_wait(connection, row, turn) if quietly else AT_ONCE)
    if after is not None and bare:
        open_desk(connection, row, after.id, turn)
        share_notices(connection, row, private_lane(after.id, turn), turn)


def _has_any(connection: Connection, row: CaseRow, chat_id: int, turn: Turn) -> bool:
    """Whether words or files of the case stand in the chat."""
    shown = shown_in(connection, row.id, chat_id, turn.safe, heads_stay=True)
    return bool(shown or files_in(connection, row.id, chat_id, turn.safe))


def open_desk(connection: Connection, row: CaseRow, person_id: int, turn: Turn) -> None:
    """The whole case for the private chat of who has it: card, files, what its citizen and its experts said, undecided
    answers."""
    lane = private_lane(person_id, turn)
    wipes = outbox.list_of_case(connection, str(lane), ItemKind.WIPE, row.id)
    for wipe in wipes:
        if not outbox.is_claimed(connection, wipe.id):  # it would hold up what comes now, for who had blocked the bot
            outbox.withdraw(connection, wipe.id)
    put_item(connection, PostCard(row.id), lane, turn)
    if wipes:
        leave_former_heads(connection, row, turn)  # of what was for the head alone nothing may stay with one of before
    _post_files(connection, row, talk.OF_THE_CASE, turn)
    awaited, waiting = awaited_additions(connection, row, lane, turn.safe), unheard(connection, row, turn)
    shown = (TalkState.SENT, TalkState.PREVIEW)
    for entry in cases.list_talk(connection, row.id, aside=turn.safe.damages.met, states=shown):
        if entry.side == Side.CITIZEN and entry.seq not in awaited:
            wait = waiting.get(entry.seq, AT_ONCE)
            put_item(connection, PostAddition(row.id, entry.seq), lane, turn, wait=wait)
            _post_files(connection, row, entry.seq, turn, wait=wait)
        elif entry.state is TalkState.PREVIEW:
            show_preview(connection, row.region, row.id, entry.seq, turn)
    for told in history.list_history(connection, row, turn.safe):
        if told.what is Happening.OPINION:
            put_item(connection, PostOpinion(row.id, told.seq), lane, turn)


def take_desk(connection: Connection, row: CaseRow, chat_id: int, turn: Turn, *, wait: timedelta = AT_ONCE) -> None:
    """What the chat has of the case loses its words, its files are deleted, once *wait* is over."""
    lane = lane_at(row.region, Spot(chat_id, 0), turn)
    put_item(connection, WipePosts(row.id, row.region, chat_id), lane, turn, wait=wait)
    shown = files_in(connection, row.id, chat_id, turn.safe)
    for spot in shown:
        put_item(connection, DeleteMessage(spot), lane, turn, wait=wait)
    mark_files_gone(connection, shown, turn.safe)


def _take_words_away(connection: Connection, row: CaseRow, chat_id: int, turn: Turn) -> None:
    """The group of a region that sees notices only has none of its words; who has the case has them in private."""
    take_desk(connection, row, chat_id, turn)
    refresh_card(connection, row, turn)
    officer = has_desk(connection, row.id, turn)
    if officer is None:
        return
    coming = outbox.has_pending(connection, str(private_lane(officer.id, turn)), ItemKind.CARD, row.id, None)
    if not coming and posted_in(connection, row.id, officer.id, turn.safe) is None:
        open_desk(connection, row, officer.id, turn)


def _post_files(connection: Connection, row: CaseRow, seq: int, turn: Turn, *, wait: timedelta = AT_ONCE) -> None:
    """The citizen's files of one message, or of the case itself; none that wait in the lane already."""
    if not waits(connection, ItemKind.FILES, row, turn, seq):
        files = talk.citizen_files(connection, row, seq, turn.safe)
        enqueue_files(connection, row, files, turn, seq=seq, wait=wait)
