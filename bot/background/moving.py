"""Moving: regions go to their new groups when the day in which that can be stopped is over.

Each move is a transaction of its own: a damaged one must not keep the others. Carried out, it is gone from the store:
whichever process comes by, and however often, it is carried out once.
"""

from __future__ import annotations

from bot.clock import Clock
from bot.desk.damage import DAMAGE
from bot.desk.groups.moves import carry_out_due
from bot.desk.rules import Rules, Turn
from storage import moves
from storage.engine import Database


class RegionMoves:
    """Carries out what is due."""

    def __init__(self, database: Database, rules: Rules, clock: Clock) -> None:
        self.database = database
        self.rules = rules
        self.clock = clock

    async def carry_out(self) -> None:
        """Carry out every move whose day is over."""
        turn = Turn(self.rules, self.clock.now())
        for move_id in await self.database.read(moves.list_due, now=turn.seconds):
            try:
                await self.database.write(carry_out_due, move_id, turn)
            except DAMAGE as fault:
                self.rules.safe.damages.met(fault)
