"""Whose an address is: a writer's home, a place in the town, or an institution's, which is nobody's."""

from __future__ import annotations

import re
from typing import TypeAlias

from . import address_words as words
from .context import before
from .institutions import is_told_of_institution, leads_on_from_institution, stands_beside_institution
from .reading import Reading

Claim: TypeAlias = tuple[int, int, bool]
"""Where an address starts and ends, and whether it is certain."""
_SPOT = re.compile(r"(?<![а-яa-z])(?:в конце|в начале|в районе|возле|около|рядом с|напротив|за|перед|между|угол) \Z")


def judged(reading: Reading, claim: Claim) -> Claim | None:
    """*claim*, less certain where a place in the town may be told, and none where it is an institution's."""
    start, end, certain = claim
    if certain and not _is_somebodys(reading, start, end):
        return (start, end, False) if leads_on_from_institution(reading.folded, start, end) else None
    return start, end, certain and (_lives_at(reading, start) or not _is_told_of_place(reading.folded, start))


def _is_somebodys(reading: Reading, start: int, end: int) -> bool:
    """Whether the address is a home: it has a flat, or a word of living beside it, or no institution stands there."""
    if words.HAS_FLAT.search(reading.folded, start, end) or _lives_at(reading, start):
        return True
    return not stands_beside_institution(reading.folded, start, end)


def _is_told_of_place(folded: str, start: int) -> bool:
    """Whether an institution's address or a spot in the town is told: «по новому адресу: …», «в конце ул. …»."""
    return is_told_of_institution(folded, start) or _SPOT.search(before(folded, start, 16)) is not None


def _lives_at(reading: Reading, start: int) -> bool:
    """Whether a word of living stands around *start*, not one that every address has."""
    home = words.HOME.search(reading.folded, max(0, start - 60), start + 50)
    return home is not None and not words.ADDRESS_OF.match(home[0])
