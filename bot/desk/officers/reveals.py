"""Opening contacts: a role that allows it, a written reason, the officer's private chat, a line in the audit log.

Only the head of the office opens them, and whoever was given the role for it; who has left the group has neither, and
that is asked of Telegram before (`people.GroupStanding`). Where no head is named nobody answers for it, so nobody opens
any. Who asked is the one who presses, who gives the reason must be the same person (`written`), and who could not be
written down into the log does not read. The contacts never stand in the group.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk.audit import Action, record
from bot.desk.holders import find_head, may_open_contacts
from bot.desk.officers.acting import why_no_member
from bot.desk.outgoing.items import SendContacts
from bot.desk.outgoing.lanes import OfficerLane
from bot.desk.outgoing.posting import put_item
from bot.desk.people import GroupStanding, Officer
from bot.desk.rules import Turn
from storage import contacting
from storage.cases import CaseRow
from storage.offices import OfficeRow


def are_there(connection: Connection, row: CaseRow) -> bool:
    """Whether the citizen has left contacts."""
    return contacting.get_contact(connection, row.id) is not None


def why_closed(
    connection: Connection, office: OfficeRow, officer: Officer, standing: GroupStanding, turn: Turn
) -> str | None:
    """The key of why *officer* may not open contacts of the region; None when they may.

    StandingUnaskedError when only Telegram can tell.
    """
    if find_head(connection, office.region, turn.safe) is None:
        return "s.contacts_no_head"
    if not may_open_contacts(connection, office.region, officer.id, turn.safe):
        return "s.contacts_not_allowed"
    return why_no_member(connection, office, officer, standing, turn)


def open_contacts(connection: Connection, row: CaseRow, officer: Officer, why: str, turn: Turn) -> bool:
    """Record the opening, then send: who could not be written down must not read. False when there are none."""
    if not are_there(connection, row):
        return False
    record(connection, Action.CONTACTS_OPENED, officer, why, turn, case_id=row.id)
    lane = OfficerLane.of(turn.safe.person_mark(officer.id))
    put_item(connection, SendContacts(row.id, officer.id), lane, turn)
    return True
