"""The engine: one database, whatever holds it, and the only door to a transaction.

Rules
- A transaction is a plain function ``fn(connection, …) -> result``: it awaits nothing, does nothing
  outside its connection and never commits. It may be run again, so everything it wants done comes
  back in its result.
- ``await database.write(fn, …)`` returns only after COMMIT.
- A cancelled caller may have committed: treat the outcome as unknown.
- A fault of the store is a StoreUnavailableError; any other error of the function passes through
  and leaves nothing of the function behind. No message holds a value of a statement.
- A damaged page is no fault of the store: it is a StoreDamagedError of whoever needs that page, met right at the
  statement. A function that only reads may go on without it.
- Only storage/dialect.py, storage/sqlite/ and storage/postgresql.py know which database it is.
"""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, Protocol, Self, TypeVar, assert_never

from sqlalchemy import Connection

from storage import identity
from storage.address import PostgresqlAddress, SqliteAddress, read_address
from storage.errors import StoreCause, StoreError, StoreUnavailableError
from storage.facts import Fact, get_fact
from storage.migrations import MIGRATIONS, Migrations
from storage.sqlite import SqliteStore
from storage.sqlite.threads import LoopThread

P = ParamSpec("P")
R = TypeVar("R")

# A bell that got lost with a connection costs this long; an idle poll is one indexed read.
POLL = timedelta(seconds=5)
# Longer than a backup or a `sqlite3` at the prompt reads in one piece; the next attempt comes within minutes anyway.
CHECKPOINT_PATIENCE = timedelta(seconds=30)
_FOREIGN = (
    "Another database, or an older copy, was put in the place of the one that was opened. "
    "Put the right one there, then start the bot again"
)


class Backend(Protocol):
    """What a kind of database has to offer."""

    @property
    def dialect(self) -> Literal["sqlite", "postgresql"]: ...

    async def write(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any: ...

    async def read(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any: ...

    async def recognise(self, store_id: str) -> None: ...

    async def probe(self) -> None: ...

    async def examine(self) -> list[str]: ...

    async def checkpoint(self, patience: timedelta) -> bool: ...

    async def change_schema(self, fn: Callable[[Connection], None]) -> None: ...

    def wakeups(self, poll: timedelta) -> AsyncIterator[None]: ...

    async def close(self) -> None: ...


class Database:
    """An open database. Use it only from the event loop that opened it."""

    def __init__(self, store: Backend) -> None:
        self._store = store
        self._closed = False
        self._id: str | None = None
        self._beats = 0
        self._foreign = False
        self._barred: StoreUnavailableError | None = None
        self.dialect = store.dialect

    @classmethod
    async def open(cls, url: str) -> Self:
        """Open the database at *url* (``sqlite:///…``, ``postgresql://…`` or ``postgres://…``).

        Raises DatabaseUrlError, StoreUnavailableError, or StoreError when the database refuses a
        setting that the promises rest on. Creates a SQLite file that is missing; makes no tables.
        """
        match read_address(url):
            case SqliteAddress(path):
                return cls(await SqliteStore.open(path))
            case PostgresqlAddress(dsn):
                # Imported here: a bot on SQLite need not carry asyncpg in memory.
                from storage.postgresql import PostgresqlStore

                return cls(await PostgresqlStore.open(dsn))
            case unexpected:
                assert_never(unexpected)

    @classmethod
    async def open_inline(cls, path: Path) -> Self:
        """Open the SQLite file at *path* and work on it in turns of the event loop, with no other thread.

        For a simulation: the same events give the same order of transactions, whatever the machine does
        beside it. Settings, durability and faults are those of `open`; a slow disk holds up the loop.
        """
        return cls(await SqliteStore.open(path, thread=LoopThread))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.close()

    async def write(self, fn: Callable[Concatenate[Connection, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run *fn* in a writing transaction and return its result after COMMIT.

        Calls made on SQLite take effect in the order they were made. *fn* may be run twice.
        """
        self._refuse_barred()
        result: R = await self._store.write(fn, args, kwargs)
        return result

    async def read(self, fn: Callable[Concatenate[Connection, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run *fn* in one snapshot of what is committed; it cannot write."""
        result: R = await self._store.read(fn, args, kwargs)
        return result

    async def recognise(self, store_id: str) -> None:
        """This is the database *store_id*: from now on a commit into anything else is a fault of the store."""
        await self._store.recognise(store_id)
        self._id = store_id

    async def beat(self, now: int) -> None:
        """Give a sign of life; when this is another database than the last time, or an older copy, use it no more.

        That stays so until the process ends: what is remembered outside of the database is of another one.
        """
        if self._id is None:
            raise StoreError("A database gives a sign of life once it was recognised")
        beats = await self.write(identity.beat, store_id=self._id, least=self._beats, now=now)
        self._foreign = beats is None
        self._refuse_foreign()
        self._beats = beats or 0

    async def is_ours_alone(self) -> bool:
        """Whether the last sign of life in the database is ours: no other process has served with it since."""
        found = await self.read(get_fact, Fact.BEATS)
        return not self._beats or found == str(self._beats)

    def bar(self, fault: StoreUnavailableError) -> None:
        """Write nothing until `unbar`, whatever the database would take; *fault* says why."""
        self._barred = fault

    def unbar(self) -> None:
        """Write again."""
        self._barred = None

    def _refuse_barred(self) -> None:
        self._refuse_foreign()
        if self._barred is not None:
            raise StoreUnavailableError(str(self._barred), self._barred.cause)

    def _refuse_foreign(self) -> None:
        if self._foreign:
            raise StoreUnavailableError(_FOREIGN, StoreCause.REPLACED)

    async def probe(self) -> None:
        """Prove that the store can write and commit now; raises StoreUnavailableError if not."""
        self._refuse_barred()
        await self._store.probe()

    async def examine(self) -> list[str]:
        """What is wrong with the file as a whole, in SQLite's words; reads all of it. PostgreSQL: nothing, ask it."""
        return await self._store.examine()

    async def checkpoint(self, *, patience: timedelta = CHECKPOINT_PATIENCE) -> bool:
        """Empty SQLite's write-ahead log, so that what was deleted is gone from the disk.

        False if readers in other processes held it for all of *patience*. PostgreSQL recycles its
        log by itself: True at once.
        """
        return await self._store.checkpoint(patience)

    async def migrate(self, migrations: Migrations = MIGRATIONS) -> None:
        """Bring the tables to the version of this program; raises SchemaError if they are newer."""
        if not await self.read(migrations.are_applied):
            await self._store.change_schema(migrations.apply)

    def wakeups(self, *, poll: timedelta = POLL) -> AsyncIterator[None]:
        """Yield at once, soon after every committed transaction that called notify(), and every *poll*.

        Wake-ups melt together and one may come for nothing; the iteration ends when the database closes.
        """
        return self._store.wakeups(poll)

    async def close(self) -> None:
        """Refuse new work, finish what was queued, close. Closing again does nothing."""
        if not self._closed:
            self._closed = True
            await self._store.close()
