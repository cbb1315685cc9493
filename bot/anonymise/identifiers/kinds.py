"""What kinds of identifier there are, and where one stands in a text."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from enum import StrEnum


class IdentifierKind(StrEnum):
    """What an identifier is; the order is the order of trust when two claim the same characters."""

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


TRUST = {kind: rank for rank, kind in enumerate(IdentifierKind)}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """An identifier without its cue words: code points *start* (in) to *end* (out) of the text."""

    start: int
    end: int
    kind: IdentifierKind


def settle(found: list[Span]) -> list[Span]:
    """Sort *found* and keep one of those that overlap: the more trusted kind, then the longer."""
    kept: list[Span] = []
    for span in sorted(found, key=lambda each: (TRUST[each.kind], each.start - each.end, each.start)):
        place = bisect(kept, span)
        free_before = place == 0 or kept[place - 1].end <= span.start
        free_after = place == len(kept) or span.end <= kept[place].start
        if free_before and free_after:
            kept.insert(place, span)
    return kept
