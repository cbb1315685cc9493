"""Coded sound and picture: the same frames without the free text that encoders may write between them.

Rules

1. H.264 and HEVC keep parameter sets and slices; messages (SEI), fillers and unspecified units go, in the frames and in
   the head of the track.
2. AV1 loses its messages and padding, MPEG-4 part 2 its user data, AAC the bits of leading fillers and data elements
   (a track with words in later ones is coded anew: `coded_words`), Opus the bytes of its padding.
3. Lengths that the sound decoder relies on stay; only the bytes that it skips become zero.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.frozen import frozen

H264_KEPT = frozenset({1, 2, 3, 4, 5, 7, 8, 9, 10, 11})
AV1_KEPT = frozenset({1, 2, 3, 4, 6, 7, 8})
HEVC_KEPT = frozenset({*range(10), *range(16, 22), 32, 33, 34, 35, 36, 37})
MPEG4_USER_DATA = re.compile(rb"\x00\x00\x01\xb2.*?(?=\x00\x00\x01|\Z)", re.DOTALL)


class BrokenStreamError(ValueError):
    """The coded bytes do not have the structure that their codec demands."""


@frozen
class Cleaner:
    """How the head of a track and each of its frames are freed of text; both keep everything that is decoded."""

    head: Callable[[bytes], bytes]
    frame: Callable[[bytes], bytes]


def cleaner_of(codec: str, head: bytes) -> Cleaner:
    """The cleaner for *codec* whose track has *head* (extradata); raises KeyError for a codec without one."""
    if codec == "h264":
        return h264_cleaner(head)
    if codec == "hevc":
        return hevc_cleaner(head)
    return {
        "av1": Cleaner(clean_av1_head, clean_av1_frame),
        "vp9": Cleaner(unchanged, unchanged),
        "mpeg4": Cleaner(drop_user_data, drop_user_data),
        "aac": Cleaner(keep_aac_head, blank_aac_fillers),
        "opus": Cleaner(unchanged, blank_opus_padding),
        "mp3": Cleaner(unchanged, unchanged),
        "alac": Cleaner(unchanged, unchanged),
        "pcm_s16le": Cleaner(unchanged, unchanged),
        "pcm_s16be": Cleaner(unchanged, unchanged),
    }[codec]


def unchanged(content: bytes) -> bytes:
    """Coded bytes that have no room for text."""
    return content


def units(content: bytes, length_bytes: int) -> Iterator[bytes]:
    """The units of *content*, each led by its length."""
    place = 0
    while place < len(content):
        size = int.from_bytes(content[place : place + length_bytes], "big")
        place += length_bytes
        if place + size > len(content):
            raise BrokenStreamError("a unit longer than its frame")
        yield content[place : place + size]
        place += size


def h264_cleaner(head: bytes) -> Cleaner:
    """For H.264 as it lies in MP4 (a head of version 1 and units led by their length)."""
    if len(head) < 7 or head[0] != 1:
        raise BrokenStreamError("no H.264 head")
    length_bytes = (head[4] & 3) + 1

    def frame(content: bytes) -> bytes:
        kept = (unit for unit in units(content, length_bytes) if unit and unit[0] & 31 in H264_KEPT)
        return b"".join(len(unit).to_bytes(length_bytes, "big") + unit for unit in kept)

    return Cleaner(clean_h264_head, frame)


def clean_h264_head(head: bytes) -> bytes:
    """The H.264 head with its parameter sets and nothing after them but the four bytes of the high profiles."""
    place = 6
    made = bytearray(head[:6])
    made[4] |= 0xFC
    made[5] |= 0xE0
    for kind in (7, 8):
        count = made[5] & 31 if kind == 7 else head[place]
        if kind == 8:
            made.append(count)
            place += 1
        for _ in range(count):
            size = int.from_bytes(head[place : place + 2], "big")
            unit = head[place + 2 : place + 2 + size]
            if len(unit) != size or not unit or unit[0] & 31 != kind:
                raise BrokenStreamError("H.264 head")
            made += head[place : place + 2] + unit
            place += 2 + size
    if head[1] in (100, 110, 122, 144) and len(head) >= place + 4:
        made += bytes((head[place] | 0xFC, head[place + 1] | 0xF8, head[place + 2] | 0xF8, 0))
    return bytes(made)


def hevc_cleaner(head: bytes) -> Cleaner:
    """For HEVC as it lies in MP4."""
    if len(head) < 23 or head[0] not in (0, 1):
        raise BrokenStreamError("no HEVC head")
    length_bytes = (head[21] & 3) + 1

    def frame(content: bytes) -> bytes:
        kept = (unit for unit in units(content, length_bytes) if len(unit) > 2 and is_kept_hevc(unit))
        return b"".join(len(unit).to_bytes(length_bytes, "big") + unit for unit in kept)

    return Cleaner(clean_hevc_head, frame)


def is_kept_hevc(unit: bytes) -> bool:
    """True for slices and parameter sets of the base layer."""
    return unit[0] >> 1 & 63 in HEVC_KEPT and not (unit[0] & 1 or unit[1] >> 3)


def clean_hevc_head(head: bytes) -> bytes:
    """The HEVC head with its parameter sets only."""
    place, arrays = 23, []
    for _ in range(head[22]):
        if place + 3 > len(head):
            raise BrokenStreamError("HEVC head")
        first, count = head[place], int.from_bytes(head[place + 1 : place + 3], "big")
        place += 3
        body = bytearray()
        for _ in range(count):
            size = int.from_bytes(head[place : place + 2], "big")
            if place + 2 + size > len(head):
                raise BrokenStreamError("HEVC head")
            body += head[place : place + 2 + size]
            place += 2 + size
        if first & 63 in (32, 33, 34):
            arrays.append(bytes((first,)) + count.to_bytes(2, "big") + bytes(body))
    return head[:22] + bytes((len(arrays),)) + b"".join(arrays)


def clean_av1_head(head: bytes) -> bytes:
    """The AV1 head with its sequence header only."""
    return head[:4] + clean_av1_frame(head[4:])


def clean_av1_frame(content: bytes) -> bytes:
    """One AV1 temporal unit without messages, padding and unknown units."""
    place, kept = 0, []
    while place < len(content):
        start, head = place, content[place]
        place += 2 if head & 4 else 1
        size, shift = 0, 0
        if head & 2:
            while place < len(content):
                size |= (content[place] & 127) << shift
                shift, place = shift + 7, place + 1
                if content[place - 1] < 128:
                    break
        else:
            size = len(content) - place
        if head & 0x80 or place + size > len(content):
            raise BrokenStreamError("AV1 unit")
        place += size
        if head >> 3 & 15 in AV1_KEPT:
            kept.append(content[start:place])
    return b"".join(kept)


def drop_user_data(content: bytes) -> bytes:
    """MPEG-4 part 2 without user data (an encoder's name, as a rule)."""
    return MPEG4_USER_DATA.sub(b"", content)


def keep_aac_head(head: bytes) -> bytes:
    """The configuration of AAC, which is a few bytes; more is somebody's text."""
    if len(head) > 64:
        raise BrokenStreamError("AAC head")
    return head


def blank_aac_fillers(content: bytes) -> bytes:
    """One AAC frame with zeroes in the fillers and data elements that stand before its first channel."""
    bits = int.from_bytes(content, "big")
    total = len(content) * 8
    place = 0

    def read(count: int) -> int:
        nonlocal place
        place += count
        if place > total:
            raise BrokenStreamError("AAC frame")
        return bits >> (total - place) & ((1 << count) - 1)

    while total - place > 7 and (element := read(3)) in (4, 6):
        if element == 6:
            size = read(4)
            size += read(8) - 1 if size == 15 else 0
        else:
            read(4)
            aligned = read(1)
            size = read(8)
            size += read(8) if size == 255 else 0
            place += -place % 8 if aligned else 0
        if place + size * 8 > total:
            raise BrokenStreamError("AAC frame")
        bits &= ~(((1 << size * 8) - 1) << (total - place - size * 8))
        place += size * 8
    return bits.to_bytes(len(content), "big")


def blank_opus_padding(content: bytes) -> bytes:
    """One Opus packet with zeroes for padding."""
    if len(content) < 3 or content[0] & 3 != 3 or not content[1] & 0x40:
        return content
    place, padding = 2, 0
    while place < len(content):
        padding += min(content[place], 254)
        place += 1
        if content[place - 1] != 255:
            break
    if place + padding > len(content):
        raise BrokenStreamError("Opus padding")
    return content[: len(content) - padding] + bytes(padding)
