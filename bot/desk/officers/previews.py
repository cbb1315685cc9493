"""The office's words on a case: a preview, then sent or dropped; and who may act on a case.

Rules
- Whoever acts from a group acts on the cases of that group's region only, whatever the callback data say.
- A preview is decided once. One that its officer edits is dropped and shown anew under another number, so that no
  button ever stands under words other than those it sends.
- A message id counts only together with its chat: a region may have moved, a group may have become a supergroup.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from sqlalchemy import Connection

from bot.desk import talk
from bot.desk.outgoing import relay
from bot.desk.outgoing.posting import edit_preview, show_preview
from bot.desk.outgoing.posts import CasePost, PostRole, find_post, list_posts, point_post, remember_post
from bot.desk.people import Done, GroupPress, PressOutcome, Refused, Spot
from bot.desk.rules import Turn
from bot.desk.status import set_status
from bot.terms import Level, Side, Status, TalkState
from storage import cases, files, offices
from storage.cases import CaseRow
from storage.offices import OfficeRow


@dataclass(frozen=True, slots=True)
class OfficeCase:
    """A case, and the office that may act on it."""

    office: OfficeRow
    row: CaseRow


def case_of_press(connection: Connection, press: GroupPress, case_id: str, turn: Turn) -> OfficeCase | Refused:
    """The case that the presser may act on, or why not."""
    office = offices.find_office(connection, turn.safe.group_mark(press.spot.chat))
    row = cases.get_case(connection, case_id)
    post = find_post(connection, press.spot, turn.safe)
    if row is None or (post is not None and post.case != case_id):
        return Refused("s.no_rights")
    if office is None or office.region != row.region:
        return Refused("s.no_rights" if post is None else where_it_went(connection, row.region))
    return OfficeCase(office, row)


def where_it_went(connection: Connection, region: str) -> str:
    """What a group that posted a case of *region* is told when it does not serve the region any more."""
    return "a.not_bound" if offices.get_office(connection, region) is None else "s.gone"


def keep_preview(
    connection: Connection,
    about: OfficeCase,
    text: str,
    spot: Spot,
    turn: Turn,
    *,
    linked: bool = False,
    attached: Mapping[str, Any] | None = None,
) -> int:
    """Seal the officer's words and show them to the group before anything goes out. The number of the words.

    *linked*: under them lay a link, which does not go out. With files *attached* the preview waits until they are
    cleaned (`officers.files`).
    """
    row = about.row
    seq = cases.next_seq(connection, row.id)
    key = turn.safe.open_case_key(row.id, row.wrapped_key)
    under = {"linked": True} if linked else {}
    box = talk.seal_words(key, seq, {"text": text, "reply_to": spot.to_box(), **under, **(attached or {})})
    cases.add_talk(connection, row.id, seq, side=Side.OFFICE, state=TalkState.PREVIEW, day=turn.today, box=box)
    remember_post(connection, spot, CasePost(row.id, PostRole.OFFICER, seq), turn.safe)
    point_post(connection, spot, seq, turn.safe)
    if attached is None:
        show_preview(connection, about.office.region, row.id, seq, turn)
    return seq


def decide_preview(
    connection: Connection, press: GroupPress, turn: Turn, *, case_id: str, seq: int, send: bool
) -> PressOutcome:
    """A press under a preview: send the words to the citizen, or drop them."""
    found = case_of_press(connection, press, case_id, turn)
    if isinstance(found, Refused):
        return found
    row = found.row
    post = find_post(connection, press.spot, turn.safe)
    if post is not None and (post.role, post.seq) != (PostRole.PREVIEW, seq):
        return Refused("s.no_rights")
    if not cases.is_seq(seq):
        return Refused("s.decided_before")
    if send and files.waits_in_talk(connection, case_id, seq):
        return Refused("s.no_rights")
    decided = TalkState.SENT if send else TalkState.DROPPED
    if not cases.change_talk(connection, case_id, seq, decided, before=TalkState.PREVIEW, day=turn.today):
        return Refused("s.decided_before")
    if not send:
        files.drop_of_talk(connection, case_id, seq)
    told = outcome_text(row.level) if send else "s.not_sent"
    if send:
        set_status(connection, case_id, Status.ANSWERED, today=turn.today)
        relay.push(connection, row, turn)
    edit_preview(connection, found.office.region, row.id, seq, press.spot, told, turn)
    return Done(told)


def replace_preview(
    connection: Connection, about: OfficeCase, seq: int, text: str, spot: Spot, turn: Turn, *, linked: bool = False
) -> None:
    """The officer edited words that nobody has sent: the old preview says so, the new words get their own."""
    drop_preview(connection, about, seq, turn)
    keep_preview(connection, about, text, spot, turn, linked=linked)


def drop_preview(connection: Connection, about: OfficeCase, seq: int, turn: Turn) -> None:
    """These words will not be sent, others take their place: the preview that shows them says so."""
    row = about.row
    if cases.change_talk(connection, row.id, seq, TalkState.DROPPED, before=TalkState.PREVIEW, day=turn.today):
        shown = list_posts(connection, row.id, turn.safe)
        spots = [post.spot for post in shown if (post.role, post.seq) == (PostRole.PREVIEW, seq)]
        if spots:
            last = max(spots, key=lambda each: each.message)
            edit_preview(connection, about.office.region, row.id, seq, last, "s.preview_replaced", turn)


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
