"""The office's work on a case: replies become previews, previews are sent or dropped. The one door for status."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from bot.desk import filing, lanes, relay
from bot.desk.safe import Safe
from storage import cases, offices, outbox, posts
from storage.cases import CaseRow
from storage.offices import OfficeRow

CHANGES: Mapping[str, tuple[str, ...]] = {
    "registered": ("waiting",),
    "answered": ("registered", "answered"),
}
"""A status, and those that it may follow; the schema's CHECK knows the same names."""

REPLY_LIMIT = 3500
NUMBER = re.compile(r"(?<!\d)\d{2}-\d{2}-\d{5,}(?!\d)")


@dataclass(frozen=True, slots=True)
class Officer:
    """Who acts: a real person's account, never an anonymous admin's."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A message in a staff group that answers another. `officer` is None for an anonymous admin."""

    chat_id: int
    message_id: int
    answered_id: int
    answered_text: str
    answers_bot: bool
    officer: Officer | None
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Say *key* in the group, under the message *reply_to*."""

    key: str
    values: Mapping[str, Any]
    reply_to: int | None


def set_status(connection: Connection, case_id: str, status: str, *, today: date, due_on: date | None = None) -> bool:
    """Move the case to *status*; False when it may not follow the present one."""
    return cases.change_status(connection, case_id, status, before=CHANGES[status], today=today, due_on=due_on)


def case_behind(connection: Connection, reply: Reply, office: OfficeRow, safe: Safe) -> tuple[CaseRow, str] | None:
    """The case that *reply* speaks of and the role of the post it answers; None when it answers no post of ours.

    A post missing from the map (sent just before a crash) is found by the case number printed in it.
    """
    post = posts.find_post(connection, safe.post_mark(reply.chat_id, reply.answered_id))
    if post is not None:
        row, role = cases.get_case(connection, post.case_id), post.role
    elif reply.answers_bot and (printed := NUMBER.search(reply.answered_text)):
        row, role = cases.find_by_number(connection, printed[0]), "card"
    else:
        return None
    return (row, role) if row is not None and row.region == office.region else None


def take_reply(connection: Connection, reply: Reply, *, safe: Safe, now: datetime, today: date) -> str:
    """A reply in a group: keep it as a preview with two buttons. What was done, for the log."""
    office = offices.find_office(connection, safe.group_mark(reply.chat_id))
    if office is None:
        return "foreign"
    found = case_behind(connection, reply, office, safe)
    if found is None:
        if reply.answers_bot:
            notify(connection, office, Notice("s.not_a_case", {}, reply.message_id), safe=safe, now=now)
        return "no-case"
    row, role = found
    if role.startswith("reveal:"):
        from bot.desk import reveals

        return reveals.take_reason(connection, reply, role.removeprefix("reveal:"), office, row, safe=safe, now=now)
    if not reply.text.strip() or len(reply.text) > REPLY_LIMIT:
        notice = Notice(
            "s.reply_text_only" if not reply.text.strip() else "s.reply_too_long", _limit(reply), reply.message_id
        )
        notify(connection, office, notice, safe=safe, now=now)
        return "unusable"
    keep_preview(connection, row, office, reply, safe=safe, now=now, today=today)
    return "preview"


def keep_preview(
    connection: Connection, row: CaseRow, office: OfficeRow, reply: Reply, *, safe: Safe, now: datetime, today: date
) -> None:
    """Seal the officer's words and show them to the group before anything goes out."""
    seq = cases.next_seq(connection, row.id)
    key = safe.open_case_key(row.id, row.wrapped_key)
    words = {"text": reply.text.strip(), "reply_to": reply.message_id}
    box = filing.seal_words(key, seq, words)
    cases.add_talk(connection, row.id, seq, side="office", state="preview", day=today, box=box)
    outbox.enqueue(
        connection,
        lane=lanes.office_lane(office.region),
        kind="preview",
        priority=lanes.FIRST,
        not_before=int(now.timestamp()),
        case_id=row.id,
        seq=seq,
    )


def decide_preview(
    connection: Connection,
    *,
    chat_id: int,
    message_id: int,
    case_id: str,
    seq: int,
    send: bool,
    safe: Safe,
    now: datetime,
    today: date,
) -> str:
    """A press under a preview: send the words to the citizen, or drop them. The key of the text to answer with."""
    office = offices.find_office(connection, safe.group_mark(chat_id))
    row = cases.get_case(connection, case_id)
    if office is None or row is None or row.region != office.region:
        return "s.no_rights"
    state = "sent" if send else "dropped"
    if not cases.change_talk(connection, case_id, seq, state, before="preview", day=today):
        return "s.decided_before"
    if send:
        set_status(connection, case_id, "answered", today=today)
        relay.push(connection, row, now=now)
    told = outcome_text(row.level) if send else "s.not_sent"
    _enqueue_edit(connection, office, row, seq, {"message": message_id, "key": told}, safe=safe, now=now)
    return told


def outcome_text(level: str) -> str:
    """What the preview says once it is sent: how the citizen will read it."""
    return {"relay": "s.sent", "code": "s.stored_for_code", "contact": "s.stored_contact"}[level]


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
    enqueue_boxed(
        connection,
        lane=lanes.office_lane(office.region),
        kind="notice",
        content={"key": notice.key, "values": dict(notice.values), "reply_to": notice.reply_to},
        safe=safe,
        now=now,
        case_id=case_id,
    )


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


def _enqueue_edit(
    connection: Connection,
    office: OfficeRow,
    row: CaseRow,
    seq: int,
    content: dict[str, Any],
    *,
    safe: Safe,
    now: datetime,
) -> None:
    lane = lanes.office_lane(office.region)
    enqueue_boxed(connection, lane=lane, kind="edit", content=content, safe=safe, now=now, case_id=row.id, seq=seq)


def _limit(reply: Reply) -> dict[str, int]:
    return {} if not reply.text.strip() else {"len": len(reply.text), "max": REPLY_LIMIT}
