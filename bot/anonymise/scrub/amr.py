"""AMR as dictaphones and calls are recorded: frames of a size that their first byte tells, to the end of the file."""

from __future__ import annotations

NARROW, WIDE = b"#!AMR\n", b"#!AMR-WB\n"
SIZES = {
    NARROW: (13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1),
    WIDE: (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 1, 1, 1, 1, 1, 1),
}
"""Bytes of a frame, its first one included, by the four bits of that which name its type (RFC 4867)."""


FREE_BITS = 0b1000_0011  # of a first byte, which are zero
TYPES = {NARROW: frozenset({*range(9), 15}), WIDE: frozenset({*range(10), 14, 15})}
"""Of the frames that a recorder writes; the others are reserved."""
STRAY_MOST = 4096  # bytes; chosen: tags and padding are shorter, and two seconds of sound longer


def whole_frames(content: bytes) -> bytes:
    """*content* without the half frame with which a recorder ends whose battery goes, and without what lies behind."""
    lead = WIDE if content.startswith(WIDE) else NARROW
    place, stray = len(lead), None
    while place < len(content):
        first = content[place]
        kind = first >> 3 & 15
        if stray is None and (first & FREE_BITS or kind not in TYPES[lead]):
            stray = place
        if place + SIZES[lead][kind] > len(content):
            break
        place += SIZES[lead][kind]
    # What is no frame far from the end is the decoder's to judge: cutting there would lose what was heard.
    is_tail = stray is not None and stray > len(lead) and len(content) - stray <= STRAY_MOST
    return content[: stray if is_tail else place]
