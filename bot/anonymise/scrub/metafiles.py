"""Drawings of orders (EMF, WMF, also packed), as Office keeps them for objects of other programs and old pictures."""

from __future__ import annotations

import struct
import zlib

from PIL import Image

from bot.anonymise.scrub.metafile_painter import MetafilePainter, OverdrawnError
from bot.anonymise.scrub.verdicts import MIB, RefusalReason, refusal

EMF_MARK = b" EMF"
WMF_MARKS = (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"\x02\x00\x09\x00")
PACKED = b"\x1f\x8b"
UNPACKED_MOST = 32 * MIB  # chosen: a preview with a bitmap of a whole screen
DAMAGE = (struct.error, ValueError, OSError, OverflowError, ZeroDivisionError, OverdrawnError)


def draw_metafile(content: bytes) -> tuple[Image.Image, bool] | None:
    """The pixels of a metafile and whether they are all of it; None when *content* is none.

    Raises RefusalError for one that cannot be drawn.
    """
    if content.startswith(PACKED):
        try:
            content = zlib.decompressobj(wbits=31).decompress(content, UNPACKED_MOST)
        except zlib.error as damage:
            raise refusal(RefusalReason.DAMAGED, None) from damage
    is_enhanced = content[:4] == b"\x01\0\0\0" and content[40:44] == EMF_MARK
    if not is_enhanced and not content.startswith(WMF_MARKS):
        return None
    try:
        painter = read_painter(content, is_enhanced=is_enhanced)
        drawn = painter.finish()
    except DAMAGE as damage:
        raise refusal(RefusalReason.DAMAGED, None) from damage
    if painter.painted == 0:
        raise refusal(RefusalReason.TYPE, None)
    return drawn, not painter.is_partial


def read_painter(content: bytes, *, is_enhanced: bool) -> MetafilePainter:
    """The painter after the last order of *content*; each reader is loaded only where it is needed."""
    if is_enhanced:
        from bot.anonymise.scrub.emf_orders import read_emf

        return read_emf(content)
    from bot.anonymise.scrub.wmf_orders import read_wmf

    return read_wmf(content)
