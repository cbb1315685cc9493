"""Terms: how many cases of an office have theirs end in a stretch of days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, func, select

from bot.terms import Status
from storage.schema import cases


def count_due(
    connection: Connection, region: str, statuses: Iterable[Status], *, since: date, until: date, most: int
) -> int:
    """How many cases of *region* in *statuses* are due from *since* to *until*; no more than *most* are counted."""
    found = 0
    for status in statuses:
        here = (cases.c.region == region, cases.c.status == status, cases.c.due_on.between(since, until))
        page = select(cases.c.number).where(*here).limit(most - found).subquery()
        found += connection.execute(select(func.count()).select_from(page)).scalar_one()
        if found >= most:
            break
    return found
