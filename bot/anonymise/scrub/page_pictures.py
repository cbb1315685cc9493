"""Which pictures lie on a page of a PDF: where, how finely sampled, in how many bytes, and whether they were drawn."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from bot.anonymise.scrub.page_layers import Box
from bot.anonymise.scrub.verdicts import FileKind, RefusalReason, refusal
from bot.frozen import frozen

WHOLE_PAGE = 0.8  # of its area: scans leave a margin, or are cropped a little
FINEST = 300  # dots per inch; a bilevel scan is drawn as fine as it is, and offices scan with at most 300
COARSEST = 150  # dots per inch; what is printed over a coarse picture must stay legible
BEYOND = 2  # pixels around a picture that its soft edge may take


@frozen
class PlacedPicture:
    """A picture, or a form that holds some, at its place on the page (*bounds* in points of the page)."""

    bounds: tuple[float, float, float, float]
    objects: tuple[pypdfium2.PdfImage, ...]
    is_form: bool

    @property
    def is_bilevel(self) -> bool:
        """True when it holds two tones only, as fax and many scanners make them."""
        return not self.is_form and self.objects[0].get_metadata().bits_per_pixel == 1

    @property
    def dpi(self) -> float:
        """Its samples per inch on the page."""
        left, bottom, right, top = self.bounds
        return 72.0 * int(max(self.objects[0].get_px_size())) / max(right - left, top - bottom, 1.0)

    @property
    def packed_size(self) -> int:
        """How many bytes it takes in the file."""
        return sum(int(raw.FPDFImageObj_GetImageDataRaw(one, None, 0)) for one in self.objects)

    def share_of(self, width: float, height: float) -> float:
        """How much of a page of *width* and *height* it covers."""
        left, bottom, right, top = self.bounds
        return (right - left) * (top - bottom) / (width * height)


def find_pictures(page: pypdfium2.PdfPage) -> list[PlacedPicture]:
    """The pictures that lie on *page* itself, and the forms on it that hold some."""
    return list(placed_pictures(page))


def placed_pictures(page: pypdfium2.PdfPage) -> Iterator[PlacedPicture]:
    """As `find_pictures`, one after the other."""
    for thing in page.get_objects(max_depth=1):
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            yield PlacedPicture(thing.get_bounds(), (thing,), is_form=False)
        elif thing.type == raw.FPDF_PAGEOBJ_FORM:
            inner = tuple(page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], form=thing, level=1))
            if inner:
                yield PlacedPicture(thing.get_bounds(), inner, is_form=True)


@frozen
class Drawing:
    """How finely to draw a page (dots per inch), and whether it is a scan of two tones and nothing else."""

    dpi: float
    is_fax: bool


def choose_drawing(page: pypdfium2.PdfPage, pictures: list[PlacedPicture], usual: int) -> Drawing:
    """How to draw *page*: a scan as it was sampled, all else as is *usual*."""
    size = page.get_size()
    scans = [one for one in pictures if not one.is_form and one.share_of(*size) >= WHOLE_PAGE]
    if not scans:
        return Drawing(usual, is_fax=False)
    sampled = max(scan.dpi for scan in scans)
    is_alone = len(pictures) == 1 and not has_print(page)
    if all(scan.is_bilevel for scan in scans):
        return Drawing(min(max(sampled, COARSEST), FINEST), is_alone)
    return Drawing(min(usual, sampled if is_alone else max(sampled, COARSEST)), is_fax=False)


def has_print(page: pypdfium2.PdfPage) -> bool:
    """True when lines or visible letters stand on *page* beside its pictures."""
    for thing in page.get_objects(max_depth=1):
        if thing.type == raw.FPDF_PAGEOBJ_TEXT:
            if raw.FPDFTextObj_GetTextRenderMode(thing) != raw.FPDF_TEXTRENDERMODE_INVISIBLE:
                return True
        elif thing.type != raw.FPDF_PAGEOBJ_IMAGE:
            return True
    return bool(raw.FPDFPage_GetAnnotCount(page))


def box_of(page: pypdfium2.PdfPage, picture: PlacedPicture, drawn: Image.Image) -> Box:
    """Where *picture* stands on *drawn*, in pixels; empty when it lies outside."""
    left, bottom, right, top = picture.bounds
    places = pypdfium2.PdfPosConv(page, (0, 0, *drawn.size, 0))
    one, other = places.to_bitmap(left, bottom), places.to_bitmap(right, top)
    across, down = sorted((one[0], other[0])), sorted((one[1], other[1]))  # a turned page swaps them
    width, height = drawn.size
    return (
        min(max(0, across[0] - BEYOND), width),
        min(max(0, down[0] - BEYOND), height),
        min(max(0, across[1] + BEYOND), width),
        min(max(0, down[1] + BEYOND), height),
    )


def refuse_undrawn(picture: PlacedPicture, box: Box, drawn: Image.Image) -> None:
    """Raise RefusalError when nothing is seen in the place of *picture* because it cannot be decoded."""
    if box[0] >= box[2] or box[1] >= box[3]:
        return
    extrema = drawn.crop(box).getextrema()
    if any(low != high for low, high in extrema):  # type: ignore[misc]  # RGB: a pair for each band
        return
    for one in picture.objects:
        bitmap = raw.FPDFImageObj_GetBitmap(one)
        if not bitmap:
            raise refusal(RefusalReason.UNDRAWN, FileKind.PDF)
        raw.FPDFBitmap_Destroy(bitmap)
