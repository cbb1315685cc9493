"""How much of the coded pictures of H.264 and HEVC is cut off when they are shown: by their sequence parameter sets.

Rules

1. Coded pictures are a little larger than shown ones, because both codecs work in blocks: fewer than sixteen rows at
   the bottom and columns at the right are padding. Whatever else is cut off was a picture that somebody hid.
2. A set that cannot be read to its cropping counts as one that hides: its track is decoded and coded anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.anonymise.scrub.bitstreams import BrokenStreamError

PADDING_MOST = 15  # rows or columns: the encoders of both codecs fill up to whole blocks of 16
HIGH_PROFILES = frozenset({44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 244})
"""Of H.264: their sets tell the kind of colours (7.3.2.1.1)."""
SETS = {"h264": 7, "hevc": 33}  # the type of the units that are sequence parameter sets
HEADS = {"h264": 7, "hevc": 23}  # bytes of avcC and hvcC before their sets
SET_MOST = 4096  # bytes; chosen: a set with all its scaling lists has less than 2000
WHOLE_STEPS = (0, 3)  # kinds of colours (none, 4:4:4) in which edges are counted in single pixels


class Bits:
    """The bits of a unit, without the bytes that only keep a start code from standing in it."""

    def __init__(self, unit: bytes) -> None:
        body = unit[:SET_MOST].replace(b"\0\0\3", b"\0\0")
        self.bits, self.place = f"{int.from_bytes(body, 'big'):0{len(body) * 8}b}", 0

    def take(self, count: int) -> int:
        """The number in the next *count* bits; raises BrokenStreamError where there are not so many."""
        end = self.place + count
        if end > len(self.bits):
            raise BrokenStreamError("a parameter set that ends early")
        value = int(self.bits[self.place : end] or "0", 2)
        self.place = end
        return value

    def golomb(self) -> int:
        """The next number of the kind ue(v); one of the kind se(v) has the same length."""
        one = self.bits.find("1", self.place)
        zeros = one - self.place
        if one < 0 or zeros > 32:
            raise BrokenStreamError("a number that never ends")
        self.place = one
        return self.take(zeros + 1) - 1

    def skip(self, count: int) -> None:
        """Pass *count* numbers of the kind ue(v)."""
        for _ in range(count):
            self.golomb()


def is_led_by_lengths(codec: str, head: bytes) -> bool:
    """True when the units of a track of *codec* are led by their lengths, which its *head* tells, as in MP4."""
    return len(head) >= HEADS[codec] and head[0] in (0, 1) and not head.startswith((b"\0\0\1", b"\0\0\0\1"))


def head_hides_edges(codec: str, head: bytes) -> bool:
    """True when a parameter set in the *head* (avcC or hvcC) of a track of *codec* hides coded pixels."""
    return any(hides(codec, unit) for unit in sets_in_head(codec, head))


def frame_hides_edges(codec: str, head: bytes, frame: bytes) -> bool:
    """True when a parameter set that travels in *frame*, of a track with *head*, hides coded pixels."""
    width = (head[4 if codec == "h264" else 21] & 3) + 1
    place, end = 0, len(frame)
    while place + width < end:
        size = int.from_bytes(frame[place : place + width], "big")
        place += width
        if is_set(codec, frame[place : place + 2]) and hides(codec, frame[place : place + size]):
            return True
        place += size
    return False


def is_set(codec: str, lead: bytes) -> bool:
    """True when a unit that begins with *lead* is a parameter set; of HEVC only the base layer crosses."""
    if codec == "h264":
        return bool(lead) and lead[0] & 31 == SETS[codec]
    return len(lead) > 1 and lead[0] >> 1 & 63 == SETS[codec] and not (lead[0] & 1 or lead[1] >> 3)


def sets_in_head(codec: str, head: bytes) -> Iterator[bytes]:
    """The sequence parameter sets in *head*."""
    if codec == "h264":
        place, counts = 6, [head[5] & 31]
    else:
        place, counts = 23, [0] * head[22]
    for known in counts:
        count = known
        if codec == "hevc":
            count, place = int.from_bytes(head[place + 1 : place + 3], "big"), place + 3
        for _ in range(count):
            size = int.from_bytes(head[place : place + 2], "big")
            unit = head[place + 2 : place + 2 + size]
            place += 2 + size
            if is_set(codec, unit[:2]):
                yield unit


def hides(codec: str, unit: bytes) -> bool:
    """True when the parameter set *unit* cuts more off than padding at the right and at the bottom."""
    try:
        left, right, top, bottom = h264_edges(Bits(unit[1:])) if codec == "h264" else hevc_edges(Bits(unit[2:]))
    except BrokenStreamError:
        return True
    return bool(left or top) or max(right, bottom) > PADDING_MOST


def h264_edges(bits: Bits) -> tuple[int, ...]:
    """The pixels cut off at the left, right, top and bottom (ITU-T H.264, 7.3.2.1.1)."""
    profile = bits.take(24) >> 16
    bits.skip(1)
    colours = 1
    if profile in HIGH_PROFILES:
        colours = bits.golomb()
        is_apart = colours == 3 and bits.take(1)
        bits.skip(2)
        bits.take(1)
        if bits.take(1):
            for number in range(12 if colours == 3 else 8):
                if bits.take(1):
                    pass_scaling_list(bits, 16 if number < 6 else 64)
        colours = 0 if is_apart else colours
    bits.skip(1)
    order = bits.golomb()
    if order == 0:
        bits.skip(1)
    elif order == 1:
        bits.take(1)
        bits.skip(2)
        bits.skip(bits.golomb())
    bits.skip(1)
    bits.take(1)
    bits.skip(2)
    fields = 1 if bits.take(1) else 2
    bits.take(fields)  # the half pictures' own flag, if there are any, and how motion is told
    if not bits.take(1):
        return (0, 0, 0, 0)
    return in_pixels(bits, colours, fields)


def pass_scaling_list(bits: Bits, size: int) -> None:
    """Pass one list of *size* weights, each told by its difference from the one before; it may end early."""
    last = following = 8
    for _ in range(size):
        if following:
            number = bits.golomb()
            following = (last + ((number + 1) // 2 if number & 1 else -(number // 2))) % 256
        last = following or last


def hevc_edges(bits: Bits) -> tuple[int, ...]:
    """The pixels cut off at the left, right, top and bottom (ITU-T H.265, 7.3.2.2.1)."""
    layers = bits.take(8) >> 1 & 7
    bits.take(96)  # profile, tier and level
    flags = [(bits.take(1), bits.take(1)) for _ in range(8 if layers else 0)][:layers]
    for has_profile, has_level in flags:
        bits.take(88 * has_profile + 8 * has_level)
    bits.skip(1)
    colours = bits.golomb()
    if colours == 3 and bits.take(1):
        colours = 0
    bits.skip(2)
    return in_pixels(bits, colours, 1) if bits.take(1) else (0, 0, 0, 0)


def in_pixels(bits: Bits, colours: int, fields: int) -> tuple[int, ...]:
    """The four edges that stand next in *bits*, which count in the steps of the *colours* and of half pictures."""
    across = 1 if colours in WHOLE_STEPS else 2
    along = (2 if colours == 1 else 1) * fields
    return tuple(bits.golomb() * step for step in (across, across, along, along))
