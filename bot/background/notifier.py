"""The notifier: claim, send, settle. One item a lane at a time, so that order is kept; many lanes at once.

Rules
- A crash between claim and settle repeats a delivery, marked by case and message number; none is lost. The repeat
  comes at the next start: one process holds the database, so whatever is leased then was left by a dead one.
- What was sent is settled, however long the store cannot be used: only a crash may repeat it.
- An item that cannot be opened is set aside alone.
- What somebody of an office reads in private is opened once Telegram has said that they are in its group: whoever has
  left gets nothing, and has no case any more.
- A lane whose group takes no card yet rests: it is not claimed and then waited with, so that what somebody waits for
  goes by, and what the card says is decided when it can go.
- What follows from a refusal is decided by `retry`; the log has Telegram's reason, of what lasts at growing intervals.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import assert_never

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.background.retry import Again, Decision, GiveUp, KindWaits, LaneCloses, LaneRests, LaneWaits
from bot.background.sender import Delivered, Migrated, NotDelivered, Outcome, Rejection, Sender
from bot.background.settling import Settler
from bot.causes import cause_of
from bot.clock import Clock
from bot.desk.outgoing.chats import OfficeDamagedError
from bot.desk.parcels.opening import open_parcel
from bot.desk.parcels.readers import OfficeReader, reader_of
from bot.desk.parcels.values import Later, Parcel
from bot.desk.people import GroupStanding
from bot.desk.rules import Turn
from bot.desk.safe import Safe
from bot.frozen import frozen
from bot.logs import describe_fault
from storage import outbox
from storage.engine import Database
from storage.errors import StoreDamagedError, StoreUnavailableError
from storage.outbox import OutboxItem

LEASE = 120
"""Seconds, as long as the slowest send, an upload: a claim whose process died falls due again after that."""
LANES_AT_ONCE = 30
"""As many chats as Telegram takes messages for in a second; more would only wait for their turn in the budget."""
SLOW_POLL, FAST_POLL = 5.0, 1.0
"""Seconds between looks: a wake-up may be lost with its connection, and what falls due wakes nobody."""
SOONER = 0.1
"""Seconds by which a lane must have rested before the one that is waited for, to be waited for in its place."""
ASK_AGAIN = 60
"""Seconds until Telegram is asked again whether somebody is in a group, where it did not say."""
STORE_BACK_OFF = 1.0
"""Seconds until a store that could not be used is tried again: soon enough for whoever waits, no load for a disk."""

log = logging.getLogger(__name__)


@frozen
class Claim:
    """An item and what it is about; no parcel when it is about nothing any more, or (`broken`) cannot be opened.

    `homeless` when the row of its lane's group is damaged: it waits with its lane until that is mended. It is not to be
    sent before `not_before`, if that is not nought. It is not opened yet when a `reader` must be asked about first.
    """

    item: OutboxItem
    parcel: Parcel | None
    broken: bool = False
    homeless: bool = False
    not_before: int = 0
    reader: OfficeReader | None = None


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
        self._paced: dict[str, int] = {}
        """The groups of lanes into which something has just gone, so that the next card may have to wait."""
        self._resting: asyncio.Task[None] | None = None
        self._rests_until = 0.0
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
            tasks = [*self._busy.values(), *([self._resting] if self._resting else [])]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _round(self) -> float:
        """Start what is due; how long to rest when nothing wakes us."""
        room = LANES_AT_ONCE - len(self._busy)
        held = self._held_until - self.clock.monotonic()
        if room <= 0 or held > 0:
            return max(held, 0.05)
        pauses = self._pauses()
        claims = await self._claim(room, tuple(pauses))
        for claim in claims:
            task = asyncio.create_task(self._deliver(claim), name=f"lane {claim.item.lane}")
            self._busy[claim.item.lane] = task
        if claims:
            return 0.0
        now, busy = int(self.clock.timestamp()), tuple(self._busy)
        due = await self.database.read(outbox.next_due, now=now, without=busy)
        if due is not None and due <= now and pauses:
            self._rest_for(min(pauses.values()))  # what is due is a card of a lane that rests
        return SLOW_POLL if due is None else min(SLOW_POLL, max(FAST_POLL, due - self.clock.timestamp()))

    def _pauses(self) -> dict[str, float]:
        """The lanes that rest, each with the seconds until it may go on."""
        pauses = {lane: self.sender.pace(chat) for lane, chat in self._paced.items()}
        pauses = {lane: pause for lane, pause in pauses.items() if pause > 0}
        self._paced = {lane: self._paced[lane] for lane in pauses}
        return pauses

    def _rest_for(self, seconds: float) -> None:
        """Wake up when the first lane has rested; what an earlier round waits for stands, unless this comes sooner."""
        until = self.clock.monotonic() + seconds
        if self._resting is not None and not self._resting.done():
            if until > self._rests_until - SOONER:
                return
            self._resting.cancel()
        self._rests_until = until
        self._resting = asyncio.create_task(self._wake_after(seconds), name="lanes that rest")

    async def _wake_after(self, seconds: float) -> None:
        await self.sender.rest(seconds)
        self.wake.set()

    async def _claim(self, room: int, only_first: Sequence[str]) -> list[Claim]:
        """Up to *room* claims. Where one lies on a damaged page, all are opened apart, in a transaction that reads."""
        now, busy = int(self.clock.timestamp()), tuple(self._busy)
        try:
            return await self.database.write(_claim, now, room, busy, only_first, self._turn())
        except StoreDamagedError as fault:
            self.safe.damages.met(fault)
            await self.database.probe()  # if it is the outbox itself, nothing is written any more, and all wait
            items = await self.database.write(_take, now, room, busy, only_first)
            return await self.database.read(_open_all, items, self._turn())

    def _turn(self) -> Turn:
        return Turn(self.settler.rules, self.clock.now())

    async def _rest(self, seconds: float) -> None:
        if seconds > 0:
            await self.clock.wait(self.wake, seconds)

    async def _deliver(self, claim: Claim) -> None:
        """One item from claim to settlement. The supervisor's door: whatever breaks is logged and retried."""
        try:
            if claim.reader is not None:
                claim = await self._ask_about(claim.item, claim.reader)
            if claim.not_before:
                put_off = partial(self.database.write, self.settler.put_off, claim.item, claim.not_before)
                await self._persist(claim.item, put_off)
                return
            outcome = await self._send(claim)
            await self._persist(claim.item, partial(self._settle, claim, outcome))
        except Exception as fault:  # noqa: BLE001 - the supervisor's door: it is logged and settled
            log.error("delivery failed: %s", describe_fault(fault))
            await self._try_again(claim)
        finally:
            self._busy.pop(claim.item.lane, None)
            if claim.parcel is not None:
                self._paced[claim.item.lane] = claim.parcel.chat
            self.wake.set()

    async def _ask_about(self, item: OutboxItem, reader: OfficeReader) -> Claim:
        """The claim of *item* opened for *reader*, if they are in the group now; nothing for whoever is not."""
        standing = await self.sender.standing_of(reader.group, reader.person.id)
        if standing is GroupStanding.LEFT:
            await self._persist(item, partial(self.database.write, self.settler.has_left, reader))
            return Claim(item, None)
        if standing is not GroupStanding.MEMBER and reader.waits:
            return Claim(item, None, not_before=int(self.clock.timestamp()) + ASK_AGAIN)
        try:
            return await self.database.write(_open, item, self._turn())
        except StoreDamagedError as fault:
            self.safe.damages.met(fault)
            return await self.database.read(_open, item, self._turn())

    async def _send(self, claim: Claim) -> Outcome:
        if claim.broken:
            return NotDelivered(Rejection.BROKEN)
        if claim.homeless:
            return NotDelivered(Rejection.HOMELESS)
        if claim.parcel is None:
            return Delivered()
        return await self.sender.send(claim.parcel, again=claim.item.unknown > 0)

    async def _persist(self, item: OutboxItem, settle: Callable[[], Awaitable[None]]) -> None:
        """Settle until the store takes it. Meanwhile the lane stays busy here, so nobody sends the item again."""
        while True:
            try:
                await settle()
            except StoreUnavailableError as fault:
                words = cause_of(fault).words
                log.error("an outbox item of kind %s waits to be settled: %s", item.kind, words)
                await self.clock.sleep(STORE_BACK_OFF)
            else:
                return

    async def _settle(self, claim: Claim, outcome: Outcome) -> None:
        item, parcel = claim.item, claim.parcel
        match outcome:
            case Delivered():
                await self.database.write(self.settler.delivered, item, parcel, outcome)
            case NotDelivered():
                if outcome.everywhere:
                    self._held_until = self.clock.monotonic() + outcome.asked
                _tell(item, outcome, await self.database.write(self.settler.refused, item, parcel, outcome))
            case Migrated(old_chat, new_chat):
                await self.database.write(self.settler.migrated, item, old_chat, new_chat)
            case unexpected:
                assert_never(unexpected)

    async def _try_again(self, claim: Claim) -> None:
        """A fault of our own: back off; after several attempts the item is set aside, so that its lane goes on."""
        try:
            await self._persist(claim.item, lambda: self._settle(claim, NotDelivered(Rejection.OWN)))
        except Exception as fault:  # noqa: BLE001 - the supervisor's door: its lease will end, and it comes again
            log.error("a failed outbox item could not be put back: %s", describe_fault(fault))


