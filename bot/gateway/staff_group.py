"""The staff group: replies, presses and membership become the desk's use cases; nobody outside a bound group acts.

What is to be said in the group comes back through the outbox; only a press is answered at once.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import assert_never

from sqlalchemy import Connection
from telegram import (
    Bot,
    CallbackQuery,
    Chat,
    ChatMemberUpdated,
    Message,
    MessageEntity,
    Update,
    User,
)

from bot.anonymise.plain import plain_text
from bot.clock import Clock
from bot.desk import roles
from bot.desk.damage import DAMAGE
from bot.desk.expert_presses import OpenFile, SendToExpert
from bot.desk.groups import changes, unknown
from bot.desk.list_presses import ShowAgain
from bot.desk.officers import again, casework, departing, leaving, previews, replies, written
from bot.desk.officers.files import OfficerFile
from bot.desk.officers.previews import Ruling
from bot.desk.officers.replies import Reply
from bot.desk.people import GroupPress, Officer, PressOutcome, Refused, Spot, StandingUnaskedError
from bot.desk.presses import (
    CloseAs,
    DropReply,
    GiveReason,
    HandTo,
    OfficerPress,
    OpenContacts,
    SendOn,
    SendQuestion,
    SendReply,
    ShowPage,
    TakeBack,
    WorkOn,
)
from bot.desk.rules import Rules, Turn
from bot.frozen import replace
from bot.gateway.admin import NOBODY
from bot.gateway.group_updates import DecidePress, GroupUpdate, TakeReply, do_once, press_once, say_damaged, take_once
from bot.gateway.incoming import IncomingFile, file_of, hides_link, words_of
from bot.gateway.inquiries import Inquiries
from bot.gateway.labels import alert_text
from bot.gateway.membership import PRESENT, closing_reason, come_or_go
from bot.gateway.posts import PressAnswer
from bot.gateway.wording import Words
from bot.terms import Language
from storage.engine import Database

ALBUMS_KEPT = 64
"""Albums whose parts may still be coming: they come within seconds, and few officers send one at the same time."""


class StaffGroup:
    """Turns group updates into transactions."""

    def __init__(
        self, bot: Bot, inquiries: Inquiries, database: Database, rules: Rules, words: Words, clock: Clock
    ) -> None:
        self.bot = bot
        self.inquiries = inquiries
        self.database = database
        self.rules = rules
        self.words = words
        self.clock = clock
        self._albums: deque[str] = deque(maxlen=ALBUMS_KEPT)

    async def take_message(self, update: Update, message: Message) -> None:
        """A message in a group: a reply to a post of ours, a service message, or nothing of ours."""
        if message.migrate_to_chat_id or message.migrate_from_chat_id:
            await self._follow(update, message)
            return
        if (gone := message.left_chat_member) is not None:
            await self._see_off(message.chat, gone)
        reply = self._reply(message)
        if reply is not None and (reply.text is not None or not self._is_album_again(message)):
            await self._take(update, message, reply, replies.take_reply)

    async def take_at_desk(self, update: Update, message: Message) -> bool:
        """A reply in a private chat: whether it answers what somebody of an office was sent, and was taken."""
        reply = self._reply(message)
        if reply is None or _command_of(message) is not None:
            return False
        # Asked of the writer, as the head's replies are: the post that is answered may be about to be remembered there.
        if not await self.database.write(replies.is_for_desk, reply, self._turn()):
            return False
        if reply.text is not None or not self._is_album_again(message):
            edited = update.edited_message is not None
            await self._take(update, message, reply, replies.take_edit if edited else replies.take_reply)
        return True

    async def take_edit(self, update: Update, message: Message) -> None:
        """An officer edited a reply: what is still in preview is shown anew, what was sent is not changed."""
        reply = self._reply(message)
        if reply is not None:
            await self._take(update, message, reply, replies.take_edit)

    async def take_press(self, update: Update, query: CallbackQuery, choice: OfficerPress | None) -> PressAnswer:
        """A press under a post of ours, decided; None is no choice of ours, and refused."""
        message = query.message
        if message is None:
            return PressAnswer(alert_text(self.words, "s.no_rights", None), stays=True)
        use_case = _use_case(choice)
        person, source = officer_named(query.from_user), self._source(update, message.chat)
        try:
            press = GroupPress(Spot(message.chat.id, message.message_id), person)
            outcome, language = await self._press(source, use_case, press)
        except DAMAGE as fault:
            await self._mind_damage(fault)
            return PressAnswer(alert_text(self.words, "s.case_damaged", None), stays=True)
        text = alert_text(self.words, outcome.key, language, outcome.values)
        return PressAnswer(text, stays=isinstance(outcome, Refused))

    async def _press(
        self, source: GroupUpdate, use_case: DecidePress, press: GroupPress
    ) -> tuple[PressOutcome, Language | None]:
        """Decide *press*, once Telegram was asked about whoever has to be in the group for it."""
        while True:
            try:
                return await self.database.write(press_once, source, use_case, press, self._turn())
            except StandingUnaskedError as fault:
                asked = await self.inquiries.standing_of(fault.chat, fault.heir or press.officer.id)
                press = replace(press, heirs=asked) if fault.heir else replace(press, standing=asked)

    async def take_membership(self, update: Update, change: ChatMemberUpdated) -> None:
        """The bot was added to a group, removed, silenced, or is back."""
        chat, turn = change.chat, self._turn()
        reason, by = closing_reason(change.new_chat_member, chat), officer_named(change.from_user)
        use_case = partial(come_or_go, chat_id=chat.id, reason=reason, by=by, turn=turn)
        await self.database.write(do_once, self._source(update, chat), turn, use_case)

    async def take_channel(self, update: Update, change: ChatMemberUpdated) -> None:
        """The bot was added to a channel, which can serve no region."""
        if change.new_chat_member.status in PRESENT:
            turn = self._turn()
            use_case = partial(unknown.leave_at_once, chat_id=change.chat.id, turn=turn)
            await self.database.write(do_once, self._source(update, change.chat), turn, use_case)

    async def _follow(self, update: Update, message: Message) -> None:
        old = message.migrate_from_chat_id or message.chat.id
        new = message.migrate_to_chat_id or message.chat.id
        turn = self._turn()
        use_case = partial(changes.follow_migration, old_chat=old, new_chat=new, turn=turn)
        await self.database.write(do_once, self._source(update, message.chat), turn, use_case)

    async def _see_off(self, chat: Chat, gone: User) -> None:
        """Somebody has left the group, or was removed: a role that they held in its region is over at once.

        A repeated update finds the role gone, so nothing remembers that this one was done.
        """
        if await self.database.read(roles.holder_in, chat.id, gone.id, self.rules.safe) is not None:
            await self.database.write(roles.leave_group, chat.id, gone.id, self._turn())
        if await self.database.read(departing.works_there, chat.id, gone.id, self._turn()):
            await self.database.write(departing.release_all, chat.id, officer_named(gone), self._turn())

    async def _take(self, update: Update, message: Message, reply: Reply, use_case: TakeReply) -> None:
        source = self._source(update, message.chat)
        try:
            try:
                await self.database.write(take_once, source, use_case, reply, self._turn())
            except StandingUnaskedError as fault:
                standing = await self.inquiries.standing_of(fault.chat, (reply.officer or NOBODY).id)
                await self.database.write(
                    take_once, source, use_case, replace(reply, standing=standing), self._turn()
                )
        except DAMAGE as fault:
            await self._mind_damage(fault)
            await self.database.write(say_damaged, source, reply, self._turn())

    async def _mind_damage(self, fault: Exception) -> None:
        """A damaged case is noted, and answered as such; damage that is everybody's stops intake instead."""
        self.rules.safe.damages.met(fault)
        await self.database.probe()

    def _reply(self, message: Message) -> Reply | None:
        """*message* as a reply to somebody's message; None when it answers nothing or is meant for another bot."""
        answered = message.reply_to_message
        if answered is None or _opens_topic(message, answered) or _is_by_bot(message):
            return None
        command = _command_of(message)
        if command is not None and "@" in command and not command.lower().endswith(f"@{self.bot.username.lower()}"):
            return None
        author = answered.from_user
        relayed = message.text is not None and command is None
        found = file_of(message)
        file = None if found is None else self._officer_file(found, message.media_group_id)
        return Reply(
            spot=Spot(message.chat.id, message.message_id),
            answered_id=answered.message_id,
            answered_text=answered.text or answered.caption or "",
            answers_bot=author is not None and author.id == self.bot.id,
            officer=officer_of(message),
            text=words_of(message) if relayed or file is not None else None,
            file=file,
            linked=hides_link(message),
        )

    def _officer_file(self, found: IncomingFile, album: str | None) -> OfficerFile:
        new_id = self.rules.chance.new_id()
        return OfficerFile(new_id, found.telegram_id, found.media, found.declared, found.unique, album)

    def _is_album_again(self, message: Message) -> bool:
        """Each picture of an album is a message of its own; one answer is enough for all of them."""
        album = message.media_group_id
        if album is None:
            return False
        if album in self._albums:
            return True
        self._albums.append(album)
        return False

    def _source(self, update: Update, chat: Chat) -> GroupUpdate:
        return GroupUpdate(self.rules.safe.update_mark(update.update_id), chat.id, bool(chat.username))

    def _turn(self) -> Turn:
        return Turn(self.rules, self.clock.now())


