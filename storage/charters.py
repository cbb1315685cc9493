"""Charters: what an office tells everybody about itself, one text for each language."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from bot.terms import Language
from storage.errors import RowDamagedError
from storage.salvage import read_one
from storage.schema import charters


def put_charter(connection: Connection, region: str, language: Language, box: bytes) -> None:
    """Keep the text of *region* in *language*, in place of an older one."""
    drop_charter(connection, region, language)
    connection.execute(insert(charters), {"region": region, "language": language, "box": box})


def get_charter(connection: Connection, region: str, language: Language) -> bytes | None:
    """The sealed text of *region* in *language*."""
    query = select(charters.c.box).where(charters.c.region == region, charters.c.language == language)
    damaged = RowDamagedError(charters.name, f"{region}/{language}")
    return read_one(connection, query, lambda row: bytes(row.box), damaged)


def drop_charter(connection: Connection, region: str, language: Language) -> bool:
    """Whether there was such a text; it is no more."""
    query = delete(charters).where(charters.c.region == region, charters.c.language == language)
    return connection.execute(query).rowcount == 1


def regions_with_charter(connection: Connection) -> list[str]:
    """The regions whose office tells something about itself."""
    return list(connection.execute(select(charters.c.region).distinct().order_by(charters.c.region)).scalars())
