"""A database in one file: its writer, its reader, and what keeps the file healthy."""

import asyncio
import os
import sqlite3
import stat
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Literal, Self

from sqlalchemy import Connection

from storage.address import not_a_file
from storage.errors import StoreDamagedError, StoreError, StoreUnavailableError
from storage.sqlite.faults import cause_of, damaged_for_all
from storage.sqlite.file import DatabaseFile, first_mark
from storage.sqlite.reader import SqliteReader
from storage.sqlite.threads import Thread, WorkerThread
from storage.sqlite.writer import SqliteWriter
from storage.wakeups import Wakeups

# Only a stranger (a backup, a `sqlite3` at the prompt) can hold the file; within this no citizen loses patience.
BUSY_TIMEOUT = timedelta(seconds=5)
_LOG_PATIENCE = 100  # milliseconds: a reader elsewhere must not keep the writers out for longer
_OLDEST = (3, 35, 0)  # the first SQLite with RETURNING
_PROBE = (
    # A real write of a few pages that leaves nothing behind: secure_delete makes the freed pages go to disk too.
    "CREATE TABLE store_probe (filling BLOB NOT NULL)",
    "INSERT INTO store_probe VALUES (zeroblob(16384))",
    "DROP TABLE store_probe",
)


class SqliteStore:
    """One writer and one reader on one file."""

    dialect: Literal["sqlite"] = "sqlite"

    def __init__(self, file: DatabaseFile, writer: SqliteWriter, reader: SqliteReader) -> None:
        self._file = file
        self._writer = writer
        self._reader = reader
        self._wakeups = Wakeups()
        self._known = False
        writer.on_wake = self._wakeups.ring
        writer.check_file = partial(file.check, writer.ask_mark)
        self._refusal = ""
        self.write: Callable[..., Coroutine[Any, Any, Any]] = writer.write
        self.read = reader.read

    @classmethod
    async def open(
        cls, path: Path, *, busy_timeout: timedelta = BUSY_TIMEOUT, thread: type[Thread] = WorkerThread
    ) -> Self:
        """Open *path*, creating it (0600) and its folder (0700) if need be.

        Sets the umask of the process to 077: what SQLite and backups create later is private too.
        """
        if sqlite3.sqlite_version_info < _OLDEST:
            raise StoreError(f"SQLite 3.35 or newer is needed; this Python brings {sqlite3.sqlite_version}")
        os.umask(0o077)
        file = _prepare_file(path)  # once, before anything else runs that could be held up
        async with AsyncExitStack() as opened:
            opened.callback(file.close)
            writer = await SqliteWriter.open(file.path, busy_timeout=busy_timeout, thread=thread)
            opened.push_async_callback(writer.close)
            reader = await SqliteReader.open(file.path, busy_timeout=busy_timeout, thread=thread)
            opened.pop_all()
        return cls(file, writer, reader)

    async def recognise(self, store_id: str) -> None:
        """From now on no commit counts but one into the file that was opened, which is the database *store_id*."""
        await self._writer.run(partial(self._recognise, store_id))

    async def probe(self) -> None:
        """Write a few pages for real and take them back; raises StoreUnavailableError if that fails.

        After damage was met, what everybody needs is looked at too: if it is damaged, nothing is written any more
        until a later probe finds it sound. A receipt for what no office can ever be told would be a lie.
        """
        try:
            await self._writer.write(_probe, (), {})
        except StoreDamagedError:
            raise damaged_for_all("where free pages are kept") from None
        await self._look_for_shared_damage()

    async def _look_for_shared_damage(self) -> None:
        lines = (self._writer, self._reader)
        if not any(line.met_damage for line in lines):
            return
        for line in lines:
            line.met_damage = False  # before looking: what is met meanwhile is looked at by the next probe
        if (table := await self._reader.run(self._reader.find_shared_damage)) is None:
            self.write = self._writer.write
            return
        self._reader.met_damage, self.write = True, self._refuse
        self._refusal = table
        raise damaged_for_all(table)

    async def _refuse(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """What `write` does while a table that everybody needs is damaged."""
        raise damaged_for_all(self._refusal)

    async def examine(self) -> list[str]:
        """What SQLite finds wrong in the whole file; reads all of it."""
        return await self._reader.run(self._reader.examine)

    async def checkpoint(self, patience: timedelta) -> bool:
        """Empty the write-ahead log; False if another process was reading for all of *patience*."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + patience.total_seconds()
        await self._writer.run(self._mark_anew)
        while not await self._writer.run(self._empty_log):
            if loop.time() >= deadline:
                return False
            await asyncio.sleep(0.05)  # writers go between two attempts
        return True

    # The next three run on the writer's thread.

    def _recognise(self, store_id: str) -> None:
        mark = self._writer.ask_mark()
        if not mark:
            mark = first_mark(store_id)
            self._writer.set_mark(mark)
        self._known = True
        self._file.expect(mark)

    def _mark_anew(self) -> None:
        self._writer.check_file()
        if self._known:
            mark = self._writer.ask_mark() + 1
            self._writer.set_mark(mark)
            self._file.expect(mark)

    def _empty_log(self) -> bool:
        emptied = self._writer.empty_log(_LOG_PATIENCE)
        if emptied and self._known:
            self._file.expect(self._writer.ask_mark())
        return emptied

    async def change_schema(self, fn: Callable[[Connection], None]) -> None:
        """Run *fn* in one transaction with foreign keys unenforced until its end, where they are checked.

        SQLite alters a table by making it anew, and dropping the old one would empty its children.
        """
        await self._writer.change_schema(fn)

    def wakeups(self, poll: timedelta) -> AsyncIterator[None]:
        """Yield at once, after every transaction that called notify(), and at least every *poll*."""
        return self._wakeups.wait_each(poll)

    async def close(self) -> None:
        """Commit what is queued and close both connections; the last one empties the log."""
        self._wakeups.close()
        try:
            await self._reader.close()
        finally:
            await self._writer.close()
            self._file.close()


def _probe(connection: Connection) -> None:
    for statement in _PROBE:
        connection.exec_driver_sql(statement)


def _prepare_file(path: Path) -> DatabaseFile:
    path = path.absolute()  # the process may change its folder later
    if path.exists() and not path.is_file():
        # Before anything is made or closed to others: a folder made private would be taken from those who use it.
        raise not_a_file()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600))
            _sync_folder(path.parent)
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(0o600)
        return DatabaseFile.open(path)
    except OSError as error:
        raise StoreUnavailableError(
            f"The database file cannot be made or kept private: {error.strerror}. "
            "Let the bot's account own the file and its folder (chown), or choose another place in DATABASE_URL",
            cause_of(error),
        ) from None


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
