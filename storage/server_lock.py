"""The lock on a server: an advisory lock on a connection of its own, gone when that ends, and taken again."""

import asyncio
from contextlib import suppress

import asyncpg

from storage.errors import AlreadyRunningError, StoreCause, StoreUnavailableError
from storage.postgresql import PROCESS_LOCK, connect
from storage.server_faults import LOST, name_fault

_HOLDER = (
    "SELECT pid, application_name FROM pg_locks JOIN pg_stat_activity USING (pid)"
    " WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND pg_locks.database ="
    " (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND ((classid::bigint << 32) | objid::bigint) = $1"
)
_PREFIX = "adaldyq "
_LONGEST_NAME = 63
"""Bytes; the server cuts a longer one."""


class ServerLock:
    """Holds the lock under *name*; `lost` is set when its connection breaks."""

    def __init__(self, dsn: str, name: str) -> None:
        self.lost = asyncio.Event()
        self._dsn = dsn
        self._name = f"{_PREFIX}{name}"[:_LONGEST_NAME]
        self._connection: asyncpg.Connection | None = None

    async def take(self) -> None:
        """Take the lock, for the first time or again.

        Raises AlreadyRunningError, saying who holds it, or StoreUnavailableError when the server cannot be asked.
        """
        # A keepalive lets the server notice a machine that is gone.
        connection = await connect(
            self._dsn, name=self._name, tcp_keepalives_idle="30", tcp_keepalives_interval="10"
        )
        try:
            if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", PROCESS_LOCK):
                await self._say_who_holds(connection)
            connection.add_termination_listener(lambda _: self.lost.set())
            if connection.is_closed():
                raise asyncpg.InterfaceError("the connection is closed")
        except BaseException as error:  # noqa: BLE001 -- raised again, as a fault of the store if it is one
            connection.terminate()
            fault = name_fault(error) if isinstance(error, (OSError, TimeoutError, *LOST)) else None
            raise fault or error from None
        self._connection = connection
        self.lost.clear()

    async def close(self) -> None:
        """Let go of the lock."""
        if self._connection is not None:
            with suppress(OSError, *LOST):  # it may have broken meanwhile, and with it the lock
                await self._connection.close()

    async def _say_who_holds(self, connection: asyncpg.Connection) -> None:
        """Raise for the holder: another process, or the connection that this one has lost, which is ended."""
        found = await connection.fetchrow(_HOLDER, PROCESS_LOCK)
        if found is None:
            raise AlreadyRunningError("a process that has just ended")
        is_ours = self._connection is not None and found["application_name"] == self._name
        if not is_ours:
            raise AlreadyRunningError(found["application_name"].removeprefix(_PREFIX))
        await connection.execute("SELECT pg_terminate_backend($1)", found["pid"])
        raise StoreUnavailableError("PostgreSQL: our lost connection holds the lock still", StoreCause.UNREACHABLE)
