"""The tables of groups and admins: who serves which region, who moves where, who may, and who is nobody here."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    false,
)

from bot.terms import DeedKind, Language, MoveStep, OfficeRole
from storage.metadata import UNORDERED, metadata, one_of

offices = Table(
    "offices",
    metadata,
    Column("region", String, primary_key=True),
    Column("mark", LargeBinary, nullable=False, unique=True),
    Column("box", LargeBinary, nullable=False),
    Column("language", String(2), nullable=False),
    Column("bound_on", Date, nullable=False),
    one_of("language", Language),
)


office_ways = Table(
    "office_ways",
    metadata,
    Column("region", String, primary_key=True),
    Column("at_once", Boolean, nullable=False),
    Column("take_back", Integer, nullable=False),
    Column("notice_only", Boolean, nullable=False, server_default=false()),
    Column("opens", Integer, nullable=False, server_default="9"),
    Column("closes", Integer, nullable=False, server_default="18"),
    comment="How the office of a region works, where that was changed; it outlasts the group.",
)


roles = Table(
    "roles",
    metadata,
    Column("region", String, primary_key=True),
    Column("mark", LargeBinary, primary_key=True),
    Column("role", String, nullable=False),
    Column("box", LargeBinary, nullable=False),
    one_of("role", OfficeRole),
    Index("ix_roles_mark", "mark", "region"),
    comment="Who leads an office, and who of it may open contacts.",
    **UNORDERED,
)


moves = Table(
    "moves",
    metadata,
    Column("region", String, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("step", String, nullable=False),
    Column("box", LargeBinary, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    one_of("step", MoveStep),
    comment="A region's move to another group: asked until due_at, or agreed and carried out then.",
)


former_offices = Table(
    "former_offices",
    metadata,
    Column("region", String, primary_key=True),
    Column("mark", LargeBinary, nullable=False),
    Column("box", LargeBinary, nullable=False),
    Column("language", String(2), nullable=False),
    Column("left_at", BigInteger, nullable=False),
    one_of("language", Language),
    comment="The group that a region without one had last: it may have the region back, another one asks.",
)


deeds = Table(
    "deeds",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String, nullable=False),
    Column("region", String),
    Column("mark", LargeBinary, nullable=False, index=True),
    Column("box", LargeBinary, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    one_of("kind", DeedKind),
    comment="What an admin (mark) did to offices and admins, for as long as it may be taken back.",
    **UNORDERED,
)


unknown_groups = Table(
    "unknown_groups",
    metadata,
    Column("mark", LargeBinary, primary_key=True),
    Column("box", LargeBinary, nullable=False),
    Column("since", BigInteger, nullable=False, index=True),
    Column("trusted_until", BigInteger, nullable=False),
    Column("told_at", BigInteger, nullable=False),
    Column("counted_from", BigInteger, nullable=False),
    Column("counted", Integer, nullable=False),
    Column("left_at", BigInteger, nullable=False),
    comment="Groups that the bot was added to and that serve no region.",
    **UNORDERED,
)


admins = Table(
    "admins",
    metadata,
    Column("mark", LargeBinary, primary_key=True),
    Column("box", LargeBinary, nullable=False),
    Column("removed_at", BigInteger),  # the row stays for a day: the removal may be taken back
    **UNORDERED,
)


observers = Table(
    "observers",
    metadata,
    Column("mark", LargeBinary, primary_key=True),
    Column("box", LargeBinary, nullable=False),
    comment="Who reads the numbers of all regions, and no case.",
    **UNORDERED,
)


admin_links = Table(
    "admin_links",
    metadata,
    Column("mark", LargeBinary, primary_key=True),
    Column("expires_at", BigInteger, nullable=False, index=True),
    **UNORDERED,
)

charters = Table(
    "charters",
    metadata,
    Column("region", String, primary_key=True),
    Column("language", String(2), primary_key=True),
    Column("box", LargeBinary, nullable=False),
    one_of("language", Language),
    comment="What an office tells everybody about itself, sealed.",
    **UNORDERED,
)

templates = Table(
    "templates",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("region", String, nullable=False),
    Column("box", LargeBinary, nullable=False),
    Index("ix_templates_region", "region", "id"),
    comment="Ready answers of an office, sealed.",
    **UNORDERED,
)
