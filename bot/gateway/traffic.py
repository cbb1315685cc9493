"""Traffic: how much each chat has sent us lately, and who is in a conversation: for the order in which answers go out.

In memory, and that is safe: it decides who is answered first and never whether. Another process counts what it receives
itself, and a new one begins with everybody alike.
"""

from __future__ import annotations

from collections import Counter, OrderedDict

from bot.clock import Clock

SPAN = 60.0
"""Seconds: whoever floods is behind the others for a minute or two after the last of it."""
ATTENDS = 900.0
"""Seconds after a press in which a chat counts as being in a conversation: time to type what happened."""
MOST_ATTENTIVE = 50_000
"""Chats remembered, more than write in a day in the largest region; who is forgotten shows it by the next press."""


class Traffic:
    """Counts updates by chat, in the minute that runs and in the one before it, and remembers who attends."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._began = clock.monotonic()
        self._now: Counter[int] = Counter()
        self._before: Counter[int] = Counter()
        self._attended: OrderedDict[int, float] = OrderedDict()

    def count(self, chat_id: int) -> None:
        """The chat has sent something."""
        self._turn()
        self._now[chat_id] += 1

    def attend(self, chat_id: int) -> None:
        """The chat has pressed a button of the step where it stands: it has read our last answer.

        Nobody can press it unread, for a visit's first step is drawn.
        """
        self._attended[chat_id] = self.clock.monotonic()
        self._attended.move_to_end(chat_id)
        if len(self._attended) > MOST_ATTENTIVE:
            self._attended.popitem(last=False)

    def is_inside(self, chat_id: int) -> bool:
        """Whether the chat is in a conversation."""
        attended = self._attended.get(chat_id)
        return attended is not None and self.clock.monotonic() - attended <= ATTENDS

    def rank(self, chat_id: int) -> int:
        """How much the chat has sent within the last minute or two: the less, the sooner it is answered."""
        self._turn()
        return self._now[chat_id] + self._before[chat_id]

    def _turn(self) -> None:
        """Minutes that are over are forgotten as a whole: they hold no more chats than wrote to us within them."""
        passed = self.clock.monotonic() - self._began
        if passed >= SPAN:
            self._before = self._now if passed < 2 * SPAN else Counter()
            self._now, self._began = Counter(), self._began + passed
