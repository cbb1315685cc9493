"""The bot as it serves citizens, with Telegram's budgets lifted: a measure of work, not of waiting.

`--speed` would lift them too, but its clockwork would then turn as many times faster and be counted.
With PROFILE=file the profile of the event loop's thread and of the writer's thread is written at the end;
with MODULES=file the names of the dependencies' modules that were loaded.
"""

from __future__ import annotations

import asyncio
import cProfile
import os
import sys
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.commands.run import serve
from bot.gateway.budget import Budget
from bot.hardening import harden_process
from bot.logs import set_up
from bot.settings import read_settings
from storage.sqlite.writer import SqliteWriter


def lift_budgets() -> None:
    """Let everything out at once."""

    async def go(*_: Any, **__: Any) -> None:
        return

    Budget.wait_for = go  # type: ignore[method-assign,assignment]
    Budget.ready_in = lambda *_, **__: 0.0  # type: ignore[method-assign,assignment]


def profile_writer() -> cProfile.Profile:
    """Profile what runs on the writer's thread."""
    profile = cProfile.Profile()
    work: Any = SqliteWriter._work

    def profiled(writer: SqliteWriter) -> None:
        profile.runcall(work, writer)

    SqliteWriter._work = profiled  # type: ignore[method-assign]
    return profile


def list_modules() -> list[str]:
    """The dependencies' modules in the order in which they were imported."""
    found = []
    for name, module in list(sys.modules.items()):
        if "site-packages" in (getattr(module, "__file__", None) or "") and not name.startswith("_"):
            found.append(name)
    return found


def main() -> None:
    """Serve until told to stop."""
    lift_budgets()
    settings = read_settings(os.environ)
    harden_process()
    set_up(settings.log_level)
    into = os.environ.get("PROFILE")
    if into:
        writer, loop = profile_writer(), cProfile.Profile()
        loop.runcall(asyncio.run, serve(settings, Clock()))
        loop.dump_stats(f"{into}.loop")
        writer.dump_stats(f"{into}.writer")
    else:
        asyncio.run(serve(settings, Clock()))
    if names := os.environ.get("MODULES"):
        Path(names).write_text("\n".join(list_modules()))


if __name__ == "__main__":
    main()
