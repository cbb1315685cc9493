"""Tallies: what they say is what a count of the cases would say, whoever files and moves at once."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection, func, select

from bot.terms import Status
from storage import cases, schema, tallies
from storage.engine import Database
from tests.storage.rows import CASE, DAY, DUE, file_case, numbered_case


def counted(connection: Connection) -> dict[tuple[str, str], int]:
    """The cases, counted one by one."""
    by = schema.cases.c.region, schema.cases.c.status
    return {(region, status): n for region, status, n in connection.execute(select(*by, func.count()).group_by(*by))}


def kept(connection: Connection) -> dict[tuple[str, str], int]:
    """The tallies, without those of nothing."""
    rows = connection.execute(select(schema.tallies)).all()
    return {(row.region, row.status): row.n for row in rows if row.n}


def take_up(connection: Connection, case_id: str) -> bool:
    """A case that waited is taken up."""
    before = (Status.WAITING,)
    return cases.change_status(connection, case_id, Status.REGISTERED, before=before, today=DAY, due_on=DUE)


async def test_a_tally_follows_every_filing_and_every_move_that_happened(database: Database) -> None:
    waiting = {"status": Status.WAITING, "due_on": None}
    rows = [numbered_case(n, **waiting, region=("abai", "mangystau")[n % 2]) for n in range(20)]
    await asyncio.gather(*(database.write(file_case, row) for row in rows))
    assert not await database.write(file_case, numbered_case(21, number=rows[0].number))  # the number is taken
    moved = await asyncio.gather(*(database.write(take_up, row.id) for row in (*rows[:7], *rows[:7])))
    assert moved.count(True) == 7
    assert not await database.write(take_up, CASE.id)
    assert await database.read(kept) == await database.read(counted)
    assert await database.read(tallies.by_region, Status.WAITING) == {"abai": 6, "mangystau": 7}
    assert await database.read(tallies.how_many, "abai", Status.REGISTERED) == 4
    assert await database.read(tallies.how_many, "turkistan", Status.WAITING) == 0


async def test_a_case_that_keeps_its_status_moves_no_tally(database: Database) -> None:
    answered, every = Status.ANSWERED, (Status.REGISTERED, Status.ANSWERED)
    await database.write(file_case)
    for _ in range(2):
        assert await database.write(cases.change_status, CASE.id, answered, before=every, today=DAY)
    assert await database.read(kept) == {("mangystau", "answered"): 1}
