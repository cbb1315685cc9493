"""Filing a case, and reading it back by code or by the notice that was pushed."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Connection

from bot.anonymise.plain import defang
from bot.conversation.questionnaire.questions import QUESTIONS, Grow, Line, PastDay
from bot.conversation.values.draft import Answers, value_of
from bot.conversation.values.effects import AddFacts, FileCase
from bot.conversation.values.events import CaseOpened, Filed
from bot.conversation.values.events import Line as TalkLine
from bot.desk.files import read_facts
from bot.desk.outgoing import lanes
from bot.desk.outgoing.albums import group_albums
from bot.desk.safe import CaseKey, Safe
from storage import cases, files, offices, outbox
from storage.cases import CaseRow, TalkRow

WORKDAYS = 15
CONSENT_TEXT = "contact.consent/1"
NUMBER_DIGITS = 5
OF_THE_CASE = 0
"""In place of the number of a message: the files that came with the case itself."""
DRAWS_PER_LENGTH = 8
TYPED = tuple(row for row in QUESTIONS if row.label and isinstance(row.answering, Line | Grow | PastDay))
"""The rows whose answers are words or days: sealed with the case, shown on the card under their labels."""


class Calendar(Protocol):
    """Knows when a number of working days is over."""

    def due_on(self, filed: date, workdays: int) -> date: ...


@dataclass(frozen=True, slots=True)
class Filing:
    """What filing needs beside the connection."""

    safe: Safe
    calendar: Calendar
    region_numbers: Mapping[str, str]
    code_only_delay: tuple[timedelta, timedelta]


def file_case(
    connection: Connection, effect: FileCase, *, chat_id: int, filing: Filing, now: datetime, today: date
) -> Filed:
    """Write the case, its card in the outbox and, by its level, an address or contacts. Deletes nothing itself."""
    answers, safe = effect.answers, filing.safe
    row, key = _new_case(connection, effect, filing, today)
    row = _insert_numbered(connection, row, code_mark=safe.code_mark(effect.code), prefix=_prefix(filing, row))
    match row.level:
        case "relay":
            box = key.seal({"chat": chat_id}, table="addresses", field="chat")
            cases.insert_address(connection, row.id, box)
        case "contact":
            box = key.seal({"contact": value_of(answers, "contact") or ""}, table="contacts", field="contact")
            cases.insert_contact(connection, row.id, box, consent_on=today, consent_text=CONSENT_TEXT)
    taken = files.give_to_case(connection, effect.files, row.id, None)
    if row.status != "waiting":
        enqueue_card(connection, row, now=now, delay=filing.code_only_delay)
        enqueue_files(connection, row, taken, safe=filing.safe, now=now)
    return Filed(row.number, effect.code, row.level, row.due_on, WORKDAYS)


def enqueue_card(connection: Connection, row: CaseRow, *, now: datetime, delay: tuple[timedelta, timedelta]) -> None:
    """Post the case to its region's group; a code-only case after a random wait, so that its hour says nothing."""
    wait = 0.0
    if row.level == "code":
        shortest, longest = (span.total_seconds() for span in delay)
        wait = shortest + secrets.randbelow(int(longest - shortest) + 1)
    outbox.enqueue(
        connection,
        lane=lanes.office_lane(row.region),
        kind="card",
        priority=lanes.CARD,
        not_before=int(now.timestamp() + wait),
        case_id=row.id,
    )


def enqueue_files(
    connection: Connection,
    row: CaseRow,
    file_ids: Sequence[str],
    *,
    safe: Safe,
    now: datetime,
    seq: int = OF_THE_CASE,
) -> None:
    """Post clean files after what the case's lane holds already, albums as albums, counted 1 to their number."""
    found = [(file_id, files.get_file(connection, file_id)) for file_id in file_ids]
    known = [(file_id, read_facts(file, safe)) for file_id, file in found if file is not None]
    first, lane = 1, lanes.office_lane(row.region)
    for album in group_albums(known):
        content = {"files": album, "first": first, "total": len(known)}
        outbox.enqueue(
            connection,
            lane=lane,
            kind="files",
            priority=lanes.FILES,
            not_before=int(now.timestamp()),
            case_id=row.id,
            seq=seq,
            box=safe.seal(content, table="outbox", row=f"{lane}/files"),
        )
        first += len(album)


def open_by_code(connection: Connection, code: str, safe: Safe) -> CaseOpened | None:
    """The case of *code* as its citizen may read it."""
    row = cases.find_by_code(connection, safe.code_mark(code))
    return None if row is None else opened(connection, row, safe)


def open_by_id(connection: Connection, case_id: str, safe: Safe) -> CaseOpened | None:
    """The case *case_id*; the caller has made sure that this citizen may read it."""
    row = cases.get_case(connection, case_id)
    return None if row is None else opened(connection, row, safe)


def opened(connection: Connection, row: CaseRow, safe: Safe) -> CaseOpened:
    """*row* with its whole talk."""
    key = safe.open_case_key(row.id, row.wrapped_key)
    talk = tuple(_line(entry, open_words(key, entry.seq, entry.box)) for entry in cases.list_talk(connection, row.id))
    return CaseOpened(row.id, row.number, row.status, row.changed_on, row.due_on, talk)


