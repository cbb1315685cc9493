"""The second look at pictures: segment by segment, chunk by chunk, without a picture library."""

from __future__ import annotations

import re
import struct
import zlib

JFIF = re.compile(rb"JFIF\0\x01[\x01\x02]\x00\x00\x01\x00\x01\0\0\Z")
JPEG_TABLES = frozenset({0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD})
PNG_CHUNKS = (b"IHDR", b"IDAT", b"IEND")


def doubt_in_picture(content: bytes) -> str | None:
    """As `find_doubt`, for a picture whose extension is not told."""
    return doubt_in_png(content) if content.startswith(b"\x89PNG") else doubt_in_jpeg(content)


def doubt_in_jpeg(content: bytes) -> str | None:
    """Only tables, one frame, its scans, JFIF's fixed head, and nothing after the end."""
    if content[:2] != b"\xff\xd8":
        return "jpeg: start"
    place = 2
    while place + 4 <= len(content):
        if content[place] != 0xFF:
            return "jpeg: bytes between segments"
        marker = content[place + 1]
        size = int.from_bytes(content[place + 2 : place + 4], "big")
        body = content[place + 4 : place + 2 + size]
        place += 2 + size
        if marker == 0xE0 and JFIF.match(body):
            continue
        if marker == 0xDA:
            place = end_of_scan(content, place)
            if content[place:] == b"\xff\xd9":
                return None
        elif marker not in JPEG_TABLES:
            return f"jpeg: segment {marker:02x}"
    return "jpeg: no end, or something after it"


def end_of_scan(content: bytes, place: int) -> int:
    """Where the coded data that begins at *place* gives way to a marker."""
    while True:
        place = content.find(b"\xff", place)
        if place < 0 or place + 1 >= len(content):
            return len(content)
        if content[place + 1] != 0 and not 0xD0 <= content[place + 1] <= 0xD7:
            return place
        place += 2


def doubt_in_png(content: bytes) -> str | None:
    """Only head, data and end, with right check sums, and pixel data of just the right length."""
    if content[:8] != b"\x89PNG\r\n\x1a\n":
        return "png: start"
    place, data, head = 8, [], b""
    while place + 12 <= len(content):
        size, name = struct.unpack(">I4s", content[place : place + 8])
        body = content[place + 8 : place + 8 + size]
        check = content[place + 8 + size : place + 12 + size]
        if name not in PNG_CHUNKS or struct.pack(">I", zlib.crc32(name + body)) != check:
            return "png: a chunk that is not pixels"
        place += 12 + size
        if name == b"IDAT":
            data.append(body)
        elif name == b"IHDR":
            head = body
        elif name == b"IEND":
            return doubt_in_pixels(head, b"".join(data)) if place == len(content) and not size else "png: tail"
    return "png: no end"


def doubt_in_pixels(head: bytes, data: bytes) -> str | None:
    """The packed pixels must fill the picture exactly and leave nothing behind them."""
    width, height, depth, colour, *_ = struct.unpack(">IIBBBBB", head)
    bands = {0: 1, 2: 3, 4: 2, 6: 4}.get(colour)
    if bands is None or depth not in (1, 8):
        return "png: colour"
    unpacking = zlib.decompressobj()
    most = height * (1 + (width * bands * depth + 7) // 8)
    unpacked = len(unpacking.decompress(data, most + 1))
    return None if unpacked == most and unpacking.eof and not unpacking.unused_data else "png: pixels"
