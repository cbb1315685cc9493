"""Whether a number counts what follows it: «на улице Абая 30 деревьев» has no house."""

from __future__ import annotations

import re

from . import address_words as words
from .context import is_amount

ROW = re.compile(
    r"(?:, ?\d{1,3}[а-г]?){0,8},? (?:и|жане|мен) (?:дом\w? |д\. ?)?\d|"
    r"(?: ?- ?| до (?:дома |д\. ?)?)\d{1,3}[а-г]?"
)
"""Houses in a row: «дома 4, 6, 8 и 10», «от дома 5 до дома 31»."""


_CLASS = re.compile(
    r" ?(?:класс|сынып|групп|топ|корпус|\d|январ|феврал|март|апрел|ма[яй]|июн|июл|август|сент|окт|ноя|дек)"
)
"""A number with a letter is a house's, but before these."""
_KAZAKH_CASE = re.compile(r"(?:[рлйз]да|[иы]нда|[рл]га)\Z")


def counts(folded: str, end: int, *, strict: bool) -> bool:
    """Whether the number that ends at *end* counts what follows it; *strict*: any word counts."""
    lettered = folded[end - 1 : end].isalpha() and folded[end - 2 : end - 1].isdigit()
    if lettered and not _CLASS.match(folded, end):
        return False  # «19б подъезд»
    if words.NOT_A_HOUSE.match(folded, end) or is_amount(folded, end):
        return True
    following = words.NEXT_WORD.match(folded, end)
    if not following or following[1] in words.CASE_ENDINGS or words.STREET_NEXT.match(folded, following.end()):
        return False
    few = folded[end - 2 : end] in (" 2", " 3", " 4") and following[1][-1] in "аяыи"
    if few and not _KAZAKH_CASE.search(following[1]):
        return True
    return strict or words.COUNTED.fullmatch(following[1]) is not None
