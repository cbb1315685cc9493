"""The history of a case: what was done with it, by whom and why, sealed under its data key.

An entry takes its number from the talk's counter, so that both have one order. Of what citizens do only the day is
kept: a moment would help to tell whose account it was (promise P3).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from bot.desk.hearing import day_heard
from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.desk.safe import NOT_OPENED, RowKey, Safe
from bot.encryption.places import Table
from bot.frozen import frozen
from storage import cases, history
from storage.cases import CaseRow
from storage.history import HistoryRow


class Happening(StrEnum):
    """What was done with a case. The names stand in sealed boxes: they are only added to."""

    TAKEN = "taken"
    RELEASED = "released"
    HANDED_OVER = "handed_over"
    ASKED = "asked"
    REPLIED = "replied"
    """Its citizen has written after a question."""
    DECLINED = "declined"
    """Its citizen will not answer the question."""
    ANSWERED = "answered"
    TAKEN_BACK = "taken_back"
    """An answer, before its citizen could read it."""
    NOTED = "noted"
    TRANSFERRED = "transferred"
    REDIRECTED = "redirected"
    TO_HEAD = "to_head"
    TO_EXPERT = "to_expert"
    OPINION = "opinion"
    EXPERT_FILE = "expert_file"
    """Its expert was let see one of its files."""
    EXPERT_DECLINED = "expert_declined"
    EXPERT_RECALLED = "expert_recalled"
    """The office has taken it back from its expert."""
    EXPERT_LATE = "expert_late"
    """Its expert has said nothing until the day that was set."""
    EXPERT_UNREACHED = "expert_unreached"
    """Its expert takes no messages."""
    EXTENDED = "extended"
    CLOSED = "closed"
    REJECTED = "rejected"
    SPAM = "spam"
    DUPLICATE = "duplicate"
    FIRST_ANSWERED = "first_answered"
    """The case that it was joined to as a duplicate is answered; so with those that follow."""
    FIRST_CLOSED = "first_closed"
    FIRST_REDIRECTED = "first_redirected"
    FIRST_REJECTED = "first_rejected"
    REOPENED = "reopened"
    OUTSIDE = "outside"
    """It has got a number in another system."""
    CONFLICT = "conflict"
    """An officer has declared a conflict of interests."""
    WITHDRAWN = "withdrawn"
    RATED = "rated"
    REVIEW_ASKED = "review_asked"
    OVERDUE = "overdue"
    """Its term is over, and its citizen has no answer."""
    COMMENTED = "commented"
    """Its citizen has said why they gave so many stars."""
    UNLINKED = "unlinked"
    """Its citizen has cut the link to their account."""
    CONTACT_REMOVED = "contact_removed"
    TO_GROUP = "to_group"
    """Whoever leads the office has given it into the group, past which its citizen had sent it."""
    NEW_HEAD = "new_head"
    """Somebody else leads the office, and has what was sent past its group."""
    SAFETY_ASKED = "safety_asked"
    """Its citizen is asked once more whether anybody presses on them."""
    SAFE = "safe"
    """Its citizen says that nobody does."""
    PRESSED = "pressed"
    """Its citizen has told the head that somebody does."""


@frozen
class HistoryEntry:
    """One thing that was done. `by` is None for the citizen's own; `about` names a region, a body, a day, a number.

    Who did it is the office's business alone (promise P4): what is shown to a citizen leaves `by` out.
    """

    seq: int
    day: date
    what: Happening
    by: Officer | None
    why: str
    about: str


def note(
    connection: Connection, row: CaseRow, what: Happening, by: Officer | None, turn: Turn, *, why: str, about: str
) -> int:
    """Write down that *by* has done *what*; the number of the entry."""
    seq, key = cases.next_seq(connection, row.id), turn.safe.open_case_key(row.id, row.wrapped_key)
    content: dict[str, Any] = {"what": what, "why": why, "about": about}
    if by is not None:
        content |= {"id": by.id, "name": by.name, "at": turn.seconds}
    box = key.seal(content, table=Table.HISTORY, field=str(seq))
    day = turn.today if by is not None else day_heard(connection, row.level, turn)
    history.add_entry(connection, row.id, HistoryRow(seq, day, box))
    return seq


def list_history(connection: Connection, row: CaseRow, safe: Safe) -> list[HistoryEntry]:
    """What was done with the case, oldest first; what is damaged is left out, and noted."""
    key = safe.open_case_key(row.id, row.wrapped_key)
    found = history.list_entries(connection, row.id, aside=safe.damages.met)
    return [entry for each in found if (entry := _open(key, each)) is not None]


def _open(key: RowKey, row: HistoryRow) -> HistoryEntry | None:
    try:
        said = key.open(row.box, table=Table.HISTORY, field=str(row.seq))
    except NOT_OPENED:
        return None
    by = Officer(said["id"], said["name"]) if "id" in said else None
    return HistoryEntry(row.seq, row.day, Happening(said["what"]), by, said["why"], said["about"])
