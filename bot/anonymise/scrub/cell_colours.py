"""The colours of letters and of what lies behind them in a workbook: letters in the colour of their paper are unseen.

Rules

1. A colour is told by its own number, by a place in the palette, by a place in the theme and a tint, or is automatic.
2. A pattern or a slope behind letters is no single colour: in front of it nothing counts as unseen.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Sequence
from typing import TypeAlias, TypeVar

from lxml import etree

from bot.anonymise.scrub.namespaces import PREFIXES
from bot.frozen import frozen

Colour: TypeAlias = tuple[int, int, int]
Value = TypeVar("Value")
S = f"{{{PREFIXES['s']}}}"
A = f"{{{PREFIXES['a']}}}"
INK, PAPER = (0, 0, 0), (255, 255, 255)
ALIKE = 16  # of 255: the palest gray that Excel offers, 5 % darker than paper, differs by 13 and is not read on paper
TINY = 2.0  # points, as of rows: no letter is made out
SYSTEM = {64: INK, 65: PAPER}
PALETTE = bytes.fromhex(
    "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF 000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF "
    "800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF "
    "000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 "
    "3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333"
)
"""The 64 colours, three bytes each, that a workbook names by number (ECMA-376-1, 18.8.27), unless it brings its own."""
THEME = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink",
         "folHlink")  # fmt: skip
THEME_OF_OFFICE = bytes.fromhex("FFFFFF 000000 EEECE1 1F497D 4F81BD C0504D 9BBB59 8064A2 4BACC6 F79646 0000FF 800080")
FORMAT_COLOURS = ("black", "white", "red", "green", "blue", "yellow", "magenta", "cyan")
"""The names that a number format may use, in the order of the palette."""
FORMAT_NUMBER = re.compile(r"colou?r\s*(\d{1,2})\Z", re.IGNORECASE)


@frozen
class Look:
    """The colour of letters and of what lies behind them; None where it is not said, or is no single one."""

    font: Colour | None
    fill: Colour | None


class Palette:
    """The colours that a workbook names."""

    def __init__(self, styles: etree._Element | None, theme: etree._Element | None) -> None:
        own = styles.findall(f"{S}colors/{S}indexedColors/{S}rgbColor") if styles is not None else []
        self.numbered = [from_hex(one.get("rgb", "")) for one in own] + listed(PALETTE)[len(own) :]
        scheme = theme.find(f"{A}themeElements/{A}clrScheme") if theme is not None else None
        self.theme: list[Colour | None] = listed(THEME_OF_OFFICE)
        for place, name in enumerate(THEME if scheme is not None else ()):
            said = scheme.find(f"{A}{name}/*") if scheme is not None else None
            self.theme[place] = from_hex(said.get("lastClr") or said.get("val") or "") if said is not None else None

    def read(self, colour: etree._Element | None, usual: Colour | None) -> Colour | None:
        """What the element *colour* says; *usual* where there is none or it leaves it to the program."""
        if colour is None or colour.get("auto") in ("1", "true"):
            return usual
        found, number = None, colour.get("indexed", colour.get("theme", ""))
        place = int(number) if number.isdecimal() and len(number) < 4 else None
        if "rgb" in colour.attrib:
            found = from_hex(colour.get("rgb", ""))
        elif place is not None and "indexed" in colour.attrib:
            found = SYSTEM.get(place) or at(self.numbered, place)
        elif place is not None:
            found = at(self.theme, place)
        return tinted(found, colour.get("tint", "0")) if found is not None else None

    def of_format(self, bracket: str) -> Colour | None:
        """The colour that the section of a number format names in brackets: [White], [Color 2]."""
        number = FORMAT_NUMBER.match(bracket.strip())
        if number is not None:
            return at(self.numbered, int(number.group(1)) + 7)  # its first is the eighth of the palette
        name = bracket.strip().lower()
        return listed(PALETTE)[FORMAT_COLOURS.index(name)] if name in FORMAT_COLOURS else None


class CellColours:
    """The colours of a workbook's looks, by the number of a cell's look and by the number of a rule's."""

    def __init__(self, styles: etree._Element | None, theme: etree._Element | None) -> None:
        self.palette = Palette(styles, theme)
        self.looks: list[Look] = []
        self.rules: list[Look] = []
        if styles is None:
            return
        fonts = [self.font_of(one) for one in styles.iterfind(f"{S}fonts/{S}font")]
        fills = [self.fill_of(one) for one in styles.iterfind(f"{S}fills/{S}fill")]
        for look in styles.iterfind(f"{S}cellXfs/{S}xf"):
            tiny, font = numbered(fonts, look.get("fontId", "0"), (False, INK))
            fill = numbered(fills, look.get("fillId", "0"), PAPER)
            self.looks.append(Look(fill if tiny else font, fill))
        self.rules = [self.rule_look(one) for one in styles.iterfind(f"{S}dxfs/{S}dxf")]

    def font_of(self, font: etree._Element) -> tuple[bool, Colour | None]:
        """Whether *font* is too small to be read, and its colour."""
        size = font.find(S + "sz")
        try:
            tiny = size is not None and float(size.get("val", "11")[:40]) < TINY
        except ValueError:
            tiny = False
        return tiny, self.palette.read(font.find(S + "color"), INK)

    def fill_of(self, fill: etree._Element) -> Colour | None:
        """What lies behind the letters of a cell."""
        pattern = fill.find(S + "patternFill")
        kind = pattern.get("patternType", "none") if pattern is not None else "gradient"
        if pattern is None or kind not in ("none", "solid"):
            return None
        return self.palette.read(pattern.find(S + "fgColor"), INK) if kind == "solid" else PAPER

    def rule_look(self, rule: etree._Element) -> Look:
        """What the look of a rule says of colours; there the colour of a full pattern is its second one."""
        pattern = rule.find(f"{S}fill/{S}patternFill")
        fill = None
        if pattern is not None and pattern.get("patternType", "solid") == "solid":
            colours = (pattern.find(S + "bgColor"), pattern.find(S + "fgColor"))
            fill = self.palette.read(next((one for one in colours if one is not None), None), None)
        return Look(self.palette.read(rule.find(f"{S}font/{S}color"), None), fill)

    def of_cell(self, look: str) -> Look:
        """The colours of the cell's look numbered *look*."""
        return numbered(self.looks, look, Look(INK, PAPER))

    def run_font(self, run: etree._Element, usual: Colour | None) -> Colour | None:
        """The colour of a piece of a cell's text; *usual* is the cell's, for a piece without a look of its own."""
        own = run.find(S + "rPr")
        return usual if own is None else self.palette.read(own.find(S + "color"), INK)


