"""Deeds: found while they may be taken back, taken back once, counted by who did them."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.terms import DeedKind
from storage import deeds
from storage.deeds import DeedRow
from storage.engine import Database
from tests.storage.rows import whole

UNBOUND = DeedRow("a" * 32, DeedKind.UNBOUND, "mangystau", b"mark \x00\xff", b"box \xff", 100)
STOPPED = DeedRow("b" * 32, DeedKind.STOPPED, "mangystau", b"mark \x00\xff", b"box", 150)
ADDED = DeedRow("c" * 32, DeedKind.ADMIN_ADDED, None, b"other mark", b"box", 200)


async def test_deeds_are_found_in_their_time_and_then_forgotten(database: Database) -> None:
    for row in (UNBOUND, STOPPED, ADDED):
        await database.write(deeds.put_deed, row)
    assert await database.read(deeds.find_deed, UNBOUND.id, now=99) == UNBOUND
    assert await database.read(deeds.find_deed, ADDED.id, now=99) == ADDED
    assert await database.read(deeds.find_deed, UNBOUND.id, now=100) is None
    assert await database.read(deeds.list_deeds, "mangystau", now=99, aside=whole) == [STOPPED, UNBOUND]
    await database.write(deeds.forget_deeds, now=150)
    assert await database.read(deeds.list_deeds, "mangystau", now=0, aside=whole) == []
    assert await database.read(deeds.find_deed, ADDED.id, now=0) == ADDED


async def test_what_one_admin_did_is_counted_and_what_was_stopped_is_known(database: Database) -> None:
    for row in (UNBOUND, STOPPED, ADDED, replace(UNBOUND, id="d" * 32, region="abai")):
        await database.write(deeds.put_deed, row)
    assert [await database.read(deeds.count_deeds, UNBOUND.mark, now=now) for now in (99, 100, 150)] == [3, 1, 0]
    stopped = [
        await database.read(deeds.is_stopped, mark, region, now=now)
        for mark, region, now in (
            (UNBOUND.mark, "mangystau", 149),
            (UNBOUND.mark, "mangystau", 150),
            (UNBOUND.mark, "abai", 99),
            (ADDED.mark, "mangystau", 99),
        )
    ]
    assert stopped == [True, False, False, False]


async def test_of_many_who_take_a_deed_back_at_once_one_does(database: Database) -> None:
    await database.write(deeds.put_deed, UNBOUND)
    taken = await asyncio.gather(*(database.write(deeds.take_deed, UNBOUND.id) for _ in range(20)))
    assert sorted(taken) == [False] * 19 + [True]
