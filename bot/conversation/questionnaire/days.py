"""Which day, or which of the rough choices, typed words mean: «25.11», «қарашаның 25-і», «в прошлый четверг».

Rules
1. A day and a month without a year mean the last such day; so do a day of the month and a weekday alone.
2. What names the day most closely counts: a date, then "three days ago", then a weekday, then a rough choice.
   What still goes on goes on, whatever day it began.
3. Two days are none: the citizen is asked for one. A day that has not come is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeAlias

from bot.conversation.questionnaire import day_words as known
from bot.conversation.questionnaire.day_tokens import (
    Number,
    Token,
    Tokens,
    is_said,
    month_of,
    tokens_of,
    unit_of,
    weekday_of,
    words_of,
)
from bot.conversation.questionnaire.day_words import begins, is_slip
from bot.conversation.questionnaire.rough_days import RoughDay, going_on, read_rough
from bot.frozen import frozen

_YEARS_BACK = 8  # 29 February is never further away
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})[.\-/](?P<month>\d{1,2})[.\-/](?P<day>\d{1,2})(?!\d)")
_FULL = re.compile(
    r"(?<![\d.])(?P<day>\d{1,2})(?:\s*[.\-/]\s*| )(?P<month>\d{1,2})(?:\s*[.\-/]\s*| )(?P<year>\d{4}|\d{2})(?!\d)"
)
_SHORT = re.compile(r"(?<![\d.])(?P<day>\d{1,2})[./](?P<month>\d{1,2})(?![\d./])|^(?P<d>\d{1,2})[ \-](?P<m>\d{1,2})$")
_CLOCK = re.compile(
    r"(?<!\d)\d{1,2}:\d{2}(?!\d)|(?:сағат|в)\s+\d{1,2}[\s-]*(?:час\w*|утра|вечера|дня|ночи|[дт][ае](?!\w))"
)


@frozen
class BadDay:
    """Not a day that the bot can read, or one that has not come yet: `text` is the key to answer with."""

    text: str


ReadDay: TypeAlias = date | RoughDay | BadDay

UNREADABLE = BadDay("err.bad_date")
SEVERAL_DAYS = BadDay("err.several_dates")
FUTURE = BadDay("err.future_date")


def read_day(text: str, today: date) -> ReadDay:
    """The past day or the rough choice behind *text*; a two-digit year is of this century."""
    plain = _CLOCK.sub(" ", " ".join(text.casefold().split()))
    tokens = tokens_of(plain)
    for read in (_dated, _counted_back, _on_weekday):
        found = list(dict.fromkeys(read(plain, tokens, today)))
        days = [each for each in found if each != UNREADABLE]
        if found:
            return going_on(tokens) or _the_one(days, today)
    return read_rough(tokens) or UNREADABLE


def _the_one(read: list[ReadDay], today: date) -> ReadDay:
    if len(read) != 1:
        return SEVERAL_DAYS if read else UNREADABLE
    return FUTURE if isinstance(read[0], date) and read[0] > today else read[0]


def _dated(plain: str, tokens: Tokens, today: date) -> Iterator[ReadDay]:
    """Days that are named by their date, in digits or in words."""
    left = plain
    for pattern in (_ISO, _FULL, _SHORT):
        for match in pattern.finditer(left):
            parts = match.groupdict()
            day, month = parts["day"] or parts.get("d"), parts["month"] or parts.get("m")
            yield _day(int(day or 0), int(month or 0), _full_year(parts.get("year")), today)
        left = pattern.sub(" ; ", left)
    rest = tokens if left == plain else tokens_of(left)
    yield from _with_month(rest, today)
    yield from _of_the_month(rest, today)


def _with_month(tokens: Tokens, today: date) -> Iterator[ReadDay]:
    """«25 ноября», «с 5 по 10 марта», «қарашаның 25-і», each with its year where one is said."""
    for at, token in enumerate(tokens):
        month = month_of(token)
        if month is None:
            continue
        after = [each for each in tokens[at + 1 : at + 3] if unit_of(each) != "month"]
        follows = after[0] if after else None
        before = list(_days_before(tokens, at))
        if not before and isinstance(follows, Number) and follows.value <= 31:
            yield _day(follows.value, month, _year(tokens, today, None), today)
        for number in before:
            yield _day(number, month, _year(tokens, today, follows), today)


def _days_before(tokens: Tokens, at: int) -> Iterator[int]:
    """The numbers before the month at *at*: one, or both ends of a span."""
    known_last = False
    for token in reversed(tokens[max(at - 4, 0) : at]):
        if isinstance(token, Number) and token.value <= 31:
            known_last = True
            yield token.value
        elif not known_last or token not in known.RANGE:
            return


def _of_the_month(tokens: Tokens, today: date) -> Iterator[ReadDay]:
    """«25-го», «15 числа», «25»: the last such day, or that of the month before where it is said."""
    if any(month_of(token) for token in tokens):
        return
    first = today.replace(day=1)
    if is_said(tokens, known.LAST, "month"):
        first = _months_back(first, 1)
    for at, token in enumerate(tokens):
        named = tokens[at + 1] in known.THE_DAY if at + 1 < len(tokens) else len(tokens) == 1
        counts = any(each in (*known.AGO, *known.AGO_COUNTED) for each in tokens[at + 1 : at + 4])
        if isinstance(token, Number) and (token.ordinal or named) and not counts:
            yield _on_day(token.value, first, today)


def _counted_back(plain: str, tokens: Tokens, today: date) -> Iterator[ReadDay]:
    """«позавчера», «3 дня назад», «бір апта бұрын», «келесі аптада»."""
    if any(is_said(tokens, known.NEXT, unit) for unit in ("week", "month", "year")):
        yield FUTURE
    if any(pair in known.JUST_NOW for pair in pairwise(tokens)):
        yield today
    for at, token in enumerate(tokens):
        back = _days_ago(token)
        if back is not None:
            yield today - timedelta(days=back)
        elif token in known.BEFORE_LAST and unit_of(_at(tokens, at + 1)) == "day":
            yield today - timedelta(days=2)
        elif token in known.AGO or (token in known.AGO_COUNTED and _is_counted(tokens, at)):
            units = [unit for each in tokens[max(at - 2, 0) : at + 3] if (unit := unit_of(each))]
            yield from _ago(tokens[max(at - 4, 0) : at + 2], units[0], today) if units else ()


def _days_ago(token: Token) -> int | None:
    if not isinstance(token, str):
        return None
    said = (days for name, days in known.DAYS_AGO.items() if is_slip(token, name))
    return known.DAYS_AGO[token] if token in known.DAYS_AGO else next(said, None)


def _is_counted(tokens: Tokens, at: int) -> bool:
    return any(isinstance(token, Number) for token in tokens[max(at - 2, 0) : at + 2])


def _ago(said: Tokens, unit: str, today: date) -> Iterator[ReadDay]:
    """So many units before today; some days are a week, and a month is a rough thing."""
    numbers = [token.value for token in said if isinstance(token, Number)]
    if unit == "hour":
        yield today
    elif any(token in known.SEVERAL for token in said):
        rough = {"day": "week", "week": "month"}.get(unit)
        yield from [RoughDay(rough)] if rough else []
    elif unit in ("day", "week"):
        yield today - timedelta(days=(numbers[-1] if numbers else 1) * (7 if unit == "week" else 1))
    elif unit == "month" and (numbers or [1])[-1] == 1:
        yield RoughDay("month")


def _on_weekday(plain: str, tokens: Tokens, today: date) -> Iterator[ReadDay]:
    """«в понедельник», «өткен бейсенбі», «на прошлой неделе в четверг»."""
    monday = today - timedelta(days=today.weekday())
    for weekday in (weekday for token in tokens if (weekday := weekday_of(token)) is not None):
        if is_said(tokens, known.LAST, "week"):
            yield monday + timedelta(days=weekday - 7)
        elif is_said(tokens, known.THIS, "week"):
            yield monday + timedelta(days=weekday)
        else:
            this = any(token in known.THIS for token in tokens)
            back = (today.weekday() - weekday - (not this)) % 7 + (not this)
            skipped = any(begins(word, known.BEFORE_LAST) for word in words_of(tokens))
            yield today - timedelta(days=back + 7 * skipped)


def _at(tokens: Tokens, place: int) -> Token | None:
    return tokens[place] if place < len(tokens) else None


def _full_year(typed: str | None) -> int | None:
    if typed is None:
        return None
    return int(typed) + 2000 if len(typed) == 2 else int(typed)


def _year(tokens: Tokens, today: date, follows: Token | None) -> int | None:
    """The year that is said: in four digits, right behind the month in two, or as the last one."""
    full = [token.value for token in tokens if isinstance(token, Number) and 1900 <= token.value <= 2999]
    if full:
        return full[0]
    if isinstance(follows, Number) and not follows.ordinal and follows.value < 100:
        return 2000 + follows.value
    said = any(token in known.LAST_YEAR for token in tokens) or is_said(tokens, known.LAST, "year")
    return today.year - 1 if said else None


def _day(day: int, month: int, year: int | None, today: date) -> ReadDay:
    if year is None:
        return _last(lambda back: date(today.year - back, month, day), today)
    try:
        return date(year, month, day)
    except ValueError:
        return UNREADABLE


def _on_day(day: int, month: date, today: date) -> ReadDay:
    """The last *day* of a month, from *month* on backwards."""
    return _last(lambda back: _months_back(month, back).replace(day=day), today)


def _last(candidate: Callable[[int], date], today: date) -> ReadDay:
    """The first of the candidates, counted back, that there is and that has come."""
    for back in range(_YEARS_BACK + 1):
        try:
            day = candidate(back)
        except ValueError:
            continue
        if day <= today:
            return day
    return UNREADABLE


def _months_back(first: date, months: int) -> date:
    for _ in range(months):
        first = (first - timedelta(days=1)).replace(day=1)
    return first
