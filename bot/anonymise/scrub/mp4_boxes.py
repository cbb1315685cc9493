"""The boxes of MP4 and MOV: what they say about how a track is shown, and what a writer leaves in them that tells.

Rules

1. Of a source only what changes the showing is read: turn, clean aperture, edit list. Nothing but the turn is copied.
2. In what we wrote every box that showing does not need becomes free space of zeroes; nothing moves.
3. A turn is one of the eight that a telephone can mean; other numbers could be somebody's words.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.anonymise.scrub.verdicts import FileKind, RefusalReason, refusal
from bot.frozen import frozen

NOTHING_LEFT = b"free"
SHOWING = frozenset(
    b"mvhd trak tkhd edts elst mdia mdhd hdlr minf vmhd smhd dinf dref stbl "
    b"stsd stts ctts stsc stsz stco co64 stss sgpd sbgp".split()
)
PARENTS = frozenset({b"trak", b"edts", b"mdia", b"minf", b"dinf", b"stbl"})
DESCRIBING = frozenset(b"avcC hvcC av1C vpcC esds dOps alac btrt pasp colr fiel pcmC chnl".split())
PICTURE_FIELDS, SOUND_FIELDS = 78, 28  # bytes of fixed fields that lead a description
UNPACKED_MOST = 8 << 20  # bytes; chosen: an hour of pictures and sounds has tables of one MiB
ONE = 0x10000  # 1.0 as the 16.16 number of the format
SILENT = b"\0\0"  # a volume as an 8.8 number
UNIT = 0x40000000  # 1.0 as its 2.30 number
Turn: TypeAlias = tuple[int, int, int, int]
UPRIGHT: Turn = (1, 0, 0, 1)


@frozen
class EditLine:
    """One line of an edit list: seconds, where in the medium they begin (None: nothing is shown), at which speed."""

    seconds: float
    begin: float | None
    is_plain: bool


@frozen
class Aperture:
    """The part of the coded pixels that is shown."""

    left: int
    top: int
    width: int
    height: int


@frozen
class Showing:
    """How a track is shown: turn (a, b, c, d of the matrix), what its edges leave, edit list, if it is on and heard."""

    turn: Turn = UPRIGHT
    crop: Aperture | None = None
    edits: tuple[EditLine, ...] = ()
    is_on: bool = True
    is_muted: bool = False

    @property
    def end(self) -> float | None:
        """The second in which the track ends, as its edit list says; None when it says nothing."""
        return sum(edit.seconds for edit in self.edits) or None


@dataclass(slots=True)
class TrackBoxes:
    """The bodies of the boxes of one track by name."""

    bodies: dict[bytes, bytes] = field(default_factory=dict)

    def number(self, name: bytes, place: int) -> int:
        """The big-endian number of four bytes at *place* of the box *name*; 0 where there is none."""
        return int.from_bytes(self.bodies.get(name, b"")[place : place + 4], "big")


def boxes(content: bytes | bytearray, start: int, end: int) -> Iterator[tuple[int, int, bytes]]:
    """Start, size and name of each box between *start* and *end*."""
    while start + 8 <= end:
        size = int.from_bytes(content[start : start + 4], "big")
        if size == 1:
            size = int.from_bytes(content[start + 8 : start + 16], "big")
        elif size == 0:
            size = end - start
        if size < 8:
            return
        yield start, size, bytes(content[start + 4 : start + 8])
        start += size


def read_showings(content: bytes) -> dict[int, Showing]:
    """How each track of *content* is shown, by the track's number."""
    for start, size, name in boxes(content, 0, len(content)):
        if name == b"moov":
            return showings_in(unpacked(content[start + 8 : start + size]))
    return {}


def showings_in(movie: bytes) -> dict[int, Showing]:
    """How each track is shown of which the body *movie* of the box moov tells."""
    inside = [(at + 8, at + size, name) for at, size, name in boxes(movie, 0, len(movie))]
    head = next((movie[begin:end] for begin, end, name in inside if name == b"mvhd"), b"")
    movie_scale = int.from_bytes(head[20:24] if head[:1] == b"\1" else head[12:16], "big") or 1
    tracks = [track_boxes(movie, begin, min(end, len(movie))) for begin, end, name in inside if name == b"trak"]
    place = 36 if head[:1] == b"\1" else 24
    is_silent = head[place : place + 2] == SILENT
    return {track_number(one): showing_of(one, movie_scale, is_silent=is_silent) for one in tracks}


