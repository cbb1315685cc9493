"""The desk of links: what an office puts on posters and QR codes, and a citizen need not choose any more."""

from __future__ import annotations

from telegram import Bot

from bot.catalogue import spheres
from bot.desk.links import spell_link
from bot.desk.outgoing import chats
from bot.desk.rules import Rules
from bot.gateway.admin import Asked
from bot.gateway.posts import Post
from bot.gateway.wording import BOTH, Words
from bot.terms import Language
from storage.engine import Database


class LinkDesk:
    """Words the links of the region that a group serves."""

    def __init__(self, bot: Bot, database: Database, rules: Rules, words: Words) -> None:
        self.bot = bot
        self.database = database
        self.rules = rules
        self.words = words

    async def list_links(self, asked: Asked) -> Post:
        """A link for the region, and one for each sphere in it; they are there to be copied."""
        office = await self.database.read(chats.served_by, asked.chat, self.rules.safe)
        if office is None:
            return Post(self.words.text("a.not_bound", BOTH))
        return Post(word_links(self.words, self.bot.username, office.region, office.language), copied=True)


def word_links(words: Words, bot: str, region: str, language: Language) -> str:
    """The links into *region* through the bot called *bot*, one a line."""
    address = f"https://t.me/{bot}?start="
    lines = [
        words.text("a.links_row", language, {"label": entry.label[language], "link": address + link})
        for entry in spheres.every_sphere()
        if (link := spell_link(region, entry.id))
    ]
    told = words.text("a.links", language, {"link": address + spell_link(region)})
    return "\n".join((told, *lines))
