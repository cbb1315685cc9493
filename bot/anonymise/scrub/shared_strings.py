"""The strings that the sheets of a workbook share, and the words that a sheet shows."""

from __future__ import annotations

from lxml import etree

from bot.anonymise.scrub.namespaces import PREFIXES
from bot.anonymise.scrub.packages import Link, parse_xml
from bot.anonymise.scrub.rebuilding import Rebuilding

S = f"{{{PREFIXES['s']}}}"
FOLDER = "xl"


class Strings:
    """The strings that the sheets share: numbered anew as the seen cells use them."""

    def __init__(self, items: list[etree._Element]) -> None:
        self.items = items
        self.used: dict[int, int] = {}

    @classmethod
    def read(cls, rebuilding: Rebuilding, links: dict[str, Link]) -> Strings:
        """The shared strings of the old workbook."""
        part = next((link.part for link in links.values() if link.type == "sharedStrings"), None)
        if part not in rebuilding.old.parts:
            return cls([])
        return cls(list(parse_xml(rebuilding.old.read(part), rebuilding.old.kind).iterchildren(S + "si")))

    def text_of(self, number: str) -> str:
        """The words of the string *number*."""
        place = self.place_of(number)
        return "" if place is None else "".join(one.text or "" for one in self.items[place].iter(S + "t"))

    def runs_of(self, cell: etree._Element) -> list[etree._Element]:
        """The pieces of the text of *cell* that show words, where it has pieces with looks of their own."""
        place = self.place_of(cell.findtext(S + "v") or "") if cell.get("t") == "s" else None
        holder = self.items[place] if place is not None else cell.find(S + "is")
        runs = holder.findall(S + "r") if holder is not None else []
        return [run for run in runs if (run.findtext(S + "t") or "").strip()]

    def place_of(self, number: str) -> int | None:
        """The place of the string *number*, or None when there is no such string."""
        place = int(number) if number.strip().isdecimal() and len(number) < 10 else len(self.items)
        return place if place < len(self.items) else None

    def renumber(self, number: str) -> str | None:
        """The new number of the string *number*, or None when there is no such string."""
        place = self.place_of(number)
        return None if place is None else str(self.used.setdefault(place, len(self.used)))

    def to_xml(self, rebuilding: Rebuilding) -> bytes:
        """The used strings in their new order."""
        root = etree.Element(S + "sst")
        for number in self.used:
            root.append(self.items[number])
        return rebuilding.rebuild(root, "", "xl/sharedStrings.xml", FOLDER)


def shown_words(root: etree._Element, strings: Strings) -> str:
    """All words of the cells of *root*, one cell a line."""
    found = []
    for cell in root.iter(S + "c"):
        value = cell.findtext(S + "v") or ""
        found.append(strings.text_of(value) if cell.get("t") == "s" else value)
        found.extend(one.text or "" for one in cell.iter(S + "t"))
    return "\n".join(found)
