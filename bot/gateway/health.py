"""How the bot is: what admins are shown of the outbox, and what they decide about what was set aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from bot.clock import Clock
from bot.desk.outgoing import aside, standing
from bot.desk.outgoing.standing import Standing, waiting_text
from bot.desk.people import Officer
from bot.desk.presses import DropItem, ItemPress, TryItem
from bot.desk.rules import Rules, Turn
from bot.gateway.wording import BOTH, Words
from bot.terms import Language
from storage.engine import Database


class HealthDesk:
    """Answers admins in their private chats; that they may ask was looked at before (`command_desk`)."""

    def __init__(
        self, database: Database, rules: Rules, words: Words, clock: Clock, is_intake_well: Callable[[], bool]
    ) -> None:
        self.database = database
        self.rules = rules
        self.words = words
        self.clock = clock
        self.is_intake_well = is_intake_well

    async def report(self, chat_id: int) -> str:
        """How everything stands, in both languages; what was set aside follows, item by item, with buttons."""
        turn = Turn(self.rules, self.clock.now())
        found = await self.database.read(standing.look, turn)
        if found.aside:
            await self.database.write(standing.show_aside, chat_id, turn)
        return "\n\n".join(self._report(found, language) for language in Language)

    def _report(self, found: Standing, language: Language) -> str:
        values = {"queued": found.queued, "oldest": found.oldest, "aside": found.aside}
        intake = "a.intake_well" if self.is_intake_well() else "a.intake_stopped"
        rows = [self.words.text("a.health", language, values), self.words.text(intake, language)]
        for region, why in found.waiting:
            about = {"region": region, "state": self.words.text(waiting_text(why), language)}
            rows.append(self.words.text("a.region_row", language, about))
        return "\n".join(rows)

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
