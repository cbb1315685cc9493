"""XLSX: the values and looks of the sheets that are seen.

Rules

1. Hidden sheets, rows and columns go, and with them the strings that only they used.
2. A formula becomes its last value; one without a value stays only when it is plain arithmetic on cells.
3. Defined names, comments, links, external books, printer settings, filters, pivots, controls and checks do not cross.
4. The workbook, its strings and its relationships are written anew.
"""

from __future__ import annotations

import re
from itertools import accumulate

from lxml import etree

from bot.anonymise.scrub.packages import Link, parse_xml, to_xml
from bot.anonymise.scrub.rebuilding import OUR_PREFIXES, PREFIXES, Rebuilding
from bot.anonymise.scrub.trees import drop, drop_all
from bot.anonymise.scrub.verdicts import Instead, RefusalError, RefusalReason, Removed, refusal
from bot.anonymise.scrub.wordlists import words

S = f"{{{PREFIXES['s']}}}"
R_ID = f"{{{PREFIXES['r']}}}id"
PART_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
THEME_TYPE = "application/vnd.openxmlformats-officedocument.theme+xml"
FOLDER = "xl"
KEPT_IN_SHEET = words("sheetViews sheetFormatPr cols sheetData mergeCells pageMargins drawing")
KEPT_IN_STYLES = words("numFmts fonts fills borders cellStyleXfs cellXfs colors")
PLAIN_FORMULA = re.compile(r"[A-Z0-9$:.,;()+\-*/^<>=&% ]{1,400}\Z")
CELL = re.compile(r"([A-Z]{1,3})[0-9]{1,7}\Z")
VISIBLE_VIEW = words("showGridLines showRowColHeaders showZeros rightToLeft workbookViewId zoomScale")
COLUMNS_MOST = 18_278  # the last that three letters can name: ZZZ
MARKED_BY_LINK = {"comments": Removed.COMMENTS, "threadedComment": Removed.COMMENTS, "externalLink": Removed.EMBEDDED,
                  "printerSettings": Removed.DEVICE, "oleObject": Removed.EMBEDDED, "package": Removed.EMBEDDED,
                  "pivotTable": Removed.EMBEDDED, "hyperlink": Removed.OTHER, "customProperty": Removed.OTHER,
}  # fmt: skip
ACTIVE_LINKS = frozenset({"control", "ctrlProp", "xlMacrosheet", "xlIntlMacrosheet", "dialogsheet", "vbaProject"})


def rebuild_workbook(rebuilding: Rebuilding, main: str) -> None:
    """Fill the new package from the workbook whose main part is *main*; raises RefusalError."""
    old, new = rebuilding.old, rebuilding.new
    links = old.links_of(main)
    if any(link.type in ACTIVE_LINKS for link in links.values()):
        raise RefusalError(RefusalReason.ACTIVE, Instead.PDF)
    root = parse_xml(old.read(main), old.kind)
    sheets = visible_sheets(root, links, rebuilding)
    rebuilding.titles |= {title for title, _ in sheets}
    strings = Strings.read(rebuilding, links)
    new.link("", "officeDocument", "xl/workbook.xml")
    new.add("xl/workbook.xml", b"", PART_TYPE + "sheet.main+xml")
    listed = []
    for number, (title, part) in enumerate(sheets, 1):
        name = f"xl/worksheets/sheet{number}.xml"
        new.add(name, b"", PART_TYPE + "worksheet+xml")
        new.parts[name] = rebuild_sheet(rebuilding, part, name, strings)
        listed.append((title, number, new.link("xl/workbook.xml", "worksheet", name)))
    add_looks(rebuilding, links)
    if strings.used:
        new.add("xl/sharedStrings.xml", strings.to_xml(rebuilding), PART_TYPE + "sharedStrings+xml")
        new.link("xl/workbook.xml", "sharedStrings", "xl/sharedStrings.xml")
    new.parts["xl/workbook.xml"] = new_workbook(root, listed)


def visible_sheets(root: etree._Element, links: dict[str, Link], rebuilding: Rebuilding) -> list[tuple[str, str]]:
    """Title and part of every sheet that is seen; raises RefusalError for sheets of another nature."""
    found = []
    for sheet in root.iter(S + "sheet"):
        link = links.get(sheet.get(R_ID, ""))
        if sheet.get("state", "visible") != "visible":
            rebuilding.removed.add(Removed.OTHER)
            continue
        if link is None or link.part is None or link.type != "worksheet":
            raise RefusalError(RefusalReason.DOUBT, Instead.PDF)
        found.append((sheet.get("name", ""), link.part))
    if not found:
        raise refusal(RefusalReason.EMPTY, rebuilding.old.kind)
    if root.find(S + "definedNames") is not None:
        rebuilding.removed.add(Removed.OTHER)
    return found


def new_workbook(root: etree._Element, listed: list[tuple[str, int, str]]) -> bytes:
    """A workbook that names its sheets and the calendar that its dates are counted in."""
    made = etree.Element(S + "workbook", nsmap=OUR_PREFIXES)
    old = root.find(S + "workbookPr")
    if old is not None and old.get("date1904") in ("1", "true"):
        etree.SubElement(made, S + "workbookPr", date1904="1")
    sheets = etree.SubElement(made, S + "sheets")
    for title, number, identifier in listed:
        etree.SubElement(sheets, S + "sheet", {"name": title, "sheetId": str(number), R_ID: identifier})
    return to_xml(made)


