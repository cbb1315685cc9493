"""Opening contacts: a button, a written reason, the officer's private chat, a line in the audit log.

Who asked is the one who presses, who gives the reason must be the same person, and who could not be written down
into the log does not read. The contacts never stand in the group.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.desk.audit import record
from bot.desk.officers.previews import case_of_press
from bot.desk.outgoing import lanes
from bot.desk.outgoing.posting import Notice, enqueue_boxed, notify
from bot.desk.people import Officer, Press, Spot
from bot.desk.safe import Safe
from storage import audit, cases
from storage.cases import CaseRow
from storage.offices import OfficeRow

WISH_LASTS = timedelta(hours=1)
SHORTEST_REASON = 5
DOUBLE_TAP = 10
"""Seconds in which a second press is the same wish."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Words under the prompt of a wish. `officer` is None when an anonymous admin wrote them."""

    wish: str
    why: str
    officer: Officer | None
    spot: Spot


def ask_reason(connection: Connection, press: Press, *, case_id: str, safe: Safe, now: datetime) -> str:
    """The button under a card: remember who asks and ask why. The key of the text to answer with."""
    found = case_of_press(connection, press, case_id, safe)
    if isinstance(found, str):
        return found
    office, row = found
    if cases.get_contact(connection, case_id) is None:
        return "s.reveal_none"
    wish, officer = uuid.uuid4().hex, press.officer
    if _asked_just_now(connection, case_id, officer, safe=safe, now=now):
        return "s.reveal_asking"
    asked = {"id": officer.id, "name": officer.name, "at": int(now.timestamp())}
    box = safe.seal(asked, table="reveals", row=wish)
    audit.put_reveal(connection, wish, case_id, box, expires_at=int((now + WISH_LASTS).timestamp()))
    _prompt(connection, "prompt", wish, row, office, press.spot, safe=safe, now=now)
    return "s.reveal_asking"


def take_reason(
    connection: Connection, reason: Reason, office: OfficeRow, row: CaseRow, *, safe: Safe, now: datetime
) -> str:
    """A written reason under the prompt: open the contacts for the one who asked. What was done, for the log."""

    def refuse(key: str) -> None:
        notify(connection, office, Notice(key, {}, reason.spot), safe=safe, now=now)

    found = audit.get_reveal(connection, reason.wish, now=int(now.timestamp()))
    if found is None or found[0] != row.id:
        refuse("s.reveal_over")
        return "wish-gone"
    asked = safe.open(found[1], table="reveals", row=reason.wish)
    if reason.officer is not None and reason.officer.id != asked["id"]:
        refuse("s.reveal_not_yours")
        return "other-officer"
    if len(reason.why) < SHORTEST_REASON:
        refuse("s.reveal_reason_short")
        return "no-reason"
    if reason.officer is None:
        _ask_who(connection, reason, row, office, asked, safe=safe, now=now)
        return "who"
    _open(connection, reason.wish, row, reason.officer, reason.why, safe=safe, now=now)
    return "opened"


def confirm_reason(connection: Connection, press: Press, *, wish: str, safe: Safe, now: datetime) -> str:
    """The reason came from an anonymous admin: the press names the person. The key of the text to answer with."""
    found = audit.get_reveal(connection, wish, now=int(now.timestamp()))
    if found is None:
        return "s.reveal_over"
    behind = case_of_press(connection, press, found[0], safe)
    if isinstance(behind, str):
        return behind
    asked = safe.open(found[1], table="reveals", row=wish)
    if press.officer.id != asked["id"] or "why" not in asked:
        return "s.reveal_not_yours"
    _open(connection, wish, behind[1], press.officer, asked["why"], safe=safe, now=now)
    return "s.reveal_opening"


def _asked_just_now(connection: Connection, case_id: str, officer: Officer, *, safe: Safe, now: datetime) -> bool:
    """A double tap makes one prompt; a later press makes another, for the first may have been deleted."""
    moment = int(now.timestamp())
    wishes = [
        safe.open(box, table="reveals", row=wish) for wish, box in audit.list_reveals(connection, case_id, now=moment)
    ]
    return any(asked["id"] == officer.id and moment - asked["at"] < DOUBLE_TAP for asked in wishes)


def _ask_who(
    connection: Connection,
    reason: Reason,
    row: CaseRow,
    office: OfficeRow,
    asked: dict[str, object],
    *,
    safe: Safe,
    now: datetime,
) -> None:
    """Keep the anonymous reason until a press tells whose it is."""
    audit.drop_reveal(connection, reason.wish)
    box = safe.seal({**asked, "why": reason.why}, table="reveals", row=reason.wish)
    audit.put_reveal(connection, reason.wish, row.id, box, expires_at=int((now + WISH_LASTS).timestamp()))
    _prompt(connection, "who", reason.wish, row, office, reason.spot, safe=safe, now=now)


def _prompt(
    connection: Connection,
    kind: str,
    wish: str,
    row: CaseRow,
    office: OfficeRow,
    spot: Spot,
    *,
    safe: Safe,
    now: datetime,
) -> None:
    content = {"wish": wish, "reply_to": spot.to_box()}
    lane = lanes.office_lane(office.region)
    enqueue_boxed(connection, lane=lane, kind=kind, content=content, safe=safe, now=now, case_id=row.id)


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
