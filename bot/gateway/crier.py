"""The crier: says of an outage what can be said without the store, in private chats, once and within the budget.

Rules
- Each message is tried once: when its answer is lost it may have arrived, and nobody is to be told twice.
- Whose language is not known is told in both.
- Chat ids of admins are kept in memory only, as they were when the store worked last.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from telegram.error import TelegramError

from bot.causes import Cause
from bot.clock import Clock
from bot.conversation.values.effects import Say
from bot.gateway.budget import Budget
from bot.gateway.calls import Calls
from bot.gateway.wording import BOTH, Words
from bot.terms import Language

AT_ONCE = 8
"""Chats told side by side: a hundred that wait are told within seconds, and the budget keeps room for answers."""
LONGEST_PAUSE = 30.0
"""Seconds that a word may wait for its turn; later it is no news any more."""

log = logging.getLogger(__name__)


class OutageMark:
    """A file that says since when admins know of an outage, so that the next process can tell them its end.

    It holds a moment and nothing else. When it cannot be written (the same disk may be full) the end is told by this
    process only.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, began: float) -> None:
        """Keep *began* (unix seconds), unless an earlier outage is marked still."""
        if self.read() is None:
            self._try(lambda: self._write(f"{began:.0f}\n"))

    def read(self) -> float | None:
        """When it began, None when admins know of no outage."""
        try:
            return float(self.path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None

    def clear(self) -> None:
        """Admins know of the end."""
        self._try(lambda: self.path.unlink(missing_ok=True))

    def _write(self, words: str) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.write_text(words, encoding="ascii")

    def _try(self, change: Callable[[], object]) -> None:
        try:
            change()
        except OSError as fault:
            log.warning("the mark of an outage could not be changed: %s", type(fault).__name__)


class Crier:
    """Implements the outage's voice over Telegram."""

    def __init__(
        self, calls: Calls, words: Words, budget: Budget, clock: Clock, mark: OutageMark, admins: frozenset[int]
    ) -> None:
        self.calls = calls
        self.words = words
        self.budget = budget
        self.clock = clock
        self.mark = mark
        self.admins = admins
        self.language_of: Callable[[int], Language | None] = lambda _: BOTH
        self.owe_end: Callable[[int], Awaitable[None]] | None = None
        self._places = asyncio.Semaphore(AT_ONCE)

    async def tell_citizen(self, chat_id: int) -> None:
        """Say in *chat_id* that nothing can be kept now; an admin is told the cause instead."""
        if chat_id not in self.admins:
            await self._say(chat_id, "err.cannot_save", self.language_of(chat_id), {})

    async def alert_admins(self, cause: Cause, began: float) -> None:
        """Tell every admin why nothing can be kept, and for how long."""
        self.mark.put(began)
        values = {"cause": Say(cause.key), "minutes": self._minutes_since(began)}
        await asyncio.gather(*(self._say(chat_id, "a.store_down", BOTH, values) for chat_id in sorted(self.admins)))

    async def tell_end(self, began: float) -> None:
        """Owe admins the news that the store works again: it can keep that now.

        Before the house stands nobody can be owed anything: the mark stays, and the house tells of it when it serves.
        """
        if self.owe_end is None:
            return
        since = self.mark.read()
        try:
            await self.owe_end(self._minutes_since(began if since is None else min(since, began)))
        except Exception as fault:  # noqa: BLE001 - the receiver's door: the mark stays, and the next end tells of both
            log.error("admins could not be told that the store works again: %s", type(fault).__name__)
        else:
            self.mark.clear()

    async def tell_end_of_before(self) -> None:
        """What the process before this one had to leave untold."""
        if (began := self.mark.read()) is not None:
            await self.tell_end(began)

    def _minutes_since(self, began: float) -> int:
        return max(1, round((self.clock.timestamp() - began) / 60))

    async def _say(self, chat_id: int, key: str, language: Language | None, values: Mapping[str, Any]) -> None:
        async with self._places:
            if self.budget.ready_in(chat_id) > LONGEST_PAUSE:
                return
            await self.budget.wait_for(chat_id)
            try:
                await self.calls.send_message(chat_id, self.words.text(key, language, values))
            except TelegramError as fault:
                log.warning("a word on the outage was not taken: %s", type(fault).__name__)
