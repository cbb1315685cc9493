"""The private chat: what was decided becomes messages, one edit or one send for each action of the citizen.

Every try is bounded: three attempts, no wait longer than LONGEST_PAUSE for a turn. What could not be shown is owed.
"""

from __future__ import annotations

import logging

from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.conversation.values.effects import Alert, DeletePressed, DeleteTyped, Effect, SendFiles, Show
from bot.desk.citizens.arrivals import Decision
from bot.desk.files import CleanFile
from bot.gateway.budget import Budget
from bot.gateway.calls import Calls, Keyboard
from bot.gateway.incoming import PrivateUpdate
from bot.gateway.outcomes import is_unchanged, seconds_of
from bot.gateway.uploads import LoadFiles, Naming, upload
from bot.gateway.wording import Words, split
from bot.terms import Language

TRIES = 3
"""With 0.2 and 0.4 s between them: a dropped connection is over by then, a longer fault is what owing is for."""
LONGEST_PAUSE = 10.0
"""Seconds that one chat's update may wait for its turn: longer, and the answer is owed instead."""

log = logging.getLogger(__name__)


class CitizenChats:
    """Shows citizens what was decided."""

    def __init__(self, bot: Bot, calls: Calls, words: Words, budget: Budget, load_files: LoadFiles) -> None:
        self.bot = bot
        self.calls = calls
        self.load_files = load_files
        self.words = words
        self.budget = budget

    async def answer(
        self, chat_id: int, decision: Decision, source: PrivateUpdate | None = None, *, patient: bool = True
    ) -> bool:
        """Show *decision*; whether the citizen has it (or can never have it) now. Bounded in time, raises nothing.

        Not *patient*: when the chat's budget is spent, only delete what must go, and leave the rest owed.
        """
        try:
            await self._acknowledge_press(decision, source)
            for effect in decision.effects:
                if isinstance(effect, Show) and not patient and self.budget.ready_in(chat_id) > 0:
                    return False
                await self._do(chat_id, decision, effect, source)
        except TelegramError as fault:
            return _is_final(fault, "an answer")
        return True

    async def tell(self, chat_id: int, key: str, language: Language | None) -> bool:
        """Send the text *key*; whether it arrived or never can."""
        return await self.say(chat_id, self.words.text(key, language))

    async def say(self, chat_id: int, text: str, keyboard: Keyboard | None = None) -> bool:
        """Send *text*; whether it arrived or never can."""
        try:
            await self._send(chat_id, text, keyboard)
        except TelegramError as fault:
            return _is_final(fault, "a word")
        return True

    async def _acknowledge_press(self, decision: Decision, source: PrivateUpdate | None) -> None:
        """Stop the button's spinner first: it tells a hurried citizen that the press was seen."""
        if source is None or source.button is None:
            return
        alert = next((effect for effect in decision.effects if isinstance(effect, Alert)), None)
        text = self.words.say(alert.say, decision.language or Language.KAZAKH) if alert else None
        try:
            await self.calls.answer_callback_query(source.button.query_id, text=text)
        except TelegramError as fault:
            # A query lives 15 seconds; after that only the message below can answer.
            log.debug("a press was too old to acknowledge: %s", type(fault).__name__)

    async def _do(self, chat_id: int, decision: Decision, effect: Effect, source: PrivateUpdate | None) -> None:
        match effect:
            case Show(view, anew):
                language = decision.language or Language.KAZAKH
                parts = split(self.words.view(view, language))
                keyboard = self.words.keyboard(view.rows, language, decision.step)
                pressed = source.button.message_id if source and source.button and not anew else None
                await self._show(chat_id, parts, keyboard, pressed)
            case DeleteTyped() if source is not None and source.typed_message is not None:
                await self._delete(chat_id, source.typed_message)
            case DeletePressed() if source is not None and source.button and source.button.message_id:
                await self._delete(chat_id, source.button.message_id)
            case SendFiles(files, number):
                await self._upload(chat_id, files, number)
            case _:
                return

    async def _upload(self, chat_id: int, file_ids: tuple[str, ...], number: str) -> None:
        """The office's files, one message each, as new bytes under neutral names."""
        for at, file_id in enumerate(file_ids, start=1):
            for file in await self.load_files([file_id]):
                await self._upload_one(chat_id, file, Naming(number, at, None))

    async def _upload_one(self, chat_id: int, file: CleanFile, naming: Naming) -> None:
        for attempt in range(TRIES):
            await self._wait_for_turn(chat_id)
            try:
                await upload(self.bot, chat_id, [file], naming, reply_to=None)
            except TelegramError as fault:
                await self._pause(chat_id, fault, attempt)
                continue
            return
        raise NetworkError("the file was not answered")

    async def _show(self, chat_id: int, parts: list[str], keyboard: Keyboard | None, pressed: int | None) -> None:
        """In place of the pressed message when it is still there, else as new messages; buttons under the last."""
        for at, part in enumerate(parts):
            under = keyboard if at == len(parts) - 1 else None
            if at == 0 and pressed is not None and await self._edit(chat_id, pressed, part, under):
                continue
            await self._send(chat_id, part, under)

    async def _edit(self, chat_id: int, message_id: int, text: str, keyboard: Keyboard | None) -> bool:
        """Whether the message now says *text*; False when it cannot be edited any more."""
        for attempt in range(TRIES):
            await self._wait_for_turn(chat_id, is_edit=True)
            try:
                await self.calls.edit_message_text(text, chat_id, message_id, reply_markup=keyboard)
            except BadRequest as fault:
                return is_unchanged(fault)
            except TelegramError as fault:
                await self._pause(chat_id, fault, attempt)
                continue
            return True
        raise NetworkError("the edit was not answered")

    async def _send(self, chat_id: int, text: str, keyboard: Keyboard | None) -> None:
        for attempt in range(TRIES):
            await self._wait_for_turn(chat_id)
            try:
                await self.calls.send_message(chat_id, text, reply_markup=keyboard)
            except TelegramError as fault:
                await self._pause(chat_id, fault, attempt)
                continue
            return
        raise NetworkError("the message was not answered")

    async def _delete(self, chat_id: int, message_id: int) -> None:
        try:
            await self.calls.delete_message(chat_id, message_id)
        except TelegramError as fault:
            # Older than 48 hours, or deleted by the citizen: nothing more can be done from here.
            log.debug("a message could not be deleted: %s", type(fault).__name__)

    async def _wait_for_turn(self, chat_id: int, *, is_edit: bool = False) -> None:
        """Take a turn in the budget; NetworkError when it would not come in time."""
        if self.budget.ready_in(chat_id, is_edit=is_edit) > LONGEST_PAUSE:
            raise NetworkError("no turn in time")
        await self.budget.wait_for(chat_id, is_edit=is_edit)

    async def _pause(self, chat_id: int, fault: TelegramError, attempt: int) -> None:
        """Let the next attempt wait as Telegram asks, or a little; raise when there is none."""
        if isinstance(fault, RetryAfter):
            # Held in the budget: the next attempt finds out whether its turn comes in time.
            self.budget.hold(chat_id, seconds_of(fault))
        elif type(fault) is not NetworkError:
            raise fault
        if attempt == TRIES - 1:
            raise fault
        if not isinstance(fault, RetryAfter):
            await self.budget.clock.sleep(0.2 * (attempt + 1))


def _is_final(fault: TelegramError, what: str) -> bool:
    """Whether Telegram will never take it: the citizen has blocked the bot, or it refuses the request itself."""
    if isinstance(fault, Forbidden):
        return True
    if isinstance(fault, BadRequest):
        log.error("%s was refused by Telegram", what)
        return True
    log.warning("%s could not be shown: %s", what, type(fault).__name__)
    return False
