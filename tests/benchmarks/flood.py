"""step-under-flood: how long a citizen waits for the answer to a press, while others flood and while it is quiet.

One bot, a whole process with Telegram's budgets, and one playground. Newcomers walk to the preview at a human pace,
first alone and then while ACCOUNTS accounts and three groups of strangers send what they can: commands, words, forged
presses. From sending the press to seeing its answer; the flood goes on all the time.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import cycle
from pathlib import Path
from statistics import quantiles

from bot.playground import Group, Playground, PrivateChat
from tests.benchmarks.children import REAL, running
from tests.benchmarks.crowd import Json
from tests.benchmarks.figure import Figure, within
from tests.benchmarks.journey import citizen, reach_preview

ACCOUNTS, GROUPS = 1_000, 3
FROM_ACCOUNTS, FROM_GROUPS = 100, 20
"""Updates a second, all together: four times what the bot may answer in a second, so that what is owed to the flood is
always late, and far less than the bot can decide (420 a second on two shared cores). What lies undecided at Telegram is
handed out in the order of its coming: there no bot can prefer anybody, and more would measure the processor."""
TICK = 0.02
NEWCOMERS, ROUNDS = 6, 3
THINKING = 0.6
"""Seconds between an answer and the next press."""
PATIENCE = 60.0
WORDS = ("/start", "сәлем", "/help", "Здравствуйте, у меня вопрос о поликлинике.", "/status", "/new")


class Watched:
    """A citizen's side of a private chat, as `journey` drives it; notes how long each press waited."""

    def __init__(self, play: Playground) -> None:
        self.play = play
        self.waited: list[float] = []

    async def send(self, chat: PrivateChat, text: str) -> Json:
        """Send a text; what is shown then."""
        return await self._act(chat, None, lambda: chat.send(text))

    async def press(self, chat: PrivateChat, shown: Json, data: str) -> Json:
        """Press the button of *shown* that carries *data*; what is shown then."""
        begun = time.perf_counter()
        after = await self._act(chat, shown, lambda: chat.press(data, shown["message_id"]))
        self.waited.append(time.perf_counter() - begun)
        await asyncio.sleep(THINKING)
        return after

    async def _act(self, chat: PrivateChat, shown: Json | None, do: Callable[[], Awaitable[object]]) -> Json:
        messages = self.play.world.chats[chat.id].messages
        newest = max(messages, default=0)
        await do()

        def answer() -> Json | None:
            if shown is not None and messages[shown["message_id"]].raw is not shown:
                return messages[shown["message_id"]].raw
            last = next(reversed(messages.values()))
            return last.raw if last.from_bot and last.raw["message_id"] > newest else None

        return await self.play.changes.wait_until(answer, PATIENCE)


async def walk(play: Playground) -> list[float]:
    """Newcomers on their way to the preview: how long each of their presses waited."""
    seen = Watched(play)
    for _ in range(ROUNDS):
        await asyncio.gather(*(reach_preview(seen, citizen(play)) for _ in range(NEWCOMERS)))  # type: ignore[arg-type]
    return seen.waited


@asynccontextmanager
async def flooded(play: Playground) -> AsyncIterator[None]:
    """While accounts and strangers' groups send what they can."""
    chats = [play.private(play.person("Ботакөз")) for _ in range(ACCOUNTS)]
    owner = play.person("Жасұлан")
    groups = [play.group("Бөтен топ", members=[owner], admins=[owner]) for _ in range(GROUPS)]
    works = [
        _at_rate(FROM_ACCOUNTS, [_writes(chat) for chat in chats]),
        _at_rate(FROM_GROUPS, [_bothers(group) for group in groups]),
    ]
    tasks = [asyncio.create_task(work) for work in works]
    try:
        await asyncio.sleep(2)
        yield
    finally:
        for task in tasks:
            task.cancel()
        for done in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(done, Exception):
                raise done


async def _at_rate(rate: int, doers: list[Callable[[], Awaitable[None]]]) -> None:
    """Let *doers* act in turn, *rate* times a second, whatever comes back."""
    turns, begun, done = cycle(doers), time.perf_counter(), 0
    while True:
        while done < (time.perf_counter() - begun) * rate:
            await next(turns)()
            done += 1
        await asyncio.sleep(TICK)


def _writes(chat: PrivateChat) -> Callable[[], Awaitable[None]]:
    words = cycle(WORDS)

    async def write() -> None:
        await chat.send(next(words))

    return write


def _bothers(group: Group) -> Callable[[], Awaitable[None]]:
    """Commands and forged presses; the bot is brought back whenever it has left."""
    (owner,) = group.members
    says = cycle(("/bind mangystau", "/help", None, "/regions"))

    async def bother() -> None:
        if group.bot_status not in ("member", "administrator"):
            await group.add_bot(by=owner)
        text = next(says)
        shown = group.from_bot[-1] if group.from_bot else None
        if text is None and shown is not None:
            await group.press(owner, "x", shown, data="bind:mangystau")
        else:
            await group.send(owner, text or "/help")

    return bother


async def _measure(folder: Path) -> Figure:
    async with Playground() as play, running(play, folder, REAL):
        quiet = await walk(play)
        async with flooded(play):
            pressed = await walk(play)
        if play.violations:
            raise RuntimeError(f"the measured bot broke the rules of the Bot API: {play.violations[0]}")
    pair = (_p95(pressed), _p95(quiet))
    return within("step-under-flood", [pair], "ms", 2.0, against="the same press when quiet", scale=1000)


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1]


def figures() -> list[Figure]:
    """The wait under a flood."""
    with tempfile.TemporaryDirectory(prefix="flood-", dir="build") as folder:
        return [asyncio.run(_measure(Path(folder).absolute()))]
