"""What kinds of identifier there are, how sure a finding is, and where one stands in a text."""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import accumulate
from operator import attrgetter


class IdentifierKind(StrEnum):
    """What an identifier is; the order is the order of trust when two claim the same characters.

    From ACCOUNT_NO on they are findings of the second tier always: somebody's, and only the writer knows whose.
    """

    EMAIL = "EMAIL"
    URL_PROFILE = "URL_PROFILE"
    HANDLE = "HANDLE"
    IBAN = "IBAN"
    CARD = "CARD"
    IIN = "IIN"
    BIN = "BIN"
    DOC_ID = "DOC_ID"
    PHONE = "PHONE"
    PLATE = "PLATE"
    ADDRESS = "ADDRESS"
    SELF_NAME = "SELF_NAME"
    WALLET = "WALLET"
    GEO = "GEO"
    DEVICE = "DEVICE"
    USER_ID = "USER_ID"
    ACCOUNT_NO = "ACCOUNT_NO"
    CASE_NO = "CASE_NO"
    BIRTH_DATE = "BIRTH_DATE"
    KIN = "KIN"
    ROLE = "ROLE"
    PERSON = "PERSON"


TRUST = {kind: rank for rank, kind in enumerate(IdentifierKind)}
_start = attrgetter("start")
_TELLING = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """An identifier without its cue words: code points *start* (in) to *end* (out) of the text.

    `certain`: it is what it is called, whoever wrote the text (the first tier). What is not could be the writer's or
    somebody else's (the second tier): they are asked.
    """

    start: int
    end: int
    kind: IdentifierKind
    certain: bool = field(default=True, compare=False)


class Taken:
    """The characters that some spans hold: asked once for each word of a text, however many the spans are."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._reach = list(accumulate((end for _, end in ordered), max))

    def holds(self, start: int, end: int | None = None) -> bool:
        """Whether one of the spans has the characters from *start* to *end* (out), without it the one at *start*."""
        before = bisect(self._starts, start)
        return before > 0 and self._reach[before - 1] >= (start + 1 if end is None else end)


def settle(found: list[Span], text: str) -> list[Span]:
    """Sort *found*; where some overlap, one has the characters: the certain, then the more trusted, then the longer.

    What is left of the others stays found, as far as letters or digits of *text* are left: what stands beside an
    identifier never hides it.
    """
    kept: list[Span] = []
    for span in sorted(found, key=_by_trust):
        for piece in _free(span, kept):
            telling = _TELLING.search(text, piece.start, piece.end)
            if telling:
                whole = piece == span
                piece = piece if whole else replace(piece, start=telling.start(), end=telling.end())
                kept.insert(bisect(kept, piece), piece)
    return kept


def _by_trust(span: Span) -> tuple[bool, int, int, int]:
    return not span.certain, TRUST[span.kind], span.start - span.end, span.start


def _free(span: Span, kept: list[Span]) -> Iterator[Span]:
    """The pieces of *span* that none of *kept*, sorted and without overlaps, has."""
    start = span.start
    first, last = (bisect_left(kept, place, key=_start) for place in (start, span.end))
    for other in kept[max(first - 1, 0) : last]:
        if other.end <= start:
            continue
        if other.start > start:
            yield replace(span, start=start, end=other.start)
        start = other.end
    if start < span.end:
        yield replace(span, start=start)
