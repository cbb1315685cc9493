"""The desk where commands are given: who gives this one, may they, and what is it answered with.

Rules
- Whether they may is asked on every command and press; an anonymous admin gets a button, whose press names the person.
- A command that is meant for another bot, or that is none of ours, is nobody's business here.
- What is said in a group is owed: it goes into the outbox in the transaction that holds what was done, once an update.
- Each command is answered only so often a minute in one group: a member who goes on must not fill its budget.
"""

from __future__ import annotations

from typing import TypeAlias, assert_never

from sqlalchemy import Connection
from telegram import Bot, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import TelegramError

from bot.clock import Clock
from bot.desk.citizens.intake import SEEN_FOR
from bot.desk.expert_presses import AgreeAsExpert, DeclineCase, DropAsExpert, RefuseAsExpert, SendAsExpert
from bot.desk.groups import admins, unknown
from bot.desk.list_presses import PagePress, PickTemplate, TemplatePress
from bot.desk.outgoing import chats
from bot.desk.outgoing.posting import answer_command
from bot.desk.people import Officer
from bot.desk.presses import (
    AdminPress,
    AgreeToMove,
    ChangePress,
    ConfirmMove,
    DropAsHead,
    DropItem,
    PrivatePress,
    RemoveAdmin,
    RepeatCommand,
    SendAsHead,
    StopDeed,
    TryItem,
    UnbindGroup,
    spell_staff_press,
)
from bot.desk.rules import Rules, Turn
from bot.frozen import frozen
from bot.gateway.admin import NOBODY, REFUSED, Asked, CommandEffect
from bot.gateway.commands import CommandEntry, GoOn, May, Means, Scope, admin_help
from bot.gateway.incoming import read_command
from bot.gateway.labels import alert_text
from bot.gateway.posts import Post, PressAnswer, without_row
from bot.gateway.repetition import Repetition
from bot.gateway.staff_group import officer_named, officer_of, replied_to
from bot.gateway.worded import word_answer
from bot.gateway.wording import BOTH
from bot.terms import Language
from storage import updates
from storage.engine import Database

GroupsPress: TypeAlias = AdminPress | PagePress | TemplatePress
ANYBODYS_A_MINUTE, ADMINS_A_MINUTE = 3, 10
"""How often a minute one command is answered in one group. A group gets twenty messages a minute (Telegram's FAQ for
bots): what anybody can ask for leaves most of them to cards, and an admin who tries out names is not held up."""


@frozen
class CommandDone:
    """A command or press in a group: its update's mark, what was asked, what follows, and in place of which message.

    *proven*: it is done already, by somebody who may.
    """

    mark: bytes
    asked: Asked
    done: Post | CommandEffect
    instead: int | None
    proven: bool


