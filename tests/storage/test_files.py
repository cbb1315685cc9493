"""Files: jobs are leased, clean copies belong to nobody until a case takes them, and go when nobody does."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, func, select, update
from sqlalchemy.exc import IntegrityError

from bot.terms import Cleaning
from storage import files
from storage.engine import Database
from storage.files import CHUNKS_AT_ONCE
from storage.schema import files as table
from tests.storage.rows import file_case, numbered_case, whole

CASE_1 = numbered_case(1)


def wait_for_cleaning(
    connection: Connection, file_id: str, *, expires_at: int = 1_000, sender: bytes = b"somebody"
) -> None:
    files.insert_job(connection, file_id, job=b"job", wrapped_key=b"key", expires_at=expires_at, sender=sender)


def make_clean(connection: Connection, file_id: str) -> bool:
    files.put_chunk(connection, file_id, 0, b"first")
    files.put_chunk(connection, file_id, 1, b"second")
    return files.settle_clean(connection, file_id, b"facts")


async def test_a_job_is_leased_to_one_and_falls_due_again(database: Database) -> None:
    await database.write(wait_for_cleaning, "a")
    first = await database.write(files.claim_job, now=10, lease=60, aside=whole)
    assert first is not None
    assert (first.id, first.state, first.job, first.attempts) == ("a", Cleaning.WAITING, b"job", 0)
    assert await database.write(files.claim_job, now=69, lease=60, aside=whole) is None
    again = await database.write(files.claim_job, now=70, lease=60, aside=whole)
    assert again is not None and (again.id, again.attempts) == ("a", 1)


async def test_a_lease_too_far_ahead_counts_as_due(database: Database) -> None:
    await database.write(wait_for_cleaning, "a")
    await database.write(files.claim_job, now=1_000_000, lease=60, aside=whole)
    assert await database.write(files.claim_job, now=10, lease=60, aside=whole) is not None


async def test_a_clean_file_loses_its_job_and_keeps_its_chunks_in_order(database: Database) -> None:
    await database.write(wait_for_cleaning, "a")
    assert await database.write(make_clean, "a")
    row = await database.read(files.get_file, "a")
    assert row is not None and (row.state, row.job, row.facts) == (Cleaning.CLEAN, None, b"facts")
    assert await database.read(files.get_chunks, "a") == [b"first", b"second"]
    assert await database.write(files.claim_job, now=10, lease=60, aside=whole) is None


async def test_a_repeated_job_writes_its_chunks_anew(database: Database) -> None:
    await database.write(wait_for_cleaning, "a")
    await database.write(files.put_chunk, "a", 0, b"of the first try")
    assert await database.write(make_clean, "a")
    assert await database.read(files.get_chunks, "a") == [b"first", b"second"]


async def test_a_file_dropped_meanwhile_is_not_settled(database: Database) -> None:
    await database.write(wait_for_cleaning, "a")
    await database.write(files.drop_files, ["a"])
    assert not await database.write(files.settle_clean, "a", b"facts")


async def test_only_clean_files_without_a_case_are_given_to_one(database: Database) -> None:
    for file_id in ("a", "b", "c"):
        await database.write(wait_for_cleaning, file_id)
    await database.write(make_clean, "a")
    await database.write(make_clean, "c")
    await database.write(file_case, CASE_1)
    assert await database.write(files.give_to_case, ["c", "b", "a"], CASE_1.id, 2) == ["c", "a"]
    assert await database.write(files.give_to_case, ["a"], CASE_1.id, 3) == []
    owned = [await database.read(files.get_file, file_id) for file_id in ("a", "b", "c")]
    assert [(row.case_id, row.seq) for row in owned if row] == [(CASE_1.id, 2), (None, None), (CASE_1.id, 2)]


async def test_files_that_no_case_took_go_after_their_time(database: Database) -> None:
    await database.write(wait_for_cleaning, "old", expires_at=100)
    await database.write(wait_for_cleaning, "new", expires_at=200)
    assert await database.write(files.drop_expired, now=150) == 1
    assert await database.read(files.get_file, "old") is None
    assert await database.read(files.get_file, "new") is not None


async def test_a_large_file_is_deleted_bit_by_bit_and_is_nobodys_from_the_first_moment(database: Database) -> None:
    for file_id in ("large", "small"):
        await database.write(wait_for_cleaning, file_id)
        for n in range(3 * CHUNKS_AT_ONCE if file_id == "large" else 2):
            await database.write(files.put_chunk, file_id, n, b"chunk")
        await database.write(files.settle_clean, file_id, b"facts")
    await database.write(files.drop_files, ["large", "small"])
    await database.write(file_case, CASE_1)
    assert [await database.read(files.get_file, file_id) for file_id in ("large", "small")] == [None, None]
    assert await database.write(files.give_to_case, ["large", "small"], CASE_1.id, None) == []
    sizes = []
    while left := len(await database.read(files.get_chunks, "large")):
        sizes.append(left)
        await database.write(files.drop_expired, now=150)
    assert sizes == [36, 24, 12]
    while await database.write(files.drop_expired, now=150):
        pass
    assert await database.read(count_files) == 0


def count_files(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


async def test_a_clean_file_without_facts_is_refused_by_the_schema(database: Database) -> None:
    await database.write(wait_for_cleaning, "a")

    def break_it(connection: Connection) -> None:
        connection.execute(update(table).where(table.c.id == "a").values(state=Cleaning.CLEAN, job=None))

    with pytest.raises(IntegrityError):
        await database.write(break_it)


async def test_senders_take_turns_whoever_came_first(database: Database) -> None:
    for n in range(50):
        await database.write(wait_for_cleaning, f"a{n:02}", expires_at=1_000 + n, sender=b"who sends fifty")
    for file_id in ("b0", "b1"):
        await database.write(wait_for_cleaning, file_id, expires_at=2_000, sender=b"who sends two")
    order = []
    for _ in range(5):
        row = await database.write(files.claim_job, now=10, lease=60, aside=whole)
        assert row is not None
        order.append(row.id)
    assert order == ["a00", "b0", "a01", "b1", "a02"]


async def test_whoever_sends_on_and_on_comes_after_whoever_sends_once(database: Database) -> None:
    await database.write(wait_for_cleaning, "a0", sender=b"flood")
    for n in range(1, 10):
        await database.write(wait_for_cleaning, f"a{n}", sender=b"flood")
        row = await database.write(files.claim_job, now=10, lease=60, aside=whole)
        assert row is not None
        await database.write(make_clean, row.id)
    await database.write(wait_for_cleaning, "b", expires_at=9_000, sender=b"once")
    row = await database.write(files.claim_job, now=10, lease=60, aside=whole)
    assert row is not None and row.id == "b"


def sender_of(connection: Connection, file_id: str) -> bytes | None:
    return connection.execute(select(table.c.sender).where(table.c.id == file_id)).scalar_one()


async def test_a_clean_file_forgets_who_sent_it(database: Database) -> None:
    await database.write(wait_for_cleaning, "a")
    assert await database.write(make_clean, "a")
    assert await database.read(sender_of, "a") is None
