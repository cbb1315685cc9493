"""The cases that a citizen finds by their chat: only those of which they chose that the bot may write to it.

Rules
- Each of a citizen's cases takes a place in their list, and its address carries the keyed hash of chat *and* place: so
  no two rows are alike, and the disk alone does not show which cases are one citizen's.
- A new case takes a free place, else that of the case that was filed first, which push and code still open.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from bot.conversation.values.own_acts import MyCase, MyCases
from bot.desk.damage import DAMAGE
from bot.desk.rules import Turn
from storage import cases, contacting
from storage.cases import CaseRow


def list_own(connection: Connection, chat_id: int, turn: Turn, *, to_unlink: bool = False) -> MyCases:
    """The cases of *chat_id*, those that were filed last first; what is damaged is left out, and noted."""
    found = contacting.list_marked(connection, turn.safe.address_marks(chat_id))
    rows = [row for case in found.values() if (row := _read(connection, case, turn)) is not None]
    rows.sort(key=lambda row: (row.filed_on, row.number), reverse=True)
    return MyCases(tuple(MyCase(row.id, row.number, row.status, row.changed_on) for row in rows), to_unlink)


def take_place(connection: Connection, chat_id: int, turn: Turn) -> bytes:
    """A place in the list of *chat_id* for a new case; whatever had it is not listed any more."""
    marks = turn.safe.address_marks(chat_id)
    taken = contacting.list_marked(connection, marks)
    if (free := next((mark for mark in marks if mark not in taken), None)) is not None:
        return free
    oldest = min(marks, key=lambda mark: _filed(connection, taken[mark], turn))
    contacting.mark_address(connection, taken[oldest], None)
    return oldest


def find_place(connection: Connection, case_id: str, chat_id: int, turn: Turn) -> None:
    """A case of *chat_id* from before there were lists is listed too, while there is a place."""
    marks = turn.safe.address_marks(chat_id)
    taken = contacting.list_marked(connection, marks)
    free = next((mark for mark in marks if mark not in taken), None)
    if free is not None and case_id not in taken.values():
        contacting.mark_address(connection, case_id, free)


def _filed(connection: Connection, case_id: str, turn: Turn) -> tuple[date, str]:
    row = _read(connection, case_id, turn)
    return (date.min, "") if row is None else (row.filed_on, row.number)


def _read(connection: Connection, case_id: str, turn: Turn) -> CaseRow | None:
    try:
        return cases.get_case(connection, case_id)
    except DAMAGE as fault:
        turn.safe.damages.met(fault)
        return None
