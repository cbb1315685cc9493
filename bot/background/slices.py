"""Slices: bulk work in short transactions, with the store left to others in between."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.clock import Clock

R = TypeVar("R")

LONGEST_REST = 2.0
"""Seconds: a slice takes hundredths of one. What seems to have taken longer was a store that waited for its disk, whose
others are served by then, or a clock that moved on in the middle, after which bulk work would stand still as long."""


async def do_slice_and_rest(slice_of_work: Callable[[], Awaitable[R]], clock: Clock) -> R:
    """Do one slice, then rest for as long as it took: bulk work never has more than half of a store that works."""
    begun = clock.monotonic()
    result = await slice_of_work()
    await clock.sleep(min(clock.monotonic() - begun, LONGEST_REST))
    return result
