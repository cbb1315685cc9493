"""Cells that a drawing on their sheet covers: their values still lie in the file, and only a printer can tell the rest.

Rules

1. A cell counts as covered when a quarter of it or more is: a chart that touches the next row hides nothing.
2. A text runs on over empty cells to its right: a drawing over these covers its end.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from operator import itemgetter

from lxml import etree

from bot.anonymise.scrub.cell_places import column_of, whole
from bot.anonymise.scrub.hidden_anchors import corner
from bot.anonymise.scrub.namespaces import PREFIXES, tag_of
from bot.anonymise.scrub.opaque_drawings import Box, covers_among, covers_in_groups, is_opaque, overlap
from bot.anonymise.scrub.opaque_drawings import whole as emu
from bot.anonymise.scrub.unseen_cells import COLUMNS_MOST, UnseenCells, merges_of, number_of
from bot.anonymise.scrub.unseen_objects import is_hidden_object
from bot.anonymise.scrub.verdicts import Instead, RefusalError, RefusalReason

S = f"{{{PREFIXES['s']}}}"
ANCHORS = tuple(tag_of(f"xdr:{word}Anchor") for word in ("twoCell", "oneCell", "absolute"))
POINT, SIGN = 12_700, 66_675  # EMU of a point, and of a sign of the usual letters (seven pixels)
ROW_POINTS, COLUMN_SIGNS = 15.0, 8.43  # what Excel gives to a row and a column of which nothing is said
ROWS_MOST = 1_048_576
TOUCHED = 0.25


class Grid:
    """The sizes of a sheet's rows and columns in EMU; both count from zero."""

    def __init__(self, unseen: UnseenCells) -> None:
        root = unseen.root
        usual = root.find(S + "sheetFormatPr")
        self.row = self.read(usual, "defaultRowHeight", ROW_POINTS) * POINT
        self.column = self.read(usual, "defaultColWidth", COLUMN_SIGNS) * SIGN
        self.rows: dict[int, float] = {}
        self.columns: dict[int, float] = {}
        for col in root.iter(S + "col"):
            low, high = (whole(col.get(end)) or 0 for end in ("min", "max"))
            width = self.read(col, "width", COLUMN_SIGNS) * SIGN
            for place in range(low, min(high, COLUMNS_MOST) + 1):
                self.columns.setdefault(place - 1, width)
        number = 0
        for row in root.iter(S + "row"):
            number = whole(row.get("r")) or number + 1
            if "ht" in row.attrib:
                self.rows[number - 1] = self.read(row, "ht", ROW_POINTS) * POINT
        self.rows |= {hidden - 1: 0.0 for hidden in unseen.rows}
        self.columns |= {hidden - 1: 0.0 for hidden in unseen.columns}

    @staticmethod
    def read(said: etree._Element | None, key: str, otherwise: float) -> float:
        """A size above zero, or *otherwise*."""
        size = number_of(said.get(key)) if said is not None else None
        return size if size is not None and size > 0.01 else otherwise

    def place(self, start: int, offset: float, *, is_row: bool) -> float:
        """The place *offset* EMU behind the begin of the row (column) *start*, counted in rows (columns)."""
        sizes, usual, most = (self.rows, self.row, ROWS_MOST) if is_row else (self.columns, self.column, COLUMNS_MOST)
        while offset >= sizes.get(start, usual) and start < most:
            offset -= sizes.get(start, usual)
            start += 1
        return start + part_of(offset, sizes.get(start, usual))

    def box_of(self, anchor: etree._Element) -> Box:
        """What *anchor* covers: the first and the last column and row, with their parts."""
        if anchor.tag == ANCHORS[0]:
            ends = [[self.clipped(anchor, end, word) for word in ("col", "row")] for end in ("from", "to")]
            return ends[0][0], ends[0][1], ends[1][0], ends[1][1]
        size, start = anchor.find(tag_of("xdr:ext")), anchor.find(tag_of("xdr:pos"))
        found = []
        for word, side, axis in (("col", "cx", "x"), ("row", "cy", "y")):
            first, offset = corner(anchor, "from", word)
            if start is not None:
                first, offset = 0, max(0, emu(start.get(axis)))
            length = emu(size.get(side)) if size is not None else 0
            is_row = word == "row"
            found.append((self.place(first, offset, is_row=is_row), self.place(first, offset + length, is_row=is_row)))
        (left, right), (top, bottom) = found
        return left, top, right, bottom

    def clipped(self, anchor: etree._Element, end: str, word: str) -> float:
        """One end of *anchor*, an offset being held within its row (column), as Excel does."""
        first, offset = corner(anchor, end, word)
        sizes, usual = (self.rows, self.row) if word == "row" else (self.columns, self.column)
        return first + part_of(offset, sizes.get(first, usual))


