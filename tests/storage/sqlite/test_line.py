"""The part of aiosqlite that storage/sqlite/line.py leans on, and what a line sets on its connection."""

import asyncio
import inspect
import queue
import sqlite3
import threading
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

import aiosqlite
import pytest

from storage.errors import StoreError, StoreUnavailableError
from storage.sqlite.line import PRAGMAS, SqliteLine, WorkerThread
from storage.sqlite.reader import SqliteReader
from storage.sqlite.writer import SqliteWriter

WAIT = timedelta(milliseconds=100)
LEANS_ON = "storage/sqlite/line.py leans on this of aiosqlite: read its new core.py before moving the pin"


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


async def test_the_thread_runs_functions_in_order_and_survives_one_that_raises(tmp_path: Path) -> None:
    thread = WorkerThread(lambda: sqlite3.connect(tmp_path / "x.db"))
    async with thread:
        seen: list[str] = []
        thread.submit(lambda: seen.append("first"))
        thread.submit(lambda: seen.append(str(1 / 0)))
        assert await thread.run(lambda: list(seen)) == ["first"]


@pytest.mark.parametrize("kind", [SqliteWriter, SqliteReader])
async def test_a_line_carries_every_setting(tmp_path: Path, kind: type[SqliteLine]) -> None:
    line = await kind.open(tmp_path / "x.db", busy_timeout=timedelta(seconds=5))
    found = await line.run(
        lambda: {
            name: line._raw.execute(f"PRAGMA {name}").fetchone()[0] for name in (*PRAGMAS, "busy_timeout", "query_only")
        }
    )
    await line.close()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "temp_store": 2,
        "journal_size_limit": 0,
        "cell_size_check": 1,
        "trusted_schema": 0,
        "busy_timeout": 5000,
        "query_only": int(kind is SqliteReader),
    }


async def test_open_fails_when_a_setting_does_not_stick() -> None:
    # A database in memory answers "memory" to journal_mode=wal.
    with pytest.raises(StoreError, match="journal_mode=wal"):
        await SqliteWriter.open(Path(":memory:"), busy_timeout=WAIT)


async def test_open_names_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(b"this is not a database" * 100)
    with pytest.raises(StoreUnavailableError, match="not a database"):
        await SqliteWriter.open(path, busy_timeout=WAIT)


async def test_the_thread_ends_with_the_line(tmp_path: Path) -> None:
    line = await SqliteWriter.open(tmp_path / "x.db", busy_timeout=WAIT)
    worker = line._thread._thread
    assert worker.daemon
    await line.close()
    await asyncio.to_thread(worker.join, 5)
    assert not worker.is_alive()
