"""Wake-ups: tell whoever waits for work that some may be there."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta


async def nothing_before() -> None:
    """Do nothing: the bell is in this process."""


class Wakeups:
    """Rings for every waiter; rings that come while a waiter works melt into one."""

    def __init__(self) -> None:
        self._bells: set[asyncio.Event] = set()
        self._closed = False

    def ring(self) -> None:
        """Wake every waiter."""
        for bell in self._bells:
            bell.set()

    def close(self) -> None:
        """End every waiter's iteration."""
        self._closed = True
        self.ring()

    async def wait_each(
        self, poll: timedelta, *, before: Callable[[], Awaitable[None]] = nothing_before
    ) -> AsyncIterator[None]:
        """Yield at once, then after every ring, and after *poll* without one; ends when closed.

        Each yield waits for *before*, which may see to it that the bell is connected.
        """
        bell = asyncio.Event()
        self._bells.add(bell)
        try:
            while not self._closed:
                bell.clear()
                await before()
                yield
                # The poll is the truth, the bell only makes it quick.
                await _wait_at_most(bell, poll.total_seconds())
        finally:
            self._bells.discard(bell)


async def _wait_at_most(bell: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await bell.wait()
    except TimeoutError:
        return
