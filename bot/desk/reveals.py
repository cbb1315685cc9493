"""Opening contacts: a button, a written reason, the officer's private chat, a line in the audit log."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.desk import lanes
from bot.desk.audit import record
from bot.desk.casework import Notice, Officer, Reply, enqueue_boxed, notify
from bot.desk.safe import Safe
from storage import audit, cases, offices
from storage.cases import CaseRow
from storage.offices import OfficeRow

WISH_LASTS = timedelta(hours=1)
SHOWN_MINUTES = 10
SHORTEST_REASON = 5


def ask_reason(
    connection: Connection, *, chat_id: int, message_id: int, case_id: str, officer: Officer, safe: Safe, now: datetime
) -> str:
    """The button under a card: remember who asks and ask why. The key of the text to answer with."""
    office = offices.find_office(connection, safe.group_mark(chat_id))
    row = cases.get_case(connection, case_id)
    if office is None or row is None or row.region != office.region:
        return "s.no_rights"
    if cases.get_contact(connection, case_id) is None:
        return "s.reveal_none"
    wish = uuid.uuid4().hex
    box = safe.seal({"id": officer.id, "name": officer.name}, table="reveals", row=wish)
    audit.put_reveal(connection, wish, case_id, box, expires_at=int((now + WISH_LASTS).timestamp()))
    enqueue_boxed(
        connection,
        lane=lanes.office_lane(office.region),
        kind="prompt",
        content={"wish": wish, "reply_to": message_id},
        safe=safe,
        now=now,
        case_id=row.id,
    )
    return "s.reveal_asking"


def take_reason(
    connection: Connection, reply: Reply, wish: str, office: OfficeRow, row: CaseRow, *, safe: Safe, now: datetime
) -> str:
    """A written reason under the prompt: open the contacts for the one who asked."""
    found = audit.get_reveal(connection, wish, now=int(now.timestamp()))
    if found is None or found[0] != row.id:
        notify(connection, office, Notice("s.reveal_over", {}, reply.message_id), safe=safe, now=now)
        return "wish-gone"
    if len(reply.text.strip()) < SHORTEST_REASON:
        notify(connection, office, Notice("s.reveal_reason_short", {}, reply.message_id), safe=safe, now=now)
        return "no-reason"
    asked = safe.open(found[1], table="reveals", row=wish)
    if reply.officer is None:
        _ask_who(connection, wish, row, office, asked, reply, safe=safe, now=now)
        return "who"
    if reply.officer.id != asked["id"]:
        notify(connection, office, Notice("s.reveal_not_yours", {}, reply.message_id), safe=safe, now=now)
        return "other-officer"
    _open(connection, wish, row, reply.officer, reply.text.strip(), safe=safe, now=now)
    return "opened"


def confirm_reason(
    connection: Connection, *, chat_id: int, wish: str, officer: Officer, safe: Safe, now: datetime
) -> str:
    """The reason came from an anonymous admin: the press names the person. The key of the text to answer with."""
    office = offices.find_office(connection, safe.group_mark(chat_id))
    found = audit.get_reveal(connection, wish, now=int(now.timestamp()))
    row = cases.get_case(connection, found[0]) if found else None
    if office is None or found is None or row is None or row.region != office.region:
        return "s.no_rights"
    asked = safe.open(found[1], table="reveals", row=wish)
    if officer.id != asked["id"] or "why" not in asked:
        return "s.no_rights"
    _open(connection, wish, row, officer, asked["why"], safe=safe, now=now)
    return "s.reveal_opening"


def _ask_who(
    connection: Connection,
    wish: str,
    row: CaseRow,
    office: OfficeRow,
    asked: dict[str, object],
    reply: Reply,
    *,
    safe: Safe,
    now: datetime,
) -> None:
    audit.drop_reveal(connection, wish)
    box = safe.seal({**asked, "why": reply.text.strip()}, table="reveals", row=wish)
    audit.put_reveal(connection, wish, row.id, box, expires_at=int((now + WISH_LASTS).timestamp()))
    enqueue_boxed(
        connection,
        lane=lanes.office_lane(office.region),
        kind="who",
        content={"wish": wish, "reply_to": reply.message_id},
        safe=safe,
        now=now,
        case_id=row.id,
    )


def _open(
    connection: Connection, wish: str, row: CaseRow, officer: Officer, why: str, *, safe: Safe, now: datetime
) -> None:
    """Record the opening, then send: who could not be written down must not read."""
    if not audit.drop_reveal(connection, wish):
        return
    record(connection, "contacts-opened", officer, why, case_id=row.id, safe=safe, now=now)
    enqueue_boxed(
        connection,
        lane=lanes.officer_lane(safe.person_mark(officer.id)),
        kind="contacts",
        content={"chat": officer.id},
        safe=safe,
        now=now,
        case_id=row.id,
    )
