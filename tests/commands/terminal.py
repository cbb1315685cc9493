"""A shell, real or a pty, in which the command line is used as people use it."""

from __future__ import annotations

import asyncio
import os
import pty
import select
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import psutil
import pytest

from bot.chance import Chance
from bot.clock import Clock
from bot.settings import Settings, read_settings
from bot.store import open_store
from tests.nursery import Child, be_heard

TOP = Path(__file__).parents[2]
PATIENCE = 10
"""Seconds in which a command must show more, or compute for LEAST_WORK of them: a slow machine lets it do so, a command
that waits for what does not come does neither."""
LEAST_WORK = 0.5
LONGEST = 6
"""How many times its patience a command is waited for, for one that goes round in circles works for ever."""
TRACEBACK = "Traceback (most recent call last)"
AT_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    " os.execv(sys.executable, [sys.executable, '-m', 'bot', *sys.argv[1:]])"
)
"""Makes the pty the terminal that Ctrl+C comes from, then becomes the command."""

Running: TypeAlias = asyncio.subprocess.Process | Child
"""A command that runs: started from nothing, or born in the nursery."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A process that has ended."""

    code: int | None
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Terminal:
    """A shell in a folder of its own, with an environment of its own."""

    folder: Path
    environ: dict[str, str]

    def but(self, **changes: str) -> Terminal:
        """The same shell with other variables; an empty value takes one away."""
        merged = {**self.environ, **changes}
        return Terminal(self.folder, {name: value for name, value in merged.items() if value})

    async def begin(self, *arguments: str) -> Running:
        """Start `python -m bot …`."""
        return await be_heard("bot", arguments, environ=self._whole(), folder=self.folder)

    async def begin_cold(self, *arguments: str) -> Running:
        """Start `python -m bot …` from nothing, with all that Python does before the first line of ours."""
        pipe = asyncio.subprocess.PIPE
        command = (sys.executable, "-m", "bot", *arguments)
        return await asyncio.create_subprocess_exec(
            *command, cwd=self.folder, env=self._whole(), stdin=pipe, stdout=pipe, stderr=pipe
        )

    async def run(self, *arguments: str, typed: str = "") -> Ended:
        """Run `python -m bot …` to its end, with *typed* as its input."""
        return await end_of(await self.begin(*arguments), typed)

    async def run_cold(self, *arguments: str, typed: str = "") -> Ended:
        """The same from nothing."""
        return await end_of(await self.begin_cold(*arguments), typed)

    @asynccontextmanager
    async def screen(self, *arguments: str) -> AsyncIterator[Screen]:
        """`python -m bot …` at a terminal of its own, ended with it."""
        master, slave = pty.openpty()
        command = (sys.executable, "-c", AT_TERMINAL, *arguments)
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=self.folder,
            env=self._whole(),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)
        try:
            yield Screen(process, master)
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()
            os.close(master)

    def _whole(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {**kept, "PYTHONPATH": str(TOP), "PYTHONIOENCODING": "utf-8", **self.environ}

    @property
    def settings(self) -> Settings:
        """What a command reads here, with the places made absolute: this process works in another folder."""
        places = {
            "DATABASE_URL": f"sqlite:///{self.folder}/data/adaldyq.db",
            "KEYRING_FILE": str(self.keyring),
        }
        return read_settings({**places, **self.environ})

    @property
    def keyring(self) -> Path:
        """Where the keyring lies by default."""
        return self.folder / "keys" / "keyring.json"


@dataclass(slots=True)
class Screen:
    """A real terminal (a pty) with one process in it."""

    process: asyncio.subprocess.Process
    master: int
    seen: bytes = b""

    async def read_until(self, words: str) -> str:
        """What is shown up to *words*; what follows is read later."""
        while words.encode() not in self.seen:
            assert await self._more(), f"it ended without {words!r} and showed only: {self.seen.decode()}"
        before, _, self.seen = self.seen.partition(words.encode())
        return before.decode()

    async def read_to_end(self) -> str:
        """All that is still shown until the process ends."""
        while await self._more():
            pass
        return self.seen.decode()

    def type(self, keys: str) -> None:
        """Press *keys*; \\x03 is Ctrl+C."""
        os.write(self.master, keys.encode())

    async def _more(self) -> bool:
        """Wait for more to be shown; False when the process has closed the terminal."""
        if not (await asyncio.to_thread(select.select, [self.master], [], [], PATIENCE))[0]:
            pytest.fail(f"nothing more was shown for {PATIENCE} s after: {self.seen.decode()}")
        try:
            more = os.read(self.master, 4096)
        except OSError:  # that is how Linux says it of a pty
            return False
        self.seen += more
        return bool(more)


async def heard_from(process: Running, words: str) -> str:
    """The line of its log that holds *words*, as soon as it is written."""
    assert process.stderr is not None
    line = ""
    async with asyncio.timeout(PATIENCE * LONGEST):
        while words not in line:
            assert (read := await process.stderr.readline()), f"it ended without {words!r}"
            line = read.decode()
    return line


async def end_of(process: Running, typed: str = "") -> Ended:
    """Give *process* its input, wait for it and read what it said; one that hangs is ended."""
    talking = asyncio.ensure_future(process.communicate(typed.encode()))
    for _ in range(LONGEST):
        worked = _work_of(process.pid)
        await asyncio.wait({talking}, timeout=PATIENCE)
        if talking.done() or _work_of(process.pid) - worked < LEAST_WORK:
            break
    hangs = not talking.done()
    if hangs:
        process.kill()
    out, err = await talking
    assert not hangs, f"the command did not end; it said {out.decode()} {err.decode()}"
    return Ended(process.returncode, out.decode(), err.decode())


def _work_of(pid: int) -> float:
    """Seconds of computing time that a process has had; none when it has ended."""
    try:
        times = psutil.Process(pid).cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


def assert_failed(ended: Ended, *words: str) -> None:
    """It failed in our own words, which hold *words*, and no traceback."""
    assert ended.code == 1, ended
    assert TRACEBACK not in ended.out + ended.err
    assert [word for word in words if word not in ended.out + ended.err] == [], ended


async def begin_house(terminal: Terminal) -> None:
    """Let database and keyring be made, as any command makes them that may."""
    async with open_store(terminal.settings, Clock(), Chance()):
        pass
