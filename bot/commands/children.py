"""The bot as a child process, for the demo and the playground: the same `run` that serves citizens."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from bot.clock import Clock
from bot.playground import JumpingClock

PATIENCE = 15.0  # seconds until a child that was asked to stop is killed; chosen: it settles what it is sending first
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "VIRTUAL_ENV", "PYTHONPATH", "TMPDIR")
"""What a child takes over from our environment; in particular no token and no database of the outside."""


def rehearsal_environ(folder: Path, *, token: str, api_url: str, admin_id: int) -> dict[str, str]:
    """The environment of a bot that lives in *folder* and talks to the playground."""
    environ = {name: os.environ[name] for name in KEPT if name in os.environ}
    return environ | {
        "BOT_TOKEN": token,
        "BOT_API_URL": api_url,
        "DATABASE_URL": f"sqlite:///{folder}/adaldyq.db",
        "KEYRING_FILE": f"{folder}/keys/keyring.json",
        "ADMIN_IDS": str(admin_id),
        "CODE_ONLY_SLOTS": "now",
        "LOG_LEVEL": "ERROR",
    }


async def start_bot(environ: Mapping[str, str], clock: Clock) -> asyncio.subprocess.Process:
    """`python -m bot run` with *environ*, its clock as fast as *clock*, and as far ahead when that one has jumped.

    It has a session of its own: Ctrl+C at our terminal is for us, and we stop it in order. With a clock that jumps
    `jump_bot` lets the bot's clock follow.
    """
    arguments = ["-m", "bot", "run", "--speed", str(clock.speed), "--speed-origin", str(clock.origin)]
    typed = asyncio.subprocess.DEVNULL
    if isinstance(clock, JumpingClock):
        arguments += ["--ahead", str(clock.skipped), "--jumps"]
        typed = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env=dict(environ), stdin=typed, start_new_session=True
    )


async def stop_bot(process: asyncio.subprocess.Process) -> int:
    """Ask the bot to stop, and wait for it; one that does not is ended. Its exit code."""
    if process.returncode is None:
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), PATIENCE)
        except TimeoutError:
            process.kill()
    return await process.wait()
