"""The door: every update goes to the room that decides it, and comes back to whoever waits for the answer."""

from __future__ import annotations

import logging
from dataclasses import replace

from telegram import Bot, CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.clock import Clock
from bot.conversation.step import with_note
from bot.conversation.values.choices import Send
from bot.conversation.values.effects import Say, Show
from bot.conversation.values.events import Commanded, Event, Pressed
from bot.conversation.views import menus
from bot.desk.citizens.arrivals import Decision
from bot.desk.citizens.intake import Intake
from bot.desk.groups.admins import LINK_PREFIX
from bot.gateway.admin import GROUP_COMMANDS, AdminDesk
from bot.gateway.answers import CitizenAnswers
from bot.gateway.incoming import read_command, read_private
from bot.gateway.outcomes import seconds_of
from bot.gateway.staff_group import StaffGroup, officer_named
from bot.gateway.wording import BOTH, Words
from bot.terms import Language

COMMAND_TRIES = 3
"""An admin who sees no answer types again: more than three tries answer a command that was given twice."""
COMMAND_PAUSE = 1.0
"""Seconds between them, when Telegram does not say how long."""
REPEATABLE = ("bind", "regions")
"""Commands that say and do the same when they are given twice."""
SAYS_NOTHING = (Show(menus.menu(), anew=True), Show(menus.language_choice(), anew=True))
"""What a repeated press shows when its visit is gone."""

log = logging.getLogger(__name__)


class UpdateDoor:
    """Decides updates of private chats and groups."""

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        answers: CitizenAnswers,
        group: StaffGroup,
        admin: AdminDesk,
        words: Words,
        clock: Clock,
    ) -> None:
        self.bot = bot
        self.intake = intake
        self.answers = answers
        self.private = answers.private
        self.group = group
        self.admin = admin
        self.words = words
        self.clock = clock

    async def take(self, update: Update, *, followed: bool = False) -> None:
        """Return after COMMIT and a bounded try to answer; raise when nothing was committed.

        *followed*: the same chat has sent more already, so an answer that would have to wait may be left to the next.
        """
        chat = update.effective_chat
        if chat is None:
            return
        if chat.type == ChatType.PRIVATE:
            await self._take_private(update, followed=followed)
        elif chat.type in (ChatType.GROUP, ChatType.SUPERGROUP):
            await self._take_group(update)

    async def apologise(self, update: Update) -> None:
        """The update was set aside: tell its sender in private chat."""
        chat = update.effective_chat
        if chat is not None and chat.type == ChatType.PRIVATE:
            await self.private.tell(chat.id, "err.step_failed", None)

    async def _take_private(self, update: Update, *, followed: bool) -> None:
        if update.my_chat_member is not None:
            return
        source = read_private(update, self.intake.rules.chance)
        if source is None:
            return
        event = source.arrival.event
        if isinstance(event, Commanded) and await self._for_admin(update, event):
            return
        decision = _with_late_send(event, await self.intake.take(source.arrival))
        await self.answers.deliver(source.arrival.chat_id, decision, source, patient=not followed)

    async def _for_admin(self, update: Update, event: Commanded) -> bool:
        """Commands that only admins have; whether this was one."""
        user, chat = update.effective_user, update.effective_chat
        if user is None or chat is None:
            return False
        if event.name == "start" and event.payload.startswith(LINK_PREFIX):
            key = await self.admin.use_link(event.payload, officer_named(user))
            await self.private.tell(chat.id, key, None)
            return True
        if event.name == "limits" and await self.admin.is_admin(user.id):
            await self._limit_files(chat.id, event.payload)
            return True
        if event.name == "regions":
            listed = [await self.admin.list_regions(user.id, language) for language in Language]
            if listed[0] is not None:
                await self.private.say(chat.id, "\n\n".join(text for text in listed if text))
                return True
        return False

    async def _limit_files(self, chat_id: int, payload: str) -> None:
        """How many files a case may have, from now on and after a restart."""
        done = payload.isdecimal() and await self.intake.set_most_files(int(payload))
        text = self.words.text("a.saved", BOTH) if done else self.words.text("a.usage", BOTH, {"usage": "/limits 10"})
        await self.private.say(chat_id, text)

    async def _take_group(self, update: Update) -> None:
        if update.callback_query is not None:
            await self._take_group_press(update, update.callback_query)
        elif update.my_chat_member is not None:
            await self.group.take_membership(update, update.my_chat_member)
        elif update.edited_message is not None:
            await self.group.take_edit(update, update.edited_message)
        elif update.message is not None:
            await self._take_group_message(update, update.message)

    async def _take_group_message(self, update: Update, message: Message) -> None:
        command = read_command(message.text or "")
        if command is not None and command[0] in GROUP_COMMANDS and self._is_for_us(message.text or ""):
            await self._take_group_command(message, *command)
            return
        await self.group.take_message(update, message)

    async def _take_group_command(self, message: Message, name: str, payload: str) -> None:
        """Carry out a command; again when Telegram fails before its answer is there and that does no harm."""
        for attempt in range(COMMAND_TRIES):
            try:
                await self.admin.take_group_command(message, name, payload)
            except TelegramError as fault:
                log.warning("a command could not be answered: %s", type(fault).__name__)
                final = isinstance(fault, BadRequest | Forbidden) or name not in REPEATABLE
                if final or attempt == COMMAND_TRIES - 1:
                    return
                await self.clock.sleep(seconds_of(fault) if isinstance(fault, RetryAfter) else COMMAND_PAUSE)
            else:
                return

    async def _take_group_press(self, update: Update, query: CallbackQuery) -> None:
        answer = await self.admin.take_press(query) or await self.group.take_press(update, query)
        try:
            await self.bot.answer_callback_query(query.id, text=answer.text or None, show_alert=answer.refused)
        except TelegramError as fault:
            # A query lives 15 seconds; the verdict under the preview says the same.
            log.debug("a press was too old to acknowledge: %s", type(fault).__name__)

    def _is_for_us(self, text: str) -> bool:
        name = text.split(maxsplit=1)[0].partition("@")[2]
        return not name or name.lower() == self.bot.username.lower()


def _with_late_send(event: Event, decision: Decision) -> Decision:
    """A press of "send" that Telegram repeats after it has filed: say how to find out, never only a menu.

    Its draft is gone, and with it all that could tell whether this very press has filed.
    """
    is_send = isinstance(event, Pressed) and isinstance(event.choice, Send)
    if not is_send or decision.filed or not all(effect in SAYS_NOTHING for effect in decision.effects):
        return decision
    view = with_note(menus.menu(), Say("submit.check_by_code"))
    language = decision.language or (event.language if isinstance(event, Pressed) else None)
    return replace(decision, language=language, effects=(Show(view, anew=True),))
