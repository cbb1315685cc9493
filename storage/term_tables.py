"""The tables of terms: the days that admins have changed, what offices are reminded of, and what a day has seen."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table

from bot.terms import Reminder
from storage.metadata import UNORDERED, metadata, one_of

workdays = Table(
    "workdays",
    metadata,
    Column("day", Date, primary_key=True),
    Column("is_workday", Boolean, nullable=False),
    comment="The days that are working days, or days off, other than the public calendar says.",
    **UNORDERED,
)

reminders = Table(
    "reminders",
    metadata,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("region", String, nullable=False),
    Column("begun_on", Date, nullable=False),
    Column("look_on", Date),
    Column("told", String),
    one_of("told", Reminder),
    Index("ix_reminders_look", "region", "look_on", "case_id"),
    comment="The term of a case: when it began, the gravest reminder of it so far, the day to look at it again.",
    **UNORDERED,
)

office_days = Table(
    "office_days",
    metadata,
    Column("region", String, primary_key=True),
    Column("day", Date, nullable=False),
    Column("reminders", Integer, nullable=False),
    comment="The last working day that an office was told of, and how many reminders it got on it.",
    **UNORDERED,
)

safety_checks = Table(
    "safety_checks",
    metadata,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("look_on", Date, nullable=False),
    Index("ix_safety_checks_look", "look_on", "case_id"),
    comment="The day on which the citizen of a case is asked once more whether anybody presses on them.",
    **UNORDERED,
)
