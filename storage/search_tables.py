"""The tables by which cases are searched: the words that they hold, and what an office is searching for."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, String, Table

from storage.metadata import UNORDERED, metadata

words = Table(
    "words",
    metadata,
    Column("mark", LargeBinary, primary_key=True),
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True, index=True),
    comment="Which cases hold a word: the beginning of a keyed hash of its region and stem.",
    **UNORDERED,
)

searches = Table(
    "searches",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("box", LargeBinary, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    comment="What an office has searched for, for as long as its buttons turn the pages.",
    **UNORDERED,
)
