"""Safety: whether anybody presses on a citizen because of their case, asked of them and told the head alone.

Rules
- It is asked once somebody has taken the case, and once more a month after the answer or closing: a reprisal comes late
  (retaliation against whoever reports: directive (EU) 2019/1937, articles 19-21; ISO 37002).
- What is answered is the citizen's and the head's: no card, list, search, reminder or history in a group shows it, nor
  that it was asked. Only a report is asked about: nobody is punished for a proposal.
- While nobody leads the office, or can be written to, the words wait for whoever does, and admins hear the number.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import Connection

from bot.desk.history import Happening, HistoryEntry
from bot.desk.rules import Turn
from bot.desk.safe import Safe
from bot.desk.talk import words_or_none
from bot.terms import Kind, Side, Status
from storage import cases, safety
from storage.cases import CaseRow

DAYS_AFTER = 30
"""A month, as long as the case can be opened again: by then whoever wants to get even has had the time."""
ASKED_AFTER = (Status.ANSWERED, Status.CLOSED, Status.REJECTED)
ANSWERS = (Happening.SAFE, Happening.PRESSED)
HEADS_ALONE = frozenset({Happening.SAFETY_ASKED, *ANSWERS})
"""What of a history only the head of the office reads."""


def is_asked(row: CaseRow, entries: Iterable[HistoryEntry]) -> bool:
    """Whether the citizen is asked now: since the case was first taken, or they were asked anew, they said nothing."""
    was_taken = asked = False
    for entry in entries if row.kind is Kind.REPORT else ():
        if entry.what in ANSWERS:
            asked = False
        elif entry.what is Happening.SAFETY_ASKED or (entry.what is Happening.TAKEN and not was_taken):
            asked = True
        was_taken = was_taken or entry.what is Happening.TAKEN
    return asked


def is_between(connection: Connection, row: CaseRow, seq: int | None, safe: Safe) -> bool:
    """Whether message *seq* of the case is between its citizen and the head: theirs to the head, or what answers it."""
    entry = None if seq is None else cases.get_talk(connection, row.id, seq)
    if entry is None or entry.side is Side.TO_HEAD:
        return entry is not None
    words = words_or_none(safe.open_case_key(row.id, row.wrapped_key), entry)
    return bool(words and words.get("aside"))


def list_unanswered(connection: Connection, row: CaseRow, safe: Safe) -> list[int]:
    """The citizen's messages to the head alone since the head last answered such a one."""
    waiting: list[int] = []
    for entry in cases.list_talk(connection, row.id, aside=safe.damages.met):
        if entry.side is Side.TO_HEAD:
            waiting.append(entry.seq)
        elif waiting and entry.side is Side.OFFICE and is_between(connection, row, entry.seq, safe):
            waiting.clear()
    return waiting


def set_check(connection: Connection, row: CaseRow, turn: Turn) -> None:
    """The status of *row* has changed: ask in a month where it was answered or closed, else not."""
    if row.kind is Kind.REPORT and row.status in ASKED_AFTER:
        safety.put_check(connection, row.id, turn.today + timedelta(days=DAYS_AFTER))
    else:
        safety.drop_check(connection, row.id)
