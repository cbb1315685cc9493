"""Delivers updates to the bot's webhook, and answers the methods that set it.

Rules
- The order of one chat is kept: its next update waits until the one before was accepted with 2xx.
- Different chats are delivered at once, at most `max_connections` together.
- A refused or lost delivery is tried again, later and later, until the update is too old.
- The secret travels in X-Telegram-Bot-Api-Secret-Token. A method call in the bot's answer is not performed.
- Plain HTTP is accepted, because only this machine is reached.
"""

import asyncio
import re
from collections import deque
from typing import Final

import aiohttp

from bot.clock import Clock
from bot.playground.errors import RefusedCallError, violation
from bot.playground.faults import Faults
from bot.playground.shapes import Json
from bot.playground.updates import WEBHOOK_IS_SET, Update, Updates

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
LOCAL_URL = re.compile(r"https?://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/.*)?")
# Seconds of the server's clock, chosen: of its pauses Telegram says only "a reasonable amount of attempts".
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0
DELIVERY_SECONDS = 60.0
PAUSE_WHEN_DOWN = 1.0


class Webhook:
    """The one webhook of the bot, set or not."""

    METHODS: Final = frozenset({"setWebhook", "deleteWebhook", "getWebhookInfo"})

    def __init__(self, updates: Updates, faults: Faults, clock: Clock) -> None:
        self.url = ""
        self._secret = ""
        self._connections = 40
        self._last_error: tuple[int, str] | None = None
        self._updates = updates
        self._faults = faults
        self._clock = clock
        self._delivery: asyncio.Task[None] | None = None

    def check_polling_allowed(self) -> None:
        """Refuse getUpdates while a webhook is set."""
        if self.url:
            raise RefusedCallError(409, WEBHOOK_IS_SET)

    async def perform(self, method: str, parameters: Json) -> object:
        """Answer one of METHODS."""
        match method:
            case "setWebhook":
                await self._set(parameters)
            case "deleteWebhook":
                await self._set({**parameters, "url": ""})
            case _:
                return self._describe()
        return True

    async def close(self) -> None:
        """Deliver nothing any more."""
        if self._delivery is not None:
            self._delivery.cancel()
            await asyncio.gather(self._delivery, return_exceptions=True)
            self._delivery = None

    async def _set(self, parameters: Json) -> None:
        url, secret = parameters["url"], parameters.get("secret_token", "")
        if url and not LOCAL_URL.fullmatch(url):
            raise violation("bad webhook: the playground delivers to this machine only")
        if secret and not SECRET.fullmatch(secret):
            raise violation("secret token contains unallowed characters")
        connections = parameters.get("max_connections", 40)
        if not 1 <= connections <= 100:
            raise violation("max_connections must be 1-100")
        self._updates.allow(parameters.get("allowed_updates"))
        if parameters.get("drop_pending_updates"):
            self._updates.drop_all()
        await self.close()
        self.url, self._secret, self._connections = url, secret, connections
        if url:
            self._updates.end_poller()
            self._delivery = asyncio.create_task(self._deliver_all())

    def _describe(self) -> Json:
        described: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.waiting()),
        }
        if self.url:
            described |= {"ip_address": "127.0.0.1", "max_connections": self._connections}
        if self._updates.allowed is not None:
            described["allowed_updates"] = sorted(self._updates.allowed)
        if self._last_error is not None:
            described["last_error_date"], described["last_error_message"] = self._last_error
        return described

    async def _deliver_all(self) -> None:
        """One lane per chat, each a task that lives while its chat has updates."""
        lanes: dict[int, deque[Update]] = {}
        places = asyncio.Semaphore(self._connections)
        placed = 0
        async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
            while True:
                revision = self._updates.arrivals.revision
                for update in self._updates.after(placed):
                    placed = update.place
                    if update.lane in lanes:
                        lanes[update.lane].append(update)
                    else:
                        lanes[update.lane] = deque([update])
                        group.create_task(self._deliver_lane(lanes, update.lane, session, places))
                await self._updates.arrivals.wait_past(revision)

    async def _deliver_lane(
        self,
        lanes: dict[int, deque[Update]],
        lane: int,
        session: aiohttp.ClientSession,
        places: asyncio.Semaphore,
    ) -> None:
        while lanes[lane]:
            update, pause = lanes[lane].popleft(), FIRST_PAUSE
            while self._updates.is_waiting(update.id):
                async with places:
                    problem = await self._deliver(update, session)
                if problem is None:
                    self._updates.forget(update.id)
                    break
                self._last_error = (int(self._clock.timestamp()), problem)
                await self._clock.sleep(PAUSE_WHEN_DOWN if self._faults.is_down else pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        del lanes[lane]

    async def _deliver(self, update: Update, session: aiohttp.ClientSession) -> str | None:
        """Deliver once; the reason when it was not accepted."""
        if self._faults.is_down:
            return "Telegram is down"
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self._secret
        try:
            timeout = aiohttp.ClientTimeout(total=DELIVERY_SECONDS)
            async with session.post(self.url, data=update.text.encode(), headers=headers, timeout=timeout) as response:
                await response.read()
        except (aiohttp.ClientError, TimeoutError) as problem:
            return f"Connection failed: {type(problem).__name__}"
        if 200 <= response.status < 300:
            return None
        return f"Wrong response from the webhook: {response.status} {response.reason}"
