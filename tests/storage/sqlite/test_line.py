"""What a line sets on its connection, and what it says of a file that is none."""

from datetime import timedelta
from pathlib import Path

import pytest

from storage.errors import StoreError, StoreUnavailableError
from storage.sqlite.line import PRAGMAS, SqliteLine
from storage.sqlite.reader import SqliteReader
from storage.sqlite.threads import LoopThread, Thread, WorkerThread
from storage.sqlite.writer import SqliteWriter

WAIT = timedelta(milliseconds=100)


@pytest.mark.parametrize("thread", [WorkerThread, LoopThread])
@pytest.mark.parametrize("kind", [SqliteWriter, SqliteReader])
async def test_a_line_carries_every_setting(tmp_path: Path, kind: type[SqliteLine], thread: type[Thread]) -> None:
    line = await kind.open(tmp_path / "x.db", busy_timeout=timedelta(seconds=5), thread=thread)
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
