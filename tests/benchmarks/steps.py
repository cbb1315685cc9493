"""cpu-step: what one step of the conversation costs, durable and encrypted, against bots that store nothing.

Each bot is a whole process with its own receiver polling a playground over HTTP. The citizens' updates are recorded
from our bot and played byte for byte to the echoes. A warm-up comes first; then the child's CPU time is read before
and after, so that neither its start nor the playground counts.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.playground import Playground
from tests.benchmarks.children import ECHO, ECHO_OUR_TRANSPORT, HOUSE, Child, running
from tests.benchmarks.crowd import FIRST_OWN_MESSAGE, Crowd, Script, at_once, crowd_at
from tests.benchmarks.figure import Figure, within
from tests.benchmarks.journey import citizen, file_report

ROUNDS = 3
WARM_UP = 6
CITIZENS = 48
CROWDS = {"": 1, "-64-at-once": 64}
"""The headline is one citizen at a time, the dearest way: every step has its own poll and its own commit."""
AIMS = {"": 0.55, "-64-at-once": 0.30}


@dataclass(slots=True)
class Cost:
    """CPU milliseconds a step, by the name of the crowd."""

    by_crowd: dict[str, float]
    scripts: dict[str, Script]


async def _file(crowd: Crowd) -> None:
    await file_report(crowd, citizen(crowd.play))


async def cost_of_house(folder: Path) -> Cost:
    """Our bot, and what its citizens did."""
    cost = Cost({}, {})
    async with Playground(budgets=False) as play, running(play, folder, HOUSE) as child, crowd_at(play) as crowd:
        await at_once(WARM_UP, [partial(_file, crowd)] * WARM_UP)
        for name, many in CROWDS.items():
            crowd.script, citizens = Script(), max(CITIZENS, many)
            cost.by_crowd[name] = await _cost(crowd, child, many, [partial(_file, crowd)] * citizens)
            cost.scripts[name] = crowd.script
        _check(play)
    return cost


async def cost_of_echo(folder: Path, arguments: tuple[str, ...], scripts: dict[str, Script]) -> Cost:
    """A peer with the same updates."""
    cost = Cost({}, {})
    async with Playground(budgets=False) as play, running(play, folder, arguments) as child, crowd_at(play) as crowd:
        play.world.common_id = FIRST_OWN_MESSAGE
        await _cost(crowd, child, WARM_UP, _players(crowd, scripts[""])[:WARM_UP])
        for name, many in CROWDS.items():
            cost.by_crowd[name] = await _cost(crowd, child, many, _players(crowd, scripts[name]))
        _check(play)
    return cost


def _players(crowd: Crowd, script: Script) -> list[Callable[[], object]]:
    known = crowd.play.world.people
    for chat_id in script.chats:
        if chat_id not in known:
            crowd.play.person("Айгүл", language_code="ru", user_id=chat_id)
    return [partial(crowd.replay, chat_id, played) for chat_id, played in script.chats.items()]


async def _cost(crowd: Crowd, child: Child, many: int, works: Sequence[Callable[[], object]]) -> float:
    """CPU milliseconds a step of *works*, *many* citizens at a time."""
    before, done = child.cpu_seconds(), crowd.actions
    await at_once(many, works)  # type: ignore[arg-type]
    return (child.cpu_seconds() - before) / (crowd.actions - done) * 1000


def _check(play: Playground) -> None:
    if play.violations:
        raise RuntimeError(f"a measured bot broke the rules of the Bot API: {play.violations[0]}")


async def _measure(folder: Path) -> list[Figure]:
    rounds = []
    for number in range(ROUNDS):
        house = await cost_of_house(folder / f"house-{number}")
        stock = await cost_of_echo(folder / "echo", ECHO, house.scripts)
        same = await cost_of_echo(folder / "echo", ECHO_OUR_TRANSPORT, house.scripts)
        rounds.append((house.by_crowd, stock.by_crowd, same.by_crowd))
    found = []
    for name in CROWDS:
        against_stock = [(house[name], stock[name]) for house, stock, _ in rounds]
        against_same = [(house[name], same[name]) for house, _, same in rounds]
        found.append(within(f"cpu-step{name}", against_stock, "CPU ms", AIMS[name], against="PTB's stock echo"))
        found.append(
            within(f"cpu-step-same-transport{name}", against_same, "CPU ms", None, against="the echo on our transport")
        )
    return found


def figures() -> list[Figure]:
    """The CPU figures."""
    with tempfile.TemporaryDirectory(prefix="steps-", dir="build") as folder:
        return asyncio.run(_measure(Path(folder).absolute()))
