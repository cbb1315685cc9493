"""An officer's files for a citizen: cleaned first, shown with the words and two buttons when that is done.

Rules
- The files of one album are one reply: they join its preview while that has not been shown.
- Buttons stand only under what is clean. A file that is refused is told, and the others still go; words alone, whose
  only file was refused, are dropped: they may speak of it.
- An edit that changes the words keeps the files; one that changes the file has it cleaned anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection

from bot.desk import talk
from bot.desk.damage import DAMAGE
from bot.desk.files import FileJob, Refusal, Settle, keep_job, seal_officer_job
from bot.desk.officers import previews
from bot.desk.officers.acting import OfficeCase
from bot.desk.outgoing.items import ItemKind, SayInGroup
from bot.desk.outgoing.posting import show_preview, tell_office, waits
from bot.desk.outgoing.posts import CasePost, PostRole, list_posts, point_post, remember_post
from bot.desk.people import Spot
from bot.desk.rules import Turn
from bot.desk.safe import Safe
from bot.frozen import frozen
from bot.terms import TalkState
from storage import cases, files, offices
from storage.cases import CaseRow, TalkRow

Words = Mapping[str, Any]


@frozen
class OfficerFile:
    """A file in a reply: our own id for it, where Telegram keeps it, how it was sent, what it is said to be.

    `unique` stays the same when only the words under the file are edited; `album` is common to the parts of one.
    """

    id: str
    telegram_id: str
    media: str
    declared: str | None
    unique: str = ""
    album: str | None = None


@frozen
class ReplyPart:
    """One message of a reply with files: its words, and the file that came with it."""

    message: int
    text: str
    file: str
    unique: str
    linked: bool = False


@frozen
class Sent:
    """A message with a file, as it stands now, on the case that it answers."""

    file: OfficerFile
    text: str
    spot: Spot
    about: OfficeCase
    linked: bool = False
    asks: bool = False


def keep_file(connection: Connection, sent: Sent, turn: Turn) -> None:
    """Have the officer's file cleaned; the preview follows when all files of the reply are."""
    part = ReplyPart(sent.spot.message, sent.text, sent.file.id, sent.file.unique, sent.linked)
    joined = _find_album(connection, sent, turn) if sent.file.album else None
    if joined is None:
        seq = _keep_words(connection, sent, [part], turn)
    else:
        entry, words = joined
        seq = entry.seq
        _rewrite(connection, sent.about.row, seq, words, [*parts_of(words), part], turn.safe)
        remember_post(connection, sent.spot, CasePost(sent.about.row.id, PostRole.OFFICER, seq), turn.safe)
    _start_job(connection, sent, seq, turn)


def change_file(connection: Connection, sent: Sent, entry: TalkRow, words: Words, turn: Turn) -> None:
    """A message with a file was edited before its words went out: they are shown anew, with the file of now."""
    waits = entry.state == TalkState.PREVIEW
    before = {part.message: part for part in parts_of(words)} if waits else {}
    old = before.get(sent.spot.message)
    same = old is not None and old.unique == sent.file.unique
    file = old.file if same and old else sent.file.id
    part = ReplyPart(sent.spot.message, sent.text, file, sent.file.unique, sent.linked)
    after = list({**before, part.message: part}.values())
    previews.drop_preview(connection, sent.about, entry.seq, turn)
    seq = _keep_words(connection, sent, after, turn)
    for each in after:
        point_post(connection, Spot(sent.spot.chat, each.message), seq, turn.safe)
    files.move_to_talk(connection, [each.file for each in after], seq)
    if not same:
        files.drop_files(connection, [old.file] if old else [])
        _start_job(connection, sent, seq, turn)
    show_when_clean(connection, sent.about.row, seq, [each.file for each in after], turn)


def is_changed(words: Words, message: int, text: str, file: OfficerFile | None, *, linked: bool = False) -> bool:
    """Whether an edited message says or holds anything else than *words* keep of it."""
    part = next((part for part in parts_of(words) if part.message == message), None)
    if part is None:
        return file is not None or (text, linked) != (words["text"], bool(words.get("linked")))
    return (part.text, part.linked) != (text, linked) or (file is not None and part.unique != file.unique)


def parts_of(words: Words) -> list[ReplyPart]:
    """The messages of a reply with files, as they were sent."""
    return [ReplyPart(**part) for part in words.get("parts", ())]


