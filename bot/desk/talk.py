"""The talk of a case: its messages sealed to their places, and the files that came with them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.desk.safe import CaseKey, Safe
from storage import cases
from storage.cases import CaseRow

OF_THE_CASE = 0
"""In place of the number of a message: the files that came with the case itself."""


def citizen_files(connection: Connection, row: CaseRow, seq: int, safe: Safe) -> list[str]:
    """The citizen's clean files of message *seq*, or of the case itself, in the order in which they were sent."""
    key = safe.open_case_key(row.id, row.wrapped_key)
    if seq == OF_THE_CASE:
        answers = key.open(row.box, table="cases", field="answers")
        return str(answers.get("attached") or "").split()
    entry = cases.get_talk(connection, row.id, seq)
    return [] if entry is None else list(open_words(key, seq, entry.box).get("files", ()))


def seal_words(key: CaseKey, seq: int, words: dict[str, Any]) -> bytes:
    """Message *seq* of a talk, sealed to its place."""
    return key.seal(words, table="talk", field=str(seq))


def open_words(key: CaseKey, seq: int, box: bytes) -> dict[str, Any]:
    """The words behind `seal_words`."""
    opened_words: dict[str, Any] = key.open(box, table="talk", field=str(seq))
    return opened_words
