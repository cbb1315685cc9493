"""The long random runs (`make chaos`): filings, faults, kills and lost groups in a seeded mixture.

Whatever happens: every citizen in the end has a number or learns it by the code of the preview, no number is given
twice, each case has a card in its own group, and its code opens it.
"""

from __future__ import annotations

import asyncio
import random
import re
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest

from bot.catalogue.regions import REGIONS
from bot.playground import Group, Message, PrivateChat
from bot.playground.driving import CODE
from bot.playground.faults import Kind
from tests.chaos.doomed import POINTS
from tests.chaos.stage import Stage, cards_of, code_in, newest, number_in, read_by_code, staged

ROUNDS = 20
CITIZENS_A_ROUND = 10
LONG_SPEED = 40.0
SERVED = ("abai", "mangystau")
METHODS = ("sendMessage", "editMessageText", "answerCallbackQuery", "getUpdates", "deleteMessage", "getChat", None)
KINDS = tuple(kind for kind in get_args(Kind) if kind not in ("down", "slow"))
PATH = ("Текст готов", "Полностью анонимно", "Требование взятки", "Здравоохранение", "Услуги населению")
DONE = re.compile("Обращение зарегистрировано|Проверьте его по коду")


@dataclass(slots=True)
class Witness:
    """A citizen who does not give up, and what they know in the end."""

    chat: PrivateChat
    region: str
    text: str
    code: str = ""

    async def file(self) -> None:
        """Do what the newest message asks for, again and again, until it is filed."""
        await self.chat.send("/start")
        while not any(DONE.search(each.text) for each in self.chat.messages if each.from_bot):
            seen = [each for each in self.chat.messages if each.from_bot]
            if seen:
                await self._act_on(seen[-1])
            await _a_moment()

    async def _act_on(self, message: Message) -> None:
        if found := CODE.search(message.text):
            self.code = found[0]
        if "Отправить" in message.labels:
            await self.chat.press("Отправить", message)
        elif "Опишите, что произошло" in message.text:
            await self.chat.send(self.text)
        else:
            wanted = ("Русский", *PATH, REGIONS[self.region].name["ru"], "Сообщить о нарушении")
            label = next((each for each in wanted if each in message.labels), None)
            if label is not None:
                await self.chat.press(label, message)


async def _a_moment() -> None:
    """As long as a quick person waits before the next try. No result rests on it."""
    await asyncio.sleep(0.3)


async def weather(stage: Stage, groups: dict[str, Group], chance: random.Random) -> None:
    """Faults for as long as it is let: single calls fail, the bot is thrown out and comes back."""
    while True:
        await asyncio.sleep(chance.uniform(0.05, 0.6))
        if chance.random() < 0.1:
            group = groups[chance.choice(sorted(groups))]
            await group.remove_bot(stage.admin)
            try:
                await asyncio.sleep(chance.uniform(0.05, 0.5))
            finally:
                await group.add_bot(by=stage.admin)
        else:
            times, method = chance.randint(1, 4), chance.choice(METHODS)
            stage.play.fail(method, kind=chance.choice(KINDS), times=times, retry_after=chance.randint(1, 5))


async def a_round(stage: Stage, groups: dict[str, Group], witnesses: list[Witness], chance: random.Random) -> None:
    """Some file while one bot after the other dies, at a point drawn by lot, until all have filed."""
    storm = asyncio.create_task(weather(stage, groups, chance))
    filing = asyncio.gather(*(witness.file() for witness in witnesses))
    try:
        while not filing.done():
            point = chance.choice(sorted(POINTS))
            bot = await stage.start(point, nth=chance.randint(1, 12))
            ended = asyncio.create_task(asyncio.to_thread(bot.process.join))
            await asyncio.wait((ended, filing), timeout=chance.uniform(4, 12), return_when=asyncio.FIRST_COMPLETED)
            bot.kill()
            await ended
            assert bot.code == -signal.SIGKILL, bot.log.read_text()[-3000:]
    finally:
        storm.cancel()
        filing.cancel()
        await asyncio.gather(storm, filing, return_exceptions=True)
        stage.play.clear_faults()


async def learn_number(witness: Witness) -> str:
    """The case's number, by the code; the receipt, if there is one, must say the same."""
    opened = await read_by_code(witness.chat, witness.code, "Статус")
    receipts = [each for each in witness.chat.messages if "Обращение зарегистрировано" in each.text]
    for receipt in receipts:
        assert number_in(receipt) == number_in(opened)
        assert code_in(receipt) == witness.code
    return number_in(opened)


async def test_nothing_acknowledged_is_lost(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--long", default=False):
        pytest.skip("a long run: ask for it with --long")
    seed = request.config.getoption("--seed") or random.randrange(1_000_000)
    print(f"repeat this run with --seed {seed}")
    chance = random.Random(seed)
    async with staged(tmp_path, speed=LONG_SPEED) as stage:
        bot = await stage.start()
        groups = {region: await stage.bind(region) for region in SERVED}
        assert await bot.stop() == 0
        stage.arm()
        witnesses = []
        for turn in range(ROUNDS):
            names = [f"{turn}-{at}" for at in range(CITIZENS_A_ROUND)]
            news = [
                Witness(stage.citizen(name), chance.choice(SERVED), f"Требуют деньги, дело {name}.") for name in names
            ]
            await a_round(stage, groups, news, chance)
            print(f"round {turn + 1} of {ROUNDS}: {len(stage.bots)} bots so far")
            witnesses += news
        await stage.start()
        numbers = [await learn_number(witness) for witness in witnesses]
        await stage.all_sent()
        assert len(set(numbers)) == len(witnesses)
        for witness, number in zip(witnesses, numbers, strict=True):
            assert cards_of(groups[witness.region], number), number
            await newest(groups[witness.region], witness.text)
        assert stage.play.violations == []
