"""Traffic: how much each chat has sent us lately, for the order in which answers go out.

In memory, and that is safe: it decides who is answered first and never whether. Another process counts what it receives
itself, and a new one begins with everybody alike.
"""

from __future__ import annotations

from collections import Counter

from bot.clock import Clock

SPAN = 60.0
"""Seconds: whoever floods is behind the others for a minute or two after the last of it."""


class Traffic:
    """Counts updates by chat, in the minute that runs and in the one before it."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._began = clock.monotonic()
        self._now: Counter[int] = Counter()
        self._before: Counter[int] = Counter()

    def count(self, chat_id: int) -> None:
        """The chat has sent something."""
        self._turn()
        self._now[chat_id] += 1

    def lately(self, chat_id: int) -> int:
        """How much it has sent within the last minute, or a little longer."""
        self._turn()
        return self._now[chat_id] + self._before[chat_id]

    def _turn(self) -> None:
        """Minutes that are over are forgotten as a whole: they hold no more chats than wrote to us within them."""
        passed = self.clock.monotonic() - self._began
        if passed >= SPAN:
            self._before = self._now if passed < 2 * SPAN else Counter()
            self._now, self._began = Counter(), self._began + passed
