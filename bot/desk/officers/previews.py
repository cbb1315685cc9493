"""The office's words on a case, answer or question: a preview, then sent or dropped.

Rules
- What speaks against sending (the case is at an end, somebody else has answered) is told once, then the press holds.
- A preview is decided once. One that its officer edits is dropped and shown anew under another number, so that no
  button ever stands under words other than those it sends.
- A message id counts only together with its chat: a region may have moved, a group may have become a supergroup.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, assert_never

from sqlalchemy import Connection

from bot.desk import talk
from bot.desk.colleagues import remember_officer
from bot.desk.history import Happening
from bot.desk.life import Change, change_case
from bot.desk.officers.acting import OfficeCase, case_of_press
from bot.desk.officers.written import reopen
from bot.desk.outgoing.items import EditPreview
from bot.desk.outgoing.posting import edit_preview, show_preview
from bot.desk.outgoing.posts import CasePost, PostRole, find_post, list_posts, point_post, remember_post
from bot.desk.people import Done, GroupPress, Officer, PressOutcome, Refused, Spot
from bot.desk.rules import Turn
from bot.desk.status import AT_AN_END, may_follow
from bot.desk.work import Work, read_work
from bot.terms import Level, Side, Status, TalkState
from storage import cases, files
from storage.cases import CaseRow


@dataclass(frozen=True, slots=True)
class Decision:
    """What a press says of the words `seq`: whether they go out, and as a question; `sure` in spite of doubts."""

    case: str
    seq: int
    send: bool
    asks: bool = False
    sure: bool = False


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
    by_head: Officer | None = None,
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
    under |= {} if by_head is None else {"head": by_head.id}
    box = talk.seal_words(key, seq, {"text": text, "reply_to": spot.to_box(), **under, **(attached or {})})
    cases.add_talk(connection, row.id, seq, side=Side.OFFICE, state=TalkState.PREVIEW, day=turn.today, box=box)
    remember_post(connection, spot, CasePost(row.id, PostRole.OFFICER, seq), turn.safe)
    point_post(connection, spot, seq, turn.safe)
    if attached is None and by_head is None:
        show_preview(connection, about.office.region, row.id, seq, turn)
    return seq


def decide_preview(connection: Connection, press: GroupPress, turn: Turn, *, decision: Decision) -> PressOutcome:
    """A press under a preview: send the words to the citizen, as an answer or a question, or drop them."""
    found = case_of_press(connection, press, decision.case, turn)
    if isinstance(found, Refused):
        return found
    post = find_post(connection, press.spot, turn.safe)
    if post is not None and (post.role, post.seq) != (PostRole.PREVIEW, decision.seq):
        return Refused("s.no_rights")
    if not cases.is_seq(decision.seq):
        return Refused("s.decided_before")
    if _is_heads(connection, found.row, decision.seq, turn):
        return Refused("s.no_rights")
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


def _send(
    connection: Connection, press: GroupPress, about: OfficeCase, decision: Decision, turn: Turn
) -> PressOutcome:
    """The words go out, unless something speaks against it that the presser has not been told yet."""
    row, region, seq = about.row, about.office.region, decision.seq
    entry = cases.get_talk(connection, row.id, seq)
    if entry is None or files.waits_in_talk(connection, row.id, seq):
        return Refused("s.no_rights")
    if entry.state is not TalkState.PREVIEW:
        return Refused("s.decided_before")
    work = read_work(row, turn.safe)
    doubt = None if decision.sure else _doubt(row, work, press.officer, seq)
    if doubt is not None:
        edit = EditPreview(row.id, seq, press.spot, doubt.key, doubt.values, doubted=True)
        edit_preview(connection, region, edit, turn)
        return doubt
    key = turn.safe.open_case_key(row.id, row.wrapped_key)
    words = talk.open_words(key, seq, entry.box)
    asks = decision.asks or bool(words.get("asks"))
    if not _change_case(connection, about, work, press.officer, seq, asks=asks, turn=turn):
        return Refused("s.withdrawn_before")
    cases.rewrite_talk(connection, row.id, seq, talk.seal_words(key, seq, {**words, "asks": asks}))
    cases.change_talk(connection, row.id, seq, TalkState.SENT, before=TalkState.PREVIEW, day=turn.today)
    told = asked_text(row.level) if asks else outcome_text(row.level)
    edit_preview(connection, region, EditPreview(row.id, seq, press.spot, told), turn)
    return Done(told)


def _change_case(
    connection: Connection, about: OfficeCase, work: Work, officer: Officer, seq: int, *, asks: bool, turn: Turn
) -> bool:
    """The case is asked about or answered; one that was at an end is opened again. Whoever speaks for nobody has it."""
    row = about.row
    if row.status in AT_AN_END:
        if not may_follow(Status.REOPENED, row.status):
            return False
        reopen(connection, about, officer, "", turn)
        row, work = replace(row, status=Status.REOPENED), replace(work, result=None)
    after = replace(work, assignee=work.assignee or officer)
    if asks:
        change = Change(Happening.ASKED, officer, to=Status.QUESTION)
    else:
        change = Change(Happening.ANSWERED, officer, to=Status.ANSWERED)
        after = replace(after, answered_by=officer, answered=seq)
    if work.assignee is None:
        remember_officer(connection, row.region, officer, turn)
    return change_case(connection, row, after, change, turn) is not None


def answer_case(connection: Connection, about: OfficeCase, officer: Officer, seq: int, turn: Turn) -> bool:
    """The case is answered with the words *seq* of *officer*; False when its status does not let it."""
    return _change_case(connection, about, read_work(about.row, turn.safe), officer, seq, asks=False, turn=turn)


def _is_heads(connection: Connection, row: CaseRow, seq: int, turn: Turn) -> bool:
    """Whether the words *seq* are the head's, which are decided in private."""
    entry = cases.get_talk(connection, row.id, seq)
    key = turn.safe.open_case_key(row.id, row.wrapped_key)
    return entry is not None and "head" in talk.open_words(key, seq, entry.box)


def _doubt(row: CaseRow, work: Work, officer: Officer, seq: int) -> Refused | None:
    """What the presser should know before these words go out as well."""
    if row.status in AT_AN_END and may_follow(Status.REOPENED, row.status):
        return Refused("s.reopen_and_send")
    by = work.answered_by
    if row.status is Status.ANSWERED and by is not None and by.id != officer.id and work.answered > 0:
        return Refused("s.answered_already", {"staff": by.name})
    return None


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


def outcome_text(level: Level) -> str:
    """What the preview says once it is sent: how the citizen will read it."""
    match level:
        case Level.RELAY:
            return "s.sent"
        case Level.CODE:
            return "s.stored_for_code"
        case Level.CONTACT:
            return "s.stored_contact"
        case unexpected:
            assert_never(unexpected)


def asked_text(level: Level) -> str:
    """The same of a question."""
    return "s.asked" if level is Level.RELAY else "s.asked_by_code"
