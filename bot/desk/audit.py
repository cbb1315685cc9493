"""The audit log: every opening of contacts and every change of a group, with who, when and why, sealed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.desk.people import Officer
from bot.desk.safe import Safe
from storage import audit
from storage.audit import AuditRow


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log, opened."""

    when: str
    action: str
    case_id: str | None
    who: str
    who_id: int
    why: str


def record(
    connection: Connection,
    action: str,
    who: Officer,
    why: str,
    *,
    safe: Safe,
    now: datetime,
    case_id: str | None = None,
) -> None:
    """Write down that *who* did *action* because of *why*."""
    entry_id = uuid.uuid4().hex
    content = {"who": who.name, "id": who.id, "when": now.isoformat(timespec="milliseconds"), "why": why}
    box = safe.seal(content, table="audit", row=entry_id)
    audit.add_entry(connection, AuditRow(entry_id, now.date(), action, case_id, box))


def read_log(connection: Connection, safe: Safe) -> list[Entry]:
    """Every entry, oldest first."""
    entries = []
    for row in audit.list_entries(connection):
        opened = safe.open(row.box, table="audit", row=row.id)
        entries.append(Entry(opened["when"], row.action, row.case_id, opened["who"], opened["id"], opened["why"]))
    return sorted(entries, key=lambda entry: entry.when)
