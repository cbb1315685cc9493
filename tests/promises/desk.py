"""A citizen at the desk itself: the same intake without Telegram and HTTP between, hundreds of filings in a second."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path

from bot.chance import Chance
from bot.clock import Clock
from bot.conversation.values.choices import read_choice, spell_choice
from bot.conversation.values.commands import Command
from bot.conversation.values.effects import Button, Quote, Say, Show, View
from bot.conversation.values.events import Commanded, Event, Pressed, Typed
from bot.desk.citizens.arrivals import Arrival, Decision
from bot.desk.citizens.intake import Intake
from bot.desk.groups import binding
from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.playground.driving import Way
from bot.settings import read_settings
from bot.wiring import House, open_house

STARTED = 1_900_000_800.0  # on a full ten minutes, so that rounding is the same wherever a test begins


class StillClock(Clock):
    """A clock that moves only when it is told to."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float = STARTED) -> None:
        super().__init__()
        self.seconds = seconds

    def timestamp(self) -> float:
        return self.seconds

    def monotonic(self) -> float:
        return self.seconds

    def pass_by(self, span: timedelta) -> None:
        """Let *span* pass."""
        self.seconds += span.total_seconds()


@asynccontextmanager
async def house_at(folder: Path, clock: Clock, **environ: str) -> AsyncIterator[House]:
    """A house whose desk is open and whose gateway does not run."""
    settings = read_settings(
        {
            "BOT_TOKEN": "1:playground",
            "BOT_API_URL": "http://127.0.0.1:9",
            "DATABASE_URL": f"sqlite:///{folder}/adaldyq.db",
            "KEYRING_FILE": f"{folder}/keys/keyring.json",
            **environ,
        }
    )
    async with open_house(settings, clock, Chance()) as house:
        yield house


@dataclass(slots=True)
class Visitor:
    """One citizen: an account, and what the bot showed last."""

    intake: Intake
    chat: int
    updates: Iterator[int]
    messages: Iterator[int] = field(default_factory=lambda: count(1))
    language: str = "ru"
    decision: Decision | None = None

    async def take(self, event: Event) -> Decision:
        """Let *event* happen."""
        self.decision = await self.intake.take(Arrival(next(self.updates), self.chat, event))
        return self.decision

    async def press(self, choice: str, step: int | None = None) -> Decision:
        """Press the button that is spelled *choice* as it stands now."""
        pressed = read_choice(choice)
        assert pressed is not None, f"no button is spelled {choice!r}"
        now = self.decision.step if self.decision and step is None else step or 0
        return await self.take(Pressed(pressed, now, self.language))

    async def type(self, text: str) -> Decision:
        """Type a message."""
        return await self.take(Typed(text, next(self.messages)))

    async def command(self, command: Command) -> Decision:
        """Send a command."""
        return await self.take(Commanded(command))

    async def file(self, *texts: str, level: str = "code", region: str = "mangystau") -> tuple[str, str]:
        """From /start to the receipt; its number and code."""
        way, waiting = Way("", level=level, region=region), list(texts)
        await self.command(Command.START)
        while "saved" not in (offered := self.offered()):
            choice = way.next_press(offered, self.language)
            if choice is None:
                await self.type(waiting.pop(0))
            else:
                await self.press(choice)
        values = next(say.values for say in self.says() if "code" in say.values and "case_no" in say.values)
        return str(values["case_no"]), str(values["code"])

    def offered(self) -> list[str]:
        """The choices that stand under what was shown last."""
        return [
            spell_choice(button.choice)
            for view in self.views()
            for row in view.rows
            for button in row
            if isinstance(button, Button)
        ]

    def views(self) -> list[View]:
        """What was shown last."""
        return [effect.view for effect in self.decision.effects if isinstance(effect, Show)] if self.decision else []

    def says(self) -> list[Say]:
        """The texts that were shown last."""
        return [part for view in self.views() for part in view.paragraphs if isinstance(part, Say)]

    def said(self) -> set[str]:
        """Their keys."""
        return {say.key for say in self.says()}

    def quotes(self) -> str:
        """The words of people that were shown last."""
        return "\n".join(p.text for view in self.views() for p in view.paragraphs if isinstance(p, Quote))


async def age(house: House, clock: StillClock, span: timedelta) -> None:
    """Let *span* pass in steps of ten minutes, with the duties that come due."""
    steps = int(span / timedelta(minutes=10))
    for _ in range(steps):
        clock.pass_by(timedelta(minutes=10))
        await _expire(house)
        await tidy_up(house)


async def tidy_up(house: House) -> None:
    """What three duties do every ten minutes: session keys turn, what is past its time goes, the log is emptied."""
    await house._rotate()
    await house.forgetting.forget()
    await house.store.database.checkpoint()


async def _expire(house: House) -> None:
    """What the duty does; telling the citizens needs no Telegram here."""
    for expired in await house.waiting.expire():
        await house.waiting.forget(expired.actor)


async def bind_office(house: House) -> None:
    """A group serves the region, so that filing writes its card too."""
    turn, admin = Turn(house.intake.rules, house.clock.now()), Officer(700_001, "Әлия")
    bind = binding.settle_binding
    await house.store.database.write(bind, "mangystau", -1_002_190_000_631, admin, turn)
