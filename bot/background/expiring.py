"""Expiring: visits past their time are told as gone, and forgotten once that was heard."""

from __future__ import annotations

import asyncio
from typing import Protocol

from bot.desk.citizens.arrivals import ExpiredVisit
from bot.desk.citizens.waiting import WaitingVisits
from bot.terms import Language


class Telling(Protocol):
    """Says one text in a private chat."""

    async def tell(self, chat_id: int, key: str, language: Language | None) -> bool:
        """Whether it arrived, or never can; False: it is said again by the caller."""


class Expiring:
    """Ends visits whose time is over."""

    def __init__(self, waiting: WaitingVisits, answers: Telling) -> None:
        self.waiting = waiting
        self.answers = answers

    async def expire(self) -> None:
        """All that are due now, beside each other."""
        await asyncio.gather(*(self._expire(expired) for expired in await self.waiting.expire()))

    async def _expire(self, expired: ExpiredVisit) -> None:
        told = [await self.answers.tell(expired.chat_id, key, expired.language) for key in expired.keys]
        if all(told):
            await self.waiting.forget(expired.actor)
