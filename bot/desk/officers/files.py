"""An officer's files for a citizen: cleaned first, shown with the words and two buttons when that is done.

Rules
- The files of one album are one reply: they join its preview while that has not been shown.
- Buttons stand only under what is clean. A file that is refused is told, and the others still go; words alone, whose
  only file was refused, are dropped: they may speak of it.
- An edit that changes the words keeps the files; one that changes the file has it cleaned anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.desk import talk
from bot.desk.files import FileJob, Settle, keep_job, seal_officer_job
from bot.desk.officers import previews
from bot.desk.outgoing import posting
from bot.desk.outgoing.lanes import office_lane
from bot.desk.outgoing.posting import Notice
from bot.desk.outgoing.posts import OFFICER_POST
from bot.desk.people import Spot
from bot.desk.rules import Times
from bot.desk.safe import Safe
from bot.terms import TalkState
from storage import cases, files, offices, outbox, posts
from storage.cases import CaseRow, TalkRow
from storage.offices import OfficeRow

Words = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a reply with files: its words, and the file that came with it."""

    message: int
    text: str
    file: str
    unique: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A message with a file, as it stands now, on the case that it answers."""

    file: OfficerFile
    text: str
    spot: Spot
    row: CaseRow
    office: OfficeRow


def keep_file(connection: Connection, sent: Sent, at: Times) -> str:
    """Have the officer's file cleaned; the preview follows when all files of the reply are."""
    part = Part(sent.spot.message, sent.text, sent.file.id, sent.file.unique)
    joined = _find_album(connection, sent, at.safe) if sent.file.album else None
    if joined is None:
        seq = _keep_words(connection, sent, [part], at)
    else:
        entry, words = joined
        seq = entry.seq
        _rewrite(connection, sent.row, seq, words, [*parts_of(words), part], at.safe)
        _remember(connection, sent, seq, at.safe)
    _start_job(connection, sent, seq, at)
    return "file"


def change_file(connection: Connection, sent: Sent, entry: TalkRow, words: Words, at: Times) -> str:
    """A message with a file was edited before its words went out: they are shown anew, with the file of now."""
    waits = entry.state == TalkState.PREVIEW
    before = {part.message: part for part in parts_of(words)} if waits else {}
    old = before.get(sent.spot.message)
    same = old is not None and old.unique == sent.file.unique
    part = Part(sent.spot.message, sent.text, old.file if same and old else sent.file.id, sent.file.unique)
    after = list({**before, part.message: part}.values())
    previews.drop_preview(connection, sent.row, sent.office, entry.seq, safe=at.safe, now=at.now, today=at.today)
    seq = _keep_words(connection, sent, after, at)
    for each in after:
        posts.point_post(connection, at.safe.post_mark(sent.spot.chat, each.message), seq=seq)
    files.move_to_talk(connection, [each.file for each in after], seq)
    if not same:
        files.drop_files(connection, [old.file] if old else [])
        _start_job(connection, sent, seq, at)
    show_when_clean(connection, sent.row, seq, [each.file for each in after], now=at.now)
    return "preview"


def is_changed(words: Words, message: int, text: str, file: OfficerFile | None) -> bool:
    """Whether an edited message says or holds anything else than *words* keep of it."""
    part = next((part for part in parts_of(words) if part.message == message), None)
    if part is None:
        return file is not None or text != words["text"]
    return part.text != text or (file is not None and part.unique != file.unique)


def parts_of(words: Words) -> list[Part]:
    """The messages of a reply with files, as they were sent."""
    return [Part(**part) for part in words.get("parts", ())]


