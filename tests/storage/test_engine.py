"""What both engines promise of a transaction."""

import asyncio
import logging
import threading
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from storage.dialect import lock_actor, notify
from storage.engine import Database
from storage.errors import DatabaseUrlError, StoreError, StoreUnavailableError
from tests.postgres import Server
from tests.storage.tables import (
    METADATA,
    add_note,
    count_notes,
    counters,
    list_words,
    next_number,
    start_counter,
)

Opener = Callable[[], Awaitable[Database]]


@pytest.fixture(params=["sqlite", "inline", "postgresql"])
async def open_empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Opener]:
    """Opens one database, empty at first, on each engine in turn; "inline" is SQLite in turns of the loop."""
    path = tmp_path / "data" / "adaldyq.db"
    match request.param:
        case "sqlite":
            yield partial(Database.open, f"sqlite:///{path}")
        case "inline":
            yield partial(Database.open_inline, path)
        case _:
            # Asked for here, so that a test on SQLite waits for no server.
            server: Server = request.getfixturevalue("postgresql_server")
            async with server.fresh_database() as url:
                yield partial(Database.open, url)


@pytest.fixture
async def store(open_empty: Opener) -> AsyncIterator[Database]:
    """A database with the tables of these tests."""
    async with await open_empty() as opened:
        await opened.write(METADATA.create_all)
        yield opened


async def test_write_returns_the_result_and_read_sees_it(store: Database) -> None:
    await store.write(start_counter)
    assert await store.write(next_number) == 1
    assert await store.write(next_number, name="cases") == 2
    assert await store.read(lambda connection: connection.execute(select(counters.c.value)).scalar_one()) == 2


async def test_write_gives_a_hundred_concurrent_callers_different_numbers(store: Database) -> None:
    await store.write(start_counter)
    numbers = await asyncio.gather(*(store.write(next_number) for _ in range(100)))
    assert sorted(numbers) == list(range(1, 101))


async def test_write_keeps_others_when_one_raises(store: Database) -> None:
    words = ["a", "b", "a", "c", "b", "d"]
    outcomes = await asyncio.gather(*(store.write(add_note, word) for word in words), return_exceptions=True)
    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 2
    assert sorted(filter(None, await store.read(list_words))) == ["a", "b", "c", "d"]


async def test_write_leaves_nothing_of_a_function_that_raises(store: Database) -> None:
    def keep_and_fail(connection: Connection) -> None:
        add_note(connection, "half")
        raise LookupError("no such office")

    with pytest.raises(LookupError, match="no such office"):
        await store.write(keep_and_fail)
    assert await store.read(count_notes) == 0


async def test_write_undoes_a_part_with_a_savepoint(store: Database) -> None:
    def keep_twice(connection: Connection) -> str:
        add_note(connection, "once")
        try:
            with connection.begin_nested():
                add_note(connection, "once")
        except IntegrityError:
            return "known"
        return "new"

    assert await asyncio.gather(store.write(keep_twice), store.write(add_note, "other")) == ["known", None]
    assert sorted(filter(None, await store.read(list_words))) == ["once", "other"]


@pytest.mark.parametrize("ending", ["commit", "rollback"])
async def test_write_refuses_a_function_that_ends_its_transaction(store: Database, ending: str) -> None:
    with pytest.raises(StoreError, match="must not|neither"):
        await store.write(lambda connection: getattr(connection, ending)())
    await store.write(add_note, "after")
    assert await store.read(list_words) == ["after"]


async def test_write_checks_a_deferred_constraint_for_its_own_caller(store: Database) -> None:
    outcomes = await asyncio.gather(
        store.write(add_note, "good"), store.write(add_note, "bad", counter="none"), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), IntegrityError]
    assert await store.read(list_words) == ["good"]


async def test_write_survives_a_stop_iteration(store: Database) -> None:
    with pytest.raises(RuntimeError, match="StopIteration"):
        await asyncio.wait_for(store.write(lambda _: next(iter(()))), 5)


async def test_read_cannot_write(store: Database) -> None:
    with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
        await store.read(add_note, "sneaked")
    assert await store.read(count_notes) == 0


async def test_read_sees_one_snapshot(store: Database) -> None:
    loop, loop_thread = asyncio.get_running_loop(), threading.current_thread()

    def count_around_a_write(connection: Connection) -> tuple[int, int]:
        before = count_notes(connection)
        if threading.current_thread() is not loop_thread:  # a read that shares the loop cannot wait for another task
            asyncio.run_coroutine_threadsafe(store.write(add_note, "between"), loop).result(5)
        return before, count_notes(connection)

    assert await store.read(count_around_a_write) == (0, 0)


