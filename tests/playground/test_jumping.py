"""A clock that jumps."""

import asyncio

import pytest

from bot.playground import JumpingClock


async def test_jump_moves_the_time_and_wakes_the_sleepers_that_are_due() -> None:
    clock = JumpingClock()
    short, long = (asyncio.create_task(clock.sleep(seconds)) for seconds in (60, 3600))
    await asyncio.sleep(0)
    before, ticks = clock.timestamp(), clock.monotonic()
    clock.jump(61)
    await asyncio.wait_for(short, 1)
    assert clock.timestamp() - before >= 61
    assert clock.monotonic() - ticks >= 61
    assert not long.done()
    long.cancel()
    with pytest.raises(asyncio.CancelledError):
        await long


async def test_jumping_clock_sleeps_like_any_other() -> None:
    clock = JumpingClock(speed=100)
    before = clock.monotonic()
    await clock.sleep(2)
    assert 2 <= clock.monotonic() - before < 100
