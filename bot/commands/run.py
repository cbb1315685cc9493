"""`run`: the bot itself, until it is told to stop."""

from __future__ import annotations

import asyncio
import signal

from bot.clock import Clock
from bot.settings import Settings
from bot.wiring import harden_process, open_house, set_up_logging


def run(settings: Settings, clock: Clock) -> int:
    """Serve until SIGTERM or SIGINT."""
    harden_process()
    set_up_logging(settings.log_level)
    asyncio.run(serve(settings, clock))
    return 0


async def serve(settings: Settings, clock: Clock) -> None:
    """Serve until the process is told to stop."""
    async with open_house(settings, clock) as house:
        working = asyncio.create_task(house.run())
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, working.cancel)
        try:
            await working
        except asyncio.CancelledError:
            return
