"""Simulated time: an event loop in which nobody waits. Where nothing can go on, its clock leaps to who wakes first.

For what is measured by a schedule and not by a machine: everything must happen in this one loop, without a thread and
without a socket.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import datetime
from typing import Any, TypeVar

from bot.clock import Clock

Result = TypeVar("Result")


class _Leaping(selectors.DefaultSelector):  # type: ignore[valid-type,misc]
    """Asked to wait, it lets the loop's time pass instead."""

    passed = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        events: list[Any] = super().select(0)
        if events or timeout == 0:
            return events
        if timeout is None:
            raise RuntimeError("everybody waits, and nobody for a moment that comes")
        self.passed += timeout
        return events


class SimulatedLoop(asyncio.SelectorEventLoop):
    """An event loop with a time of its own."""

    def __init__(self) -> None:
        self._leaping = _Leaping()
        super().__init__(self._leaping)

    def time(self) -> float:
        return self._leaping.passed


class SimulatedClock(Clock):
    """The time of a SimulatedLoop, from *begin* on."""

    __slots__ = ("_begin",)

    def __init__(self, begin: datetime) -> None:
        super().__init__()
        self._begin = begin.timestamp()

    def timestamp(self) -> float:
        return self._begin + self.monotonic()

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()


def run_simulated(main: Coroutine[Any, Any, Result]) -> Result:
    """What *main* returns, run in simulated time."""
    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        return runner.run(main)
