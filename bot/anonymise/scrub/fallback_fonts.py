"""The fonts that stand in for those a PDF names and does not carry: shipped with the program, the same everywhere.

Rules

1. Nothing is taken from the fonts of the machine: the same file gives the same pages on every machine.
2. The shape follows the name: serifs, none, or all letters of one width; bold where bold is asked for.
3. For symbols there is no substitute: PDFium has its own two.
"""

from __future__ import annotations

import ctypes
import re
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

FOLDER = Path(__file__).parent / "fonts"
SERIFS = re.compile(r"times|roman|serif|georgia|garamond|cambria|palatino|book|century|schoolbook|minion", re.I)
PLAIN = re.compile(r"sans|arial|helvet", re.I)
ONE_WIDTH = re.compile(r"courier|mono|consol|typewriter|fixed", re.I)
SYMBOLS = re.compile(r"symbol|dingbats|webdings|wingdings|marlett", re.I)
BOLD_FROM = 600  # weights: 400 is regular, 700 bold; Semibold (600) looks bold


def choose_font(face: str, weight: int, pitch: int) -> str | None:
    """The name of the shipped font that is nearest to *face*; None for symbols. *pitch* is PDFium's pitch_family."""
    if SYMBOLS.search(face):
        return None
    if ONE_WIDTH.search(face) or pitch & raw.FXFONT_FF_FIXEDPITCH:
        return "mono"
    has_serifs = SERIFS.search(face) or pitch & raw.FXFONT_FF_ROMAN
    family = "serif" if has_serifs and not PLAIN.search(face) else "sans"
    return f"{family}-bold" if weight >= BOLD_FROM else family


class ShippedFonts(pypdfium2.PdfSysfontBase):  # type: ignore[misc]  # the library ships no types
    """Answers PDFium's questions for fonts; a handle is the place of the font in `names`, counted from one."""

    def __init__(self) -> None:
        super().__init__()
        self.names = sorted(path.stem for path in FOLDER.glob("*.ttf"))
        self.contents = [(FOLDER / f"{name}.ttf").read_bytes() for name in self.names]

    def EnumFonts(self, _: object, mapper: object) -> None:
        """Name no font of the machine."""

    def MapFont(
        self, _: object, weight: int, italic: int, charset: int, pitch: int, face: ctypes.c_void_p, exact: object
    ) -> int | None:
        """The handle of the font that stands in for *face*."""
        if charset == raw.FXFONT_SYMBOL_CHARSET:
            return None
        named = ctypes.cast(face, ctypes.c_char_p).value or b""
        chosen = choose_font(named.decode("latin-1"), weight, pitch)
        return None if chosen is None else self.names.index(chosen) + 1

    def GetFont(self, _: object, face: object) -> None:
        """No font is known by its exact name."""

    def GetFontData(self, _: object, font: int, table: int, buffer: ctypes.c_void_p, room: int) -> int:
        """Copy the whole font (table 0), or nothing of a single table, into *buffer*; its size."""
        if table:
            return 0
        content = self.contents[font - 1]
        if buffer and room >= len(content):
            ctypes.memmove(buffer, content, len(content))
        return len(content)

    def GetFaceName(self, _: object, font: int, buffer: ctypes.c_void_p, room: int) -> int:
        """The name of the font, with its closing zero."""
        name = self.names[font - 1].encode() + b"\0"
        if buffer and room >= len(name):
            ctypes.memmove(buffer, name, len(name))
        return len(name)

    def GetFontCharset(self, _: object, font: int) -> int:
        """Any: the fonts hold Latin, Greek and Cyrillic letters."""
        return int(raw.FXFONT_DEFAULT_CHARSET)

    def DeleteFont(self, _: object, font: int) -> None:
        """Nothing is held for a handle."""

    def Release(self, _: object) -> None:
        """Nothing is held at all."""


def use_shipped_fonts() -> None:
    """Let PDFium take substitutes from this program from now on."""
    if not isinstance(pypdfium2.PdfSysfontBase.SINGLETON, ShippedFonts):
        ShippedFonts().setup(reusable=True)
