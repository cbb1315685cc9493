"""The tables of experts: who may be asked for an opinion, who is being asked to become one, and which case is where."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, LargeBinary, String, Table

from storage.metadata import UNORDERED, metadata

experts = Table(
    "experts",
    metadata,
    Column("region", String, primary_key=True),
    Column("mark", LargeBinary, primary_key=True),
    Column("box", LargeBinary, nullable=False),
    comment="Who gives opinions to the office of a region, and in which field.",
    **UNORDERED,
)

expert_links = Table(
    "expert_links",
    metadata,
    Column("mark", LargeBinary, primary_key=True),
    Column("box", LargeBinary, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    comment="One-time links: whoever opens one is asked whether they will be an expert of the sealed region.",
    **UNORDERED,
)

referrals = Table(
    "referrals",
    metadata,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("region", String, nullable=False),
    Column("look_on", Date, nullable=False),
    Column("box", LargeBinary, nullable=False),
    Index("ix_referrals_look", "region", "look_on", "case_id"),
    comment="The case is with an expert: who, until when and what they wrote, sealed under its data key.",
    **UNORDERED,
)
