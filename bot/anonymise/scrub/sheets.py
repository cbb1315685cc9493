"""XLSX: the values and looks of the sheets that are seen.

Rules

1. Hidden sheets go, of the others every cell that is not seen (`unseen_cells`), and the strings that only they used.
2. A formula becomes its last value; one without a value stays only when it is plain arithmetic on cells, and any other
   one refuses the book: a printer works it out.
3. Conditional formats, the looks of tables and the print set-up stay where they tell nothing (`sheet_rules`,
   `sheet_tables`, `sheet_prints`).
4. Defined names, comments, links, external books, printer settings, filters, pivots, controls and checks do not cross.
   Of an object of another program its picture stays (`sheet_objects`), of a diagram its shapes (`diagrams`).
5. The workbook, its strings and its relationships are written anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from bot.anonymise.scrub.covered_cells import refuse_covered_cells
from bot.anonymise.scrub.diagrams import place_diagrams
from bot.anonymise.scrub.hidden_anchors import drop_hidden_anchors
from bot.anonymise.scrub.namespaces import OUR_PREFIXES, PREFIXES
from bot.anonymise.scrub.number_formats import CellFormats
from bot.anonymise.scrub.packages import Link, parse_xml, to_xml
from bot.anonymise.scrub.rebuilding import Rebuilding
from bot.anonymise.scrub.rule_looks import RuleLooks
from bot.anonymise.scrub.shared_strings import Strings, shown_words
from bot.anonymise.scrub.sheet_objects import EMPTY_DRAWING, ObjectPicture, add_pictures, object_pictures
from bot.anonymise.scrub.sheet_prints import print_names, settle_print
from bot.anonymise.scrub.sheet_rules import SheetRules, loses_newer_rules, loses_small_charts
from bot.anonymise.scrub.sheet_tables import carry_tables, places_of_tables
from bot.anonymise.scrub.trees import drop, drop_all
from bot.anonymise.scrub.unseen_cells import UnseenCells
from bot.anonymise.scrub.used_formats import drop_unused_formats, used_looks
from bot.anonymise.scrub.verdicts import Instead, RefusalError, RefusalReason, Removed, refusal
from bot.anonymise.scrub.wordlists import words
from bot.frozen import frozen

S = f"{{{PREFIXES['s']}}}"
R_ID = f"{{{PREFIXES['r']}}}id"
PART_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
THEME_TYPE = "application/vnd.openxmlformats-officedocument.theme+xml"
FOLDER = "xl"
KEPT_IN_SHEET = words(
    "sheetPr sheetViews sheetFormatPr cols sheetData mergeCells conditionalFormatting printOptions pageMargins "
    "pageSetup rowBreaks colBreaks drawing picture tableParts"
)
KEPT_IN_STYLES = words("numFmts fonts fills borders cellStyleXfs cellXfs dxfs colors")
PLAIN_FORMULA = re.compile(r"[A-Z0-9$:.,;()+\-*/^<>=&% ]{1,400}\Z")
VISIBLE_VIEW = words("showGridLines showRowColHeaders showZeros rightToLeft workbookViewId zoomScale")
MARKED_BY_LINK = {"comments": Removed.COMMENTS, "threadedComment": Removed.COMMENTS, "externalLink": Removed.EMBEDDED,
                  "printerSettings": Removed.DEVICE, "oleObject": Removed.EMBEDDED, "package": Removed.EMBEDDED,
                  "pivotTable": Removed.EMBEDDED, "hyperlink": Removed.OTHER, "customProperty": Removed.OTHER,
}  # fmt: skip
ACTIVE_LINKS = frozenset({"control", "ctrlProp", "xlMacrosheet", "xlIntlMacrosheet", "dialogsheet", "vbaProject"})
KINDS = ("worksheet", "chartsheet")


@frozen
class SeenSheet:
    """A sheet that is seen: its title, its part, what it is, and its place among all sheets of the old book."""

    title: str
    part: str
    kind: str
    place: int


def rebuild_workbook(rebuilding: Rebuilding, main: str) -> None:
    """Fill the new package from the workbook whose main part is *main*; raises RefusalError."""
    old, new = rebuilding.old, rebuilding.new
    links = old.links_of(main)
    if any(link.type in ACTIVE_LINKS for link in links.values()):
        raise RefusalError(RefusalReason.ACTIVE, Instead.PDF)
    root = parse_xml(old.read(main), old.kind)
    sheets = visible_sheets(root, links, rebuilding)
    rebuilding.titles |= {sheet.title for sheet in sheets if sheet.kind == "worksheet"}
    strings = Strings.read(rebuilding, links)
    styles = next((link.part for link in links.values() if link.type == "styles" and link.part in old.parts), None)
    looks = parse_xml(old.read(styles), old.kind) if styles is not None else None
    theme = next((link.part for link in links.values() if link.type == "theme" and link.part in old.parts), None)
    formats = CellFormats(looks, parse_xml(old.read(theme), old.kind) if theme is not None else None)
    new.link("", "officeDocument", "xl/workbook.xml")
    new.add("xl/workbook.xml", b"", PART_TYPE + "sheet.main+xml")
    identifiers = []
    for number, sheet in enumerate(sheets, 1):
        name = f"xl/{sheet.kind}s/sheet{number}.xml"
        new.add(name, b"", f"{PART_TYPE}{sheet.kind}+xml")
        new.parts[name] = SheetCopy(rebuilding, sheet, name).rebuild(strings, formats)
        identifiers.append(new.link("xl/workbook.xml", sheet.kind, name))
    if looks is not None:
        drop_unused_formats(looks, formats.used)
    add_looks(rebuilding, links, looks)
    if strings.used:
        new.add("xl/sharedStrings.xml", strings.to_xml(rebuilding), PART_TYPE + "sharedStrings+xml")
        new.link("xl/workbook.xml", "sharedStrings", "xl/sharedStrings.xml")
    new.parts["xl/workbook.xml"] = new_workbook(root, sheets, identifiers)


def visible_sheets(root: etree._Element, links: dict[str, Link], rebuilding: Rebuilding) -> list[SeenSheet]:
    """Every sheet that is seen; raises RefusalError for sheets of another nature."""
    found = []
    for place, sheet in enumerate(root.iter(S + "sheet")):
        link = links.get(sheet.get(R_ID, ""))
        if sheet.get("state", "visible") != "visible":
            rebuilding.removed.add(Removed.HIDDEN)
            continue
        if link is None or link.part is None or link.type not in KINDS:
            raise RefusalError(RefusalReason.DOUBT, Instead.PDF)
        found.append(SeenSheet(sheet.get("name", ""), link.part, link.type, place))
    if not found:
        raise refusal(RefusalReason.EMPTY, rebuilding.old.kind)
    if root.find(S + "definedNames") is not None:
        rebuilding.removed.add(Removed.OTHER)
    return found


def new_workbook(root: etree._Element, seen: list[SeenSheet], identifiers: list[str]) -> bytes:
    """A workbook that names its sheets, what of them is printed, and the calendar that its dates are counted in."""
    made = etree.Element(S + "workbook", nsmap=OUR_PREFIXES)
    old = root.find(S + "workbookPr")
    if old is not None and old.get("date1904") in ("1", "true"):
        etree.SubElement(made, S + "workbookPr", date1904="1")
    sheets = etree.SubElement(made, S + "sheets")
    for number, (sheet, identifier) in enumerate(zip(seen, identifiers, strict=True), 1):
        etree.SubElement(sheets, S + "sheet", {"name": sheet.title, "sheetId": str(number), R_ID: identifier})
    numbers = {sheet.place: number for number, sheet in enumerate(seen)}
    names = print_names(root, numbers, [sheet.title for sheet in seen])
    if names:
        etree.SubElement(made, S + "definedNames").extend(names)
    return to_xml(made)


class SheetCopy:
    """One sheet on its way into the new book, under *name*."""

    def __init__(self, rebuilding: Rebuilding, sheet: SeenSheet, name: str) -> None:
        self.rebuilding = rebuilding
        self.part = sheet.part
        self.name = name
        self.root = parse_xml(rebuilding.old.read(sheet.part), rebuilding.old.kind)
        self.links = rebuilding.old.links_of(sheet.part)

    def rebuild(self, strings: Strings, formats: CellFormats) -> bytes:
        """The clean copy of the sheet; raises RefusalError."""
        root, removed = self.root, self.rebuilding.removed
        if any(link.type in ACTIVE_LINKS for link in self.links.values()):
            raise RefusalError(RefusalReason.ACTIVE, Instead.PDF)
        removed |= {MARKED_BY_LINK[link.type] for link in self.links.values() if link.type in MARKED_BY_LINK}
        pictures, is_one_lost = object_pictures(self.rebuilding.old, self.part, root)
        if is_one_lost or loses_small_charts(root):
            removed.add(Removed.DRAWING)
        rules = RuleLooks(root, formats, places_of_tables(self.rebuilding, root, self.links))
        if loses_newer_rules(root):
            removed.add(Removed.RULES)
        if settle_print(root):
            removed.add(Removed.PRINT_HEADS)
        for child in list(root):
            if not isinstance(child.tag, str) or child.tag.removeprefix(S) not in KEPT_IN_SHEET:
                root.remove(child)
        unseen = self.drop_unseen(strings, formats, rules)
        settle_views(root)
        if carry_tables(self.rebuilding, root, self.links, strings):
            removed.add(Removed.TABLES)
        self.carry_drawings(pictures, unseen, strings)
        formats.used |= used_looks(root)
        for cell in root.iter(S + "c"):
            settle_cell(cell, strings)
        return self.rebuilding.rebuild(root, self.part, self.name, FOLDER)

    def drop_unseen(self, strings: Strings, formats: CellFormats, rules: RuleLooks) -> UnseenCells:
        """Take out the cells that are not seen, and the rules that say more than the seen ones."""
        unseen = UnseenCells(self.root, formats, rules, strings.runs_of)
        if unseen.drop():
            self.rebuilding.removed.add(Removed.HIDDEN)
        rules.check(self.root)
        if SheetRules(self.root, unseen.columns, lambda: shown_words(self.root, strings)).settle():
            self.rebuilding.removed.add(Removed.RULES)
        return unseen

    def carry_drawings(self, pictures: list[ObjectPicture], unseen: UnseenCells, strings: Strings) -> None:
        """Carry the sheet's drawing, with the *pictures* of its objects on it."""
        drawings = list(self.root.iterchildren(S + "drawing"))
        if pictures and not drawings:
            drawings = [self.add_drawing()]
        for drawing in drawings:
            link = self.links.get(drawing.get(R_ID, ""))
            if link is None or link.part not in self.rebuilding.old.parts:
                drop(drawing)
            elif link.part not in self.rebuilding.carried:
                carry_drawing(self.rebuilding, link.part, pictures, unseen, strings.text_of)

    def add_drawing(self) -> etree._Element:
        """An empty drawing for a sheet that has none: a part of its own, as if the old file had held it."""
        part = f"{self.part}.drawing"
        self.rebuilding.old.parts[part] = EMPTY_DRAWING
        self.links["drawing#"] = Link("drawing", part)
        self.rebuilding.lent.setdefault(self.part, {})["drawing#"] = Link("drawing", part)
        made = etree.Element(S + "drawing", {R_ID: "drawing#"})
        behind = next(self.root.iterchildren(S + "picture", S + "tableParts"), None)
        if behind is not None:
            behind.addprevious(made)
        else:
            self.root.append(made)
        return made


