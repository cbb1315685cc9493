"""The desk where commands are given: who gives this one, may they, and what is it answered with.

Rules
- Whether they may is asked on every command and press; an anonymous admin gets a button, whose press names the person.
- A command that is meant for another bot, or that is none of ours, is nobody's business here.
"""

from __future__ import annotations

import logging
from typing import assert_never

from telegram import Bot, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.clock import Clock
from bot.desk.people import Officer
from bot.desk.presses import (
    AdminPress,
    AgreeToMove,
    ChangePress,
    ConfirmMove,
    DropItem,
    ItemPress,
    PrivatePress,
    RemoveAdmin,
    RepeatCommand,
    StopDeed,
    TryItem,
    UnbindGroup,
    spell_staff_press,
)
from bot.gateway.admin import NOBODY, REFUSED, Asked
from bot.gateway.budget import Budget
from bot.gateway.cards import Post, PressAnswer, alert_text
from bot.gateway.commands import CommandEntry, GoOn, May, Means, Scope, admin_help
from bot.gateway.incoming import read_command
from bot.gateway.outcomes import seconds_of
from bot.gateway.staff_group import officer_named, officer_of
from bot.gateway.wording import BOTH, split
from bot.terms import Language

COMMAND_TRIES = 3
"""An admin who sees no answer types again: more than three tries answer a command that was given twice."""
COMMAND_PAUSE = 1.0
"""Seconds between them, when Telegram does not say how long."""

log = logging.getLogger(__name__)


