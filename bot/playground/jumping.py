"""A clock that tests can move forward; sleepers whose moment has come wake up."""

import asyncio

from bot.clock import Clock


class JumpingClock(Clock):
    """A Clock with `jump`: 48 hours pass in no time."""

    __slots__ = ("_jumped", "_skipped")

    def __init__(self, speed: float = 1.0, origin: float | None = None) -> None:
        super().__init__(speed, origin)
        self._skipped = 0.0
        self._jumped = asyncio.Event()

    @property
    def skipped(self) -> float:
        """How many seconds have been jumped over so far."""
        return self._skipped

    def jump(self, seconds: float) -> None:
        """Let *seconds* of this clock pass at once."""
        self._skipped += seconds
        jumped, self._jumped = self._jumped, asyncio.Event()
        jumped.set()

    def timestamp(self) -> float:
        return super().timestamp() + self._skipped

    def monotonic(self) -> float:
        return super().monotonic() + self._skipped

    async def sleep(self, seconds: float) -> None:
        due = self.monotonic() + seconds
        while (remaining := due - self.monotonic()) > 0:
            jumped = self._jumped
            try:
                async with asyncio.timeout(remaining / self.speed):
                    await jumped.wait()
            except TimeoutError:
                return

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        return await wait_or_sleep(self, event, seconds)


async def wait_or_sleep(clock: Clock, event: asyncio.Event, seconds: float) -> bool:
    """Return when *event* is set, or when *clock* has slept for *seconds*, however it sleeps; whether it was set."""
    woken = asyncio.ensure_future(event.wait())
    pause = asyncio.ensure_future(clock.sleep(seconds))
    try:
        await asyncio.wait((woken, pause), return_when=asyncio.FIRST_COMPLETED)
    finally:
        woken.cancel()
        pause.cancel()
    return event.is_set()
