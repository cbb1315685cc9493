"""The mark at Telegram: which database this bot serves with, so that no second one is begun beside it unnoticed.

Rules
- It stands where nobody is shown it: as the one command of the default menu in Volapük. Every chat has a nearer menu
  (of all private chats, of all groups: bot/gateway/introduction.py), and @BotFather writes menus without a language.
- It is the random id of the database: who reads it learns nothing, and only the bot's token reads it.
- A house that has no database yet waits until Telegram has said that there is no mark.
"""

from __future__ import annotations

import logging

from telegram import Bot, BotCommandScopeDefault
from telegram.error import TelegramError

from bot.clock import Clock
from bot.errors import AdaldyqError
from bot.gateway.outcomes import is_passing, is_token_refused
from bot.gateway.reach import UnreachableError, lone_bot
from bot.gateway.silence import explain
from bot.settings import Settings

LANGUAGE = "vo"
PREFIX = "database_"
ABOUT = "a technical mark, no command"
SCOPE = BotCommandScopeDefault()
PAUSE = 3.0
"""Seconds between two questions of a start that waits for Telegram: no burden, and soon enough for who watches."""
ELSEWHERE = (
    "Telegram says that this bot serves with another database already (its id is {found}). Go to the folder that it "
    "was run in before, or mend DATABASE_URL and KEYRING_FILE. If another database is really meant, say so: "
    "`python -m bot run --new-database`; citizens' codes of before are then not found."
)
UNKNOWN = (
    "There is no database here yet, and Telegram does not say whether this bot serves with another one ({kind}): try "
    "again when it answers, or say `python -m bot run --new-database` if there is no other."
)

log = logging.getLogger(__name__)


class ServesElsewhereError(AdaldyqError):
    """The bot of this token serves with another database; the message names the choice."""


class OfficeMark:
    """Reads and sets the mark of the database *store_id*; with *overrule* also in the place of another one's, once."""

    def __init__(self, bot: Bot, store_id: str, *, overrule: bool = False) -> None:
        self.bot = bot
        self.store_id = store_id
        self._overrule = overrule

    async def refuse_elsewhere(self) -> None:
        """Raise ServesElsewhereError when the mark is another database's; a TelegramError when it cannot be read."""
        found = None if self._overrule else await read_mark(self.bot)
        if found not in (None, self.store_id):
            raise ServesElsewhereError(ELSEWHERE.format(found=found))

    async def keep(self) -> None:
        """Put the mark where there is none; another one's is told by the log, for whoever runs both."""
        try:
            found = await read_mark(self.bot)
            if found is None or (found != self.store_id and self._overrule):
                await self.bot.set_my_commands([(PREFIX + self.store_id, ABOUT)], SCOPE, LANGUAGE)
            elif found != self.store_id:
                log.error("Telegram says that this bot serves with another database meanwhile: %s", found)
            self._overrule = False
        except TelegramError as fault:
            log.warning("the mark of the database was not taken by Telegram: %s", type(fault).__name__)


async def read_mark(bot: Bot) -> str | None:
    """The id of the database that the bot serves with, None if Telegram knows of none."""
    commands = await bot.get_my_commands(SCOPE, LANGUAGE)
    names = (each.command for each in commands)
    return next((name.removeprefix(PREFIX) for name in names if name.startswith(PREFIX)), None)


async def ask_before_beginning(settings: Settings, clock: Clock, *, patient: bool) -> None:
    """Return when Telegram has said that the bot serves with no database yet.

    ServesElsewhereError when it does. While Telegram does not answer, a *patient* caller waits; for the others that is
    an UnreachableError, as a token that is refused is for all.
    """
    while True:
        try:
            async with lone_bot(settings) as bot:
                return await OfficeMark(bot, "").refuse_elsewhere()
        except TelegramError as fault:
            if is_token_refused(fault):
                raise UnreachableError(explain(fault, settings)) from None
            if not patient or not is_passing(fault):
                raise UnreachableError(UNKNOWN.format(kind=type(fault).__name__)) from None
            log.error("a new database waits, the start is tried again: %s", explain(fault, settings))
        await clock.sleep(PAUSE)

