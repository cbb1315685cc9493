"""Reading: a case as its citizen may see it, by code or by the notice that was pushed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.anonymise.plain import defang
from bot.conversation.values.events import CaseOpened, TalkLine
from bot.desk.safe import Safe
from bot.desk.talk import open_words
from bot.terms import Side
from storage import cases
from storage.cases import CaseRow, TalkRow


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
    ours = entry.side == Side.CITIZEN
    text = words["text"] if ours else defang(words["text"])
    return TalkLine(ours, text, entry.day, len(words.get("files", ())))
