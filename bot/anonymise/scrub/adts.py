"""AAC as a recorder streams it (ADTS): each frame led by a header that says what a container would say once."""

from __future__ import annotations

SYNC = (0xFF, 0xF0)  # twelve bits of ones, then layer 0
HEAD = 7  # bytes


def is_adts(head: bytes) -> bool:
    """True when *head* begins with the header of an ADTS frame."""
    return len(head) >= HEAD and head[0] == SYNC[0] and head[1] & 0xF6 == SYNC[1] and head[2] >> 2 & 15 < 13


def after_tag(content: bytes) -> int:
    """Where the sound begins behind an ID3 tag, if one leads."""
    if not content.startswith(b"ID3") or len(content) < 10:
        return 0
    a, b, c, d = (byte & 127 for byte in content[6:10])
    return 10 + (a << 21 | b << 14 | c << 7 | d) + (10 if content[5] & 16 else 0)