def settle_file(
    connection: Connection, job: FileJob, refused: Refusal | None, settle: Settle, turn: Turn
) -> None:
    """A file is clean: show the preview if it was the last. Or it was refused: say why, and show the others."""
    file = files.get_file(connection, job.id)
    if not settle(connection) or file is None or file.case_id is None or file.seq is None:
        return
    waiting = _waiting_words(connection, file.case_id, file.seq, turn.safe)
    if waiting is None:
        files.drop_files(connection, [job.id])
        return
    row, entry, words = waiting
    left = [part for part in parts_of(words) if part.file != job.id or refused is None]
    if refused is not None:
        _tell_refused(connection, row, words, refused, turn)
        if not left:
            before, dropped = TalkState.PREVIEW, TalkState.DROPPED
            cases.change_talk(connection, row.id, entry.seq, dropped, before=before, day=turn.today)
            return
        _rewrite(connection, row, entry.seq, words, left, turn.safe)
    show_when_clean(connection, row, entry.seq, [part.file for part in left], turn)


def _waiting_words(
    connection: Connection, case_id: str, seq: int, safe: Safe
) -> tuple[CaseRow, TalkRow, Words] | None:
    """The reply that waits for its files; None when it does not wait any more, or cannot be read any more."""
    try:
        row, entry = cases.get_case(connection, case_id), cases.get_talk(connection, case_id, seq)
        if row is None or entry is None or entry.state != TalkState.PREVIEW:
            return None
        return row, entry, talk.open_words(safe.open_case_key(row.id, row.wrapped_key), seq, entry.box)
    except DAMAGE as fault:
        safe.damages.met(fault)
        return None


def show_when_clean(connection: Connection, row: CaseRow, seq: int, file_ids: list[str], turn: Turn) -> None:
    """Post the preview unless one of its files still waits; the last one to be cleaned comes here again."""
    if not files.are_waiting(connection, file_ids):
        show_preview(connection, row.region, row.id, seq, turn)


def _find_album(connection: Connection, sent: Sent, turn: Turn) -> tuple[TalkRow, Words] | None:
    """The reply that the file's album belongs to, as long as nobody has seen its preview."""
    row, safe = sent.about.row, turn.safe
    key = safe.open_case_key(row.id, row.wrapped_key)
    shown = cases.list_talk(connection, row.id, aside=safe.damages.met, states=(TalkState.PREVIEW,))
    for entry in reversed(shown):
        words = talk.words_or_none(key, entry)
        same = words is not None and words.get("album") == sent.file.album
        if words is not None and same and not _is_shown(connection, row, entry.seq, turn):
            return entry, words
    return None


def _is_shown(connection: Connection, row: CaseRow, seq: int, turn: Turn) -> bool:
    if waits(connection, ItemKind.PREVIEW, row, turn, seq):
        return True
    return any((post.role, post.seq) == (PostRole.PREVIEW, seq) for post in list_posts(connection, row.id, turn.safe))


def _keep_words(connection: Connection, sent: Sent, parts: list[ReplyPart], turn: Turn) -> int:
    packed = {**_packed(parts), "album": sent.file.album}
    text = str(packed["text"])
    return previews.keep_preview(connection, sent.about, text, sent.spot, turn, attached=packed, asks=sent.asks)


def _rewrite(connection: Connection, row: CaseRow, seq: int, words: Words, parts: list[ReplyPart], safe: Safe) -> None:
    key = safe.open_case_key(row.id, row.wrapped_key)
    cases.rewrite_talk(connection, row.id, seq, talk.seal_words(key, seq, {**words, **_packed(parts)}))


def _packed(parts: list[ReplyPart]) -> dict[str, Any]:
    text = "\n\n".join(part.text for part in parts if part.text)
    return {
        "text": text,
        "linked": any(part.linked for part in parts),
        "files": [part.file for part in parts],
        "parts": [asdict(part) for part in parts],
    }


def _start_job(connection: Connection, sent: Sent, seq: int, turn: Turn) -> None:
    file = sent.file
    job = FileJob(file.id, sent.spot.chat, file.telegram_id, file.media, file.declared, sent.about.row.id, seq)
    keep_job(connection, job, seal_officer_job(job, turn.safe), turn.safe.group_mark(job.chat), turn)


def _tell_refused(connection: Connection, row: CaseRow, words: Words, refused: Refusal, turn: Turn) -> None:
    if offices.get_office(connection, row.region) is None:
        return
    why = {"reason": f"file.why_{refused.reason}", "instead": f"file.do_{refused.instead}"}
    notice = SayInGroup(
        "s.your_file_refused", {"case_no": row.number, **why}, reply_to=Spot(**words["reply_to"]), case=row.id
    )
    tell_office(connection, row.region, notice, turn)
