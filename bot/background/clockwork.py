"""Clockwork: what is due from time to time. Each duty is done by exactly one task, on its own interval.

A slow duty (Telegram does not answer) holds up no other. Every duty is done once at the start.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.causes import cause_of
from bot.clock import Clock
from bot.frozen import frozen
from bot.logs import describe_fault
from storage.errors import StoreUnavailableError

log = logging.getLogger(__name__)


@frozen
class Duty:
    """Something to do every *every* seconds, counted from its last end."""

    name: str
    every: float
    do: Callable[[], Awaitable[object]]


class Clockwork:
    """Does its duties until it is stopped; one that fails is logged and comes again at its next time."""

    def __init__(self, duties: list[Duty], clock: Clock) -> None:
        self.duties = duties
        self.clock = clock

    async def run(self) -> None:
        """Go round for ever."""
        async with asyncio.TaskGroup() as group:
            for duty in self.duties:
                group.create_task(self._repeat(duty), name=duty.name)

    async def _repeat(self, duty: Duty) -> None:
        while True:
            await self._do(duty)
            await self.clock.sleep(duty.every)

    async def _do(self, duty: Duty) -> None:
        try:
            await duty.do()
        except StoreUnavailableError as fault:
            log.error("%s waits: %s", duty.name, cause_of(fault).words)
        except Exception as fault:  # noqa: BLE001 - one duty must not stop the others; it is logged and comes again
            log.error("duty %s failed: %s", duty.name, describe_fault(fault))
