"""Number formats hold words that somebody typed: only those of cells that cross may cross themselves."""

from __future__ import annotations

from lxml import etree

from bot.anonymise.scrub.namespaces import PREFIXES
from bot.anonymise.scrub.trees import drop

S = f"{{{PREFIXES['s']}}}"
OWN_FIRST = 164  # formats below are Excel's own (ECMA-376-1, 18.8.30)


def used_looks(sheet: etree._Element) -> set[str]:
    """The numbers of the looks that cells, rows and columns of *sheet* wear."""
    found = {one.get("s", "0") for one in sheet.iter(S + "c", S + "row")}
    return found | {one.get("style", "0") for one in sheet.iter(S + "col")}


def drop_unused_formats(styles: etree._Element, used: set[str]) -> None:
    """Take out of *styles* the number formats of looks that are not among *used*."""
    for number, look in enumerate(styles.iterfind(f"{S}cellXfs/{S}xf")):
        if str(number) not in used:
            settle(look)
    for look in styles.iterfind(f"{S}cellStyleXfs/{S}xf"):
        settle(look)  # a cell's look says its own format again
    named = {one.get("numFmtId") for one in styles.iterfind(f"{S}cellXfs/{S}xf")}
    for code in styles.findall(f"{S}numFmts/{S}numFmt"):
        if code.get("numFmtId") not in named:
            drop(code)
    listed = styles.find(S + "numFmts")
    if listed is not None and not len(listed):
        drop(listed)
    elif listed is not None:
        listed.set("count", str(len(listed)))


def settle(look: etree._Element) -> None:
    """Give *look* the general format in place of one that somebody made."""
    number = look.get("numFmtId", "0")
    if not (number.isdecimal() and len(number) < 6 and int(number) < OWN_FIRST):
        look.set("numFmtId", "0")
