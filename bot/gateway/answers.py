"""Answers to citizens: one sender for each chat. What was decided is handed over after its COMMIT, and shown in order.

Rules
- A decision waits for its answer only while that can go at once, and AT_ONCE seconds at most: never for a chat that
  is being written to, never for a place in the budget; and when others wait for the decision, only for a receipt.
- Of one chat only the latest step and the latest word are owed, for they show where the citizen stands; receipts and
  what ends a chat's erasing are never replaced.
- What must happen whatever is shown (the press is acknowledged, a typed code is deleted) is done beside, at once.
- Whether what failed is sent again is decided by `setbacks`. A file that Telegram takes in no form is said to be
  missing, and its office hears it.

What is owed lies in memory, and that is safe: the visit keeps its "unsent" mark until the step was seen, and the next
start shows it again; the wish to have a chat erased is all that a visit holds then, until the messages have gone. A
receipt has no visit any more; its citizen holds the code since before sending, and a repeated press is told to ask by
it.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Sequence

from telegram.error import RetryAfter, TelegramError

from bot.desk.citizens.arrivals import Decision, SavedStep, WaitingAnswer
from bot.desk.citizens.intake import Intake
from bot.gateway.asides import Asides
from bot.gateway.budget import Budget
from bot.gateway.calls import Keyboard
from bot.gateway.incoming import PrivateUpdate
from bot.gateway.outcomes import clean_words, seconds_of
from bot.gateway.owed import OwedAnswer, Owing, Sort
from bot.gateway.private_chat import CitizenChats, Piece, SentFile, Spoken
from bot.gateway.setbacks import Setback, Tries, pause_before, read_fault
from bot.gateway.wording import BOTH
from bot.logs import describe_fault
from bot.terms import Language
from storage.errors import StoreUnavailableError

AT_ONCE = 2.0
"""Real seconds, for it is a connection that is waited for: a line that is slower than that is a fault, and the update
is acknowledged without the answer."""
WORD_SECONDS = 30.0
"""So long somebody waits to hear whether a word has arrived before it is said again another time."""
STORE_PAUSE = 1.0
"""Seconds until a file is looked for again that the store could not give."""
MOST_FILE_TRIES = 5
"""A file that Telegram's servers fail at so often is left out: what follows it must not wait for it."""

log = logging.getLogger(__name__)


