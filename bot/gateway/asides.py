"""Asides: the small calls that no decision waits for. A press is acknowledged, a message is deleted.

Rules
- They are bounded in number and in time, so that a method that hangs keeps no connection from the others.
- A press is acknowledged while it lives, 15 seconds; when too many wait, the newest goes without: what is shown says
  the same.
- What must go (a typed code) is never left out, and is tried again.

They live in memory: after a crash a spinner ends by itself, and what was typed is deleted with the repeated update.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.clock import Clock
from bot.gateway.calls import Calls
from bot.gateway.outcomes import seconds_of
from bot.gateway.posts import PressAnswer

PRESS_SECONDS = 10.0
"""A query lives 15 seconds (Bot API server); what takes longer than this comes too late."""
MOST_PRESSES = 200
"""Presses that wait to be acknowledged: what Telegram answers within a press's life at twenty a second."""
AT_ONCE = 16
"""A quarter of the connections of the transport: the rest is for messages."""
DELETE_PAUSES = (1.0, 5.0, 30.0)
"""Seconds between the tries to delete."""

log = logging.getLogger(__name__)


class Asides:
    """Does small calls beside the answers."""

    def __init__(self, calls: Calls, clock: Clock, *, at_once: int = AT_ONCE) -> None:
        self.calls = calls
        self.clock = clock
        self._places = asyncio.Semaphore(at_once)
        self._presses: set[asyncio.Task[None]] = set()
        self._deletions: set[asyncio.Task[None]] = set()

    def acknowledge(self, query_id: str, answer: PressAnswer) -> asyncio.Task[None] | None:
        """Stop the spinner of a press, soon; nothing when too many wait already."""
        if len(self._presses) >= MOST_PRESSES:
            log.debug("a press is not acknowledged: too many wait")
            return None
        return _keep(self._presses, self._acknowledge(query_id, answer))

    def delete(self, chat_id: int, message_id: int, stub: str | None = None) -> asyncio.Task[None]:
        """Delete one message for everybody, soon; one of ours that is too old for that says *stub* from then on."""
        return _keep(self._deletions, self._delete(chat_id, message_id, stub))

    async def stop(self) -> None:
        """Let go of everything."""
        tasks = [*self._presses, *self._deletions]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _acknowledge(self, query_id: str, answer: PressAnswer) -> None:
        try:
            async with asyncio.timeout(PRESS_SECONDS), self._places:
                await self.calls.answer_callback_query(
                    query_id, text=answer.text or None, show_alert=answer.stays
                )
        except (TelegramError, TimeoutError) as fault:
            # What was shown says the same.
            log.debug("a press was not acknowledged: %s", type(fault).__name__)

    async def _delete(self, chat_id: int, message_id: int, stub: str | None) -> None:
        for pause in (*DELETE_PAUSES, None):
            try:
                async with self._places:
                    await self._take_away(chat_id, message_id, stub)
            except (BadRequest, Forbidden) as fault:
                # Typed more than 48 hours ago, or deleted by the citizen: nothing more can be done from here.
                log.debug("a message could not be deleted: %s", type(fault).__name__)
            except TelegramError as fault:
                if pause is None:
                    log.warning("a message could not be deleted: %s", type(fault).__name__)
                    return
                await self.clock.sleep(seconds_of(fault) if isinstance(fault, RetryAfter) else pause)
                continue
            return

    async def _take_away(self, chat_id: int, message_id: int, stub: str | None) -> None:
        """Telegram deletes nothing that is older than 48 hours; our own messages can be edited at any age."""
        try:
            await self.calls.delete_message(chat_id, message_id)
        except BadRequest:
            if stub is None:
                raise
            await self.calls.edit_message_text(stub, chat_id, message_id)


def _keep(tasks: set[asyncio.Task[None]], work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """A task that is held until it has ended: the loop itself holds none."""
    task = asyncio.create_task(work, name="aside")
    tasks.add(task)
    task.add_done_callback(tasks.discard)
    return task