def carry_drawing(
    rebuilding: Rebuilding,
    part: str,
    pictures: list[ObjectPicture],
    unseen: UnseenCells,
    text_of: Callable[[str], str],
) -> None:
    """Add the clean copy of a sheet's drawing, with *pictures* of objects on it, without what lies under *unseen*."""
    number = sum(name.startswith("xl/drawings/") for name in rebuilding.new.parts) + 1
    name = f"xl/drawings/drawing{number}.xml"
    rebuilding.new.add(name, b"", DRAWING_TYPE)
    rebuilding.carried[part] = name
    root = parse_xml(rebuilding.old.read(part), rebuilding.old.kind)
    rebuilding.lent.setdefault(part, {}).update(add_pictures(root, pictures))
    if drop_hidden_anchors(root, frozenset(unseen.rows), unseen.columns):
        rebuilding.removed.add(Removed.HIDDEN)
    refuse_covered_cells(unseen, root, text_of)
    place_diagrams(rebuilding, part, root)
    rebuilding.new.parts[name] = rebuilding.rebuild(root, part, name, FOLDER)


def settle_views(root: etree._Element) -> None:
    """Keep of a sheet's view what shapes it, not where somebody's cursor stood."""
    for view in root.iter(S + "sheetView"):
        for key in list(view.attrib):
            if key not in VISIBLE_VIEW:
                del view.attrib[key]
        for child in list(view):
            if child.tag != S + "pane":
                view.remove(child)


