"""memory and start: what the bot takes while nobody writes, and how soon it serves after it was started.

Memory is the resident set after one filed report (so that everything is loaded), beside the stock echo after the same
updates. The start is timed from the spawn of `python -m bot run` on an existing database to the answer to a /start that
was waiting; against it stands a bare interpreter that imports the very modules of the dependencies which the bot had
loaded by then.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, insert

from bot.chance import Chance
from bot.clock import Clock
from bot.commands.children import rehearsal_environ
from bot.encryption.session import SessionKeys
from bot.playground import Playground
from bot.settings import read_settings
from bot.store import open_store
from storage.schema import visits
from tests.benchmarks.children import ADMIN_ID, ECHO, HOUSE, REAL, running, spawn
from tests.benchmarks.crowd import FIRST_OWN_MESSAGE, Script, crowd_at
from tests.benchmarks.figure import Figure, printed, within
from tests.benchmarks.journey import citizen, file_report, reach_preview
from tests.storage.rows import all_visits

MEMORY_ROUNDS = 2
START_ROUNDS = 7
DRAFTS = 100_000
BATCH = 5_000
CHAT_BYTES = 8
"""A sealed visit begins with its chat."""
IDLE_SECONDS = 1.0
IMPORT = "import importlib, sys; [importlib.import_module(name) for name in open(sys.argv[1]).read().split()]"


async def memory_of_house(folder: Path, **more: str) -> tuple[float, Script]:
    """Resident MiB of our bot after one report, and the updates of that report."""
    async with (
        Playground(budgets=False) as play,
        running(play, folder, HOUSE, **more) as child,
        crowd_at(play) as crowd,
    ):
        await file_report(crowd, citizen(play))
        await asyncio.sleep(IDLE_SECONDS)
        return child.resident_mib(), crowd.script


async def memory_of_echo(folder: Path, script: Script) -> float:
    """Resident MiB of the stock echo after the same updates."""
    async with Playground(budgets=False) as play, running(play, folder, ECHO) as child, crowd_at(play) as crowd:
        play.world.common_id = FIRST_OWN_MESSAGE
        for chat_id, played in script.chats.items():
            play.person("Айгүл", user_id=chat_id)
            await crowd.replay(chat_id, played)
        await asyncio.sleep(IDLE_SECONDS)
        return child.resident_mib()


async def fill_with_drafts(folder: Path, many: int) -> None:
    """Leave *many* open drafts in the database of *folder*: copies of a real one, each sealed for its own chat."""
    async with Playground(budgets=False) as play, running(play, folder, HOUSE), crowd_at(play) as crowd:
        await reach_preview(crowd, citizen(play))
    environ = rehearsal_environ(folder, token="1:playground", api_url="http://127.0.0.1", admin_id=ADMIN_ID)
    settings, clock = read_settings(environ), Clock()
    session = SessionKeys.open_or_create(settings.session_key_file, clock.now(), Chance())
    async with open_store(settings, clock, Chance()) as store:
        (real,) = await store.database.read(all_visits)
        visit = session.open(real.box, context="visit")[CHAT_BYTES:]
        for first in range(1, many, BATCH):
            rows = [_copy_for(chat, visit, session) for chat in range(first, first + BATCH)]
            await store.database.write(_insert, rows)


def _copy_for(chat: int, visit: bytes, session: SessionKeys) -> dict[str, object]:
    expires = datetime.now(UTC) + timedelta(hours=24)
    return {
        "actor": session.pseudonyms("visit", chat)[0],
        "box": session.seal(chat.to_bytes(CHAT_BYTES, "big", signed=True) + visit, context="visit"),
        "expires_at": int(expires.timestamp()),
        "unsent": False,
    }


def _insert(connection: Connection, rows: list[dict[str, object]]) -> None:
    connection.execute(insert(visits), rows)


async def seconds_to_answer(folder: Path) -> float:
    """From the spawn of the bot to its first answer."""
    async with Playground(budgets=False) as play, crowd_at(play) as crowd:
        chat = citizen(play)
        begun = time.perf_counter()
        child = await spawn(play, folder, REAL, {})
        try:
            await crowd.send(chat, "/start")
            return time.perf_counter() - begun
        finally:
            await child.stop()


async def note_modules(folder: Path, names: Path) -> None:
    """Write down which modules of the dependencies a bot has loaded when it has answered /start."""
    async with (
        Playground(budgets=False) as play,
        running(play, folder, HOUSE, MODULES=str(names)),
        crowd_at(play) as crowd,
    ):
        await crowd.send(citizen(play), "/start")


def seconds_to_import(names: Path) -> float:
    """What a bare interpreter needs to import the dependencies."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", IMPORT, str(names)], check=True, env={"PATH": os.environ["PATH"]})
    return time.perf_counter() - begun


async def _measure_memory(folder: Path) -> list[Figure]:
    await fill_with_drafts(folder / "drafts", DRAFTS)
    idle, full = [], []
    for number in range(MEMORY_ROUNDS):
        house, script = await memory_of_house(folder / f"house-{number}")
        laden, _ = await memory_of_house(folder / "drafts")
        stock = await memory_of_echo(folder / "echo", script)
        idle.append((house, stock))
        full.append((laden, stock))
    return [
        within("memory", idle, "MiB", 1.6, against="PTB's stock echo"),
        within("memory-100000-drafts", full, "MiB", 1.6, against="PTB's stock echo"),
    ]


async def _measure_start(folder: Path) -> list[Figure]:
    names = folder / "modules"
    new = await seconds_to_answer(folder / "start")
    await note_modules(folder / "start", names)
    pairs = []
    for _ in range(START_ROUNDS):
        pairs.append((await seconds_to_answer(folder / "start"), seconds_to_import(names)))
    return [
        within("start", pairs, "s", 1.5, against="importing the dependencies"),
        printed("start-new-database", new, "s"),
    ]


async def _measure(folder: Path) -> list[Figure]:
    return [*await _measure_memory(folder), *await _measure_start(folder)]


def figures() -> list[Figure]:
    """Memory and start."""
    with tempfile.TemporaryDirectory(prefix="footprint-", dir="build") as folder:
        return asyncio.run(_measure(Path(folder).absolute()))
