"""The notifier: claim, send, settle. One item a lane at a time, so that order is kept; many lanes at once.

Rules
- A crash between claim and settle repeats a delivery, marked by case and message number; none is lost. The repeat
  comes at the next start: one process holds the database, so whatever is leased then was left by a dead one.
- What was sent is settled, however long the store cannot be used: only a crash may repeat it.
- An item that cannot be opened is set aside alone.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.background.sender import (
    Delivered,
    LaneClosed,
    Migrated,
    Outcome,
    RetryLater,
    Sender,
    Undeliverable,
)
from bot.background.settling import Settler
from bot.causes import cause_of
from bot.clock import Clock
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.values import Parcel
from bot.desk.safe import Safe
from bot.logs import describe_fault
from storage import outbox
from storage.engine import Database
from storage.errors import StoreUnavailableError
from storage.outbox import OutboxItem

LEASE = 120
"""Seconds, as long as the slowest send, an upload: a claim whose process died falls due again after that."""
LANES_AT_ONCE = 30
"""As many chats as Telegram takes messages for in a second; more would only wait for their turn in the budget."""
SLOW_POLL, FAST_POLL = 5.0, 1.0
"""Seconds between looks: a wake-up may be lost with its connection, and what falls due wakes nobody."""
STORE_BACK_OFF = 1.0
"""Seconds until a store that could not be used is tried again: soon enough for whoever waits, no load for a disk."""
MOST_ATTEMPTS = 5
"""Faults of our own after which an item is set aside: with 5, 10, 15, 20 s between them a passing one is over."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Claim:
    """An item and what it is about; no parcel when it is about nothing any more, or (`broken`) cannot be opened."""

    item: OutboxItem
    parcel: Parcel | None
    broken: bool = False


class Notifier:
    """Empties the outbox until it is stopped."""

    def __init__(self, database: Database, sender: Sender, safe: Safe, settler: Settler, clock: Clock) -> None:
        self.database = database
        self.sender = sender
        self.safe = safe
        self.settler = settler
        self.clock = clock
        self.wake = asyncio.Event()
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._held_until = 0.0

    async def run(self) -> None:
        """Deliver for ever; cancelled, it lets go of what is in flight (the next start takes it up again)."""
        released = False
        try:
            while True:
                # First of all: an event left standing by a round that failed would let the rest be no rest.
                self.wake.clear()
                try:
                    if not released:
                        await self.database.write(outbox.release_claims)
                        released = True
                    pause = await self._round()
                except StoreUnavailableError as fault:
                    log.error("the notifier waits: %s", cause_of(fault).words)
                    pause = STORE_BACK_OFF
                except Exception as fault:  # noqa: BLE001 - the supervisor's door: it is logged, and the office waits
                    log.error("the notifier failed: %s", describe_fault(fault))
                    pause = SLOW_POLL
                await self._rest(pause)
        finally:
            for task in self._busy.values():
                task.cancel()
            await asyncio.gather(*self._busy.values(), return_exceptions=True)

    async def _round(self) -> float:
        """Start what is due; how long to rest when nothing wakes us."""
        room = LANES_AT_ONCE - len(self._busy)
        held = self._held_until - self.clock.monotonic()
        if room <= 0 or held > 0:
            return max(held, 0.05)
        claims = await self.database.write(_claim, int(self.clock.timestamp()), room, tuple(self._busy), self.safe)
        for claim in claims:
            task = asyncio.create_task(self._deliver(claim), name=f"lane {claim.item.lane}")
            self._busy[claim.item.lane] = task
        if claims:
            return 0.0
        due = await self.database.read(outbox.next_due, now=int(self.clock.timestamp()), without=tuple(self._busy))
        return SLOW_POLL if due is None else min(SLOW_POLL, max(FAST_POLL, due - self.clock.timestamp()))

    async def _rest(self, seconds: float) -> None:
        if seconds > 0:
            await self.clock.wait(self.wake, seconds)

    async def _deliver(self, claim: Claim) -> None:
        """One item from claim to settlement. The supervisor's door: whatever breaks is logged and retried."""
        try:
            outcome = await self._send(claim)
            await self._persist(claim, lambda: self._settle(claim, outcome))
        except Exception as fault:  # noqa: BLE001 - the supervisor's door: it is logged and settled
            log.error("delivery failed: %s", describe_fault(fault))
            await self._try_again(claim)
        finally:
            self._busy.pop(claim.item.lane, None)
            self.wake.set()

    async def _send(self, claim: Claim) -> Outcome:
        if claim.broken:
            return Undeliverable("it cannot be opened")
        return Delivered() if claim.parcel is None else await self.sender.send(claim.parcel)

    async def _persist(self, claim: Claim, settle: Callable[[], Awaitable[None]]) -> None:
        """Settle until the store takes it. Meanwhile the lane stays busy here, so nobody sends the item again."""
        while True:
            try:
                await settle()
            except StoreUnavailableError as fault:
                words = cause_of(fault).words
                log.error("an outbox item of kind %s waits to be settled: %s", claim.item.kind, words)
                await self.clock.sleep(STORE_BACK_OFF)
            else:
                return

    async def _settle(self, claim: Claim, outcome: Outcome) -> None:
        match outcome:
            case Delivered(posts):
                await self.database.write(self.settler.delivered, claim.item, claim.parcel, posts)
            case RetryLater(delay, everywhere, posts):
                if everywhere:
                    self._held_until = self.clock.monotonic() + delay
                await self.database.write(self.settler.postponed, claim.item, claim.parcel, posts, delay)
            case LaneClosed(reason):
                log.warning("a lane was closed to an item of kind %s: %s", claim.item.kind, reason)
                await self.database.write(self.settler.lane_closed, claim.item, reason)
            case Migrated(old_chat, new_chat):
                await self.database.write(self.settler.migrated, claim.item, old_chat, new_chat)
            case Undeliverable(reason):
                log.error("an outbox item of kind %s was set aside: %s", claim.item.kind, reason)
                await self.database.write(self.settler.undeliverable, claim.item)
            case unexpected:
                assert_never(unexpected)

    async def _try_again(self, claim: Claim) -> None:
        """A fault of our own: back off; after several attempts the item is set aside, so that its lane goes on."""
        last = claim.item.attempts >= MOST_ATTEMPTS
        outcome = Undeliverable("it failed again and again") if last else RetryLater(5.0 * claim.item.attempts)
        try:
            await self._persist(claim, lambda: self._settle(claim, outcome))
        except Exception as fault:  # noqa: BLE001 - the supervisor's door: its lease will end, and it comes again
            log.error("a failed outbox item could not be put back: %s", describe_fault(fault))


def _claim(connection: Connection, now: int, room: int, busy: Sequence[str], safe: Safe) -> list[Claim]:
    items: list[Any] = outbox.claim_due(connection, now=now, lease=LEASE, limit=room, without=busy)
    return [_open(connection, item, safe) for item in items]


def _open(connection: Connection, item: OutboxItem, safe: Safe) -> Claim:
    """One damaged item must not keep the others from being sent."""
    try:
        return Claim(item, open_parcel(connection, item, safe))
    except SQLAlchemyError:
        raise
    except Exception as fault:  # noqa: BLE001 - it is logged here, and set aside when it is delivered
        log.error("an outbox item of kind %s cannot be opened: %s", item.kind, describe_fault(fault))
        return Claim(item, None, broken=True)
