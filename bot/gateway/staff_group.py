"""The staff group: replies, presses and membership become the desk's use cases; nobody outside a bound group acts.

What is to be said in the group comes back through the outbox; only a press is answered at once.
"""

from __future__ import annotations

import re
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection
from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
    MessageEntity,
    Update,
    User,
)
from telegram.constants import ChatMemberStatus

from bot.anonymise.plain import plain_text
from bot.desk.files import FileJob, Settle
from bot.desk.groups import changes as groups
from bot.desk.groups.changes import PUBLIC, REMOVED, Watch
from bot.desk.officers import files as officer_files
from bot.desk.officers import previews, replies, reveals
from bot.desk.officers.files import OfficerFile
from bot.desk.officers.replies import Reply
from bot.desk.outgoing import chats
from bot.desk.people import Officer, Press, Spot
from bot.desk.rules import Moment, Times
from bot.desk.safe import Safe
from bot.gateway.cards import PressAnswer, alert_text
from bot.gateway.incoming import IncomingFile, file_of, words_of
from bot.gateway.wording import Words
from storage import updates
from storage.engine import Database

PRESENT = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
SEEN_SECONDS = 49 * 3600
ALBUMS_KEPT = 64
REPEATED = "s.decided_before"
DONE = ("s.sent", "s.stored_for_code", "s.stored_contact", "s.not_sent", "s.reveal_asking", "s.reveal_opening")
"""Answers to a press that did what it says; every other one is a refusal."""

