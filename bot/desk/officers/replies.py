"""What a message in a staff group means: an answer to a citizen, a reason for opening contacts, or nothing of ours.

Rules
- A message counts only if it replies to a post of ours: one in the map, or, when a crash lost it from the map, a
  message of the bot's own with a case number printed in it.
- It counts only in the group that serves the region of the case; other groups that once posted it hear where it went.
- Only words and clean files cross to the citizen. A sticker or a command is refused aloud, never dropped in silence.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk.officers import files as officer_files
from bot.desk.officers import written
from bot.desk.officers.acting import OfficeCase, case_at_desk, where_it_went
from bot.desk.officers.files import OfficerFile, Sent
from bot.desk.officers.previews import keep_answer, keep_preview, replace_preview
from bot.desk.officers.undecided import call_back
from bot.desk.outgoing.items import SayInChat, SayInGroup
from bot.desk.outgoing.posting import tell_chat, tell_office, waiting_cards
from bot.desk.outgoing.posts import PostRole, Prompt, Role, find_post
from bot.desk.people import GroupStanding, Officer, Refused, Spot
from bot.desk.rules import Turn
from bot.desk.talk import open_words
from bot.frozen import frozen, replace
from bot.terms import Desk, TalkState
from storage import cases, offices
from storage.cases import CaseRow
from storage.office_ways import is_notice_only
from storage.offices import OfficeRow


@frozen
class Reply:
    """A message in a staff group that answers another. `officer` is None for an anonymous admin.

    `text` is None when the message is neither words nor a file that can be relayed; `file` is not cleaned yet.
    `linked`: a link lay under its words; `standing`: whether the officer is still in the group, where that matters.
    """

    spot: Spot
    answered_id: int
    answered_text: str
    answers_bot: bool
    officer: Officer | None
    text: str | None
    file: OfficerFile | None = None
    linked: bool = False
    standing: GroupStanding = GroupStanding.UNASKED

    @property
    def answered(self) -> Spot:
        """The message that this one answers."""
        return Spot(self.spot.chat, self.answered_id)


@frozen
class Found:
    """The case that a reply speaks of, and the role of the post it answers; `printed`: its number alone named it."""

    row: CaseRow
    role: Role
    printed: bool = False


def case_behind(connection: Connection, reply: Reply, turn: Turn) -> Found | None:
    """The case that *reply* speaks of, whichever office it belongs to; None when it answers no post of ours."""
    post = find_post(connection, reply.answered, turn.safe)
    if post is not None:
        row = cases.get_case(connection, post.case)
        return None if row is None or post.role == PostRole.OFFICER else Found(row, post.role)
    printed = set(cases.NUMBER.findall(reply.answered_text)) if reply.answers_bot else set()
    row = cases.find_by_number(connection, printed.pop()) if len(printed) == 1 else None
    if row is None or row.desk is Desk.HEAD or row.id in waiting_cards(connection, row.region, turn):
        return None
    return Found(row, PostRole.CARD, printed=True)


def take_reply(connection: Connection, reply: Reply, turn: Turn) -> None:
    """A reply in a group: keep it as a preview with two buttons, or as the reason it was asked for."""
    office = offices.find_office(connection, turn.safe.group_mark(reply.spot.chat))
    found = case_behind(connection, reply, turn)
    if reply.spot.is_private:
        _take_at_desk(connection, reply, found, turn)
    elif found is None or found.row.desk is Desk.HEAD:
        _not_a_case(connection, reply, office, turn)
    elif office is None or found.row.region != office.region:
        _point_elsewhere(connection, reply, found.row, office, turn)
    elif is_notice_only(connection, office.region):
        _say(connection, office.region, "n.reply_in_private", reply, turn)
    else:
        _take(connection, reply, OfficeCase(office, found.row), found, turn)


def is_for_desk(connection: Connection, reply: Reply, turn: Turn) -> bool:
    """Whether *reply*, in a private chat, answers what whoever has a case was sent; all others are a citizen's."""
    post = find_post(connection, reply.answered, turn.safe)
    return post is not None and post.role not in (PostRole.HEAD, PostRole.EXPERT, PostRole.EXPERT_FILE)


def _take_at_desk(connection: Connection, reply: Reply, found: Found | None, turn: Turn) -> None:
    if found is None:  # their own message: what they add to it must not be lost in silence
        post = find_post(connection, reply.answered, turn.safe)
        row = None if post is None else cases.get_case(connection, post.case)
        if row is not None:
            _say(connection, row.region, "s.not_a_case", reply, turn)
        return
    about = case_at_desk(connection, found.row.id, reply.officer, reply.standing, turn)
    if isinstance(about, Refused):
        _say(connection, found.row.region, about.key, reply, turn)
    else:
        _take(connection, reply, about, found, turn)


