"""PDF: every page is drawn to a picture, and the pictures are bound into a new PDF.

Rules

1. Nothing of the original's structure crosses: no text layer, form, annotation, script, attachment, layer that is
   switched off, earlier revision, embedded picture with its EXIF, title, author, date or identifier.
2. A page is drawn as it is seen: filled fields, stamps and turned pages included. What PDFium could not draw, a letter
   or a picture, refuses the file (`drawn_letters`, `page_pictures`): nothing falls away unsaid.
3. 200 dots per inch for short documents, 150 for long ones, a scan as it was sampled; never more than LONG_SIDE pixels
   a side; a page of any size keeps its shape.
4. Black print goes as a fax does, the rest as a JPEG (`page_layers`), so that little more leaves than came.
"""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
from PIL import Image

from bot.anonymise.scrub.binding import LEAST_BUDGET, POINTS, Leaf, Sheet, assemble_sheets
from bot.anonymise.scrub.confinement import spend_at_most
from bot.anonymise.scrub.drawn_letters import refuse_undrawn_letters
from bot.anonymise.scrub.fallback_fonts import use_shipped_fonts
from bot.anonymise.scrub.layer_states import hide_switched_off
from bot.anonymise.scrub.page_layers import is_colourless, split_page, two_toned
from bot.anonymise.scrub.page_pictures import box_of, choose_drawing, find_pictures, refuse_undrawn
from bot.anonymise.scrub.pdf_marks import find_marks, read_units
from bot.anonymise.scrub.verdicts import FileKind, Limits, Rebuilt, RefusalReason, refusal

SHORT_DOCUMENT = 30  # pages; chosen: a longer document is drawn coarser, so that it can still be sent
DPI_SHORT, DPI_LONG = 200, 150  # chosen: 200 is a usual scan, at 150 small print can still be read
LONG_SIDE = 3510  # pixels; A4 at 300 dpi has 3508, A3 at 200 has 3307: only posters and drawings are made coarser
PAGE_SECONDS = 10  # chosen: a hundred times an ordinary page; all together stay within the whole file's limit
PASSWORD_WANTED = 4  # FPDF_ERR_PASSWORD in PDFium's fpdfview.h
XFA_FULL = 2  # FORMTYPE_XFA_FULL in PDFium's fpdf_formfill.h


def scrub_pdf(content: bytes, limits: Limits) -> Rebuilt:
    """*content* as a PDF of page pictures; raises RefusalError."""
    use_shipped_fonts()
    try:
        document = pypdfium2.PdfDocument(hide_switched_off(content))
    except pypdfium2.PdfiumError as fault:
        wanted = getattr(fault, "err_code", None) == PASSWORD_WANTED
        raise refusal(RefusalReason.LOCKED if wanted else RefusalReason.DAMAGED, FileKind.PDF) from fault
    try:
        refuse_unfit(document, limits)
        units = read_units(content)
        if len(units) > len(document):  # one reader believes a wrong number, another sees what is there
            raise refusal(RefusalReason.DAMAGED, FileKind.PDF)
        budget = max(LEAST_BUDGET, 2 * len(content) // len(document))
        made = assemble_sheets(draw_pages(document, budget, units))
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


def leaf_of(size: tuple[float, float], unit: float) -> Leaf:
    """A page of *size* in units of *unit* points as shown, within what a page may measure."""
    width, height = (min(max(side * unit, POINTS[0]), POINTS[1]) for side in size)
    return Leaf(width, height)


def draw_pages(document: pypdfium2.PdfDocument, budget: int, units: list[float]) -> Iterator[Sheet]:
    """Each page, in its own of *units*, as a sheet of about *budget* bytes, one in memory at a time."""
    usual = DPI_SHORT if len(document) <= SHORT_DOCUMENT else DPI_LONG
    for place in range(len(document)):
        spend_at_most(PAGE_SECONDS)
        page = document[place]
        unit = units[place] if place < len(units) and units[place] > 0 else 1.0
        leaf = leaf_of(page.get_size(), unit)
        refuse_undrawn_letters(page)
        pictures = find_pictures(page)
        drawing = choose_drawing(page, pictures, usual)
        scale = min(drawing.dpi / 72 * unit, LONG_SIDE / max(page.get_size()))
        drawn = draw(page, scale)
        solid = []
        for picture in pictures:
            box = box_of(page, picture, drawn)
            refuse_undrawn(picture, box, drawn)
            if not picture.is_bilevel:
                solid.append(box)
        packed = sum(picture.packed_size for picture in pictures)
        layers = two_toned(drawn) if drawing.is_fax and is_colourless(drawn) else split_page(drawn, solid)
        yield Sheet(leaf, layers, max(budget, packed * 3 // 2))
        page.close()


def draw(page: pypdfium2.PdfPage, scale: float) -> Image.Image:
    """*page* as it is seen, in RGB."""
    bitmap = page.render(scale=scale, may_draw_forms=True, rev_byteorder=True)
    drawn: Image.Image = bitmap.to_pil().convert("RGB")
    bitmap.close()
    return drawn
