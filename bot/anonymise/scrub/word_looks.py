"""How a text document says that its letters look: their colour, their size, and what lies behind them.

Rules

1. A place in the theme goes before the number beside it; a tint or a shade makes it lighter or darker.
2. Letters without a colour are dark on light ground and light on dark ground (not on a marker's stroke): never unseen.
3. A pattern, a slope or a picture is no single colour: it is MIXED, and in front of it only a printer can tell.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TypeAlias

from lxml import etree

from bot.anonymise.scrub.cell_colours import INK, PAPER, THEME, Colour, Palette, from_hex, tinted
from bot.anonymise.scrub.namespaces import PREFIXES, W, split_name
from bot.anonymise.scrub.opaque_drawings import whole
from bot.frozen import frozen

A = f"{{{PREFIXES['a']}}}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
Paint: TypeAlias = Colour | str
"""A colour, or one of the words below."""
AUTO, CLEAR, MIXED = "auto", "clear", "mixed"
IN_THEME = {"dark1": "dk1", "text1": "dk1", "tx1": "dk1", "light1": "lt1", "background1": "lt1", "bg1": "lt1",
            "dark2": "dk2", "text2": "dk2", "tx2": "dk2", "light2": "lt2", "background2": "lt2", "bg2": "lt2",
            "hyperlink": "hlink", "followedHyperlink": "folHlink"}  # fmt: skip
MARKERS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
"""The sixteen colours of Word's marker (ECMA-376-1, 17.18.40)."""
PRESET: dict[str, Colour] = {"black": INK, "white": PAPER}
UNSEEN_ALPHA = 95_000  # thousandths of a percent of transparency; nothing is made out of what is left


@frozen
class TextLook:
    """What one level (a style, a cell, a run) says of letters; None where it says nothing. Lengths as Word has them."""

    ink: Paint | None = None
    marker: Paint | None = None
    band: Paint | None = None  # shading of the letters
    field: Paint | None = None  # shading of the paragraph
    cell: Paint | None = None
    half_points: int | None = None
    percent: int | None = None  # how broad the letters are
    raised: int | None = None  # half points
    spread: int | None = None  # twentieths of a point between the letters
    line: int | None = None  # twentieths of a point that a line is high, where that is exact; else 0
    left: int | None = None
    right: int | None = None

    def over(self, below: TextLook) -> TextLook:
        """This look, and what *below* says where it says nothing."""
        if self is NOTHING:
            return below
        if below is NOTHING:
            return self
        mine, theirs = VALUES(self), VALUES(below)
        return TextLook(*(one if one is not None else other for one, other in zip(mine, theirs, strict=True)))


VALUES = attrgetter("ink", "marker", "band", "field", "cell", "half_points", "percent", "raised", "spread", "line",
                    "left", "right")  # fmt: skip
NOTHING = TextLook()


