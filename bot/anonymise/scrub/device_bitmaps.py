"""Device-independent bitmaps, as metafiles carry them: a header, perhaps a palette, and rows of pixels."""

from __future__ import annotations

import io
import struct

from PIL import Image

FILE_HEAD, CORE_HEAD, INFO_HEAD = 14, 12, 40
MASKS = 3  # colour masks of four bytes that follow a plain head when the pixels are "bit fields"
BIT_FIELDS = 3
PIXELS_MOST = 40_000_000  # chosen: 120 MB as RGB; the preview of an object is a screen at most


def bitmap_of(head: bytes, bits: bytes) -> Image.Image:
    """The picture with the header and palette *head* and the pixels *bits*; raises ValueError or OSError."""
    size = struct.unpack_from("<I", head)[0]
    if size == CORE_HEAD:
        width, height, _, depth = struct.unpack_from("<HHHH", head, 4)
    else:
        width, height, _, depth = struct.unpack_from("<iiHH", head, 4)
    if abs(width * height) > PIXELS_MOST or depth not in (1, 4, 8, 16, 24, 32):
        raise ValueError("a bitmap of another world")
    file_head = b"BM" + struct.pack("<IHHI", FILE_HEAD + len(head) + len(bits), 0, 0, FILE_HEAD + len(head))
    with Image.open(io.BytesIO(file_head + head + bits), formats=["BMP"]) as opened:
        return opened.convert("RGB")


def head_size(content: bytes) -> int:
    """How many bytes of a packed bitmap are its header and palette; raises struct.error."""
    size = struct.unpack_from("<I", content)[0]
    if size == CORE_HEAD:
        depth = struct.unpack_from("<H", content, 10)[0]
        return CORE_HEAD + (3 << depth if depth <= 8 else 0)
    depth, packing = struct.unpack_from("<HI", content, 14)
    colours = struct.unpack_from("<I", content, 32)[0]
    if colours == 0 and depth <= 8:
        colours = 1 << depth
    masks = 4 * MASKS if packing == BIT_FIELDS and size == INFO_HEAD else 0
    return int(size + masks + 4 * min(colours, 256))


def packed_bitmap(content: bytes) -> Image.Image:
    """The picture of a packed bitmap (header, palette and pixels in one); raises ValueError, OSError, struct.error."""
    size = head_size(content)
    return bitmap_of(content[:size], content[size:])