def _take(connection: Connection, reply: Reply, about: OfficeCase, found: Found, turn: Turn) -> None:
    text, role = (reply.text or "").strip(), found.role
    # Without a look only what answers the case itself: who answers a list may mean another case than we think.
    at_once = role in (PostRole.CARD, PostRole.ADDITION) and not found.printed and not reply.linked
    asks = role is PostRole.ASKING
    if reply.text is None or not (text or (reply.file and not isinstance(role, Prompt))):
        _say(connection, about.office.region, "s.reply_text_only", reply, turn)
    elif isinstance(role, Prompt):
        words = written.WrittenWords(role.wish, text, reply.officer, reply.spot, reply.standing)
        written.take_words(connection, words, about, turn)
    elif reply.file is not None:
        sent = Sent(reply.file, text, reply.spot, about, reply.linked, asks)
        officer_files.keep_file(connection, sent, turn)
    elif not at_once or not keep_answer(connection, about, text, reply.spot, reply.officer, turn):
        keep_preview(connection, about, text, reply.spot, turn, linked=reply.linked, asks=asks)


def take_edit(connection: Connection, reply: Reply, turn: Turn) -> None:
    """An officer edited a message: words still in preview are shown anew, sent ones stay as they were sent."""
    mine = find_post(connection, reply.spot, turn.safe)
    if mine is None or mine.role != PostRole.OFFICER or mine.seq is None:
        take_reply(connection, reply, turn)
        return
    at_desk = reply.spot.is_private
    office = offices.find_office(connection, turn.safe.group_mark(reply.spot.chat))
    row, entry = cases.get_case(connection, mine.case), cases.get_talk(connection, mine.case, mine.seq)
    if row is None or entry is None or (row.desk is Desk.HEAD and not at_desk):
        return
    if at_desk:
        held = case_at_desk(connection, row.id, reply.officer, reply.standing, turn)
        if isinstance(held, Refused):
            _say(connection, row.region, held.key, reply, turn)
            return
        office = held.office
    if office is None or office.region != row.region:
        _point_elsewhere(connection, reply, row, office, turn)
        return
    if not at_desk and is_notice_only(connection, office.region):
        _say(connection, office.region, "n.reply_in_private", reply, turn)
        return
    text, about = (reply.text or "").strip(), OfficeCase(office, row)
    words = open_words(turn.safe.open_case_key(row.id, row.wrapped_key), entry.seq, entry.box)
    if not officer_files.is_changed(words, reply.spot.message, text, reply.file, linked=reply.linked):
        return
    if entry.state is TalkState.LEAVING and call_back(connection, row.id, entry.seq, turn):
        entry = replace(entry, state=TalkState.PREVIEW)
    if entry.state == TalkState.SENT:
        _say(connection, office.region, "s.reply_edited", reply, turn)
    elif reply.file is not None:
        sent = Sent(reply.file, text, reply.spot, about, reply.linked, bool(words.get("asks")))
        officer_files.change_file(connection, sent, entry, words, turn)
    elif not text:
        _say(connection, office.region, "s.reply_text_only", reply, turn)
    else:
        asks = bool(words.get("asks"))
        replace_preview(connection, about, entry.seq, text, reply.spot, turn, linked=reply.linked, asks=asks)


def refuse_public(connection: Connection, reply: Reply, turn: Turn) -> None:
    """The group can be read by anybody: nothing is taken there, and whoever answers a post of ours hears why."""
    if case_behind(connection, reply, turn) is not None:
        tell_chat(connection, SayInChat(reply.spot.chat, "s.group_public", reply_to=reply.spot), turn)


def _not_a_case(connection: Connection, reply: Reply, office: OfficeRow | None, turn: Turn) -> None:
    if reply.answers_bot and office is not None:
        _say(connection, office.region, "s.not_a_case", reply, turn)


def _point_elsewhere(
    connection: Connection, reply: Reply, row: CaseRow, office: OfficeRow | None, turn: Turn
) -> None:
    """The case is another office's now. Groups with posts of it from us hear it; a printed number is no proof."""
    if all(find_post(connection, spot, turn.safe) is None for spot in (reply.answered, reply.spot)):
        _not_a_case(connection, reply, office, turn)
        return
    key = where_it_went(connection, row.region)
    tell_chat(connection, SayInChat(reply.spot.chat, key, reply_to=reply.spot), turn)


def _say(connection: Connection, region: str, key: str, reply: Reply, turn: Turn) -> None:
    tell_office(connection, region, SayInGroup(key, reply_to=reply.spot), turn)
