"""The office's words on a case, answer or question: a preview, then sent or dropped.

Rules
- What speaks against sending (the case is at an end, somebody else has answered) is told once, then the press holds.
- A preview is decided once. One that its officer edits is dropped and shown anew under another number, so that no
  button ever stands under words other than those it sends.
- A message id counts only together with its chat: a region may have moved, a group may have become a supergroup.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.desk import talk
from bot.desk.identifiers import asks_for_personal, telltale_in
from bot.desk.officers import leaving
from bot.desk.officers.acting import OfficeCase, case_of_press
from bot.desk.outgoing.items import EditPreview, LetGo, SayInGroup
from bot.desk.outgoing.lanes import WordsLane
from bot.desk.outgoing.posting import edit_preview, put_item, show_preview, tell_office
from bot.desk.outgoing.posts import CasePost, PostRole, find_post, list_posts, point_post, remember_post
from bot.desk.people import Done, GroupPress, Officer, PressOutcome, Refused, Spot
from bot.desk.rules import Turn
from bot.desk.status import AT_AN_END, may_follow
from bot.desk.work import Work, read_work
from bot.frozen import frozen
from bot.terms import Side, Status, TalkState
from storage import cases, files
from storage.cases import CaseRow
from storage.office_ways import get_ways


@frozen
class Ruling:
    """What a press says of the words `seq`: whether they go out, and as a question; `sure` in spite of doubts."""

    case: str
    seq: int
    send: bool
    asks: bool = False
    sure: bool = False


@frozen
class HeadWords:
    """Words that `head` wrote in private; `aside` when they are for the citizen and no answer of the case."""

    head: Officer
    aside: bool = False


def keep_preview(
    connection: Connection,
    about: OfficeCase,
    text: str,
    spot: Spot,
    turn: Turn,
    *,
    linked: bool = False,
    asks: bool = False,
    attached: Mapping[str, Any] | None = None,
    by_head: HeadWords | None = None,
) -> int:
    """Seal the officer's words and show them to the group before anything goes out. The number of the words.

    *linked*: under them lay a link, which does not go out; *asks*: they are a question. With files *attached* the
    preview waits until they are cleaned (`officers.files`); *by_head*: the head wrote them in private, where the
    preview stands and nobody else decides it (`officers.heads`).
    """
    row = about.row
    seq = cases.next_seq(connection, row.id)
    key = turn.safe.open_case_key(row.id, row.wrapped_key)
    under: dict[str, Any] = {**({"linked": True} if linked else {}), **({"asks": True} if asks else {})}
    if by_head is not None:
        under |= {"head": by_head.head.id, **({"aside": True} if by_head.aside else {})}
    box = talk.seal_words(key, seq, {"text": text, "reply_to": spot.to_box(), **under, **(attached or {})})
    cases.add_talk(connection, row.id, seq, side=Side.OFFICE, state=TalkState.PREVIEW, day=turn.today, box=box)
    remember_post(connection, spot, CasePost(row.id, PostRole.OFFICER, seq), turn.safe)
    point_post(connection, spot, seq, turn.safe)
    if attached is None and by_head is None:
        show_preview(connection, about.office.region, row.id, seq, turn)
    return seq


def keep_answer(
    connection: Connection, about: OfficeCase, text: str, spot: Spot, officer: Officer | None, turn: Turn
) -> bool:
    """Send the officer's answer without a preview, where the office wants it so and nothing speaks against it.

    False, and nothing is done, where it has to be looked at first: something was found in it, the case is at an end or
    somebody else has answered, or nobody is known who could be named for it.
    """
    row, work = about.row, read_work(about.row, turn.safe)
    looked_at = not get_ways(connection, row.region).at_once or officer is None
    if looked_at or officer is None or telltale_in(text) or asks_for_personal(text):
        return False
    if row.status in AT_AN_END or work.bars(officer) or _doubt(connection, row, work, officer, 0, turn) is not None:
        return False
    seq = cases.next_seq(connection, row.id)
    key = turn.safe.open_case_key(row.id, row.wrapped_key)
    said = {"text": text, "reply_to": spot.to_box()}
    words = leaving.mark_leaving(connection, row, officer, said, turn, asks=False)
    box = talk.seal_words(key, seq, words)
    cases.add_talk(connection, row.id, seq, side=Side.OFFICE, state=TalkState.LEAVING, day=turn.today, box=box)
    remember_post(connection, spot, CasePost(row.id, PostRole.OFFICER, seq), turn.safe)
    sending = leaving.read_leave(words).sending
    done = leaving.let_go(connection, row.id, seq, None, turn, sending=sending)
    tell_office(connection, about.office.region, SayInGroup(done.key, done.values, spot, row.id), turn)
    return True


def decide_preview(connection: Connection, press: GroupPress, turn: Turn, *, decision: Ruling) -> PressOutcome:
    """A press under a preview: send the words to the citizen, as an answer or a question, or drop them."""
    found = case_of_press(connection, press, decision.case, turn)
    if isinstance(found, Refused):
        return found
    post = find_post(connection, press.spot, turn.safe)
    if post is not None and (post.role, post.seq) != (PostRole.PREVIEW, decision.seq):
        return Refused("s.no_rights")
    if not cases.is_seq(decision.seq):
        return Refused("s.decided_before")
    if (why := _why_not_groups(connection, found.row, decision.seq, turn)) is not None:
        return Refused(why)
    if decision.send:
        return _send(connection, press, found, decision, turn)
    return _drop(connection, press, found, decision.seq, turn)


def _drop(connection: Connection, press: GroupPress, about: OfficeCase, seq: int, turn: Turn) -> PressOutcome:
    row, before = about.row, TalkState.PREVIEW
    if not cases.change_talk(connection, row.id, seq, TalkState.DROPPED, before=before, day=turn.today):
        return Refused("s.decided_before")
    files.drop_of_talk(connection, row.id, seq)
    edit_preview(connection, about.office.region, EditPreview(row.id, seq, press.spot, "s.not_sent"), turn)
    return Done("s.not_sent")


def _send(connection: Connection, press: GroupPress, about: OfficeCase, decision: Ruling, turn: Turn) -> PressOutcome:
    """The words go out, unless something speaks against it that the presser has not been told yet."""
    row, region, seq = about.row, about.office.region, decision.seq
    entry = cases.get_talk(connection, row.id, seq)
    if entry is None or entry.state is not TalkState.PREVIEW:
        return Refused("s.decided_before")
    if files.waits_in_talk(connection, row.id, seq):
        return Refused("s.no_rights")
    if row.status in AT_AN_END and not may_follow(Status.REOPENED, row.status):
        return Refused("s.withdrawn_before")
    work = read_work(row, turn.safe)
    if work.bars(press.officer):
        return Refused(work.why_barred(press.officer, row.desk))
    doubt = None if decision.sure else _doubt(connection, row, work, press.officer, seq, turn)
    if doubt is not None:
        edit = EditPreview(row.id, seq, press.spot, doubt.key, doubt.values, doubted=True)
        edit_preview(connection, region, edit, turn)
        return doubt
    key = turn.safe.open_case_key(row.id, row.wrapped_key)
    words = talk.open_words(key, seq, entry.box)
    asks = decision.asks or bool(words.get("asks"))
    words = leaving.mark_leaving(connection, row, press.officer, words, turn, asks=asks)
    cases.rewrite_talk(connection, row.id, seq, talk.seal_words(key, seq, words))
    sending = leaving.read_leave(words).sending
    seconds = get_ways(connection, region).take_back
    cases.change_talk(connection, row.id, seq, TalkState.LEAVING, before=TalkState.PREVIEW, day=turn.today)
    if not seconds:
        return leaving.let_go(connection, row.id, seq, press.spot, turn, sending=sending)
    wait = timedelta(seconds=seconds)
    put_item(connection, LetGo(row.id, seq, press.spot, sending), WordsLane(row.id), turn, wait=wait)
    edit = EditPreview(row.id, seq, press.spot, "s.leaving", {"seconds": seconds}, returns=True)
    edit_preview(connection, region, edit, turn)
    return Done("s.leaving", {"seconds": seconds})


def _why_not_groups(connection: Connection, row: CaseRow, seq: int, turn: Turn) -> str | None:
    """Why the group decides nothing of the words *seq*: they are the head's, who decides in private.

    Those between citizen and head are refused as words are that are not there: nobody may learn of them.
    """
    entry = cases.get_talk(connection, row.id, seq)
    if entry is None:
        return None
    words = talk.open_words(turn.safe.open_case_key(row.id, row.wrapped_key), seq, entry.box)
    if "aside" in words:
        return "s.decided_before"
    return "s.no_rights" if "head" in words else None


def _doubt(
    connection: Connection, row: CaseRow, work: Work, officer: Officer, seq: int, turn: Turn
) -> Refused | None:
    """What the presser should know before these words go out as well."""
    if row.status in AT_AN_END and may_follow(Status.REOPENED, row.status):
        return Refused("s.reopen_and_send")
    by = work.answered_by if row.status is Status.ANSWERED and work.answered > 0 else None
    said = [by] if by is not None else []
    key = turn.safe.open_case_key(row.id, row.wrapped_key)
    for entry in cases.list_talk(connection, row.id, aside=turn.safe.damages.met, states=(TalkState.LEAVING,)):
        words = talk.words_or_none(key, entry)
        if words is not None and entry.seq != seq:
            said.append(leaving.read_leave(words).by)
    others = [each for each in said if each.id != officer.id]
    return Refused("s.answered_already", {"staff": others[-1].name}) if others else None


def replace_preview(
    connection: Connection,
    about: OfficeCase,
    seq: int,
    text: str,
    spot: Spot,
    turn: Turn,
    *,
    linked: bool = False,
    asks: bool = False,
) -> None:
    """The officer edited words that nobody has sent: the old preview says so, the new words get their own."""
    drop_preview(connection, about, seq, turn)
    keep_preview(connection, about, text, spot, turn, linked=linked, asks=asks)


def drop_preview(connection: Connection, about: OfficeCase, seq: int, turn: Turn) -> None:
    """These words will not be sent, others take their place: the preview that shows them says so."""
    row = about.row
    if cases.change_talk(connection, row.id, seq, TalkState.DROPPED, before=TalkState.PREVIEW, day=turn.today):
        shown = list_posts(connection, row.id, turn.safe)
        spots = [post.spot for post in shown if (post.role, post.seq) == (PostRole.PREVIEW, seq)]
        if spots:
            last = max(spots, key=lambda each: each.message)
            edit = EditPreview(row.id, seq, last, "s.preview_replaced")
            edit_preview(connection, about.office.region, edit, turn)
