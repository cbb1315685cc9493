"""The private chat: what was decided becomes messages, one edit or one send for each action of the citizen."""

from __future__ import annotations

import asyncio
import logging

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import Forbidden, NetworkError, RetryAfter, TelegramError

from bot.conversation.effects import Alert, DeletePressed, DeleteTyped, Effect, Show
from bot.desk.intake import Decision
from bot.gateway.budget import Budget
from bot.gateway.incoming import PrivateUpdate
from bot.gateway.outcomes import is_missing, is_unchanged, seconds_of
from bot.gateway.wording import Words, split

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
TRIES = 3
LONGEST_PAUSE = 10.0

log = logging.getLogger(__name__)


class PrivateChat:
    """Shows citizens what was decided."""

    def __init__(self, bot: Bot, words: Words, budget: Budget) -> None:
        self.bot = bot
        self.words = words
        self.budget = budget

    async def answer(self, chat_id: int, decision: Decision, source: PrivateUpdate | None = None) -> bool:
        """Show *decision*; whether the citizen has it (or can never have it) now. Bounded in time, raises nothing."""
        try:
            await self._acknowledge_press(decision, source)
            for effect in decision.effects:
                await self._do(chat_id, decision, effect, source)
        except Forbidden:
            return True
        except TelegramError as fault:
            log.warning("an answer could not be shown: %s", type(fault).__name__)
            return False
        return True

    async def tell(self, chat_id: int, key: str, language: str | None) -> bool:
        """Send one text; whether it arrived or never can."""
        try:
            await self._send(chat_id, self.words.text(key, language or "both"), None)
        except Forbidden:
            return True
        except TelegramError as fault:
            log.warning("a word could not be sent: %s", type(fault).__name__)
            return False
        return True

    async def _acknowledge_press(self, decision: Decision, source: PrivateUpdate | None) -> None:
        """Stop the button's spinner first: it tells a hurried citizen that the press was seen."""
        if source is None or source.button is None:
            return
        alert = next((effect for effect in decision.effects if isinstance(effect, Alert)), None)
        text = self.words.say(alert.say, decision.language or "kk") if alert else None
        try:
            await self.bot.answer_callback_query(source.button.query_id, text=text)
        except TelegramError as fault:
            # A query lives 15 seconds; after that only the message below can answer.
            log.debug("a press was too old to acknowledge: %s", type(fault).__name__)

    async def _do(self, chat_id: int, decision: Decision, effect: Effect, source: PrivateUpdate | None) -> None:
        match effect:
            case Show(view, anew):
                language = decision.language or "kk"
                parts = split(self.words.view(view, language))
                keyboard = self.words.keyboard(view.rows, language, decision.step)
                pressed = source.button.message_id if source and source.button and not anew else None
                await self._show(chat_id, parts, keyboard, pressed)
            case DeleteTyped() if source is not None and source.typed_message is not None:
                await self._delete(chat_id, source.typed_message)
            case DeletePressed() if source is not None and source.button and source.button.message_id:
                await self._delete(chat_id, source.button.message_id)
            case _:
                return

    async def _show(
        self, chat_id: int, parts: list[str], keyboard: InlineKeyboardMarkup | None, pressed: int | None
    ) -> None:
        """In place of the pressed message when it is still there, else as new messages; buttons under the last."""
        for at, part in enumerate(parts):
            under = keyboard if at == len(parts) - 1 else None
            if at == 0 and pressed is not None and await self._edit(chat_id, pressed, part, under):
                continue
            await self._send(chat_id, part, under)

    async def _edit(self, chat_id: int, message_id: int, text: str, keyboard: InlineKeyboardMarkup | None) -> bool:
        for attempt in range(TRIES):
            await self.budget.wait_for(chat_id)
            try:
                await self.bot.edit_message_text(
                    text, chat_id, message_id, reply_markup=keyboard, link_preview_options=NO_PREVIEW
                )
            except TelegramError as fault:
                if is_unchanged(fault):
                    return True
                if is_missing(fault):
                    return False
                await self._pause(fault, attempt)
                continue
            return True
        raise NetworkError("the edit was not answered")

    async def _send(self, chat_id: int, text: str, keyboard: InlineKeyboardMarkup | None) -> None:
        for attempt in range(TRIES):
            await self.budget.wait_for(chat_id)
            try:
                await self.bot.send_message(chat_id, text, reply_markup=keyboard, link_preview_options=NO_PREVIEW)
            except TelegramError as fault:
                await self._pause(fault, attempt)
                continue
            return
        raise NetworkError("the message was not answered")

    async def _delete(self, chat_id: int, message_id: int) -> None:
        try:
            await self.bot.delete_message(chat_id, message_id)
        except TelegramError as fault:
            # Older than 48 hours, or deleted by the citizen: nothing more can be done from here.
            log.debug("a message could not be deleted: %s", type(fault).__name__)

    async def _pause(self, fault: TelegramError, attempt: int) -> None:
        """Wait as long as Telegram asks, or a little; raise when it is not worth waiting."""
        last = attempt == TRIES - 1
        if isinstance(fault, RetryAfter) and seconds_of(fault) <= LONGEST_PAUSE and not last:
            await self.budget.clock.sleep(seconds_of(fault))
        elif type(fault) is NetworkError and not last:
            await asyncio.sleep(0.2 * (attempt + 1))
        else:
            raise fault
