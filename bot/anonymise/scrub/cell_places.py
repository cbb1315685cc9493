"""Where cells lie: the names of columns and the areas between two cells."""

from __future__ import annotations

import re

from bot.frozen import frozen

CELL = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})\Z")


@frozen
class Area:
    """A rectangle of cells: its first and last row and column."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """True when the cell in *row* and *column* lies in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def meets(self, other: Area) -> bool:
        """True when it shares a cell with *other*."""
        is_level = self.top <= other.bottom and other.top <= self.bottom
        return is_level and self.left <= other.right and other.left <= self.right


def area_of(reference: str) -> Area | None:
    """The area that *reference* ("A1:B3", "A1") names; None when it names none."""
    first, _, last = reference.partition(":")
    ends = CELL.match(first), CELL.match(last or first)
    if ends[0] is None or ends[1] is None:
        return None
    low, high = (column_number(end.group(1)) for end in ends if end is not None)
    return Area(int(ends[0].group(2)), low, int(ends[1].group(2)), high)


def column_of(place: str | None) -> int | None:
    """The number of the column of a cell such as BC12."""
    match = CELL.match(place or "")
    return column_number(match.group(1)) if match is not None else None


def column_number(letters: str) -> int:
    """The number of the column that *letters* name."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def whole(value: str | None) -> int | None:
    """*value* as a whole number, or None when it is none."""
    return int(value) if value is not None and value.isdecimal() and len(value) <= 9 else None
