"""Erasing a private chat: whatever of its messages Telegram still lets a bot delete.

Rules
- No number of a message is kept for this. They are counted down from the newest: Telegram numbers the messages of all
  private chats of a bot in one row, and skips those that are not in the chat that is named.
- Telegram deletes nothing that is older than 48 hours, and of a hundred nothing when one is. Then halves are tried, and
  after a few single messages that stay some older ones are tried: where they stay too, all the rest is older.
- Few chats at a time: erasing is no answer that somebody waits for.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from telegram.error import BadRequest

from bot.gateway.calls import Calls

AT_A_TIME = 100
"""As many messages as one call deletes (Bot API)."""
REACH = 10_000
"""So many numbers are counted down, a hundred calls: more messages than a bot of a region's size has in two days."""
MOST_LEFT = 5
"""After so many messages one behind the other that cannot be deleted those before them may be too old: it is tried."""
MOST_OLD = 3
"""After so many older ones, taken from here and there, all of it is too old. Dice that a child has thrown lie close."""
CHATS_AT_ONCE = 2


@dataclass(slots=True)
class _Left:
    """What Telegram refused to delete: how many messages one behind the other, and how many older ones since."""

    row: int = 0
    older: int = 0

    @property
    def is_enough(self) -> bool:
        return self.older >= MOST_OLD


class ChatEraser:
    """Deletes what can be deleted of a private chat."""

    def __init__(self, calls: Calls) -> None:
        self.calls = calls
        self._places = asyncio.Semaphore(CHATS_AT_ONCE)

    async def erase(self, chat_id: int, *, before: int) -> None:
        """Delete the messages before number *before*. TelegramError when Telegram cannot be reached: begin again."""
        left, end = _Left(), max(0, before - 1 - REACH)
        async with self._places:
            for newest in range(before - 1, end, -AT_A_TIME):
                await self._delete(chat_id, list(range(max(end + 1, newest - AT_A_TIME + 1), newest + 1)), left)
                if left.is_enough:
                    return

    async def _delete(self, chat_id: int, numbers: list[int], left: _Left) -> None:
        """Delete *numbers*, the newer half first where not all can be; behind a row that stays only what is new."""
        if await self._goes(chat_id, numbers):
            left.row = left.older = 0
            return
        if len(numbers) == 1:
            left.row += 1
            return
        if left.row >= MOST_LEFT:
            if not await self._goes(chat_id, numbers[:1]):
                left.older += 1
                return
            left.row = left.older = 0
        half = len(numbers) // 2
        for part in (numbers[half:], numbers[:half]):
            if not left.is_enough:
                await self._delete(chat_id, part, left)

    async def _goes(self, chat_id: int, numbers: list[int]) -> bool:
        try:
            await self.calls.delete_messages(chat_id, numbers)
        except BadRequest:
            return False
        return True
