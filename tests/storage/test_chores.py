"""Chores: each once a region, begun anew when started again, gone on where the last slice stopped."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import Connection

from bot.terms import Chore
from storage import chores
from storage.chores import BEGINNING, LONGEST_WAIT, ChoreRow
from storage.engine import Database

NOW, DAY = 1_800_000_000, 86_400


async def start(database: Database, *, not_before: int = NOW, kind: Chore = Chore.MISSING) -> None:
    """Start a chore of Mangystau."""
    await database.write(chores.start_chore, "mangystau", kind, not_before=not_before)


async def test_started_again_a_chore_begins_anew_and_not_before_the_later_time(database: Database) -> None:
    await start(database, not_before=NOW + DAY)
    await database.write(chores.move_cursor, ChoreRow("mangystau", Chore.MISSING, BEGINNING), "half")
    assert await database.read(chores.list_due, now=NOW + DAY) == [ChoreRow("mangystau", Chore.MISSING, "half")]
    await start(database)
    assert await database.read(chores.list_due, now=NOW + DAY - 1) == []
    assert await database.read(chores.list_due, now=NOW + DAY) == [ChoreRow("mangystau", Chore.MISSING, BEGINNING)]


async def test_a_chore_is_over_once_and_others_of_its_region_stay(database: Database) -> None:
    for kind in Chore:
        await start(database, kind=kind)
    await database.write(chores.end_chore, "mangystau", Chore.MISSING)
    assert await database.write(chores.take_chore, "mangystau", Chore.MISSING) is None
    assert await database.write(chores.take_chore, "abai", Chore.WAITING) is None
    kinds = {row.kind for row in await database.read(chores.list_due, now=NOW)}
    assert kinds == set(Chore) - {Chore.MISSING}


async def test_a_time_further_away_than_any_comes_from_another_clock_and_counts_as_due(database: Database) -> None:
    await start(database, not_before=NOW + LONGEST_WAIT + 1)
    assert len(await database.read(chores.list_due, now=NOW)) == 1


async def test_of_several_processes_each_does_a_slice_of_its_own(database: Database) -> None:
    def add_one(connection: Connection) -> bool:
        chore = chores.take_chore(connection, "mangystau", Chore.WAITING)
        if chore is not None:
            chores.move_cursor(connection, chore, str(int(chore.cursor or 0) + 1))
        return chore is not None

    await start(database, kind=Chore.WAITING)
    done = await asyncio.gather(*(database.write(add_one) for _ in range(20)))
    assert await database.read(chores.list_due, now=NOW) == [
        ChoreRow("mangystau", Chore.WAITING, str(done.count(True)))
    ]


async def test_starting_a_chore_wakes_whoever_does_it(database: Database) -> None:
    bells = database.wakeups(poll=timedelta(hours=1))
    await anext(bells)
    await start(database)
    await asyncio.wait_for(anext(bells), 10)
