"""PostgreSQL through asyncpg: the same functions, one transaction each.

Rules
- A conflict with another transaction (serialization failure, deadlock) is run again a few times.
- Reads see one snapshot in a read-only transaction.
- Settings that the promises rest on are asked for when a connection is made and read back at start.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, Literal, Self

import asyncpg
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.dialect import CHANNEL
from storage.errors import DatabaseUrlError, StoreCause, StoreError, StoreUnavailableError
from storage.server_faults import LOST, READ_ONLY, hide_values, name_fault, read_only, sqlstate
from storage.server_identity import ServerIdentity, identify
from storage.wakeups import Wakeups

POOL_SIZE = 8
SCHEMA_LOCK = 0x0ADA1D79_00000001
PROCESS_LOCK = 0x0ADA1D79_00000002
CONNECT_SECONDS = 10
_RETRY_AFTER = (0.01, 0.03, 0.1, 0.3)  # seconds
_CONFLICTS = frozenset({"40001", "40P01"})
_SETTINGS = {
    "synchronous_commit": "on",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "1min",
    "timezone": "UTC",
    "client_encoding": "UTF8",
}
_TURNED_AWAY = "PostgreSQL: the server turns us away; look at the server's log"
_ANOTHER = (
    "PostgreSQL: DATABASE_URL leads to another database than the one that was opened; "
    "let it lead to the right one again, or stop the bot"
)
_UNCLEAR = (
    "The PostgreSQL DATABASE_URL holds a part that cannot be understood: "
    "write it as postgresql://name:password@host:5432/database"
)


async def connect(dsn: str, *, name: str, **settings: str) -> asyncpg.Connection:
    """Open one connection of asyncpg under *name*; raises StoreUnavailableError, DatabaseUrlError."""
    try:
        return await asyncpg.connect(
            dsn, timeout=CONNECT_SECONDS, server_settings={"application_name": name} | settings
        )
    except asyncpg.exceptions.ClientConfigurationError:
        raise DatabaseUrlError(_UNCLEAR) from None
    except (OSError, TimeoutError, *LOST) as error:
        raise name_fault(error) or StoreUnavailableError(_TURNED_AWAY, StoreCause.UNREACHABLE) from None
    except (ValueError, OverflowError):
        # A port or a host that no address can have; the words of these errors quote it.
        raise DatabaseUrlError(_UNCLEAR) from None


async def _identify(connection: asyncpg.Connection) -> ServerIdentity:
    """Where *connection* leads to; one that breaks meanwhile is let go of."""
    try:
        return await identify(connection)
    except (OSError, TimeoutError, *LOST) as error:
        connection.terminate()
        raise name_fault(error) or StoreUnavailableError(_TURNED_AWAY, StoreCause.UNREACHABLE) from None


class PostgresqlStore:
    """A pool of connections, and one that listens."""

    dialect: Literal["postgresql"] = "postgresql"

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._known: ServerIdentity | None = None
        self._engine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=self._connect,
            hide_parameters=True,
            pool_size=POOL_SIZE,
            max_overflow=0,
            pool_timeout=CONNECT_SECONDS,
        )
        event.listen(self._engine.sync_engine, "handle_error", hide_values)
        self._reading = self._engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._wakeups = Wakeups()
        self._listener: asyncpg.Connection | None = None
        self._listening = asyncio.Lock()
        self._running = 0
        self._idle = asyncio.Event()
        self._closed = False

    @classmethod
    async def open(cls, dsn: str) -> Self:
        """Connect and read the settings back. Raises StoreUnavailableError, StoreError."""
        store = cls(dsn)
        try:
            await store.read(_check_settings, (), {})
        except BaseException:
            await store.close()
            raise
        return store

    async def recognise(self, store_id: str) -> None:
        """From now on every new connection must lead to this database of this server, *store_id*."""
        async with self._counted():
            connection = await self._connect()
            self._known = await _identify(connection)
            await connection.close()

    async def _connect(self) -> asyncpg.Connection:
        connection = await connect(self._dsn, name="adaldyq", **_SETTINGS)
        if self._known is not None and await _identify(connection) != self._known:
            await connection.close()
            raise StoreUnavailableError(_ANOTHER, StoreCause.REPLACED)
        return connection

    async def write(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Run *fn* in its own transaction and answer after COMMIT; again after a conflict, up to 5 times."""
        async with self._counted():
            for delay in _RETRY_AFTER:
                try:
                    return await _run_in(self._engine, fn, args, kwargs)
                except DBAPIError as error:
                    if sqlstate(error) not in _CONFLICTS:
                        raise
                await asyncio.sleep(delay)
            return await _run_in(self._engine, fn, args, kwargs)

    async def read(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Run *fn* in one snapshot, read-only."""
        async with self._counted(reading=True):
            return await _run_in(self._reading, fn, args, kwargs)

    @asynccontextmanager
    async def _counted(self, *, reading: bool = False) -> AsyncIterator[None]:
        """Let close() wait for what runs inside, and name the faults of the store."""
        if self._closed:
            raise StoreUnavailableError("The database is closed", StoreCause.CLOSED)
        self._running += 1
        try:
            yield
        except Exception as error:
            if reading and sqlstate(error) == READ_ONLY:
                raise  # a write through read() is a mistake of the program, not of the store
            if fault := name_fault(error):
                raise fault from None
            raise
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()

    async def probe(self) -> None:
        """Commit one record to the server's log; raises StoreUnavailableError if that fails."""
        await self.write(_probe, (), {})

    async def examine(self) -> list[str]:
        """Nothing: the server checks its own pages."""
        return []

    async def checkpoint(self, patience: timedelta) -> bool:
        """Nothing to do: the server recycles its log by itself."""
        return True

    async def change_schema(self, fn: Callable[[Connection], None]) -> None:
        """Run *fn* in one transaction, one process at a time."""
        await self.write(_change_schema, (fn,), {})

    def wakeups(self, poll: timedelta) -> AsyncIterator[None]:
        """Yield at once, after every transaction that called notify(), and at least every *poll*."""
        return self._wakeups.wait_each(poll, before=self._listen)

    async def _listen(self) -> None:
        async with self._listening:
            if self._closed or (self._listener is not None and not self._listener.is_closed()):
                return
            # Without the server there is no bell; the poll goes on and finds the same fault when it works.
            try:
                listener = await connect(self._dsn, name="adaldyq listening")
                await listener.add_listener(CHANNEL, lambda *_: self._wakeups.ring())
            except (StoreUnavailableError, OSError, *LOST):
                return
            self._listener = listener

    async def close(self) -> None:
        """Refuse new work, finish what runs, close every connection."""
        self._closed = True
        self._wakeups.close()
        if self._running:
            self._idle.clear()
            await self._idle.wait()
        async with self._listening:
            if self._listener is not None:
                await self._listener.close()
        await self._engine.dispose()


async def _run_in(engine: AsyncEngine, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    async with engine.connect() as connection:
        return await connection.run_sync(_run, fn, args, kwargs)


def _run(connection: Connection, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    with connection.begin() as transaction:
        result = fn(connection, *args, **kwargs)
        if not transaction.is_active:
            raise StoreError("A transaction function must neither commit nor roll back: its caller does")
    return result


def _check_settings(connection: Connection) -> None:
    found = connection.execute(text("SHOW synchronous_commit")).scalar_one()
    if found != "on":
        raise StoreError(f"The server does not accept synchronous_commit=on (it answers {found})")


def _probe(connection: Connection) -> None:
    if connection.execute(text("SHOW transaction_read_only")).scalar_one() != "off":
        raise read_only()
    connection.execute(text("SELECT pg_logical_emit_message(true, 'probe', '')"))


def _change_schema(connection: Connection, fn: Callable[[Connection], None]) -> None:
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": SCHEMA_LOCK})
    fn(connection)