def _use_case(choice: OfficerPress | None) -> DecidePress:
    """What decides the press of *choice*."""
    match choice:
        case SendReply(case, seq, sure):
            return partial(previews.decide_preview, decision=Ruling(case, seq, send=True, sure=sure))
        case SendQuestion(case, seq, sure):
            return partial(previews.decide_preview, decision=Ruling(case, seq, send=True, asks=True, sure=sure))
        case DropReply(case, seq):
            return partial(previews.decide_preview, decision=Ruling(case, seq, send=False))
        case TakeBack(case, seq):
            return partial(leaving.take_back, case_id=case, seq=seq)
        case OpenContacts(case):
            return partial(written.ask_for_contacts, case_id=case)
        case GiveReason(wish):
            return partial(written.confirm_words, wish=wish)
        case ShowAgain(case):
            return partial(again.show_again, case_id=case)
        case WorkOn() | ShowPage() | SendOn() | CloseAs() | HandTo() | SendToExpert() | OpenFile():
            return partial(casework.decide, choice=choice)
        case None:
            return _no_choice
        case unexpected:
            assert_never(unexpected)


def officer_of(message: Message) -> Officer | None:
    """Who wrote *message*; None for an anonymous admin or a channel, which hold no rights (promise P4)."""
    if message.sender_chat is not None or message.from_user is None or message.from_user.is_bot:
        return None
    return officer_named(message.from_user)


def officer_named(person: User) -> Officer:
    """The person behind a press or a message."""
    return Officer(person.id, plain_text(person.full_name))


def replied_to(message: Message) -> Officer | None:
    """Who wrote the message that *message* answers; NOBODY when that names no person."""
    answered = message.reply_to_message
    if answered is None or _opens_topic(message, answered):
        return None
    return officer_of(answered) or NOBODY


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


def _no_choice(connection: Connection, press: GroupPress, turn: Turn) -> PressOutcome:
    """Data that no button of ours carries."""
    return Refused("s.no_rights")
