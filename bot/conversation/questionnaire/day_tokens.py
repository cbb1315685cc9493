"""Typed words as what days are read from: numbers, in digits or in words, and the folded words between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from bot.conversation.questionnaire import day_words as known
from bot.conversation.questionnaire.day_words import begins, numbered
from bot.folding import fold
from bot.frozen import frozen

_TYPED = re.compile(r"\d+|[^\W\d_]+")

_SHORTEST_MONTH = 3  # letters: «янв», «нояб»


@frozen
class Number:
    """A number, and whether it is said as one counts days: 25-го, 25-ші."""

    value: int
    ordinal: bool = False


Token: TypeAlias = Number | str
Tokens: TypeAlias = Sequence[Token]


def tokens_of(text: str) -> list[Token]:
    """The numbers and the folded words of *text*."""
    tokens: list[Token] = []
    for typed in _TYPED.findall(text):
        last, word = (tokens[-1] if tokens else None), fold(typed)
        value = None if typed.isdecimal() else _spelled(word)
        if typed.isdecimal():
            tokens.append(Number(int(typed)) if len(typed) <= 4 else typed)
        elif isinstance(last, Number) and not last.ordinal and word in known.ORDINAL:
            tokens[-1] = Number(last.value, ordinal=True)
        elif value is not None and isinstance(last, Number) and last.value in (10, 20, 30) and value < 10:
            tokens[-1] = Number(last.value + value)
        else:
            tokens.append(word if value is None else Number(value))
    return tokens


def words_of(tokens: Tokens) -> list[str]:
    """The words among *tokens*."""
    return [token for token in tokens if isinstance(token, str)]


def month_of(token: Token | None) -> int | None:
    """The month that *token* names."""
    if not isinstance(token, str):
        return None
    begun = (number for name, number in known.MONTHS.items() if name.startswith(token))
    if len(token) < _SHORTEST_MONTH:
        return known.SHORT_MONTHS.get(token)
    return numbered(token, known.MONTHS, known.SHORT_MONTHS) or next(begun, None)


def weekday_of(token: Token) -> int | None:
    """The day of the week that *token* names, Monday being 0."""
    return numbered(token, known.WEEKDAYS, known.SHORT_WEEKDAYS) if isinstance(token, str) else None


def unit_of(token: Token | None) -> str | None:
    """What *token* counts in: hour, day, week, month, year."""
    if not isinstance(token, str):
        return None
    return next((unit for spelled, unit in known.UNITS.items() if _is_form(token, spelled)), None)


def is_said(tokens: Tokens, which: frozenset[str], unit: str) -> bool:
    """Whether a word of *which* stands right before one for *unit*: «прошлой неделе»."""
    said = (other for one, other in pairwise(tokens) if isinstance(one, str) and begins(one, which))
    return any(unit_of(other) == unit for other in said)


def _spelled(word: str) -> int | None:
    if weekday_of(word) is not None:
        return None
    return numbered(word, {**known.NUMBERS, **known.TENS}, known.WHOLE_NUMBERS)


def _is_form(word: str, spelled: str) -> bool:
    long = len(spelled) > 3 and word.startswith(spelled)
    return long or spelled in (word, word[:-1], word[:-2])
