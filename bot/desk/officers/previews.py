"""The office's words on a case: a preview, then sent or dropped. The one door for status, and who may act on a case.

Rules
- Whoever acts from a group acts on the cases of that group's region only, whatever the callback data say.
- A preview is decided once. One that its officer edits is dropped and shown anew under another number, so that no
  button ever stands under words other than those it sends.
- A message id counts only together with its chat: a region may have moved, a group may have become a supergroup.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from bot.desk.citizens import filing
from bot.desk.outgoing import lanes, relay
from bot.desk.safe import Safe
from storage import cases, files, offices, outbox, posts
from storage.cases import CaseRow
from storage.offices import OfficeRow

CHANGES: Mapping[str, tuple[str, ...]] = {
    "registered": ("waiting",),
    "answered": ("registered", "answered"),
}
"""A status, and those that it may follow; the schema's CHECK knows the same names."""

OFFICER_POST = "officer"
"""The role of an officer's own message: what to change when it is edited; a reply to it answers no case."""


@dataclass(frozen=True, slots=True)
class Officer:
    """Who acts: a real person's account, never an anonymous admin's."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Spot:
    """One message in one chat."""

    chat: int
    message: int

    def to_box(self) -> dict[str, int]:
        """As it is sealed."""
        return {"chat": self.chat, "message": self.message}


@dataclass(frozen=True, slots=True)
class Press:
    """A button was pressed under the message at *spot*; the press names the real person."""

    spot: Spot
    officer: Officer


@dataclass(frozen=True, slots=True)
class Times:
    """What every reply needs beside the connection."""

    safe: Safe
    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class Notice:
    """Say *key* in the group, under the message at *reply_to*."""

    key: str
    values: Mapping[str, Any]
    reply_to: Spot | None


def set_status(connection: Connection, case_id: str, status: str, *, today: date, due_on: date | None = None) -> bool:
    """Move the case to *status*; False when it may not follow the present one."""
    return cases.change_status(connection, case_id, status, before=CHANGES[status], today=today, due_on=due_on)


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
    box = filing.seal_words(key, seq, {"text": text, "reply_to": spot.to_box(), **(attached or {})})
    cases.add_talk(connection, row.id, seq, side="office", state="preview", day=today, box=box)
    mark = safe.post_mark(spot.chat, spot.message)
    where = safe.seal(spot.to_box(), table="posts", row=mark.hex())
    posts.put_post(connection, mark, case_id=row.id, role=OFFICER_POST, seq=seq, box=where)
    posts.point_post(connection, mark, seq=seq)
    if attached is None:
        show_preview(connection, row.id, office.region, seq, now=now)
    return seq


def show_preview(connection: Connection, case_id: str, region: str, seq: int, *, now: datetime) -> None:
    """Post the words *seq* with their two buttons."""
    lane, moment = lanes.office_lane(region), int(now.timestamp())
    outbox.enqueue(
        connection, lane=lane, kind="preview", priority=lanes.FIRST, not_before=moment, case_id=case_id, seq=seq
    )


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
    if not cases.change_talk(connection, case_id, seq, "sent" if send else "dropped", before="preview", day=today):
        return "s.decided_before"
    if not send:
        files.drop_of_talk(connection, case_id, seq)
    told = outcome_text(row.level) if send else "s.not_sent"
    if send:
        set_status(connection, case_id, "answered", today=today)
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
    if cases.change_talk(connection, row.id, seq, "dropped", before="preview", day=today):
        shown = [post for post in posts.list_posts(connection, row.id) if (post.role, post.seq) == ("preview", seq)]
        spots = [spot_of(post.mark, post.box, safe) for post in shown]
        if spots:
            last = max(spots, key=lambda each: each.message)
            edit_preview(connection, office, row.id, seq, last, "s.preview_replaced", safe=safe, now=now)


def spot_of(mark: bytes, box: bytes, safe: Safe) -> Spot:
    """Where the post with *mark* stands."""
    where = safe.open(box, table="posts", row=mark.hex())
    return Spot(int(where["chat"]), int(where["message"]))


def outcome_text(level: str) -> str:
    """What the preview says once it is sent: how the citizen will read it."""
    return {"relay": "s.sent", "code": "s.stored_for_code", "contact": "s.stored_contact"}[level]


def edit_preview(
    connection: Connection,
    office: OfficeRow,
    case_id: str,
    seq: int,
    spot: Spot,
    key: str,
    *,
    safe: Safe,
    now: datetime,
) -> None:
    """Let the preview at *spot* say what became of it."""
    content = {**spot.to_box(), "key": key}
    lane = lanes.office_lane(office.region)
    enqueue_boxed(connection, lane=lane, kind="edit", content=content, safe=safe, now=now, case_id=case_id, seq=seq)


def notify(
    connection: Connection,
    office: OfficeRow,
    notice: Notice,
    *,
    safe: Safe,
    now: datetime,
    case_id: str | None = None,
) -> None:
    """Put *notice* into the group's lane; with *case_id* a reply to it answers the case."""
    lane = lanes.office_lane(office.region)
    content = _notice_box(notice)
    enqueue_boxed(connection, lane=lane, kind="notice", content=content, safe=safe, now=now, case_id=case_id)


def tell_chat(connection: Connection, chat: int, notice: Notice, *, safe: Safe, now: datetime) -> None:
    """Say *notice* in *chat* itself, in both languages: for groups that serve no region, or not this one."""
    lane = lanes.group_lane(safe.group_mark(chat))
    content = {**_notice_box(notice), "chat": chat}
    enqueue_boxed(connection, lane=lane, kind="alert", content=content, safe=safe, now=now)


def enqueue_boxed(
    connection: Connection,
    *,
    lane: str,
    kind: str,
    content: dict[str, Any],
    safe: Safe,
    now: datetime,
    case_id: str | None = None,
    seq: int | None = None,
    priority: int = lanes.FIRST,
) -> None:
    """Put an item with sealed *content* into *lane*."""
    outbox.enqueue(
        connection,
        lane=lane,
        kind=kind,
        priority=priority,
        not_before=int(now.timestamp()),
        case_id=case_id,
        seq=seq,
        box=safe.seal(content, table="outbox", row=f"{lane}/{kind}"),
    )


def _notice_box(notice: Notice) -> dict[str, Any]:
    reply_to = None if notice.reply_to is None else notice.reply_to.to_box()
    return {"key": notice.key, "values": dict(notice.values), "reply_to": reply_to}
