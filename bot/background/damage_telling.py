"""Damage is told: what was noted where it was met is written down, and admins are alerted, soon after."""

from __future__ import annotations

from bot.clock import Clock
from bot.desk.outgoing.damages import write_down
from bot.desk.rules import Rules, Turn
from storage.engine import Database


class DamageTelling:
    """Takes the notes of the house's safe."""

    def __init__(self, database: Database, rules: Rules, clock: Clock) -> None:
        self.database = database
        self.rules = rules
        self.clock = clock

    async def tell(self) -> None:
        """Write down what waits; in a sound database this asks the store nothing."""
        damages = self.rules.safe.damages
        if met := damages.waiting():
            await self.database.write(write_down, met, Turn(self.rules, self.clock.now()))
            damages.written(met)
