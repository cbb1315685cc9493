"""Experts of an office, and the one-time links by which somebody becomes one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, text

from bot.frozen import frozen
from storage.errors import RowDamagedError
from storage.salvage import Aside, read_rows
from storage.schema import expert_links, experts

_PUT = text(
    "INSERT INTO experts (region, mark, box) VALUES (:region, :mark, :box) "
    "ON CONFLICT (region, mark) DO UPDATE SET box = excluded.box"
)


@frozen
class ExpertRow:
    """One expert of one region; `box` holds account, name and field."""

    region: str
    mark: bytes
    box: bytes


@frozen
class ExpertLinkRow:
    """A one-time link; `box` holds the region, the field and who asks."""

    mark: bytes
    box: bytes


def put_expert(connection: Connection, row: ExpertRow) -> None:
    """The person is an expert of the region from now on, in the field that the box names."""
    connection.execute(_PUT, {"region": row.region, "mark": row.mark, "box": row.box})


def list_experts(connection: Connection, region: str, *, aside: Aside) -> list[ExpertRow]:
    """The experts of *region*, in no order that tells anything: an office has a dozen."""
    query = select(experts).where(experts.c.region == region).order_by(experts.c.mark)
    return read_rows(connection, query, _expert, key=experts.c.mark, name=_damaged, aside=aside)


def list_of_person(connection: Connection, mark: bytes, regions: Iterable[str]) -> list[str]:
    """Those of *regions* of which the person is an expert: each is looked up by its key."""
    query = select(experts.c.region).where(experts.c.region.in_(list(regions)), experts.c.mark == mark)
    return list(connection.execute(query.order_by(experts.c.region)).scalars())


def drop_expert(connection: Connection, region: str, mark: bytes) -> bool:
    """The person is no expert of *region* any more; False when they were none."""
    done = connection.execute(delete(experts).where(experts.c.region == region, experts.c.mark == mark))
    return done.rowcount > 0


def put_link(connection: Connection, row: ExpertLinkRow, *, expires_at: int) -> None:
    """Remember a one-time link."""
    connection.execute(insert(expert_links), {"mark": row.mark, "box": row.box, "expires_at": expires_at})


def get_link(connection: Connection, mark: bytes, *, now: int) -> ExpertLinkRow | None:
    """The link, if nobody has used it and its time is not over."""
    query = select(expert_links).where(expert_links.c.mark == mark, expert_links.c.expires_at > now)
    row = connection.execute(query).one_or_none()
    return None if row is None else _link(row)


def use_link(connection: Connection, mark: bytes, *, now: int) -> bool:
    """Spend a link; False when it was used, is too old or never existed."""
    query = delete(expert_links).where(expert_links.c.mark == mark, expert_links.c.expires_at > now)
    return connection.execute(query).rowcount == 1


def list_links(connection: Connection) -> list[ExpertLinkRow]:
    """Every link that is kept."""
    return [_link(row) for row in connection.execute(select(expert_links).order_by(expert_links.c.mark))]


def forget_links(connection: Connection, *, now: int) -> int:
    """Delete the links past their time, few as they are; their number."""
    return connection.execute(delete(expert_links).where(expert_links.c.expires_at <= now)).rowcount


def _expert(row: Row[Any]) -> ExpertRow:
    return ExpertRow(row.region, bytes(row.mark), bytes(row.box))


def _link(row: Row[Any]) -> ExpertLinkRow:
    return ExpertLinkRow(bytes(row.mark), bytes(row.box))


def _damaged(mark: bytes) -> RowDamagedError:
    return RowDamagedError(experts.name, bytes(mark).hex())
