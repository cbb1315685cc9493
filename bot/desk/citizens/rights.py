"""What a citizen can do with their case as it stands: the one list, for what is offered and for what is done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from bot.conversation.values.case_choices import Stars
from bot.conversation.values.own_acts import OwnAct, WhyNot
from bot.conversation.views.own_acts import REOPENING_DAYS
from bot.desk.history import Happening, HistoryEntry
from bot.desk.safety import is_asked
from bot.desk.status import AT_AN_END
from bot.terms import Kind, Level, Status
from storage.cases import CaseRow

RATED_IN = (Status.ANSWERED, Status.CLOSED)
"""There is an answer to have an opinion of."""
REOPENED_FROM = (*RATED_IN, Status.REJECTED)
LOW = (Stars.ONE, Stars.TWO)
"""So few stars say that the answer is to be looked at again."""


def may(row: CaseRow, entries: Iterable[HistoryEntry], today: date) -> frozenset[OwnAct]:
    """All that its citizen can do with the case *row*, of which *entries* were done."""
    known = tuple(entries)
    ways = {
        OwnAct.WITHDRAW: row.status not in AT_AN_END,
        OwnAct.DECLINE: row.status is Status.QUESTION,
        OwnAct.RATE: row.status in RATED_IN and stars_of(known) is None,
        OwnAct.REVIEW: row.status in RATED_IN and is_low(known) and not _was(known, Happening.REVIEW_ASKED),
        OwnAct.REOPEN: why_not_reopen(row, known, today) is None,
        OwnAct.PRESSED: row.kind is Kind.REPORT,
        OwnAct.SAFE: is_asked(row, known),
        OwnAct.UNLINK: row.level is Level.RELAY,
        OwnAct.PLAIN: row.level is Level.RELAY,
        OwnAct.DISCREET: row.level is Level.RELAY,
        OwnAct.UNCONTACT: row.level is Level.CONTACT,
    }
    return frozenset(act for act, is_open in ways.items() if is_open)


def why_not_reopen(row: CaseRow, entries: Iterable[HistoryEntry], today: date) -> WhyNot | None:
    """Why the citizen cannot have the case opened again; None when they can: once, and not for ever."""
    if row.status not in REOPENED_FROM:
        return WhyNot.GONE
    if any(entry.what is Happening.REOPENED and entry.by is None for entry in entries):
        return WhyNot.USED
    return WhyNot.LATE if today > row.changed_on + timedelta(days=REOPENING_DAYS) else None


def stars_of(entries: Iterable[HistoryEntry]) -> str | None:
    """How many stars the citizen has given."""
    return next((entry.about for entry in entries if entry.what is Happening.RATED), None)


def is_low(entries: Iterable[HistoryEntry]) -> bool:
    """Whether the citizen has given few."""
    return stars_of(entries) in LOW


def _was(entries: Iterable[HistoryEntry], what: Happening) -> bool:
    return any(entry.what is what for entry in entries)
