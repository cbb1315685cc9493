"""Whether the styles of a text document hide the text that wears them, and how they make it look.

Rules

1. A style says nothing, hides, or shows; one that says nothing follows the style that it is based on.
2. Table, paragraph and character style are three levels. Text is hidden when an odd number of them hide (ECMA-376-1,
   17.7.3: `vanish` is a toggle); when none says anything, the defaults of the document decide.
3. What a table style says of a part of the table (its first row, a band) goes before what it says of the whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from bot.anonymise.scrub.namespaces import W
from bot.anonymise.scrub.word_looks import NOTHING, TextLook, WordColours

OFF = frozenset({"0", "false", "off"})
# From the weakest to the strongest: what is said of a corner goes before what is said of its row.
PARTS_OF_TABLE = (
    "wholeTable", "band1Vert", "band2Vert", "band1Horz", "band2Horz", "firstCol", "lastCol", "firstRow", "lastRow",
    "neCell", "nwCell", "seCell", "swCell",
)  # fmt: skip


@dataclass(slots=True)
class StyleRule:
    """What one style itself says: its kind, its base, whether it hides, its look, and the same of a table's parts."""

    kind: str
    based_on: str | None
    hides: bool | None
    parts: dict[str, bool] = field(default_factory=dict)
    bands: dict[str, int] = field(default_factory=dict)
    look: TextLook = NOTHING
    looks: dict[str, TextLook] = field(default_factory=dict)


class HidingStyles:
    """The styles of one document."""

    def __init__(self, root: etree._Element | None, colours: WordColours) -> None:
        self.colours = colours
        self.default_look = NOTHING
        self.rules: dict[str, StyleRule] = {}
        self.defaults: dict[str, str] = {}
        self.default: bool | None = None
        self.resolved: dict[str, StyleRule] = {}
        self.say_nothing = root is None or next(root.iter(W + "vanish"), None) is None
        for style in root.iter(W + "style") if root is not None else ():
            self.add(style)
        if root is not None:
            self.default = hides(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
            self.default_look = self.look_of(root, f"{W}docDefaults/{W}rPrDefault/", f"{W}docDefaults/{W}pPrDefault/")

    def add(self, style: etree._Element) -> None:
        """Read one style."""
        name, kind = style.get(W + "styleId", ""), style.get(W + "type", "paragraph")
        base = style.find(W + "basedOn")
        rule = StyleRule(kind, base.get(W + "val") if base is not None else None, hides(style.find(W + "rPr")))
        rule.look = self.look_of(style)
        for part in style.iter(W + "tblStylePr"):
            rule.looks[part.get(W + "type", "")] = self.look_of(part)
            said = hides(part.find(W + "rPr"))
            if said is not None:
                rule.parts[part.get(W + "type", "")] = said
        for size in style.iter(W + "tblStyleRowBandSize", W + "tblStyleColBandSize"):
            rule.bands[size.tag] = whole_number(size.get(W + "val"), 1)
        self.rules.setdefault(name, rule)
        if style.get(W + "default", "0") not in OFF:
            self.defaults.setdefault(kind, name)

    def look_of(self, said: etree._Element, of_text: str = "", of_paragraph: str = "") -> TextLook:
        """The look that a style, or a part of one, gives to letters, paragraphs and cells."""
        text = self.colours.of_text(said.find(f"{of_text}{W}rPr"))
        paragraph = self.colours.of_paragraph(said.find(f"{of_paragraph}{W}pPr"))
        cell = self.colours.of_cell(said.find(W + "tcPr")).over(self.colours.of_cell(said.find(W + "tblPr")))
        return text.over(paragraph).over(cell)

    def of(self, name: str | None, kind: str) -> StyleRule | None:
        """What the style *name* of *kind* says with all that it is based on; the default one when there is no such."""
        if name is None or name not in self.rules or self.rules[name].kind != kind:
            name = self.defaults.get(kind)
        return None if name is None else self.resolve(name)

    def resolve(self, name: str) -> StyleRule:
        """The rule *name* joined with its bases; each is joined once, and a circle ends where it began."""
        chain: dict[str, None] = {}
        place: str | None = name
        while place in self.rules and place not in self.resolved and place not in chain:
            chain[place] = None
            place = self.rules[place].based_on
        joined = self.resolved.get(place) if place is not None else None
        for link in reversed(chain):
            own = self.rules[link]
            if joined is not None and joined.kind == own.kind:
                said = joined.hides if own.hides is None else own.hides
                looks = {name: own.looks.get(name, NOTHING).over(joined.looks.get(name, NOTHING))
                         for name in joined.looks | own.looks}  # fmt: skip
                own = StyleRule(own.kind, None, said, joined.parts | own.parts, joined.bands | own.bands,
                                own.look.over(joined.look), looks)  # fmt: skip
            joined = self.resolved.setdefault(link, own)
        return self.resolved[name]

    def is_hidden(self, levels: Iterable[bool | None]) -> bool:
        """Whether text is hidden of which its styles say *levels*."""
        said = [level for level in levels if level is not None]
        return sum(said) % 2 == 1 if said else bool(self.default)


def hides(properties: etree._Element | None) -> bool | None:
    """Whether run properties hide (True), show (False) or say nothing (None)."""
    mark = properties.find(W + "vanish") if properties is not None else None
    return None if mark is None else mark.get(W + "val", "1").lower() not in OFF


def whole_number(value: str | None, otherwise: int) -> int:
    """*value* as a number above zero, or *otherwise*."""
    number = int(value) if value is not None and value.isdecimal() and len(value) < 7 else 0
    return number or otherwise