def _tell(item: OutboxItem, outcome: NotDelivered, decision: Decision) -> None:
    """Log a refusal with Telegram's own words: of one that lasts the first, the second, the fourth time and so on."""
    is_told = item.attempts & (item.attempts - 1) == 0
    match decision:
        case GiveUp(reason):
            log.error("an outbox item of kind %s was set aside (%s): %s", item.kind, reason, outcome.words)
        case LaneCloses(reason) | LaneWaits(reason) | KindWaits(reason):
            if is_told:
                log.warning("the chat of an item of kind %s is closed to it (%s): %s", item.kind, reason, outcome.words)
        case Again() | LaneRests():
            if outcome.why is not Rejection.FLOOD and is_told:
                said = (item.kind, item.attempts, outcome.why.name, outcome.words)
                log.warning("an item of kind %s is tried again after try %d (%s): %s", *said)
        case unexpected:
            assert_never(unexpected)


def _take(
    connection: Connection, now: int, room: int, busy: Sequence[str], only_first: Sequence[str]
) -> list[OutboxItem]:
    return outbox.claim_due(connection, now=now, lease=LEASE, limit=room, without=busy, only_first=only_first)


def _claim(
    connection: Connection, now: int, room: int, busy: Sequence[str], only_first: Sequence[str], turn: Turn
) -> list[Claim]:
    return _open_all(connection, _take(connection, now, room, busy, only_first), turn)


def _open_all(connection: Connection, items: Sequence[OutboxItem], turn: Turn) -> list[Claim]:
    return [_open(connection, item, turn, asked=False) for item in items]


def _open(connection: Connection, item: OutboxItem, turn: Turn, *, asked: bool = True) -> Claim:
    """One damaged item must not keep the others from being sent. Not *asked*: a reader in private comes first."""
    try:
        reader = None if asked else reader_of(connection, item, turn)
        if reader is not None:
            return Claim(item, None, reader=reader)
        parcel = open_parcel(connection, item, turn)
        return Claim(item, None, not_before=parcel.not_before) if isinstance(parcel, Later) else Claim(item, parcel)
    except SQLAlchemyError:
        raise
    except OfficeDamagedError:
        return Claim(item, None, homeless=True)
    except Exception as fault:  # noqa: BLE001 - it is logged here, and set aside when it is delivered
        log.error("an outbox item of kind %s cannot be opened: %s", item.kind, describe_fault(fault))
        turn.safe.damages.met(fault)
        return Claim(item, None, broken=True)
