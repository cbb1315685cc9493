"""What Telegram's clients show of the bot's commands: a menu for citizens, for groups, and for each admin's chat."""

from __future__ import annotations

import asyncio
import logging

from telegram import (
    Bot,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.gateway.commands import CommandEntry, Commands, Scope
from bot.gateway.wording import Words
from bot.terms import Language

log = logging.getLogger(__name__)


class Introduction:
    """Sets the menus in both languages; a failure is logged and no reason to stop."""

    def __init__(self, bot: Bot, words: Words, commands: Commands) -> None:
        self.bot = bot
        self.words = words
        self.commands = commands
        self._waiting: asyncio.Queue[int] = asyncio.Queue()
        self._welcomed: set[int] = set()

    def welcome(self, chat_id: int) -> None:
        """The chat of an admin: it gets its menu soon, unless it has it."""
        if chat_id not in self._welcomed:
            self._waiting.put_nowait(chat_id)

    async def run(self) -> None:
        """Set the menus for everybody, then one chat after the other as admins are welcomed."""
        await self._show(BotCommandScopeAllPrivateChats(), self.commands.menu(Scope.CITIZEN))
        await self._show(BotCommandScopeAllGroupChats(), self.commands.menu(Scope.GROUP))
        while True:
            chat_id = await self._waiting.get()
            admins = self.commands.menu(Scope.ADMIN, Scope.CITIZEN)
            if chat_id not in self._welcomed and await self._show(BotCommandScopeChat(chat_id), admins):
                self._welcomed.add(chat_id)

    async def _show(self, scope: BotCommandScope, entries: list[CommandEntry]) -> bool:
        """Whether Telegram took the menu in both languages, and in Kazakh for clients that speak neither."""
        try:
            for language in (None, *Language):
                listed = [(entry.name, self.words.text(entry.about, language or Language.KAZAKH)) for entry in entries]
                await self.bot.set_my_commands(listed, scope, language)
        except TelegramError as fault:
            # An admin who has never started the bot has no chat with it yet; their menu comes with /start.
            unknown = scope.type == BotCommandScope.CHAT and isinstance(fault, BadRequest | Forbidden)
            level = logging.DEBUG if unknown else logging.WARNING
            log.log(level, "a menu of commands was not taken: %s", type(fault).__name__)
            return False
        return True
