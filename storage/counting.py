"""Counting: what the clear columns of a region's cases tell of a time, and nothing that was typed.

No case stands in it that its citizen has sent past the group.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, select

from bot.frozen import frozen
from bot.terms import Desk, Status
from storage.schema import cases


@frozen
class CaseDays:
    """Where a case stands, and its days; not which case it is."""

    status: Status
    filed_on: date
    changed_on: date
    due_on: date | None


def days_of(connection: Connection, region: str, *, since: date, until: date) -> Iterator[CaseDays]:
    """The cases of *region* that were filed in that time; StoreDamagedError when one of them cannot be read."""
    query = select(cases.c.status, cases.c.filed_on, cases.c.changed_on, cases.c.due_on).where(
        cases.c.region == region, cases.c.desk == Desk.GROUP, cases.c.filed_on >= since, cases.c.filed_on <= until
    )
    for row in connection.execute(query):
        yield CaseDays(Status(row.status), row.filed_on, row.changed_on, row.due_on)
