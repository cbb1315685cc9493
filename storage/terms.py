"""Terms: how many cases of an office have theirs end in a stretch of days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, func, select

from bot.terms import Desk, Status
from storage.schema import cases


def count_due(
    connection: Connection, region: str, statuses: Iterable[Status], *, since: date, until: date, most: int
) -> int:
    """How many cases of *region*'s group in *statuses* are due from *since* to *until*; at most *most* are counted."""
    found = 0
    for status in statuses:
        here = (cases.c.region == region, cases.c.desk == Desk.GROUP, cases.c.status == status)
        page = select(cases.c.number).where(*here, cases.c.due_on.between(since, until)).limit(most - found).subquery()
        found += connection.execute(select(func.count()).select_from(page)).scalar_one()
        if found >= most:
            break
    return found
