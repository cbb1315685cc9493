"""Visits: what is remembered of a private chat before filing, sealed under the session key."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, TextClause, delete, select, text

from bot.frozen import frozen
from storage.dialect import change_rows, look_up
from storage.errors import RowDamagedError
from storage.salvage import Aside, Place, Slice, read_rows, read_slice
from storage.schema import visits

# One statement text serves both engines: ON CONFLICT and excluded are common to them.
_SAVE = text(
    "INSERT INTO visits (actor, box, expires_at, unsent) VALUES (:actor, :box, :expires_at, :unsent) "
    "ON CONFLICT (actor) DO UPDATE SET box = excluded.box, expires_at = excluded.expires_at, unsent = excluded.unsent"
)
_REWRITE = text("UPDATE visits SET box = :box, unsent = :unsent WHERE actor = :actor")
_SETTLE = text("UPDATE visits SET unsent = :unsent WHERE actor = :actor AND box = :box")


@frozen
class SealedVisit:
    """A visit as it lies in the store."""

    actor: bytes
    box: bytes
    unsent: bool


def load_visit(connection: Connection, actors: Sequence[bytes]) -> SealedVisit | None:
    """The visit under the first of *actors* (newest key first) that has one."""
    if not actors:
        return None
    found = {bytes(row[0]): row for row in look_up(connection, _load(len(actors)), _named(actors))}
    for actor in actors:
        if actor in found:
            return SealedVisit(actor, bytes(found[actor][1]), bool(found[actor][2]))
    return None


@lru_cache(maxsize=16)
def _load(keys: int) -> TextClause:
    """The statement for so many session keys: an expanding parameter would be spelled anew at every step."""
    return text(f"SELECT actor, box, unsent FROM visits WHERE actor IN ({_places(keys)})")


@lru_cache(maxsize=16)
def _delete(keys: int) -> TextClause:
    return text(f"DELETE FROM visits WHERE actor IN ({_places(keys)})")


def _places(keys: int) -> str:
    return ", ".join(f":actor{place}" for place in range(keys))


def _named(actors: Sequence[bytes]) -> dict[str, bytes]:
    return {f"actor{place}": actor for place, actor in enumerate(actors)}


def save_visit(connection: Connection, actor: bytes, box: bytes, *, expires_at: int) -> None:
    """Keep *box* for *actor* until *expires_at*, marked as not yet shown to the citizen."""
    change_rows(connection, _SAVE, {"actor": actor, "box": box, "expires_at": expires_at, "unsent": True})


def rewrite_visit(connection: Connection, actor: bytes, box: bytes) -> None:
    """Keep *box* in place of the one that *actor* has, marked as not yet shown, and not for longer than that one."""
    change_rows(connection, _REWRITE, {"actor": actor, "box": box, "unsent": True})


def mark_shown(connection: Connection, steps: Sequence[tuple[bytes, bytes]]) -> None:
    """The citizens have seen what the *steps* asked for, each an actor and the box it wrote; newer ones stay unsent."""
    if steps:
        change_rows(connection, _SETTLE, [{"actor": actor, "box": box, "unsent": False} for actor, box in steps])


def delete_shown(connection: Connection, actor: bytes, box: bytes) -> None:
    """Forget the visit of *actor* once its citizen has seen the end of it; a newer step stays."""
    connection.execute(delete(visits).where(visits.c.actor == actor, visits.c.box == box))


def delete_visits(connection: Connection, actors: Sequence[bytes]) -> None:
    """Forget *actors*."""
    if actors:
        change_rows(connection, _delete(len(actors)), _named(actors))


def is_running(connection: Connection, actors: Sequence[bytes], *, now: int) -> bool:
    """Whether one of *actors* has a visit whose time is not over."""
    query = select(visits.c.actor).where(visits.c.actor.in_(list(actors)), visits.c.expires_at > now)
    return connection.execute(query.limit(1)).first() is not None


def are_there(connection: Connection) -> bool:
    """Whether there is any visit."""
    return connection.execute(select(visits.c.actor).limit(1)).first() is not None


def list_visits(
    connection: Connection,
    *,
    after: Place,
    limit: int,
    aside: Aside,
    unsent_only: bool = False,
    ending: tuple[int, int] | None = None,
) -> Slice[SealedVisit]:
    """At most *limit* visits in the order of their actors; only those whose last step may not have been seen, or that
    end after the first and not after the second moment of *ending*."""
    query = select(visits.c.actor, visits.c.box, visits.c.unsent)
    if unsent_only:
        query = query.where(visits.c.unsent)
    if ending is not None:
        query = query.where(visits.c.expires_at > ending[0], visits.c.expires_at <= ending[1])
    return read_slice(
        connection, query, _visit, key=visits.c.actor, after=after, limit=limit, name=_damaged, aside=aside
    )


def expired_visits(connection: Connection, *, now: int, limit: int, aside: Aside) -> list[SealedVisit]:
    """Visits past their time, at most *limit*."""
    query = select(visits.c.actor, visits.c.box, visits.c.unsent).where(visits.c.expires_at <= now)
    query = query.order_by(visits.c.expires_at).limit(limit)
    return read_rows(connection, query, _visit, key=visits.c.actor, name=_damaged, aside=aside)


def delete_expired(connection: Connection, actor: bytes, *, now: int) -> bool:
    """Forget *actor* unless it came back meanwhile; whether it was forgotten."""
    query = delete(visits).where(visits.c.actor == actor, visits.c.expires_at <= now)
    return connection.execute(query).rowcount == 1


def _visit(row: Row[Any]) -> SealedVisit:
    return SealedVisit(bytes(row.actor), bytes(row.box), bool(row.unsent))


def _damaged(actor: bytes) -> RowDamagedError:
    return RowDamagedError(visits.name, bytes(actor).hex())
