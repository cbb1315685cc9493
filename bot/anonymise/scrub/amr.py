"""AMR as dictaphones and calls are recorded: frames of a size that their first byte tells, to the end of the file."""

from __future__ import annotations

NARROW, WIDE = b"#!AMR\n", b"#!AMR-WB\n"
SIZES = {
    NARROW: (13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1),
    WIDE: (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 1, 1, 1, 1, 1, 1),
}
"""Bytes of a frame, its first one included, by the four bits of that which name its type (RFC 4867)."""


def whole_frames(content: bytes) -> bytes:
    """*content* without the half frame with which a recorder ends whose battery goes."""
    lead = WIDE if content.startswith(WIDE) else NARROW
    place = len(lead)
    while place < len(content):
        size = SIZES[lead][content[place] >> 3 & 15]
        if place + size > len(content):
            break
        place += size
    return content[:place]
