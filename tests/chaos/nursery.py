"""Where the bots of the stress tests are born: forked off a process that has imported the house already.

Rules
- A bot is a whole process of its own, with its own environment, folder and output, and can be killed like any other;
  only the second in which each would import the same modules is saved. tests/commands starts it from nothing.
- The nursery ends with the process that runs the tests.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path

_NURSERY = multiprocessing.get_context("forkserver")
_NURSERY.set_forkserver_preload([__name__, "bot.commands.run"])


def be_born(
    module: str, arguments: Sequence[str], *, environ: Mapping[str, str], folder: Path, log: Path
) -> ForkServerProcess:
    """Start `python -m module arguments…`; all it says goes to *log*."""
    newborn = _NURSERY.Process(target=_live, args=(module, list(arguments), dict(environ), str(folder), str(log)))
    newborn.start()
    return newborn


def _live(module: str, arguments: list[str], environ: dict[str, str], folder: str, log: str) -> None:
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(folder)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(written, 1)
    os.dup2(written, 2)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(at, how) for at, how in ((0, "r"), (1, "w"), (2, "w")))
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
