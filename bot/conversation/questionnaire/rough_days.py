"""Which of the rough choices typed words mean: «на прошлой неделе», «әлі жалғасып жатыр», «не помню»."""

from __future__ import annotations

from itertools import pairwise

from bot.conversation.questionnaire import day_words as known
from bot.conversation.questionnaire.day_tokens import Number, Tokens, month_of, unit_of, words_of
from bot.conversation.questionnaire.day_words import begins
from bot.frozen import frozen


@frozen
class RoughDay:
    """One of the rough choices, by its name."""

    name: str


def read_rough(tokens: Tokens) -> RoughDay | None:
    """The rough choice that the words mean."""
    words = words_of(tokens)
    if going := going_on(tokens) or _span(tokens):
        return going
    for pair in pairwise(words):
        if pair in known.PHRASES:
            return RoughDay(known.PHRASES[pair])
    if any(word in known.GOES_ON for word in words):
        return RoughDay("ongoing")
    return RoughDay("unknown") if any(begins(word, known.UNKNOWN) for word in words) else None


def going_on(tokens: Tokens) -> RoughDay | None:
    """What is said to go on, even when a day is named from which on it does."""
    words = words_of(tokens)
    goes_on = any(begins(word, known.GOES_ON_BEGUN) for word in words)
    phrases = {known.PHRASES.get(pair) for pair in pairwise(words)}
    return RoughDay("ongoing") if goes_on or "ongoing" in phrases else None


def _span(tokens: Tokens) -> RoughDay | None:
    """«на прошлой неделе», «осы айда», «за последние 7 дней»; a month that has a name is another one."""
    if any(month_of(token) for token in tokens):
        return None
    for before, token in pairwise((None, *tokens)):
        unit = unit_of(token)
        if unit in ("week", "month") and not isinstance(before, Number):
            return RoughDay(unit)
        if unit == "day" and isinstance(before, Number) and before.value in (7, 30):
            return RoughDay("week" if before.value == 7 else "month")
    return None