def is_alike(font: Colour | None, fill: Colour | None) -> bool:
    """True when letters of the colour *font* are not seen on *fill*."""
    return font is not None and fill is not None and max(abs(a - b) for a, b in zip(font, fill, strict=True)) < ALIKE


def listed(colours: bytes) -> list[Colour | None]:
    """The colours of which each has three bytes."""
    return [(colours[place], colours[place + 1], colours[place + 2]) for place in range(0, len(colours), 3)]


def from_hex(code: str) -> Colour | None:
    """The colour written as RRGGBB, with or without two digits of transparency before it."""
    try:
        number = int(code[-6:], 16) if len(code) in (6, 8) else -1
    except ValueError:
        number = -1
    return None if number < 0 else (number >> 16, number >> 8 & 255, number & 255)


def tinted(colour: Colour, tint: str) -> Colour:
    """*colour* darker (below zero) or lighter by *tint* (ECMA-376-1, 18.8.19)."""
    try:
        by = max(-1.0, min(1.0, float(tint[:40])))
    except ValueError:
        return colour
    hue, light, strength = colorsys.rgb_to_hls(*(one / 255 for one in colour))
    light = light * (1 + by) if by < 0 else light * (1 - by) + by
    red, green, blue = (round(255 * one) for one in colorsys.hls_to_rgb(hue, light, strength))
    return red, green, blue


def at(colours: Sequence[Colour | None], place: int) -> Colour | None:
    """The colour at *place*, or None where there is none."""
    return colours[place] if 0 <= place < len(colours) else None


def numbered(values: Sequence[Value], number: str, usual: Value) -> Value:
    """The value with *number*, or *usual* where there is none."""
    return values[int(number)] if number.isdecimal() and len(number) < 8 and int(number) < len(values) else usual
