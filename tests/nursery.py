"""Where the bots and commands of the tests are born: forked off a process that has imported the house already.

Rules
- A newborn is a whole process of its own, with its own environment, folder, input and output, and can be killed like
  any other; only the second in which each would import the same modules is saved. What Python itself decides at its
  start is not seen here: tests/commands starts some of its commands from nothing, and whatever stands at a terminal.
- The nursery and all who were born there end with the process that runs the tests.
"""

from __future__ import annotations

import asyncio
import io
import multiprocessing
import os
import runpy
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

_NURSERY = multiprocessing.get_context("forkserver")
_COMMANDS = ("admin_link", "admins", "doctor", "records", "regions", "run")
_NURSERY.set_forkserver_preload([__name__, *(f"bot.commands.{name}" for name in _COMMANDS)])


def be_born(
    module: str, arguments: Sequence[str], *, environ: Mapping[str, str], folder: Path, log: Path
) -> ForkServerProcess:
    """Start `python -m module arguments…`; all it says goes to *log*."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    return _bear(module, arguments, environ, folder, (nothing, written, os.dup(written)))


async def be_heard(module: str, arguments: Sequence[str], *, environ: Mapping[str, str], folder: Path) -> Child:
    """Start `python -m module arguments…` with a pipe at its input, its output and its errors."""
    (read, typed), (out, said), (err, told) = os.pipe(), os.pipe(), os.pipe()
    process = _bear(module, arguments, environ, folder, (read, said, told))
    return Child(process, typed, await _listen(out), await _listen(err))


@dataclass(slots=True)
class Child:
    """A newborn at pipes, spoken with as with a process of asyncio."""

    process: ForkServerProcess
    typed: int
    stdout: asyncio.StreamReader
    stderr: asyncio.StreamReader

    @property
    def pid(self) -> int:
        """Its number."""
        return int(self.process.pid or 0)

    @property
    def returncode(self) -> int | None:
        """Its exit code, below zero for a signal; None while it runs."""
        return self.process.exitcode

    def terminate(self) -> None:
        """Ask it to stop."""
        self.process.terminate()

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()

    async def wait(self) -> int | None:
        """Wait for its end; its exit code."""
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self.process.sentinel, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(self.process.sentinel)
        return self.returncode

    async def communicate(self, typed: bytes = b"") -> tuple[bytes, bytes]:
        """Give it its input and read all it says until its end."""
        giving = asyncio.to_thread(self._give, typed)
        out, err, _ = await asyncio.gather(self.stdout.read(), self.stderr.read(), giving)
        await self.wait()
        return out, err

    def _give(self, typed: bytes) -> None:
        # Like asyncio: one that ended without reading its input is judged by its exit code.
        with suppress(BrokenPipeError), os.fdopen(self.typed, "wb", buffering=0) as pipe:
            pipe.write(typed)


async def _listen(pipe: int) -> asyncio.StreamReader:
    heard = asyncio.StreamReader()
    file = os.fdopen(pipe, "rb", buffering=0)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(heard), file)
    return heard


def _bear(
    module: str, arguments: Sequence[str], environ: Mapping[str, str], folder: Path, streams: Sequence[int]
) -> ForkServerProcess:
    """Start it with *streams*, which are its own from then on."""
    passed = [Connection(stream) for stream in streams]
    told = (module, list(arguments), dict(environ), str(folder), passed)
    newborn = _NURSERY.Process(target=_live, args=told, daemon=True)
    newborn.start()
    for each in passed:
        each.close()
    return newborn


def _live(module: str, arguments: list[str], environ: dict[str, str], folder: str, streams: list[Connection]) -> None:
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(folder)
    for number, stream in enumerate(streams):
        os.dup2(stream.fileno(), number)
        stream.close()
    sys.stdin, sys.stdout, sys.stderr = _opened(environ.get("PYTHONIOENCODING", ""))
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _opened(spoken: str) -> tuple[io.TextIOWrapper, io.TextIOWrapper, io.TextIOWrapper]:
    """The three streams, as Python opens them at its start when it is told how they speak."""
    encoding, _, errors = spoken.partition(":")
    speaks, rule = encoding or None, errors or "strict"
    return (
        open(0, encoding=speaks, errors=rule),
        open(1, "w", encoding=speaks, errors=rule),
        open(2, "w", encoding=speaks, errors="backslashreplace", buffering=1),
    )
