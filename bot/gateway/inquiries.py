"""Inquiries: what a command must ask Telegram about its group, with an end, and remembered for some seconds.

Rules
- An answer is waited for ASK_SECONDS at most: the group's other updates wait for it too.
- Answers about a group are remembered, and so is that none came: a hundred commands of one chat ask once.
- Nobody asks for whom it was not looked at first whether they may: a stranger never makes us call.

In memory: another process would ask once more for itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from telegram import Bot, ChatFullInfo, ChatMember
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.clock import Clock
from bot.desk.people import GroupStanding
from bot.frozen import frozen
from bot.gateway.membership import standing_of
from bot.gateway.transport import LostAnswerError

ASK_SECONDS = 3.0
"""Real seconds. Telegram answers such calls within a tenth; whoever gave the command sees nothing meanwhile."""
REMEMBERED_SECONDS = 5.0
"""As long as somebody who sees no answer types again; a group hardly becomes public within them."""
MOST_REMEMBERED = 1_000
"""Answers; what is forgotten is asked again."""

Found = TypeVar("Found")


@frozen
class Inquiry:
    """What came of asking, and when."""

    at: float
    answer: Any
    fault: TelegramError | None


class Inquiries:
    """Asks about groups, named as the Bot API names it. Every method raises TelegramError."""

    def __init__(self, bot: Bot, clock: Clock) -> None:
        self.bot = bot
        self.clock = clock
        self._remembered: dict[tuple[str, int], Inquiry] = {}

    async def get_chat(self, chat_id: int) -> ChatFullInfo:
        """All that a bot may know of the group."""
        return await self._ask("chat", chat_id, self.bot.get_chat)

    async def get_chat_member_count(self, chat_id: int) -> int:
        """How many are in the group, the bot included."""
        return await self._ask("count", chat_id, self.bot.get_chat_member_count)

    async def get_chat_administrators(self, chat_id: int) -> tuple[ChatMember, ...]:
        """Who leads the group."""
        return await self._ask("administrators", chat_id, self.bot.get_chat_administrators)

    async def get_chat_member(self, chat_id: int, person_id: int) -> ChatMember:
        """What *person_id* is in the group at this moment: it is never remembered, for who has left loses rights."""
        found = await self._ask_now(chat_id, partial(self.bot.get_chat_member, user_id=person_id))
        if found.fault is not None:
            raise found.fault
        member: ChatMember = found.answer
        return member

    async def standing_of(self, chat_id: int, person_id: int) -> GroupStanding:
        """Whether the person is in the group, UNKNOWN when Telegram does not say."""
        try:
            return standing_of(await self.get_chat_member(chat_id, person_id))
        except TelegramError:
            return GroupStanding.UNKNOWN

    async def may_write_to(self, person_id: int) -> bool:
        """Whether the person has opened their private chat with the bot, as far as Telegram says so in time."""
        found = await self._ask_now(person_id, partial(self.bot.send_chat_action, action=ChatAction.TYPING))
        return found.fault is None

    async def _ask(self, what: str, chat_id: int, ask: Callable[[int], Awaitable[Found]]) -> Found:
        found = self._remembered.get((what, chat_id))
        if found is None or self.clock.monotonic() - found.at > REMEMBERED_SECONDS:
            found = await self._ask_now(chat_id, ask)
            self._remember((what, chat_id), found)
        if found.fault is not None:
            raise found.fault
        answer: Found = found.answer
        return answer

    async def _ask_now(self, chat_id: int, ask: Callable[[int], Awaitable[Found]]) -> Inquiry:
        fault: TelegramError | None = None
        answer: Found | None = None
        try:
            async with asyncio.timeout(ASK_SECONDS):
                answer = await ask(chat_id)
        except TimeoutError:
            fault = LostAnswerError("no answer in time")
        except TelegramError as met:
            fault = met
        return Inquiry(self.clock.monotonic(), answer, fault)

    def _remember(self, asked: tuple[str, int], found: Inquiry) -> None:
        if len(self._remembered) >= MOST_REMEMBERED:
            self._remembered.clear()
        self._remembered[asked] = found
