"""Tallies: how many cases of a region's group stand in a status, kept beside them so that nobody has to count.

Rules
- A case that its citizen has sent past the group is in none, as long as it has not come to the group.
- A tally changes in the transaction of its case: by `cases.insert_case`, `cases.change_status`,
  `cases.change_region`, and nothing else.
- It tells nothing that the cases do not: no row of an account is written in those transactions, so what SQLite's page
  or PostgreSQL's xmin shows of a tally is what they show of the case.
- Who changes two takes them in the order of their statuses, so that on PostgreSQL no two wait for each other.
"""

from __future__ import annotations

from sqlalchemy import Connection, select, text

from bot.terms import Status
from storage.dialect import change_rows
from storage.schema import tallies

_ADD = text(
    "INSERT INTO tallies (region, status, n) VALUES (:region, :status, :n) "
    "ON CONFLICT (region, status) DO UPDATE SET n = tallies.n + excluded.n"
)


def count_filed(connection: Connection, region: str, status: Status) -> None:
    """One case more stands in *status*."""
    change_rows(connection, _ADD, {"region": region, "status": status, "n": 1})


def count_moved(connection: Connection, region: str, before: Status, after: Status) -> None:
    """One case went from *before* to *after*."""
    if before != after:
        for status, n in sorted(((before, -1), (after, 1))):
            connection.execute(_ADD, {"region": region, "status": status, "n": n})


def count_transferred(connection: Connection, before: str, after: str, status: Status) -> None:
    """One case in *status* went from the region *before* to *after*."""
    if before != after:
        for region, n in sorted(((before, -1), (after, 1))):
            connection.execute(_ADD, {"region": region, "status": status, "n": n})


def how_many(connection: Connection, region: str, status: Status) -> int:
    """How many cases of *region* stand in *status*."""
    query = select(tallies.c.n).where(tallies.c.region == region, tallies.c.status == status)
    return int(connection.execute(query).scalar_one_or_none() or 0)


def by_region(connection: Connection, status: Status) -> dict[str, int]:
    """How many cases stand in *status*, for each region that has any."""
    query = select(tallies.c.region, tallies.c.n).where(tallies.c.status == status, tallies.c.n > 0)
    return {region: int(n) for region, n in connection.execute(query)}


def was_served(connection: Connection, region: str) -> bool:
    """Whether a group ever got a case of *region*."""
    served = (tallies.c.region == region, tallies.c.status != Status.WAITING, tallies.c.n > 0)
    return connection.execute(select(tallies.c.n).where(*served).limit(1)).first() is not None
