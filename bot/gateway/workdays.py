"""/workdays: an admin reads and changes the calendar that terms are counted by; in both languages, as admins read."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

from sqlalchemy import Connection

from bot.conversation.questionnaire.day_tokens import Number, Token, month_of, tokens_of
from bot.desk.groups.calendar import KIND_TEXTS, DayWish, list_changed, set_day
from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.folding import fold
from bot.gateway.posts import Post
from bot.gateway.wording import BOTH, Words
from bot.terms import Language
from storage.workdays import ChangedDay

_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})", re.ASCII)
_WISHES = {
    DayWish.WORK: ("work", "рабоч", "жұмыс"),
    DayWish.OFF: ("off", "выходн", "нерабоч", "праздн", "демалыс", "мереке"),
    DayWish.RESET: ("reset", "сброс", "вернуть", "қайтар"),
}
"""How each is written, as far as the words agree: in the command's own words, in Russian, in Kazakh."""


def take_workdays(connection: Connection, turn: Turn, *, words: Words, argument: str, person: Officer) -> Post:
    """List the changed days, or change the one that is named, and say what it is then."""
    if not argument.strip():
        return Post("\n\n".join(_list(list_changed(connection, turn), words, language) for language in Language))
    day, wish = read_day_wish(argument)
    if day is None or wish is None or not turn.today.year <= day.year <= turn.today.year + 1:
        return Post(words.text("a.workdays_how", BOTH))
    done = set_day(connection, day, wish, person, turn)
    key = "a.workday_set" if done.changed else "a.workday_already"
    said = words.text(key, BOTH, {"date": day, "kind": KIND_TEXTS[done.is_workday]})
    return Post(f"{said}\n\n{words.text('a.workday_kept', BOTH)}" if done.changed else said)


def read_day_wish(text: str) -> tuple[date | None, DayWish | None]:
    """The day that *text* names, and what it is to be; None in place of what it does not say, or says twice."""
    wishes = {wish for word in text.split() if (wish := _wish_of(word)) is not None}
    return _read_date(text), wishes.pop() if len(wishes) == 1 else None


def _wish_of(word: str) -> DayWish | None:
    folded = fold(word)
    return next((wish for wish, begins in _WISHES.items() if folded.startswith(tuple(map(fold, begins)))), None)


def _read_date(text: str) -> date | None:
    """The one date in *text*, whichever way it is written; with its year, for a wrong one would not be noticed."""
    with suppress(ValueError):
        if (found := _YEAR_FIRST.search(text)) is not None:
            return date(int(found[1]), int(found[2]), int(found[3]))
        if (found := _DAY_FIRST.search(text)) is not None:
            year = int(found[3])
            return date(year + 2000 if year < 100 else year, int(found[2]), int(found[1]))
        return _with_month(tokens_of(text))
    return None


def _with_month(tokens: list[Token]) -> date | None:
    """«19 декабря 2026», «2026 жылғы 19 желтоқсан»."""
    numbers = [token.value for token in tokens if isinstance(token, Number)]
    months = [month for token in tokens if (month := month_of(token)) is not None]
    if len(numbers) != 2 or len(months) != 1:
        return None
    day, year = sorted(numbers)
    return date(year, months[0], day)


def _list(changed: list[ChangedDay], words: Words, language: Language) -> str:
    rows = [
        words.text("a.workdays_row", language, {"date": each.day, "kind": KIND_TEXTS[each.is_workday]})
        for each in changed
    ]
    title = words.text("a.workdays" if rows else "a.workdays_none", language)
    return "\n".join((title, *rows, "", words.text("a.workdays_how", language)))
