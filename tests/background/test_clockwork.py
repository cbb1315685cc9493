"""Clockwork: every duty at the start and at its own interval, whatever the others do."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.background.clockwork import Clockwork, Duty
from bot.clock import Clock
from storage.errors import StoreUnavailableError


class Stepping(Clock):
    """A clock whose pauses end only when they are let end."""

    def __init__(self) -> None:
        super().__init__()
        self.pauses: list[tuple[float, asyncio.Event]] = []

    async def sleep(self, seconds: float) -> None:
        """Wait to be let go."""
        self.pauses.append((seconds, asyncio.Event()))
        await self.pauses[-1][1].wait()

    def let_go(self, seconds: float) -> None:
        """End every pause of *seconds*."""
        for length, event in self.pauses:
            if length == seconds:
                event.set()
        self.pauses = [pause for pause in self.pauses if pause[0] != seconds]


@asynccontextmanager
async def working(clock: Clock, *duties: Duty) -> AsyncIterator[None]:
    """The duties at work, every one of them done once or at it."""
    task = asyncio.create_task(Clockwork(list(duties), clock).run())
    await turn_round()
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def turn_round() -> None:
    """Let every task go as far as it can: nothing here waits for anything outside the loop."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_each_duty_is_done_at_the_start_and_then_at_its_own_interval() -> None:
    clock, done = Stepping(), Counter[str]()

    async def expire() -> None:
        done["expire"] += 1

    async def checkpoint() -> None:
        done["checkpoint"] += 1

    async with working(clock, Duty("expire", 60, expire), Duty("checkpoint", 600, checkpoint)):
        assert done == {"expire": 1, "checkpoint": 1}
        clock.let_go(60)
        await turn_round()
        assert done == {"expire": 2, "checkpoint": 1}


async def test_a_duty_that_fails_is_logged_and_comes_again_and_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    clock, done = Stepping(), Counter[str]()

    async def fail() -> None:
        done["fail"] += 1
        raise RuntimeError("Айгүл +7 701 123 45 67")

    async def wait_for_store() -> None:
        done["store"] += 1
        raise StoreUnavailableError("no disk")

    async with working(clock, Duty("fail", 60, fail), Duty("store", 60, wait_for_store)):
        clock.let_go(60)
        await turn_round()
    assert done == {"fail": 2, "store": 2}
    assert "duty fail failed: RuntimeError" in caplog.text and "store waits: no disk" in caplog.text
    assert "Айгүл" not in caplog.text


async def test_a_slow_duty_holds_up_no_other() -> None:
    clock, done = Stepping(), Counter[str]()

    async def hang() -> None:
        await asyncio.Event().wait()

    async def expire() -> None:
        done["expire"] += 1

    async with working(clock, Duty("hang", 60, hang), Duty("expire", 60, expire)):
        clock.let_go(60)
        await turn_round()
    assert done == {"expire": 2}
