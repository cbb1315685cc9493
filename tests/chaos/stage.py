"""The stage of the stress tests: the playground in this process, the bot as a real process that can be killed.

Rules
- Nothing rests on the speed of the machine: every wait is for a condition, and lasts while anything moves on.
- The bot's clock runs SPEED times faster than ours, so that its pauses cost no time; the playground's does not, unless
  its budgets are what is tested.
- At the end no bot is left, whatever happened.
"""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import asyncpg

from bot.clock import Clock
from bot.playground import Group, Message, Person, Playground, PrivateChat
from bot.playground.driving import CODE, NUMBER
from tests.flows.office import ADMIN_ID, choose_language, fill_report, newest, tap
from tests.nursery import be_born
from tests.waiting import PATIENCE, until

SPEED = 20.0
RELEASE = "Отправить гражданину"
PUSHED = "relay"
ROOT = Path(__file__).parents[2]
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "VIRTUAL_ENV", "TMPDIR")


@dataclass(slots=True)
class RunningBot:
    """One process of the bot."""

    process: ForkServerProcess
    log: Path
    play: Playground

    async def end(self) -> int:
        """Wait until it has ended by itself; its exit code, below zero for a signal."""
        await until(lambda: self.code is not None, self.play)
        return int(self.process.exitcode or 0)

    @property
    def code(self) -> int | None:
        """Its exit code, below zero for a signal; None while it runs."""
        return self.process.exitcode

    async def is_killed(self) -> bool:
        """Wait for its end; whether it was SIGKILL."""
        return await self.end() == -signal.SIGKILL

    async def stop(self) -> int:
        """Ask it to stop; its exit code."""
        self.process.terminate()
        return await self.end()

    def kill(self) -> None:
        """End it at once, wherever it is."""
        self.process.kill()


@dataclass(slots=True)
class Stage:
    """A folder with one bot's database and keys, the playground, and the people."""

    folder: Path
    play: Playground
    clock: Clock
    admin: Person
    environ: dict[str, str]
    bots: list[RunningBot] = field(default_factory=list)

    async def start(
        self,
        point: str | None = None,
        nth: int = 1,
        *,
        hurried: bool = False,
        options: tuple[str, ...] = (),
        **environ: str,
    ) -> RunningBot:
        """Start the bot on the folder; with a *point* one that dies there once `arm` was called.

        A *hurried* one waits for a lock by its own clock.
        """
        module, doom = ("bot", []) if point is None else ("tests.chaos.doomed", [point, str(nth)])
        if hurried:
            assert point is None, "one bot cannot be both"
            module, doom = "tests.chaos.hurried", [str(self.clock.speed)]
        clock = ["--speed", str(self.clock.speed), "--speed-origin", str(self.clock.origin)]
        log = self.folder / f"bot-{len(self.bots)}.log"
        log.touch()  # it may be read before the newborn has opened it
        arguments = [*doom, "run", *clock, *options]
        process = be_born(module, arguments, environ=self.environ | environ, folder=ROOT, log=log)
        bot = RunningBot(process, log, self.play)
        self.bots.append(bot)
        return bot

    def arm(self) -> None:
        """From now on the doomed bot dies at its point."""
        Path(self.environ["DOOM"]).touch()

    def citizen(self, name: str = "Айгүл") -> PrivateChat:
        """A new citizen's private chat."""
        return self.play.private(self.play.person(name))

    async def bind(self, region: str = "mangystau", *, supergroup: bool = True) -> Group:
        """A staff group of *region*, in Russian."""
        officer = self.play.person("Дана")
        group = self.play.group("Кеңсе", members=[self.admin, officer], admins=[self.admin], supergroup=supergroup)
        await group.add_bot(by=self.admin)
        await group.send(self.admin, f"/bind {region}")
        await newest(group, "Группа привязана")
        await group.send(self.admin, "/grouplang ru")
        await newest(group, "Язык группы: русский")
        await group.send(self.admin, "/takeback 0")
        await newest(group, "Возврат отправленного ответа выключен")
        return group

    async def pending(self) -> int:
        """How many outbox items wait."""
        return await self.count("outbox WHERE state = 'pending'")

    async def count(self, what: str) -> int:
        """How many rows of *what* the bot's database holds."""
        query = f"SELECT count(*) FROM {what}"
        url = self.environ["DATABASE_URL"]
        if url.startswith("sqlite"):
            with closing(self.connect()) as connection:
                return int(connection.execute(query).fetchone()[0])
        server = await asyncpg.connect(url)
        try:
            return int(await server.fetchval(query))
        finally:
            await server.close()

    async def all_sent(self) -> None:
        """Return when the outbox is empty."""
        await until(self._nothing_pending, self.play)

    async def all_heard(self) -> None:
        """Return when the bot has acknowledged every update: what it answered has reached it as answered."""
        await until(lambda: not self.play.world.updates.waiting(), self.play)

    async def _nothing_pending(self) -> bool:
        return await self.pending() == 0

    def connect(self) -> sqlite3.Connection:
        """A connection of our own to the bot's SQLite file."""
        return sqlite3.connect(self.folder / "adaldyq.db", isolation_level=None, timeout=PATIENCE)


