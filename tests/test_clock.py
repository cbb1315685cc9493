import asyncio
import time
from datetime import UTC

import pytest

from bot.clock import Clock


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
