"""Pages of ink alone: packed as a fax is (ITU-T T.6, "Group 4"), a tenth of what any packing for photos needs."""

from __future__ import annotations

import io

from PIL import Image, ImageChops

STRIP_OFFSETS, STRIP_SIZES = 273, 279  # tags of TIFF 6.0
ONE_STRIP = 1 << 30  # bytes; more than any page: a second strip would be a second picture


def pack_ink(ink: Image.Image) -> bytes:
    """The codes of *ink* (mode "1", ink is 0), row by row, with the end that T.6 demands."""
    made = io.BytesIO()
    # The codec of TIFF writes what is 0 as paper; in a PDF paper is 1.
    ImageChops.invert(ink).save(made, "TIFF", compression="group4", strip_size=ONE_STRIP)
    with Image.open(made, formats=["TIFF"]) as packed:
        tags = packed.tag_v2  # type: ignore[attr-defined]  # a TIFF has it
        (start,), (size,) = tags[STRIP_OFFSETS], tags[STRIP_SIZES]
    return made.getvalue()[start : start + size]
