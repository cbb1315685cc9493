"""What only PostgreSQL can do to us: conflicts, lost connections, a server that refuses."""

import asyncio
import traceback
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from storage.dialect import notify
from storage.engine import Database
from storage.errors import StoreUnavailableError
from storage.postgresql import connect
from tests.postgres import Server
from tests.storage.tables import METADATA, add_note, count_notes, list_words, next_number, notes, start_counter

SECRET = "шын-сыр"


@pytest.fixture
async def store(postgresql_url: str) -> AsyncIterator[Database]:
    """A database with the tables of these tests."""
    async with await Database.open(postgresql_url) as opened:
        await opened.write(METADATA.create_all)
        await opened.write(start_counter, "cases")
        await opened.write(start_counter, "posts")
        yield opened


async def test_five_writers_lose_and_double_nothing(store: Database, postgresql_url: str) -> None:
    writers = [await Database.open(postgresql_url) for _ in range(5)]
    numbers = await asyncio.gather(*(writers[n % 5].write(next_number) for n in range(100)))
    assert sorted(numbers) == list(range(1, 101))
    for writer in writers:
        await writer.close()


async def test_a_deadlock_is_run_again_until_both_have_committed(store: Database) -> None:
    tries: list[str] = []

    def take_both(connection: Connection, first: str, second: str) -> int:
        tries.append(first)
        next_number(connection, first)
        connection.execute(text("SELECT pg_sleep(0.1)"))
        return next_number(connection, second)

    numbers = await asyncio.gather(store.write(take_both, "cases", "posts"), store.write(take_both, "posts", "cases"))
    assert sorted(numbers) == [1, 2]
    assert len(tries) >= 3, "the two did not meet in a deadlock"


async def test_a_serialization_failure_is_run_again(store: Database) -> None:
    tries: list[int] = []

    def copy_count(connection: Connection) -> None:
        tries.append(1)
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"))
        words = count_notes(connection)
        connection.execute(text("SELECT pg_sleep(0.1)"))
        add_note(connection, f"after {words}")

    await asyncio.gather(store.write(copy_count), store.write(copy_count))
    assert await store.read(list_words) == ["after 0", "after 1"]
    assert len(tries) >= 3, "the two did not get in each other's way"


async def test_conflicts_without_end_are_a_fault_of_the_store(store: Database) -> None:
    tries: list[int] = []

    def never_serialise(connection: Connection) -> None:
        tries.append(1)
        connection.execute(text("DO $$ BEGIN RAISE EXCEPTION SQLSTATE '40001'; END $$"))

    with pytest.raises(StoreUnavailableError, match="in the way again and again"):
        await store.write(never_serialise)
    assert len(tries) == 5


async def test_a_lost_connection_is_a_fault_and_the_next_write_works(
    store: Database, postgresql_server: Server, postgresql_url: str
) -> None:
    sleeping = asyncio.ensure_future(store.write(lambda connection: connection.execute(text("SELECT pg_sleep(30)"))))
    await asyncio.sleep(0.2)
    await postgresql_server.terminate_connections(postgresql_url)
    with pytest.raises(StoreUnavailableError, match="stopping|lost|reached"):
        await sleeping
    await _settle_pool(store)
    await store.write(add_note, "after")
    assert await store.read(list_words) == ["after"]


async def _settle_pool(store: Database) -> None:
    """Meet the connections that broke while they were idle: each may fail one caller, once."""
    for _ in range(3):
        try:
            await store.probe()
        except StoreUnavailableError:
            continue
        return
    await store.probe()


async def test_wakeups_come_again_after_the_listening_connection_broke(
    store: Database, postgresql_server: Server, postgresql_url: str
) -> None:
    waiter = store.wakeups(poll=timedelta(milliseconds=100))
    await anext(waiter)
    await postgresql_server.terminate_connections(postgresql_url)
    await anext(waiter)  # the poll comes, and connects the bell anew
    await anext(waiter)
    await waiter.aclose()
    await _settle_pool(store)
    patient = store.wakeups(poll=timedelta(seconds=30))
    await anext(patient)
    ring = asyncio.ensure_future(anext(patient))
    await asyncio.sleep(0)
    await store.write(notify)
    await asyncio.wait_for(ring, 5)
    await patient.aclose()


async def test_a_connection_that_breaks_before_it_listens_ends_nothing(
    store: Database, postgresql_server: Server, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server may go away between the two steps; the poll goes on, and the bell is connected with the next."""

    async def connect_and_lose(dsn: str, *, name: str) -> object:
        connection = await connect(dsn, name=name)
        await postgresql_server.terminate_connections(postgresql_url)
        return connection

    waiter = store.wakeups(poll=timedelta(milliseconds=50))
    with monkeypatch.context() as losing:
        losing.setattr("storage.postgresql.connect", connect_and_lose)
        await anext(waiter)
    await anext(waiter)
    await _settle_pool(store)
    await waiter.aclose()


async def test_a_read_only_server_fails_the_probe_and_writes(store: Database, postgresql_url: str) -> None:
    name = postgresql_url.partition("@/")[2].partition("?")[0]
    await store.write(
        lambda connection: connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    )
    async with await Database.open(postgresql_url) as standby:
        with pytest.raises(StoreUnavailableError, match="read-only"):
            await standby.probe()
        with pytest.raises(StoreUnavailableError, match="read-only"):
            await standby.write(add_note, "word")
        assert await standby.read(count_notes) == 0


async def test_open_names_a_server_that_is_not_there(tmp_path: object) -> None:
    with pytest.raises(StoreUnavailableError, match="cannot be reached"):
        await Database.open("postgres://name:secret-word@127.0.0.1:1/none")
    with pytest.raises(StoreUnavailableError, match="cannot be reached"):
        await Database.open(f"postgres:///none?host={tmp_path}")


async def test_open_names_a_database_that_is_not_there(postgresql_server: Server) -> None:
    with pytest.raises(StoreUnavailableError, match="no such database"):
        await Database.open(postgresql_server.url.replace("/postgres?", "/nowhere?"))


async def test_the_error_of_a_constraint_names_it_and_a_wrong_name_is_said(store: Database) -> None:
    await store.write(add_note, SECRET)
    with pytest.raises(IntegrityError) as caught:
        await store.write(add_note, SECRET)
    assert "UniqueViolationError (23505) notes notes_word_key" in str(caught.value)
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    with pytest.raises(ProgrammingError, match='column "nowhere" does not exist'):
        await store.write(lambda connection: connection.execute(text("SELECT nowhere FROM notes")))


async def test_a_cancelled_write_gives_its_connection_back(store: Database) -> None:
    for _ in range(20):
        task = asyncio.create_task(store.write(lambda connection: connection.execute(text("SELECT pg_sleep(5)"))))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await asyncio.wait_for(store.write(add_note, "after"), 5)
    assert await store.read(lambda connection: connection.execute(notes.select()).rowcount) == 1
