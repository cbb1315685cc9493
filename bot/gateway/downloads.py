"""Downloads from Telegram: bytes by file id, within the Bot API's 20 MB; no name and no path comes along."""

from __future__ import annotations

import asyncio
import logging

from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.background.file_jobs import Fetched, Never, NotYet
from bot.desk.files import MOST_BYTES

log = logging.getLogger(__name__)


SECONDS = 300.0
"""For a whole download: 20 MB at half a megabit. The transport bounds the pause between two pieces, not their sum."""


class TelegramDownloads:
    """Implements the file jobs' port."""

    def __init__(self, bot: Bot, *, seconds: float = SECONDS) -> None:
        self.bot = bot
        self.seconds = seconds

    async def fetch(self, telegram_id: str) -> Fetched:
        """The bytes of the file; a refusal of Telegram is final, a broken or slow connection is not."""
        try:
            async with asyncio.timeout(self.seconds):
                file = await self.bot.get_file(telegram_id)
                if (file.file_size or 0) > MOST_BYTES:
                    return Never()
                content = bytes(await file.download_as_bytearray())
        except TimeoutError:
            log.warning("a file could not be fetched in %d seconds", self.seconds)
            return NotYet()
        except (BadRequest, Forbidden):
            return Never()
        except TelegramError as fault:
            # The fault holds the file's address and with it the token: only its kind is logged.
            log.warning("a file could not be fetched: %s", type(fault).__name__)
            return NotYet()
        return content if len(content) <= MOST_BYTES else Never()
