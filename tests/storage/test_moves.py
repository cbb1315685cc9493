"""Moves: one a region, agreed to once, carried out once."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.terms import MoveStep
from storage import moves
from storage.engine import Database
from storage.moves import MoveRow
from tests.storage.rows import whole

ASKED = MoveRow("mangystau", "a" * 32, MoveStep.ASKED, b"group \x00\xff", 100)


async def test_a_region_has_one_move_until_that_one_is_over(database: Database) -> None:
    other = replace(ASKED, id="b" * 32, due_at=300)
    assert await database.write(moves.put_move, ASKED, now=50)
    assert not await database.write(moves.put_move, other, now=99)
    assert await database.read(moves.get_move, "mangystau", now=99) == ASKED
    assert await database.write(moves.put_move, other, now=100)
    assert await database.read(moves.get_move, "mangystau", now=100) == other


async def test_a_move_that_nobody_agreed_to_in_time_is_gone(database: Database) -> None:
    await database.write(moves.put_move, ASKED, now=50)
    assert await database.read(moves.find_move, ASKED.id, now=99) == ASKED
    assert await database.read(moves.find_move, ASKED.id, now=100) is None
    assert await database.read(moves.list_moves, now=100, aside=whole) == []
    assert not await database.write(moves.agree_to_move, ASKED.id, due_at=500, now=100)
    await database.write(moves.forget_moves, now=100)
    assert await database.read(moves.find_move, ASKED.id, now=50) is None


async def test_what_was_agreed_to_waits_until_it_is_due_however_late(database: Database) -> None:
    await database.write(moves.put_move, ASKED, now=50)
    assert await database.write(moves.agree_to_move, ASKED.id, due_at=200, now=60)
    agreed = replace(ASKED, step=MoveStep.AGREED, due_at=200)
    assert await database.read(moves.list_due, now=199) == []
    await database.write(moves.forget_moves, now=999)
    assert await database.read(moves.list_due, now=999) == [ASKED.id]
    assert await database.read(moves.get_move, "mangystau", now=999) == agreed
    assert not await database.write(moves.put_move, replace(ASKED, id="b" * 32), now=999)


async def test_of_many_who_agree_or_take_at_once_one_does(database: Database) -> None:
    await database.write(moves.put_move, ASKED, now=50)
    agree, take = moves.agree_to_move, moves.take_move
    agreed = await asyncio.gather(*(database.write(agree, ASKED.id, due_at=200, now=60) for _ in range(20)))
    taken = await asyncio.gather(*(database.write(take, ASKED.id) for _ in range(20)))
    assert [sorted(agreed), sorted(taken)] == [[False] * 19 + [True]] * 2


async def test_a_region_may_lose_its_move_unread(database: Database) -> None:
    await database.write(moves.put_move, ASKED, now=50)
    await database.write(moves.drop_move, "abai")
    assert await database.read(moves.get_move, "mangystau", now=60) == ASKED
    await database.write(moves.drop_move, "mangystau")
    assert await database.read(moves.get_move, "mangystau", now=60) is None
