"""The door: every update goes to the room that decides it, and comes back to whoever waits for the answer."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field, replace

from telegram import Bot, CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.clock import Clock
from bot.conversation.step import with_note
from bot.conversation.values.choices import Send
from bot.conversation.values.effects import Say, Show
from bot.conversation.values.events import Commanded, Event, FileSettled, Pressed
from bot.conversation.views import menus
from bot.desk.citizens.arrivals import OWN_NEWS, Arrival, Decision
from bot.desk.citizens.intake import Intake
from bot.desk.files import CleanFacts, FileJob, Refusal, Settle
from bot.desk.groups.admins import LINK_PREFIX
from bot.desk.people import Officer
from bot.desk.rules import Moment
from bot.gateway.admin import GROUP_COMMANDS, AdminDesk
from bot.gateway.incoming import PrivateUpdate, read_command, read_private
from bot.gateway.outcomes import seconds_of
from bot.gateway.private_chat import PrivateChat
from bot.gateway.staff_group import StaffGroup
from bot.gateway.wording import BOTH, Words

FLUSH_AT = 64
OWED_AT_ONCE = 30
COMMAND_TRIES = 3
COMMAND_PAUSE = 1.0
REPEATABLE = ("bind", "regions")
"""Commands that say and do the same when they are given twice."""
SAYS_NOTHING = (Show(menus.menu(), anew=True), Show(menus.language_choice(), anew=True))
"""What a repeated press shows when its visit is gone."""

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Owed:
    """Answers that Telegram did not take in time, and steps that citizens have seen but the store does not know it.

    Of one chat only the latest answer is owed, for it shows where the citizen stands; but receipts are never replaced.
    """

    answers: dict[int, list[Decision]] = field(default_factory=dict)
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

    async def pay_owed(self) -> None:
        """Try again to show what Telegram did not take before, in the chats whose turn it is."""
        budget = self.private.budget
        ready = [chat_id for chat_id in self.owed.answers if budget.ready_in(chat_id) <= 0]
        await asyncio.gather(*(self._pay(chat_id) for chat_id in ready[:OWED_AT_ONCE]))
        await self.flush_shown()

    async def _pay(self, chat_id: int) -> None:
        """Everything owed to one chat. What came meanwhile has taken over, and is not touched."""
        waiting = self.owed.answers[chat_id]
        while waiting and self.owed.answers.get(chat_id) is waiting:
            decision = waiting[0]
            if not await self.private.answer(chat_id, decision):
                if self.owed.answers.get(chat_id) is waiting:
                    self.owed.answers[chat_id] = self.owed.answers.pop(chat_id)  # the others first, next time
                return
            waiting.remove(decision)
            self._mark_shown(decision)
        if self.owed.answers.get(chat_id) is waiting:
            del self.owed.answers[chat_id]

    async def flush_shown(self) -> None:
        """Tell the store what citizens have seen."""
        boxes, self.owed.shown = self.owed.shown, []
        if boxes:
            await self.intake.shown(boxes)

    async def show_again(self, waiting: list[tuple[int, Decision]]) -> None:
        """After a restart: steps that may not have reached their citizens are owed, so that serving begins at once."""
        for chat_id, decision in waiting:
            self.owed.answers.setdefault(chat_id, [decision])

    async def deliver(
        self, chat_id: int, decision: Decision, source: PrivateUpdate | None, *, patient: bool = True
    ) -> None:
        """Show *decision* now, after the receipts that are still owed, or remember that it is owed."""
        waiting = [owed for owed in self.owed.answers.pop(chat_id, []) if owed.filed]
        waiting.append(decision)
        while waiting:
            own = source if waiting[0] is decision else None
            if not await self.private.answer(chat_id, waiting[0], own, patient=patient):
                self.owed.answers[chat_id] = waiting
                break
            self._mark_shown(waiting.pop(0))
        if len(self.owed.shown) >= FLUSH_AT:
            await self.flush_shown()

    def _mark_shown(self, decision: Decision) -> None:
        if decision.saved is not None:
            self.owed.shown.append(decision.saved)

    async def _take_private(self, update: Update, *, followed: bool) -> None:
        if update.my_chat_member is not None:
            return
        source = read_private(update)
        if source is None:
            return
        event = source.arrival.event
        if isinstance(event, Commanded) and await self._for_admin(update, event):
            return
        decision = _with_late_send(event, await self.intake.take(source.arrival))
        await self.deliver(source.arrival.chat_id, decision, source, patient=not followed)

    async def settled(self, job: FileJob, outcome: CleanFacts | Refusal, settle: Settle) -> None:
        """A file was cleaned or refused: tell its citizen where they stand, or show the officers their preview."""
        clean = isinstance(outcome, CleanFacts)
        notes = outcome.removed if isinstance(outcome, CleanFacts) else (outcome.reason, outcome.instead)
        if job.case_id is not None:
            await self.group.settle_file(job, None if clean else notes, settle, self._moment())
            return
        event = FileSettled(job.id, clean, notes)
        decision = await self.intake.take(Arrival(OWN_NEWS, job.chat, event, settle=settle))
        if decision.effects:
            await self.deliver(job.chat, decision, None)

    async def _for_admin(self, update: Update, event: Commanded) -> bool:
        """Commands that only admins have; whether this was one."""
        user, chat = update.effective_user, update.effective_chat
        if user is None or chat is None:
            return False
        if event.name == "start" and event.payload.startswith(LINK_PREFIX):
            key = await self.admin.use_link(event.payload, Officer(user.id, user.full_name), self._moment())
            await self.private.tell(chat.id, key, None)
            return True
        if event.name == "limits" and await self.admin.is_admin(user.id):
            await self._limit_files(chat.id, event.payload)
            return True
        if event.name == "regions":
            listed = [await self.admin.list_regions(user.id, language) for language in ("kk", "ru")]
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
            await self._take_group_command(message, *command, moment)
            return
        await self.group.take_message(update, message, moment)

    async def _take_group_command(self, message: Message, name: str, payload: str, moment: Moment) -> None:
        """Carry out a command; again when Telegram fails before its answer is there and that does no harm."""
        for attempt in range(COMMAND_TRIES):
            try:
                await self.admin.take_group_command(message, name, payload, moment)
            except TelegramError as fault:
                log.warning("a command could not be answered: %s", type(fault).__name__)
                final = isinstance(fault, BadRequest | Forbidden) or name not in REPEATABLE
                if final or attempt == COMMAND_TRIES - 1:
                    return
                await self.clock.sleep(seconds_of(fault) if isinstance(fault, RetryAfter) else COMMAND_PAUSE)
            else:
                return

    async def _take_group_press(self, update: Update, query: CallbackQuery, moment: Moment) -> None:
        answer = await self.admin.take_press(query, moment) or await self.group.take_press(update, query, moment)
        try:
            await self.bot.answer_callback_query(query.id, text=answer.text or None, show_alert=answer.refused)
        except TelegramError as fault:
            # A query lives 15 seconds; the verdict under the preview says the same.
            log.debug("a press was too old to acknowledge: %s", type(fault).__name__)

    def _is_for_us(self, text: str) -> bool:
        name = text.split(maxsplit=1)[0].partition("@")[2]
        return not name or name.lower() == self.bot.username.lower()

    def _moment(self) -> Moment:
        return Moment(self.clock.now(), "", 0)


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
