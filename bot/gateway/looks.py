"""Looks: whether people outside a group can read it, asked again when the last look is a minute old.

Telegram tells no bot that a group became public, so whoever is about to post something of a case looks first.
"""

from __future__ import annotations

from telegram import Bot

from bot.clock import Clock
from bot.gateway.admin import why_readable

FRESH = 60.0
"""Seconds for which a look holds: a call for each card would cost as much as the cards, and a group that becomes public
shows strangers what came before in any case."""
MOST_CHATS = 1_000
"""Groups remembered, many times as many as there are regions; to forget one costs a call."""


class GroupLooks:
    """Asks Telegram about groups, and remembers when. In memory: another process would look for itself."""

    def __init__(self, bot: Bot, clock: Clock) -> None:
        self.bot = bot
        self.clock = clock
        self._private_at: dict[int, float] = {}
        self._forums: set[int] = set()

    async def why_readable(self, chat: int) -> str | None:
        """The key of why strangers can read *chat*, or None; a look of the last minute holds. Raises TelegramError."""
        if chat > 0:
            return None  # a private chat has one reader
        seen = self._private_at.get(chat)
        if seen is not None and self.clock.monotonic() - seen < FRESH:
            return None
        return await self.look(chat)

    def is_forum(self, chat: int) -> bool:
        """Whether the last look at *chat* found a forum."""
        return chat in self._forums

    async def look(self, chat: int) -> str | None:
        """The same, asked now."""
        began = self.clock.monotonic()
        self._private_at.pop(chat, None)
        seen = await self.bot.get_chat(chat)
        why = why_readable(seen)
        (self._forums.add if seen.is_forum else self._forums.discard)(chat)
        if why is None:
            if len(self._private_at) >= MOST_CHATS:
                self._private_at.clear()
                self._forums.clear()
            self._private_at[chat] = began
        return why
