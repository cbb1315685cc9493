"""The watch: Telegram tells no bot that a group has been made public or may be written to again, so it is asked."""

from __future__ import annotations

import logging

from sqlalchemy import Connection
from telegram import Bot
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.clock import Clock
from bot.desk.groups import changes, waits
from bot.desk.groups.changes import WatchedGroup
from bot.desk.rules import Rules, Turn
from bot.gateway.looks import GroupLooks
from bot.gateway.membership import can_speak
from bot.terms import Suspension
from storage.engine import Database

log = logging.getLogger(__name__)


class GroupWatch:
    """Looks at every bound group; closes what strangers can read, reopens what may be written to again."""

    def __init__(self, bot: Bot, looks: GroupLooks, database: Database, rules: Rules, clock: Clock) -> None:
        self.bot = bot
        self.looks = looks
        self.database = database
        self.rules = rules
        self.clock = clock

    async def look(self) -> None:
        """One round. A group that cannot be asked stays as it is."""
        for group in await self.database.read(changes.list_groups, self.rules.safe):
            try:
                readable = await self.looks.look(group.chat) is not None
                stopped = group.suspended is not None or group.held
                back = stopped and not readable and await self._may_send(group)
            except (BadRequest, Forbidden):
                # Gone or kicked: the sender finds out, and membership tells when it ends.
                continue
            except TelegramError as fault:
                log.warning("a group could not be looked at: %s", type(fault).__name__)
                return
            if (readable and group.suspended is None) or back:
                await self.database.write(_settle, group.chat, readable, Turn(self.rules, self.clock.now()))

    async def _may_send(self, group: WatchedGroup) -> bool:
        """Whether the bot may write there again; files too where they are what waits, as documents at least."""
        member = await self.bot.get_chat_member(group.chat, self.bot.id)
        if member.status == ChatMemberStatus.ADMINISTRATOR:
            return True
        permissions = (await self.bot.get_chat(group.chat)).permissions
        if not can_speak(member) or permissions is None:
            return can_speak(member)
        may_write, may_send_files = bool(permissions.can_send_messages), bool(permissions.can_send_documents)
        return may_write and (may_send_files or group.suspended is not None)


def _settle(connection: Connection, chat_id: int, readable: bool, turn: Turn) -> None:
    if readable:
        changes.close_group(connection, chat_id, Suspension.PUBLIC, turn)
    else:
        changes.reopen_group(connection, chat_id, turn)
        waits.wake(connection, chat_id, turn)
