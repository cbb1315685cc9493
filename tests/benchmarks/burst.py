"""preview-in-a-burst: how long an officer waits for the preview of an answer while the cards of a burst come.

CARDS cases are filed within a minute; OFFICERS answer what stands in the group, as fast as anybody reads and types, and
send what the preview shows. Notifier, desk, outbox, sender and budget are the house's own; a call of Telegram takes
ANSWER_SECONDS. In simulated time: it says what the schedule does, on any machine.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from statistics import quantiles
from typing import Any, TypeVar, cast

from sqlalchemy import Connection

from bot.background.notifier import Notifier
from bot.background.settling import Settler
from bot.catalogue.workdays import WorkCalendar
from bot.desk.files import CleanFile
from bot.desk.officers.acting import OfficeCase
from bot.desk.officers.previews import Ruling, decide_preview, keep_preview
from bot.desk.outgoing.posts import CasePost, PostRole, find_post
from bot.desk.people import Done, Officer, Spot
from bot.desk.rules import Turn
from bot.gateway.budget import Budget
from bot.gateway.calls import Calls, Keyboard
from bot.gateway.cards import Cards
from bot.gateway.inquiries import Inquiries
from bot.gateway.looks import GroupLooks
from bot.gateway.sender import TelegramSender
from storage import cases, offices
from storage.engine import Database
from tests.benchmarks.figure import Figure, at_most
from tests.benchmarks.simulated import SimulatedClock, run_simulated
from tests.desk.house import DANA, GROUP, NOW, QUESTIONS, WORDS, YERLAN, Desk, new_rules, open_engine, press

CARDS = 40
OFFICERS = (DANA, YERLAN)
FILED_WITHIN = 60.0
ANSWER_SECONDS = 0.15
"""Of Telegram, for one call."""
TYPING = (12.0, 24.0)
"""Seconds between an officer's answer gone and the next one typed: short answers, one after the other."""
READING = (2.0, 5.0)
"""Seconds between a preview and the press under it."""
LOOK_SECONDS = 0.1
MOST_SECONDS = 1.5
SEEDS = range(4)

Answer = TypeVar("Answer")


class Telegram(Calls):
    """Takes everything after ANSWER_SECONDS, and remembers when each message came into the group."""

    def __init__(self, clock: SimulatedClock) -> None:
        self.clock = clock
        self.arrived: dict[int, float] = {}
        self.into_group: list[float] = []
        """When the group got a message or an edit."""
        self._numbers = count(1000)

    async def _call(self, method: str, wanted: dict[str, Any], keyboard: Keyboard | None = None) -> Any:
        await self.clock.sleep(ANSWER_SECONDS)
        if wanted["chat_id"] != GROUP:
            return {"message_id": next(self._numbers)}
        self.into_group.append(self.clock.monotonic())
        if method != "sendMessage":
            return True
        number = next(self._numbers)
        self.arrived[number] = self.clock.monotonic()
        return {"message_id": number}


class PrivateGroup(GroupLooks):
    """No stranger reads along, and nobody is asked about it."""

    async def why_readable(self, chat: int) -> str | None:
        return None


