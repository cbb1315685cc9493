"""Finds what could reveal a person in Kazakh, Russian, mixed and Latin-script text.

Rules:
- a span is the identifier itself without its cue words; spans are sorted and never overlap;
- names are certain where writers name themselves or sign; anybody else's, an official's too, are only asked about;
- sums, dates, numbers of papers, state hotlines (8-800, 102, 1414) and the bot's own codes are nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from .accounts import find_accounts
from .addresses import find_addresses
from .births import find_births
from .context import without_own_codes
from .devices import find_devices
from .documents import find_documents
from .kinds import IdentifierKind, Span, Taken, settle
from .names import find_names
from .online import find_online
from .own_numbers import find_own_numbers
from .parted_phones import find_parted_phones
from .people import find_people
from .phones import find_phones
from .places import find_places
from .plates import find_plates
from .reading import Reading, read
from .records import find_records
from .registry import find_registry_numbers
from .requests import asks_for_personal
from .shown_names import find_shown_names
from .spoken import find_spoken_phones
from .spoken_plates import find_spoken_plates
from .told_births import find_told_births

__all__ = ["IdentifierKind", "Span", "asks_for_personal", "find", "find_people"]

_SURE = (find_registry_numbers, find_accounts, find_documents, find_phones, find_parted_phones, find_plates)
"""What they are certain of is trusted more than a house, a record or a day of birth: these pass its numbers over."""
_NUMERIC = (find_births, find_devices, find_places, find_records, find_own_numbers, find_addresses)
_WORDED = (find_spoken_phones, find_spoken_plates, find_told_births, find_online, find_shown_names, find_names)


def find(text: str) -> tuple[Span, ...]:
    """Return the identifiers of *text*, sorted, none overlapping, as code point indices of *text*."""
    reading = without_own_codes(read(text))
    claims = [span for finder in _WORDED for span in finder(reading)]
    if reading.numbers:
        sure = [span for finder in _SURE for span in finder(reading)]
        rest = _without(reading, sure)
        claims += sure
        claims += [span for finder in _NUMERIC for span in finder(rest)]
    else:
        claims += find_addresses(reading)
    found = settle(claims, reading.folded)
    if reading.numbers and "\n" in reading.folded and _is_parted(reading, found):
        found = settle([*found, *_find_over_lines(reading, found)], reading.folded)
    if isinstance(reading.origin, range):
        return tuple(found)
    return tuple(_in_text(span, reading) for span in found)


_LOCAL = 8
"""Characters of a local telephone, «27-14-36», which may as well be a home or the beginning of a date."""


def _without(reading: Reading, found: list[Span]) -> Reading:
    """*reading* in which the numbers inside what is certain of *found* are not looked at."""
    whole = (span for span in found if span.kind is not IdentifierKind.DOC_ID)  # one may go on into the next number
    taken = Taken((span.start, span.end) for span in whole if span.certain and span.end - span.start > _LOCAL)
    places = [place for place in reading.places if not taken.holds(place[0])]
    return reading.at(places) if len(places) < len(reading.places) else reading


_SEAM = re.compile(r"(?:(?<![^\W_])[^\W\d_]{1,3}|\d) ?\n[\n ]{0,2}(?:\d|[^\W\d_]{2,3}(?![^\W_]))")


def _is_parted(reading: Reading, found: list[Span]) -> bool:
    """Whether a number may go on behind the end of a line: digits, or a few letters, that no line held whole."""
    for seam in _SEAM.finditer(reading.folded):
        first, last = seam.start(), seam.end() - 1
        digits = reading.folded[first].isdigit() or reading.folded[last].isdigit()
        if digits and not any(
            span.certain and (span.start <= first < span.end or span.start <= last < span.end) for span in found
        ):
            return True
    return False


_OVER_LINES = (find_accounts, find_registry_numbers, find_documents, find_phones, find_plates)


def _find_over_lines(reading: Reading, found: list[Span]) -> Iterator[Span]:
    """Numbers that go on in the next line, or message: only what no line held whole is joined."""
    figures = list(reading.figures)
    for span in found:
        if span.certain:
            figures[span.start : span.end] = "\x00" * (span.end - span.start)
    joined = "".join(figures).replace("\n", " ")
    over = reading.with_figures(joined, folded=joined)
    for finder in _OVER_LINES:
        for span in finder(over):
            if span.certain and "\n" in reading.folded[span.start : span.end].strip():
                yield span


def _in_text(span: Span, reading: Reading) -> Span:
    """Lead a span of the reading back to the given text, with the invisible characters inside it."""
    return replace(span, start=reading.origin[span.start], end=reading.origin[span.end - 1] + 1)
