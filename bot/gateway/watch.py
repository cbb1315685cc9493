"""The watch: Telegram tells no bot that a group has been made public or may be written to again, so it is asked."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import Connection
from telegram import Bot
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.clock import Clock
from bot.desk.groups import changes as groups
from bot.desk.groups.changes import PUBLIC, Watch
from bot.desk.safe import Safe
from bot.gateway.admin import why_readable
from bot.gateway.staff_group import can_speak
from storage.engine import Database

log = logging.getLogger(__name__)


class GroupWatch:
    """Looks at every bound group; closes what strangers can read, reopens what may be written to again."""

    def __init__(self, bot: Bot, database: Database, safe: Safe, named: frozenset[int], clock: Clock) -> None:
        self.bot = bot
        self.database = database
        self.safe = safe
        self.named = named
        self.clock = clock

    async def look(self) -> None:
        """One round. A group that cannot be asked stays as it is."""
        for chat_id, suspended in await self.database.read(groups.list_groups, self.safe):
            try:
                readable = why_readable(await self.bot.get_chat(chat_id)) is not None
                back = suspended is not None and not readable and await self._may_write(chat_id)
            except (BadRequest, Forbidden):
                # Gone or kicked: the sender finds out, and membership tells when it ends.
                continue
            except TelegramError as fault:
                log.warning("a group could not be looked at: %s", type(fault).__name__)
                return
            if (readable and suspended is None) or back:
                await self.database.write(_settle, chat_id, readable, self._watch(self.clock.now()))

    async def _may_write(self, chat_id: int) -> bool:
        member = await self.bot.get_chat_member(chat_id, self.bot.id)
        if member.status == ChatMemberStatus.ADMINISTRATOR:
            return True
        permissions = (await self.bot.get_chat(chat_id)).permissions
        return can_speak(member) and (permissions is None or bool(permissions.can_send_messages))

    def _watch(self, now: datetime) -> Watch:
        return Watch(self.safe, self.named, now)


def _settle(connection: Connection, chat_id: int, readable: bool, watch: Watch) -> None:
    if readable:
        groups.close_group(connection, chat_id=chat_id, reason=PUBLIC, watch=watch)
    else:
        groups.reopen_group(connection, chat_id=chat_id, watch=watch)
