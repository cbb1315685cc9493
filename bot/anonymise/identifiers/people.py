"""Every name of a person in a text, whoever they are: for readers who may learn of nobody.

A word too many is better than a name left: what is found is hidden, and nothing is decided by it.
"""

from __future__ import annotations

from .kinds import IdentifierKind
from .names import find_names
from .reading import read

_NAMES = (IdentifierKind.SELF_NAME, IdentifierKind.KIN, IdentifierKind.PERSON)


def find_people(text: str) -> tuple[tuple[int, int], ...]:
    """Where names of persons stand in *text*: sorted, none overlapping, as code point indices of *text*."""
    reading = read(text)
    found: list[tuple[int, int]] = []
    for span in sorted(span for span in find_names(reading) if span.kind in _NAMES):
        start, end = reading.origin[span.start], reading.origin[span.end - 1] + 1
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)