@asynccontextmanager
async def staged(
    folder: Path, *, speed: float = SPEED, budgets: bool = False, database_url: str | None = None
) -> AsyncIterator[Stage]:
    """A stage; with *budgets* the playground enforces them, by the same clock as the bot's."""
    clock = Clock(speed)
    async with Playground(clock=clock if budgets else Clock(), budgets=budgets) as play:
        environ = {name: os.environ[name] for name in KEPT if name in os.environ} | {
            "PYTHONPATH": str(ROOT),
            "BOT_TOKEN": play.token,
            "BOT_API_URL": play.url,
            "DATABASE_URL": database_url or f"sqlite:///{folder}/adaldyq.db",
            "KEYRING_FILE": f"{folder}/keys/keyring.json",
            "ADMIN_IDS": str(ADMIN_ID),
            "CODE_ONLY_SLOTS": "now",
            "DOOM": f"{folder}/armed",
        }
        stage = Stage(folder, play, clock, play.person("Әлия", user_id=ADMIN_ID), environ)
        try:
            yield stage
        finally:
            for bot in stage.bots:
                if bot.code is not None and bot.code > 0:
                    print(f"a bot ended by itself, with {bot.code}:\n{bot.log.read_text()}")
                bot.kill()
            for bot in stage.bots:
                bot.process.join()


async def reach_preview(chat: PrivateChat, text: str, *, level: str = "code") -> str:
    """From nothing to the preview of a report; the code that it shows."""
    await choose_language(chat)
    await fill_report(chat, text, level=level)
    return code_in(await chat.wait_for(lambda m: m.from_bot and CODE.search(m.text) is not None, PATIENCE))


def code_in(message: Message) -> str:
    """The code that *message* shows."""
    found = CODE.search(message.text)
    assert found is not None, message.text
    return found[0]


def number_in(message: Message) -> str:
    """The case number that *message* shows."""
    found = NUMBER.search(message.text)
    assert found is not None, message.text
    return found[0]


def cards_of(group: Group, number: str) -> list[Message]:
    """Every copy of the card of case *number*, oldest first."""
    begins = (f"🆕 {number}\n", f"{number}\nСтатус: ", f"{number}\nМәртебесі: ")  # new, or taken since
    return [each for each in group.messages if each.from_bot and each.text.startswith(begins)]


async def read_by_code(chat: PrivateChat, code: str, words: str) -> Message:
    """Ask for the case of *code*; what the bot shows of it, which holds *words*.

    A bot that was started anew does not know the citizen's language any more, and asks.
    """
    asked = await chat.send("/status")
    answer = await chat.wait_for(lambda m: m.from_bot and bool(m.labels), PATIENCE, after=asked)
    if "Русский" in answer.labels:
        await chat.press("Русский", answer)
    await chat.wait_for(lambda m: m.from_bot and "Введите код проверки" in m.text, PATIENCE, after=asked)
    sent = await chat.send(code)
    return await chat.wait_for(lambda m: m.from_bot and words in m.text, PATIENCE, after=sent)


async def answer_case(group: Group, officer: Person, card: Message, words: str) -> None:
    """Reply to *card* and send the preview to the citizen."""
    await group.send(officer, words, reply_to=card)
    preview = await group.wait_for(lambda m: m.button(RELEASE) is not None and words in m.text, PATIENCE)
    await group.press(officer, RELEASE, preview)
    await group.wait_for(lambda m: m.id == preview.id and m.button(RELEASE) is None, PATIENCE)


__all__ = [
    "PUSHED",
    "RELEASE",
    "SPEED",
    "RunningBot",
    "Stage",
    "answer_case",
    "cards_of",
    "code_in",
    "newest",
    "number_in",
    "reach_preview",
    "read_by_code",
    "staged",
    "tap",
    "until",
]
