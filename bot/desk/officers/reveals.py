"""Opening contacts: a role that allows it, a written reason, the officer's private chat, a line in the audit log.

Only the head of the office opens them, and whoever was given the role; who has left the group has neither, and that is
asked of Telegram before (`people.GroupStanding`). Where no head is named nobody answers for it, so nobody opens any.
Who asked is the one who presses, who gives the reason must be the same person (`written`), and who could not be written
down into the log does not read. The contacts never stand in the group.
"""

from __future__ import annotations

from typing import assert_never

from sqlalchemy import Connection

from bot.desk.audit import Action, record
from bot.desk.outgoing.items import SendContacts
from bot.desk.outgoing.lanes import OfficerLane
from bot.desk.outgoing.posting import put_item
from bot.desk.people import GroupStanding, Officer, StandingUnaskedError
from bot.desk.roles import find_head, find_holder, leave_office
from bot.desk.rules import Turn
from storage import contacting
from storage.cases import CaseRow


def are_there(connection: Connection, row: CaseRow) -> bool:
    """Whether the citizen has left contacts."""
    return contacting.get_contact(connection, row.id) is not None


def why_closed(
    connection: Connection, region: str, officer: Officer, standing: GroupStanding, turn: Turn
) -> str | None:
    """The key of why *officer* may not open contacts of *region*; None when they may. Whoever left loses the role.

    StandingUnaskedError when only Telegram can tell.
    """
    if find_head(connection, region, turn.safe) is None:
        return "s.contacts_no_head"
    if find_holder(connection, region, officer.id, turn.safe) is None:
        return "s.contacts_not_allowed"
    match standing:
        case GroupStanding.MEMBER:
            return None
        case GroupStanding.LEFT:
            leave_office(connection, region, officer.id, turn)
            return "s.contacts_left"
        case GroupStanding.UNKNOWN:
            return "s.contacts_unchecked"
        case GroupStanding.UNASKED:
            raise StandingUnaskedError("Whether an officer is in the group was not asked.")
        case unexpected:
            assert_never(unexpected)


def open_contacts(connection: Connection, row: CaseRow, officer: Officer, why: str, turn: Turn) -> None:
    """Record the opening, then send: who could not be written down must not read."""
    record(connection, Action.CONTACTS_OPENED, officer, why, turn, case_id=row.id)
    lane = OfficerLane.of(turn.safe.person_mark(officer.id))
    put_item(connection, SendContacts(row.id, officer.id), lane, turn)
