"""The receiver: Telegram is the inbox. An update is acknowledged only after the COMMIT that holds its effects.

Rules
- The polling offset is the end of the contiguous decided prefix, at most 100 updates ahead of what is decided.
- Order is kept per chat; different chats run at once.
- A fault of the store or of the keys stops intake: nothing is acknowledged, the same updates are tried again.
- An update that fails twice while a probe transaction works is set aside: its sender is told, admins are alerted,
  the others go on.
- Updates are parsed one by one: one that cannot be parsed is set aside alone.
- An unchanged offset is never polled again within three seconds.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Protocol
from urllib.parse import urlencode

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot.clock import Clock
from bot.encryption.errors import KeyFileError, SealBrokenError
from bot.gateway.incoming import ALLOWED_UPDATES
from bot.gateway.outcomes import seconds_of
from storage.errors import StoreUnavailableError

POLL_SECONDS = 25
MOST_AHEAD = 100
SAME_OFFSET_PAUSE = 3.0
STORE_BACK_OFF = (0.2, 0.5, 1.0, 2.0, 5.0)

log = logging.getLogger(__name__)


class Door(Protocol):
    """Decides one update durably and answers it."""

    async def take(self, update: Update) -> None:
        """Return after COMMIT and a bounded try to answer; raise when nothing was committed."""

    async def apologise(self, update: Update) -> None:
        """The update was set aside: tell its sender."""


class Receiver:
    """Polls, decides, acknowledges."""

    def __init__(
        self,
        bot: Bot,
        request: BaseRequest,
        door: Door,
        probe: Callable[[], Awaitable[None]],
        clock: Clock,
        alarm: Callable[[int], Awaitable[None]],
    ) -> None:
        self.bot = bot
        self.request = request
        self.door = door
        self.probe = probe
        self.clock = clock
        self.alarm = alarm
        self.healthy = True
        self.set_aside = 0
        self._offset = 0
        self._pending: dict[int, asyncio.Task[None]] = {}
        self._lanes: dict[int, asyncio.Task[None]] = {}
        self._progress = asyncio.Event()

    async def run(self) -> None:
        """Receive for ever; when cancelled, finish nothing more: what is undecided comes again."""
        try:
            while True:
                polled = self._offset
                await self._poll()
                await self._advance(polled)
        finally:
            for task in self._pending.values():
                task.cancel()
            await asyncio.gather(*self._pending.values(), return_exceptions=True)

    async def _poll(self) -> None:
        try:
            raw = await self.request.post(self._poll_url(), read_timeout=POLL_SECONDS + 10)
        except RetryAfter as fault:
            await self.clock.sleep(seconds_of(fault))
            return
        except (Conflict, InvalidToken) as fault:
            log.error("Telegram refuses to hand out updates: %s", type(fault).__name__)
            await asyncio.sleep(SAME_OFFSET_PAUSE)
            return
        except TelegramError as fault:
            log.warning("updates could not be fetched: %s", type(fault).__name__)
            await asyncio.sleep(1.0)
            return
        self.accept(raw)  # type: ignore[arg-type]  # PTB types every result as an object; getUpdates gives a list

    def _poll_url(self) -> str:
        """getUpdates with its parameters in the query: `Bot.get_updates` would parse all updates or none."""
        parameters = {
            "offset": self._offset,
            "limit": MOST_AHEAD,
            "timeout": 0 if self._pending else POLL_SECONDS,
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
        }
        return f"{self.bot.base_url}/getUpdates?{urlencode(parameters)}"

    def accept(self, raw: list[dict[str, Any]]) -> None:
        """Start deciding *raw* updates, in order within each chat."""
        for content in raw:
            update_id = int(content["update_id"])
            if update_id in self._pending or update_id < self._offset:
                continue
            if not self._offset:
                self._offset = update_id
            update = self._parse(content)
            lane = _lane_of(update) if update is not None else 0
            before = self._lanes.get(lane)
            task = asyncio.create_task(self._decide(update, before), name="update")
            self._pending[update_id] = self._lanes[lane] = task
            task.add_done_callback(partial(self._left, lane))

    def _left(self, lane: int, done: asyncio.Task[None]) -> None:
        if self._lanes.get(lane) is done:
            del self._lanes[lane]
        self._progress.set()

    async def _advance(self, polled: int) -> None:
        """Move the offset over what is decided; wait a little when that is nothing."""
        self._drop_decided()
        if self._offset == polled and self._pending:
            self._progress.clear()
            deadline = asyncio.get_running_loop().time() + SAME_OFFSET_PAUSE
            while self._offset == polled and (left := deadline - asyncio.get_running_loop().time()) > 0:
                try:
                    await asyncio.wait_for(self._progress.wait(), left)
                except TimeoutError:
                    break
                self._progress.clear()
                self._drop_decided()

    def _drop_decided(self) -> None:
        for update_id in sorted(self._pending):
            task = self._pending[update_id]
            if not task.done() or task.cancelled():
                break
            del self._pending[update_id]
            self._offset = update_id + 1

    def _parse(self, content: dict[str, Any]) -> Update | None:
        try:
            return Update.de_json(content, self.bot)
        except Exception as fault:
            # Nothing of the update may reach the log; it is acknowledged so that it does not come for ever.
            log.error("an update could not be read and is set aside: %s", type(fault).__name__)
            return None

    async def _decide(self, update: Update | None, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait((before,))
        if update is None:
            await self._count_aside()
            return
        failures = 0
        while failures < 2:
            try:
                await self.door.take(update)
                self.healthy = True
                return
            except (StoreUnavailableError, SealBrokenError, KeyFileError, OSError) as fault:
                await self._wait_for_store(fault)
            except Exception as fault:
                failures += 1
                log.exception("an update failed: %s", type(fault).__name__)
                await self._wait_for_store(None)
        await self.door.apologise(update)
        await self._count_aside()

    async def _wait_for_store(self, fault: Exception | None) -> None:
        """Return when a probe transaction works; until then intake is stopped and nothing is acknowledged."""
        attempt = 0
        while True:
            if fault is not None:
                self.healthy = False
                log.error("intake has stopped: %s", type(fault).__name__)
                await asyncio.sleep(STORE_BACK_OFF[min(attempt, len(STORE_BACK_OFF) - 1)])
            try:
                await self.probe()
            except StoreUnavailableError as still:
                fault = still
                attempt += 1
                continue
            return

    async def _count_aside(self) -> None:
        self.set_aside += 1
        try:
            await self.alarm(self.set_aside)
        except StoreUnavailableError:
            log.error("admins could not be alerted: the store cannot be used")


def _lane_of(update: Update) -> int:
    """Updates of one lane keep their order: one chat, or one person pressing in groups."""
    chat = update.effective_chat
    return chat.id if chat is not None else 0
