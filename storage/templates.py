"""Templates: the ready answers of an office."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from bot.frozen import frozen
from storage.errors import RowDamagedError
from storage.salvage import Aside, read_one, read_rows
from storage.schema import templates


@frozen
class TemplateRow:
    """One ready answer; `box` holds its name, its text, and what it is for."""

    id: str
    region: str
    box: bytes


def put_template(connection: Connection, row: TemplateRow) -> None:
    """Keep a ready answer."""
    connection.execute(insert(templates), {"id": row.id, "region": row.region, "box": row.box})


def get_template(connection: Connection, template_id: str) -> TemplateRow | None:
    """The ready answer *template_id*."""
    query = select(templates).where(templates.c.id == template_id)
    return read_one(connection, query, _template, _damaged(template_id))


def list_templates(connection: Connection, region: str, *, limit: int, aside: Aside) -> list[TemplateRow]:
    """Up to *limit* ready answers of *region*, in no order that tells anything."""
    query = select(templates).where(templates.c.region == region).order_by(templates.c.id).limit(limit)
    return read_rows(connection, query, _template, key=templates.c.id, name=_damaged, aside=aside)


def drop_template(connection: Connection, template_id: str) -> bool:
    """Whether the ready answer was there; it is no more."""
    return connection.execute(delete(templates).where(templates.c.id == template_id)).rowcount == 1


def _template(row: Row[Any]) -> TemplateRow:
    return TemplateRow(row.id, row.region, bytes(row.box))


def _damaged(template_id: str) -> RowDamagedError:
    return RowDamagedError(templates.name, template_id)
