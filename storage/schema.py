"""The tables. Clear columns are those of promise P1 only; everything else is a keyed hash (`mark`) or a box.

Rows that could be put in order beside each other (visits, cases, marks) are stored by their random key, without
SQLite's rowid: an order of arrival would link an account to a case. Days are ISO dates; moments are whole seconds.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    text,
)

from bot.terms import Chore, Cleaning, Desk, Kind, Language, Level, Side, Status, TalkState
from storage.expert_tables import expert_links as expert_links
from storage.expert_tables import experts as experts
from storage.expert_tables import referrals as referrals
from storage.metadata import UNORDERED, one_of, where
from storage.metadata import metadata as metadata
from storage.office_tables import admin_links as admin_links
from storage.office_tables import admins as admins
from storage.office_tables import charters as charters
from storage.office_tables import deeds as deeds
from storage.office_tables import former_offices as former_offices
from storage.office_tables import moves as moves
from storage.office_tables import observers as observers
from storage.office_tables import office_ways as office_ways
from storage.office_tables import offices as offices
from storage.office_tables import roles as roles
from storage.office_tables import templates as templates
from storage.office_tables import unknown_groups as unknown_groups
from storage.outbox_tables import lanes as lanes
from storage.outbox_tables import outbox as outbox
from storage.outbox_tables import queues as queues
from storage.search_tables import searches as searches
from storage.search_tables import words as words
from storage.term_tables import office_days as office_days
from storage.term_tables import reminders as reminders
from storage.term_tables import safety_checks as safety_checks
from storage.term_tables import workdays as workdays

TO_HEAD = text(f"side = '{Side.TO_HEAD}'")
"""The few messages of all talks that are for a head alone; a query names them by these very words."""
UNDECIDED = text(f"state = '{TalkState.PREVIEW}'")
"""The few messages of all talks that wait under a preview; a query names them by these very words."""
LEASED = text("leased_until IS NOT NULL")
"""Files that are being cleaned, or wait until that is tried again."""

facts = Table(
    "facts",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
    comment="What the database knows of itself: the keyring it belongs to, when the bot was last alive.",
)

visits = Table(
    "visits",
    metadata,
    Column("actor", LargeBinary, primary_key=True),
    Column("box", LargeBinary, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    Column("unsent", Boolean, nullable=False),
    # Few steps were not seen: the start finds them without looking at every draft.
    Index("ix_visits_unsent", "actor", **where(text("unsent = 1"), on_server=text("unsent"))),
    comment="One private chat before filing, sealed under the session key.",
    **UNORDERED,
)

seen_updates = Table(
    "seen_updates",
    metadata,
    Column("mark", LargeBinary, primary_key=True),
    Column("expires_at", BigInteger, nullable=False, index=True),
    **UNORDERED,
)

cases = Table(
    "cases",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("number", String(16), nullable=False),
    Column("region", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("sphere", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("status", String, nullable=False),
    Column("level", String, nullable=False),
    Column("language", String(2), nullable=False),
    Column("filed_on", Date, nullable=False),
    Column("changed_on", Date, nullable=False),
    Column("due_on", Date),
    Column("code_mark", LargeBinary, nullable=False),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("box", LargeBinary, nullable=False),
    Column("last_seq", Integer, nullable=False, server_default="0"),
    Column("assignee", LargeBinary),
    Column("work", LargeBinary),
    Column("desk", String, nullable=False, server_default=Desk.GROUP),
    one_of("desk", Desk),
    one_of("kind", Kind),
    one_of("level", Level),
    one_of("status", Status),
    one_of("language", Language),
    CheckConstraint(f"(status = '{Status.WAITING}') = (due_on IS NULL)", name="due_when_not_waiting"),
    Index("ix_cases_oldest", "region", "desk", "status", "filed_on", "number"),
    Index("ix_cases_due", "region", "desk", "status", "due_on", "number"),
    Index("ix_cases_assignee", "region", "desk", "assignee", "status", "due_on", "number"),
    Index("ix_cases_filed", "region", "desk", "filed_on", "number"),
    Index("ix_cases_sphere", "region", "desk", "sphere", "filed_on", "number"),
    # Indices of their own, not constraints: SQLite reads the id from them without the row, which may be damaged.
    Index("ix_cases_number", "number", unique=True),
    Index("ix_cases_code_mark", "code_mark", unique=True),
    **UNORDERED,
)

tallies = Table(
    "tallies",
    metadata,
    Column("region", String, primary_key=True),
    Column("status", String, primary_key=True),
    Column("n", Integer, nullable=False),
    comment="How many cases of a region stand in a status, changed with each of them.",
    **UNORDERED,
)

ratings = Table(
    "ratings",
    metadata,
    Column("region", String, primary_key=True),
    Column("stars", Integer, primary_key=True, autoincrement=False),
    Column("n", Integer, nullable=False),
    CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
    comment="How many cases of a region got how many stars; which case got how many is sealed.",
    **UNORDERED,
)

readings = Table(
    "readings",
    metadata,
    Column("region", String, primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("n", Integer, nullable=False),
    comment="How many answers the citizens of a region read in a month.",
    **UNORDERED,
)

talk = Table(
    "talk",
    metadata,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("side", String, nullable=False),
    Column("state", String, nullable=False),
    Column("day", Date, nullable=False),
    Column("box", LargeBinary, nullable=False),
    one_of("side", Side),
    one_of("state", TalkState),
    Index("ix_talk_to_head", "case_id", "seq", **where(TO_HEAD)),
    Index("ix_talk_undecided", "case_id", "seq", **where(UNDECIDED)),
    comment="What citizen and office said after filing, sealed under the case's data key.",
    **UNORDERED,
)

history = Table(
    "history",
    metadata,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False),
    Column("box", LargeBinary, nullable=False),
    comment="What was done with a case, by whom and why, sealed under its data key; in one order with its talk.",
    **UNORDERED,
)

officers = Table(
    "officers",
    metadata,
    Column("region", String, primary_key=True),
    Column("mark", LargeBinary, primary_key=True),
    Column("box", LargeBinary, nullable=False),
    Column("seen_on", Date, nullable=False),
    comment="Who has worked on cases of an office: those to whom one can be handed over.",
    **UNORDERED,
)

addresses = Table(
    "addresses",
    metadata,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("box", LargeBinary, nullable=False),
    Column("mark", LargeBinary),
    # A keyed hash of the chat and of a place in its list: no two rows of one citizen are alike.
    Index("ix_addresses_mark", "mark", unique=True),
    comment="The chat of a citizen who chose that the bot may write; opened in desk.relay only.",
    **UNORDERED,
)

contacts = Table(
    "contacts",
    metadata,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("box", LargeBinary, nullable=False),
    Column("consent_on", Date, nullable=False),
    Column("consent_text", String, nullable=False),
    **UNORDERED,
)

chores = Table(
    "chores",
    metadata,
    Column("region", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("cursor", String, nullable=False),
    Column("not_before", BigInteger, nullable=False),
    one_of("kind", Chore),
    comment="Bulk work that is done in slices, and how far it has come.",
    **UNORDERED,
)


posts = Table(
    "posts",
    metadata,
    Column("mark", LargeBinary, primary_key=True),
    Column("case_id", String(32), nullable=False, index=True),
    Column("role", String, nullable=False),
    Column("seq", Integer),
    Column("box", LargeBinary, nullable=False),
    **UNORDERED,
)

topics = Table(
    "topics",
    metadata,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("box", LargeBinary, nullable=False),
    Column("closed", Boolean, nullable=False),
    comment="In which topic of its office's forum a case is talked about.",
    **UNORDERED,
)

wishes = Table(
    "wishes",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("box", LargeBinary, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    comment="What an officer wants to do with a case, waiting for the words that it takes.",
    **UNORDERED,
)

audit = Table(
    "audit",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("day", Date, nullable=False),
    Column("action", String, nullable=False),
    Column("case_id", String(32)),
    Column("box", LargeBinary, nullable=False),
    Index("ix_audit_day", "day", "id"),
    comment="Who did what, when and why; never changed.",
    **UNORDERED,
)

files = Table(
    "files",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("state", String, nullable=False),
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE")),
    Column("seq", Integer),
    Column("job", LargeBinary),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("facts", LargeBinary),
    Column("expires_at", BigInteger, nullable=False),
    Column("leased_until", BigInteger),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("sender", LargeBinary),
    Column("place", Integer, nullable=False, server_default="0"),
    one_of("state", Cleaning),
    CheckConstraint(f"(state = '{Cleaning.WAITING}') = (job IS NOT NULL)", name="job_while_waiting"),
    CheckConstraint(f"(state = '{Cleaning.CLEAN}') = (facts IS NOT NULL)", name="facts_when_clean"),
    CheckConstraint(f"state = '{Cleaning.WAITING}' OR sender IS NULL", name="sender_while_waiting"),
    Index("ix_files_state_expires", "state", "expires_at"),
    Index("ix_files_turn", "state", "place", "expires_at"),
    Index("ix_files_sender", "sender"),
    Index("ix_files_talk", "case_id", "seq", "state"),
    Index("ix_files_case", "case_id", "expires_at"),
    Index("ix_files_leased", "leased_until", **where(LEASED)),
    comment="Files on their way: a sealed job, then a clean copy. No row names an account.",
    **UNORDERED,
)

file_chunks = Table(
    "file_chunks",
    metadata,
    Column("file_id", ForeignKey("files.id", ondelete="CASCADE"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("box", LargeBinary, nullable=False),
    comment="The clean copies, sealed piece by piece; in no order that tells when a file came.",
    **UNORDERED,
)

damage = Table(
    "damage",
    metadata,
    Column("table_name", String, primary_key=True),
    Column("row_key", String, primary_key=True),
    Column("case_id", String(32)),
    Column("day", Date, nullable=False),
    comment="Rows that could not be read or opened: each was told to the admins once, and is left alone since.",
    **UNORDERED,
)

EVERYBODYS: tuple[Table, ...] = (facts, outbox, lanes, queues, tallies, offices, admins, workdays)
"""Where a damaged page is everybody's: no step, no delivery or no alert gets by."""
ONE_PERSONS: tuple[Column[Any], ...] = (seen_updates.c.mark, visits.c.actor, cases.c.id)
"""Where a row is one person's: the keys of the tables that steps go through beside those."""
