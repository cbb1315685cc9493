"""The one place where a citizen's stored address is opened."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.desk.outgoing import lanes
from bot.desk.safe import Safe
from storage import cases, outbox
from storage.cases import CaseRow


def open_address(connection: Connection, case_id: str, safe: Safe) -> int | None:
    """The chat of the citizen of *case_id*; None when the case keeps no address."""
    row = cases.get_case(connection, case_id)
    box = cases.get_address(connection, case_id)
    if row is None or box is None:
        return None
    key = safe.open_case_key(row.id, row.wrapped_key)
    return int(key.open(box, table="addresses", field="chat")["chat"])


def is_address(connection: Connection, case_id: str, chat_id: int, safe: Safe) -> bool:
    """Whether the citizen of *case_id* chose to be written to in *chat_id*."""
    return open_address(connection, case_id, safe) == chat_id


def push(connection: Connection, row: CaseRow, *, now: datetime) -> None:
    """Tell the citizen, discreetly, that there is something to read; code-only citizens look for themselves."""
    if row.level != "relay":
        return
    outbox.enqueue(
        connection,
        lane=lanes.case_lane(row.id),
        kind="push",
        priority=lanes.TALK,
        not_before=int(now.timestamp()),
        case_id=row.id,
    )
