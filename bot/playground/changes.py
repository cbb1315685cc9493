"""Wakes everyone who waits for the playground's world to change, without polling."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from bot.clock import Clock

Found = TypeVar("Found")


class Changes:
    """A revision number and the people who wait for the next one."""

    def __init__(self) -> None:
        self.revision = 0
        self._next = asyncio.Event()

    def tell(self) -> None:
        """Say that something changed; everyone who waits looks again."""
        self.revision += 1
        changed, self._next = self._next, asyncio.Event()
        changed.set()

    async def wait_until(self, look: Callable[[], Found | None], seconds: float) -> Found:
        """Look at once and after every change; TimeoutError after *seconds* real seconds without a find."""
        async with asyncio.timeout(seconds):
            while True:
                changed = self._next
                found = look()
                if found is not None:
                    return found
                await changed.wait()

    async def wait_past(self, revision: int) -> None:
        """Wait until the revision is no longer *revision*."""
        while self.revision == revision:
            await self._next.wait()

    async def wait_a_while(self, clock: Clock, seconds: float) -> None:
        """Wait for the next change, at most *seconds* of the *clock*."""
        waiting = asyncio.ensure_future(self._next.wait())
        sleeping = asyncio.ensure_future(clock.sleep(seconds))
        try:
            await asyncio.wait({waiting, sleeping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (waiting, sleeping):
                task.cancel()
            await asyncio.gather(waiting, sleeping, return_exceptions=True)
