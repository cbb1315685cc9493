"""The cells of a sheet that nobody sees: hidden or without height or width, covered by a merged cell, shown as nothing.

Rules

1. Hidden rows go as a whole, and so do the cells of hidden columns. A row of less than two points or a column of less
   than a third of a sign is as good as hidden: no letter fits in.
2. A cell under a merged one, and one whose format shows nothing of its value, stays as an empty place with its looks.
3. One pass over the cells and one over the merges, however many a small file repeats.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from lxml import etree

from bot.anonymise.scrub.namespaces import PREFIXES
from bot.anonymise.scrub.number_formats import CellFormats, hides
from bot.anonymise.scrub.trees import drop
from bot.anonymise.scrub.verdicts import FileKind, RefusalReason, refusal
from bot.frozen import frozen

S = f"{{{PREFIXES['s']}}}"
CELL = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})\Z")
COLUMNS_MOST = 18_278  # the last that three letters can name: ZZZ
LOW, NARROW = 2.0, 0.3  # points of a row, signs of a column
MERGES_MOST = 200_000  # chosen: a long report that was exported merges ten cells in each of its rows
OVERLAPS_MOST = 1_000_000  # chosen: merges do not lie over each other, so few are open in a row; half a second of work
TEXTUAL = frozenset({"s", "str", "inlineStr", "b"})


@frozen
class Merge:
    """A merged cell: its first and last row and column."""

    top: int
    left: int
    bottom: int
    right: int


class UnseenCells:
    """What is not seen of one sheet."""

    def __init__(self, root: etree._Element, formats: CellFormats) -> None:
        self.root = root
        self.formats = formats
        self.columns = hidden_columns(root)
        self.merges = sorted(merges_of(root), key=lambda merge: merge.top, reverse=True)
        if len(self.merges) > MERGES_MOST:
            raise refusal(RefusalReason.SIZE, FileKind.XLSX)
        self.rows: set[int] = set()  # that are hidden; known after `drop`
        self.open: list[Merge] = []
        self.spans: list[tuple[int, int]] | None = None  # of the row at hand, until a merge begins or ends
        self.begun, self.end, self.looked = False, 0, 0
        usual = root.find(S + "sheetFormatPr")
        self.usual_height = usual.get("defaultRowHeight") if usual is not None else None

    def drop(self) -> bool:
        """Take out everything that is not seen; True when there was something."""
        found = False
        number = 0
        for row in list(self.root.iter(S + "row")):
            number = whole(row.get("r")) or number + 1
            if is_on(row.get("hidden")) or is_below(row.get("ht", self.usual_height), LOW):
                drop(row)
                self.rows.add(number)
                found = True
            else:
                found |= self.drop_in_row(row, number)
        return found

    def drop_in_row(self, row: etree._Element, number: int) -> bool:
        """Take out what is not seen in one row; True when there was something."""
        spans = self.covered_in(number)
        found = False
        for place, cell in enumerate(list(row), 1):
            column = column_of(cell.get("r")) or place
            if column in self.columns or column > COLUMNS_MOST:
                row.remove(cell)
                found = True
            elif is_inside(spans, column) or self.shows_nothing(cell):
                found |= empty(cell)
        return found

    def covered_in(self, row: int) -> list[tuple[int, int]]:
        """The columns of *row* that merges cover, from left to right; rows are asked for from the first to the last."""
        if not self.open and not (self.merges and self.merges[-1].top <= row):
            return []
        while self.merges and self.merges[-1].top <= row:
            self.open.append(self.merges.pop())
            self.spans = None
        if self.spans is None or self.begun or row > self.end:
            self.open = [merge for merge in self.open if merge.bottom >= row]
            self.looked += len(self.open)
            if self.looked > OVERLAPS_MOST:
                raise refusal(RefusalReason.SIZE, FileKind.XLSX)
            self.begun = any(merge.top == row for merge in self.open)
            self.end = min((merge.bottom for merge in self.open), default=0)
            self.spans = joined((merge.left + (merge.top == row), merge.right) for merge in self.open)
        return self.spans

    def shows_nothing(self, cell: etree._Element) -> bool:
        """True when the format of *cell* hides its value."""
        code = self.formats.code_of(cell.get("s", "0"))
        kind = cell.get("t", "n")
        if not code or kind == "e":
            return False
        if kind in TEXTUAL:
            return hides(code, "x")
        value = number_of(cell.findtext(S + "v")) if kind == "n" else 1.0  # a date is above zero
        return hides(code, value) if value is not None else all(hides(code, one) for one in (1.0, -1.0, 0.0))


def merges_of(root: etree._Element) -> list[Merge]:
    """The merged cells of the sheet *root*."""
    found = []
    for one in root.iter(S + "mergeCell"):
        first, _, last = one.get("ref", "").partition(":")
        ends = CELL.match(first), CELL.match(last)
        if ends[0] is not None and ends[1] is not None:
            low, high = (column_of(end.group()) or 0 for end in ends if end is not None)
            found.append(Merge(int(ends[0].group(2)), low, int(ends[1].group(2)), high))
    return found


def joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """*spans* from left to right, those that touch as one."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(span for span in spans if span[0] <= span[1]):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return found


def is_inside(spans: list[tuple[int, int]], column: int) -> bool:
    """True when one of *spans* holds *column*."""
    place = bisect_right(spans, (column, COLUMNS_MOST + 1)) - 1
    return place >= 0 and spans[place][0] <= column <= spans[place][1]


def hidden_columns(root: etree._Element) -> frozenset[int]:
    """The numbers of the columns that nobody sees. One pass, however many rules a small file repeats."""
    usual = root.find(S + "sheetFormatPr")
    is_usual = usual is not None and is_below(usual.get("defaultColWidth"), NARROW)
    hiding, naming = [0] * (COLUMNS_MOST + 2), [0] * (COLUMNS_MOST + 2)
    for col in root.iter(S + "col"):
        low, high = (min(whole(col.get(end)) or 0, COLUMNS_MOST) for end in ("min", "max"))
        is_hidden = is_on(col.get("hidden")) or is_below(col.get("width"), NARROW)
        for steps in (hiding, naming) if is_hidden else (naming,):
            if low <= high:
                steps[low] += 1
                steps[high + 1] -= 1
    depths = enumerate(zip(accumulate(hiding), accumulate(naming), strict=True))
    return frozenset(column for column, (hidden, named) in depths if hidden > 0 or (is_usual and named == 0))


def empty(cell: etree._Element) -> bool:
    """Leave of *cell* only its looks; True when there was a value."""
    found = len(cell) > 0
    for child in list(cell):
        cell.remove(child)
    if "t" in cell.attrib:
        del cell.attrib["t"]
    return found


def is_on(value: str | None) -> bool:
    """True for the ways to say yes."""
    return value in ("1", "true", "on")


def is_below(value: str | None, least: float) -> bool:
    """True for a number that is less than *least*."""
    number = number_of(value)
    return number is not None and number < least


def number_of(value: str | None) -> float | None:
    """*value* as a number, or None when it is none."""
    try:
        return float(value) if value is not None and len(value) < 40 else None
    except ValueError:
        return None


def whole(value: str | None) -> int | None:
    """*value* as a whole number, or None when it is none."""
    return int(value) if value is not None and value.isdecimal() and len(value) <= 9 else None


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
