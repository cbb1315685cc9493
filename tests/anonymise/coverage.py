"""What of the marked pieces of a text is found, in whichever tier."""

from __future__ import annotations

import re

from bot.anonymise.identifiers import IdentifierKind, find

from .strangers import COVERED

_MARK = re.compile(r"\[(.*?)\]", re.DOTALL)
_OF_PEOPLE = (IdentifierKind.PERSON, IdentifierKind.KIN, IdentifierKind.ROLE, IdentifierKind.SELF_NAME)


def left(marked: str) -> list[str]:
    """What is marked in *marked* and not found: four fifths of its letters and digits must be."""
    text, pieces, at = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        pieces.append((len(text), len(text) + len(mark[1])))
        text, at = text + mark[1], mark.end()
    text += marked[at:]
    covered = {place for span in find(text) for place in range(span.start, span.end)}
    return [text[start:end] for start, end in pieces if not _is_covered(text, start, end, covered)]


def numbers_of(text: str) -> list[str]:
    """What is found in *text* but names, posts and relatives."""
    return [text[span.start : span.end] for span in find(text) if span.kind not in _OF_PEOPLE]


def _is_covered(text: str, start: int, end: int, covered: set[int]) -> bool:
    telling = [place for place in range(start, end) if text[place].isalnum()]
    return sum(place in covered for place in telling) >= COVERED * len(telling)
