"""The office's words on a case: a preview, then sent or dropped; and who may act on a case.

Rules
- Whoever acts from a group acts on the cases of that group's region only, whatever the callback data say.
- A preview is decided once. One that its officer edits is dropped and shown anew under another number, so that no
  button ever stands under words other than those it sends.
- A message id counts only together with its chat: a region may have moved, a group may have become a supergroup.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from bot.desk import talk
from bot.desk.outgoing import relay
from bot.desk.outgoing.posting import edit_preview, show_preview
from bot.desk.outgoing.posts import OFFICER_POST, spot_of
from bot.desk.people import Press, Spot
from bot.desk.safe import Safe
from bot.desk.status import set_status
from bot.terms import Side, Status, TalkState
from storage import cases, files, offices, posts
from storage.cases import CaseRow
from storage.offices import OfficeRow


def case_of_press(connection: Connection, press: Press, case_id: str, safe: Safe) -> tuple[OfficeRow, CaseRow] | str:
    """The office and the case that the presser may act on, or the key of the refusal."""
    office = offices.find_office(connection, safe.group_mark(press.spot.chat))
    row = cases.get_case(connection, case_id)
    post = posts.find_post(connection, safe.post_mark(press.spot.chat, press.spot.message))
    if row is None or (post is not None and post.case_id != case_id):
        return "s.no_rights"
    if office is None or office.region != row.region:
        return "s.no_rights" if post is None else where_it_went(connection, row.region)
    return office, row


def where_it_went(connection: Connection, region: str) -> str:
    """What a group that posted a case of *region* is told when it does not serve the region any more."""
    return "a.not_bound" if offices.get_office(connection, region) is None else "s.gone"


def keep_preview(
    connection: Connection,
    row: CaseRow,
    office: OfficeRow,
    text: str,
    spot: Spot,
    *,
    safe: Safe,
    now: datetime,
    today: date,
    attached: Mapping[str, Any] | None = None,
) -> int:
    """Seal the officer's words and show them to the group before anything goes out. The number of the words.

    With files *attached* the preview waits until they are cleaned (`officer_files`).
    """
    seq = cases.next_seq(connection, row.id)
    key = safe.open_case_key(row.id, row.wrapped_key)
    box = talk.seal_words(key, seq, {"text": text, "reply_to": spot.to_box(), **(attached or {})})
    cases.add_talk(connection, row.id, seq, side=Side.OFFICE, state=TalkState.PREVIEW, day=today, box=box)
    mark = safe.post_mark(spot.chat, spot.message)
    where = safe.seal(spot.to_box(), table="posts", row=mark.hex())
    posts.put_post(connection, mark, case_id=row.id, role=OFFICER_POST, seq=seq, box=where)
    posts.point_post(connection, mark, seq=seq)
    if attached is None:
        show_preview(connection, row.id, office.region, seq, now=now)
    return seq


def decide_preview(
    connection: Connection, press: Press, *, case_id: str, seq: int, send: bool, safe: Safe, now: datetime, today: date
) -> str:
    """A press under a preview: send the words to the citizen, or drop them. The key of the text to answer with."""
    found = case_of_press(connection, press, case_id, safe)
    if isinstance(found, str):
        return found
    office, row = found
    post = posts.find_post(connection, safe.post_mark(press.spot.chat, press.spot.message))
    if post is not None and (post.role, post.seq) != ("preview", seq):
        return "s.no_rights"
    if send and files.waits_in_talk(connection, case_id, seq):
        return "s.no_rights"
    state = TalkState.SENT if send else TalkState.DROPPED
    if not cases.change_talk(connection, case_id, seq, state, before=TalkState.PREVIEW, day=today):
        return "s.decided_before"
    if not send:
        files.drop_of_talk(connection, case_id, seq)
    told = outcome_text(row.level) if send else "s.not_sent"
    if send:
        set_status(connection, case_id, Status.ANSWERED, today=today)
        relay.push(connection, row, now=now)
    edit_preview(connection, office, row.id, seq, press.spot, told, safe=safe, now=now)
    return told


def replace_preview(
    connection: Connection,
    row: CaseRow,
    office: OfficeRow,
    seq: int,
    text: str,
    spot: Spot,
    *,
    safe: Safe,
    now: datetime,
    today: date,
) -> None:
    """The officer edited words that nobody has sent: the old preview says so, the new words get their own."""
    drop_preview(connection, row, office, seq, safe=safe, now=now, today=today)
    keep_preview(connection, row, office, text, spot, safe=safe, now=now, today=today)


def drop_preview(
    connection: Connection, row: CaseRow, office: OfficeRow, seq: int, *, safe: Safe, now: datetime, today: date
) -> None:
    """These words will not be sent, others take their place: the preview that shows them says so."""
    if cases.change_talk(connection, row.id, seq, TalkState.DROPPED, before=TalkState.PREVIEW, day=today):
        shown = [post for post in posts.list_posts(connection, row.id) if (post.role, post.seq) == ("preview", seq)]
        spots = [spot_of(post.mark, post.box, safe) for post in shown]
        if spots:
            last = max(spots, key=lambda each: each.message)
            edit_preview(connection, office, row.id, seq, last, "s.preview_replaced", safe=safe, now=now)


def outcome_text(level: str) -> str:
    """What the preview says once it is sent: how the citizen will read it."""
    return {"relay": "s.sent", "code": "s.stored_for_code", "contact": "s.stored_contact"}[level]