class CommandDesk:
    """Finds a command in the table, lets those give it who may, and answers in groups."""

    def __init__(self, bot: Bot, means: Means, budget: Budget, clock: Clock) -> None:
        self.bot = bot
        self.means = means
        self.words = means.words
        self.budget = budget
        self.clock = clock

    async def take_private(self, message: Message) -> Post | GoOn:
        """A command in a private chat: its answer, or the conversation's turn."""
        person, given = officer_of(message), read_command(message.text or "")
        if person is None or given is None:
            return GoOn()
        asked = Asked(given[0], message.chat.id, person, given[1])
        for scope in (Scope.ADMIN, Scope.CITIZEN):
            entry = self.means.commands.find(scope, asked.name)
            if entry is not None and await self._may(entry, person):
                return await entry.carry_out(self.means, asked)
        if await self._is_for_groups(asked):
            return Post(admin_help(self.means))
        return GoOn()

    async def take_group(self, message: Message) -> bool:
        """A message in a group; whether it was a command of ours. Answered, or logged that it could not be."""
        given = read_command(message.text or "")
        entry = self.means.commands.find(Scope.GROUP, given[0]) if given is not None else None
        if given is None or entry is None or not self._is_for_us(message.text or ""):
            return False
        await self._insist(message, entry, given[1])
        return True

    async def take_press(self, query: CallbackQuery, press: AdminPress) -> PressAnswer:
        """A press under one of our questions to admins; the answer stands in the place of the question."""
        message, person = query.message, officer_named(query.from_user)
        if not isinstance(message, Message):
            return PressAnswer(alert_text(self.words, REFUSED, BOTH), refused=True)
        try:
            done = await self._do(message.chat.id, person, press)
            if isinstance(done, Post):
                await self._replace(message, done)
                return PressAnswer("")
        except TelegramError:
            done = "a.telegram_silent"
        language = await self.means.admin.language_of(message.chat.id)
        return PressAnswer(alert_text(self.words, done, language), refused=True)

    async def take_private_press(self, query: CallbackQuery, press: PrivatePress) -> PressAnswer:
        """A press under an alert in an admin's chat: the alert says what was done, and keeps its other buttons."""
        match press:
            case ConfirmMove() | StopDeed() | RemoveAdmin():
                return await self.take_change_press(query, press)
            case TryItem() | DropItem():
                return await self._take_item_press(query, press)
            case unexpected:
                assert_never(unexpected)

    async def take_change_press(self, query: CallbackQuery, press: ChangePress) -> PressAnswer:
        """A press about offices or admins, in a group or in private; who may is asked where it is decided."""
        message, person = query.message, officer_named(query.from_user)
        if not isinstance(message, Message) or query.from_user.is_bot:
            return PressAnswer(alert_text(self.words, REFUSED, BOTH), refused=True)
        try:
            done = await self.means.consent.decide(press, message.chat.id, person)
            if isinstance(done, Post):
                kept = done.keyboard or _left_after(press, message.reply_markup, query.data)
                await self._replace(message, Post(f"{message.text}\n\n{done.text}", kept))
                return PressAnswer("")
        except TelegramError:
            done = "a.telegram_silent"
        return PressAnswer(alert_text(self.words, done, BOTH), refused=True)

    async def _take_item_press(self, query: CallbackQuery, press: ItemPress) -> PressAnswer:
        message, person = query.message, officer_named(query.from_user)
        if not isinstance(message, Message) or not await self.means.admin.is_admin(person.id):
            return PressAnswer(alert_text(self.words, REFUSED, BOTH), refused=True)
        done = await self.means.health.decide(press, person)
        try:
            await self._replace(message, Post(f"{message.text}\n\n{done}", _without(message.reply_markup, query.data)))
        except TelegramError:
            return PressAnswer(alert_text(self.words, "a.telegram_silent", BOTH), refused=True)
        return PressAnswer("")

    async def _insist(self, message: Message, entry: CommandEntry, argument: str) -> None:
        """Carry out a command; again when Telegram fails before its answer is there and that does no harm."""
        for attempt in range(COMMAND_TRIES):
            try:
                await self._answer(message.chat.id, await self._obey(message, entry, argument))
            except TelegramError as fault:
                log.warning("a command could not be answered: %s", type(fault).__name__)
                final = isinstance(fault, BadRequest | Forbidden) or not entry.again
                if final or attempt == COMMAND_TRIES - 1:
                    return
                await self.clock.sleep(seconds_of(fault) if isinstance(fault, RetryAfter) else COMMAND_PAUSE)
            else:
                return

    async def _obey(self, message: Message, entry: CommandEntry, argument: str) -> Post:
        """The answer to a command in a group. An anonymous admin gets a button: its press names the person."""
        chat = message.chat.id
        if entry.may is May.ANYBODY:
            return await self._carry_out(entry, Asked(entry.name, chat, NOBODY, argument))
        person = officer_of(message)
        if person is None:
            press = RepeatCommand(entry.name, entry.shorten(argument))
            label = self.words.text("btn.confirm", Language.KAZAKH)
            button = InlineKeyboardButton(label, callback_data=spell_staff_press(press))
            return Post(self.words.text("a.who_are_you", BOTH), InlineKeyboardMarkup([[button]]))
        if not await self._may(entry, person):
            return Post(self.words.text(REFUSED, BOTH))
        return await self._carry_out(entry, Asked(entry.name, chat, person, argument))

    async def _do(self, chat: int, person: Officer, press: AdminPress) -> Post | str:
        """Do what *press* says; the key of a refusal."""
        match press:
            case AgreeToMove():
                return "a.move_over"
            case UnbindGroup(region):
                if not await self.means.admin.is_admin(person.id):
                    return REFUSED
                return await self.means.admin.unbind(chat, person, region)
            case RepeatCommand(name, argument):
                entry = self.means.commands.find(Scope.GROUP, name)
                if entry is None or entry.may is May.ANYBODY or not await self._may(entry, person):
                    return REFUSED
                return await self._carry_out(entry, Asked(name, chat, person, argument))
            case unexpected:
                assert_never(unexpected)

    async def _carry_out(self, entry: CommandEntry, asked: Asked) -> Post:
        done = await entry.carry_out(self.means, asked)
        if isinstance(done, GoOn):
            raise TypeError("there is no conversation in a group that could go on")
        return done

    async def _is_for_groups(self, asked: Asked) -> bool:
        """Whether an admin gave a group's command here: their /help shows it, so it must not be called unknown."""
        known = self.means.commands.find(Scope.GROUP, asked.name)
        return known is not None and await self.means.admin.is_admin(asked.person.id)

    async def _may(self, entry: CommandEntry, person: Officer) -> bool:
        match entry.may:
            case May.ANYBODY | May.MEMBER:
                return True  # who is no member can write nothing and press nothing in a group
            case May.ADMIN:
                return await self.means.admin.is_admin(person.id)
            case unexpected:
                assert_never(unexpected)

    async def _answer(self, chat: int, post: Post) -> None:
        parts = split(post.text)
        for at, part in enumerate(parts, start=1):
            await self.budget.wait_for(chat)
            keyboard = post.keyboard if at == len(parts) else None
            try:
                await self.bot.send_message(chat, part, reply_markup=keyboard, protect_content=True)
            finally:
                self.budget.settle(chat)

    async def _replace(self, message: Message, post: Post) -> None:
        chat = message.chat.id
        await self.budget.wait_for(chat)
        try:
            await self.bot.edit_message_text(post.text, chat, message.message_id, reply_markup=post.keyboard)
        except TelegramError:
            await self._answer(chat, post)
        finally:
            self.budget.settle(chat)

    def _is_for_us(self, text: str) -> bool:
        name = text.split(maxsplit=1)[0].partition("@")[2]
        return not name or name.lower() == self.bot.username.lower()


def _left_after(
    press: ChangePress, keyboard: InlineKeyboardMarkup | None, pressed: object
) -> InlineKeyboardMarkup | None:
    """The buttons that still mean something: what was agreed to may be stopped, what was stopped is over."""
    return _without(keyboard, pressed) if isinstance(press, ConfirmMove) else None


def _without(keyboard: InlineKeyboardMarkup | None, pressed: object) -> InlineKeyboardMarkup | None:
    """*keyboard* without the row in which the pressed button stands: it is decided."""
    rows = () if keyboard is None else keyboard.inline_keyboard
    kept = [row for row in rows if all(button.callback_data != pressed for button in row)]
    return InlineKeyboardMarkup(kept) if kept else None
