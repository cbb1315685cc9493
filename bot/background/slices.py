"""Slices: bulk work in short transactions, with the store left to others in between."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.clock import Clock

R = TypeVar("R")


async def do_slice_and_rest(slice_of_work: Callable[[], Awaitable[R]], clock: Clock) -> R:
    """Do one slice, then rest for as long as it took: bulk work never has more than half of a store, however slow."""
    begun = clock.monotonic()
    result = await slice_of_work()
    await clock.sleep(clock.monotonic() - begun)
    return result
