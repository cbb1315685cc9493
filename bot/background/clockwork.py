"""Clockwork: what is due from time to time, done by exactly one task, each duty on its own interval."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.clock import Clock
from storage.errors import StoreUnavailableError

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Duty:
    """Something to do every *every* seconds; `due` is on the clock's monotonic scale."""

    name: str
    every: float
    do: Callable[[], Awaitable[object]]
    due: float = field(default=0.0)


class Clockwork:
    """Does its duties until it is stopped; one that fails is logged and comes again at its next time."""

    def __init__(self, duties: list[Duty], clock: Clock) -> None:
        self.duties = duties
        self.clock = clock

    async def run(self) -> None:
        """Go round for ever."""
        for duty in self.duties:
            duty.due = self.clock.monotonic() + duty.every
        while True:
            nearest = min(duty.due for duty in self.duties)
            await self.clock.sleep(max(0.05, nearest - self.clock.monotonic()))
            for duty in self.duties:
                if duty.due <= self.clock.monotonic():
                    await self._do(duty)

    async def _do(self, duty: Duty) -> None:
        duty.due = self.clock.monotonic() + duty.every
        try:
            await duty.do()
        except StoreUnavailableError:
            log.error("the store cannot be used: %s waits", duty.name)
        except asyncio.CancelledError:
            raise
        except Exception as fault:  # noqa: BLE001 - one duty must not stop the others; it is logged and comes again
            log.error("duty %s failed: %s", duty.name, type(fault).__name__)
