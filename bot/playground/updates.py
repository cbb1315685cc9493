"""The updates that wait for the bot, and the one poller that may take them.

Rules
- An offset confirms, and forgets, everything below it; a negative one keeps only the last so many. One far above all
  that was ever numbered (FAR_AHEAD) confirms nothing: numbers have fallen, and everything that waits is handed out.
- Updates are kept 24 h and button presses 150 s, by the server's clock.
- What is not among the allowed updates never becomes an update.
- Of two pollers the older is told 409; while a webhook is set every poller is.
- Asking again with an unchanged offset within 3 s is counted in `hasty_polls`: Telegram slows such bots down.
"""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Iterable
from itertools import takewhile

from bot.clock import Clock
from bot.frozen import frozen
from bot.playground.changes import Changes
from bot.playground.errors import ClosedDoorError, RefusedCallError, violation
from bot.playground.shapes import Json, field_names

FIRST_UPDATE = 700_000_001
KEPT_SECONDS = 24 * 3600
PRESS_KEPT_SECONDS = 150
HASTY_SECONDS = 3.0
FAR_AHEAD = 10
"""As in Telegram's own server (tdlib/td, TQueue): an offset "in the future" is answered from the head of the queue."""
ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_IS_SET = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
WEBHOOK_WAS_SET = "Conflict: terminated by setWebhook request"


@frozen
class Update:
    """One update, already written as JSON, the *place*-th of all; *lane* is the chat whose order must be kept."""

    id: int
    place: int
    kind: str
    raw: Json
    text: str
    at: float
    lane: int


class Updates:
    """What waits for the bot."""

    def __init__(self, clock: Clock) -> None:
        self.arrivals = Changes()
        self.closed = asyncio.Event()
        self.allowed: frozenset[str] | None = None
        self.hasty_polls = 0
        self.made = 0
        self._next_id = FIRST_UPDATE
        self._clock = clock
        self._waiting: OrderedDict[int, Update] = OrderedDict()
        self._poller = 0
        self._why_ended = OTHER_POLLER
        self._last_poll: tuple[int | None, float] = (None, float("-inf"))

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Remember which kinds the bot wants; an empty list means the usual ones, None changes nothing."""
        if kinds is None:
            return
        kinds = frozenset(kinds)
        unknown = sorted(kinds - field_names("Update"))
        if unknown:
            raise violation(f"allowed_updates names no update: {', '.join(unknown)}")
        self.allowed = kinds or None

    def put(self, kind: str, payload: Json, *, lane: int) -> None:
        """Queue an update, if the bot wants such."""
        wanted = kind in self.allowed if self.allowed is not None else kind not in ONLY_WHEN_ASKED
        if not wanted:
            return
        number = self._next_id
        self._next_id += 1
        self.made += 1
        raw: Json = {"update_id": number, kind: payload}
        text = json.dumps(raw, ensure_ascii=False, separators=(",", ":"))
        self._waiting[number] = Update(number, self.made, kind, raw, text, self._clock.timestamp(), lane)
        self.arrivals.tell()

    def waiting(self) -> list[Update]:
        """Everything that still waits, oldest first; what is too old is forgotten."""
        for update in [update for update in self._waiting.values() if self._is_stale(update)]:
            del self._waiting[update.id]
        return list(self._waiting.values())

    def number_from(self, first: int) -> None:
        """Number what comes from *first* on, as Telegram does at random after a week without any update."""
        self._next_id = first

    def after(self, place: int) -> list[Update]:
        """What waits and came after the *place*-th update, oldest first."""
        newer = list(takewhile(lambda update: update.place > place, reversed(self._waiting.values())))
        return newer[::-1]

    def forget(self, update_id: int) -> None:
        """Forget one delivered update."""
        self._waiting.pop(update_id, None)

    def drop_all(self) -> None:
        """Forget everything that waits."""
        self._waiting.clear()

    def is_waiting(self, update_id: int) -> bool:
        """Whether that update is still to be delivered."""
        update = self._waiting.get(update_id)
        return update is not None and not self._is_stale(update)

    def end_poller(self, why: str = WEBHOOK_WAS_SET) -> None:
        """Send the poller who waits now away with 409."""
        self._poller += 1
        self._why_ended = why
        self.arrivals.tell()

    def close(self) -> None:
        """Send everybody away for good."""
        self.closed.set()
        self.end_poller()

    async def poll(self, *, offset: int | None, limit: int, seconds: float) -> list[Update]:
        """What getUpdates answers: at once when something waits, else after at most *seconds*."""
        self.end_poller(OTHER_POLLER)
        mine = self._poller
        self._note_haste(offset)
        self._confirm(offset)
        until = self._clock.monotonic() + seconds
        while True:
            if self.closed.is_set():
                raise ClosedDoorError("the playground is shutting down")
            if self._poller != mine:
                raise RefusedCallError(409, self._why_ended)
            batch = self._next(limit)
            remaining = until - self._clock.monotonic()
            if batch or remaining <= 0:
                return batch
            await self.arrivals.wait_a_while(self._clock, remaining)

    def _note_haste(self, offset: int | None) -> None:
        now = self._clock.monotonic()
        last_offset, last_time = self._last_poll
        self.hasty_polls += offset == last_offset and now - last_time < HASTY_SECONDS
        self._last_poll = (offset, now)

    def _confirm(self, offset: int | None) -> None:
        if offset is not None and offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popitem(last=False)
        elif offset and offset <= self._next_id + FAR_AHEAD:
            while self._waiting and next(iter(self._waiting)) < offset:
                self._waiting.popitem(last=False)

    def _next(self, limit: int) -> list[Update]:
        batch: list[Update] = []
        stale: list[int] = []
        for update in self._waiting.values():
            if self._is_stale(update):
                stale.append(update.id)
                continue
            batch.append(update)
            if len(batch) == limit:
                break
        for number in stale:
            del self._waiting[number]
        return batch

    def _is_stale(self, update: Update) -> bool:
        kept = PRESS_KEPT_SECONDS if update.kind == "callback_query" else KEPT_SECONDS
        return self._clock.timestamp() - update.at > kept
