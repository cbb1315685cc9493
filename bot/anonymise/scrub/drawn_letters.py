"""Whether the letters of a page are drawn: a PDF may name a font and not carry it.

Rules

1. What the page says and what its picture shows must agree. A letter for which the substitute has no shape, or of
   which nobody can say which one it is, makes the page one that only a photo can show.
2. Letters that are invisible in the file itself (the text layer under a scan) were never shown.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from bot.anonymise.scrub.verdicts import FileKind, RefusalReason, refusal

UNSHOWN = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})
UNKNOWN = frozenset({0, 0xFFFD, 0xFFFE, 0xFFFF})  # what PDFium says for a letter of which nothing is known
SHAPELESS = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Mn", "Me"})
SIZE = 10.0  # points; any will do to ask for a shape


def refuse_undrawn_letters(page: pypdfium2.PdfPage) -> None:
    """Raise RefusalError when *page* shows letters in fonts that it does not carry and no substitute can draw."""
    if not names_foreign_fonts(page):
        return
    words = page.get_textpage()
    try:
        if any(not has_shape(font, letter) for font, letter in set(foreign_letters(words))):
            raise refusal(RefusalReason.UNDRAWN, FileKind.PDF)
        for thing in page.get_objects([raw.FPDF_PAGEOBJ_TEXT], textpage=words):
            if is_foreign(thing) and not thing.extract():
                raise refusal(RefusalReason.UNDRAWN, FileKind.PDF)
    finally:
        words.close()


def names_foreign_fonts(page: pypdfium2.PdfPage) -> bool:
    """True when some visible text of *page* is in a font that the file does not carry."""
    return any(is_foreign(thing) for thing in page.get_objects([raw.FPDF_PAGEOBJ_TEXT]))


def is_foreign(thing: object) -> bool:
    """True when the text object *thing* is visible and its font is not in the file."""
    if raw.FPDFTextObj_GetTextRenderMode(thing) in UNSHOWN:
        return False
    return raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(thing)) == 0


def foreign_letters(words: pypdfium2.PdfTextPage) -> Iterator[tuple[int, int]]:
    """The address of the font and the code point of every letter that is in a font the file does not carry."""
    known: dict[int, bool] = {}
    for place in range(words.count_chars()):
        thing = raw.FPDFText_GetTextObject(words, place)
        if not thing or raw.FPDFText_IsGenerated(words, place) == 1:
            continue
        address = ctypes.cast(thing, ctypes.c_void_p).value
        if address not in known:
            known[address] = is_foreign(thing)
        if known[address]:
            font = raw.FPDFTextObj_GetFont(thing)
            yield ctypes.cast(font, ctypes.c_void_p).value, raw.FPDFText_GetUnicode(words, place)


def has_shape(font: int, letter: int) -> bool:
    """True when *letter* is drawn in *font*, or is a space and the like."""
    if letter in UNKNOWN:
        return False
    if unicodedata.category(chr(letter)) in SHAPELESS:
        return True
    path = raw.FPDFFont_GetGlyphPath(ctypes.cast(font, raw.FPDF_FONT), letter, SIZE)
    return bool(path) and raw.FPDFGlyphPath_CountGlyphSegments(path) > 0
