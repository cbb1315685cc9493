import asyncio
import time
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.clock import Clock, day_in_kazakhstan


def test_clock_of_speed_one_is_the_wall_clock() -> None:
    before = time.time()
    told = Clock().timestamp()
    assert before <= told <= time.time()
    assert Clock().now().tzinfo is UTC


def test_clock_with_speed_equals_real_time_at_its_origin_and_runs_ahead_after_it() -> None:
    origin = time.time() - 10
    ahead = Clock(speed=60, origin=origin).timestamp() - origin
    assert 600 <= ahead < 660


def test_two_clocks_of_one_origin_agree() -> None:
    origin = time.time() - 100
    first, second = Clock(5, origin), Clock(5, origin)
    assert abs(first.timestamp() - second.timestamp()) < 0.5


async def test_sleep_and_monotonic_count_in_the_clock_s_own_seconds() -> None:
    clock = Clock(speed=100)
    real, scaled = time.monotonic(), clock.monotonic()
    await clock.sleep(5)
    assert 0.045 <= time.monotonic() - real < 1
    assert clock.monotonic() - scaled >= 4.9


async def test_sleep_of_a_past_moment_returns_at_once() -> None:
    await asyncio.wait_for(Clock().sleep(-5), 1)


def test_clock_refuses_to_stand_still() -> None:
    with pytest.raises(ValueError, match="positive"):
        Clock(speed=0)


async def test_a_wait_ends_with_its_event_or_with_its_time() -> None:
    clock, event = Clock(speed=1000), asyncio.Event()
    assert not await clock.wait(event, 5)
    event.set()
    assert await asyncio.wait_for(clock.wait(event, 100_000), 1)


async def test_a_wait_that_is_cancelled_leaves_no_task_behind() -> None:
    waiting = asyncio.create_task(Clock().wait(asyncio.Event(), 100))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == {asyncio.current_task()}


def test_the_day_in_kazakhstan_begins_at_nineteen_in_utc() -> None:
    moment = datetime(2026, 3, 2, 18, 59, 59, tzinfo=UTC)
    assert day_in_kazakhstan(moment) == date(2026, 3, 2)
    assert day_in_kazakhstan(moment + timedelta(seconds=1)) == date(2026, 3, 3)
