"""Whether the letters of a page are drawn: a PDF may name a font and not carry it.

Rules

1. What the page says and what its picture shows must agree. A letter for which the substitute has no shape, or of
   which nobody can say which one it is, makes the page one that only a photo can show.
2. Letters that are invisible in the file itself (the text layer under a scan) were never shown.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from bot.anonymise.scrub.verdicts import FileKind, RefusalReason, refusal

UNSHOWN = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})
SHAPELESS = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Mn", "Me"})
SIGNS = re.compile(r"wingdings|webdings|marlett", re.I)
"""Fonts of signs at the places of letters: any substitute would show a letter."""
SIZE = 10.0  # points; any will do to ask for a shape
NAME_ROOM = 256  # bytes; a name in a PDF has at most 127


class ForeignLetter(NamedTuple):
    """A letter in a font that the file does not carry: the font's address, the code point, and if that is a guess."""

    font: int
    code_point: int
    is_guess: bool


def refuse_undrawn_letters(page: pypdfium2.PdfPage) -> None:
    """Raise RefusalError when *page* shows letters in fonts that it does not carry and no substitute can draw."""
    if not any(is_foreign(thing) for thing in page.get_objects([raw.FPDF_PAGEOBJ_TEXT])):
        return
    words = page.get_textpage()
    try:
        if not all(is_drawn(letter) for letter in set(foreign_letters(words))):
            raise refusal(RefusalReason.UNDRAWN, FileKind.PDF)
    finally:
        words.close()


def is_foreign(thing: object) -> bool:
    """True when the text object *thing* is visible and its font is not in the file."""
    if raw.FPDFTextObj_GetTextRenderMode(thing) in UNSHOWN:
        return False
    return bool(raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(thing)) == 0)


def foreign_letters(words: pypdfium2.PdfTextPage) -> Iterator[ForeignLetter]:
    """Every letter that is in a font the file does not carry."""
    page = words.raw
    fonts: dict[int, int] = {}  # by the address of a text object: that of its font, 0 for one that the file carries
    for place in range(words.count_chars()):
        thing = raw.FPDFText_GetTextObject(page, place)
        if not thing:
            continue
        address = ctypes.addressof(thing.contents)
        if address not in fonts:
            font = raw.FPDFTextObj_GetFont(thing)
            fonts[address] = ctypes.addressof(font.contents) if is_foreign(thing) else 0
        if fonts[address]:
            is_guess = raw.FPDFText_HasUnicodeMapError(page, place) == 1
            yield ForeignLetter(fonts[address], raw.FPDFText_GetUnicode(page, place), is_guess)


def is_drawn(letter: ForeignLetter) -> bool:
    """True when *letter* is drawn as itself, or is a space and the like."""
    font = ctypes.cast(letter.font, raw.FPDF_FONT)
    if letter.is_guess or SIGNS.search(name_of(font)):
        return False
    if unicodedata.category(chr(letter.code_point)) in SHAPELESS:
        return True
    path = raw.FPDFFont_GetGlyphPath(font, letter.code_point, SIZE)
    return bool(path) and bool(raw.FPDFGlyphPath_CountGlyphSegments(path) > 0)


def name_of(font: object) -> str:
    """The name that the file gives *font*."""
    room = ctypes.create_string_buffer(NAME_ROOM)
    raw.FPDFFont_GetBaseFontName(font, room, NAME_ROOM)
    return room.value.decode("latin-1")
