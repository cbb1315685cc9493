"""The second look at a PDF: only leaves, with a picture and a stencil at most, and nothing between them."""

from __future__ import annotations

import ctypes
import io
import re

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from bot.anonymise.scrub.verify_pictures import doubt_in_jpeg

NAMES = frozenset(
    b"Type Catalog Pages Page Kids Count Parent MediaBox Resources XObject P I Contents Subtype Image Width Height "
    b"ColorSpace DeviceGray DeviceRGB BitsPerComponent Filter DCTDecode CCITTFaxDecode DecodeParms K Columns Rows "
    b"ImageMask Length Root Size ID".split()
)
STREAM = re.compile(rb"<<([^<>]*)>>\s*stream\r?\n")
NAME = re.compile(rb"/([^\s/<>\[\]()]+)")
PLACE = rb"q [\d.]+ 0 0 [\d.]+ [\d.]+ [\d.]+ cm "
DRAWING = re.compile(rb"(?:%b/P Do Q)?(?: ?%b/I Do Q)?" % (PLACE, PLACE))
SKELETON = re.compile(rb"[\w\s/<>\[\].%\-]*\Z")
CONSTANT_ID = b"/ID [<31415926535897932384626433832795><31415926535897932384626433832795>]"
FAX = b"/CCITTFaxDecode"


def doubt_in_pdf(content: bytes) -> str | None:
    """Known names; streams that are a clean JPEG, clean fax codes or the one drawing order; nothing else."""
    skeleton: list[bytes] = []
    place = faxes = 0
    while match := STREAM.search(content, place):  # from the end of the last: a picture may look like a stream
        head = match.group(1)
        length = re.search(rb"/Length (\d+)", head)
        if length is None:
            return "pdf: stream without length"
        end = match.end() + int(length.group(1))
        doubt = doubt_in_stream(head, content[match.end() : end])
        if doubt is not None:
            return f"pdf: {doubt}"
        faxes += FAX in head
        skeleton.append(content[place : match.end()])
        place = end
    skeleton.append(content[place:])
    return doubt_in_skeleton(b" ".join(skeleton)) or (doubt_in_faxes(content, faxes) if faxes else None)


def doubt_in_stream(head: bytes, body: bytes) -> str | None:
    """What is amiss with the stream *body* by the name of its packing; fax codes are looked at page by page."""
    if b"/DCTDecode" in head:
        return doubt_in_jpeg(body)
    return None if FAX in head or DRAWING.fullmatch(body) else "drawing"


def doubt_in_skeleton(skeleton: bytes) -> str | None:
    """What is not a stream: objects of known names, one constant identifier, no strings, one end."""
    head, newline, rest = skeleton.partition(b"\n")
    mark, _, rest = rest.partition(b"\n")
    if not re.fullmatch(rb"%PDF-1\.\d", head) or not newline or mark != b"%\xbf\xf7\xa2\xfe":
        return "pdf: start"
    if rest.count(b"%%EOF") != 1 or not rest.endswith(b"%%EOF\n") or rest.count(b"%") != 2:
        return "pdf: end, or a comment"
    if CONSTANT_ID not in rest or not SKELETON.match(rest):
        return "pdf: identifier or string"
    unknown = set(NAME.findall(rest)) - NAMES
    return "pdf: a name that is not of a picture page" if unknown else None


def doubt_in_faxes(content: bytes, count: int) -> str | None:
    """Each of the *count* streams of fax codes must be the codes of the pixels that a reader decodes, to the last bit.

    The codes say the same in one way only, so nothing fits between or behind them.
    """
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            for stencil in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=1):
                if stencil.get_filters() != ["CCITTFaxDecode"]:
                    continue
                count -= 1
                if packed_as_fax(decoded(stencil)) != codes_of(stencil):
                    return "pdf: fax codes"
            page.close()
    return "pdf: fax codes that no page shows" if count else None


def codes_of(stencil: pypdfium2.PdfImage) -> bytes:
    """The bytes of *stencil* as they stand in the file."""
    size = raw.FPDFImageObj_GetImageDataRaw(stencil, None, 0)
    room = ctypes.create_string_buffer(size)
    raw.FPDFImageObj_GetImageDataRaw(stencil, room, size)
    return room.raw


def decoded(stencil: pypdfium2.PdfImage) -> Image.Image:
    """The pixels of *stencil* by the decoder of PDFium: ink is 1."""
    pixels: Image.Image = stencil.get_bitmap().to_pil()
    return pixels.convert("1", dither=Image.Dither.NONE)


def packed_as_fax(ink: Image.Image) -> bytes:
    """The codes of *ink* by T.6, cut out of a TIFF of one strip: tags 273 and 279 say where it stands."""
    made = io.BytesIO()
    ink.save(made, "TIFF", compression="group4", strip_size=1 << 30)
    with Image.open(made, formats=["TIFF"]) as packed:
        tags = packed.tag_v2  # type: ignore[attr-defined]  # a TIFF has it
        return made.getvalue()[tags[273][0] : tags[273][0] + tags[279][0]]
