"""The door: every update goes to the room that decides it, and comes back to whoever waits for the answer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from telegram import Bot, CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.clock import Clock
from bot.conversation.events import Commanded
from bot.desk.admins import LINK_PREFIX
from bot.desk.casework import Officer
from bot.desk.intake import Decision, Intake, Moment
from bot.gateway.admin import GROUP_COMMANDS, AdminDesk
from bot.gateway.incoming import PrivateUpdate, read_command, read_private
from bot.gateway.private_chat import PrivateChat
from bot.gateway.staff_group import StaffGroup
from bot.gateway.wording import Words

FLUSH_AT = 64

log = logging.getLogger(__name__)


def _nobody_waits() -> None:
    """Before the notifier is there to be woken."""


@dataclass(slots=True)
class Owed:
    """Answers that Telegram did not take in time, and steps that citizens have seen but the store does not know it."""

    answers: dict[int, Decision] = field(default_factory=dict)
    shown: list[tuple[bytes, bytes]] = field(default_factory=list)


class UpdateDoor:
    """Decides updates of private chats and groups."""

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        private: PrivateChat,
        group: StaffGroup,
        admin: AdminDesk,
        words: Words,
        clock: Clock,
    ) -> None:
        self.bot = bot
        self.intake = intake
        self.private = private
        self.group = group
        self.admin = admin
        self.words = words
        self.clock = clock
        self.owed = Owed()
        self.woken: Callable[[], None] = _nobody_waits

    async def take(self, update: Update) -> None:
        """Return after COMMIT and a bounded try to answer; raise when nothing was committed."""
        chat = update.effective_chat
        if chat is None:
            return
        if chat.type == ChatType.PRIVATE:
            await self._take_private(update)
        elif chat.type in (ChatType.GROUP, ChatType.SUPERGROUP):
            await self._take_group(update)
        self.woken()

    async def apologise(self, update: Update) -> None:
        """The update was set aside: tell its sender in private chat."""
        chat = update.effective_chat
        if chat is not None and chat.type == ChatType.PRIVATE:
            await self.private.tell(chat.id, "err.step_failed", None)

    async def pay_owed(self) -> None:
        """Try again to show what Telegram did not take before."""
        for chat_id, decision in list(self.owed.answers.items()):
            if await self.private.answer(chat_id, decision) and self.owed.answers.get(chat_id) is decision:
                del self.owed.answers[chat_id]
                self._mark_shown(decision)
        await self.flush_shown()

    async def flush_shown(self) -> None:
        """Tell the store what citizens have seen."""
        boxes, self.owed.shown = self.owed.shown, []
        if boxes:
            await self.intake.shown(boxes)

    async def show_again(self, waiting: list[tuple[int, Decision]]) -> None:
        """After a restart: steps that may not have reached their citizens."""
        for chat_id, decision in waiting:
            await self.deliver(chat_id, decision, None)

    async def deliver(self, chat_id: int, decision: Decision, source: PrivateUpdate | None) -> None:
        """Show *decision* now, or remember that it is owed."""
        if await self.private.answer(chat_id, decision, source):
            self.owed.answers.pop(chat_id, None)
            self._mark_shown(decision)
        else:
            self.owed.answers[chat_id] = decision
        if len(self.owed.shown) >= FLUSH_AT:
            await self.flush_shown()

    def _mark_shown(self, decision: Decision) -> None:
        if decision.saved is not None:
            self.owed.shown.append(decision.saved)

    async def _take_private(self, update: Update) -> None:
        if update.my_chat_member is not None:
            return
        source = read_private(update)
        if source is None:
            return
        event = source.arrival.event
        if isinstance(event, Commanded) and await self._for_admin(update, event):
            return
        decision = await self.intake.take(source.arrival)
        await self.deliver(source.arrival.chat_id, decision, source)

    async def _for_admin(self, update: Update, event: Commanded) -> bool:
        """Commands that only admins have; whether this was one."""
        user, chat = update.effective_user, update.effective_chat
        if user is None or chat is None:
            return False
        if event.name == "start" and event.payload.startswith(LINK_PREFIX):
            key = await self.admin.use_link(event.payload, Officer(user.id, user.full_name), self._moment())
            await self.private.tell(chat.id, key, None)
            return True
        if event.name == "regions":
            listed = [await self.admin.list_regions(user.id, language) for language in ("kk", "ru")]
            if listed[0] is not None:
                await self.bot.send_message(chat.id, "\n\n".join(text for text in listed if text))
                return True
        return False

    async def _take_group(self, update: Update) -> None:
        moment = self._moment()
        if update.callback_query is not None:
            await self._take_group_press(update, update.callback_query, moment)
        elif update.my_chat_member is not None:
            await self.group.take_membership(update, update.my_chat_member, moment)
        elif update.edited_message is not None:
            await self.group.take_edit(update, update.edited_message, moment)
        elif update.message is not None:
            await self._take_group_message(update, update.message, moment)

    async def _take_group_message(self, update: Update, message: Message, moment: Moment) -> None:
        command = read_command(message.text or "")
        if command is not None and command[0] in GROUP_COMMANDS and self._is_for_us(message.text or ""):
            try:
                await self.admin.take_group_command(message, *command, moment)
            except TelegramError as fault:
                log.warning("a command could not be answered: %s", type(fault).__name__)
            return
        await self.group.take_message(update, message, moment)

    async def _take_group_press(self, update: Update, query: CallbackQuery, moment: Moment) -> None:
        alert = await self.admin.take_press(query, moment)
        if alert is None:
            key = await self.group.take_press(update, query, moment) or "s.no_rights"
            alert = self.words.text(key, "both")
        try:
            await self.bot.answer_callback_query(query.id, text=alert[:200] or None, show_alert="no_rights" in alert)
        except TelegramError as fault:
            # A query lives 15 seconds; the verdict under the preview says the same.
            log.debug("a press was too old to acknowledge: %s", type(fault).__name__)

    def _is_for_us(self, text: str) -> bool:
        name = text.split(maxsplit=1)[0].partition("@")[2]
        return not name or name.lower() == self.bot.username.lower()

    def _moment(self) -> Moment:
        return Moment(self.clock.now(), "", 0)
