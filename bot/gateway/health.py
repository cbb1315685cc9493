"""How the bot is: what admins are shown of the outbox, and what they decide about what was set aside."""

from __future__ import annotations

from typing import assert_never

from bot.clock import Clock
from bot.desk.outgoing import aside
from bot.desk.people import Officer
from bot.desk.presses import DropItem, ItemPress, TryItem
from bot.desk.rules import Rules, Turn
from bot.gateway.wording import BOTH, Words
from storage.engine import Database


class HealthDesk:
    """Answers admins in their private chats; that they may ask was looked at before (`command_desk`)."""

    def __init__(self, database: Database, rules: Rules, words: Words, clock: Clock) -> None:
        self.database = database
        self.rules = rules
        self.words = words
        self.clock = clock

    async def decide(self, press: ItemPress, person: Officer) -> str:
        """Do what *press* says about an item that was set aside; what became of it, in words."""
        turn = Turn(self.rules, self.clock.now())
        match press:
            case TryItem(item):
                done, key = await self.database.write(aside.try_item, item, person, turn), "a.item_tried"
            case DropItem(item):
                done, key = await self.database.write(aside.drop_item, item, person, turn), "a.item_dropped"
            case unexpected:
                assert_never(unexpected)
        if not done:
            return self.words.text("a.item_decided", BOTH)
        return self.words.text(key, BOTH, {"who": person.name})
