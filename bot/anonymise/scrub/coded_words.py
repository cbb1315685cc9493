"""Words in a coded frame of sound, behind its channels, where only a decoder could tell them from sound.

A frame of AAC may end with fillers and data elements that no player plays, at any bit. Whether there are such shows
only when all before them is decoded; but a line of words in them is like no sound. Chance makes one in some six
thousand files of 20 MB; such a file is merely coded anew.
"""

from __future__ import annotations

LATIN = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,:;_/@+()-"
FIRST, SECOND = bytes(range(0xD0, 0xD4)), bytes(range(0x80, 0xC0))
"""The bytes of Cyrillic letters in UTF-8."""
NONE = bytes(one for one in range(1, 256) if one not in LATIN + FIRST + SECOND)
KINDS = bytes.maketrans(
    LATIN + FIRST + SECOND + NONE + b"\0",
    b"l" * len(LATIN) + b"f" * len(FIRST) + b"s" * len(SECOND) + b"." * len(NONE) + b"0",
)
LINES = (b"l" * 20, b"l0" * 6, b"fs" * 6)
"""Latin letters and figures, the same in UTF-16, letters of Kazakh and Russian in UTF-8."""
VARIED = 7  # different bytes at least: coded silence repeats a few
APART = b"\xff"


def holds_words(frame: bytes) -> bool:
    """True when *frame* holds a line of words, at whichever bit it begins."""
    bits, size = int.from_bytes(frame, "big"), len(frame)
    every = APART.join((bits >> by).to_bytes(size, "big") for by in range(8))
    kinds = every.translate(KINDS)
    for line in LINES:
        place = kinds.find(line)
        while place >= 0:
            if len(set(every[place : place + len(line)])) >= VARIED:
                return True
            place = kinds.find(line, place + 1)
    return False
