"""Offices: one group a region, one region a group, and the group that a region had last."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from bot.terms import Language
from storage import offices
from storage.engine import Database
from storage.offices import FormerOffice, OfficeRow
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


async def test_the_group_that_a_region_had_last_is_remembered_until_it_has_one_again(database: Database) -> None:
    former = FormerOffice("abai", b"mark \x00\xff", b"box", Language.KAZAKH, 100)
    later = replace(former, mark=b"other", box=b"other box \xff", language=Language.RUSSIAN, left_at=200)
    for row in (former, replace(former, region="mangystau"), later):
        await database.write(offices.put_former, row)
    assert await database.read(offices.get_former, "abai") == later
    assert await database.read(offices.list_former, former.mark) == ["mangystau"]
    await database.write(offices.delete_former, "abai")
    assert await database.read(offices.get_former, "abai") is None
