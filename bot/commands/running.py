"""What every command needs: settings from the environment, an exit code with a next step for every failure."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from bot.errors import AdaldyqError, SettingsError
from bot.settings import Settings, read_settings
from storage.errors import StoreError

OK, FAILED, MISUSED = 0, 1, 2
BY_SIGNAL = 128
"""What shells add to the number of the signal that ended a program: 130 is Ctrl+C."""


def settings_of(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings; SettingsError lists every problem."""
    return read_settings(os.environ if environ is None else environ)


def guarded(command: Callable[[], int]) -> int:
    """Run *command*; a known failure becomes clear words on standard error and a non-zero code."""
    try:
        return command()
    except SettingsError as fault:
        for problem in fault.problems:
            print(f"• {problem}", file=sys.stderr)
    except (AdaldyqError, StoreError) as fault:
        print(str(fault), file=sys.stderr)
    except KeyboardInterrupt:
        return BY_SIGNAL + signal.SIGINT
    return FAILED


def run_until_ended(work: Coroutine[Any, Any, int]) -> int:
    """Carry out *work*; Ctrl+C, SIGTERM and a closed terminal let it tidy up, and are no error to be told."""
    return asyncio.run(_watch(work))


async def _watch(work: Coroutine[Any, Any, int]) -> int:
    working = asyncio.ensure_future(work)
    ended: list[signal.Signals] = []

    def end(number: signal.Signals) -> None:
        ended.append(number)
        working.cancel()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # `nohup` asks for that
            loop.add_signal_handler(number, end, number)
    try:
        return await working
    except asyncio.CancelledError:
        if not ended:
            raise
        return BY_SIGNAL + ended[0]