class CitizenAnswers:
    """Shows decisions, and owes what could not be shown yet."""

    def __init__(self, intake: Intake, private: CitizenChats, budget: Budget, asides: Asides) -> None:
        self.intake = intake
        self.private = private
        self.budget = budget
        self.asides = asides
        self.owed: dict[int, Owing] = {}
        self.shown: list[SavedStep] = []
        """Steps that citizens have seen, and the store does not know it yet."""
        self.missed: list[SentFile] = []
        """Files that could not be sent, and their offices do not know it yet."""

    async def deliver(
        self, chat_id: int, decision: Decision, source: PrivateUpdate | None = None, *, patient: bool = True
    ) -> None:
        """Owe *decision*; return when it was shown, if it can be shown at once, or else at once.

        When not *patient*, only a receipt is waited for: nothing but its message tells the number.
        """
        works = self.private.do_beside(decision, source, self.asides)
        pieces = deque(self.private.pieces(decision, source))
        if pieces:
            answer = OwedAnswer(_sort_of(decision), pieces, decision.language, decision.saved)
            if answer.is_edit:
                self.budget.traffic.attend(chat_id)
            at_once = chat_id not in self.owed and self._may_go(chat_id, answer)
            sender = self._owe(chat_id, answer)
            works += [sender] if at_once else []
        else:
            self._mark_shown(decision.saved)
        if works and (patient or decision.filed):
            await asyncio.wait(works, timeout=AT_ONCE)

    def say(self, chat_id: int, text: str, keyboard: Keyboard | None = None) -> OwedAnswer:
        """Owe the words *text*, in both languages or in none."""
        answer = OwedAnswer(Sort.WORD, deque(self.private.say(text, keyboard)), BOTH)
        self._owe(chat_id, answer)
        return answer

    def say_instead(self, chat_id: int, message_id: int, text: str, keyboard: Keyboard | None) -> None:
        """Owe what one message says from now on: each is owed for itself."""
        self._owe(chat_id, OwedAnswer(Sort.RECEIPT, deque([Spoken(text, keyboard, message_id)]), BOTH))

    async def tell(self, chat_id: int, key: str, language: Language | None) -> bool:
        """Say the text *key*; whether it arrived, or never can. False after a while: it is said again by the caller."""
        answer = self.say(chat_id, self.private.words.text(key, language))
        answer.end = asyncio.get_running_loop().create_future()
        try:
            return await asyncio.wait_for(answer.end, WORD_SECONDS)
        except TimeoutError:
            return False

    def show_again(self, waiting: Sequence[WaitingAnswer]) -> None:
        """After a restart: steps that may not have reached their citizens are owed, so that serving begins at once."""
        for each in waiting:
            if each.chat_id not in self.owed:
                pieces = deque(self.private.pieces(each.decision, None))
                sort = _sort_of(each.decision)
                self._owe(each.chat_id, OwedAnswer(sort, pieces, each.decision.language, each.decision.saved))

    async def flush_shown(self) -> None:
        """Tell the store what citizens have seen: one transaction for many."""
        steps, self.shown = self.shown, []
        try:
            if steps:
                await self.intake.shown(steps)
        except StoreUnavailableError:
            self.shown = steps + self.shown
            raise

    async def stop(self) -> None:
        """Let go of what is owed: the next start shows it."""
        senders = [owing.sender for owing in self.owed.values() if owing.sender is not None]
        for sender in senders:
            sender.cancel()
        await asyncio.gather(*senders, return_exceptions=True)
        await self.asides.stop()

    def _may_go(self, chat_id: int, answer: OwedAnswer) -> bool:
        return self.budget.ready_in(chat_id, is_edit=answer.is_edit) <= 0

    def _owe(self, chat_id: int, answer: OwedAnswer) -> asyncio.Task[None]:
        owing = self.owed.setdefault(chat_id, Owing())
        owing.put(answer)
        if owing.sender is None:
            owing.sender = asyncio.create_task(self._send_all(chat_id, owing), name="answers")
        return owing.sender

    async def _send_all(self, chat_id: int, owing: Owing) -> None:
        """The chat's one sender: everything that is owed, and what comes meanwhile."""
        try:
            while owing.answers:
                await self._send_next(chat_id, owing)
        finally:
            # Nothing is awaited between the last look and this: what comes now gets a sender of its own.
            del self.owed[chat_id]

    async def _send_next(self, chat_id: int, owing: Owing) -> None:
        """The next piece of what is owed now; the budget's place is for the latest, not for what it has replaced.

        Messages that Telegram does not delete just now hold up nothing that is said after them.
        """
        if len(owing.answers) > 1 and owing.answers[0].is_erasing and owing.answers[0].tries is not None:
            owing.answers.rotate(-1)
        is_edit = owing.answers[0].is_edit
        await self.budget.wait_for(chat_id, is_edit=is_edit)
        answer = owing.answers[0]
        if is_edit and not answer.is_edit:
            return
        owing.news.clear()
        pause = await self._send_piece(chat_id, answer)
        if not answer.pieces:
            self._settle(owing, answer)
        elif pause > 0:
            await self.budget.clock.wait(owing.news, pause)

    async def _send_piece(self, chat_id: int, answer: OwedAnswer) -> float:
        """Send one piece; seconds to rest when it did not arrive."""
        piece, again = answer.pieces[0], answer.tries is not None and answer.tries.lost > 0
        try:
            await self.private.send(chat_id, piece, answer.language, again=again)
        except TelegramError as fault:
            pause = self._mind(chat_id, answer, piece, fault)
            await self._report_missed()
            return pause
        except StoreUnavailableError:
            return STORE_PAUSE
        except Exception as fault:  # noqa: BLE001 - a sender's door: it is logged, and the next answer is another one
            log.error("an answer could not be made: %s", describe_fault(fault))
            answer.leave_out()
            return 0.0
        answer.pieces.popleft()
        answer.tries = None
        return 0.0

    def _mind(self, chat_id: int, answer: OwedAnswer, piece: Piece, fault: TelegramError) -> float:
        """What follows from *fault*: seconds until the piece is sent again, or it is left out."""
        setback, now = read_fault(fault), self.budget.clock.monotonic()
        if isinstance(piece, Spoken) and piece.instead is not None and setback is Setback.FINAL:
            answer.pieces[0] = Spoken(piece.text, piece.keyboard)  # it cannot be edited any more: say it anew
            return 0.0
        answer.tries = (answer.tries or Tries(now)).after(setback)
        if isinstance(fault, RetryAfter):
            self.budget.hold(chat_id, seconds_of(fault))
        pause = pause_before(fault, answer.tries, now)
        if pause is not None and not (isinstance(piece, SentFile) and answer.tries.failed >= MOST_FILE_TRIES):
            log.warning("an answer could not be shown yet: %s", type(fault).__name__)
            return pause
        if setback in (Setback.UNKNOWN, Setback.NOT_NOW):
            answer.saved = None  # perhaps it was never seen: the next start shows the step
        log.error("an answer was given up (%s): %s", setback.name, clean_words(fault))
        if isinstance(piece, SentFile) and setback in (Setback.FINAL, Setback.NOT_NOW):
            answer.pieces[0], answer.tries = self.private.missing(piece, answer.language), None
            self.missed.append(piece)
        else:
            answer.leave_out(all_of_it=setback is Setback.CLOSED)
        return 0.0

    async def _report_missed(self) -> None:
        """Let offices know which of their files did not arrive. A store that cannot be used hears it another time."""
        while self.missed:
            file = self.missed.pop()
            try:
                await self.intake.report_missed_file(file.number, file.at)
            except StoreUnavailableError:
                self.missed.append(file)
                return

    def _settle(self, owing: Owing, answer: OwedAnswer) -> None:
        if answer in owing.answers:
            owing.answers.remove(answer)
        self._mark_shown(answer.saved)
        answer.close(arrived=True)

    def _mark_shown(self, saved: SavedStep | None) -> None:
        if saved is not None:
            self.shown.append(saved)


def _sort_of(decision: Decision) -> Sort:
    if decision.filed or decision.erased:
        return Sort.RECEIPT
    return Sort.WORD if decision.beside else Sort.STEP
