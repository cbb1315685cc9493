"""Rivals: a webhook, or another program that polls with the same token, takes the bot's updates; it is named.

Telegram hands updates out at one place only, and says no more than "Conflict" at the other. Of a webhook the host is
told and nothing else: its path may be all that keeps strangers from sending updates there.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from telegram import Bot
from telegram.error import TelegramError

from bot.clock import Clock
from bot.gateway.reach import find_webhook, say_webhook
from bot.gateway.silence import words_of
from bot.logs import describe_fault
from bot.repeats import Repeats

OTHER_POLLER = (
    "another program polls with this token, and takes updates away: stop it; if you do not know of one, "
    "ask @BotFather for a new token and put it into BOT_TOKEN"
)

log = logging.getLogger(__name__)

Alarm = Callable[[str, Mapping[str, Any]], Awaitable[None]]
"""Alerts admins: a text key and its values."""


class Conflicts(Protocol):
    """Hears of every refusal to hand out updates."""

    async def refused(self) -> None:
        """Telegram hands updates out elsewhere. Bounded, raises nothing."""


class Rivals:
    """Finds out who takes the updates, and says so once, then at growing intervals."""

    def __init__(self, bot: Bot, alarm: Alarm, clock: Clock) -> None:
        self.bot = bot
        self.alarm = alarm
        self._repeats = Repeats(clock.monotonic)
        self._met = 0

    async def look(self, *, take_over: bool) -> None:
        """At the start: name a webhook that is set, or take it away and keep what waits. Raises TelegramError."""
        if (host := await find_webhook(self.bot)) is None:
            return
        if take_over:
            await self.bot.delete_webhook(drop_pending_updates=False)
            log.warning("the webhook that led to %s was taken away: this bot receives from now on", host)
            return
        self._repeats.admit("conflict")
        self._met += 1
        await self._name(host)

    async def refused(self) -> None:
        """Telegram hands updates out elsewhere: say where."""
        if self._repeats.admit("conflict") is None:
            return
        self._met += 1
        try:
            await self._name(await find_webhook(self.bot))
        except TelegramError as fault:
            log.error("Telegram hands updates out elsewhere, and does not say where: %s", words_of(fault))

    async def _name(self, webhook: str | None) -> None:
        if webhook is not None:
            log.error("no update is received: %s", say_webhook(webhook))
            await self._alert("a.webhook_set", {"host": webhook})
            return
        log.error("no update is received: %s", OTHER_POLLER)
        # A process that is being replaced polls for a moment longer: admins need not hear of that.
        if self._met > 1:
            await self._alert("a.other_poller", {})

    async def _alert(self, key: str, values: Mapping[str, Any]) -> None:
        try:
            await self.alarm(key, values)
        except Exception as fault:  # noqa: BLE001 - the receiver's door: the log has said it, and polling goes on
            log.error("admins could not be alerted: %s", describe_fault(fault))
