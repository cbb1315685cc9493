"""Repeats: the same trouble is told at once, and then again when its interval is over, each longer than the one before.

What is told without end is read by nobody: a disk that is full for a night would fill the log, and an admin's chat.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

INTERVALS = (60.0, 300.0, 900.0, 3600.0)
"""Seconds; chosen: whoever mends it sees within a minute that it lasts, and a whole night costs a dozen lines."""
MOST_TOPICS = 1_000
"""Remembered at once; what was met longest ago is forgotten, and told anew when it comes back."""


@dataclass(slots=True)
class _Told:
    """When a topic was told and met last, how often it was held back since, and which interval it is in."""

    at: float
    met: float
    held_back: int = 0
    step: int = 0


class Repeats:
    """Remembers what was told. Lives in memory: a process that starts tells its troubles anew, as it should."""

    def __init__(self, now: Callable[[], float], intervals: tuple[float, ...] = INTERVALS) -> None:
        self._now = now
        self._intervals = intervals
        self._told: OrderedDict[Hashable, _Told] = OrderedDict()

    def admit(self, topic: Hashable) -> int | None:
        """Whether *topic* may be told now: how often it was held back before, or None when it is to be held back.

        What stayed away for as long as its interval is a new trouble, and told at once.
        """
        now = self._now()
        told = self._told.get(topic)
        if told is None or now - told.met >= self._intervals[told.step]:
            self._put(topic, _Told(now, now))
            return 0
        told.met = now
        self._told.move_to_end(topic)
        if now - told.at < self._intervals[told.step]:
            told.held_back += 1
            return None
        held_back, told.at, told.held_back = told.held_back, now, 0
        told.step = min(told.step + 1, len(self._intervals) - 1)
        return held_back

    def _put(self, topic: Hashable, told: _Told) -> None:
        self._told[topic] = told
        self._told.move_to_end(topic)
        if len(self._told) > MOST_TOPICS:
            self._told.popitem(last=False)