class WordColours:
    """The colours that a text document names."""

    def __init__(self, theme: etree._Element | None = None) -> None:
        named = dict(zip(THEME, Palette(None, theme).theme, strict=True))
        self.theme = named | {word: named[place] for word, place in IN_THEME.items()}

    def read(self, said: etree._Element, value: str, theme: str) -> Paint:
        """The colour that *said* names by its attributes *value*, or *theme* with its tint and shade."""
        found = self.theme.get(said.get(W + theme, ""))
        if found is None:
            return from_hex(said.get(W + value, AUTO)) or AUTO
        for word, sign in (("Tint", 1), ("Shade", -1)):
            share = said.get(W + theme + word, said.get(W + theme.removesuffix("Color") + word, ""))
            if 0 < len(share) < 3 and all(one in "0123456789abcdefABCDEF" for one in share):
                found = tinted(found, str(sign * (1 - int(share, 16) / 255)))
        return found

    def shading(self, said: etree._Element | None) -> Paint | None:
        """What a w:shd lays behind letters; None when there is none."""
        if said is None:
            return None
        pattern, ground = said.get(W + "val", "clear"), self.read(said, "fill", "themeFill")
        if pattern in ("clear", "nil"):
            return CLEAR if pattern == "nil" or ground == AUTO else ground
        ink = self.read(said, "color", "themeColor")
        dots = INK if isinstance(ink, str) else ink
        if pattern == "solid":
            return dots
        share = whole(pattern.removeprefix("pct")) if pattern.startswith("pct") else 0
        under = PAPER if isinstance(ground, str) else ground
        if not share:
            return MIXED
        red, green, blue = (round((share * a + (100 - share) * b) / 100) for a, b in zip(dots, under, strict=True))
        return red, green, blue

    def of_text(self, properties: etree._Element | None) -> TextLook:
        """What run properties say."""
        if properties is None or not len(properties):
            return NOTHING
        found = {split_name(one.tag)[1]: one for one in properties if str(one.tag).startswith(W)}
        marker, colour = found.get("highlight"), found.get("color")
        effect = properties.find(W14 + "textFill")
        ink = self.filling(effect) if effect is not None else None
        if ink is None and colour is not None:
            ink = self.read(colour, "val", "themeColor")
        named = MARKERS.get(marker.get(W + "val", "")) if marker is not None else None
        sizes = {word: number(found.get(word)) for word in ("sz", "w", "position", "spacing")}
        return TextLook(
            ink,
            None if marker is None else CLEAR if named is None else from_hex(named),
            self.shading(found.get("shd")),
            half_points=sizes["sz"], percent=sizes["w"], raised=sizes["position"], spread=sizes["spacing"],
        )  # fmt: skip

    def of_paragraph(self, properties: etree._Element | None) -> TextLook:
        """What paragraph properties say."""
        if properties is None or not len(properties):
            return NOTHING
        lines, sides = properties.find(W + "spacing"), properties.find(W + "ind")
        line = None
        if lines is not None and (lines.get(W + "line") or lines.get(W + "lineRule")):
            line = whole(lines.get(W + "line")) if lines.get(W + "lineRule") == "exact" else 0
        left, right = (whole(sides.get(W + side)) if sides is not None else None for side in ("left", "right"))
        return TextLook(field=self.shading(properties.find(W + "shd")), line=line, left=left, right=right)

    def of_cell(self, properties: etree._Element | None) -> TextLook:
        """What the properties of a cell or a table say."""
        shading = self.shading(properties.find(W + "shd")) if properties is not None else None
        return TextLook(cell=shading) if shading is not None else NOTHING

    def filling(self, fill: etree._Element) -> Paint | None:
        """The colour of a filling of DrawingML, or of the newer ones of Word; None when it holds none."""
        for one in fill:
            kind = split_name(one.tag)[1]
            if kind == "noFill":
                return CLEAR
            if kind == "solidFill":
                return self.drawn(next(iter(one), None))
            if kind in ("gradFill", "blipFill", "pattFill", "grpFill"):
                return MIXED
        return None

    def drawn(self, colour: etree._Element | None) -> Paint:
        """A colour of DrawingML (or of Word's copy of it)."""
        if colour is None:
            return MIXED
        space, kind = split_name(colour.tag)
        value = colour.get("val", colour.get(f"{{{space}}}val", ""))
        found: Colour | None
        if kind == "sysClr":
            found = from_hex(colour.get("lastClr", "")) or (PAPER if value == "window" else INK)
        else:
            found = self.theme.get(value) if kind == "schemeClr" else PRESET.get(value, from_hex(value))
        changes = {split_name(one.tag)[1]: whole(one.get("val", one.get(f"{{{space}}}val"))) for one in colour}
        # Word writes how much light passes, DrawingML how much is kept back.
        passes = changes.pop("alpha", None)
        if passes is not None and (passes if f"{{{space}}}" == W14 else 100_000 - passes) >= UNSEEN_ALPHA:
            return CLEAR
        if found is None or not changes.keys() <= {"lumMod", "lumOff", "shade", "tint"}:
            return MIXED
        for word in ("lumMod", "shade"):
            found = tinted(found, str(min(0.0, changes.get(word, 100_000) / 100_000 - 1)))
        # An offset is counted from black, a tint from what is left to white: both are rough, and meant to be.
        return tinted(found, str(changes.get("lumOff", 0) / 100_000)) if changes else found


def number(said: etree._Element | None) -> int | None:
    """The number of a property; a share of a hundred may be written with its sign."""
    if said is None:
        return None
    value = said.get(W + "val", "").removesuffix("%")
    return whole(value) if value.lstrip("-").isdecimal() else None