class CommandDesk:
    """Finds a command in the table, lets those give it who may, and owes its answer in groups."""

    def __init__(self, bot: Bot, means: Means, database: Database, rules: Rules, clock: Clock) -> None:
        self.bot = bot
        self.means = means
        self.words = means.words
        self.database = database
        self.rules = rules
        self.clock = clock
        self.repetition = Repetition(clock)

    async def take_private(self, message: Message) -> Post | GoOn:
        """A command in a private chat: its answer, or the conversation's turn."""
        person, given = officer_of(message), read_command(message.text or "")
        if person is None or given is None:
            return GoOn()
        await self.means.roles.meet(person)
        asked = Asked(given[0], message.chat.id, person, given[1])
        for scope in (Scope.ADMIN, Scope.CITIZEN):
            entry = self.means.commands.find(scope, asked.name)
            if entry is not None and await self._may(entry, asked):
                done = await entry.carry_out(self.means, asked)
                return await self.database.write(done.do, self._turn()) if isinstance(done, CommandEffect) else done
        if await self._is_for_groups(asked):
            return Post(admin_help(self.means))
        return GoOn()

    async def take_private_press(self, query: CallbackQuery, press: PrivatePress) -> Post | PressAnswer:
        """A press under an alert in an admin's chat: what the alert says then, its other buttons kept; or a refusal."""
        match press:
            case ConfirmMove() | StopDeed() | RemoveAdmin():
                done = await self._decide_change(query, press)
                return done if isinstance(done, Post) else PressAnswer(alert_text(self.words, done, BOTH), stays=True)
            case SendAsHead() | DropAsHead():
                return await self.means.heads.take_press(query, press)
            case TryItem() | DropItem():
                return await self._take_item_press(query, press)
            case AgreeAsExpert() | RefuseAsExpert() | SendAsExpert() | DropAsExpert() | DeclineCase():
                return await self.means.experts.take_press(query, press)
            case unexpected:
                assert_never(unexpected)

    async def take_change_press(self, update: Update, query: CallbackQuery, press: ChangePress) -> PressAnswer:
        """A press about offices or admins in a group; who may is asked where it is decided. Its answer is owed."""
        done, message = await self._decide_change(query, press), query.message
        if isinstance(done, Post) and message is not None:
            asked = Asked(press.verb, message.chat.id, officer_named(query.from_user))
            await self._owe(update, asked, done, instead=message.message_id, proven=True)
            return PressAnswer("")
        key = done if isinstance(done, str) else REFUSED
        language = BOTH if message is None else await self._refuse(update, message.chat.id)
        return PressAnswer(alert_text(self.words, key, language), stays=True)

    async def _decide_change(self, query: CallbackQuery, press: ChangePress) -> Post | str:
        """What the message says then, with the buttons that still mean something; the key of a refusal."""
        message = query.message
        if not isinstance(message, Message) or query.from_user.is_bot:
            return REFUSED
        try:
            done = await self.means.consent.decide(press, message.chat.id, officer_named(query.from_user))
        except TelegramError:
            return "a.telegram_silent"
        if not isinstance(done, Post):
            return done
        kept = done.keyboard or _left_after(press, message.reply_markup, query.data)
        return Post(f"{message.text}\n\n{done.text}", kept)

    async def _take_item_press(self, query: CallbackQuery, press: TryItem | DropItem) -> Post | PressAnswer:
        message, person = query.message, officer_named(query.from_user)
        if not isinstance(message, Message) or not await self.means.admin.is_admin(person.id):
            return PressAnswer(alert_text(self.words, REFUSED, BOTH), stays=True)
        done = await self.means.health.decide(press, person)
        return Post(f"{message.text}\n\n{done}")

    async def take_group(self, update: Update, message: Message) -> bool:
        """A message in a group; whether it was a command of ours. Its answer is owed then."""
        given = read_command(message.text or "")
        entry = self.means.commands.find(Scope.GROUP, given[0]) if given is not None else None
        if given is None or entry is None or not self._is_for_us(message.text or ""):
            return False
        person = officer_of(message)
        asked = Asked(entry.name, message.chat.id, person or NOBODY, given[1], replied_to(message))
        if self._is_too_often(entry, asked.chat):
            await self._refuse(update, asked.chat)
        else:
            await self._owe(update, asked, await self._obey(entry, asked, known=person is not None))
        return True

    async def take_press(self, update: Update, query: CallbackQuery, press: GroupsPress) -> PressAnswer:
        """A press under a question to admins, or under a list; the answer stands in the place of what was pressed."""
        message, person = query.message, officer_named(query.from_user)
        if message is None:
            return PressAnswer(alert_text(self.words, REFUSED, BOTH), stays=True)
        asked = Asked(press.command if isinstance(press, RepeatCommand) else press.verb, message.chat.id, person)
        try:
            done = await self._do(asked.chat, person, press)
        except TelegramError:
            done = "a.telegram_silent"
        if not isinstance(done, str):
            proven = isinstance(press, AgreeToMove | UnbindGroup)
            instead = None if isinstance(press, PickTemplate) else message.message_id
            await self._owe(update, asked, done, instead=instead, proven=proven)
            return PressAnswer("")
        return PressAnswer(alert_text(self.words, done, await self._refuse(update, asked.chat)), stays=True)

    async def _obey(self, entry: CommandEntry, asked: Asked, *, known: bool) -> Post | CommandEffect:
        """The answer to a command in a group. An anonymous admin gets a button: its press names the person."""
        if entry.may is not May.ANYBODY and not known:
            press = RepeatCommand(entry.name, entry.shorten(asked))
            label = self.words.text("btn.confirm", Language.KAZAKH)
            button = InlineKeyboardButton(label, callback_data=spell_staff_press(press))
            return Post(self.words.text("a.who_are_you", BOTH), InlineKeyboardMarkup([[button]]))
        if not await self._may(entry, asked):
            return Post(self.words.text(REFUSED, BOTH))
        try:
            return await self._carry_out(entry, asked)
        except TelegramError:
            return Post(self.words.text("a.telegram_silent", BOTH))

    async def _do(self, chat: int, person: Officer, press: GroupsPress) -> Post | CommandEffect | str:
        """Do what *press* says; the key of a refusal."""
        if isinstance(press, PagePress):
            return await self.means.lists.turn(chat, person, press)
        if isinstance(press, TemplatePress):
            return await self.means.templates.decide(chat, person, press)
        match press:
            case AgreeToMove():
                return "a.move_over"
            case UnbindGroup(region):
                if not await self.means.admin.is_admin(person.id):
                    return REFUSED
                return await self.means.admin.unbind(chat, person, region)
            case RepeatCommand(name, argument):
                entry = self.means.commands.find(Scope.GROUP, name)
                asked = Asked(name, chat, person, argument)
                if entry is None or entry.may is May.ANYBODY or not await self._may(entry, asked):
                    return REFUSED
                return await self._carry_out(entry, asked)
            case unexpected:
                assert_never(unexpected)

    async def _carry_out(self, entry: CommandEntry, asked: Asked) -> Post | CommandEffect:
        done = await entry.carry_out(self.means, asked)
        if isinstance(done, GoOn):
            raise TypeError("there is no conversation in a group that could go on")
        return done

    async def _owe(
        self,
        update: Update,
        asked: Asked,
        done: Post | CommandEffect,
        *,
        instead: int | None = None,
        proven: bool = False,
    ) -> None:
        """Do what is *done* and owe its answer; to strangers in a group that serves no region a line that says so."""
        given = CommandDone(self.rules.safe.update_mark(update.update_id), asked, done, instead, proven)
        anonymous = asked.person == NOBODY and isinstance(done, Post) and done.keyboard is not None
        neutral = done if anonymous and isinstance(done, Post) else Post(self.words.text("a.stranger_group", BOTH))
        await self.database.write(_owe_once, given, neutral, self._turn())

    async def _refuse(self, update: Update, chat: int) -> Language | None:
        """Nothing is done and nothing is said; the language of the group, if it serves a region."""
        mark = self.rules.safe.update_mark(update.update_id)
        return await self.database.write(_refuse_once, mark, chat, self._turn())

    def _is_too_often(self, entry: CommandEntry, chat: int) -> bool:
        most = ADMINS_A_MINUTE if entry.may in (May.ADMIN, May.HEAD) else ANYBODYS_A_MINUTE
        return not self.repetition.allows(chat, entry.name, most)

    async def _is_for_groups(self, asked: Asked) -> bool:
        """Whether an admin gave a group's command here: their /help shows it, so it must not be called unknown."""
        known = self.means.commands.find(Scope.GROUP, asked.name)
        return known is not None and await self.means.admin.is_admin(asked.person.id)

    async def _may(self, entry: CommandEntry, asked: Asked) -> bool:
        match entry.may:
            case May.ANYBODY | May.MEMBER:
                return True  # who is no member can write nothing and press nothing in a group
            case May.ADMIN:
                return await self.means.admin.is_admin(asked.person.id)
            case May.OBSERVER:
                return await self.means.observers.may_read(asked.person)
            case May.HEAD:
                is_admin = await self.means.admin.is_admin(asked.person.id)
                return is_admin or await self.means.roles.is_head(asked.chat, asked.person)
            case unexpected:
                assert_never(unexpected)

    def _is_for_us(self, text: str) -> bool:
        name = text.split(maxsplit=1)[0].partition("@")[2]
        return not name or name.lower() == self.bot.username.lower()

    def _turn(self) -> Turn:
        return Turn(self.rules, self.clock.now())


