"""The tables of the outbox (storage/outbox/ says what their rows are for): lanes, their queues, the items."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, String, Table, false, text, true

from bot.terms import OutboxState
from storage.metadata import UNORDERED, metadata, one_of, where

lanes = Table(
    "lanes",
    metadata,
    Column("lane", String, primary_key=True),
    Column("suspended", String),
    Column("not_before", BigInteger, nullable=False, server_default="0"),
    Column("pending", Integer, nullable=False, server_default="0"),
    Column("aside", Integer, nullable=False, server_default="0"),
    **UNORDERED,
)

queues = Table(
    "queues",
    metadata,
    Column("lane", String, primary_key=True),
    Column("priority", Integer, primary_key=True, autoincrement=False),
    Column("next_at", BigInteger),
    Column("served_at", BigInteger, nullable=False, server_default="0"),
    Column("reason", String),
    Column("not_before", BigInteger, nullable=False, server_default="0"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("since", BigInteger),
    Index("ix_queues_due", "priority", "next_at"),
    comment="What of a lane has one priority: when something of it may be claimed next, and why it waits, if it does.",
    **UNORDERED,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("lane", String, nullable=False),
    Column("case_id", String(32)),
    Column("kind", String, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("seq", Integer),
    Column("box", LargeBinary),
    Column("not_before", BigInteger, nullable=False),
    Column("due_at", BigInteger, index=True),
    Column("leased_until", BigInteger),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("parts_done", Integer, nullable=False, server_default="0"),
    Column("unknown", Integer, nullable=False, server_default="0"),
    Column("failing_since", BigInteger),
    Column("holds", Boolean, nullable=False, server_default=true()),
    Column("resumes", Boolean, nullable=False, server_default=false()),
    Column("state", String, nullable=False),
    Column("reason", String),
    one_of("state", OutboxState),
    Index("ix_outbox_turn", "lane", "priority", "resumes", "due_at", "id"),
    Index("ix_outbox_case", "lane", "case_id", "state", "holds", "id"),
    Index("ix_outbox_kind", "lane", "kind", "case_id", "seq"),
    # Few items are leased, few set aside: these hold nothing else.
    Index("ix_outbox_leased", "lane", "leased_until", **where(text("leased_until IS NOT NULL"))),
    Index("ix_outbox_aside", "id", **where(text("reason IS NOT NULL"))),
    sqlite_autoincrement=True,
)
