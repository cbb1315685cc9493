"""The audit log: every opening of contacts and every change of a group, with who, when and why, sealed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import Connection

from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.desk.safe import NOT_OPENED, Safe
from bot.encryption.places import Table
from bot.frozen import frozen
from storage import audit
from storage.audit import AuditRow
from storage.salvage import Place

AT_ONCE = 1000
"""Entries in one statement; those of a day are kept, for they are told in the order of their moments."""


class Action(StrEnum):
    """What is written down."""

    ADMIN_ADDED = "admin-added"
    ADMIN_REMOVED = "admin-removed"
    ADMIN_RESTORED = "admin-restored"
    CHANGE_STOPPED = "change-stopped"
    CONTACTS_OPENED = "contacts-opened"
    EXPERT_ADDED = "expert-added"
    EXPERT_REMOVED = "expert-removed"
    GROUP_BOUND = "group-bound"
    GROUP_UNBOUND = "group-unbound"
    ITEM_DROPPED = "item-dropped"
    ITEM_TRIED_AGAIN = "item-tried-again"
    MOVE_AGREED = "move-agreed"
    MOVE_ASKED = "move-asked"
    NOTICE_OFF = "notice-off"
    NOTICE_ON = "notice-on"
    OBSERVER_ADDED = "observer-added"
    OBSERVER_REMOVED = "observer-removed"
    PREVIEW_OFF = "preview-off"
    PREVIEW_ON = "preview-on"
    TAKE_BACK_SET = "take-back-set"
    HOURS_SET = "hours-set"
    WORKDAY_CHANGED = "workday-changed"
    ROLE_ENDED = "role-ended"
    ROLE_GIVEN = "role-given"
    ROLE_LEFT = "role-left"
    """Whoever held it has left the group."""


@frozen
class LogEntry:
    """One line of the log, opened."""

    when: str
    action: str
    case_id: str | None
    who: str
    who_id: int
    why: str


def record(
    connection: Connection, action: Action, who: Officer, why: str, turn: Turn, *, case_id: str | None = None
) -> None:
    """Write down that *who* did *action* because of *why*."""
    entry_id = turn.rules.chance.new_id()
    content = {"who": who.name, "id": who.id, "when": turn.now.isoformat(timespec="milliseconds"), "why": why}
    box = turn.safe.seal(content, table=Table.AUDIT, row=entry_id)
    audit.add_entry(connection, AuditRow(entry_id, turn.now.date(), action, case_id, box))


def read_day(connection: Connection, day: date, safe: Safe) -> list[LogEntry]:
    """Every entry of *day* that can be read, oldest first; the others are noted as damaged."""
    entries: list[LogEntry] = []
    after: Place = None
    while True:
        found = audit.list_entries(connection, day=day, after=after, limit=AT_ONCE, aside=safe.damages.met)
        entries += (entry for row in found.rows if (entry := _open(row, safe)) is not None)
        if found.last is None:
            return sorted(entries, key=lambda entry: entry.when)
        after = found.last


def _open(row: AuditRow, safe: Safe) -> LogEntry | None:
    try:
        opened = safe.open(row.box, table=Table.AUDIT, row=row.id)
    except NOT_OPENED:
        return None
    return LogEntry(opened["when"], row.action, row.case_id, opened["who"], opened["id"], opened["why"])
