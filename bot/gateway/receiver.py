"""The receiver: Telegram is the inbox. An update is acknowledged only after the COMMIT that holds its effects.

Rules
- The polling offset is the end of the contiguous decided prefix, at most 100 updates ahead of what is decided.
- Updates come in the order in which they are handed out. Their numbers may fall: after a week without any Telegram
  goes on from another number. A number that was met before is a repeat only while it is being decided; what was
  decided is known by its mark in the store. After such a week Telegram is asked without an offset, once.
- Order is kept per chat; different chats run at once.
- A fault of the store, the disk or the key files stops intake: nothing is acknowledged, the same updates are tried
  again when a probe transaction works (bot/gateway/outage.py).
- An update that fails twice while a probe transaction works is set aside: its sender is told, admins are alerted,
  the others go on. A box that does not open is such a failure: the keys were proven at the start.
- Updates are parsed one by one: one that cannot be parsed is set aside alone.
- An unchanged offset is never polled again within three seconds, whatever the first poll came to.
- Who sends faster than may be answered is answered once, after the last: one chat must not hold up the others.
- While the window is crowded, polls are gathered: each would bring the same updates back for one that is new.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Protocol

from telegram import Bot, Update
from telegram.constants import ChatType
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.causes import STORE_FAULTS
from bot.clock import Clock
from bot.gateway.incoming import ALLOWED_UPDATES
from bot.gateway.outage import Outage
from bot.gateway.outcomes import seconds_of
from bot.gateway.parsing import parse_update
from bot.gateway.rivals import Conflicts
from bot.gateway.silence import NEW_TOKEN, words_of
from bot.gateway.transport import BotApiRequest
from bot.logs import describe_fault

POLL_SECONDS = 25
"""How long Telegram may keep an empty poll: short of the 30 s after which proxies on the way cut it."""
MOST_AHEAD = 100
"""The most that getUpdates hands out at once (Bot API)."""
SAME_OFFSET_PAUSE = 3.0
"""Seconds: a poll that acknowledges nothing repeats what is being decided, and only costs both sides."""
CALM = 4
"""Updates being decided at once while which answers are waited for, each before its update is acknowledged. More than a
busy office's day ever brings together; the next poll does not wait for an answer then."""
CROWD, CROWDED_PAUSE = MOST_AHEAD // 2, 0.1
"""With more than half of the window undecided the next poll waits, in seconds: nobody feels a tenth, and the half that
it brings is worth a poll."""
QUIET_SECONDS = 7 * 24 * 3600.0
"""From then on Telegram may number anew, and at random (Bot API, "Update")."""
FAILED_POLL_PAUSE = 1.0
"""Seconds after a poll that failed: updates wait at Telegram meanwhile, for 24 hours."""
FAILURES = 2
"""An update that failed twice while the store works fails by itself: the third try would hold up its chat."""

log = logging.getLogger(__name__)


class Door(Protocol):
    """Decides one update durably and answers it."""

    async def take(self, update: Update, *, hurried: bool = False) -> None:
        """Return after COMMIT and a bounded try to answer; raise when nothing was committed.

        *hurried*: more waits to be decided, of the same chat or of many.
        """

    async def apologise(self, update: Update) -> None:
        """The update was set aside: tell its sender."""


