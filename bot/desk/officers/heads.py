"""To the head: a case goes to whoever leads its office, whose answer in private goes to the citizen.

Rules
- What stands in the head's private chat gives rights to the head of the case's region alone, while they are in its
  group: who was replaced or has left decides nothing by it, and neither does whoever forges a press.
- The head's words become a preview in that chat, never in the group; nobody else can send or drop it.
- What answers a citizen's word to the head alone moves no status, and no group hears of it (`bot/desk/safety.py`).
- Nothing of the head's account crosses: the citizen reads the words as the office's.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.desk import talk
from bot.desk.history import Happening
from bot.desk.holders import find_head
from bot.desk.life import Change, change_case
from bot.desk.officers.acting import OfficeCase, why_no_member
from bot.desk.officers.leaving import outcome_text, speak_for_office
from bot.desk.officers.previews import HeadWords, keep_preview
from bot.desk.outgoing import relay
from bot.desk.outgoing.items import ItemKind, TellHead
from bot.desk.outgoing.lanes import OfficerLane
from bot.desk.outgoing.posting import put_item
from bot.desk.outgoing.posts import PostRole, find_post, list_posts
from bot.desk.people import Done, GroupPress, GroupStanding, Officer, PressOutcome, Refused, Spot
from bot.desk.rules import Turn
from bot.desk.safe import Safe
from bot.desk.safety import is_between
from bot.desk.status import AT_AN_END
from bot.desk.work import Work
from bot.frozen import frozen
from bot.terms import Desk, Status, TalkState
from storage import cases, offices, outbox
from storage.cases import CaseRow


@frozen
class HeadReply:
    """A message in a private chat that answers message `answered` of it; `text` is None when it is not words alone."""

    spot: Spot
    answered: int
    officer: Officer
    text: str | None
    linked: bool = False
    standing: GroupStanding = GroupStanding.UNASKED


@frozen
class HeadDecision:
    """What the head's press says of their words `seq`."""

    case: str
    seq: int
    send: bool


def give_to_head(
    connection: Connection, press: GroupPress, about: OfficeCase, work: Work, turn: Turn
) -> PressOutcome:
    """The case goes to the head, who has it in private; its citizen is told that it did, not to whom."""
    head = find_head(connection, about.office.region, turn.safe)
    if head is None:
        return Refused("s.head_none")
    if not head.started:
        return Refused("s.head_silent")
    if about.row.status is Status.WITH_HEAD:
        if _has_it(connection, about.row.id, head.officer.id, turn):
            return Refused("s.head_has_it")
        _tell_head(connection, TellHead(about.row.id, head.officer.id), turn)  # the head is another one now
        return Done("s.head_sent")
    change = Change(Happening.TO_HEAD, press.officer, to=Status.WITH_HEAD)
    if change_case(connection, about.row, work, change, turn) is None:
        return Refused("s.at_an_end")
    _tell_head(connection, TellHead(about.row.id, head.officer.id), turn)
    return Done("s.head_sent")


def _has_it(connection: Connection, case_id: str, head: int, turn: Turn) -> bool:
    """Whether the case stands in the private chat of *head*, or is on its way there."""
    posts = list_posts(connection, case_id, turn.safe)
    stands = any(post.role is PostRole.HEAD and post.seq is None and post.spot.chat == head for post in posts)
    return stands or _comes(connection, case_id, head, turn)


def _comes(connection: Connection, case_id: str, head: int, turn: Turn) -> bool:
    """Whether the case is on its way to *head*."""
    lane = str(OfficerLane.of(turn.safe.person_mark(head)))
    return any(item.seq is None for item in outbox.list_of_case(connection, lane, ItemKind.HEAD, case_id))


def tell_head_again(
    connection: Connection, row: CaseRow, head: Officer, words: Sequence[int], turn: Turn
) -> None:
    """What was given to *head* once more: the case, *words* of its citizen to them alone, their own that wait to go."""
    if row.status is Status.WITH_HEAD and row.desk is Desk.GROUP and not _comes(connection, row.id, head.id, turn):
        _tell_head(connection, TellHead(row.id, head.id), turn)
    key = turn.safe.open_case_key(row.id, row.wrapped_key)
    mine = [
        entry.seq
        for entry in cases.list_talk(
            connection, row.id, aside=turn.safe.damages.met, states=(TalkState.PREVIEW,)
        )
        if (talk.words_or_none(key, entry) or {}).get("head") == head.id
    ]
    lane = str(OfficerLane.of(turn.safe.person_mark(head.id)))
    for seq in (*words, *mine):
        if not outbox.has_pending(connection, lane, ItemKind.HEAD, row.id, seq):
            _tell_head(connection, TellHead(row.id, head.id, seq), turn)


def is_for_head(connection: Connection, reply: HeadReply, turn: Turn) -> bool:
    """Whether *reply* answers what a head was sent; everything else in a private chat is a citizen's."""
    post = find_post(connection, Spot(reply.spot.chat, reply.answered), turn.safe)
    return post is not None and post.role is PostRole.HEAD


