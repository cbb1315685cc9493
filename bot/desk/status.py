"""The one door for a case's status."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from bot.terms import Status
from storage import cases

CHANGES: Mapping[Status, tuple[Status, ...]] = {
    Status.REGISTERED: (Status.WAITING,),
    Status.ANSWERED: (Status.REGISTERED, Status.ANSWERED),
}
"""A status, and those that it may follow; the schema's CHECK knows the same names."""
UNANSWERED = (Status.REGISTERED,)
"""The statuses in which an office owes the answer: a group that has not got such a case is posted it anew."""


def set_status(
    connection: Connection, case_id: str, status: Status, *, today: date, due_on: date | None = None
) -> bool:
    """Move the case to *status*; False when it may not follow the present one."""
    return cases.change_status(connection, case_id, status, before=CHANGES[status], today=today, due_on=due_on)
