"""The one door for a case's status: which change is allowed, and which statuses mean what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from bot.terms import Status
from storage import cases

NEW = (Status.REGISTERED, Status.REOPENED)
"""Nobody has taken it."""
UNANSWERED = (*NEW, Status.IN_WORK, Status.QUESTION, Status.EXPERT, Status.WITH_HEAD)
"""The statuses in which an office owes the answer: a group that has not got such a case is posted it anew."""
ANSWERABLE = (*UNANSWERED, Status.REDIRECTED, Status.ANSWERED)
"""Under way: the office can still say something to its citizen without opening it again."""
AT_AN_END = (Status.CLOSED, Status.REJECTED, Status.DUPLICATE, Status.WITHDRAWN)

CHANGES: Mapping[Status, tuple[Status, ...]] = {
    Status.REGISTERED: (Status.WAITING, *UNANSWERED, Status.REDIRECTED, Status.ANSWERED),
    Status.IN_WORK: (*NEW, Status.QUESTION, Status.EXPERT, Status.WITH_HEAD),
    Status.QUESTION: ANSWERABLE,
    Status.EXPERT: (*NEW, Status.IN_WORK, Status.QUESTION, Status.WITH_HEAD, Status.ANSWERED),
    Status.WITH_HEAD: (*NEW, Status.IN_WORK, Status.QUESTION, Status.EXPERT, Status.ANSWERED),
    Status.REDIRECTED: ANSWERABLE,
    Status.ANSWERED: ANSWERABLE,
    Status.CLOSED: (Status.ANSWERED, Status.REDIRECTED),
    Status.REJECTED: (*UNANSWERED, Status.REDIRECTED, Status.ANSWERED),
    Status.DUPLICATE: (*UNANSWERED, Status.REDIRECTED, Status.ANSWERED),
    Status.WITHDRAWN: (Status.WAITING, *ANSWERABLE),
    Status.REOPENED: (Status.ANSWERED, Status.CLOSED, Status.REJECTED, Status.DUPLICATE),
}
"""A status, and those that it may follow; the schema's CHECK knows the same names.

Registered again is a case that another region's office has got. What its citizen has withdrawn nobody opens again.
"""


def may_follow(status: Status, before: Status) -> bool:
    """Whether a case in *before* may be moved to *status*."""
    return before in CHANGES.get(status, ())


def set_status(
    connection: Connection, case_id: str, status: Status, *, today: date, due_on: date | None = None
) -> bool:
    """Move the case to *status*; False when it may not follow the present one."""
    return cases.change_status(connection, case_id, status, before=CHANGES[status], today=today, due_on=due_on)
