"""What the heads of a Matroska or WebM file say about how its tracks are shown: cropped, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from bot.anonymise.scrub.mp4_boxes import Aperture, Showing
from bot.anonymise.scrub.verdicts import FileKind, RefusalReason, refusal

SEGMENT, TRACKS, ENTRY, KIND, ENABLED, VIDEO = 0x18538067, 0x1654AE6B, 0xAE, 0x83, 0xB9, 0xE0
WIDTH, HEIGHT, BOTTOM, TOP, LEFT, RIGHT = 0xB0, 0xBA, 0x54AA, 0x54BB, 0x54CC, 0x54DD
OF_KIND = {1: "video", 2: "audio"}
NAME_MOST, SIZE_MOST = 4, 8  # bytes


def elements(content: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Name, begin and end of each element between *start* and *end*; one that tells no length goes on to the end."""
    while start < end:
        name, place = number_at(content, start, NAME_MOST, with_mark=True)
        size, place = number_at(content, place, SIZE_MOST, with_mark=False)
        if not name or size is None:
            return
        stop = end if size < 0 else min(end, place + size)
        yield name, place, stop
        start = stop


def number_at(content: bytes, place: int, most: int, *, with_mark: bool) -> tuple[int | None, int]:
    """The number of its own length at *place* (-1: all ones, which means unknown) and where it ends; None for none."""
    first = content[place] if place < len(content) else 0
    length = 9 - first.bit_length()
    if not first or length > most:
        return None, place
    value = int.from_bytes(content[place : place + length], "big")
    bits = 7 * length
    if with_mark:
        return value, place + length
    value &= (1 << bits) - 1
    return (-1 if value == (1 << bits) - 1 else value), place + length


def read_heads(content: bytes) -> dict[str, list[Showing]]:
    """How the picture tracks and the sound tracks of *content* are shown, each in their order."""
    found: dict[str, list[Showing]] = {"video": [], "audio": []}
    for name, begin, end in elements(content, 0, len(content)):
        for inner, start, stop in elements(content, begin, end) if name == SEGMENT else ():
            for entry, first, last in elements(content, start, stop) if inner == TRACKS else ():
                values = {one: content[a:b] for one, a, b in elements(content, first, last)} if entry == ENTRY else {}
                kind = OF_KIND.get(number(values, KIND, 0))
                if kind:
                    found[kind].append(showing_of(values))
    return found


def number(values: dict[int, bytes], name: int, usual: int) -> int:
    """The number that the element *name* holds; *usual* where it does not stand."""
    return int.from_bytes(values[name], "big") if name in values else usual


def showing_of(values: dict[int, bytes]) -> Showing:
    """How the track with these *values* is shown."""
    body = values.get(VIDEO, b"")
    inside = {name: body[a:b] for name, a, b in elements(body, 0, len(body))}
    left, top, right, bottom, wide, high = (
        number(inside, one, 0) for one in (LEFT, TOP, RIGHT, BOTTOM, WIDTH, HEIGHT)
    )
    is_on = bool(number(values, ENABLED, 1))
    if not (left or top or right or bottom):
        return Showing(is_on=is_on)
    if left + right >= wide or top + bottom >= high:
        raise refusal(RefusalReason.DOUBT, FileKind.MATROSKA)
    return Showing(crop=Aperture(left, top, wide - left - right, high - top - bottom), is_on=is_on)
