"""Drafts and additions that were written and not sent: offered once more, some hours later."""

from __future__ import annotations

from bot.background.file_news import Answers
from bot.clock import Clock
from bot.desk.citizens.intake import Intake
from bot.desk.citizens.waiting import WaitingVisits


class Offering:
    """Offers what was left lying. Every look takes up where the one before ended; the first looks at everything."""

    def __init__(self, waiting: WaitingVisits, intake: Intake, answers: Answers, clock: Clock) -> None:
        self.waiting = waiting
        self.intake = intake
        self.answers = answers
        self.clock = clock
        self._looked: int | None = None

    async def offer(self) -> None:
        """Offer what is due. The visit remembers that it was, so a look that ends in the middle repeats nothing."""
        now = int(self.clock.timestamp())
        for chat_id in await self.waiting.unsent_additions(self._looked, now):
            decision = await self.intake.offer_addition(chat_id)
            if decision.effects:
                await self.answers.deliver(chat_id, decision)
        self._looked = now
