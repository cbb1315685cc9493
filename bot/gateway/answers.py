"""Answers to citizens: shown after the COMMIT, or owed until Telegram takes them.

Of one chat only the latest answer is owed, for it shows where the citizen stands; but receipts are never replaced.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.desk.citizens.arrivals import Decision, SavedStep, WaitingAnswer
from bot.desk.citizens.intake import Intake
from bot.gateway.incoming import PrivateUpdate
from bot.gateway.private_chat import CitizenChats

FLUSH_AT = 64
"""Steps that were seen are told to the store together: one transaction for so many answers."""
OWED_AT_ONCE = 30
"""Chats that are tried again in one round: what all chats together may get in a second (Telegram's FAQ for bots)."""


@dataclass(slots=True)
class Owed:
    """Answers that Telegram did not take in time, and steps that citizens have seen but the store does not know it."""

    answers: dict[int, list[Decision]] = field(default_factory=dict)
    shown: list[SavedStep] = field(default_factory=list)


class CitizenAnswers:
    """Shows decisions, and keeps what could not be shown."""

    def __init__(self, intake: Intake, private: CitizenChats) -> None:
        self.intake = intake
        self.private = private
        self.owed = Owed()

    async def deliver(
        self, chat_id: int, decision: Decision, source: PrivateUpdate | None = None, *, patient: bool = True
    ) -> None:
        """Show *decision* now, after the receipts that are still owed, or remember that it is owed."""
        waiting = [*self._take_receipts(chat_id), decision]
        while waiting:
            own = source if waiting[0] is decision else None
            if not await self.private.answer(chat_id, waiting[0], own, patient=patient):
                # Meanwhile another answer of this chat may have failed: the news of a file waits for no turn.
                self.owed.answers[chat_id] = [*self._take_receipts(chat_id), *waiting]
                break
            self._mark_shown(waiting.pop(0))
        if len(self.owed.shown) >= FLUSH_AT:
            await self.flush_shown()

    async def pay_owed(self) -> None:
        """Try again to show what Telegram did not take before, in the chats whose turn it is."""
        budget = self.private.budget
        ready = [chat_id for chat_id in self.owed.answers if budget.ready_in(chat_id) <= 0]
        await asyncio.gather(*(self._pay(chat_id) for chat_id in ready[:OWED_AT_ONCE]))
        await self.flush_shown()

    async def flush_shown(self) -> None:
        """Tell the store what citizens have seen."""
        steps, self.owed.shown = self.owed.shown, []
        if steps:
            await self.intake.shown(steps)

    def show_again(self, waiting: Sequence[WaitingAnswer]) -> None:
        """After a restart: steps that may not have reached their citizens are owed, so that serving begins at once."""
        for answer in waiting:
            self.owed.answers.setdefault(answer.chat_id, [answer.decision])

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

    def _take_receipts(self, chat_id: int) -> list[Decision]:
        """Of what is owed to the chat the receipts; nothing is owed to it then."""
        return [owed for owed in self.owed.answers.pop(chat_id, []) if owed.filed]

    def _mark_shown(self, decision: Decision) -> None:
        if decision.saved is not None:
            self.owed.shown.append(decision.saved)
