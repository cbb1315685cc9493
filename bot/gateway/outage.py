"""An outage: the store cannot be used. Intake waits for it, says why, and tells what can be told without a store.

Rules
- It begins with the first fault of the store and ends with the first probe transaction that works; until then nothing
  is acknowledged, so that Telegram keeps what came.
- Nobody is told before it has lasted TELL_AFTER: a file that is locked for a moment is no outage.
- A private chat whose update waits is told once an outage, in the background; an outage that follows within
  SAME_SECONDS is the same one. No more chats can be told than updates wait: a hundred.
- Admins are alerted with the cause, then at growing intervals, and of the end.
- All this is kept in memory, for the store is what does not work; a mark beside the keys lets the next process tell
  the end (bot/gateway/crier.py).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.causes import Cause, cause_of
from bot.clock import Clock
from bot.repeats import Repeats

BACK_OFF = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds between probes of a store that cannot be used: a locked file is free at once, a full disk is not."""
TELL_AFTER = 5.0
"""Seconds; chosen: a backup or another reader's lock is over by then, and no citizen has given up yet."""
SAME_SECONDS = 60.0
"""A disk at its limit works for a moment now and then: that is one outage to whoever waits."""

log = logging.getLogger(__name__)


class Voice(Protocol):
    """Tells what can be told without the store. Each is bounded and raises nothing."""

    async def tell_citizen(self, chat_id: int) -> None:
        """Say in *chat_id* that nothing can be kept now."""

    async def alert_admins(self, cause: Cause, began: float) -> None:
        """Tell admins why, and since when (unix seconds)."""

    async def tell_end(self, began: float) -> None:
        """Tell admins that what began then is over."""


@dataclass(slots=True)
class _Course:
    """One outage while it lasts: when it began by both of the clock's measures, and who waits."""

    began: float
    began_at: float
    waiting: set[int] = field(default_factory=set)
    is_alerted: bool = False
    over: asyncio.Event = field(default_factory=asyncio.Event)


class Outage:
    """Whether the store can be used, and what is done while it cannot."""

    def __init__(
        self, probe: Callable[[], Awaitable[None]], clock: Clock, voice: Voice, *, what: str = "intake has stopped"
    ) -> None:
        self.probe = probe
        self.clock = clock
        self.voice = voice
        self.what = what
        self.healthy = True
        self._course: _Course | None = None
        self._ended = float("-inf")
        self._told: set[int] = set()
        self._alerts = Repeats(clock.monotonic)
        self._probing: asyncio.Task[BaseException | None] | None = None
        self._speaking: set[asyncio.Task[None]] = set()

    async def wait(self, fault: BaseException, attempt: int, chat_id: int | None = None) -> None:
        """Return when a probe transaction works; the update of *chat_id*, a private chat, waits for that."""
        self.healthy = False
        met = _Course(self.clock.monotonic(), self.clock.timestamp())
        log.error("%s: %s", self.what, cause_of(fault).words)
        await self._pause(attempt)
        while (still := await self._try()) is not None:
            course = self._course = self._course or self._begin(met)
            if chat_id is not None:
                course.waiting.add(chat_id)
            self._speak(course, still)
            attempt += 1
            await self._pause(attempt)

    async def is_store_working(self) -> bool:
        """Whether a probe works at once; if not, return when one does."""
        fault = await self._try()
        if fault is None:
            return True
        await self.wait(fault, 0)
        return False

    async def close(self) -> None:
        """Say nothing more."""
        tasks = [*self._speaking, *([self._probing] if self._probing is not None else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _pause(self, attempt: int) -> None:
        """The next pause; cut short when the outage ends, for then all may go on."""
        seconds = BACK_OFF[min(attempt, len(BACK_OFF) - 1)]
        if self._course is None:
            await self.clock.sleep(seconds)
        else:
            await self.clock.wait(self._course.over, seconds)

    async def _try(self) -> BaseException | None:
        """What a probe meets, None when it works. Everybody who asks meanwhile waits for the same one."""
        if self._probing is None or self._probing.done():
            self._probing = asyncio.create_task(self._probe(), name="probe of the store")
        return await asyncio.shield(self._probing)

    async def _probe(self) -> BaseException | None:
        try:
            await self.probe()
        except Exception as fault:  # noqa: BLE001 - the receiver's door: what keeps a probe from its COMMIT keeps all else
            return fault
        self.healthy = True
        self._end()
        return None

    def _begin(self, met: _Course) -> _Course:
        if met.began - self._ended > SAME_SECONDS:
            self._told.clear()
        return met

    def _speak(self, course: _Course, fault: BaseException) -> None:
        """Tell whoever is to be told now."""
        cause = cause_of(fault)
        log.error("%s: %s", self.what, cause.words)
        if self.clock.monotonic() - course.began < TELL_AFTER:
            return
        if self._alerts.admit(cause.key) is not None:
            course.is_alerted = True
            self._in_background(self.voice.alert_admins(cause, course.began_at))
        for chat_id in sorted(course.waiting - self._told):
            self._told.add(chat_id)
            self._in_background(self.voice.tell_citizen(chat_id))

    def _end(self) -> None:
        course, self._course = self._course, None
        if course is None:
            return
        self._ended = self.clock.monotonic()
        log.warning("the store works again, after %.0f s", self._ended - course.began)
        course.over.set()
        if course.is_alerted:
            self._in_background(self.voice.tell_end(course.began_at))

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name="telling of an outage")
        self._speaking.add(task)
        task.add_done_callback(self._speaking.discard)
