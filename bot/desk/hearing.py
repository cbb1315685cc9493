"""When an office hears of what a citizen does, and so which day stands beside it.

Of a code-only case neither may tell more than the slot does: whatever leaves at ten after a night would be split by its
own days, and by terms that are counted from them, into what came before midnight and what came after.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection

from bot.clock import day_in_kazakhstan
from bot.departures import Slots, Workdays
from bot.desk.rules import Turn
from bot.desk.workdays import calendar_now
from bot.terms import Level


def next_slot(connection: Connection, level: Level, turn: Turn) -> datetime | None:
    """When what the citizen of a case of *level* has just caused leaves, if it leaves at slots."""
    return slot_among(calendar_now(connection, turn), level, turn) if _waits(level, turn) else None


def day_heard(connection: Connection, level: Level, turn: Turn) -> date:
    """The day that is written beside what the citizen of a case of *level* does now."""
    return day_among(calendar_now(connection, turn), level, turn) if _waits(level, turn) else turn.today


def slot_among(days: Workdays, level: Level, turn: Turn) -> datetime | None:
    """As `next_slot`, for whoever has read the working days."""
    slots = turn.rules.departures
    return slots.next_after(turn.now, days) if isinstance(slots, Slots) and _waits(level, turn) else None


def day_among(days: Workdays, level: Level, turn: Turn) -> date:
    """As `day_heard`, for whoever has read the working days."""
    slot = slot_among(days, level, turn)
    return turn.today if slot is None else day_in_kazakhstan(slot)


def _waits(level: Level, turn: Turn) -> bool:
    return level is Level.CODE and isinstance(turn.rules.departures, Slots)
