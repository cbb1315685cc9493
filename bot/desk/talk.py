"""The talk of a case: its messages sealed to their places, and the files that came with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from bot.desk.safe import RowKey, Safe
from bot.encryption.places import Field, Table
from bot.terms import Side
from storage import cases
from storage.cases import CaseRow

OF_THE_CASE = 0
"""In place of the number of a message: the files that came with the case itself."""
COUNT, ATTACHED = "files", "attached"
"""Beside the answers in their box: how many files came with the case, and which."""


def seal_words(key: RowKey, seq: int, words: dict[str, Any]) -> bytes:
    """Message *seq* of a talk, sealed to its place."""
    return key.seal(words, table=Table.TALK, field=str(seq))


def open_words(key: RowKey, seq: int, box: bytes) -> dict[str, Any]:
    """The words behind `seal_words`."""
    opened_words: dict[str, Any] = key.open(box, table=Table.TALK, field=str(seq))
    return opened_words


def seal_answers(key: RowKey, answers: Mapping[str, str], attached: Sequence[str]) -> bytes:
    """What the citizen answered and attached, sealed to its place in the case."""
    said = {**answers, COUNT: str(len(attached) or ""), ATTACHED: " ".join(attached)}
    return key.seal(said, table=Table.CASES, field=Field.ANSWERS)


def open_answers(key: RowKey, row: CaseRow) -> dict[str, str | None]:
    """What `seal_answers` sealed: the answers by the names of their questions, and what was attached."""
    answers: dict[str, str | None] = key.open(row.box, table=Table.CASES, field=Field.ANSWERS)
    return answers


def citizen_files(connection: Connection, row: CaseRow, seq: int, safe: Safe) -> list[str]:
    """The citizen's clean files of message *seq*, or of the case itself, in the order in which they were sent."""
    key = safe.open_case_key(row.id, row.wrapped_key)
    if seq == OF_THE_CASE:
        return str(open_answers(key, row).get(ATTACHED) or "").split()
    entry = cases.get_talk(connection, row.id, seq)
    return [] if entry is None else list(open_words(key, seq, entry.box).get("files", ()))


def office_files(connection: Connection, row: CaseRow, safe: Safe) -> list[str]:
    """The files that the office sent its citizen, oldest first."""
    key = safe.open_case_key(row.id, row.wrapped_key)
    talk = [entry for entry in cases.list_talk(connection, row.id) if entry.side == Side.OFFICE]
    sent = [open_words(key, entry.seq, entry.box).get("files", []) for entry in talk]
    return [file_id for files_sent in sent for file_id in files_sent]
