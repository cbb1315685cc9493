"""Safety checks, in slices that citizens' steps go between. What was asked lies in the database."""

from __future__ import annotations

from bot.background.slices import do_slice_and_rest
from bot.clock import Clock
from bot.desk.citizens.safety_checks import ask_again
from bot.desk.rules import Rules, Turn
from storage.engine import Database


class SafetyChecks:
    """Asks those citizens whose day has come."""

    def __init__(self, database: Database, rules: Rules, clock: Clock) -> None:
        self.database = database
        self.rules = rules
        self.clock = clock

    async def ask(self) -> None:
        """Ask all of them. Ended in the middle, the next time finds the rest."""
        while await do_slice_and_rest(self._slice, self.clock):
            pass

    async def _slice(self) -> bool:
        return await self.database.write(ask_again, Turn(self.rules, self.clock.now()))
