"""Filing a case, and reading it back by code or by the notice that was pushed."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection

from bot.conversation.questionnaire.questions import QUESTIONS, Grow, Line, PastDay
from bot.conversation.values.draft import Answers, value_of
from bot.conversation.values.effects import AddFacts, FileCase
from bot.conversation.values.events import Filed
from bot.desk.outgoing.posting import enqueue_addition, enqueue_card, enqueue_files
from bot.desk.rules import WORKDAYS, Filing
from bot.desk.safe import CaseKey
from bot.desk.talk import seal_words
from bot.terms import Kind, Language, Level, Side, Status, TalkState
from storage import cases, files, offices
from storage.cases import CaseRow

CONSENT_TEXT = "contact.consent/1"
NUMBER_DIGITS = 5
DRAWS_PER_LENGTH = 8
TYPED = tuple(row for row in QUESTIONS if row.label and isinstance(row.answering, Line | Grow | PastDay))
"""The rows whose answers are words or days: sealed with the case, shown on the card under their labels."""


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
    if row.status != Status.WAITING:
        enqueue_card(connection, row, now=now, delay=filing.code_only_delay)
        enqueue_files(connection, row, taken, safe=filing.safe, now=now)
    return Filed(row.number, effect.code, row.level, row.due_on, WORKDAYS)


def add_facts(connection: Connection, effect: AddFacts, *, filing: Filing, now: datetime, today: date) -> None:
    """Put the citizen's further words and files into the talk, and under the card in the group."""
    row = cases.get_case(connection, effect.case)
    if row is None:
        return
    seq = cases.next_seq(connection, row.id)
    key = filing.safe.open_case_key(row.id, row.wrapped_key)
    taken = files.give_to_case(connection, effect.files, row.id, seq)
    box = seal_words(key, seq, {"text": effect.text, "files": taken})
    cases.add_talk(connection, row.id, seq, side=Side.CITIZEN, state=TalkState.SENT, day=today, box=box)
    if row.status != Status.WAITING:
        if effect.text:
            enqueue_addition(connection, row, seq, now=now)
        enqueue_files(connection, row, taken, safe=filing.safe, now=now, seq=seq)


def _new_case(connection: Connection, effect: FileCase, filing: Filing, today: date) -> tuple[CaseRow, CaseKey]:
    answers, case_id = effect.answers, uuid.uuid4().hex
    region = value_of(answers, "region") or ""
    key, wrapped = filing.safe.new_case_key(case_id)
    bound = offices.get_office(connection, region) is not None
    row = CaseRow(
        id=case_id,
        number="",
        region=region,
        kind=Kind(value_of(answers, "kind") or ""),
        sphere=_sphere(answers),
        topic=value_of(answers, "violation") or value_of(answers, "goal") or "",
        status=Status.REGISTERED if bound else Status.WAITING,
        level=Level(value_of(answers, "level") or ""),
        language=Language(effect.language),
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