def unpacked(movie: bytes) -> bytes:
    """The body *movie* of the box moov; out of its wrapping where QuickTime had packed it (cmov, by zlib)."""
    if movie[4:8] != b"cmov":
        return movie
    packed = next((movie[at : at + size] for at, size, name in boxes(movie, 8, len(movie)) if name == b"cmvd"), b"")
    try:
        whole = zlib.decompressobj().decompress(packed[12:], UNPACKED_MOST)  # behind its head and its length unpacked
    except zlib.error:
        return b""
    return whole[8:] if whole[4:8] == b"moov" else b""


def track_boxes(content: bytes, start: int, end: int) -> TrackBoxes:
    """The boxes of the track between *start* and *end*, the first of each name."""
    found = TrackBoxes()
    waiting = [(start, end)]
    while waiting:
        begin, stop = waiting.pop()
        for at, size, name in boxes(content, begin, stop):
            if name in PARENTS:
                waiting.append((at + 8, min(at + size, stop)))
            else:
                found.bodies.setdefault(name, content[at + 8 : min(at + size, stop)])
    return found


def track_number(track: TrackBoxes) -> int:
    """The number under which the decoder knows the track."""
    return track.number(b"tkhd", 20 if track.bodies.get(b"tkhd", b"")[:1] == b"\1" else 12)


def showing_of(track: TrackBoxes, movie_scale: int, *, is_silent: bool) -> Showing:
    """How one track is shown; *is_silent* when the whole movie is played without sound."""
    place = 52 if track.bodies.get(b"tkhd", b"")[:1] == b"\1" else 40
    matrix = [track.number(b"tkhd", place + 4 * step) for step in (0, 1, 3, 4)]
    scale = track.number(b"mdhd", 20 if track.bodies.get(b"mdhd", b"")[:1] == b"\1" else 12) or 1
    handler = track.bodies.get(b"hdlr", b"")[8:12]
    crop = read_crop(track.bodies.get(b"stsd", b"")) if handler == b"vide" else None
    is_muted = handler == b"soun" and (is_silent or track.bodies.get(b"tkhd", b"")[place - 4 : place - 2] == SILENT)
    is_on = bool(track.number(b"tkhd", 0) & 1)
    return Showing(plain_turn(matrix), crop, read_edits(track, movie_scale, scale), is_on, is_muted)


def plain_turn(matrix: list[int]) -> Turn:
    """The quarter turn or mirroring nearest to *matrix*; upright when it is none."""
    a, b, c, d = (number - (1 << 32) if number >> 31 else number for number in matrix)
    if abs(a) >= abs(b):
        return (-1 if a < 0 else 1, 0, 0, -1 if d < 0 else 1)
    return (0, -1 if b < 0 else 1, -1 if c < 0 else 1, 0)


def read_crop(descriptions: bytes) -> Aperture | None:
    """The clean aperture of the first description; None when it has none or its pixels all lie inside."""
    for at, size, _ in boxes(descriptions, 8, len(descriptions)):
        wide, high = (int.from_bytes(descriptions[at + 32 + step : at + 34 + step], "big") for step in (0, 2))
        for inner, _, name in boxes(descriptions, at + 8 + PICTURE_FIELDS, min(at + size, len(descriptions))):
            if name == b"clap":
                return crop_of(descriptions[inner + 8 : inner + 40], wide, high)
        return None
    return None


