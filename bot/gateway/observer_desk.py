"""The desk of observers: /numbers tells a month of all regions in private, /observers names who may read it.

Both are given in a private chat alone, and in both languages: which one an admin speaks is a citizen's secret.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from sqlalchemy import Connection
from telegram import Bot

from bot.catalogue.regions import in_order
from bot.clock import Clock
from bot.desk.groups import numbers, observers
from bot.desk.groups.numbers import Month, RegionNumbers
from bot.desk.groups.telling import name_of
from bot.desk.people import Officer, Refused
from bot.desk.rules import Rules, Turn
from bot.gateway.admin import Asked
from bot.gateway.posts import Post
from bot.gateway.wording import BOTH, Words
from bot.terms import Language
from storage.engine import Database
from storage.errors import StoreDamagedError

_MONTH = re.compile(r"(\d{1,2})[./-](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})", re.ASCII)
_PERSON = re.compile(r"[1-9]\d{0,18}", re.ASCII)
_LINK = ("link", "ссылка", "сілтеме")


Counted: TypeAlias = RegionNumbers | StoreDamagedError | None
"""What a region's cases tell of a month: None when there are none, the fault when one of them cannot be read."""


class ObserverDesk:
    """Tells the numbers and names observers; that they may was asked before (`command_desk`)."""

    def __init__(self, bot: Bot, database: Database, rules: Rules, words: Words, clock: Clock) -> None:
        self.bot = bot
        self.database = database
        self.rules = rules
        self.words = words
        self.clock = clock

    async def may_read(self, person: Officer) -> bool:
        """Whether *person* is an observer or an admin now."""
        return await self.database.read(observers.may_read, person.id, self.rules)

    async def use_link(self, asked: Asked) -> Post:
        """Become an observer; said again when the update is repeated and the link spent."""
        done = await self.database.write(observers.use_link, asked.argument, asked.person, self._turn())
        return Post(self.words.text("a.you_observe" if done else "a.link_used", BOTH))

    def take(self, connection: Connection, turn: Turn, *, asked: Asked) -> Post:
        """List the observers, make a link, or end the rights of the one whose number is given."""
        said = asked.argument.strip()
        if not said:
            return Post("\n\n".join(self._list(connection, turn, language) for language in Language))
        if said.casefold() in _LINK:
            made = observers.make_link(connection, asked.person, turn)
            if isinstance(made, Refused):
                return Post(self.words.text(made.key, BOTH))
            link = f"https://t.me/{self.bot.username}?start={made}"
            return Post(self.words.text("a.observer_link", BOTH, {"link": link}))
        if _PERSON.fullmatch(said) is None:
            return Post(self.words.text("a.observers_how", BOTH))
        done = observers.remove(connection, int(said), asked.person, turn)
        return Post(self.words.text("a.observer_removed" if done else "a.no_observer", BOTH))

    async def show_numbers(self, asked: Asked) -> Post:
        """The numbers of the month that is named, or of the newest one that is told."""
        turn = self._turn()
        newest = numbers.newest_month(turn.today)
        month = read_month(asked.argument) if asked.argument.strip() else newest
        if month is None or not numbers.is_told(month, turn.today):
            return Post(self.words.text("a.numbers_how", BOTH, {"month": str(newest)}))
        counted = {region.id: await self._count(region.id, month, turn) for region in in_order(Language.KAZAKH)}
        return Post(word_numbers(self.words, month, counted))

    async def _count(self, region: str, month: Month, turn: Turn) -> Counted:
        try:
            return await self.database.read(numbers.count_region, region, month, turn)
        except StoreDamagedError as fault:
            self.rules.safe.damages.met(fault)
            return fault  # the other regions are told

    def _list(self, connection: Connection, turn: Turn, language: Language) -> str:
        rows = [
            self.words.text(
                "a.observer_row", language, {"who": name_of(each.officer), "id": each.officer.id, "date": each.day}
            )
            for each in observers.list_observers(connection, turn)
        ]
        title = self.words.text("a.observers" if rows else "a.observers_none", language)
        return "\n".join((title, *rows, "", self.words.text("a.observers_how", language)))

    def _turn(self) -> Turn:
        return Turn(self.rules, self.clock.now())


def read_month(text: str) -> Month | None:
    """The month in *text*, written as 10.2026 or 2026-10; None when it is none."""
    said = text.strip()
    if (found := _MONTH.fullmatch(said)) is not None:
        month, year = int(found[1]), int(found[2])
    elif (found := _YEAR_FIRST.fullmatch(said)) is not None:
        year, month = int(found[1]), int(found[2])
    else:
        return None
    return Month(year, month) if 1 <= month <= 12 and year > 0 else None


def word_numbers(words: Words, month: Month, counted: Mapping[str, Counted]) -> str:
    """The numbers of all regions in both languages; regions without a case are not named."""
    return "\n\n".join(_word(words, month, counted, language) for language in Language)


def _word(words: Words, month: Month, counted: Mapping[str, Counted], language: Language) -> str:
    rows = []
    for region in in_order(language):
        match counted.get(region.id):
            case RegionNumbers() as found:
                rows.append(_row(words, region.id, found, language))
            case StoreDamagedError():
                rows.append(words.text("a.numbers_damaged", language, {"region": region.id}))
            case None:
                pass
    if not rows:
        return words.text("a.numbers_none", language, {"month": str(month)})
    title = words.text("a.numbers", language, {"month": str(month)})
    return "\n".join((title, "", *rows, "", words.text("a.numbers_legend", language)))


def _row(words: Words, region: str, found: RegionNumbers, language: Language) -> str:
    told = {
        "received": found.received,
        "to_do": found.to_do,
        "answered": found.answered,
        "at_end": found.at_end,
        "overdue": found.overdue,
        "days": found.days,
        "rating": None if found.stars is None else f"{found.stars:.1f}".replace(".", ","),
    }
    hidden = words.text("a.numbers_hidden", language)
    shown = {name: hidden if value is None else str(value) for name, value in told.items()}
    return words.text("a.numbers_row", language, {"region": region} | shown)
