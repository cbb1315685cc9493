"""Wakes everyone who waits for the playground's world to change, without polling; a wait lasts while things move on."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

from bot.clock import Clock

Found = TypeVar("Found")
LONGEST = 12
"""How many times its patience a wait lasts at most: a bot that goes round in circles makes progress for ever."""


class Changes:
    """A revision number and the people who wait for the next one."""

    def __init__(self) -> None:
        self.revision = 0
        self.moved_at = time.monotonic()
        self._next = asyncio.Event()

    def tell(self, *, moved: bool = True) -> None:
        """Say that something changed; everyone who waits looks again, and waits on if it *moved* things forward."""
        self.revision += 1
        if moved:
            self.moved_at = time.monotonic()
        changed, self._next = self._next, asyncio.Event()
        changed.set()

    async def wait_until(self, look: Callable[[], Found | None], seconds: float) -> Found:
        """Look at once and after every change; TimeoutError after *seconds* real seconds without progress or find."""
        patience = Patience(self, seconds)
        while True:
            changed = self._next
            found = look()
            if found is not None:
                return found
            if (left := patience.left) <= 0:
                raise TimeoutError
            await _wait_at_most(changed, left)

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


class Patience:
    """How long somebody who began to wait now may wait on: *seconds* after the last progress that *changes* saw."""

    def __init__(self, changes: Changes, seconds: float) -> None:
        self._changes = changes
        self._seconds = seconds
        self._begun = time.monotonic()

    @property
    def left(self) -> float:
        """Real seconds that are left; none when nothing has moved on, or when it has taken too long altogether."""
        without_progress = max(self._begun, self._changes.moved_at) + self._seconds
        return min(without_progress, self._begun + LONGEST * self._seconds) - time.monotonic()


async def _wait_at_most(changed: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await changed.wait()
    except TimeoutError:
        return
