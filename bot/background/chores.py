"""Chores: the bulk work of the desk, done slice by slice while citizens are served.

Rules
- A slice is one transaction of the desk, and a rest of the same length follows it.
- Where a chore stands lies in the database: a process that dies goes on there, and of several one does each slice.
- A case that breaks its slice is done alone; if that fails too it is passed over and the admins hear its number.
"""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from bot.background.slices import do_slice_and_rest
from bot.clock import Clock
from bot.desk.groups import chores
from bot.desk.rules import Rules, Turn
from bot.logs import describe_fault
from storage.chores import ChoreRow
from storage.engine import Database
from storage.errors import StoreUnavailableError

REST = 5.0
"""Seconds until a lane that was fed, or a time that had not come, is looked at again: of 40 cards it has sent two."""
STORE_BACK_OFF = 5.0
"""Seconds until a store that could not be used is tried again: what stops intake is told there, not here."""

log = logging.getLogger(__name__)


class Chores:
    """Does what is ready until it is stopped."""

    def __init__(self, database: Database, rules: Rules, clock: Clock) -> None:
        self.database = database
        self.rules = rules
        self.clock = clock
        # Safe in memory: it only spares a look at the database, which is taken every REST anyway.
        self.wake = asyncio.Event()

    async def run(self) -> None:
        """Go on for ever; cancelled, nothing is left half done."""
        while True:
            pause = await self._try_round()
            if pause > 0:
                await self.clock.wait(self.wake, pause)

    async def _try_round(self) -> float:
        self.wake.clear()
        try:
            return await self._round()
        except StoreUnavailableError:
            log.error("the store cannot be used: bulk work waits")
            return STORE_BACK_OFF
        except Exception as fault:  # noqa: BLE001 - the supervisor's door: it is logged, and tried again
            log.error("bulk work failed: %s", describe_fault(fault))
            return REST

    async def _round(self) -> float:
        """One slice for each region that can go on; how long to rest when there is none."""
        ready = await self.database.read(chores.list_ready, self._turn())
        for chore in ready:
            await do_slice_and_rest(partial(self._do, chore), self.clock)
        return 0.0 if ready else REST

    async def _do(self, chore: ChoreRow) -> None:
        """A slice; if it breaks, one case alone; if that breaks too, that case is passed over."""
        region, kind = chore.region, chore.kind
        for most in (chores.MOST_A_SLICE, 1):
            try:
                await self.database.write(chores.do_slice, region, kind, self._turn(), most=most)
            except StoreUnavailableError:
                raise
            except Exception as fault:  # noqa: BLE001 - it is logged, and one case must not stop the others
                log.error("a slice of the chore %s broke: %s", kind, describe_fault(fault))
            else:
                return
        await self.database.write(chores.pass_over, region, kind, self._turn())

    def _turn(self) -> Turn:
        return Turn(self.rules, self.clock.now())
