"""What a message in a staff group means: an answer to a citizen, a reason for opening contacts, or nothing of ours.

Rules
- A message counts only if it replies to a post of ours: one in the map, or, when a crash lost it from the map, a
  message of the bot's own with a case number printed in it.
- It counts only in the group that serves the region of the case; other groups that once posted it hear where it went.
- Only words and clean files cross to the citizen. A sticker or a command is refused aloud, never dropped in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.desk.officers import files as officer_files
from bot.desk.officers import previews, reveals
from bot.desk.officers.files import OfficerFile, Sent
from bot.desk.officers.previews import keep_preview, replace_preview
from bot.desk.outgoing.posting import Notice, notify, tell_chat
from bot.desk.outgoing.posts import OFFICER_POST
from bot.desk.people import Officer, Spot
from bot.desk.rules import Times
from bot.desk.safe import Safe
from bot.desk.talk import open_words
from storage import cases, offices, posts
from storage.cases import CaseRow
from storage.offices import OfficeRow

NUMBER = re.compile(r"(?<!\d)\d{2}-\d{2}-\d{5,}(?!\d)", re.ASCII)
REVEAL = "reveal:"


@dataclass(frozen=True, slots=True)
class Reply:
    """A message in a staff group that answers another. `officer` is None for an anonymous admin.

    `text` is None when the message is neither words nor a file that can be relayed; `file` is not cleaned yet.
    """

    spot: Spot
    answered_id: int
    answered_text: str
    answers_bot: bool
    officer: Officer | None
    text: str | None
    file: OfficerFile | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The case that a reply speaks of, and the role of the post it answers."""

    row: CaseRow
    role: str


def case_behind(connection: Connection, reply: Reply, safe: Safe) -> Found | None:
    """The case that *reply* speaks of, whichever office it belongs to; None when it answers no post of ours."""
    post = posts.find_post(connection, safe.post_mark(reply.spot.chat, reply.answered_id))
    if post is not None:
        row = cases.get_case(connection, post.case_id)
        return None if row is None or post.role == OFFICER_POST else Found(row, post.role)
    printed = NUMBER.search(reply.answered_text) if reply.answers_bot else None
    row = cases.find_by_number(connection, printed[0]) if printed else None
    return None if row is None else Found(row, "card")


def take_reply(connection: Connection, reply: Reply, *, times: Times) -> str:
    """A reply in a group: keep it as a preview with two buttons. What was done, for the log."""
    office = offices.find_office(connection, times.safe.group_mark(reply.spot.chat))
    found = case_behind(connection, reply, times.safe)
    if office is None and found is None:
        return "foreign"
    if found is None:
        return _not_a_case(connection, reply, office, times)
    if office is None or found.row.region != office.region:
        return _point_elsewhere(connection, reply, found.row, office, times)
    is_reason = found.role.startswith(REVEAL)
    if reply.text is None or not (reply.text.strip() or (reply.file and not is_reason)):
        _say(connection, office, "s.reply_text_only", reply, times)
        return "unusable"
    text, safe, now = reply.text.strip(), times.safe, times.now
    if reply.file is not None and not is_reason:
        sent = Sent(reply.file, text, reply.spot, found.row, office)
        return officer_files.keep_file(connection, sent, times)
    if found.role.startswith(REVEAL):
        reason = reveals.Reason(found.role.removeprefix(REVEAL), text, reply.officer, reply.spot)
        return reveals.take_reason(connection, reason, office, found.row, safe=safe, now=now)
    keep_preview(connection, found.row, office, text, reply.spot, safe=safe, now=now, today=times.today)
    return "preview"


def take_edit(connection: Connection, reply: Reply, *, times: Times) -> str:
    """An officer edited a message: words still in preview are shown anew, sent ones stay as they were sent."""
    mine = posts.find_post(connection, times.safe.post_mark(reply.spot.chat, reply.spot.message))
    if mine is None or mine.role != OFFICER_POST or mine.seq is None:
        return take_reply(connection, reply, times=times)
    office = offices.find_office(connection, times.safe.group_mark(reply.spot.chat))
    row, entry = cases.get_case(connection, mine.case_id), cases.get_talk(connection, mine.case_id, mine.seq)
    if row is None or entry is None:
        return "gone"
    if office is None or office.region != row.region:
        return _point_elsewhere(connection, reply, row, office, times)
    text, safe = (reply.text or "").strip(), times.safe
    words = open_words(safe.open_case_key(row.id, row.wrapped_key), entry.seq, entry.box)
    if not officer_files.is_changed(words, reply.spot.message, text, reply.file):
        return "unchanged"
    if entry.state == "sent":
        _say(connection, office, "s.reply_edited", reply, times)
        return "sent-before"
    if reply.file is not None:
        sent = Sent(reply.file, text, reply.spot, row, office)
        return officer_files.change_file(connection, sent, entry, words, times)
    if not text:
        _say(connection, office, "s.reply_text_only", reply, times)
        return "unusable"
    replace_preview(connection, row, office, entry.seq, text, reply.spot, safe=safe, now=times.now, today=times.today)
    return "preview"


def refuse_public(connection: Connection, reply: Reply, *, times: Times) -> str:
    """The group can be read by anybody: nothing is taken there, and whoever answers a post of ours hears why."""
    if case_behind(connection, reply, times.safe) is not None:
        notice = Notice("s.group_public", {}, reply.spot)
        tell_chat(connection, reply.spot.chat, notice, safe=times.safe, now=times.now)
    return "public"


def _not_a_case(connection: Connection, reply: Reply, office: OfficeRow | None, times: Times) -> str:
    if reply.answers_bot and office is not None:
        _say(connection, office, "s.not_a_case", reply, times)
    return "no-case"


def _point_elsewhere(connection: Connection, reply: Reply, row: CaseRow, office: OfficeRow | None, times: Times) -> str:
    """The case is another office's now. Groups with posts of it from us hear it; a printed number is no proof."""
    safe, chat = times.safe, reply.spot.chat
    if all(posts.find_post(connection, safe.post_mark(chat, known)) is None for known in _known(reply)):
        return _not_a_case(connection, reply, office, times)
    notice = Notice(previews.where_it_went(connection, row.region), {}, reply.spot)
    tell_chat(connection, chat, notice, safe=safe, now=times.now)
    return "elsewhere"


def _known(reply: Reply) -> tuple[int, int]:
    return reply.answered_id, reply.spot.message


def _say(connection: Connection, office: OfficeRow, key: str, reply: Reply, times: Times) -> None:
    notify(connection, office, Notice(key, {}, reply.spot), safe=times.safe, now=times.now)
