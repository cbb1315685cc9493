"""The cells of a sheet that nobody sees: hidden or without height or width, covered by a merged cell, shown as nothing.

Rules

1. Hidden rows go as a whole, and so do the cells of hidden columns. A row of less than two points or a column of less
   than a third of a sign is as good as hidden: no letter fits in.
2. A cell under a merged one, and one whose format shows nothing of its value or whose letters have the colour of their
   paper, stays as an empty place with its looks. Where a rule could bring it to light, or paints by its value, the file
   is refused: the rules would have to be worked out.
3. One pass over the cells and one over the merges, however many a small file repeats.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import TypeAlias

from lxml import etree

from bot.anonymise.scrub.cell_colours import is_alike
from bot.anonymise.scrub.cell_places import Area, area_of, column_of, whole
from bot.anonymise.scrub.namespaces import PREFIXES
from bot.anonymise.scrub.number_formats import CellFormats, hides
from bot.anonymise.scrub.rule_looks import RuleLooks
from bot.anonymise.scrub.trees import drop
from bot.anonymise.scrub.verdicts import FileKind, Instead, RefusalError, RefusalReason, refusal

S = f"{{{PREFIXES['s']}}}"
COLUMNS_MOST = 18_278  # the last that three letters can name: ZZZ
LOW, NARROW = 2.0, 0.3  # points of a row, signs of a column
MERGES_MOST = 200_000  # chosen: a long report that was exported merges ten cells in each of its rows
OVERLAPS_MOST = 1_000_000  # chosen: merges do not lie over each other, so few are open in a row; half a second of work
Runs: TypeAlias = Callable[[etree._Element], Sequence[etree._Element]]
"""The pieces of a cell's text that may have looks of their own; none for a text of one piece."""
TEXTUAL = frozenset({"s", "str", "inlineStr", "b"})


class UnseenCells:
    """What is not seen of one sheet."""

    def __init__(
        self, root: etree._Element, formats: CellFormats, rules: RuleLooks, runs: Runs
    ) -> None:
        self.root = root
        self.formats = formats
        self.rules = rules
        self.runs = runs
        self.columns = hidden_columns(root)
        self.merges = sorted(merges_of(root), key=lambda merge: merge.top, reverse=True)
        if len(self.merges) > MERGES_MOST:
            raise refusal(RefusalReason.SIZE, FileKind.XLSX)
        self.rows: set[int] = set()  # that are hidden; known after `drop`
        self.open: list[Area] = []
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
            elif is_inside(spans, column) or (len(cell) and self.is_unseen(cell, number, column)):
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

    def is_unseen(self, cell: etree._Element, row: int, column: int) -> bool:
        """True when nothing is seen of the value of *cell*; raises RefusalError when that hangs on a rule."""
        kind = cell.get("t", "n")
        value = "x" if kind in TEXTUAL or kind == "e" else 1.0  # a date is above zero
        known = value if kind != "n" else number_of(cell.findtext(S + "v"))
        found = kind != "e" and self.shows_nothing(cell, known)
        if not found and self.is_pale(cell, known):
            if self.rules.is_in_head(row, column):
                return False
            found = True
        if found and self.rules.covers(row, column):
            raise RefusalError(RefusalReason.DOUBT, Instead.PDF)
        return found

    def shows_nothing(self, cell: etree._Element, value: float | str | None) -> bool:
        """True when the format of *cell* hides its *value* (None: a number that is none)."""
        code = self.formats.code_of(cell.get("s", "0"))
        if not code:
            return False
        return hides(code, value) if value is not None else all(hides(code, one) for one in (1.0, -1.0, 0.0))

    def is_pale(self, cell: etree._Element, value: float | str | None) -> bool:
        """True when the letters of *cell* have the colour of their paper; raises RefusalError when only some have."""
        look = self.formats.look_of(cell.get("s", "0"), value)
        runs = self.runs(cell)
        if not runs:
            return is_alike(look.font, look.fill)
        pale = [is_alike(self.formats.colours.run_font(run, look.font), look.fill) for run in runs]
        if any(pale) and not all(pale):
            raise RefusalError(RefusalReason.DOUBT, Instead.PDF)
        return all(pale)


def merges_of(root: etree._Element) -> list[Area]:
    """The merged cells of the sheet *root*."""
    areas = (area_of(one.get("ref", "")) for one in root.iter(S + "mergeCell"))
    return [area for area in areas if area is not None]


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