class OneConnection:
    """What the notifier asks of the database, on the desk's own connection: a thread would live in another time."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    async def write(self, ask: Callable[..., Answer], *args: Any, **kwargs: Any) -> Answer:
        """What *ask* answers."""
        return ask(self.connection, *args, **kwargs)

    read = write


@dataclass(slots=True)
class Burst:
    """The office, and those who work in it."""

    desk: Desk
    clock: SimulatedClock
    chance: random.Random
    telegram: Telegram
    notifier: Notifier
    waits: list[float] = field(default_factory=list)
    cards: deque[CasePost] = field(default_factory=deque)
    """Those that stand in the group and that nobody answers yet."""
    previews: dict[tuple[str, int | None], int] = field(default_factory=dict)
    unread: list[int] = field(default_factory=list)
    come: int = 0
    """How many cards have."""
    seen: int = 0
    """The newest message that was looked at."""

    async def file_all(self) -> None:
        """Citizens send CARDS reports."""
        for moment in sorted(self.chance.uniform(0, FILED_WITHIN) for _ in range(CARDS)):
            await self.clock.sleep(moment - self.clock.monotonic())
            self._now().put_case()
            self.notifier.wake.set()

    async def answer_all(self, officer: Officer, answers: int) -> None:
        """*officer* answers whatever stands there unanswered, until the last card has come or *answers* were shown."""
        while self.come < CARDS and len(self.waits) < answers:
            await self.clock.sleep(self.chance.uniform(*TYPING))
            self.look()
            if self.cards:
                await self._answer(self.cards.popleft(), officer)

    async def _answer(self, card: CasePost, officer: Officer) -> None:
        desk, began = self._now(), self.clock.monotonic()
        row = cases.get_case(desk.connection, card.case)
        office = offices.get_office(desk.connection, "mangystau")
        assert row is not None and office is not None
        spot = Spot(GROUP, self.chance.getrandbits(40))
        seq = keep_preview(desk.connection, OfficeCase(office, row), "Тексердік.", spot, desk.turn)
        self.notifier.wake.set()
        while (card.case, seq) not in self.previews:
            await self.clock.sleep(LOOK_SECONDS)
            self.look()
        message = self.previews[card.case, seq]
        self.waits.append(self.telegram.arrived[message] - began)
        await self.clock.sleep(self.chance.uniform(*READING))
        ruling = Ruling(card.case, seq, send=True)
        done = decide_preview(desk.connection, press(message, officer), self._now().turn, decision=ruling)
        assert isinstance(done, Done)
        self.notifier.wake.set()

    def look(self) -> None:
        """See what has come into the group."""
        self.unread += [number for number in self.telegram.arrived if number > self.seen]
        self.seen = max(self.telegram.arrived, default=0)
        for number in tuple(self.unread):
            post = find_post(self.desk.connection, Spot(GROUP, number), self.desk.safe)
            if post is None:
                continue
            self.unread.remove(number)
            if post.role is PostRole.CARD:
                self.come += 1
                self.cards.append(post)
            elif post.role is PostRole.PREVIEW:
                self.previews[post.case, post.seq] = number

    def _now(self) -> Desk:
        self.desk.turn = replace(self.desk.turn, now=self.clock.now())
        return self.desk


async def burst(desk: Desk, seed: int, answers: int) -> Burst:
    """One burst, to its last card or as many *answers*."""
    clock = SimulatedClock(NOW)
    telegram = Telegram(clock)
    cards = Cards(WORDS, QUESTIONS, WorkCalendar(), clock)
    looks = PrivateGroup(cast(Any, None), clock)
    asking = looks, Inquiries(cast(Any, None), clock)
    sender = TelegramSender(cast(Any, None), telegram, cards, Budget(clock), _no_files, *asking)
    rules = desk.turn.rules
    database = cast(Database, OneConnection(desk.connection))
    notifier = Notifier(database, sender, rules.safe, Settler(rules, clock), clock)
    made = Burst(desk, clock, random.Random(seed), telegram, notifier)
    desk.bind()
    working = asyncio.create_task(notifier.run())
    await asyncio.gather(made.file_all(), *(made.answer_all(officer, answers) for officer in OFFICERS))
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working
    return made


async def _no_files(file_ids: object) -> list[CleanFile]:
    return []


def burst_in(folder: Path, seed: int, answers: int = CARDS) -> Burst:
    """One burst on an empty desk in *folder*, to its last card or as many *answers*."""
    engine = open_engine(folder)
    try:
        with engine.connect() as connection:
            return run_simulated(burst(Desk(connection, Turn(new_rules(seed=seed), NOW)), seed, answers))
    finally:
        engine.dispose()


def p95(waits: Sequence[float]) -> float:
    """What all but one in twenty are below."""
    return quantiles(waits, n=20)[-1]


def figures() -> list[Figure]:
    """The row."""
    waits: list[float] = []
    for seed in SEEDS:
        with tempfile.TemporaryDirectory() as folder:
            waits += burst_in(Path(folder), seed).waits
    against = f"{len(waits)} answers of {len(OFFICERS)} officers while {CARDS} cards come"
    return [at_most("preview-in-a-burst", p95(waits), "s, p95", MOST_SECONDS, against=against)]
