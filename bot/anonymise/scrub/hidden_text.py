"""The text of a document that Word does not show: found by its own properties and by every style above it.

Rules

1. What a run's own properties say goes before its styles.
2. A cell that another one covers (a merged cell) shows nothing, and neither does a row of next to no height.
3. A paragraph whose end is hidden too, and of which nothing is left, goes as a whole: its empty line was not seen.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from bot.anonymise.scrub.hiding_styles import OFF, PARTS_OF_TABLE, HidingStyles, StyleRule, hides
from bot.anonymise.scrub.namespaces import PREFIXES, W
from bot.anonymise.scrub.trees import drop
from bot.anonymise.scrub.word_looks import NOTHING, TextLook

M = f"{{{PREFIXES['m']}}}"
WALKED = tuple(W + word for word in ("p", "r", "tbl", "tr", "tc", "txbxContent")) + (M + "r",)
LOW_ROW = 40  # twentieths of a point: two points, in which no letter can be read
# The bits of the older way to write what a table's look follows.
LOOKS = {
    "firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100, "noHBand": 0x200, "noVBand": 0x400,
}  # fmt: skip


@dataclass(slots=True)
class StandingTable:
    """The table that is being walked: its style where that says anything, and the place that has been reached."""

    rule: StyleRule | None
    looks: frozenset[str]
    rows: int
    row: int = -1
    columns: int = 0
    column: int = -1

    def says(self) -> bool | None:
        """What the style says of the cell that has been reached."""
        if self.rule is None:
            return None
        said = self.rule.hides
        for part in PARTS_OF_TABLE:
            if part in self.rule.parts and self.is_in(part):
                said = self.rule.parts[part]
        return said

    def look(self) -> TextLook:
        """The look that the style gives to the cell that has been reached."""
        found = self.rule.look if self.rule is not None else NOTHING
        for part in PARTS_OF_TABLE:
            if self.rule is not None and part in self.rule.looks and self.is_in(part):
                found = self.rule.looks[part].over(found)
        return found

    def enter_row(self, row: etree._Element) -> None:
        """Take one step down into *row*."""
        self.row += 1
        self.column = -1
        self.columns = sum(1 for _ in row.iterchildren(W + "tc")) if self.rule is not None else 0

    def is_in(self, part: str) -> bool:
        """True when the reached cell lies in *part* of the table, as its look is followed."""
        top = "firstRow" in self.looks and self.row == 0
        bottom = "lastRow" in self.looks and self.row == self.rows - 1
        left = "firstColumn" in self.looks and self.column == 0
        right = "lastColumn" in self.looks and self.column == self.columns - 1
        match part:
            case "wholeTable":
                return True
            case "firstRow" | "lastRow" | "firstCol" | "lastCol":
                return {"firstRow": top, "lastRow": bottom, "firstCol": left, "lastCol": right}[part]
            case "nwCell" | "neCell" | "swCell" | "seCell":
                return (top if part[0] == "n" else bottom) and (left if part[1] == "w" else right)
            case "band1Horz" | "band2Horz":
                place = self.row - ("firstRow" in self.looks)
                return "noHBand" not in self.looks and self.is_in_band(part, place, top or bottom, "Row")
            case _:
                place = self.column - ("firstColumn" in self.looks)
                return "noVBand" not in self.looks and self.is_in_band(part, place, left or right, "Col")

    def is_in_band(self, part: str, place: int, is_edge: bool, axis: str) -> bool:
        """True when *place* among the banded rows or columns lies in the band *part*."""
        size = self.rule.bands.get(f"{W}tblStyle{axis}BandSize", 1) if self.rule is not None else 1
        return not is_edge and place // size % 2 == (0 if part.startswith("band1") else 1)


def standing_table(table: etree._Element, styles: HidingStyles) -> StandingTable:
    """*table* before its first row."""
    properties = table.find(W + "tblPr")
    named = properties.find(W + "tblStyle") if properties is not None else None
    look = properties.find(W + "tblLook") if properties is not None else None
    looks: frozenset[str] = frozenset()
    if look is not None:
        bits = int(look.get(W + "val", "0"), 16) if is_hexadecimal(look.get(W + "val", "0")) else 0
        written = {word for word in LOOKS if W + word in look.attrib}
        looks = frozenset(
            word for word, bit in LOOKS.items()
            if (look.get(W + word) not in OFF if word in written else bits & bit)
        )  # fmt: skip
    rule = styles.of(named.get(W + "val") if named is not None else None, "table")
    is_plain = rule is None or (rule.hides is None and not rule.parts and rule.look is NOTHING and not rule.looks)
    return StandingTable(None if is_plain else rule, looks, sum(1 for _ in table.iterchildren(W + "tr")))


def is_hexadecimal(value: str) -> bool:
    """True for the four digits of a table's look."""
    return 0 < len(value) <= 8 and all(sign in "0123456789abcdefABCDEF" for sign in value)


