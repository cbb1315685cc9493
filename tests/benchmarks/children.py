"""Bots as child processes, and what they use: only the child's own user and system time and memory count."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bot.commands.children import rehearsal_environ
from bot.playground import Playground

ADMIN_ID = 700_001
HOUSE = ("-m", "tests.benchmarks.house")
REAL = ("-m", "bot", "run")
ECHO = ("-m", "tests.benchmarks.echo", "default")
ECHO_OUR_TRANSPORT = ("-m", "tests.benchmarks.echo", "ours")
SETTLING = 0.3
"""Seconds in which a bot finishes what follows its last answer."""
REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Child:
    """A running bot."""

    process: asyncio.subprocess.Process
    seen: psutil.Process

    def cpu_seconds(self) -> float:
        """User and system time since its start."""
        times = self.seen.cpu_times()
        return float(times.user + times.system)

    def resident_mib(self) -> float:
        """Resident memory."""
        return float(self.seen.memory_info().rss) / 2**20

    async def stop(self) -> None:
        """Ask it to stop and wait; RuntimeError when it had failed."""
        await asyncio.sleep(SETTLING)
        if self.process.returncode is None:
            self.process.terminate()
        code = await asyncio.wait_for(self.process.wait(), 30)
        if code not in (0, -15):
            raise RuntimeError(f"a measured bot ended with code {code}")


async def spawn(play: Playground, folder: Path, arguments: tuple[str, ...], more: Mapping[str, str]) -> Child:
    """Start `python …arguments` as the bot of *play*, living in *folder*."""
    environ = rehearsal_environ(folder, token=play.token, api_url=play.url, admin_id=ADMIN_ID)
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env=environ | dict(more), cwd=REPOSITORY, stdin=subprocess.DEVNULL
    )
    return Child(process, psutil.Process(process.pid))


@asynccontextmanager
async def running(play: Playground, folder: Path, arguments: tuple[str, ...], **more: str) -> AsyncIterator[Child]:
    """A child that polls *play*; stopped at the end."""
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    child = await spawn(play, folder, arguments, more)
    try:
        await _wait_for_poll(play, child)
        yield child
    finally:
        await child.stop()


async def _wait_for_poll(play: Playground, child: Child) -> None:
    """Return when the child asks for updates; RuntimeError as soon as it is known that it never will."""
    polling = asyncio.create_task(play.wait_until(lambda: play.calls_of("getUpdates"), 30))
    ended = asyncio.create_task(child.process.wait())
    await asyncio.wait((polling, ended), return_when=asyncio.FIRST_COMPLETED)
    ended.cancel()
    if not polling.done():
        polling.cancel()
        raise RuntimeError("a bot ended before it could be measured")
    await polling
