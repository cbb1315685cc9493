"""Opening contacts: a written reason, the officer's private chat, a line in the audit log.

Who asked is the one who presses, who gives the reason must be the same person (`written`), and who could not be written
down into the log does not read. The contacts never stand in the group.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk.audit import Action, record
from bot.desk.outgoing.items import SendContacts
from bot.desk.outgoing.lanes import OfficerLane
from bot.desk.outgoing.posting import put_item
from bot.desk.people import Officer
from bot.desk.rules import Turn
from storage import contacting
from storage.cases import CaseRow


def are_there(connection: Connection, row: CaseRow) -> bool:
    """Whether the citizen has left contacts."""
    return contacting.get_contact(connection, row.id) is not None


def open_contacts(connection: Connection, row: CaseRow, officer: Officer, why: str, turn: Turn) -> bool:
    """Record the opening, then send: who could not be written down must not read. False when there are none."""
    if not are_there(connection, row):
        return False
    record(connection, Action.CONTACTS_OPENED, officer, why, turn, case_id=row.id)
    lane = OfficerLane.of(turn.safe.person_mark(officer.id))
    put_item(connection, SendContacts(row.id, officer.id), lane, turn)
    return True
