"""Offices: one group a region, one region a group, and moves that are agreed to once."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from bot.terms import Language
from storage import offices
from storage.engine import Database
from storage.offices import OfficeRow
from tests.storage.rows import DAY, whole

OFFICE = OfficeRow("mangystau", b"mark \x00\xff", b"box \x00\xff", Language.KAZAKH, DAY)
OTHER = OfficeRow("karaganda", b"other mark", b"other box", Language.RUSSIAN, DAY)


async def test_an_office_is_found_by_region_and_by_group(database: Database) -> None:
    for row in (OFFICE, OTHER):
        await database.write(offices.put_office, row)
    assert await database.read(offices.get_office, "mangystau") == OFFICE
    assert await database.read(offices.find_office, OTHER.mark) == OTHER
    assert await database.read(offices.list_offices, aside=whole) == [OTHER, OFFICE]
    assert await database.read(offices.get_office, "abai") is None
    assert await database.read(offices.find_office, b"no such mark") is None


async def test_a_region_takes_another_group_in_place_of_the_old_one(database: Database) -> None:
    await database.write(offices.put_office, OFFICE)
    moved = replace(OFFICE, mark=b"new mark", box=b"new box")
    await database.write(offices.put_office, moved)
    assert await database.read(offices.list_offices, aside=whole) == [moved]
    assert await database.read(offices.find_office, OFFICE.mark) is None


async def test_a_group_cannot_serve_two_regions(database: Database) -> None:
    await database.write(offices.put_office, OFFICE)
    with pytest.raises(IntegrityError):
        await database.write(offices.put_office, replace(OTHER, mark=OFFICE.mark))
    assert await database.read(offices.list_offices, aside=whole) == [OFFICE]


async def test_unbinding_says_whether_there_was_anything_to_unbind(database: Database) -> None:
    await database.write(offices.put_office, OFFICE)
    assert await database.write(offices.delete_office, "mangystau")
    assert not await database.write(offices.delete_office, "mangystau")


async def test_the_language_is_one_of_two_and_of_this_group_only(database: Database) -> None:
    for row in (OFFICE, OTHER):
        await database.write(offices.put_office, row)
    await database.write(offices.set_language, "mangystau", "ru")
    assert await database.read(offices.list_offices, aside=whole) == [OTHER, replace(OFFICE, language="ru")]
    with pytest.raises(IntegrityError):
        await database.write(offices.set_language, "mangystau", "en")


async def test_a_move_is_taken_once_and_the_newest_wish_counts(database: Database) -> None:
    await database.write(offices.put_move, "mangystau", b"first group", expires_at=100)
    await database.write(offices.put_move, "mangystau", b"second group \xff", expires_at=200)
    assert await database.write(offices.take_move, "mangystau", now=150) == b"second group \xff"
    assert await database.write(offices.take_move, "mangystau", now=150) is None
    assert await database.write(offices.take_move, "karaganda", now=150) is None


async def test_looking_at_a_move_does_not_take_it(database: Database) -> None:
    await database.write(offices.put_move, "mangystau", b"group \xff", expires_at=100)
    assert await database.read(offices.get_move, "mangystau", now=99) == b"group \xff"
    assert await database.read(offices.get_move, "mangystau", now=100) is None
    assert await database.read(offices.get_move, "karaganda", now=99) is None
    assert await database.write(offices.take_move, "mangystau", now=99) == b"group \xff"


async def test_a_move_past_its_time_is_gone(database: Database) -> None:
    await database.write(offices.put_move, "mangystau", b"group", expires_at=100)
    assert await database.write(offices.take_move, "mangystau", now=100) is None
    assert await database.write(offices.take_move, "mangystau", now=50) is None


async def test_of_many_who_take_a_move_at_once_one_gets_it(database: Database) -> None:
    await database.write(offices.put_move, "mangystau", b"group", expires_at=100)
    taken = await asyncio.gather(*(database.write(offices.take_move, "mangystau", now=50) for _ in range(20)))
    assert [box for box in taken if box is not None] == [b"group"]
