"""The talk of a case: its messages sealed to their places, and the files that came with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from bot.desk.damage import DAMAGE
from bot.desk.safe import RowKey, Safe
from bot.encryption.errors import SealBrokenError
from bot.encryption.places import Field, Table
from bot.terms import Side
from storage import cases
from storage.cases import CaseRow, TalkRow

OF_THE_CASE = 0
"""In place of the number of a message: the files that came with the case itself."""
COUNT, ATTACHED, PAST = "files", "attached", "about"
"""Beside the answers in their box: how many files came with the case, and which; past which office it was sent."""


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


def past_region(row: CaseRow, safe: Safe) -> str:
    """The region that the case is about, where its citizen has sent it past its office to another; or nothing."""
    return open_answers(safe.open_case_key(row.id, row.wrapped_key), row).get(PAST) or ""


def typed_in(answers: Mapping[str, str | None]) -> list[str]:
    """What of the answers that are sealed with a case can be searched: all but what was attached."""
    return [value for name, value in answers.items() if value and name not in (COUNT, ATTACHED, PAST)]


def citizen_words(connection: Connection, row: CaseRow, safe: Safe, *, without: Collection[int] = ()) -> list[str]:
    """All that the citizen has written in the case, but for the messages *without*; what is damaged is left out, and
    noted."""
    try:
        key = safe.open_case_key(row.id, row.wrapped_key)
        answers = typed_in(open_answers(key, row))
    except DAMAGE:
        return []
    later = cases.list_talk(connection, row.id, aside=safe.damages.met)
    said = [
        words_or_none(key, entry) or {} for entry in later if entry.side == Side.CITIZEN and entry.seq not in without
    ]
    return [*answers, *(str(words.get("text") or "") for words in said)]


def citizen_files(connection: Connection, row: CaseRow, seq: int, safe: Safe) -> list[str]:
    """The citizen's clean files of message *seq*, or of the case itself, in the order in which they were sent.

    None at all where what names them is damaged, which is noted.
    """
    try:
        return _citizen_files(connection, row, seq, safe)
    except DAMAGE as fault:
        safe.damages.met(fault)
        return []


def _citizen_files(connection: Connection, row: CaseRow, seq: int, safe: Safe) -> list[str]:
    key = safe.open_case_key(row.id, row.wrapped_key)
    if seq == OF_THE_CASE:
        return str(open_answers(key, row).get(ATTACHED) or "").split()
    entry = cases.get_talk(connection, row.id, seq)
    return [] if entry is None else list(open_words(key, seq, entry.box).get("files", ()))


def office_files(connection: Connection, row: CaseRow, safe: Safe) -> list[str]:
    """The files that the office sent its citizen, oldest first; those of damaged messages are left out."""
    key = safe.open_case_key(row.id, row.wrapped_key)
    said = cases.list_talk(connection, row.id, aside=safe.damages.met)
    sent = [words_or_none(key, entry) or {} for entry in said if entry.side == Side.OFFICE]
    return [file_id for words in sent for file_id in words.get("files", ())]


def words_or_none(key: RowKey, entry: TalkRow) -> dict[str, Any] | None:
    """The words of *entry*; None when their box is damaged, which has been noted."""
    try:
        return open_words(key, entry.seq, entry.box)
    except SealBrokenError:
        return None


def is_readable(row: CaseRow, safe: Safe) -> bool:
    """Whether what the citizen wrote can be opened; if not, that has been noted."""
    try:
        open_answers(safe.open_case_key(row.id, row.wrapped_key), row)
    except DAMAGE:
        return False
    return True
