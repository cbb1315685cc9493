"""What a PDF carried besides its pages, for the message to the citizen; and what pages another reader sees."""

from __future__ import annotations

import io

import pikepdf

from bot.anonymise.scrub.traces import what_names_tell, what_xmp_tells
from bot.anonymise.scrub.verdicts import RefusalError, Removed


def read_units(content: bytes) -> list[float]:
    """How many points a unit of each page is that another reader finds in *content*; none when it finds no way.

    The library that draws does not tell it (ISO 32000-1, 14.11.1: UserUnit, of plans that are too large for points).
    """
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as document:
            return [float(page.obj.get("/UserUnit", 1)) for page in document.pages]
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, KeyError, AttributeError):
        return []


def find_marks(content: bytes) -> frozenset[Removed]:
    """What *content* carried besides its pages; a file that only the drawing library can read counts as other."""
    marks: set[Removed] = set()
    if content.count(b"startxref") > 1 and b"/Linearized" not in content[:2048]:
        marks.add(Removed.HISTORY)
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as document:
            marks |= marks_of(document)
    except (pikepdf.PdfError, RefusalError, ValueError, TypeError, RuntimeError, KeyError, AttributeError):
        marks.add(Removed.OTHER)
    return frozenset(marks)


def marks_of(document: pikepdf.Pdf) -> frozenset[Removed]:
    """The families of marks in the document's own dictionaries."""
    info = document.docinfo
    marks = set(what_names_tell(str(name).lstrip("/") for name in dict(info)))
    metadata = document.Root.get("/Metadata")
    if isinstance(metadata, pikepdf.Stream):
        marks |= what_xmp_tells(metadata.read_bytes())
    names = document.Root.get("/Names", pikepdf.Dictionary())
    opening = document.Root.get("/OpenAction")
    is_order = isinstance(opening, pikepdf.Dictionary) and opening.get("/S") in ("/JavaScript", "/Launch")
    if "/EmbeddedFiles" in names or "/JavaScript" in names or is_order:
        marks.add(Removed.EMBEDDED)
    if any("/Annots" in page for page in document.pages):
        marks.add(Removed.COMMENTS)
    if any(name in document.Root for name in ("/AcroForm", "/StructTreeRoot", "/PieceInfo", "/OCProperties")):
        marks.add(Removed.OTHER)
    return frozenset(marks)