def crop_of(aperture: bytes, wide: int, high: int) -> Aperture | None:
    """The rectangle of *aperture* (four fractions: size, and how far its middle lies from the picture's)."""
    numbers = struct.unpack(">IIIIiIiI", aperture.ljust(32, b"\0"))
    width, height, right, down = (top / (below or 1) for top, below in zip(numbers[::2], numbers[1::2], strict=True))
    crop = Aperture(round((wide - width) / 2 + right), round((high - height) / 2 + down), round(width), round(height))
    if crop == Aperture(0, 0, wide, high):
        return None
    inside = crop.left >= 0 and crop.left + crop.width <= wide and crop.top >= 0 and crop.top + crop.height <= high
    if not inside or not crop.width or not crop.height:
        raise refusal(RefusalReason.DOUBT, FileKind.MOV)
    return crop


def read_edits(track: TrackBoxes, movie_scale: int, scale: int) -> tuple[EditLine, ...]:
    """The edit list of *track*."""
    body = track.bodies.get(b"elst", b"")
    wide = 8 if body[:1] == b"\1" else 4
    edits = []
    for place in range(8, min(len(body), 8 + int.from_bytes(body[4:8], "big") * (2 * wide + 4)), 2 * wide + 4):
        seconds = int.from_bytes(body[place : place + wide], "big") / movie_scale
        begin = int.from_bytes(body[place + wide : place + 2 * wide], "big", signed=True)
        rate = body[place + 2 * wide : place + 2 * wide + 4]
        edits.append(EditLine(seconds, begin / scale if begin >= 0 else None, rate == b"\0\1\0\0"))
    return tuple(edits)


def finish_boxes(made: bytes, turn: Turn) -> bytes:
    """What we wrote, with *turn* for its picture, and free space where a box tells more than showing needs."""
    out = bytearray(made)
    for start, size, name in boxes(made, 0, len(made)):
        if name == b"moov":
            finish_inside(out, start + 8, start + size, turn)
    return bytes(out)


def finish_inside(out: bytearray, start: int, end: int, turn: Turn) -> None:
    """Blank every box between *start* and *end* that showing does not need, and write the turn."""
    for at, size, name in boxes(out, start, end):
        if name in PARENTS:
            finish_inside(out, at + 8, at + size, turn)
        elif name not in SHOWING:
            blank(out, at, size)
        elif name == b"stsd":
            for entry, entry_size, _ in boxes(out, at + 16, at + size):
                blank_descriptions(out, entry, entry_size)
        elif name == b"tkhd":
            turn_track(out, at, turn)


def blank(out: bytearray, at: int, size: int) -> None:
    """Turn one box into free space of zeroes."""
    out[at + 4 : at + size] = NOTHING_LEFT.ljust(size - 4, b"\0")


def blank_descriptions(out: bytearray, entry: int, size: int) -> None:
    """Blank the boxes of one description that tell of cameras and screens instead of the codec."""
    fields = SOUND_FIELDS if is_sound(out, entry, size) else PICTURE_FIELDS
    for at, inner, name in boxes(out, entry + 8 + fields, entry + size):
        if name not in DESCRIBING or (name == b"colr" and bytes(out[at + 8 : at + 12]) not in (b"nclx", b"nclc")):
            blank(out, at, inner)


def is_sound(out: bytearray, entry: int, size: int) -> bool:
    """True when the description that begins at *entry* is one of sound: its boxes follow 28 fixed bytes."""
    names = [name for _, _, name in boxes(out, entry + 8 + SOUND_FIELDS, entry + size)]
    return bytes(out[entry + 4 : entry + 8]) in (b"ipcm", b"sowt", b".mp3") or bool(DESCRIBING.intersection(names))


def turn_track(out: bytearray, at: int, turn: Turn) -> None:
    """Write *turn* into the head of a picture track (one with a size); the picture begins at the corner."""
    place = at + (60 if out[at + 8] else 48)
    width, height = (int.from_bytes(out[place + step : place + step + 4], "big") for step in (36, 40))
    a, b, c, d = turn if width and height else UPRIGHT
    right, down = (width if a + c < 0 else 0), (height if b + d < 0 else 0)
    if b:  # a quarter turn changes the places of width and height
        right, down = (height if c < 0 else 0), (width if b < 0 else 0)
    numbers = (a * ONE, b * ONE, 0, c * ONE, d * ONE, 0, right, down, UNIT)
    out[place : place + 36] = b"".join((number & 0xFFFFFFFF).to_bytes(4, "big") for number in numbers)
