"""Rows for the storage tests: whole, valid and easy to vary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, update

from bot.terms import Kind, Language, Level, Status
from storage import outbox, schema, visits
from storage.cases import CaseRow, insert_case
from storage.errors import StoreDamagedError
from storage.outbox import OutboxItem
from storage.visits import SealedVisit

DAY = date(2026, 3, 5)
DUE = date(2026, 3, 30)
NOW = 1_800_000_000
LEASE = 120
CASE = CaseRow(
    id="a" * 32,
    number="12-26-00001",
    region="mangystau",
    kind=Kind.REPORT,
    sphere="health",
    topic="bribe",
    status=Status.REGISTERED,
    level=Level.CODE,
    language=Language.KAZAKH,
    filed_on=DAY,
    changed_on=DAY,
    due_on=DUE,
    wrapped_key=b"wrapped \x00\xff",
    box=b"box \x00\xff",
)


def whole(fault: StoreDamagedError) -> None:
    """In place of what takes damaged rows aside, where nothing is damaged."""
    raise AssertionError(fault)


def all_visits(connection: Connection) -> list[SealedVisit]:
    """Every visit, in the order of the actors."""
    return visits.list_visits(connection, after=None, limit=100_000, aside=whole).rows


def unsent_visits(connection: Connection) -> list[SealedVisit]:
    """The visits whose last step may not have been seen, in the order of the actors."""
    return visits.list_visits(connection, after=None, limit=100_000, aside=whole, unsent_only=True).rows


def numbered_case(n: int, **changes: Any) -> CaseRow:
    """Case *n*, with an id and a number of its own."""
    return replace(CASE, **{"id": f"{n:032x}", "number": f"12-26-{n:05d}", **changes})


def file_case(connection: Connection, row: CaseRow = CASE, *, code_mark: bytes | None = None) -> bool:
    """File *row* under a code of its own; False when its number is taken."""
    return insert_case(connection, row, code_mark=code_mark or b"code " + row.id.encode())


def enqueue(connection: Connection, /, lane: str, kind: str, **about: Any) -> OutboxItem:
    """Put an item that is due into *lane*."""
    return outbox.enqueue(connection, lane=lane, kind=kind, **{"priority": 20, "not_before": NOW, **about})


def empty_outbox(connection: Connection) -> None:
    """As if nothing had ever been owed to anybody; what is known of the lanes themselves stays."""
    connection.execute(delete(schema.outbox))
    connection.execute(delete(schema.queues))
    connection.execute(update(schema.lanes).values(pending=0, aside=0))


def claim(connection: Connection, /, *, now: int = NOW, limit: int = 30, **about: Any) -> list[OutboxItem]:
    """Claim what is due at *now*."""
    return outbox.claim_due(connection, now=now, lease=LEASE, limit=limit, **about)


def claim_kinds(connection: Connection, /, *, now: int = NOW, limit: int = 30, **about: Any) -> list[str]:
    """Claim what is due at *now*; the kinds, in the order of the claim."""
    return [item.kind for item in claim(connection, now=now, limit=limit, **about)]


def deliver_one(connection: Connection, *, now: int = NOW) -> str | None:
    """Claim one item and settle it as delivered; its kind, None when nothing is due."""
    for item in claim(connection, now=now, limit=1):
        outbox.settle_delivered(connection, item.id)
        return item.kind
    return None


def deliver_all(connection: Connection, *, now: int = NOW) -> list[str]:
    """Deliver one after another until nothing is due; the kinds in that order."""
    kinds: list[str] = []
    while (kind := deliver_one(connection, now=now)) is not None:
        kinds.append(kind)
    return kinds
