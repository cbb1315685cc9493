"""Seen updates: a repeat is noticed, however many come at once, until Telegram can no longer repeat it."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Connection, insert, select, text

from storage import updates
from storage.dialect import change_rows
from storage.engine import Database
from storage.schema import seen_updates
from storage.updates import HOUR

MARK, OTHER = b"mark \x00\xff", b"other"


async def test_an_update_is_new_once(database: Database) -> None:
    assert await database.write(updates.mark_seen, MARK, expires_at=100)
    assert not await database.write(updates.mark_seen, MARK, expires_at=200)
    assert await database.write(updates.mark_seen, OTHER, expires_at=100)


async def test_of_many_repeats_at_once_one_is_new(database: Database) -> None:
    fresh = await asyncio.gather(*(database.write(updates.mark_seen, MARK, expires_at=100) for _ in range(20)))
    assert sorted(fresh) == [False] * 19 + [True]


async def test_marks_are_kept_for_their_time_and_then_forgotten(database: Database) -> None:
    await database.write(updates.mark_seen, MARK, expires_at=HOUR)
    await database.write(updates.mark_seen, OTHER, expires_at=HOUR + 1)
    assert await database.write(updates.forget_seen, now=HOUR - 1) == 0
    assert await database.write(updates.forget_seen, now=HOUR) == 1
    assert await database.write(updates.mark_seen, MARK, expires_at=9 * HOUR)
    assert not await database.write(updates.mark_seen, OTHER, expires_at=9 * HOUR)


async def test_marks_are_forgotten_some_at_a_time(database: Database) -> None:
    def fill(connection: Connection) -> None:
        rows = [{"mark": n.to_bytes(4), "expires_at": HOUR} for n in range(updates.AT_ONCE + 5)]
        connection.execute(insert(seen_updates), rows)

    await database.write(fill)
    assert [await database.write(updates.forget_seen, now=HOUR) for _ in range(3)] == [updates.AT_ONCE, 5, 0]


async def test_marks_do_not_tell_the_moment_of_an_update(database: Database) -> None:
    for n in range(10):
        await database.write(updates.mark_seen, bytes([n]), expires_at=HOUR + 1 + n * 350)
    kept = await database.read(lambda connection: connection.execute(select(seen_updates.c.expires_at)).scalars().all())
    assert set(kept) == {2 * HOUR}


async def test_what_is_run_as_it_is_spelled_is_of_the_same_transaction(database: Database) -> None:
    def write_both_ways(connection: Connection, *, fail: bool) -> None:
        assert updates.mark_seen(connection, MARK, expires_at=HOUR)
        assert [bytes(mark) for mark in connection.execute(select(seen_updates.c.mark)).scalars()] == [MARK]
        connection.execute(insert(seen_updates).values(mark=OTHER, expires_at=HOUR))
        assert not updates.mark_seen(connection, OTHER, expires_at=HOUR)
        if fail:
            raise RuntimeError("after both")

    with pytest.raises(RuntimeError, match="after both"):
        await database.write(write_both_ways, fail=True)
    await database.write(write_both_ways, fail=False)  # nothing of the first was left


async def test_what_is_run_as_it_is_spelled_tells_nothing_of_its_values(database: Database) -> None:
    statement = text("INSERT INTO words (mark, case_id) VALUES (:mark, :case_id)")
    with pytest.raises(Exception, match="(?i)not.?null") as met:
        await database.write(change_rows, statement, {"mark": b"typed words", "case_id": None})
    assert "typed words" not in str(met.value)