def settle_cell(cell: etree._Element, strings: Strings) -> None:
    """A cell with its value: its string renumbered, its formula gone where a value stands for it.

    Raises RefusalError for a formula that somebody has yet to work out, unless it is plain arithmetic.
    """
    for key in {"cm", "vm", "ph"} & set(cell.attrib):
        del cell.attrib[key]
    value, formula = cell.find(S + "v"), cell.find(S + "f")
    if value is not None and not value.text:
        cell.remove(value)
        value = None
    if formula is not None and (value is not None or not PLAIN_FORMULA.match(formula.text or "")):
        if value is None and cell.get("t") != "str":  # words may well be none
            raise RefusalError(RefusalReason.DOUBT, Instead.PDF)
        cell.remove(formula)
    elif formula is not None:
        formula.attrib.clear()
    if cell.get("t") == "s" and value is not None:
        number = strings.renumber(value.text or "")
        if number is None:
            cell.remove(value)
        else:
            value.text = number


def add_looks(rebuilding: Rebuilding, links: dict[str, Link], styles: etree._Element | None) -> None:
    """Add *styles* without their names, and the theme."""
    old, new = rebuilding.old, rebuilding.new
    for link in links.values():
        if link.type not in ("styles", "theme") or link.part not in old.parts:
            continue
        root = styles if link.type == "styles" and styles is not None else parse_xml(old.read(link.part), old.kind)
        if link.type == "styles":
            keep_styles(root)
        name = "xl/theme/theme1.xml" if link.type == "theme" else "xl/styles.xml"
        content_type = THEME_TYPE if link.type == "theme" else PART_TYPE + "styles+xml"
        new.add(name, rebuilding.rebuild(root, link.part, name, FOLDER), content_type)
        new.link("xl/workbook.xml", link.type, name)


def keep_styles(root: etree._Element) -> None:
    """Keep the looks of cells; the names that somebody gave to styles go."""
    for child in list(root):
        if not isinstance(child.tag, str) or child.tag.removeprefix(S) not in KEPT_IN_STYLES:
            root.remove(child)
    drop_all(root, frozenset({S + "mruColors"}))
    place = root.find(S + "cellXfs")
    if place is not None:
        styles = etree.Element(S + "cellStyles", count="1")
        etree.SubElement(styles, S + "cellStyle", name="Normal", xfId="0", builtinId="0")
        place.addnext(styles)
