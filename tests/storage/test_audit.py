"""The audit log only grows; a wish to open contacts is spent once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from storage import audit, wishes
from storage.audit import AuditRow
from storage.engine import Database
from tests.storage.rows import CASE, DAY, file_case, whole

ENTRY = AuditRow("c" * 32, DAY, "contacts-opened", CASE.id, b"who \x00\xff")
WISH = "d" * 32


async def test_entries_come_back_whole_in_the_order_of_their_ids(database: Database) -> None:
    earlier = AuditRow("f" * 32, DAY - timedelta(days=1), "group-bound", None, b"who")
    for row in (ENTRY, earlier):
        await database.write(audit.add_entry, row)
    assert (await database.read(audit.list_entries, after=None, limit=9, aside=whole)).rows == [ENTRY, earlier]


async def test_entries_are_found_day_by_day_and_in_pages(database: Database) -> None:
    days = [DAY - timedelta(days=30), DAY, DAY + timedelta(days=1)]
    rows = [AuditRow(f"{n:032x}", days[n % 3], "group-bound", None, b"who") for n in range(9)]
    for row in rows:
        await database.write(audit.add_entry, row)
    found, day = {}, await database.read(audit.next_day)
    while day is not None:
        page = await database.read(audit.list_entries, day=day, after=None, limit=2, aside=whole)
        rest = await database.read(audit.list_entries, day=day, after=page.last, limit=2, aside=whole)
        found[day] = page.rows + rest.rows
        day = await database.read(audit.next_day, day)
    assert list(found.items()) == [(day, rows[place::3]) for place, day in enumerate(days)]


async def test_an_entry_is_never_written_over(database: Database) -> None:
    await database.write(audit.add_entry, ENTRY)
    with pytest.raises(IntegrityError):
        await database.write(audit.add_entry, replace(ENTRY, action="nothing-happened"))
    assert (await database.read(audit.list_entries, after=None, limit=9, aside=whole)).rows == [ENTRY]


async def test_a_wish_holds_for_its_time(database: Database) -> None:
    await database.write(file_case)
    await database.write(wishes.put_wish, WISH, CASE.id, b"box \xff", expires_at=100)
    assert await database.read(wishes.get_wish, WISH, now=99) == (CASE.id, b"box \xff")
    assert await database.read(wishes.get_wish, WISH, now=100) is None
    assert await database.read(wishes.get_wish, "e" * 32, now=99) is None


async def test_a_wish_needs_its_case(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await database.write(wishes.put_wish, WISH, "e" * 32, b"box", expires_at=100)


async def test_of_many_who_spend_a_wish_at_once_one_succeeds(database: Database) -> None:
    await database.write(file_case)
    await database.write(wishes.put_wish, WISH, CASE.id, b"box", expires_at=100)
    spent = await asyncio.gather(*(database.write(wishes.drop_wish, WISH) for _ in range(20)))
    assert sorted(spent) == [False] * 19 + [True]


async def test_wishes_past_their_time_are_forgotten(database: Database) -> None:
    await database.write(file_case)
    await database.write(wishes.put_wish, WISH, CASE.id, b"box", expires_at=100)
    await database.write(wishes.put_wish, "e" * 32, CASE.id, b"box", expires_at=101)
    assert [await database.write(wishes.forget_wishes, now=100) for _ in range(2)] == [1, 0]
    assert not await database.write(wishes.drop_wish, WISH)
    assert await database.write(wishes.drop_wish, "e" * 32)