def part_of(offset: float, size: float) -> float:
    """The share of *size* that *offset* is; nothing is a part of a hidden row."""
    return min(1.0, max(0.0, offset / size)) if size else 0.0


def refuse_covered_cells(unseen: UnseenCells, drawing: etree._Element, text_of: Callable[[str], str]) -> None:
    """Raise RefusalError when something on *drawing* lies over what its sheet or itself shows.

    What is not seen of the sheet is gone by then.
    """
    grid = Grid(unseen)
    anchors = [one for one in drawing.iter(*ANCHORS) if not is_hidden_object(one)]
    placed = [(one, grid.box_of(one)) for one in anchors]
    is_covered = covers_in_groups(drawing) or covers_among(placed)
    boxes = [box for one, box in placed if is_opaque(one)]
    if is_covered or (boxes and covers_cells(unseen.root, grid, boxes, text_of)):
        raise RefusalError(RefusalReason.DOUBT, Instead.PDF)


def covers_cells(root: etree._Element, grid: Grid, boxes: list[Box], text_of: Callable[[str], str]) -> bool:
    """True when one of *boxes* covers a cell of *root* that shows something, or the end of its text."""
    number, merges = 0, {(merge.top, merge.left): merge for merge in merges_of(root)}
    for row in root.iter(S + "row"):
        number = whole(row.get("r")) or number + 1
        places = [place for place, _ in filled_cells(row)] if merges else []
        areas = (merges[number, place + 1] for place in places if (number, place + 1) in merges)
        if any(overlap(box, (area.left - 1, area.top - 1, area.right, area.bottom)) for area in areas for box in boxes):
            return True
        spans = [
            (box[0], box[2]) for box in boxes
            if box[1] < number - TOUCHED and box[3] > number - 1 + TOUCHED
        ]  # fmt: skip
        if spans and any(covers_in_row(row, grid, span, text_of) for span in spans):
            return True
    return False


def covers_in_row(
    row: etree._Element, grid: Grid, span: tuple[float, float], text_of: Callable[[str], str]
) -> bool:
    """True when the columns of *span* hold a cell of *row* that shows something, or a text runs on into them."""
    low, high = span
    shown = sorted(filled_cells(row), key=itemgetter(0))
    places = [place for place, _ in shown]
    first = bisect_left(places, low - 1 + TOUCHED)
    if first < len(places) and places[first] < high - TOUCHED:
        return True
    if first == 0:
        return False
    place, cell = shown[first - 1]
    kind, value = cell.get("t", "n"), cell.findtext(S + "v") or ""
    texts = [text_of(value)] if kind == "s" else [one.text or "" for one in cell.iter(S + "t")]
    texts += [value] if kind == "str" else []
    room = sum(grid.columns.get(one, grid.column) for one in range(place, int(low))) / SIGN
    return len("".join(texts).partition("\n")[0]) > room + low % 1 * COLUMN_SIGNS + 1


def filled_cells(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """The cells of *row* that have a value or a formula, by their columns, counted from zero."""
    for place, cell in enumerate(row.iterchildren(S + "c"), 1):
        # A formula without a value is worked out when the file is opened; one whose value is no sign shows none.
        is_formula = cell.find(S + "f") is not None and cell.get("t") != "str"
        if is_formula or cell.findtext(S + "v") or cell.find(S + "is") is not None:
            yield (column_of(cell.get("r")) or place) - 1, cell
