"""Turning what a citizen typed into an answer: days, names of choices, lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

STORY = 30
"""So many characters outside the text question are no greeting and no name: they are the story itself."""
SHORTEST_PIECE = 4
"""A piece of a label counts from this length on; the beginning of one always does."""

_DAY = re.compile(
    r"(\d{1,2})\s*[.\-/ ]\s*(\d{1,2})\s*[.\-/ ]\s*(\d{4}|\d{2})(?:\s*(?:г\.?|ж\.?|года|жыл[ы]?))?", re.IGNORECASE
)
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDS = {
    "today": {"сегодня", "бүгін", "бугін", "бугин", "bugin"},
    "yesterday": {"вчера", "кеше", "keshe"},
}


@dataclass(frozen=True, slots=True)
class BadDay:
    """Not a day that the bot can read, or one that has not come yet: `text` is the key to answer with."""

    text: str


def one_line(text: str) -> str:
    """*text* with its white space folded to single spaces."""
    return " ".join(text.split())


def is_story(text: str) -> bool:
    """Whether *text* is too long to be a slip: it is worth keeping for the text question."""
    return len(one_line(text)) >= STORY


def fitting(text: str, labels: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """The ids whose label, in either language, is *text*; else begins with it; else holds it."""
    words = one_line(text).casefold()
    if not words:
        return ()
    spelled = {name: [each.casefold() for each in label.values()] for name, label in labels.items()}
    same = tuple(name for name, each in spelled.items() if words in each)
    begun = tuple(name for name, each in spelled.items() if any(label.startswith(words) for label in each))
    holding = tuple(name for name, each in spelled.items() if any(words in label for label in each))
    if same or len(words) < 2:
        return same
    return begun or (holding if len(words) >= SHORTEST_PIECE else ())


def read_day(text: str, today: date) -> date | BadDay:
    """The past day behind *text*; a two-digit year is of this century."""
    folded = one_line(text).casefold().strip(".")
    if folded in _WORDS["today"]:
        return today
    if folded in _WORDS["yesterday"]:
        return today - timedelta(days=1)
    numbers = _numbers(folded)
    if numbers is None:
        return BadDay("err.bad_date")
    try:
        day = date(*numbers)
    except ValueError:
        return BadDay("err.bad_date")
    return BadDay("err.future_date") if day > today else day


def _numbers(text: str) -> tuple[int, int, int] | None:
    if match := _ISO_DAY.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _DAY.fullmatch(text):
        year = int(match[3])
        return (year + 2000 if year < 100 else year), int(match[2]), int(match[1])
    return None