def settle_file(
    connection: Connection, job: FileJob, refused: tuple[str, ...] | None, settle: Settle, at: Times
) -> None:
    """A file is clean: show the preview if it was the last. Or it was refused: say why, and show the others."""
    file = files.get_file(connection, job.id)
    if not settle(connection) or file is None or file.case_id is None or file.seq is None:
        return
    row, entry = cases.get_case(connection, file.case_id), cases.get_talk(connection, file.case_id, file.seq)
    if row is None or entry is None or entry.state != TalkState.PREVIEW:
        files.drop_files(connection, [job.id])
        return
    words = talk.open_words(at.safe.open_case_key(row.id, row.wrapped_key), entry.seq, entry.box)
    left = [part for part in parts_of(words) if part.file != job.id or refused is None]
    if refused is not None:
        _tell_refused(connection, row, words, refused, at)
        if not left:
            before, dropped = TalkState.PREVIEW, TalkState.DROPPED
            cases.change_talk(connection, row.id, entry.seq, dropped, before=before, day=at.today)
            return
        _rewrite(connection, row, entry.seq, words, left, at.safe)
    show_when_clean(connection, row, entry.seq, [part.file for part in left], now=at.now)


def show_when_clean(connection: Connection, row: CaseRow, seq: int, file_ids: list[str], *, now: datetime) -> None:
    """Post the preview unless one of its files still waits; the last one to be cleaned comes here again."""
    if not files.are_waiting(connection, file_ids):
        posting.show_preview(connection, row.id, row.region, seq, now=now)


def _find_album(connection: Connection, sent: Sent, safe: Safe) -> tuple[TalkRow, Words] | None:
    """The reply that the file's album belongs to, as long as nobody has seen its preview."""
    key = safe.open_case_key(sent.row.id, sent.row.wrapped_key)
    for entry in reversed(cases.list_talk(connection, sent.row.id, states=(TalkState.PREVIEW,))):
        words = talk.open_words(key, entry.seq, entry.box)
        if words.get("album") == sent.file.album and not _is_shown(connection, sent.row, entry.seq):
            return entry, words
    return None


def _is_shown(connection: Connection, row: CaseRow, seq: int) -> bool:
    if outbox.has_pending(connection, office_lane(row.region), "preview", row.id, seq):
        return True
    return any((post.role, post.seq) == ("preview", seq) for post in posts.list_posts(connection, row.id))


def _keep_words(connection: Connection, sent: Sent, parts: list[Part], at: Times) -> int:
    packed = {**_packed(parts), "album": sent.file.album}
    place = (sent.row, sent.office, str(packed["text"]), sent.spot)
    return previews.keep_preview(connection, *place, safe=at.safe, now=at.now, today=at.today, attached=packed)


def _rewrite(connection: Connection, row: CaseRow, seq: int, words: Words, parts: list[Part], safe: Safe) -> None:
    key = safe.open_case_key(row.id, row.wrapped_key)
    cases.rewrite_talk(connection, row.id, seq, talk.seal_words(key, seq, {**words, **_packed(parts)}))


def _packed(parts: list[Part]) -> dict[str, Any]:
    text = "\n\n".join(part.text for part in parts if part.text)
    return {"text": text, "files": [part.file for part in parts], "parts": [asdict(part) for part in parts]}


def _remember(connection: Connection, sent: Sent, seq: int, safe: Safe) -> None:
    """The officer's own message, to find its words by when it is edited."""
    mark = safe.post_mark(sent.spot.chat, sent.spot.message)
    where = safe.seal(sent.spot.to_box(), table="posts", row=mark.hex())
    posts.put_post(connection, mark, case_id=sent.row.id, role=OFFICER_POST, seq=seq, box=where)


def _start_job(connection: Connection, sent: Sent, seq: int, at: Times) -> None:
    file = sent.file
    job = FileJob(file.id, sent.spot.chat, file.telegram_id, file.media, file.declared, sent.row.id, seq)
    keep_job(connection, job, sealed=seal_officer_job(job, at.safe), safe=at.safe, now=at.now)


def _tell_refused(connection: Connection, row: CaseRow, words: Words, refused: tuple[str, ...], at: Times) -> None:
    office = offices.get_office(connection, row.region)
    if office is None:
        return
    reason, instead = refused
    values = {"case_no": row.number, "reason": f"file.why_{reason}", "instead": f"file.do_{instead}"}
    reply_to = Spot(int(words["reply_to"]["chat"]), int(words["reply_to"]["message"]))
    posting.notify(
        connection, office, Notice("s.your_file_refused", values, reply_to), safe=at.safe, now=at.now, case_id=row.id
    )
