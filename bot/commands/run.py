"""`run`: the bot itself, until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from functools import partial
from typing import Any

from bot import logs
from bot.chance import Chance
from bot.clock import Clock
from bot.commands.opening import open_patiently
from bot.gateway.office_mark import ask_before_beginning
from bot.gateway.outcomes import is_passing, is_token_refused
from bot.gateway.reach import UnreachableError
from bot.gateway.silence import explain
from bot.hardening import harden_process
from bot.settings import Settings
from bot.store import UNASKED, Beginning
from bot.wiring import House, open_house
from storage.errors import LockLostError

START_PAUSE = 3.0  # seconds; chosen: soon enough for whoever watches the start, and no burden to anybody

Beside = Callable[[], Coroutine[Any, Any, None]]

log = logging.getLogger(__name__)


def run(
    settings: Settings,
    clock: Clock,
    *,
    new_database: bool = False,
    take_over: bool = False,
    beside: Beside | None = None,
) -> int:
    """Serve until SIGTERM or SIGINT.

    With *new_database* beside a database that was not the last one; *take_over*: first take away a webhook.
    What is to be done *beside* it ends with it.
    """
    harden_process()
    logs.set_up(settings.log_level)
    asking = partial(ask_before_beginning, settings, clock, patient=True)
    asyncio.run(serve(settings, clock, Beginning(new_database, asking), take_over=take_over, beside=beside))
    return 0


async def serve(
    settings: Settings,
    clock: Clock,
    beginning: Beginning = UNASKED,
    *,
    take_over: bool = False,
    beside: Beside | None = None,
) -> None:
    """Serve until the process is told to stop, be it while the start waits."""
    working = asyncio.create_task(_open_and_run(settings, clock, beginning, take_over))
    following = asyncio.create_task(beside()) if beside else None
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, working.cancel)
    try:
        await working
    except asyncio.CancelledError:
        return
    finally:
        if following is not None:
            following.cancel()


async def _open_and_run(settings: Settings, clock: Clock, beginning: Beginning, take_over: bool) -> None:
    async with AsyncExitStack() as stack:
        opening = partial(open_house, settings, clock, Chance(), beginning)
        house = await open_patiently(stack, opening, settings, clock)
        await _run_patiently(house, clock, take_over)


async def _run_patiently(house: House, clock: Clock, take_over: bool) -> None:
    """Serve; while Telegram does not even say who the bot is, ask again: nothing is lost by waiting."""
    while True:
        try:
            return await house.run(take_over=take_over)
        except Exception as fault:
            if (lost := _find_lost_lock(fault)) is not None:
                raise lost from None
            if is_token_refused(fault):
                raise UnreachableError(explain(fault, house.settings)) from None
            if not is_passing(fault):
                raise
            log.error("the start is tried again: %s", explain(fault, house.settings))
        await clock.sleep(START_PAUSE)


def _find_lost_lock(fault: Exception) -> LockLostError | None:
    """The lost lock among the faults that ended the house."""
    if isinstance(fault, ExceptionGroup):
        return next((found for each in fault.exceptions if (found := _find_lost_lock(each)) is not None), None)
    return fault if isinstance(fault, LockLostError) else None
