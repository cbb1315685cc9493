"""The lock beside the database: one process runs on it, a second one is told who does.

SQLite: an OS lock on ``<database>.lock``, which the system lets go of when the process ends, however
it ends. PostgreSQL: an advisory lock on a connection of its own, gone when that connection ends.
"""

import asyncio
import fcntl
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import field
from datetime import UTC, datetime
from pathlib import Path
from typing import assert_never

from bot.frozen import frozen
from storage.address import PostgresqlAddress, SqliteAddress, read_address
from storage.errors import AlreadyRunningError, StoreUnavailableError
from storage.sqlite.faults import cause_of

_OWNED = "Let the bot's account own the folder of the database, on a disk that is mounted for writing"


async def _cannot_be_lost() -> None:
    """The system keeps it until this process ends."""


@frozen
class Hold:
    """A held lock.

    *lost* is set if it is lost while it is held (PostgreSQL: its connection broke). *take_again* then tries once to
    have it back: AlreadyRunningError says who has it now, StoreUnavailableError why it cannot be asked for.
    """

    lost: asyncio.Event = field(default_factory=asyncio.Event)
    take_again: Callable[[], Awaitable[None]] = _cannot_be_lost


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
            # Imported here: a bot on SQLite need not carry asyncpg in memory.
            from storage.server_lock import ServerLock

            lock = ServerLock(dsn, _introduce_self())
            await lock.take()
            try:
                yield Hold(lock.lost, lock.take)
            finally:
                await lock.close()
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
        raise AlreadyRunningError(holder or "a process that has just started") from None
    except OSError as error:
        os.close(descriptor)
        raise StoreUnavailableError(
            f"The lock beside the database does not work: {error.strerror}. {_OWNED}", cause_of(error)
        ) from None
    return descriptor


def _introduce_self() -> str:
    return f"process {os.getpid()} on {socket.gethostname()[:20]} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
