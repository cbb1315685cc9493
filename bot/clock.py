"""The one clock of the house: real time, or real time that runs faster by a factor.

Rules
- Nothing else asks the time: who needs it is given a Clock.
- `now()` is aware and in UTC; `monotonic()` is for budgets and leases and never goes back.
- With a speed the scaled time equals real time at `origin`, so that two processes given
  the same speed and origin agree on the time.
"""

import asyncio
import time
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

KAZAKHSTAN = timezone(timedelta(hours=5))
"""One zone for the whole country since 1 March 2024 (tz database, release 2024a)."""


class Clock:
    """Tells the time and waits, *speed* times faster than the wall since *origin* (unix seconds)."""

    __slots__ = ("origin", "speed")

    def __init__(self, speed: float = 1.0, origin: float | None = None) -> None:
        if speed <= 0:
            raise ValueError("a clock's speed must be positive")
        self.speed = speed
        self.origin = time.time() if origin is None else origin

    def now(self) -> datetime:
        """The current time, aware, in UTC."""
        return datetime.fromtimestamp(self.timestamp(), UTC)

    def timestamp(self) -> float:
        """The current time in unix seconds."""
        if self.speed == 1.0:
            return time.time()
        return self.origin + (time.time() - self.origin) * self.speed

    def monotonic(self) -> float:
        """Seconds of this clock from an arbitrary point; only differences mean something."""
        return time.monotonic() * self.speed

    async def sleep(self, seconds: float) -> None:
        """Return after *seconds* of this clock."""
        await asyncio.sleep(max(0.0, seconds) / self.speed)

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        """Return when *event* is set, or after *seconds* of this clock; whether it was set."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, seconds) / self.speed):
                await event.wait()
        return event.is_set()


def day_in_kazakhstan(moment: datetime) -> date:
    """The day that it is in Kazakhstan at *moment*, which is aware."""
    return moment.astimezone(KAZAKHSTAN).date()
