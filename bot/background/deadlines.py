"""Deadlines: every office is reminded of its terms, region by region, in slices that citizens' steps go between.

One region that cannot be done holds up no other; of its cases one that breaks a slice is done alone, and if that breaks
too it is passed over. What was done lies in the database: whoever starts next goes on there.
"""

from __future__ import annotations

import logging
from functools import partial

from bot.background.slices import do_slice_and_rest
from bot.clock import Clock
from bot.desk.officers.deadlines import MOST_A_SLICE, pass_over, remind_office
from bot.desk.officers.expert_terms import list_regions_due, remind_experts
from bot.desk.rules import Rules, Turn
from bot.logs import describe_fault
from storage import offices
from storage.engine import Database
from storage.errors import StoreUnavailableError

log = logging.getLogger(__name__)


class Deadlines:
    """Reminds every office of what is due."""

    def __init__(self, database: Database, rules: Rules, clock: Clock) -> None:
        self.database = database
        self.rules = rules
        self.clock = clock

    async def remind(self) -> None:
        """Look at every term that is to be looked at now. Ended in the middle, the next time finds the rest."""
        for region in await self.database.read(offices.bound_regions):
            while await do_slice_and_rest(partial(self._slice, region), self.clock):
                pass
        for region in await self.database.read(list_regions_due, self._turn().today):
            while await do_slice_and_rest(partial(self._ask_experts, region), self.clock):
                pass

    async def _slice(self, region: str) -> bool:
        for most in (MOST_A_SLICE, 1):
            try:
                return await self.database.write(remind_office, region, self._turn(), most=most)
            except StoreUnavailableError:
                raise
            except Exception as fault:  # noqa: BLE001 - it is logged, and one case must not stop the others
                log.error("a slice of reminders broke: %s", describe_fault(fault))
        await self.database.write(pass_over, region, self._turn())
        return True

    async def _ask_experts(self, region: str) -> bool:
        try:
            return await self.database.write(remind_experts, region, self._turn())
        except StoreUnavailableError:
            raise
        except Exception as fault:  # noqa: BLE001 - it is logged, and one region must not stop the others
            log.error("a slice of experts' terms broke: %s", describe_fault(fault))
            return False

    def _turn(self) -> Turn:
        return Turn(self.rules, self.clock.now())