class Receiver:
    """Polls, decides, acknowledges."""

    def __init__(
        self,
        bot: Bot,
        request: BotApiRequest,
        door: Door,
        outage: Outage,
        clock: Clock,
        alarm: Callable[[int], Awaitable[None]],
        conflicts: Conflicts,
    ) -> None:
        self.bot = bot
        self.request = request
        self._polling_url = f"{bot.base_url}/getUpdates"
        self.door = door
        self.outage = outage
        self.clock = clock
        self.alarm = alarm
        self.conflicts = conflicts
        self.set_aside = 0
        self._offset = 0
        self._polled: tuple[int, float] | None = None
        self._pending: dict[int, asyncio.Task[None]] = {}
        self._lanes: dict[int, asyncio.Task[None]] = {}
        self._progress = asyncio.Event()
        self._heard_at = self._decided_at = clock.monotonic()

    @property
    def idle_seconds(self) -> float:
        """For how long no update has been decided."""
        return self.clock.monotonic() - self._decided_at

    def ask_anew(self) -> None:
        """Ask Telegram without an offset next time, unless something is being decided: take whatever it holds."""
        if not self._pending:
            self._offset = 0

    async def run(self) -> None:
        """Receive for ever; when cancelled, finish nothing more: what is undecided comes again."""
        try:
            while True:
                await self._wait_for_progress()
                if self.clock.monotonic() - self._heard_at > QUIET_SECONDS:
                    self.ask_anew()
                self._polled = (self._offset, self.clock.monotonic())
                await self._poll()
                self._drop_decided()
        finally:
            for task in self._pending.values():
                task.cancel()
            await asyncio.gather(*self._pending.values(), return_exceptions=True)
            await self.outage.close()

    async def _wait_for_progress(self) -> None:
        """Return when the offset has moved on since the last poll, far enough in a crowd, or its pause is over."""
        while self._polled is not None and (pause := self._pause()) > 0:
            left = self._polled[1] + pause - self.clock.monotonic()
            if left <= 0:
                return
            self._progress.clear()
            await self.clock.wait(self._progress, left)
            self._drop_decided()

    def _pause(self) -> float:
        """Seconds that must lie between the last poll and the next."""
        if self._polled is None or self._polled[0] == self._offset:
            return SAME_OFFSET_PAUSE
        return CROWDED_PAUSE if len(self._pending) > CROWD else 0.0

    async def _poll(self) -> None:
        try:
            raw = await self.request.call(self._polling_url, self._wishes(), read_seconds=POLL_SECONDS + 10)
        except RetryAfter as fault:
            await self.clock.sleep(seconds_of(fault))
        except Conflict:
            await self.conflicts.refused()
            await self.clock.sleep(SAME_OFFSET_PAUSE)
        except InvalidToken as fault:
            log.error("Telegram hands out no updates: %s; %s", words_of(fault), NEW_TOKEN)
            await self.clock.sleep(SAME_OFFSET_PAUSE)
        except TelegramError as fault:
            log.warning("updates could not be fetched: %s", words_of(fault))
            await self.clock.sleep(FAILED_POLL_PAUSE)
        else:
            self.accept(raw)

    def _wishes(self) -> dict[str, Any]:
        """What getUpdates is asked: past PTB's own method, which would parse all updates or none."""
        wanted: dict[str, Any] = {"offset": self._offset} if self._offset else {}
        return wanted | {
            "limit": MOST_AHEAD,
            "timeout": 0 if self._pending else POLL_SECONDS,
            "allowed_updates": ALLOWED_UPDATES,
        }

    def accept(self, raw: list[dict[str, Any]]) -> None:
        """Start deciding *raw* updates, in order within each chat."""
        if raw:
            self._heard_at = self.clock.monotonic()
        for content in raw:
            update_id = int(content["update_id"])
            if update_id in self._pending:
                continue
            if not self._offset:
                self._offset = update_id
            update = self._parse(content)
            lane = _lane_of(update) if update is not None else 0
            before = self._lanes.get(lane)
            task = asyncio.create_task(self._decide(update, before, lane), name="update")
            self._pending[update_id] = self._lanes[lane] = task
            task.add_done_callback(partial(self._left, lane))

    def _left(self, lane: int, done: asyncio.Task[None]) -> None:
        if self._lanes.get(lane) is done:
            del self._lanes[lane]
        if not done.cancelled():
            self._decided_at = self.clock.monotonic()
        if next(iter(self._pending.values()), done).done():
            self._progress.set()

    def _drop_decided(self) -> None:
        """Move the offset behind what is decided, in the order in which it was handed out."""
        for update_id, task in list(self._pending.items()):
            if not task.done() or task.cancelled():
                break
            del self._pending[update_id]
            self._offset = update_id + 1

    def _parse(self, content: dict[str, Any]) -> Update | None:
        try:
            return parse_update(content, self.bot)
        except Exception as fault:  # noqa: BLE001 - whatever is wrong with it, it must not come for ever
            log.error("an update could not be read and is set aside: %s", describe_fault(fault))
            return None

    async def _decide(self, update: Update | None, before: asyncio.Task[None] | None, lane: int) -> None:
        if before is not None:
            await asyncio.wait((before,))
        if update is None or not await self._take(update, lane):
            if update is not None:
                await self._apologise(update)
            await self._count_aside()

    async def _take(self, update: Update, lane: int) -> bool:
        """Have *update* decided; False when it failed although the store works."""
        failures = faults = 0
        while failures < FAILURES:
            try:
                await self.door.take(update, hurried=self._is_hurried(lane))
            except STORE_FAULTS as fault:
                await self.outage.wait(fault, faults, _private_chat(update))
                faults += 1
            except Exception as fault:  # noqa: BLE001 - the receiver's door: logged, tried again, then set aside
                log.error("an update failed: %s", describe_fault(fault))
                # While the store does not work either, the failure may be the store's.
                failures += await self.outage.is_store_working()
            else:
                self.outage.healthy = True
                return True
        return False

    def _is_hurried(self, lane: int) -> bool:
        """Whether others wait until the lane's update is decided: then its answer is not waited for."""
        return len(self._pending) > CALM or self._lanes.get(lane) is not asyncio.current_task()

    async def _apologise(self, update: Update) -> None:
        try:
            await self.door.apologise(update)
        except Exception as fault:  # noqa: BLE001 - the receiver's door: an update set aside must not come again
            log.error("the sender of an update that was set aside could not be told: %s", describe_fault(fault))

    async def _count_aside(self) -> None:
        """Alert the admins, as soon as the store takes it: until then the update is not acknowledged."""
        self.set_aside += 1
        attempt = 0
        while True:
            try:
                await self.alarm(self.set_aside)
            except STORE_FAULTS as fault:
                await self.outage.wait(fault, attempt)
                attempt += 1
            except Exception as fault:  # noqa: BLE001 - the receiver's door: it is logged, and must not come again
                log.error("admins could not be alerted: %s", describe_fault(fault))
                return
            else:
                return


def _private_chat(update: Update) -> int | None:
    """The chat in which somebody waits for the answer to *update*."""
    chat = update.effective_chat
    return chat.id if chat is not None and chat.type == ChatType.PRIVATE else None


def _lane_of(update: Update) -> int:
    """Updates of one lane keep their order: one chat, or one person pressing in groups."""
    chat = update.effective_chat
    return chat.id if chat is not None else 0
