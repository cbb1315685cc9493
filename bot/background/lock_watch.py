"""The lock watch: whoever has lost the lock of the database writes nothing until it is taken again.

A server that restarts takes the lock along with its connection. Two bots on one database would send everything twice,
so nothing is written in between; and when another process holds the lock by then, or has served meanwhile, this one
ends. While the server does not answer it gives the lock to nobody: that is waited for, however long it takes.
"""

from __future__ import annotations

import logging

from bot.causes import cause_of
from bot.clock import Clock
from storage.engine import Database
from storage.errors import AlreadyRunningError, LockLostError, StoreCause, StoreUnavailableError
from storage.lock import Hold

BACK_OFF = (0.1, 0.5, 1.0, 2.0, 5.0)
"""Seconds between tries: a connection that broke alone is there again at once, a server that restarts is not."""
LOST = StoreUnavailableError("the lock of the database was lost with its connection", StoreCause.UNREACHABLE)

log = logging.getLogger(__name__)


class LockWatch:
    """Takes the lock again whenever it is lost."""

    def __init__(self, held: Hold, database: Database, clock: Clock) -> None:
        self.held = held
        self.database = database
        self.clock = clock

    async def run(self) -> None:
        """Watch for ever; LockLostError when another process has the lock, or had it."""
        while True:
            await self.held.lost.wait()
            self.database.bar(LOST)
            log.error("nothing is written: %s", LOST)
            attempt = 0
            while not await self._try():
                await self.clock.sleep(BACK_OFF[min(attempt, len(BACK_OFF) - 1)])
                attempt += 1
            self.database.unbar()
            log.warning("the lock of the database is held again")

    async def _try(self) -> bool:
        try:
            await self.held.take_again()
            if await self.database.is_ours_alone():
                return True
        except StoreUnavailableError as fault:
            self.database.bar(fault)
            log.error("nothing is written: %s", cause_of(fault).words)
            return False
        except AlreadyRunningError as fault:
            raise LockLostError(f"The lock of the database was lost with its connection. {fault}") from None
        raise LockLostError(
            "The lock of the database was lost with its connection, and another process has served since: "
            "find out which, and start one bot again."
        )
