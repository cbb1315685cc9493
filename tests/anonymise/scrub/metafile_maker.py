"""Small metafiles, order by order."""

from __future__ import annotations

import struct

RED = 200 | 30 << 8 | 30 << 16
WIDE, HIGH = 100, 50
MILLIMETRE_PIXELS = 4  # of the device that the metafile was made for


def order(kind: int, body: bytes = b"") -> bytes:
    """One order of an EMF."""
    return struct.pack("<II", kind, 8 + len(body)) + body


def red_box(left: int = 0, top: int = 0, right: int = WIDE, bottom: int = HIGH) -> bytes:
    """Orders for a red rectangle without an edge."""
    brush = order(39, struct.pack("<4I", 1, 0, RED, 0)) + order(37, struct.pack("<I", 1))
    return brush + order(37, struct.pack("<I", 0x80000008)) + order(43, struct.pack("<4i", left, top, right, bottom))


def text_line(text: str, kind: int = 84) -> bytes:
    """An order for a line of letters."""
    letters = text.encode("utf-16-le")
    letters += bytes(-len(letters) % 4)
    head = bytes(16) + struct.pack("<Iff2i3I4iI", 1, 1.0, 1.0, 10, 10, len(text), 76, 0, 0, 0, -1, -1, 0)
    return order(kind, head + letters)


def emf(*orders: bytes) -> bytes:
    """An EMF of *orders*, or of one red rectangle."""
    body = b"".join(orders or (red_box(),)) + order(14, struct.pack("<3I", 0, 16, 20))
    size = 100 + len(body)
    frame = (0, 0, WIDE * 100 // MILLIMETRE_PIXELS, HIGH * 100 // MILLIMETRE_PIXELS)
    device = (4000, 4000, 4000 // MILLIMETRE_PIXELS, 4000 // MILLIMETRE_PIXELS)
    head = struct.pack("<8i4sIIIHHIII4i", 0, 0, WIDE, HIGH, *frame, b" EMF", 0x10000, size, 3, 2, 0, 0, 0, 0, *device)
    return struct.pack("<II", 1, 100) + head.ljust(92, b"\0") + body


def wmf(*orders: tuple[int, bytes]) -> bytes:
    """A placeable WMF of *orders*, or of one red rectangle, an inch and a half wide."""
    listed = orders or ((0x02FC, struct.pack("<HIH", 0, RED, 0)), (0x012D, struct.pack("<H", 0)),
                        (0x041B, struct.pack("<4h", HIGH, WIDE, 0, 0)))  # fmt: skip
    body = b"".join(struct.pack("<IH", 3 + len(one) // 2, kind) + one for kind, one in listed)
    body += struct.pack("<IH", 3, 0)
    placed = struct.pack("<IH4hHIH", 0x9AC6CDD7, 0, 0, 0, WIDE, HIGH, 66, 0, 0)
    return placed + struct.pack("<HHHIHIH", 1, 9, 0x300, 9 + len(body) // 2, 2, 20, 0) + body
