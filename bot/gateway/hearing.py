"""Hearing: a bot that decides nothing although updates wait at Telegram is deaf, and nobody would notice."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from telegram import Bot
from telegram.error import TelegramError

from bot.clock import Clock
from bot.gateway.silence import words_of
from bot.repeats import Repeats

DEAF_SECONDS = 300.0
"""Longer than any update takes, and than Telegram keeps an empty poll twelve times over; a citizen waits so long."""
TIMES = 2
"""Updates that have just come wait too: only those that wait at the next look as well were not heard."""
TOLD_AGAIN = (900.0, 3600.0, 6 * 3600.0)
"""Seconds between alerts, each longer than several looks: what is found at every look is one trouble."""

log = logging.getLogger(__name__)

Alarm = Callable[[str, Mapping[str, Any]], Awaitable[None]]
"""Alerts admins: a text key and its values."""


class Listening(Protocol):
    """The receiver, as far as it is watched."""

    @property
    def idle_seconds(self) -> float:
        """For how long no update has been decided."""

    def ask_anew(self) -> None:
        """Ask Telegram without an offset next time."""


class Hearing:
    """Asks Telegram, rarely, whether updates wait while none is decided."""

    def __init__(self, bot: Bot, receiver: Listening, alarm: Alarm, clock: Clock) -> None:
        self.bot = bot
        self.receiver = receiver
        self.alarm = alarm
        self._repeats = Repeats(clock.monotonic, TOLD_AGAIN)
        self._found = 0

    async def look(self) -> None:
        """One look: nothing is asked while updates are decided. Twice in a row is deafness, and told."""
        if self.receiver.idle_seconds < DEAF_SECONDS:
            self._found = 0
            return
        try:
            waiting = (await self.bot.get_webhook_info()).pending_update_count
        except TelegramError as fault:
            log.debug("Telegram does not say what waits: %s", words_of(fault))
            return
        self._found = self._found + 1 if waiting else 0
        if self._found >= TIMES:
            self.receiver.ask_anew()
            await self._tell(waiting)

    async def _tell(self, waiting: int) -> None:
        if self._repeats.admit("deaf") is None:
            return
        minutes = round(self.receiver.idle_seconds / 60)
        log.error("no update was decided for %d minutes although %d wait at Telegram", minutes, waiting)
        await self.alarm("a.deaf", {"minutes": minutes, "n": waiting})
