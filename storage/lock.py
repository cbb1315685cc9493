"""The lock beside the database: one process runs on it, a second one is told who does.

SQLite: an OS lock on ``<database>.lock``, which the system lets go of when the process ends, however
it ends. PostgreSQL: an advisory lock on a connection of its own, gone when that connection ends.
"""

import asyncio
import fcntl
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from storage.address import PostgresqlAddress, SqliteAddress, read_address
from storage.errors import AlreadyRunningError, StoreUnavailableError
from storage.sqlite.faults import cause_of

if TYPE_CHECKING:
    import asyncpg

_OWNED = "Let the bot's account own the folder of the database, on a disk that is mounted for writing"


@dataclass(frozen=True, slots=True)
class Hold:
    """A held lock; *lost* is set if it is lost while it is held (PostgreSQL: its connection broke)."""

    lost: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def hold(url: str) -> AsyncIterator[Hold]:
    """Hold the lock of the database at *url* inside the block.

    Raises AlreadyRunningError, saying who holds it, or StoreUnavailableError.
    """
    match read_address(url):
        case SqliteAddress(path):
            descriptor = await asyncio.to_thread(_lock_file, path.with_name(f"{path.name}.lock"))
            try:
                yield Hold()
            finally:
                os.close(descriptor)
        case PostgresqlAddress(dsn):
            async with _lock_server(dsn) as held:
                yield held
        case unexpected:
            assert_never(unexpected)


def _lock_file(path: Path) -> int:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreUnavailableError(
            f"The lock beside the database cannot be opened: {error.strerror}. {_OWNED}", cause_of(error)
        ) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, _introduce_self().encode())
    except BlockingIOError:
        holder = os.pread(descriptor, 200, 0).decode(errors="replace")
        os.close(descriptor)
        raise AlreadyRunningError(_say_who(holder or "a process that has just started")) from None
    except OSError as error:
        os.close(descriptor)
        raise StoreUnavailableError(
            f"The lock beside the database does not work: {error.strerror}. {_OWNED}", cause_of(error)
        ) from None
    return descriptor


@asynccontextmanager
async def _lock_server(dsn: str) -> AsyncIterator[Hold]:
    # Imported here: a bot on SQLite need not carry asyncpg in memory.
    from storage.postgresql import PROCESS_LOCK, connect

    # A name is cut at 63 bytes by the server; a keepalive lets it notice a machine that is gone.
    name = f"adaldyq {_introduce_self()}"[:63]
    connection = await connect(dsn, name=name, tcp_keepalives_idle="30", tcp_keepalives_interval="10")
    held = Hold()
    try:
        if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", PROCESS_LOCK):
            raise AlreadyRunningError(_say_who(await _find_holder(connection, PROCESS_LOCK)))
        connection.add_termination_listener(lambda _: held.lost.set())
        yield held
    finally:
        await connection.close()


async def _find_holder(connection: "asyncpg.Connection", key: int) -> str:
    found = await connection.fetchval(
        "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)"
        " WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND pg_locks.database ="
        " (SELECT oid FROM pg_database WHERE datname = current_database())"
        " AND ((classid::bigint << 32) | objid::bigint) = $1",
        key,
    )
    return str(found or "a process that has just ended").removeprefix("adaldyq ")


def _introduce_self() -> str:
    return f"process {os.getpid()} on {socket.gethostname()[:20]} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _say_who(holder: str) -> str:
    return f"Already running: {holder} holds this database. Stop it first, or use another DATABASE_URL"
