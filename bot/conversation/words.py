"""Turning what a citizen typed into an answer: days, and lines without loose white space."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

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
