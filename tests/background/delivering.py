"""A notifier at work on a real database; only what stands behind the sender is made up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from sqlalchemy import Connection, select

from bot.background.notifier import Notifier
from bot.background.sender import Delivered, Outcome, Posted
from bot.background.settling import Settler
from bot.clock import Clock
from bot.desk.parcels.values import Parcel
from bot.desk.people import GroupStanding
from bot.desk.rules import Rules
from storage import outbox, schema
from storage.engine import Database
from tests.waiting import until

Answer: TypeAlias = Callable[[Parcel], Outcome]


@dataclass(slots=True)
class Telegram:
    """A sender that remembers its parcels and answers as it is told; else everything arrives as one message."""

    answer: Answer | None = None
    parcels: list[Parcel] = field(default_factory=list)
    repeats: int = 0
    standing: GroupStanding = GroupStanding.MEMBER
    asked: list[tuple[int, int]] = field(default_factory=list)

    async def send(self, parcel: Parcel, *, again: bool = False) -> Outcome:
        """Take *parcel*."""
        self.parcels.append(parcel)
        self.repeats += again
        if self.answer is not None:
            return self.answer(parcel)
        return Delivered((Posted(parcel.chat, 1000 + len(self.parcels)),))

    async def standing_of(self, group: int, person: int) -> GroupStanding:
        """Everybody is what they are told to be."""
        self.asked.append((group, person))
        return self.standing

    def pace(self, chat: int) -> float:
        """Nobody has to wait."""
        return 0.0

    async def rest(self, seconds: float) -> None:
        """Nobody does."""


def notifier_on(database: Database, rules: Rules, telegram: Telegram, clock: Clock) -> Notifier:
    """The notifier of a house with these *rules*."""
    return Notifier(database, telegram, rules.safe, Settler(rules, clock), clock)


async def deliver_all(database: Database, rules: Rules, telegram: Telegram, clock: Clock) -> list[Parcel]:
    """Let the notifier work until nothing is due any more; what was sent, in that order."""
    notifier = notifier_on(database, rules, telegram, clock)
    working = asyncio.create_task(notifier.run())
    try:
        await until(lambda: _is_done(database, notifier, clock), meanwhile=notifier.wake.set)
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    return telegram.parcels


async def _is_done(database: Database, notifier: Notifier, clock: Clock) -> bool:
    return not notifier._busy and await database.read(_is_idle, int(clock.timestamp()))


def _is_idle(connection: Connection, now: int) -> bool:
    """Nothing is due, and nothing was claimed that the notifier has not taken in hand yet."""
    claimed = select(schema.outbox.c.id).where(schema.outbox.c.leased_until.is_not(None))
    due = outbox.next_due(connection, now=now)
    return connection.execute(claimed).first() is None and (due is None or due > now)
