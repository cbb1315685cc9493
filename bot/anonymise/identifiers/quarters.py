"""Homes in a quarter, told by numbers: «нурсат 112 уй 34», «самал 5 дом 7 кв 12», «12 мкр 5 22».

Rules:
- names/quarters.txt names the quarters; behind one, or behind a numbered one, a house and a flat are a home;
- so is a house alone that a word calls one, where no institution stands beside it;
- of none it is certain: the writer is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import before, has_one, is_amount, is_long, word_before
from .counting import counts
from .institutions import stands_beside_institution
from .reading import Reading
from .streets import QUARTERS

_CALLED = (
    r"(?:дом|д|уй|зд|корпус|блок|dom|uy)[ .№\-]{0,3}\d{1,3}[а-г]?|"
    r"\d{1,3}[а-г]?[ \-]{0,2}(?:уй|дом|uy|dom)[а-яa-z]{0,3}"
)
_HOUSE = rf"(?:{_CALLED}|\d{{1,3}}[а-г]?(?:/\d{{1,2}})?)"
_FLAT = (
    r"(?:(?:кв|квартира|патер|пат|п|kv|pater)[ .№\-]{0,3}\d{1,4}|\d{1,3}(?:[ \-]{0,2}(?:кв|квартира|патер|пат|kv)"
    r"[а-я]{0,4})?)"
)
_ENDED = r"(?!\d|[.:/,]\d|[ \-/]{1,2}\d|[а-я])"
_HOME = re.compile(rf"(?:\d{{1,2}}[а-г]?[ ,\-]{{1,3}})?{_HOUSE}[ ,\-/]{{1,3}}{_FLAT}{_ENDED}")
_CALLED_HOUSE = re.compile(rf"(?:\d{{1,2}}[а-г]?[ ,\-]{{1,3}})?(?:{_CALLED}){_ENDED}")
_KIND_AFTER = re.compile(
    r"\d{1,2}[а-г]?[ \-]{0,2}(?:й |ой |ш[иы] )?(?:мкрн?|мкр-н|микрорайон|мкрайон|м-н|м/р|ш/а|ы/а|м/а|"
    r"шагын ?аудан[а-я]{0,3}|mkr)[ ,.\-]{1,3}"
)
_KINDS = ("мкр", "микрор", "м-н", "м/р", "ш/а", "ы/а", "м/а", "шагын", "mkr")
_KIND_WORDS = frozenset(("мкр", "мкрн", "микрорайон", "м-н", "ш/а", "ы/а", "жк", "mkr"))


def find_quarter_homes(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield what could be the homes of *reading* in quarters, start and end."""
    folded = reading.folded
    numbered = has_one(folded, _KINDS)
    for number in reading.numbers:
        if is_long(folded, number):
            continue
        quarter = _KIND_AFTER.match(folded, number) if numbered else None
        if quarter:
            start, at = number, quarter.end()
        else:
            named = _named_before(folded, number)
            if named is None:
                continue
            start, at = named, number
        home = _HOME.match(folded, at) or _CALLED_HOUSE.match(folded, at)
        if home and not is_amount(folded, home.end()) and not counts(folded, home.end(), strict=False):
            whole = _HOME.match(folded, at) is not None
            if whole or not stands_beside_institution(folded, start, home.end()):
                yield start, home.end()


def _named_before(folded: str, number: int) -> int | None:
    """Where the quarter begins whose name stands before the number at *number*."""
    word = word_before(folded, number)
    at = folded.rfind(word, 0, number) if word else -1
    if word in _KIND_WORDS:
        word = word_before(folded, at)
        at = folded.rfind(word, 0, at) if word else -1
    known = word in QUARTERS and at >= 0 and not before(folded, at, 1).isalnum()
    return at if known else None
