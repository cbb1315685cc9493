"""Slices rest as long as they took, and no longer than a moment, whatever the clock does meanwhile."""

from __future__ import annotations

import pytest

from bot.background.slices import LONGEST_REST, do_slice_and_rest
from bot.clock import Clock


class NotedClock(Clock):
    """Moves when it is told to, and notes for how long it was slept by."""

    __slots__ = ("moved", "slept")

    def __init__(self) -> None:
        super().__init__()
        self.moved = 0.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.moved

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@pytest.mark.parametrize(("took", "rests"), [(0.0, 0.0), (0.5, 0.5), (LONGEST_REST + 1, LONGEST_REST), (86_400.0, 2.0)])
async def test_a_slice_is_followed_by_a_rest(took: float, rests: float) -> None:
    clock = NotedClock()

    async def work() -> str:
        clock.moved += took
        return "done"

    assert await do_slice_and_rest(work, clock) == "done"
    assert clock.slept == [rests]
