"""Tables on a sheet: the look that they give to cells (a coloured head, rows in turns) stays, nothing else of them.

Rules

1. A table crosses as its place, its look and a number for a name; its columns are called what its head shows.
2. A table with a look that somebody made, or whose head is not seen as words, goes, and the loss is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from bot.anonymise.scrub.cell_places import area_of, column_number
from bot.anonymise.scrub.namespaces import OUR_PREFIXES, PREFIXES
from bot.anonymise.scrub.packages import Link, parse_xml, to_xml
from bot.anonymise.scrub.rebuilding import Rebuilding
from bot.anonymise.scrub.rule_looks import TablePlace
from bot.anonymise.scrub.shared_strings import Strings
from bot.anonymise.scrub.trees import drop

S = f"{{{PREFIXES['s']}}}"
R_ID = f"{{{PREFIXES['r']}}}id"
TABLE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\Z")
KNOWN_LOOK = re.compile(r"TableStyle(Light|Medium|Dark)\d{1,2}\Z")
STRIPES = ("showFirstColumn", "showLastColumn", "showRowStripes", "showColumnStripes")
TABLES_MOST = 1000  # chosen: each is read twice
COLUMNS_MOST = 500  # chosen: each is looked for in the head
NAME_MOST = 255  # Excel's own bound for the name of a column


def carry_tables(rebuilding: Rebuilding, root: etree._Element, links: dict[str, Link], strings: Strings) -> bool:
    """Carry the looks of the tables on the sheet *root*; True when one is lost."""
    lost = False
    heads: dict[str, etree._Element] | None = None
    for place in list(root.iter(S + "tablePart")):
        link = links.get(place.get(R_ID, ""))
        part = link.part if link is not None else None
        old = parse_xml(rebuilding.old.read(part), rebuilding.old.kind) if part in rebuilding.old.parts else None
        look = old.find(S + "tableStyleInfo") if old is not None else None
        if part is None or old is None or look is None or part in rebuilding.carried or not look.get("name"):
            drop(place)  # looks like cells without a table
            continue
        heads = heads or {cell.get("r", ""): cell for cell in root.iter(S + "c")}
        number = sum(name.startswith("xl/tables/") for name in rebuilding.new.parts) + 1
        made = plain_table(old, look, number, heads, strings)
        if made is None:
            drop(place)
            lost = True
            continue
        rebuilding.carried[part] = f"xl/tables/table{number}.xml"
        rebuilding.new.add(rebuilding.carried[part], to_xml(made), TABLE_TYPE)
    for parts in list(root.iter(S + "tableParts")):
        parts.attrib.clear()
        if not len(parts):
            drop(parts)
    return lost


def places_of_tables(rebuilding: Rebuilding, root: etree._Element, links: dict[str, Link]) -> list[TablePlace]:
    """Where the tables of the sheet *root* lie, and in which rows their heads and sums stand."""
    found: list[TablePlace] = []
    for place in list(root.iter(S + "tablePart"))[:TABLES_MOST]:
        link = links.get(place.get(R_ID, ""))
        part = link.part if link is not None else None
        if part not in rebuilding.old.parts:
            continue
        table = parse_xml(rebuilding.old.read(part), rebuilding.old.kind)
        area = area_of(table.get("ref", ""))
        if area is not None and table.find(S + "tableStyleInfo") is not None:
            heads = (area.top,) if table.get("headerRowCount", "1") != "0" else ()
            sums = (area.bottom,) if table.get("totalsRowCount", "0") != "0" else ()
            found.append((area, heads + sums))
    return found


def plain_table(
    old: etree._Element, look: etree._Element, number: int, cells: dict[str, etree._Element], strings: Strings
) -> etree._Element | None:
    """The table *old* as its place and its *look*; None when it cannot cross."""
    place = PLACE.match(old.get("ref", ""))
    if place is None or not KNOWN_LOOK.match(look.get("name", "")):
        return None
    first, last = column_number(place.group(1)), column_number(place.group(3))
    counts = {key: old.get(key, usual) for key, usual in (("headerRowCount", "1"), ("totalsRowCount", "0"))}
    if not 0 <= last - first < COLUMNS_MOST or not set(counts.values()) <= {"0", "1"}:
        return None
    columns = [f"Column{one}" for one in range(1, last - first + 2)]
    if counts["headerRowCount"] == "1":
        columns = list(head_words(cells, place.group(2), (first, last), strings))
    is_named = all(0 < len(name) <= NAME_MOST for name in columns)
    if not is_named or len({name.casefold() for name in columns}) < len(columns):
        return None
    name = f"Table{number}"
    facts = {"id": str(number), "name": name, "displayName": name, "ref": place.group(), **counts}
    made = etree.Element(S + "table", facts, nsmap=OUR_PREFIXES)
    listed = etree.SubElement(made, S + "tableColumns", count=str(len(columns)))
    for place_of_column, column in enumerate(columns, 1):
        etree.SubElement(listed, S + "tableColumn", id=str(place_of_column), name=column)
    stripes = {key: "1" if look.get(key) in ("1", "true") else "0" for key in STRIPES}
    etree.SubElement(made, S + "tableStyleInfo", {"name": look.get("name", ""), **stripes})
    return made


def head_words(
    cells: dict[str, etree._Element], row: str, columns: tuple[int, int], strings: Strings
) -> Iterator[str]:
    """What the cells of the head show, one by one; nothing for one that shows no words."""
    for column in range(columns[0], columns[1] + 1):
        cell = cells.get(letters_of(column) + row)
        kind = cell.get("t") if cell is not None else None
        if cell is None or kind not in ("s", "str", "inlineStr"):
            yield ""
        elif kind == "s":
            yield written(strings.text_of(cell.findtext(S + "v") or ""))
        else:
            yield written(cell.findtext(S + "v") or "".join(one.text or "" for one in cell.iter(S + "t")))


def written(words: str) -> str:
    """*words* as the name of a column is written: the end of a line by its number."""
    return words.replace("\r\n", "\n").replace("\n", "_x000a_")


def letters_of(number: int) -> str:
    """The letters of the column *number*: 1 is A, 27 is AA."""
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found