_DECIDE = re.compile(r"(out|not):([0-9a-f]{32}):(\d{1,9})", re.ASCII)
_OPEN = re.compile(r"(open|why):([0-9a-f]{32})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Visit:
    """Where an update comes from: its mark, and whether the group has a public name now."""

    mark: bytes
    expires: int
    chat: int
    public: bool


class StaffGroup:
    """Turns group updates into transactions."""

    def __init__(self, database: Database, safe: Safe, bot_id: int, words: Words, named: frozenset[int]) -> None:
        self.database = database
        self.safe = safe
        self.bot_id = bot_id
        self.words = words
        self.named = named
        self._albums: deque[str] = deque(maxlen=ALBUMS_KEPT)

    async def take_message(self, update: Update, message: Message, moment: Moment) -> str:
        """A message in a group: a reply to a post of ours, a service message, or nothing of ours."""
        if message.migrate_to_chat_id or message.migrate_from_chat_id:
            return await self._follow(update, message, moment)
        reply = self._reply(message)
        if reply is None or (reply.text is None and self._is_album_again(message)):
            return "ignored"
        return await self._take(update, message, moment, reply, replies.take_reply)

    async def take_edit(self, update: Update, message: Message, moment: Moment) -> None:
        """An officer edited a reply: what is still in preview is shown anew, what was sent is not changed."""
        reply = self._reply(message)
        if reply is not None:
            await self._take(update, message, moment, reply, replies.take_edit)

    async def take_press(self, update: Update, query: CallbackQuery, moment: Moment) -> PressAnswer:
        """A press under a post of ours, decided; what is no choice of ours is refused."""
        message = query.message
        if message is None:
            return PressAnswer(alert_text(self.words, "s.no_rights", None), refused=True)
        use_case = self._choice(query.data or "", moment) or _no_choice
        press = Press(Spot(message.chat.id, message.message_id), officer_named(query.from_user))
        visit = self._visit(update, message.chat, moment)
        key, language = await self.database.write(
            _press, visit, self._watch(moment), partial(use_case, press=press, safe=self.safe, now=moment.now)
        )
        return PressAnswer(alert_text(self.words, key, language), refused=key not in DONE)

    async def take_membership(self, update: Update, change: ChatMemberUpdated, moment: Moment) -> str | None:
        """The bot was removed from a group, silenced, or is back; the region concerned."""
        chat, watch = change.chat, self._watch(moment)
        reason = _closing_reason(change.new_chat_member, chat)
        if reason is None:
            use_case = partial(groups.welcome_back, chat_id=chat.id, watch=watch)
        else:
            use_case = partial(groups.close_group, chat_id=chat.id, reason=reason, watch=watch)
        region = await self.database.write(_once, self._visit(update, chat, moment), use_case)
        return None if region is None else str(region)

    async def _follow(self, update: Update, message: Message, moment: Moment) -> str:
        old = message.migrate_from_chat_id or message.chat.id
        new = message.migrate_to_chat_id or message.chat.id
        use_case = partial(groups.follow_migration, old_chat=old, new_chat=new, safe=self.safe, now=moment.now)
        await self.database.write(_once, self._visit(update, message.chat, moment), use_case)
        return "migrated"

    async def _take(self, update: Update, message: Message, moment: Moment, reply: Reply, use_case: Any) -> str:
        times = Times(self.safe, moment.now, moment.today)
        visit, watch = self._visit(update, message.chat, moment), self._watch(moment)
        return str(await self.database.write(_reply_once, visit, watch, use_case, reply, times))

    def _choice(self, data: str, moment: Moment) -> Callable[..., str] | None:
        """The use case behind callback data; data are strict, for anybody may forge them."""
        if decided := _DECIDE.fullmatch(data):
            choice, case_id, seq = decided.groups()
            send, today = choice == "out", moment.today
            return partial(previews.decide_preview, case_id=case_id, seq=int(seq), send=send, today=today)
        opened = _OPEN.fullmatch(data)
        if opened is None:
            return None
        if opened[1] == "open":
            return partial(reveals.ask_reason, case_id=opened[2])
        return partial(reveals.confirm_reason, wish=opened[2])

    def _reply(self, message: Message) -> Reply | None:
        """*message* as a reply to somebody's message; None when it answers nothing or is meant for another bot."""
        answered = message.reply_to_message
        if answered is None or _opens_topic(message, answered) or _is_by_bot(message):
            return None
        command = _command_of(message)
        if command is not None and "@" in command and not command.lower().endswith(f"@{self._name(message)}"):
            return None
        author = answered.from_user
        relayed = message.text is not None and command is None
        found = file_of(message)
        file = None if found is None else _officer_file(found, message.media_group_id)
        return Reply(
            spot=Spot(message.chat.id, message.message_id),
            answered_id=answered.message_id,
            answered_text=answered.text or answered.caption or "",
            answers_bot=author is not None and author.id == self.bot_id,
            officer=officer_of(message),
            text=words_of(message) if relayed or file is not None else None,
            file=file,
        )

    async def settle_file(
        self, job: FileJob, refused: tuple[str, ...] | None, settle: Settle, moment: Moment
    ) -> None:
        """An officer's file was cleaned, or *refused* with a reason and a way out."""
        times = Times(self.safe, moment.now, moment.today)
        await self.database.write(officer_files.settle_file, job, refused, settle, times)

    def _name(self, message: Message) -> str:
        return message.get_bot().username.lower()

    def _is_album_again(self, message: Message) -> bool:
        """Each picture of an album is a message of its own; one answer is enough for all of them."""
        album = message.media_group_id
        if album is None:
            return False
        if album in self._albums:
            return True
        self._albums.append(album)
        return False

    def _visit(self, update: Update, chat: Chat, moment: Moment) -> Visit:
        expires = int(moment.now.timestamp()) + SEEN_SECONDS
        return Visit(self.safe.update_mark(update.update_id), expires, chat.id, bool(chat.username))

    def _watch(self, moment: Moment) -> Watch:
        return Watch(self.safe, self.named, moment.now)


def _officer_file(found: IncomingFile, album: str | None) -> OfficerFile:
    return OfficerFile(uuid.uuid4().hex, found.telegram_id, found.media, found.declared, found.unique, album)


def officer_of(message: Message) -> Officer | None:
    """Who wrote *message*; None for an anonymous admin or a channel, which hold no rights (promise P4)."""
    if message.sender_chat is not None or message.from_user is None or message.from_user.is_bot:
        return None
    return officer_named(message.from_user)


def officer_named(person: User) -> Officer:
    """The person behind a press or a message."""
    return Officer(person.id, plain_text(person.full_name))


def can_speak(member: ChatMember) -> bool:
    """Whether a bot that is this member may write into the group."""
    if isinstance(member, ChatMemberRestricted):
        return bool(member.is_member and member.can_send_messages)
    return member.status in PRESENT


def _closing_reason(member: ChatMember, chat: Chat) -> str | None:
    if not can_speak(member):
        return "silenced" if isinstance(member, ChatMemberRestricted) and member.is_member else REMOVED
    return PUBLIC if chat.username else None


def _opens_topic(message: Message, answered: Message) -> bool:
    """In a forum topic every plain message carries a reply to the message that opened the topic: no answer."""
    if answered.forum_topic_created is not None:
        return True
    return bool(message.is_topic_message) and answered.message_id == message.message_thread_id


def _is_by_bot(message: Message) -> bool:
    return message.sender_chat is None and message.from_user is not None and message.from_user.is_bot


def _command_of(message: Message) -> str | None:
    """The command that *message* begins with, as Telegram marks it."""
    for entity in message.entities:
        if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0:
            return message.parse_entity(entity)
    return None


def _no_choice(connection: Connection, **place: Any) -> str:
    """Data that no button of ours carries."""
    return "s.no_rights"


def _once(connection: Connection, visit: Visit, use_case: Callable[..., Any]) -> Any:
    """Run *use_case* once for the update: a repeated one changes nothing and gives None."""
    if not updates.mark_seen(connection, visit.mark, expires_at=visit.expires):
        return None
    return use_case(connection)


def _reply_once(
    connection: Connection, visit: Visit, watch: Watch, use_case: Callable[..., str], reply: Reply, times: Times
) -> str | None:
    if not updates.mark_seen(connection, visit.mark, expires_at=visit.expires):
        return None
    if not groups.mind_public(connection, chat_id=visit.chat, public=visit.public, watch=watch):
        return replies.refuse_public(connection, reply, times=times)
    return use_case(connection, reply, times=times)


def _press(connection: Connection, visit: Visit, watch: Watch, use_case: Callable[..., str]) -> tuple[str, str | None]:
    """The key of the answer, and the language of the group if it is bound."""
    office = chats.served_by(connection, visit.chat, watch.safe)
    language = None if office is None else office.language
    if not updates.mark_seen(connection, visit.mark, expires_at=visit.expires):
        return REPEATED, language
    if not groups.mind_public(connection, chat_id=visit.chat, public=visit.public, watch=watch):
        return "s.group_public", language
    return use_case(connection), language
