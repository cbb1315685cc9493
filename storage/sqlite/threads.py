"""Where a line works: on a thread of its own, or in turns of the event loop.

Rules
- Functions run one after another, in the order in which they were handed over.
- WorkerThread is what the bot runs on: a disk that is slow holds up nobody but the store.
- LoopThread is for a simulation that drives everything in one thread: nothing is left to the scheduling of threads, so
  the same events give the same order of transactions. A slow disk holds up the whole loop there.

This is the only file that leans on what aiosqlite keeps to itself (its queue of functions and its
thread); aiosqlite is pinned for that, and tests/storage/sqlite/test_threads.py watches it.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol, TypeVar

import aiosqlite

R = TypeVar("R")


class Thread(Protocol):
    """Runs functions on one connection."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None: ...

    @property
    def raw(self) -> sqlite3.Connection:
        """The sqlite3 connection; only for functions that run on the thread."""

    async def start(self) -> None:
        """Connect, on the thread."""

    def submit(self, function: Callable[[], None]) -> None:
        """Queue *function* for the thread; it settles its own outcome, and one that it lets out is lost."""

    def answer(self, callback: Callable[..., None], *args: Any) -> None:
        """Hand *callback* over to the event loop, from a function that runs on the thread."""

    async def run(self, function: Callable[[], R]) -> R:
        """Run *function* on the thread, after everything queued before it."""

    async def close(self) -> None:
        """Close the connection after what was queued, and end the thread."""


class WorkerThread(aiosqlite.Connection):
    """aiosqlite's connection and worker thread, given whole functions instead of statements."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._loop = asyncio.get_running_loop()
        # A fault elsewhere must not leave a process that cannot end and holds the lock.
        self._thread.daemon = True

    @property
    def raw(self) -> sqlite3.Connection:
        """The sqlite3 connection; only for functions that run on the thread."""
        return self._conn

    async def start(self) -> None:
        """Connect, on the thread."""
        await self

    def submit(self, function: Callable[[], None]) -> None:
        """Queue *function* for the thread; it settles its own outcome, and one that it lets out is lost."""
        self._tx.put_nowait((None, function))

    def answer(self, callback: Callable[..., None], *args: Any) -> None:
        """Hand *callback* over to the event loop, from a function that runs on the thread."""
        self._loop.call_soon_threadsafe(callback, *args)

    async def run(self, function: Callable[[], R]) -> R:
        """Run *function* on the thread, after everything queued before it."""
        result: R = await self._execute(function)  # type: ignore[no-untyped-call]
        return result


class LoopThread:
    """The event loop's own thread: each function is one turn of the loop."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        self._loop = asyncio.get_running_loop()
        self._connector = connector
        self._raw: sqlite3.Connection | None = None

    @property
    def raw(self) -> sqlite3.Connection:
        """The sqlite3 connection."""
        assert self._raw is not None  # a line starts its thread before it hands over anything
        return self._raw

    async def start(self) -> None:
        """Connect."""
        self._raw = self._connector()

    def submit(self, function: Callable[[], None]) -> None:
        """Queue *function* for the next turn of the loop."""
        # Not at once: what runs here may submit again, and would then answer its own callers last.
        self._loop.call_soon(function)

    def answer(self, callback: Callable[..., None], *args: Any) -> None:
        """Queue *callback* for the next turn of the loop."""
        self._loop.call_soon(callback, *args)

    async def run(self, function: Callable[[], R]) -> R:
        """Run *function* after everything queued before it."""
        future: asyncio.Future[R] = self._loop.create_future()
        self.submit(partial(_settle, future, function))
        return await future

    async def close(self) -> None:
        """Close the connection after what was queued."""
        if self._raw is not None:
            await self.run(self._raw.close)


def _settle(future: asyncio.Future[R], function: Callable[[], R]) -> None:
    try:
        result = function()
    except BaseException as error:  # noqa: BLE001 -- carried to the caller, whatever it is
        if not future.cancelled():
            future.set_exception(error)
    else:
        if not future.cancelled():
            future.set_result(result)
