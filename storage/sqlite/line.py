"""A line to SQLite: one sqlite3 connection, the thread it is worked on, and one SQLAlchemy Connection over it."""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, Engine, RootTransaction, StaticPool, create_engine, event
from sqlalchemy.engine import ExceptionContext

from storage.dialect import PLAIN, Values
from storage.errors import StoreCause, StoreDamagedError, StoreError, StoreUnavailableError
from storage.sqlite.faults import is_damage, name_fault, sqlite_code
from storage.sqlite.threads import Thread, WorkerThread

R = TypeVar("R")

# What every connection must answer when asked, beside its busy_timeout and query_only.
PRAGMAS: dict[str, int | str] = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "secure_delete": 1,
    "foreign_keys": 1,
    "temp_store": 2,  # MEMORY
    "journal_size_limit": 0,
    "cell_size_check": 1,
    "trusted_schema": 0,
}


class GroupConnection(Connection):
    """The connection a transaction sees; it refuses to end the transaction it shares with others."""

    def commit(self) -> None:
        """Refuse: the commit belongs to the writer, after the last function of the group."""
        raise StoreError("A transaction function must not commit: its caller does")

    def rollback(self) -> None:
        """Refuse: raise an error to undo everything, or use begin_nested() to undo a part."""
        raise StoreError("A transaction function must not roll back: raise, or use begin_nested()")


class SqliteLine:
    """One sqlite3 connection with its thread; the writer and the reader are lines."""

    query_only = False

    def __init__(self, path: Path, busy_timeout: timedelta, thread: type[Thread] = WorkerThread) -> None:
        self._loop = asyncio.get_running_loop()
        self._path = path
        self._patience = int(busy_timeout.total_seconds() * 1000)
        self._thread = thread(self._connect)
        self._closed = False
        self.met_damage = self.is_doomed = False
        self._raw: sqlite3.Connection
        self._engine: Engine
        self._connection: GroupConnection

    @classmethod
    async def open(cls, path: Path, *, busy_timeout: timedelta, thread: type[Thread] = WorkerThread) -> Self:
        """Connect, set the PRAGMAs and read them back. Raises StoreUnavailableError, StoreError."""
        line = cls(path, busy_timeout, thread)
        try:
            await line._thread.start()
            await line._thread.run(line._prepare)
        except BaseException as error:  # noqa: BLE001 -- raised again, as a fault of the store if it is one
            await line._thread.close()
            raise name_fault(error) or error from None
        return line

    def _connect(self) -> sqlite3.Connection:
        # isolation_level=None: sqlite3 must not begin transactions of its own.
        return sqlite3.connect(self._path, timeout=self._patience / 1000, isolation_level=None, cached_statements=512)

    def _prepare(self) -> None:
        self._raw = raw = self._thread.raw
        own: dict[str, int | str] = {"busy_timeout": self._patience, "query_only": int(self.query_only)}
        for name, value in (own | PRAGMAS).items():
            self.set_pragma(name, value)
        self._engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool, hide_parameters=True)
        event.listen(self._engine, "handle_error", self._name_damage)
        self._connection = GroupConnection(self._engine)
        self._connection.info[PLAIN] = self._run_plain
        self._connection.begin().close()  # lets SQLAlchemy look at the database once, outside any transaction

    def _name_damage(self, context: ExceptionContext) -> StoreDamagedError | None:
        """Let a function meet damage as what it is, right at its statement: it may go on without that row."""
        return self._damage_of(context.original_exception)

    def _run_plain(self, statement: str, values: Values) -> tuple[list[tuple[Any, ...]], int]:
        """Run *statement* past SQLAlchemy: its rows, and how many were changed. Damage is met as there."""
        try:
            if isinstance(values, Mapping):
                cursor = self._raw.execute(statement, values)
            else:
                cursor = self._raw.executemany(statement, values)
            return cursor.fetchall(), cursor.rowcount
        except sqlite3.Error as error:
            raise self._damage_of(error) or error from None

    def _damage_of(self, error: BaseException) -> StoreDamagedError | None:
        if not is_damage(error):
            return None
        self.met_damage = True
        if sqlite_code(error) == sqlite3.SQLITE_CORRUPT:
            self.is_doomed = True  # SQLite keeps nothing of this transaction any more
        return StoreDamagedError("SQLite: a page of the file is damaged")

    def set_pragma(self, name: str, value: int | str) -> None:
        """Set one PRAGMA and read it back. On the thread only."""
        self._raw.execute(f"PRAGMA {name}={value}")
        found = self._raw.execute(f"PRAGMA {name}").fetchone()[0]
        if found != value:
            raise StoreError(f"SQLite does not accept {name}={value} for this file (it answers {found})")

    def _begin(self, statement: str) -> RootTransaction:
        if self._raw.in_transaction:
            self._raw.rollback()  # left behind by a rollback that failed with the disk
        transaction = self._connection.begin()
        try:
            self._raw.execute(statement)
        except BaseException:
            transaction.close()
            raise
        return transaction

    async def run(self, function: Callable[[], R]) -> R:
        """Run *function* on the thread, outside any transaction, after what was queued before."""
        self._refuse_if_closed()
        try:
            return await self._thread.run(function)
        except Exception as error:
            if fault := name_fault(error):
                raise fault from None
            raise

    async def close(self) -> None:
        """Refuse new work, finish what is queued on the thread, close the connection."""
        self._closed = True
        await self._thread.run(self._dispose)
        await self._thread.close()

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise StoreUnavailableError("The database is closed", StoreCause.CLOSED)

    def _dispose(self) -> None:
        self._connection.close()
        self._engine.dispose()
