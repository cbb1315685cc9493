"""PDF: every page is drawn to a picture, and the pictures are bound into a new PDF.

Rules

1. Nothing of the original's structure crosses: no text layer, form, annotation, script, attachment, layer that is
   switched off, earlier revision, embedded picture with its EXIF, title, author, date or identifier.
2. A page is drawn as it is seen: filled fields, stamps and turned pages included.
3. 200 dots per inch for short documents, 150 for long ones, never more than LONG_SIDE pixels a side; a page of any
   size keeps its shape.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pypdfium2
from PIL import Image, ImageChops

from bot.anonymise.scrub.binding import POINTS, Leaf, assemble_pictures
from bot.anonymise.scrub.confinement import spend_at_most
from bot.anonymise.scrub.traces import what_names_tell, what_xmp_tells
from bot.anonymise.scrub.verdicts import FileKind, Limits, Rebuilt, RefusalError, RefusalReason, Removed, refusal

SHORT_DOCUMENT = 30  # pages; chosen: a longer document is drawn coarser, so that it can still be sent
DPI_SHORT, DPI_LONG = 200, 150  # chosen: 200 is a usual scan, at 150 small print can still be read
LONG_SIDE = 3500  # pixels; A3 at 200 dpi has 3307: only posters and drawings are made coarser
PAGE_SECONDS = 10  # chosen: a hundred times an ordinary page; all together stay within the whole file's limit
COLOURLESS = 10  # the largest difference between the channels of a page that is drawn in gray
PASSWORD_WANTED = 4  # FPDF_ERR_PASSWORD in PDFium's fpdfview.h
XFA_FULL = 2  # FORMTYPE_XFA_FULL in PDFium's fpdf_formfill.h


def scrub_pdf(content: bytes, limits: Limits) -> Rebuilt:
    """*content* as a PDF of page pictures; raises RefusalError."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as fault:
        wanted = getattr(fault, "err_code", None) == PASSWORD_WANTED
        raise refusal(RefusalReason.LOCKED if wanted else RefusalReason.DAMAGED, FileKind.PDF) from fault
    try:
        refuse_unfit(document, limits)
        made = assemble_pictures(draw_pages(document), leaves=page_sizes(document))
    except pypdfium2.PdfiumError as fault:
        raise refusal(RefusalReason.DAMAGED, FileKind.PDF) from fault
    return Rebuilt(made, "pdf", "document", find_marks(content))


def refuse_unfit(document: pypdfium2.PdfDocument, limits: Limits) -> None:
    """Raise RefusalError for no pages, too many pages, and forms that only one program can draw."""
    if len(document) == 0:
        raise refusal(RefusalReason.DAMAGED, FileKind.PDF)
    if len(document) > limits.pages:
        raise refusal(RefusalReason.PAGES, FileKind.PDF)
    if document.get_formtype() == XFA_FULL:
        raise refusal(RefusalReason.DOUBT, FileKind.PDF)
    document.init_forms()


def page_sizes(document: pypdfium2.PdfDocument) -> list[Leaf]:
    """Every page as shown, within what a page may measure."""
    low, high = POINTS
    sizes = (document.get_page_size(place) for place in range(len(document)))
    return [Leaf(min(max(width, low), high), min(max(height, low), high)) for width, height in sizes]


def draw_pages(document: pypdfium2.PdfDocument) -> Iterator[Image.Image]:
    """Each page as a picture, one in memory at a time, in gray where it has no colour."""
    dpi = DPI_SHORT if len(document) <= SHORT_DOCUMENT else DPI_LONG
    for place, leaf in enumerate(page_sizes(document)):
        scale = min(dpi / 72, LONG_SIDE / max(leaf.width, leaf.height))
        spend_at_most(PAGE_SECONDS)
        page = document[place]
        bitmap = page.render(scale=scale, may_draw_forms=True, rev_byteorder=True)
        drawn = bitmap.to_pil()
        yield drawn_in_gray(drawn.convert("RGB"))
        drawn.close()
        bitmap.close()
        page.close()


def drawn_in_gray(page: Image.Image) -> Image.Image:
    """*page* as L when no pixel has a colour worth keeping."""
    red, green, blue = page.split()
    unlike = ImageChops.lighter(ImageChops.difference(red, green), ImageChops.difference(green, blue))
    return page if any(unlike.histogram()[COLOURLESS + 1 :]) else green


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
    if "/AcroForm" in document.Root or "/StructTreeRoot" in document.Root or "/PieceInfo" in document.Root:
        marks.add(Removed.OTHER)
    return frozenset(marks)