class Strings:
    """The strings that the sheets share: numbered anew as the seen cells use them."""

    def __init__(self, items: list[etree._Element]) -> None:
        self.items = items
        self.used: dict[int, int] = {}

    @classmethod
    def read(cls, rebuilding: Rebuilding, links: dict[str, Link]) -> Strings:
        """The shared strings of the old workbook."""
        part = next((link.part for link in links.values() if link.type == "sharedStrings"), None)
        if part is None:
            return cls([])
        return cls(list(parse_xml(rebuilding.old.read(part), rebuilding.old.kind).iterchildren(S + "si")))

    def renumber(self, number: str) -> str | None:
        """The new number of the string *number*, or None when there is no such string."""
        if not number.strip().isdecimal() or int(number) >= len(self.items):
            return None
        return str(self.used.setdefault(int(number), len(self.used)))

    def to_xml(self, rebuilding: Rebuilding) -> bytes:
        """The used strings in their new order."""
        root = etree.Element(S + "sst")
        for number in self.used:
            item = self.items[number]
            drop_all(item, frozenset({S + "rPh", S + "phoneticPr"}))
            root.append(item)
        return rebuilding.rebuild(root, "", "xl/sharedStrings.xml", FOLDER)


def rebuild_sheet(rebuilding: Rebuilding, part: str, name: str, strings: Strings) -> bytes:
    """The clean copy of one sheet."""
    old = rebuilding.old
    root = parse_xml(old.read(part), old.kind)
    links = old.links_of(part)
    if any(link.type in ACTIVE_LINKS for link in links.values()):
        raise RefusalError(RefusalReason.ACTIVE, Instead.PDF)
    rebuilding.removed |= {MARKED_BY_LINK[link.type] for link in links.values() if link.type in MARKED_BY_LINK}
    for child in list(root):
        if not isinstance(child.tag, str) or child.tag.removeprefix(S) not in KEPT_IN_SHEET:
            root.remove(child)
    drop_hidden(root, rebuilding.removed)
    settle_views(root)
    for cell in root.iter(S + "c"):
        settle_cell(cell, strings)
    for drawing in list(root.iter(S + "drawing")):
        link = links.get(drawing.get(R_ID, ""))
        if link is None or link.part is None:
            drop(drawing)
        elif link.part not in rebuilding.carried:
            carry_drawing(rebuilding, link.part)
    return rebuilding.rebuild(root, part, name, FOLDER)


def carry_drawing(rebuilding: Rebuilding, part: str) -> None:
    """Add the clean copy of a sheet's drawing."""
    number = sum(name.startswith("xl/drawings/") for name in rebuilding.new.parts) + 1
    name = f"xl/drawings/drawing{number}.xml"
    rebuilding.new.add(name, b"", DRAWING_TYPE)
    rebuilding.carried[part] = name
    root = parse_xml(rebuilding.old.read(part), rebuilding.old.kind)
    rebuilding.new.parts[name] = rebuilding.rebuild(root, part, name, FOLDER)


def drop_hidden(root: etree._Element, removed: set[Removed]) -> None:
    """Drop hidden rows, and the cells of hidden columns."""
    for row in list(root.iter(S + "row")):
        if is_on(row.get("hidden")) or row.get("ht") in ("0", "0.0"):
            drop(row)
            removed.add(Removed.OTHER)
    hidden = hidden_columns(root)
    if not hidden:
        return
    for row in root.iter(S + "row"):
        for place, cell in enumerate(list(row), 1):
            column = column_of(cell.get("r")) or place
            if column in hidden or column > COLUMNS_MOST:
                row.remove(cell)
                removed.add(Removed.OTHER)


def hidden_columns(root: etree._Element) -> frozenset[int]:
    """The numbers of the columns that nobody sees. One pass, however many rules a small file repeats."""
    steps = [0] * (COLUMNS_MOST + 2)
    for col in root.iter(S + "col"):
        if is_on(col.get("hidden")) or col.get("width") in ("0", "0.0"):
            low, high = (min(max(int(col.get(end, "0")), 0), COLUMNS_MOST) for end in ("min", "max"))
            if low <= high:
                steps[low] += 1
                steps[high + 1] -= 1
    return frozenset(column for column, depth in enumerate(accumulate(steps)) if depth > 0)


def is_on(value: str | None) -> bool:
    """True for the ways to say yes."""
    return value in ("1", "true")


def column_of(place: str | None) -> int | None:
    """The number of the column of a cell such as BC12."""
    match = CELL.match(place or "")
    if match is None:
        return None
    number = 0
    for letter in match.group(1):
        number = number * 26 + ord(letter) - 64
    return number


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
    """A cell with its value: its string renumbered, its formula gone where a value stands for it."""
    for key in {"cm", "vm", "ph"} & set(cell.attrib):
        del cell.attrib[key]
    value, formula = cell.find(S + "v"), cell.find(S + "f")
    if value is not None and not value.text:
        cell.remove(value)
        value = None
    if formula is not None and (value is not None or not PLAIN_FORMULA.match(formula.text or "")):
        cell.remove(formula)
    elif formula is not None:
        formula.attrib.clear()
    if cell.get("t") == "s" and value is not None:
        number = strings.renumber(value.text or "")
        if number is None:
            cell.remove(value)
        else:
            value.text = number


def add_looks(rebuilding: Rebuilding, links: dict[str, Link]) -> None:
    """Add styles without names, and the theme."""
    old, new = rebuilding.old, rebuilding.new
    for link in links.values():
        if link.type not in ("styles", "theme") or link.part is None:
            continue
        root = parse_xml(old.read(link.part), old.kind)
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
