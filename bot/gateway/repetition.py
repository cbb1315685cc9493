"""Repetition: how often one command is taken in one chat within a minute.

In memory, and that is safe: another process would count for itself, and let through as much once more.
"""

from __future__ import annotations

from collections import OrderedDict, deque

from bot.clock import Clock

SPAN = 60.0
"""Seconds: the time in which Telegram counts a group's messages."""
MOST_KEPT = 10_000
"""Chats and commands remembered; the one that was quiet longest is forgotten first."""


class Repetition:
    """Counts, and says when it is enough."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._moments: OrderedDict[tuple[int, str], deque[float]] = OrderedDict()

    def allows(self, chat: int, name: str, most: int) -> bool:
        """Whether *name* may be taken in *chat* once more within the minute; if so, it is counted."""
        now = self.clock.monotonic()
        moments = self._moments.setdefault((chat, name), deque())
        self._moments.move_to_end((chat, name))
        if len(self._moments) > MOST_KEPT:
            self._moments.popitem(last=False)
        while moments and moments[0] <= now - SPAN:
            moments.popleft()
        if len(moments) >= most:
            return False
        moments.append(now)
        return True
