"""What the heads of an AVI say about how its tracks are shown: one may be switched off."""

from __future__ import annotations

from collections.abc import Iterator

from bot.anonymise.scrub.mp4_boxes import Showing

OF_KIND = {b"vids": "video", b"auds": "audio"}
SWITCHED_OFF = 1  # AVISF_DISABLED


def chunks(content: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, begin and end of each chunk between *start* and *end*; a list has the name of what it lists."""
    while start + 8 <= end:
        name, size = content[start : start + 4], int.from_bytes(content[start + 4 : start + 8], "little")
        begin = start + 8
        stop = min(end, begin + size)
        if name == b"LIST":
            name, begin = content[begin : begin + 4], begin + 4
        yield name, begin, stop
        start = stop + size % 2


def read_lists(content: bytes) -> dict[str, list[Showing]]:
    """How the picture tracks and the sound tracks of *content* are shown, each in their order."""
    found: dict[str, list[Showing]] = {"video": [], "audio": []}
    for name, begin, end in chunks(content, 12, len(content)):
        for inner, start, stop in chunks(content, begin, end) if name == b"hdrl" else ():
            for entry, place, _ in chunks(content, start, stop) if inner == b"strl" else ():
                kind = OF_KIND.get(content[place : place + 4])
                if entry == b"strh" and kind:
                    flags = int.from_bytes(content[place + 8 : place + 12], "little")
                    found[kind].append(Showing(is_on=not flags & SWITCHED_OFF))
    return found
