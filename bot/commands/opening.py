"""Opening the house when its store is not there yet: what passes is waited for, what does not ends the start.

Rules
- A server that does not answer is waited for, however long, as Telegram is: it may be starting too.
- A file that is locked, a disk or a server without room is waited for LONGEST seconds.
- Everything else (no database, damage, no rights, a wrong password) will not pass by itself: the start ends with it.
- Admins whom the settings name are told when it takes long. Citizens are not: updates are another bot's, perhaps, until
  the lock is held.
"""

from __future__ import annotations

import math
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager

from bot.clock import Clock
from bot.gateway.budget import Budget
from bot.gateway.calls import Calls
from bot.gateway.crier import Crier
from bot.gateway.outage import Outage
from bot.gateway.transport import BotApiRequest
from bot.gateway.wording import Words
from bot.localisation import Texts
from bot.settings import Settings, is_sqlite
from bot.wiring import House, outage_mark
from storage.engine import Database
from storage.errors import StoreCause, StoreUnavailableError

LONGEST = 120.0
"""Seconds; chosen: a backup is done by then, and whoever supervises the process tells that it has ended."""


async def open_patiently(
    stack: AsyncExitStack,
    opening: Callable[[], AbstractAsyncContextManager[House]],
    settings: Settings,
    clock: Clock,
) -> House:
    """The house, opened on *stack* by *opening* as soon as its store lets it; StoreError when it never will."""
    began = clock.monotonic()
    while True:
        try:
            return await stack.enter_async_context(opening())
        except StoreUnavailableError as fault:
            if _left(fault, settings, clock.monotonic() - began) <= 0:
                raise
            async with _waiting(settings, clock, began) as outage:
                await outage.wait(fault, 0)


def _left(fault: StoreUnavailableError, settings: Settings, waited: float) -> float:
    """Seconds that *fault* is still waited for."""
    is_server = not is_sqlite(settings.database_url)
    match fault.cause:
        case StoreCause.UNREACHABLE if is_server:
            return math.inf
        case StoreCause.LOCKED | StoreCause.FULL:
            return LONGEST - waited
        case StoreCause.OTHER if is_server:
            return LONGEST - waited
        case _:
            return 0.0


@asynccontextmanager
async def _waiting(settings: Settings, clock: Clock, began: float) -> AsyncIterator[Outage]:
    """An outage that ends when the store works, or waiting for it is of no use any more."""

    async def probe() -> None:
        try:
            async with await Database.open(settings.database_url) as database:
                await database.probe()
        except StoreUnavailableError as fault:
            if _left(fault, settings, clock.monotonic() - began) > 0:
                raise

    request = BotApiRequest(proxy=settings.proxy)
    calls = Calls(f"{settings.api_url}/bot{settings.token}", request)
    words, mark = Words(Texts.load()), outage_mark(settings)
    await request.initialize()
    outage = Outage(
        probe,
        clock,
        Crier(calls, words, Budget(clock), clock, mark, settings.admin_ids),
        what="the start waits",
    )
    try:
        yield outage
    finally:
        await outage.close()
        await request.shutdown()