def _owe_once(connection: Connection, given: CommandDone, neutral: Post, turn: Turn) -> None:
    """Do it and owe its answer, once for the update: a repeated one finds both done.

    Strangers in a group that serves no region do nothing, and are owed *neutral* once a minute.
    """
    asked, done = given.asked, given.done
    if not updates.mark_seen(connection, given.mark, expires_at=turn.after(SEEN_FOR)):
        return
    by_admin = admins.is_admin(connection, asked.person.id, turn.rules)
    if not by_admin and not given.proven and chats.served_by(connection, asked.chat, turn.safe) is None:
        if unknown.meet(connection, asked.chat, turn, speaks=True):
            answer_command(connection, word_answer(asked.chat, asked.name, neutral), turn)
        return
    post = done.do(connection, turn) if isinstance(done, CommandEffect) else done
    instead = None if post.copied else given.instead  # an edit leaves a message as protected as it was
    answer_command(connection, word_answer(asked.chat, asked.name, post, instead), turn)
    if by_admin and chats.served_by(connection, asked.chat, turn.safe) is None:
        unknown.trust(connection, asked.chat, turn)


def _refuse_once(connection: Connection, mark: bytes, chat: int, turn: Turn) -> Language | None:
    """The update is decided; the language of the group. One that serves no region is counted."""
    office = chats.served_by(connection, chat, turn.safe)
    if updates.mark_seen(connection, mark, expires_at=turn.after(SEEN_FOR)) and office is None:
        unknown.meet(connection, chat, turn)
    return None if office is None else office.language


def _left_after(
    press: ChangePress, keyboard: InlineKeyboardMarkup | None, pressed: object
) -> InlineKeyboardMarkup | None:
    """The buttons that still mean something: what was agreed to may be stopped, what was stopped is over."""
    return without_row(keyboard, pressed) if isinstance(press, ConfirmMove) else None
