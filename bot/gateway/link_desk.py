"""The desk of links: what an office prints on its posters, so that the bot opens with region and sphere chosen."""

from __future__ import annotations

from sqlalchemy import Connection
from telegram import Bot

from bot.catalogue import spheres
from bot.catalogue.links import spell_link, spheres_of
from bot.clock import Clock
from bot.desk.outgoing import chats
from bot.desk.rules import Rules, Turn
from bot.gateway.admin import Asked
from bot.gateway.posts import Post
from bot.gateway.wording import BOTH, Words
from storage.engine import Database
from storage.offices import OfficeRow


class LinkDesk:
    """Words the links of the region that a group serves."""

    def __init__(self, bot: Bot, database: Database, rules: Rules, words: Words, clock: Clock) -> None:
        self.bot = bot
        self.database = database
        self.rules = rules
        self.words = words
        self.clock = clock

    async def show(self, asked: Asked) -> Post:
        """The link of the region, and one for each of its spheres."""
        office = await self.database.read(_office, asked.chat, Turn(self.rules, self.clock.now()))
        if office is None:
            return Post(self.words.text("a.not_bound", BOTH))
        region, language = office.region, office.language
        entries = {entry.id: entry for entry in spheres.directions(region)}
        rows = []
        for id in spheres_of(region):
            label = (entries.get(id) or spheres.sphere(id)).label[language]
            rows.append(self.words.text("s.link_row", language, {"label": label, "link": self._address(region, id)}))
        whole = self.words.text("s.links", language, {"link": self._address(region)})
        return Post("\n".join((whole, "", *rows)))

    def _address(self, region: str, sphere: str | None = None) -> str:
        return f"https://t.me/{self.bot.username}?start={spell_link(region, sphere)}"


def _office(connection: Connection, chat: int, turn: Turn) -> OfficeRow | None:
    return chats.served_by(connection, chat, turn.safe)
