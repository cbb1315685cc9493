"""What Telegram's clients show of the bot before anybody has written to it: the menu of commands that work."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from telegram import Bot
from telegram.error import TelegramError

from bot.gateway.wording import Words
from bot.terms import Language

log = logging.getLogger(__name__)


async def introduce(bot: Bot, words: Words, commands: Sequence[str]) -> None:
    """Tell Telegram which *commands* work, in both languages; a failure is logged and no reason to stop."""
    for language in (None, *Language):
        listed = [(name, words.text(f"cmd.{name}", language or Language.KAZAKH)) for name in commands]
        try:
            await bot.set_my_commands(listed, language_code=language)
        except TelegramError as fault:
            log.warning("the list of commands was not taken: %s", type(fault).__name__)
