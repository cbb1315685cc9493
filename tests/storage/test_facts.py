"""Facts are replaced, counters never give a number twice."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Connection

from storage import facts
from storage.engine import Database


async def test_a_fact_is_kept_and_replaced(database: Database) -> None:
    assert await database.read(facts.get_fact, "keyring") is None
    await database.write(facts.put_fact, "keyring", "0011")
    await database.write(facts.put_fact, "keyring", "2233")
    await database.write(facts.put_fact, "alive", "1")
    assert await database.read(facts.get_fact, "keyring") == "2233"


async def test_counters_count_from_one_each_by_itself(database: Database) -> None:
    assert await database.read(facts.get_counter, "case-karaganda-2026") == 0
    taken = [await database.write(facts.next_number, name) for name in ("a", "a", "b", "a")]
    assert taken == [1, 2, 1, 3]
    assert await database.read(facts.get_counter, "a") == 3


async def test_a_hundred_at_once_get_a_hundred_numbers(database: Database) -> None:
    # The counter does not exist yet: the race to make it is part of the test.
    numbers = await asyncio.gather(*(database.write(facts.next_number, "case-karaganda-2026") for _ in range(100)))
    assert sorted(numbers) == list(range(1, 101))


async def test_a_filing_that_fails_leaves_no_gap(database: Database) -> None:
    def take_and_fail(connection: Connection) -> None:
        facts.next_number(connection, "cases")
        raise LookupError("the filing failed")

    assert await database.write(facts.next_number, "cases") == 1
    with pytest.raises(LookupError):
        await database.write(take_and_fail)
    assert await database.write(facts.next_number, "cases") == 2