async def test_a_cancelled_caller_leaves_the_others_alone(store: Database) -> None:
    tasks = [asyncio.create_task(store.write(add_note, str(number))) for number in range(20)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(outcome is None for outcome in outcomes[1::2])
    # What was cancelled may be there or not; what was acknowledged is.
    assert {str(number) for number in range(1, 20, 2)} <= set(await store.read(list_words))
    await store.write(add_note, "after")


async def test_close_finishes_what_is_queued_and_refuses_more(open_empty: Opener) -> None:
    store = await open_empty()
    await store.write(METADATA.create_all)
    tasks = [asyncio.create_task(store.write(add_note, str(number))) for number in range(200)]
    await asyncio.sleep(0)
    await store.close()
    assert await asyncio.gather(*tasks) == [None] * 200
    with pytest.raises(StoreUnavailableError, match="closed"):
        await store.write(add_note, "late")
    with pytest.raises(StoreUnavailableError, match="closed"):
        await store.read(count_notes)
    await store.close()
    async with await open_empty() as again:
        assert await again.read(count_notes) == 200


async def test_probe_and_checkpoint_work_and_leave_nothing(store: Database) -> None:
    await store.write(add_note, "kept")
    for _ in range(3):
        await store.probe()
    assert await store.checkpoint()
    assert await store.read(list_words) == ["kept"]


def _value_of(connection: Connection, name: str) -> int:
    return connection.execute(select(counters.c.value).where(counters.c.name == name)).scalar_one()


async def test_lock_actor_lets_one_at_a_time_in(store: Database) -> None:
    await store.write(start_counter)

    def read_then_increment(connection: Connection) -> int:
        lock_actor(connection, b"actor")
        value = _value_of(connection, "cases") + 1
        connection.execute(counters.update().values(value=value))
        return value

    numbers = await asyncio.gather(*(store.write(read_then_increment) for _ in range(30)))
    assert sorted(numbers) == list(range(1, 31))


async def test_wakeups_come_at_once_after_a_notify_and_with_the_poll(store: Database) -> None:
    loop = asyncio.get_running_loop()
    waiter = store.wakeups(poll=timedelta(seconds=30))
    await anext(waiter)
    ring = asyncio.ensure_future(anext(waiter))
    await asyncio.sleep(0)
    await store.write(lambda connection: (add_note(connection, "work"), notify(connection)))
    began = loop.time()
    await asyncio.wait_for(ring, 5)
    assert loop.time() - began < 5
    await waiter.aclose()

    polled = store.wakeups(poll=timedelta(milliseconds=20))
    for _ in range(3):
        await asyncio.wait_for(anext(polled), 5)
    await polled.aclose()


async def test_wakeups_do_not_come_for_work_that_was_rolled_back(store: Database) -> None:
    waiter = store.wakeups(poll=timedelta(seconds=30))
    await anext(waiter)
    ring = asyncio.ensure_future(anext(waiter))

    def notify_and_fail(connection: Connection) -> None:
        notify(connection)
        raise LookupError

    with pytest.raises(LookupError):
        await store.write(notify_and_fail)
    await store.probe()
    assert not ring.done()
    await store.write(notify)
    await asyncio.wait_for(ring, 5)
    await waiter.aclose()


async def test_wakeups_end_when_the_database_closes(open_empty: Opener) -> None:
    store = await open_empty()
    rings = asyncio.ensure_future(_count_rings(store))
    await asyncio.sleep(0.05)
    await store.close()
    assert await asyncio.wait_for(rings, 5) >= 1


async def _count_rings(store: Database) -> int:
    rings = 0
    async for _ in store.wakeups(poll=timedelta(seconds=30)):
        rings += 1
    return rings


MARKER = "Айгүл-көп-сыр"


def _break_unique(connection: Connection) -> None:
    add_note(connection, MARKER)
    add_note(connection, MARKER)


def _break_type(connection: Connection) -> None:
    connection.execute(
        text("UPDATE counters SET value = :value WHERE CAST(name AS INTEGER) = :number"),
        {"value": MARKER, "number": [MARKER]},
    )


def _break_missing_value(connection: Connection) -> None:
    connection.execute(insert(counters), [{"name": MARKER, "value": 1}, {"name": MARKER + "2"}])


def _break_chained(connection: Connection) -> None:
    try:
        _break_unique(connection)
    except IntegrityError as error:
        raise LookupError("taken") from error


@pytest.mark.parametrize("failing", [_break_unique, _break_type, _break_missing_value, _break_chained])
async def test_no_error_and_no_log_holds_a_value(
    store: Database, failing: object, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises((StatementError, LookupError)) as caught:
        await store.write(failing)  # type: ignore[arg-type]
    met = caught.value
    printed = "".join(traceback.format_exception(met)) + caplog.text + repr(met)
    printed += repr(getattr(met, "params", "")) + repr(getattr(getattr(met, "orig", None), "args", ""))
    assert MARKER not in printed


async def test_an_integrity_error_still_names_its_constraint(store: Database) -> None:
    await store.write(add_note, "once")
    with pytest.raises(IntegrityError, match="notes.word|notes_word_key"):
        await store.write(add_note, "once")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mysql://localhost/x",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///x.db?mode=memory",
        "sqlite://host/x.db",
        "http://[::1",
    ],
)
async def test_open_refuses_an_address_it_cannot_keep_reports_in(url: str) -> None:
    with pytest.raises(DatabaseUrlError):
        await Database.open(url)