class HiddenText:
    """Walks one story once and collects what is not seen in it."""

    def __init__(self, styles: HidingStyles) -> None:
        self.styles = styles
        self.tables: list[StandingTable | None] = []
        self.paragraphs: list[tuple[bool | None, bool | None]] = []  # of those around: what table and style say
        self.unseen: list[etree._Element] = []
        self.closed: list[etree._Element] = []  # paragraphs whose end is hidden

    def walk(self, root: etree._Element) -> None:
        """Collect the runs of *root* that are hidden, and the paragraphs whose end is."""
        for event, one in etree.iterwalk(root, events=("start", "end"), tag=WALKED):
            if event == "start":
                self.enter(one)
            elif one.tag in (W + "tbl", W + "txbxContent"):
                self.tables.pop()
            elif one.tag == W + "p":
                self.paragraphs.pop()

    def enter(self, one: etree._Element) -> None:
        """Take one step down."""
        if one.tag == W + "tbl":
            self.tables.append(standing_table(one, self.styles))
        elif one.tag == W + "txbxContent":
            self.tables.append(None)
        elif one.tag == W + "p":
            self.enter_paragraph(one)
        elif one.tag == W + "tr":
            if self.tables and self.tables[-1] is not None:
                self.tables[-1].enter_row(one)
        elif one.tag == W + "tc":
            table = self.tables[-1] if self.tables else None
            if table is not None:
                table.column += 1
        elif self.is_hidden_run(one):
            self.unseen.append(one)

    def enter_paragraph(self, paragraph: etree._Element) -> None:
        """Take one step down into a paragraph; its end is a run of its own."""
        table = self.tables[-1] if self.tables else None
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        rule = self.styles.of(named.get(W + "val") if named is not None else None, "paragraph")
        self.paragraphs.append((table.says() if table is not None else None, rule.hides if rule is not None else None))
        if self.is_hidden_by(paragraph.find(f"{W}pPr/{W}rPr")):
            self.closed.append(paragraph)

    def is_hidden_run(self, run: etree._Element) -> bool:
        """True for a run that is not seen."""
        return self.is_hidden_by(run.find(W + "rPr"))

    def is_hidden_by(self, properties: etree._Element | None) -> bool:
        """True when *properties*, or else the styles around them, hide."""
        own = hides(properties)
        if own is not None:
            return own
        named = properties.find(W + "rStyle") if properties is not None else None
        rule = self.styles.of(named.get(W + "val") if named is not None else None, "character")
        around = self.paragraphs[-1] if self.paragraphs else (None, None)
        return self.styles.is_hidden((*around, rule.hides if rule is not None else None))


def drop_hidden_text(root: etree._Element, styles: HidingStyles) -> bool:
    """Drop everything from *root* that Word does not show; True when there was something."""
    found = drop_covered(root)
    if styles.say_nothing and next(root.iter(W + "vanish"), None) is None:
        return found
    hidden = HiddenText(styles)
    hidden.walk(root)
    for run in hidden.unseen:
        drop(run)
    for paragraph in hidden.closed:
        shown = next((child for child in paragraph if child.tag != W + "pPr"), None)
        if shown is None and stands_among_others(paragraph) and paragraph.find(f"{W}pPr/{W}sectPr") is None:
            drop(paragraph)
            found = True
    return found or bool(hidden.unseen)


def stands_among_others(paragraph: etree._Element) -> bool:
    """True when another paragraph follows *paragraph*: a cell or a page must not end without one."""
    return next(paragraph.itersiblings(W + "p"), None) is not None


def is_low(height: etree._Element | None) -> bool:
    """True for a *height* of a row that leaves no room for letters."""
    if height is None or height.get(W + "hRule") != "exact":
        return False
    value = height.get(W + "val", "")
    return value.isdecimal() and len(value) <= 5 and int(value) < LOW_ROW


def drop_covered(root: etree._Element) -> bool:
    """Empty the cells that others cover and drop the rows that have no height; True when something was in them."""
    found = False
    for row in list(root.iter(W + "tr")):
        if is_low(row.find(f"{W}trPr/{W}trHeight")):
            drop(row)
            found = True
    for merge in list(root.iter(W + "vMerge", W + "hMerge")):
        if merge.get(W + "val", "continue") != "continue":
            continue
        properties = merge.getparent()
        cell = properties.getparent() if properties is not None else None
        if cell is None or cell.tag != W + "tc":
            continue
        found |= next(cell.iter(W + "r"), None) is not None
        for child in [one for one in cell if one.tag != W + "tcPr"]:
            cell.remove(child)
        etree.SubElement(cell, W + "p")
    return found