def take_head_reply(connection: Connection, reply: HeadReply, turn: Turn) -> PressOutcome | None:
    """A reply in a private chat: keep it as a preview there, or say why not; None when it answers no post to a head.

    One that the head has edited is a preview of its own, and the words before it are dropped.
    """
    post = find_post(connection, Spot(reply.spot.chat, reply.answered), turn.safe)
    if post is None or post.role is not PostRole.HEAD:
        return None
    about = case_of_head(connection, post.case, reply.officer, reply.standing, turn)
    if isinstance(about, Refused):
        return about
    text = (reply.text or "").strip()
    if not text:
        return Refused("h.text_only")
    if _was_sent(connection, reply, turn):
        return Refused("s.reply_edited")
    by_head = HeadWords(reply.officer, aside=_is_aside(connection, about.row.id, post.seq, turn.safe))
    seq = keep_preview(connection, about, text, reply.spot, turn, linked=reply.linked, by_head=by_head)
    _tell_head(connection, TellHead(about.row.id, reply.officer.id, seq), turn)
    return Done("h.preview_comes")


def decide_as_head(
    connection: Connection, press: GroupPress, turn: Turn, *, decision: HeadDecision
) -> PressOutcome:
    """A press under the head's own words: send them as the office's answer, or drop them."""
    about = case_of_head(connection, decision.case, press.officer, press.standing, turn)
    if isinstance(about, Refused):
        return about
    row, post = about.row, find_post(connection, press.spot, turn.safe)
    if post is None or (post.role, post.case, post.seq) != (PostRole.HEAD, row.id, decision.seq):
        return Refused("s.no_rights")
    entry = cases.get_talk(connection, row.id, decision.seq) if cases.is_seq(decision.seq) else None
    if entry is None or entry.state is not TalkState.PREVIEW:
        return Refused("s.decided_before")
    words = talk.open_words(turn.safe.open_case_key(row.id, row.wrapped_key), entry.seq, entry.box)
    if words.get("head") != press.officer.id:
        return Refused("s.no_rights")
    after = TalkState.SENT if decision.send else TalkState.DROPPED
    if words.get("aside"):
        return _decide_aside(connection, row, entry.seq, after, turn)
    if decision.send and row.status in AT_AN_END:
        return Refused("s.at_an_end")
    if decision.send:
        why = speak_for_office(connection, row, press.officer, entry.seq, asks=False, turn=turn)
        if why is not None:
            return Refused(why)
    cases.change_talk(connection, row.id, entry.seq, after, before=TalkState.PREVIEW, day=turn.today)
    return Done(outcome_text(row.level) if decision.send else "s.not_sent")


def _is_aside(connection: Connection, case_id: str, seq: int | None, safe: Safe) -> bool:
    """Whether message *seq* of the case is between its citizen and the head: no answer of the case."""
    row = None if seq is None else cases.get_case(connection, case_id)
    return row is not None and is_between(connection, row, seq, safe)


def _decide_aside(connection: Connection, row: CaseRow, seq: int, after: TalkState, turn: Turn) -> PressOutcome:
    """What the head has done for the citizen's safety is for the two alone: the case stays as it is, wherever it is."""
    cases.change_talk(connection, row.id, seq, after, before=TalkState.PREVIEW, day=turn.today)
    if after is not TalkState.SENT:
        return Done("s.not_sent")
    relay.push(connection, row, turn)
    return Done(outcome_text(row.level))


def case_of_head(
    connection: Connection, case_id: str, officer: Officer, standing: GroupStanding, turn: Turn
) -> OfficeCase | Refused:
    """The case, if *officer* leads the office that has it now; nobody else changes it until this transaction ends."""
    cases.lock_case(connection, case_id)
    row = cases.get_case(connection, case_id)
    office = None if row is None else offices.get_office(connection, row.region)
    if row is None or office is None:
        return Refused("s.no_rights" if row is None else "a.not_bound")
    head = find_head(connection, row.region, turn.safe)
    if head is None or head.officer.id != officer.id:
        return Refused("h.not_head")
    why = why_no_member(connection, office, officer, standing, turn)
    return OfficeCase(office, row) if why is None else Refused(why)


def _was_sent(connection: Connection, reply: HeadReply, turn: Turn) -> bool:
    """Whether the message has gone out already; words of it that have not are dropped."""
    mine = find_post(connection, reply.spot, turn.safe)
    if mine is None or mine.role is not PostRole.OFFICER or mine.seq is None:
        return False
    dropped = cases.change_talk(
        connection, mine.case, mine.seq, TalkState.DROPPED, before=TalkState.PREVIEW, day=turn.today
    )
    entry = None if dropped else cases.get_talk(connection, mine.case, mine.seq)
    return entry is not None and entry.state is TalkState.SENT


def _tell_head(connection: Connection, item: TellHead, turn: Turn) -> None:
    put_item(connection, item, OfficerLane.of(turn.safe.person_mark(item.chat)), turn)
