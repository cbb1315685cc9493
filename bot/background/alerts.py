"""Alerts of the house itself: what all admins read in private, owed like everything that is said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.background.key_watch import KeyTrouble
from bot.clock import Clock
from bot.desk.outgoing.posting import alert_admins
from bot.desk.rules import Rules, Turn
from storage.engine import Database


class HouseAlerts:
    """Owes admins what happens to the bot. StoreUnavailableError when it could not be written down."""

    def __init__(self, database: Database, rules: Rules, clock: Clock) -> None:
        self.database = database
        self.rules = rules
        self.clock = clock

    async def tell(self, key: str, values: Mapping[str, Any]) -> None:
        """The text *key* for all of them."""
        await self.database.write(alert_admins, key, values, Turn(self.rules, self.clock.now()))

    async def tell_of_keys(self, trouble: KeyTrouble) -> None:
        """What is wrong with a file of keys."""
        await self.tell(trouble, {})

    async def tell_of_failing(self, count: int) -> None:
        """So many updates could not be decided."""
        await self.tell("a.failing", {"n": count})

    async def tell_of_end(self, minutes: int) -> None:
        """The store can be used again after so long."""
        await self.tell("a.store_back", {"minutes": minutes})
