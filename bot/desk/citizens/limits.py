"""Limits counted in memory only, under a key made at start: no row ever links an account to a case."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bot.chance import Chance
from bot.clock import Clock

Kept = TypeVar("Kept")

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MOST_CHATS = 50_000
"""More than write within a day in the largest region; 40 MB at the very most: a few moments take 0.8 KB."""


class Memory(Generic[Kept]):
    """One value for each chat, under names that end with the process; the oldest go first when there are too many."""

    def __init__(self, chance: Chance, most: int = MOST_CHATS) -> None:
        self._most = most
        self._key = chance.octets(32)
        self._kept: dict[bytes, Kept] = {}

    def get(self, chat_id: int | str) -> Kept | None:
        """What is kept for *chat_id*, or for another name."""
        return self._kept.get(self._name(chat_id)) if self._kept else None

    def put(self, chat_id: int | str, value: Kept) -> None:
        """Keep *value* for *chat_id*, or for another name."""
        self._kept[self._name(chat_id)] = value
        if len(self._kept) > self._most:
            self._kept.pop(next(iter(self._kept)))

    def _name(self, chat_id: int | str) -> bytes:
        return hashlib.blake2b(str(chat_id).encode(), key=self._key, digest_size=32).digest()


class Limit:
    """At most *most* happenings of one chat, or case, within *span*; forgotten when the process ends.

    Nothing begins a count anew before its time: whoever owns one code could otherwise guess at others for ever.
    Every process counts for itself: with so many replicas a limit is so many times as wide, and still a limit. To ask
    changes nothing, so a transaction may ask in its own thread.
    """

    def __init__(self, most: int, span: timedelta, clock: Clock, chance: Chance) -> None:
        self.most = most
        self.span = span
        self.clock = clock
        self._happened: Memory[tuple[datetime, ...]] = Memory(chance)

    def left(self, chat_id: int | str) -> int:
        """How many more are allowed now."""
        return self.most - len(self._recent(chat_id))

    def count(self, chat_id: int | str) -> None:
        """One more happened."""
        self._happened.put(chat_id, (*self._recent(chat_id), self.clock.now()))

    def minutes(self, chat_id: int | str) -> int:
        """Whole minutes until the next one is allowed, at least 1."""
        happened = self._recent(chat_id)
        if not happened:
            return 1
        return max(1, int((happened[0] + self.span - self.clock.now()).total_seconds() // 60) + 1)

    def hours(self, chat_id: int | str) -> int:
        """Hours until the next one is allowed, as a person counts them: at least 1."""
        return max(1, -(-(self.minutes(chat_id) - 1) // 60))

    def _recent(self, chat_id: int | str) -> list[datetime]:
        since = self.clock.now() - self.span
        return [moment for moment in self._happened.get(chat_id) or () if moment > since]
