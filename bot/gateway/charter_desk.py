"""The desk of charters: the head of an office, or an admin, writes in the group what citizens read about the office."""

from __future__ import annotations

from functools import partial

from sqlalchemy import Connection

from bot.clock import Clock
from bot.desk import charters
from bot.desk.charters import CharterWish
from bot.desk.outgoing import chats
from bot.desk.rules import Rules, Turn
from bot.gateway.admin import Asked, CommandEffect
from bot.gateway.posts import Post
from bot.gateway.wording import BOTH, Words
from bot.terms import Language
from storage.engine import Database


class CharterDesk:
    """Shows and changes the texts of the group's office; that who asks may was asked before (`command_desk`)."""

    def __init__(self, database: Database, rules: Rules, words: Words, clock: Clock) -> None:
        self.database = database
        self.rules = rules
        self.words = words
        self.clock = clock

    async def take(self, asked: Asked) -> Post | CommandEffect:
        """Keep or delete a text; what is no such wish is answered with how it is done, and with what stands now."""
        wish = charters.read_wish(asked.argument)
        if wish is None:
            return await self.database.read(self._show, asked.chat, Turn(self.rules, self.clock.now()))
        return CommandEffect(partial(self._carry_out, chat=asked.chat, wish=wish))

    def _show(self, connection: Connection, chat: int, turn: Turn) -> Post:
        office = chats.served_by(connection, chat, turn.safe)
        if office is None:
            return Post(self.words.text("a.not_bound", BOTH))
        told = [self.words.text("a.about_how", office.language, {"max": charters.LONGEST})]
        for language in Language:
            if text := charters.get_text(connection, office.region, language, turn):
                told.append(f"{language.upper()}:\n{text}")
        return Post("\n\n".join(told), copied=True)

    def _carry_out(self, connection: Connection, turn: Turn, *, chat: int, wish: CharterWish) -> Post:
        office = chats.served_by(connection, chat, turn.safe)
        if office is None:
            return Post(self.words.text("a.not_bound", BOTH))
        done = charters.carry_out(connection, office.region, wish, turn)
        return Post(self.words.text(done.key, office.language, done.values))
