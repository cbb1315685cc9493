"""Rings melt together and end."""

import asyncio
from datetime import timedelta

from storage.wakeups import Wakeups

LONG = timedelta(seconds=30)


async def test_a_ring_while_the_waiter_works_is_not_lost() -> None:
    wakeups = Wakeups()
    waiter = wakeups.wait_each(LONG)
    await anext(waiter)
    wakeups.ring()
    wakeups.ring()
    await asyncio.wait_for(anext(waiter), 1)  # two rings, one wake-up
    again = asyncio.ensure_future(anext(waiter))
    await asyncio.sleep(0.01)
    assert not again.done()
    wakeups.ring()
    await again
    await waiter.aclose()


async def test_closing_ends_every_waiter() -> None:
    wakeups = Wakeups()
    waiters = [asyncio.ensure_future(_count(wakeups)) for _ in range(3)]
    await asyncio.sleep(0)
    wakeups.close()
    assert await asyncio.wait_for(asyncio.gather(*waiters), 1) == [1, 1, 1]


async def _count(wakeups: Wakeups) -> int:
    return len([None async for _ in wakeups.wait_each(LONG)])