def _line(entry: TalkRow, words: dict[str, Any]) -> TalkLine:
    """One message of the talk for the citizen; the office's words come without links that Telegram would make."""
    ours = entry.side == "citizen"
    text = words["text"] if ours else defang(words["text"])
    return TalkLine(ours, text, entry.day, len(words.get("files", ())))


def add_facts(connection: Connection, effect: AddFacts, *, filing: Filing, now: datetime, today: date) -> None:
    """Put the citizen's further words and files into the talk, and under the card in the group."""
    row = cases.get_case(connection, effect.case)
    if row is None:
        return
    seq = cases.next_seq(connection, row.id)
    key = filing.safe.open_case_key(row.id, row.wrapped_key)
    taken = files.give_to_case(connection, effect.files, row.id, seq)
    box = seal_words(key, seq, {"text": effect.text, "files": taken})
    cases.add_talk(connection, row.id, seq, side="citizen", state="sent", day=today, box=box)
    if row.status != "waiting":
        if effect.text:
            enqueue_addition(connection, row, seq, now=now)
        enqueue_files(connection, row, taken, safe=filing.safe, now=now, seq=seq)


def office_files(connection: Connection, case_id: str, safe: Safe) -> tuple[str, list[str]]:
    """The case's number, and the files that the office sent its citizen, oldest first."""
    row = cases.get_case(connection, case_id)
    if row is None:
        return "", []
    key = safe.open_case_key(row.id, row.wrapped_key)
    talk = [entry for entry in cases.list_talk(connection, row.id) if entry.side == "office"]
    sent = [open_words(key, entry.seq, entry.box).get("files", []) for entry in talk]
    return row.number, [file_id for files_sent in sent for file_id in files_sent]


def citizen_files(connection: Connection, row: CaseRow, seq: int, safe: Safe) -> list[str]:
    """The citizen's clean files of message *seq*, or of the case itself, in the order in which they were sent."""
    key = safe.open_case_key(row.id, row.wrapped_key)
    if seq == OF_THE_CASE:
        answers = key.open(row.box, table="cases", field="answers")
        return str(answers.get("attached") or "").split()
    entry = cases.get_talk(connection, row.id, seq)
    return [] if entry is None else list(open_words(key, seq, entry.box).get("files", ()))


def enqueue_addition(connection: Connection, row: CaseRow, seq: int, *, now: datetime) -> None:
    """Post message *seq* of the citizen under the card."""
    outbox.enqueue(
        connection,
        lane=lanes.office_lane(row.region),
        kind="addition",
        priority=lanes.TALK,
        not_before=int(now.timestamp()),
        case_id=row.id,
        seq=seq,
    )


def seal_words(key: CaseKey, seq: int, words: dict[str, Any]) -> bytes:
    """Message *seq* of a talk, sealed to its place."""
    return key.seal(words, table="talk", field=str(seq))


def open_words(key: CaseKey, seq: int, box: bytes) -> dict[str, Any]:
    """The words behind `seal_words`."""
    opened_words: dict[str, Any] = key.open(box, table="talk", field=str(seq))
    return opened_words


def _new_case(connection: Connection, effect: FileCase, filing: Filing, today: date) -> tuple[CaseRow, CaseKey]:
    answers, case_id = effect.answers, uuid.uuid4().hex
    region = value_of(answers, "region") or ""
    key, wrapped = filing.safe.new_case_key(case_id)
    bound = offices.get_office(connection, region) is not None
    row = CaseRow(
        id=case_id,
        number="",
        region=region,
        kind=value_of(answers, "kind") or "",
        sphere=_sphere(answers),
        topic=value_of(answers, "violation") or value_of(answers, "goal") or "",
        status="registered" if bound else "waiting",
        level=value_of(answers, "level") or "",
        language=effect.language,
        filed_on=today,
        changed_on=today,
        due_on=filing.calendar.due_on(today, WORKDAYS) if bound else None,
        wrapped_key=wrapped,
        box=key.seal(
            {
                **{row.name: value_of(answers, row.name) for row in TYPED},
                "files": str(len(effect.files) or ""),
                "attached": " ".join(effect.files),
            },
            table="cases",
            field="answers",
        ),
    )
    return row, key


def _prefix(filing: Filing, row: CaseRow) -> str:
    return f"{filing.region_numbers[row.region]}-{row.filed_on:%y}-"


def _insert_numbered(connection: Connection, row: CaseRow, *, code_mark: bytes, prefix: str) -> CaseRow:
    """Insert *row* under a number that nobody has, and return it with that number.

    Numbers are drawn, not counted: counted ones would say in which order, and between which two other cards, a
    code-only case was written, and undo the random wait of its card. The insert itself tells whether a number is
    free, so two filings at once never share one. A region whose year is nearly full gets a longer number.
    """
    attempt = 0
    while True:
        digits = NUMBER_DIGITS + attempt // DRAWS_PER_LENGTH
        drawn = 10 ** (digits - 1) + secrets.randbelow(9 * 10 ** (digits - 1))
        numbered = replace(row, number=f"{prefix}{drawn}")
        if cases.insert_case(connection, numbered, code_mark=code_mark):
            return numbered
        attempt += 1


def _sphere(answers: Answers) -> str:
    direction = value_of(answers, "direction")
    return direction if direction not in (None, "all") else value_of(answers, "sphere") or ""
