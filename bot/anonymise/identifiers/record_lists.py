"""Numbers that stand in one list with a record's: «Қолхат ЗР-1, ЗР-2 және ЗР-3», «акты № 12/4, второй № 13/4».

Rules:
- one more number is of the list where it is written as the one before it is: the same letters, marks, and for bare
  digits as many of them; behind «№» any form will do;
- a sum, a date and what counts something end the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from . import record_words as words
from .context import is_amount
from .kinds import IdentifierKind, Span
from .reading import Reading

_NEXT = re.compile(
    r"(?:[,;] ?|[,;]? (?:и|да|или|жане|мен|пен|бен|а|сосын|потом|артынан)(?= ))"
    r"(?: ?(?:второ[йе]|втор[аы][яхй]|друго[ейа]|екинши[а-я]{0,3}|алдынгы[а-я]{0,3}|келеси[а-я]{0,2}|бурынгы[а-я]{0,2}|"
    r"бирине|предыдущ[а-я]{2,3}|прошл[а-я]{2,3}|новы[йе]|стары[йе]|соны|тагы|еще)){0,2} ?"
    r"(?P<number>(?P<sign>№ ?)?(?:[а-яa-z]{1,5}[- ]{0,1})?\d[\d\-/]*(?:[а-яa-z]{1,2}(?![а-яa-z]))?)(?![\w%]|[.:,]\d)"
)
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LISTED = frozenset((IdentifierKind.CASE_NO, IdentifierKind.ACCOUNT_NO, IdentifierKind.DOC_ID))
_LEAST = 3
"""Digits: two in a row with a comma may be a day and a count."""


def with_listed(reading: Reading, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield *spans*, and behind each the numbers that stand in one list with it."""
    figures = reading.figures
    for span in spans:
        yield span
        if span.certain or span.kind not in _LISTED:
            continue
        form, end = _form(figures[span.start : span.end]), span.end
        while (found := _NEXT.match(figures, end)) and _is_one_more(found, form):
            end = found.end("number")
            yield replace(span, start=found.start("number"), end=end)


def _is_one_more(found: re.Match[str], form: str) -> bool:
    """Whether *found* is a number of the same kind, written as *form*."""
    figures, number, end = found.string, found["number"], found.end("number")
    digits = sum(map(str.isdigit, number))
    if digits < _LEAST or is_amount(figures, end) or words.COUNTED.match(figures, end):
        return False
    if found["sign"]:
        return True
    return _form(number) == form and (not number.isdigit() or not _YEAR.fullmatch(number))


def _form(number: str) -> str:
    """How a number is written: its letters and marks; of bare digits, how many there are."""
    bare = number.lstrip("№ ")
    return str(len(bare)) if bare.isdigit() else _DIGITS.sub("0", bare)
