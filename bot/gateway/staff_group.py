"""The staff group: replies, presses and membership become the desk's use cases; nobody outside a bound group acts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection
from telegram import CallbackQuery, ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus

from bot.anonymise.plain import plain_text
from bot.desk import casework, offices, reveals
from bot.desk.casework import Notice, Officer, Reply
from bot.desk.intake import Moment
from bot.desk.safe import Safe
from bot.gateway.incoming import words_of
from storage import offices as office_rows
from storage import updates
from storage.engine import Database

PRESENT = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
SEEN_SECONDS = 49 * 3600


class StaffGroup:
    """Turns group updates into transactions; what is to be said in the group comes back through the outbox."""

    def __init__(self, database: Database, safe: Safe, bot_id: int) -> None:
        self.database = database
        self.safe = safe
        self.bot_id = bot_id

    async def take_message(self, update: Update, message: Message, moment: Moment) -> str:
        """A message in a group: a reply to a post of ours, a service message, or nothing of ours."""
        chat_id = message.chat.id
        if message.migrate_to_chat_id:
            ids = {"old_chat": chat_id, "new_chat": message.migrate_to_chat_id}
            await self._write(update, moment, offices.follow_migration, **ids, safe=self.safe)
            return "migrated"
        if message.migrate_from_chat_id:
            ids = {"old_chat": message.migrate_from_chat_id, "new_chat": chat_id}
            await self._write(update, moment, offices.follow_migration, **ids, safe=self.safe)
            return "migrated"
        if message.chat.username:
            await self._write(update, moment, offices.close_group, chat_id=chat_id, reason="public", safe=self.safe)
            return "public"
        reply = self._reply(message)
        if reply is None:
            return "ignored"
        use_case = casework.take_reply
        return str(
            await self._write(update, moment, use_case, reply, safe=self.safe, now=moment.now, today=moment.today)
        )

    async def take_edit(self, update: Update, message: Message, moment: Moment) -> None:
        """An officer edited a reply: what was sent is not changed, and they are told so."""
        reply = self._reply(message)
        if reply is not None:
            await self._write(update, moment, _warn_edit, reply, self.safe, moment)

    async def take_press(self, update: Update, query: CallbackQuery, moment: Moment) -> str | None:
        """A press under a post of ours; the key of the alert to answer with, None when it is no choice of ours."""
        if query.message is None:
            return "s.no_rights"
        officer = Officer(query.from_user.id, query.from_user.full_name)
        place = {"chat_id": query.message.chat.id, "safe": self.safe, "now": moment.now}
        match (query.data or "").split(":"):
            case [("out" | "not") as choice, case_id, seq] if seq.isdecimal():
                decide = {"case_id": case_id, "seq": int(seq), "send": choice == "out", "today": moment.today}
                use_case: Any = casework.decide_preview
                asked = {**decide, "message_id": query.message.message_id}
            case ["open", case_id]:
                use_case = reveals.ask_reason
                asked = {"case_id": case_id, "officer": officer, "message_id": query.message.message_id}
            case ["why", wish]:
                use_case, asked = reveals.confirm_reason, {"wish": wish, "officer": officer}
            case _:
                return None
        return await self._write(update, moment, use_case, **place, **asked) or "s.decided_before"

    async def take_membership(self, update: Update, change: ChatMemberUpdated, moment: Moment) -> str | None:
        """The bot was removed from a group or is back; the region concerned."""
        present = change.new_chat_member.status in PRESENT
        if present and not change.chat.username:
            region = await self._write(update, moment, offices.reopen_group, chat_id=change.chat.id, safe=self.safe)
        else:
            closing = {"chat_id": change.chat.id, "reason": "public" if present else "removed"}
            region = await self._write(update, moment, offices.close_group, **closing, safe=self.safe)
        return None if region is None else str(region)

    def _reply(self, message: Message) -> Reply | None:
        """*message* as a reply to somebody's message; in a forum topic a plain message answers nothing."""
        answered = message.reply_to_message
        if answered is None or answered.forum_topic_created is not None:
            return None
        author = answered.from_user
        return Reply(
            chat_id=message.chat.id,
            message_id=message.message_id,
            answered_id=answered.message_id,
            answered_text=answered.text or answered.caption or "",
            answers_bot=author is not None and author.id == self.bot_id,
            officer=officer_of(message),
            text=words_of(message),
        )

    async def _write(self, update: Update, moment: Moment, use_case: Any, *args: Any, **kwargs: Any) -> Any:
        """Run *use_case* once for this update: a repeated one changes nothing and gives None."""
        mark, expires = self.safe.update_mark(update.update_id), int(moment.now.timestamp()) + SEEN_SECONDS
        return await self.database.write(_once, mark, expires, use_case, args, kwargs)


def officer_of(message: Message) -> Officer | None:
    """Who wrote *message*; None for an anonymous admin or a channel, which hold no rights (promise P4)."""
    if message.sender_chat is not None or message.from_user is None or message.from_user.is_bot:
        return None
    return Officer(message.from_user.id, plain_text(message.from_user.full_name))


def _once(
    connection: Connection, mark: bytes, expires: int, use_case: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    if not updates.mark_seen(connection, mark, expires_at=expires):
        return None
    return use_case(connection, *args, **kwargs)


def _warn_edit(connection: Connection, reply: Reply, safe: Safe, moment: Moment) -> None:
    office = office_rows.find_office(connection, safe.group_mark(reply.chat_id))
    if office is not None and casework.case_behind(connection, reply, office, safe) is not None:
        notice = Notice("s.reply_edited", {}, reply.message_id)
        casework.notify(connection, office, notice, safe=safe, now=moment.now)
