"""How a sheet is laid on paper: kept as far as it says nothing of a printer, a program or a person.

Rules

1. Size, direction, scale, breaks and repeated titles stay; the printer's own settings, names and resolutions go.
2. Lines at head and foot of the printed page go: nobody sees them on the screen, and they often hold names, paths and
   dates. The sender is told.
3. Of the defined names only the area and the titles of the print stay, written anew, and only as plain ranges.
"""

from __future__ import annotations

import re

from lxml import etree

from bot.anonymise.scrub.namespaces import PREFIXES
from bot.anonymise.scrub.trees import drop
from bot.anonymise.scrub.wordlists import words

S = f"{{{PREFIXES['s']}}}"
PAGE = words(
    "paperSize scale firstPageNumber fitToWidth fitToHeight pageOrder orientation blackAndWhite errors "
    "useFirstPageNumber"
)
IN_PROPERTIES = frozenset({S + "tabColor", S + "outlinePr", S + "pageSetUpPr"})
RANGE = re.compile(r"(?:'(?:[^']|'')+'|[^'!,]+)!(\$[A-Z]{1,3}\$\d{1,7}(?::\$[A-Z]{1,3}\$\d{1,7})?|\$\d{1,7}:\$\d{1,7}|"
                   r"\$[A-Z]{1,3}:\$[A-Z]{1,3})(?:,|\Z)")  # fmt: skip
PRINT_NAMES = ("_xlnm.Print_Area", "_xlnm.Print_Titles")
RANGES_MOST = 40  # chosen: an area of several pieces has a few


def settle_print(root: etree._Element) -> bool:
    """Keep of the print set-up of *root* what shapes the page; True when lines at head or foot went."""
    for properties in root.iterchildren(S + "sheetPr"):
        properties.attrib.clear()
        for child in list(properties):
            if child.tag not in IN_PROPERTIES:
                properties.remove(child)
    for page in root.iterchildren(S + "pageSetup"):
        for key in set(page.attrib) - PAGE:
            del page.attrib[key]
    found = False
    for heads in list(root.iterchildren(S + "headerFooter")):
        found |= any((line.text or "").strip() for line in heads)
        drop(heads)
    return found


def print_names(root: etree._Element, numbers: dict[int, int], titles: list[str]) -> list[etree._Element]:
    """The print areas and titles of the workbook *root*; *numbers* gives the new places of sheets that stay."""
    found = []
    for name in root.iterfind(f"{S}definedNames/{S}definedName"):
        local = name.get("localSheetId", "")
        number = numbers.get(int(local)) if local.isdecimal() and len(local) < 6 else None
        ranges = plain_ranges((name.text or "").strip())
        if name.get("name") in PRINT_NAMES and number is not None and ranges:
            title = "'" + titles[number].replace("'", "''") + "'"
            made = etree.Element(S + "definedName", name=name.get("name", ""), localSheetId=str(number))
            made.text = ",".join(f"{title}!{one}" for one in ranges)
            found.append(made)
    return found


def plain_ranges(text: str) -> list[str]:
    """The ranges that *text* lists, without their sheets; none when it lists anything else."""
    found: list[str] = []
    place = 0
    while place < len(text) and len(found) < RANGES_MOST:
        match = RANGE.match(text, place)
        if match is None:
            return []
        found.append(match.group(1))
        place = match.end()
    return found if place >= len(text) else []
