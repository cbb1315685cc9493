"""Where a line works: the part of aiosqlite that is leaned on, and the loop's own thread in its place."""

import asyncio
import inspect
import queue
import sqlite3
import threading
from contextlib import suppress
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

import aiosqlite
import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from storage.engine import Database
from storage.sqlite.threads import LoopThread, Thread, WorkerThread
from storage.sqlite.writer import SqliteWriter

WAIT = timedelta(milliseconds=100)
LEANS_ON = "storage/sqlite/threads.py leans on this of aiosqlite: read its new core.py before moving the pin"


def test_aiosqlite_is_the_version_that_was_read() -> None:
    assert version("aiosqlite") == "0.22.1", LEANS_ON


async def test_aiosqlite_keeps_the_internals_we_use(tmp_path: Path) -> None:
    connection = aiosqlite.connect(tmp_path / "x.db")
    assert isinstance(connection._tx, queue.SimpleQueue), LEANS_ON
    assert isinstance(connection._thread, threading.Thread), LEANS_ON
    assert not connection._thread.is_alive(), LEANS_ON
    assert list(inspect.signature(aiosqlite.Connection.__init__).parameters)[1:3] == ["connector", "iter_chunk_size"]
    async with connection:
        assert isinstance(connection._conn, sqlite3.Connection), LEANS_ON
        seen: queue.SimpleQueue[int] = queue.SimpleQueue()
        connection._tx.put_nowait((None, lambda: seen.put(threading.get_ident())))
        assert await connection._execute(threading.get_ident) == seen.get(timeout=5), LEANS_ON
        assert connection._thread.ident != threading.get_ident(), LEANS_ON


@pytest.mark.parametrize("kind", [WorkerThread, LoopThread])
async def test_a_thread_runs_functions_in_order_and_survives_one_that_raises(
    tmp_path: Path, kind: type[Thread]
) -> None:
    # What a submitted function lets out is lost; the loop would tell it, and that is no part of this test.
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    thread = kind(lambda: sqlite3.connect(tmp_path / "x.db"))
    await thread.start()
    seen: list[str] = []
    thread.submit(lambda: seen.append("first"))
    thread.submit(lambda: seen.append(str(1 / 0)))
    assert await thread.run(lambda: list(seen)) == ["first"]
    with pytest.raises(ZeroDivisionError):
        await thread.run(lambda: 1 / 0)
    await thread.close()
    await thread.close()


async def test_a_loop_thread_is_the_loop_s_own(tmp_path: Path) -> None:
    thread = LoopThread(lambda: sqlite3.connect(tmp_path / "x.db"))
    await thread.start()
    assert await thread.run(threading.get_ident) == threading.get_ident()
    await thread.close()


async def test_the_same_calls_give_the_same_order_on_the_loop(tmp_path: Path) -> None:
    """Reads and writes of many tasks at once, in a group that is given up for one that raises: twice the same story."""

    async def tell(path: Path) -> tuple[list[str], set[int]]:
        story: list[str] = []
        threads: set[int] = set()

        def note(connection: Connection, word: str) -> None:
            threads.add(threading.get_ident())
            story.append(f"{word} {connection.exec_driver_sql('SELECT count(*) FROM words').scalar_one()}")

        def keep(connection: Connection, word: str) -> None:
            note(connection, word)
            connection.exec_driver_sql("INSERT INTO words VALUES (?)", (word,))

        async def go(database: Database, n: int) -> None:
            for turn in range(n % 4):
                await database.write(keep, f"{n}/{turn}")
                await database.read(note, f"{n} reads")
            with suppress(IntegrityError):
                await database.write(keep, "the same")
            story.append(f"{n} ends")

        async with await Database.open_inline(path) as database:
            await database.write(lambda connection: connection.exec_driver_sql("CREATE TABLE words (w TEXT UNIQUE)"))
            await asyncio.gather(*(go(database, n) for n in range(30)))
        return story, threads

    first, again = await tell(tmp_path / "first.db"), await tell(tmp_path / "again.db")
    assert first == again
    assert first[1] == {threading.get_ident()}


async def test_the_thread_ends_with_the_line(tmp_path: Path) -> None:
    line = await SqliteWriter.open(tmp_path / "x.db", busy_timeout=WAIT)
    worker = line._thread._thread
    assert worker.daemon
    await line.close()
    await asyncio.to_thread(worker.join, 5)
    assert not worker.is_alive()
