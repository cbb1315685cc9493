"""What the rules of a sheet (conditional formats, also those of Excel 2010) and its tables do to what its cells show.

Rules

1. Which rule holds for a cell is never worked out. A sheet with a rule that can hide values is refused: one whose
   format shows nothing of some, one that shows bars or signs instead of them, one whose letters can come to stand on
   their own colour: by itself, on the paper of a cell that it covers, or together with another rule.
2. Where a value is not seen by its cell's own look, a rule that covers it might show it or paint by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import permutations
from typing import TypeAlias

from lxml import etree

from bot.anonymise.scrub.cell_colours import Colour, Look, is_alike
from bot.anonymise.scrub.cell_places import Area, area_of, column_of, whole
from bot.anonymise.scrub.namespaces import PREFIXES
from bot.anonymise.scrub.number_formats import CellFormats, RuleLook
from bot.anonymise.scrub.verdicts import FileKind, Instead, RefusalError, RefusalReason, refusal
from bot.frozen import frozen

S = f"{{{PREFIXES['s']}}}"
X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
XM_PLACES = "{http://schemas.microsoft.com/office/excel/2006/main}sqref"
SIGNS = tuple(space + word for space in (S, X14) for word in ("dataBar", "iconSet"))
TablePlace: TypeAlias = tuple[Area, Sequence[int]]
"""Where a table lies, and the rows of its head and its sums."""
LOOKED_MOST = 2_000_000  # chosen: areas compared, a second of work; an honest sheet has dozens of areas


@frozen
class Rule:
    """One rule: where it holds, before which others it goes (the lower number), and the colours that it can give."""

    areas: tuple[Area, ...]
    order: int
    fonts: tuple[Colour, ...]
    fills: tuple[Colour, ...]

    def is_pale_on(self, look: Look) -> bool:
        """True when its colours, with those of *look* where it says none, can be letters on their own colour."""
        if not (self.fonts or self.fills):
            return False
        fonts, fills = self.fonts or (look.font,), self.fills or (look.fill,)
        return any(is_alike(font, fill) for font in fonts for fill in fills)

    def can_join(self, other: Rule) -> bool:
        """True when a cell can have its letters from this rule and its paper from *other*, and both are alike."""
        if not any(is_alike(font, fill) for font in self.fonts for fill in other.fills):
            return False
        return (self.order < other.order or not other.fonts) and (other.order < self.order or not self.fills)


class RuleLooks:
    """The rules of the sheet *root*, and the *tables* on it."""

    def __init__(self, root: etree._Element, formats: CellFormats, tables: Sequence[TablePlace]) -> None:
        self.formats = formats
        self.tables = tables
        self.has_picture = root.find(S + "picture") is not None
        self.looked = 0
        self.rules: list[Rule] = []
        for block in root.iter(S + "conditionalFormatting", X14 + "conditionalFormatting"):
            places = block.get("sqref") or block.findtext(XM_PLACES) or ""
            areas = tuple(area for area in map(area_of, places.split()) if area is not None)
            self.rules += [self.read(one, areas) for one in block.iter(S + "cfRule", X14 + "cfRule")]

    def read(self, rule: etree._Element, areas: tuple[Area, ...]) -> Rule:
        """One *rule* over *areas*; raises RefusalError when its own look hides values."""
        own = rule.find(X14 + "dxf")
        look: RuleLook = self.formats.rule_of(rule.get("dxfId", "")) if own is None else self.formats.read_rule(own)
        if look.hides or any(one.get("showValue") in ("0", "false") for one in rule.iter(*SIGNS)):
            raise RefusalError(RefusalReason.DOUBT, Instead.PDF)
        scales = rule.iter(S + "colorScale", X14 + "colorScale")
        colours = [one for scale in scales for one in scale.iter(S + "color", X14 + "color")]
        fills = [self.formats.colours.palette.read(one, None) for one in colours] or [look.fill]
        order = whole(rule.get("priority")) or 0
        return Rule(areas, order, look.fonts, tuple(one for one in fills if one is not None))

    def check(self, root: etree._Element) -> None:
        """Raise RefusalError when a rule can make the value of a cell of *root* unseen."""
        used: dict[str, list[tuple[int, int]]] = {}
        for number, row in enumerate(root.iter(S + "row") if self.rules else (), 1):
            place = whole(row.get("r")) or number
            for column, cell in enumerate(row, 1):
                if len(cell):
                    used.setdefault(cell.get("s", "0"), []).append((place, column_of(cell.get("r")) or column))
        looks = {number: self.formats.look_of(number, None) for number in used}
        for rule in self.rules:
            pale = [number for number, look in looks.items() if rule.is_pale_on(look)]
            if any(self.is_in(rule.areas, *place) for number in pale for place in used[number]):
                raise RefusalError(RefusalReason.DOUBT, Instead.PDF)
        coloured = [rule for rule in self.rules if rule.fonts or rule.fills]
        self.spend(len(coloured) ** 2)
        for one, other in permutations(coloured, 2):
            if one.can_join(other) and self.meet(one.areas, other.areas):
                raise RefusalError(RefusalReason.DOUBT, Instead.PDF)

    def covers(self, row: int, column: int) -> bool:
        """True when a rule, a table or a picture behind the sheet has a say in how a cell is seen."""
        areas = [rule.areas for rule in self.rules] + [(area,) for area, _ in self.tables]
        return self.has_picture or any(self.is_in(one, row, column) for one in areas)

    def is_in_head(self, row: int, column: int) -> bool:
        """True for a cell in the head or the sums of a table, which lays its own colour behind them."""
        self.spend(len(self.tables))
        return any(row in heads and area.holds(row, column) for area, heads in self.tables)

    def is_in(self, areas: Sequence[Area], row: int, column: int) -> bool:
        """True when one of *areas* holds the cell."""
        self.spend(len(areas))
        return any(area.holds(row, column) for area in areas)

    def meet(self, areas: Sequence[Area], others: Iterable[Area]) -> bool:
        """True when one of *areas* shares a cell with one of *others*."""
        for other in others:
            self.spend(len(areas))
            if any(area.meets(other) for area in areas):
                return True
        return False

    def spend(self, areas: int) -> None:
        """Count *areas* that are looked at; raises RefusalError when they become too many."""
        self.looked += areas
        if self.looked > LOOKED_MOST:
            raise refusal(RefusalReason.SIZE, FileKind.XLSX)
