"""A rehearsal for whole journeys: the bot in this process, the playground's Bot API server over HTTP, SQLite files."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from bot.catalogue.regions import REGIONS
from bot.chance import Chance
from bot.clock import Clock
from bot.localisation import Texts
from bot.playground import Group, JumpingClock, Message, Person, Playground, PrivateChat
from bot.playground.changes import Patience
from bot.playground.driving import Driver, Receipt, Way
from bot.playground.jumping import wait_or_sleep
from bot.settings import Settings, read_settings
from bot.wiring import House, open_house
from storage.office_ways import OfficeWays, put_ways
from tests.waiting import PATIENCE

ADMIN_ID = 700_001
TEXTS = Texts.load()
ANSWERED_WITHIN = 2.0
"""Real seconds without any progress after which nobody answers a press any more: it is one that stays unanswered."""


@dataclass(slots=True)
class Rehearsal:
    """One running house and the people around it."""

    play: Playground
    house: House
    clock: JumpingClock
    settings: Settings
    admin: Person
    groups: dict[str, Group] = field(default_factory=dict)

    def citizen(self, name: str = "Айгүл", **about: object) -> PrivateChat:
        """A new citizen's private chat with the bot."""
        return self.play.private(self.play.person(name, **about))  # type: ignore[arg-type]

    def pass_by(self) -> None:
        """A second goes by, for what waits until it is tried again."""
        self.clock.jump(1.0)

    async def bind(self, region: str, *, language: str = "ru", members: tuple[str, ...] = ("Дана", "Ерлан")) -> Group:
        """A staff group of *region*, bound by the admin."""
        people = [self.play.person(name) for name in members]
        group = self.play.group(f"Кеңсе {region}", members=[self.admin, *people], admins=[self.admin])
        await group.add_bot(by=self.admin)
        await group.send(self.admin, f"/bind {region}")
        await group.wait_for(lambda m: m.from_bot and "Группа привязана" in m.text, PATIENCE)
        if language == "ru":
            await group.send(self.admin, "/grouplang ru")
            await group.wait_for(lambda m: m.from_bot and m.text == "Язык группы: русский", PATIENCE)
        self.groups[region] = group
        return group


def settings_for(folder: Path, play: Playground, **environ: str) -> Settings:
    """Settings of a bot that lives in *folder* and talks to *play*."""
    return read_settings(
        {
            "BOT_TOKEN": play.token,
            "BOT_API_URL": play.url,
            "DATABASE_URL": f"sqlite:///{folder}/adaldyq.db",
            "KEYRING_FILE": f"{folder}/keys/keyring.json",
            "ADMIN_IDS": str(ADMIN_ID),
            "CODE_ONLY_SLOTS": "now",
            **environ,
        }
    )


def let_answers_go(connection: Connection) -> None:
    """Answers go out as soon as they are sent; what taking back is about has a journey of its own."""
    for region in REGIONS:
        put_ways(connection, region, OfficeWays(take_back=0))


@asynccontextmanager
async def rehearsal(folder: Path, **environ: str) -> AsyncIterator[Rehearsal]:
    """A playground and a house on it; the house is stopped first."""
    clock = JumpingClock()
    async with Playground(clock=clock, budgets=False) as play:
        settings = settings_for(folder, play, **environ)
        admin = play.person("Әлия", user_id=ADMIN_ID)
        async with running(settings, clock, play) as house:
            await house.store.database.write(let_answers_go)
            yield Rehearsal(play, house, clock, settings, admin)


class LeapingClock(Clock):
    """What the bot's budget waits by: its pauses are leapt over, for how long they are is tested with the budget.

    Whoever has pressed a button in *play* gets the answer first: a minute later Telegram would not take it.
    """

    __slots__ = ("_clock", "_play")

    def __init__(self, clock: JumpingClock, play: Playground | None) -> None:
        super().__init__()
        self._clock = clock
        self._play = play

    def monotonic(self) -> float:
        return self._clock.monotonic()

    async def sleep(self, seconds: float) -> None:
        if self._play is not None:
            patience = Patience(self._play.changes, ANSWERED_WITHIN)
            while self._play.world.presses.are_open and patience.left > 0:
                await asyncio.sleep(0.005)
        self._clock.jump(max(0.0, seconds))
        await asyncio.sleep(0)

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        return await wait_or_sleep(self, event, seconds)


@asynccontextmanager
async def running(settings: Settings, clock: JumpingClock, play: Playground | None = None) -> AsyncIterator[House]:
    """The house, serving; what broke it is raised here."""
    async with open_house(settings, clock, Chance()) as house:
        house.answers.budget.clock = LeapingClock(clock, play)
        working = asyncio.create_task(house.run())
        try:
            yield house
        finally:
            working.cancel()
            with suppress(asyncio.CancelledError):
                await working


async def newest(chat: PrivateChat | Group, words: str) -> Message:
    """The newest message of the bot that holds *words*, as soon as there is one."""
    return await chat.wait_for(lambda m: m.from_bot and words in m.text, PATIENCE)


async def tap(chat: PrivateChat, label: str, words: str) -> Message:
    """Press *label* and wait for what holds *words*."""
    await chat.wait_for(lambda m: m.from_bot and m.button(label) is not None, PATIENCE)
    await chat.press(label)
    return await newest(chat, words)


async def choose_language(chat: PrivateChat, language: str = "ru") -> None:
    """From /start to the menu."""
    await Driver(chat, TEXTS, language, patience=PATIENCE).choose_language()


async def fill_report(chat: PrivateChat, text: str, *, region: str = "mangystau", level: str = "code") -> Message:
    """From the Russian menu to the preview of a report."""
    return await Driver(chat, TEXTS, "ru", patience=PATIENCE).fill(Way(text, region=region, level=level))


async def send_preview(chat: PrivateChat) -> Receipt:
    """Press send under the preview; number and code of the receipt."""
    return await Driver(chat, TEXTS, "ru", patience=PATIENCE).send()
