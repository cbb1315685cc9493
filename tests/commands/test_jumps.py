"""A bot beside a playground: when the clock of the one is moved on, that of the other follows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import day_in_kazakhstan
from bot.commands.children import rehearsal_environ, start_bot, stop_bot
from bot.commands.jumps import jump_bot
from bot.localisation import Texts
from bot.playground import JumpingClock, Message, Person, Playground
from bot.playground.driving import Driver, Way

TEXTS = Texts.load()
LEAP = timedelta(days=40)
"""Longer than any term of an office: a term that ends later was counted from the day after the leap."""
WAY = Way("В поликлинике требуют деньги за приём к врачу.")


@pytest.fixture
def clock() -> JumpingClock:
    return JumpingClock()


@pytest.fixture
async def play(clock: JumpingClock) -> AsyncIterator[Playground]:
    async with Playground(clock=clock, budgets=False) as play:
        yield play


@pytest.fixture
async def admin(play: Playground) -> Person:
    """An admin in whose group the region is bound, as soon as a bot is there."""
    admin = play.person("Әлия")
    group = play.group("Кеңсе", members=[admin], admins=[admin])
    await group.add_bot(by=admin)
    await group.send(admin, "/bind mangystau")
    return admin


async def filed(play: Playground, name: str) -> Message:
    """The receipt of somebody who files a report now."""
    citizen = Driver(play.private(play.person(name)), TEXTS, "ru")
    await citizen.choose_language()
    await citizen.fill(WAY)
    await citizen.send()
    return await citizen.see("receipt.filed")


async def test_a_running_bot_follows_and_a_new_one_begins_where_the_clock_stands(
    tmp_path: Path, play: Playground, clock: JumpingClock, admin: Person
) -> None:
    environ = rehearsal_environ(tmp_path, token=play.token, api_url=play.url, admin_id=admin.id)
    process = await start_bot(environ, clock)
    try:
        before = await filed(play, "Айгүл")
        clock.jump(LEAP.total_seconds())
        await jump_bot(process, clock)
        after = await filed(play, "Самат")
        await stop_bot(process)
        await jump_bot(process, clock)  # it has ended: nobody is told, and nothing breaks
        process = await start_bot(environ, clock)
        again = await filed(play, "Мария")
    finally:
        await stop_bot(process)
    assert term_of(before) < day_in_kazakhstan(clock.now()).isoformat() < term_of(after) == term_of(again)


def term_of(receipt: Message) -> str:
    """The day in a receipt until which the office answers, as ISO writes it."""
    day, month, year = next(word for word in receipt.text.split() if word.count(".") == 2).rstrip(".").split(".")
    return f"{year}-{month}-{day}"
