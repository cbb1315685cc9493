"""Telegram's budgets, kept on our side so that it never has to refuse: 30 a second for the bot, 1 a second for a
private chat, 20 a minute for a group, edits counted too.

Source: Telegram's FAQ for bots, "My bot is hitting limits, how do I avoid this?". Short bursts are allowed there;
we use one of three messages in a private chat and stay below the others.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from bot.clock import Clock

BOT_RATE, BOT_BURST = 28.0, 28.0
PRIVATE_RATE, PRIVATE_BURST = 1.0, 3.0
GROUP_RATE, GROUP_BURST = 20 / 60.5, 18.0
MOST_CHATS = 20_000


@dataclass(slots=True)
class Bucket:
    """Tokens that come back at *rate* a second, up to *most*."""

    rate: float
    most: float
    tokens: float
    at: float

    def refill(self, now: float) -> None:
        """Put back what has come since."""
        self.tokens = min(self.most, self.tokens + (now - self.at) * self.rate)
        self.at = now

    def wait(self, now: float) -> float:
        """Seconds until one token is there."""
        self.refill(now)
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate


class Budget:
    """One budget for all senders: chats below zero are groups."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._bot = Bucket(BOT_RATE, BOT_BURST, BOT_BURST, clock.monotonic())
        self._chats: OrderedDict[int, Bucket] = OrderedDict()

    def ready_in(self, chat_id: int) -> float:
        """Seconds until a message may go into *chat_id*."""
        now = self.clock.monotonic()
        return max(self._bot.wait(now), self._chat(chat_id, now).wait(now))

    def take(self, chat_id: int) -> None:
        """A message goes into *chat_id* now."""
        now = self.clock.monotonic()
        for bucket in (self._bot, self._chat(chat_id, now)):
            bucket.refill(now)
            bucket.tokens -= 1

    async def wait_for(self, chat_id: int) -> None:
        """Return when a message may go into *chat_id*, and take its token."""
        while (delay := self.ready_in(chat_id)) > 0:
            await self.clock.sleep(delay)
        self.take(chat_id)

    def _chat(self, chat_id: int, now: float) -> Bucket:
        bucket = self._chats.get(chat_id)
        if bucket is None:
            rate, most = (GROUP_RATE, GROUP_BURST) if chat_id < 0 else (PRIVATE_RATE, PRIVATE_BURST)
            bucket = self._chats[chat_id] = Bucket(rate, most, most, now)
        self._chats.move_to_end(chat_id)
        if len(self._chats) > MOST_CHATS:
            self._chats.popitem(last=False)
        return bucket
