"""A deaf receiver is noticed, told once and then seldom, and told to ask anew."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.gateway.hearing import DEAF_SECONDS, Hearing
from bot.gateway.reach import make_bot
from bot.gateway.transport import BotApiRequest
from bot.playground import JumpingClock, Playground
from bot.settings import read_settings


@dataclass(slots=True)
class Deaf:
    """A receiver that decided something so long ago."""

    idle_seconds: float = DEAF_SECONDS
    asked_anew: int = 0

    def ask_anew(self) -> None:
        """It is told to."""
        self.asked_anew += 1


@dataclass(slots=True)
class Watched:
    """A receiver that is watched, and what admins are told."""

    play: Playground
    receiver: Deaf
    hearing: Hearing
    clock: JumpingClock
    told: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    async def alarm(self, key: str, values: Mapping[str, Any]) -> None:
        """Admins are told."""
        self.told.append((key, values))

    async def look(self, times: int = 1) -> int:
        """Look so often, two minutes apart; how often Telegram was asked."""
        before = len(self.play.calls_of("getWebhookInfo"))
        for _ in range(times):
            await self.hearing.look()
            self.clock.jump(120)
            self.receiver.idle_seconds += 120 if self.receiver.idle_seconds else 0
        return len(self.play.calls_of("getWebhookInfo")) - before


@asynccontextmanager
async def watched() -> AsyncIterator[Watched]:
    """A receiver that hears nothing, and a citizen who writes."""
    clock = JumpingClock()
    async with Playground(clock=clock) as play:
        settings = read_settings({"BOT_TOKEN": play.token, "BOT_API_URL": play.url})
        async with make_bot(settings, BotApiRequest(proxy=None), BotApiRequest(proxy=None)) as bot:
            receiver = Deaf()
            found = Watched(play, receiver, None, clock)  # type: ignore[arg-type]
            found.hearing = Hearing(bot, receiver, found.alarm, clock)
            yield found


async def test_what_waits_twice_in_a_row_is_told_and_asked_for_anew() -> None:
    async with watched() as deaf:
        await deaf.play.private(deaf.play.person("Айгүл")).send("/start")
        assert (await deaf.look(), deaf.told, deaf.receiver.asked_anew) == (1, [], 0)
        await deaf.look()
        assert (deaf.told, deaf.receiver.asked_anew) == ([("a.deaf", {"minutes": 7, "n": 1})], 1)
        await deaf.look(60)
        assert len(deaf.told) < 10


async def test_a_quiet_night_is_no_deafness_and_a_bot_that_decides_is_not_asked_about() -> None:
    async with watched() as deaf:
        assert (await deaf.look(10), deaf.told) == (10, [])
        await deaf.play.private(deaf.play.person("Айгүл")).send("/start")
        deaf.receiver.idle_seconds = 0.0
        assert (await deaf.look(10), deaf.told) == (0, [])


async def test_what_waits_now_and_then_is_no_deafness_and_silence_of_telegram_neither() -> None:
    async with watched() as deaf:
        chat = deaf.play.private(deaf.play.person("Айгүл"))
        for _ in range(3):
            await chat.send("/start")
            await deaf.look()
            deaf.play.world.updates.drop_all()
            await deaf.look()
        deaf.play.fail("getWebhookInfo", kind="500", times=2)
        await deaf.look(2)
        assert deaf.told == []
