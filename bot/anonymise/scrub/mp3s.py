"""MP3: only its sound frames, walked one by one, with the bytes between the sounds made zero.

Rules

1. Tags of every kind (ID3v1, ID3v2, APE, Lyrics) and whatever else stands between frames goes.
2. The frame with the encoder's letter (Xing, Info, VBRI, LAME) is left out. Where frames differ in size a new one is
   written that holds counts and a table for seeking and no name.
3. LAME writes its name into the unused bytes of sound frames. Every byte that no granule claims becomes zero, and so
   does an encoder's name where it fills what a granule claims and does not need.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.anonymise.scrub.verdicts import FileKind, RefusalReason, refusal
from bot.frozen import frozen

BITRATES = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
LETTERS = (b"Xing", b"Info", b"VBRI")
NAMES = re.compile(rb"(?:LAME|Lav[cf]|Gogo)\d[\d.]{0,8}")
GAP_MOST = 4096  # bytes of damage that may stand between two frames; chosen: more than two of the largest frames


@frozen
class Frame:
    """One sound frame: where it stands, its header's facts and where its parts begin."""

    start: int
    size: int
    version: int  # 3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5
    rate: int
    is_mono: bool
    side: int  # where the side information begins
    sound: int  # where the sound begins

    @property
    def granules(self) -> int:
        """Two in MPEG 1, one in the halved rates."""
        return 2 if self.version == 3 else 1


def read_frame(content: bytes, start: int) -> Frame | None:
    """The frame that begins at *start*, or None when none does or it is cut off."""
    head = content[start : start + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version, rate_index, bitrate_index = head[1] >> 3 & 3, head[2] >> 2 & 3, head[2] >> 4
    if version == 1 or rate_index == 3 or bitrate_index in (0, 15):
        return None
    rate = RATES[version][rate_index]
    bitrate = BITRATES[1 if version == 3 else 2][bitrate_index] * 1000
    size = (144 if version == 3 else 72) * bitrate // rate + (head[2] >> 1 & 1)
    is_mono = head[3] >> 6 == 3
    side = start + (4 if head[1] & 1 else 6)
    side_size = (17 if is_mono else 32) if version == 3 else (9 if is_mono else 17)
    if start + size > len(content) or side + side_size > start + size:
        return None
    return Frame(start, size, version, rate, is_mono, side, side + side_size)


def find_frames(content: bytes) -> list[Frame]:
    """All sound frames of *content*, tags and short damage skipped; raises RefusalError when it is no whole MP3."""
    frames: list[Frame] = []
    place, gap = 0, 0
    while place < len(content):
        size = tag_size(content, place)
        frame = None if size else read_frame(content, place)
        if frame and (not frames or (frame.version, frame.rate) == (frames[0].version, frames[0].rate)):
            if gap > GAP_MOST:
                raise refusal(RefusalReason.DAMAGED, FileKind.MP3)
            frames.append(frame)
            place, gap = place + frame.size, 0
        else:
            place += size or 1
            gap += 0 if size else 1
            if gap > GAP_MOST and not frames:
                break
    if len(frames) < 2 or gap > max(frames[0].size * 2, GAP_MOST):
        raise refusal(RefusalReason.DAMAGED, FileKind.MP3)
    return frames


def tag_size(content: bytes, place: int) -> int:
    """The size of the tag that begins at *place*, 0 when none does."""
    if content.startswith(b"ID3", place):
        a, b, c, d = (byte & 127 for byte in content[place + 6 : place + 10].ljust(4, b"\0"))
        foot = 10 if content[place + 5 : place + 6] and content[place + 5] & 16 else 0
        return 10 + (a << 21 | b << 14 | c << 7 | d) + foot
    if content.startswith(b"TAG", place) and len(content) - place == 128:
        return 128
    if content.startswith(b"TAG+", place):
        return 227
    if content.startswith(b"APETAGEX", place):
        body = int.from_bytes(content[place + 12 : place + 16], "little")
        is_head = content[place + 23] & 0x20 if len(content) > place + 23 else 0
        return 32 + body if is_head else 32
    return 0


def is_letter(content: bytes, frame: Frame) -> bool:
    """True when *frame* carries an encoder's letter instead of sound."""
    return content[frame.sound : frame.sound + 4] in LETTERS or content[frame.start + 36 : frame.start + 40] == b"VBRI"


def clean_mp3(content: bytes) -> tuple[bytes, float]:
    """Only the sound of *content* and its duration in seconds; raises RefusalError."""
    frames = [frame for frame in find_frames(content) if not is_letter(content, frame)]
    if not frames:
        raise refusal(RefusalReason.EMPTY, FileKind.MP3)
    # By chance four letters and a digit would stand in one of some hundreds of hours of sound.
    sound = NAMES.sub(lambda name: bytes(len(name.group())), blank_unclaimed(content, frames))
    seconds = sum(576 * frame.granules for frame in frames) / frames[0].rate
    sizes = [frame.size for frame in frames]
    if max(sizes) - min(sizes) > 1:
        first = content[frames[0].start : frames[0].start + 4]
        return new_letter(first, sizes) + sound, seconds
    return sound, seconds


def blank_unclaimed(content: bytes, frames: list[Frame]) -> bytes:
    """The frames joined, each byte of sound that no granule claims made zero."""
    lengths = [frame.start + frame.size - frame.sound for frame in frames]
    claimed = bytearray(sum(lengths))
    begin = 0
    for frame, length in zip(frames, lengths, strict=True):
        claim = claim_of(content, frame)
        start = begin - claim.back
        end = min(start + (claim.bits + 7) // 8, begin + length)
        if end > max(start, 0):
            claimed[max(start, 0) : end] = b"\xff" * (end - max(start, 0))
        begin += length
    return b"".join(join_frames(content, frames, lengths, claimed))


def join_frames(content: bytes, frames: list[Frame], lengths: list[int], claimed: bytearray) -> Iterator[bytes]:
    """Header, side information and claimed sound of each frame."""
    begin = 0
    for frame, length in zip(frames, lengths, strict=True):
        yield content[frame.start : frame.sound]
        coded = int.from_bytes(content[frame.sound : frame.sound + length], "big")
        mask = int.from_bytes(claimed[begin : begin + length], "big")
        yield (coded & mask).to_bytes(length, "big")
        begin += length


@frozen
class FrameSound:
    """The sound of a frame: how many bytes of sound before the frame's own it begins, and how many bits it takes."""

    back: int
    bits: int


def claim_of(content: bytes, frame: Frame) -> FrameSound:
    """What the side information of *frame* claims."""
    bits = int.from_bytes(content[frame.side : frame.sound], "big")
    total = (frame.sound - frame.side) * 8
    channels = 1 if frame.is_mono else 2
    if frame.version == 3:
        back_bits, place, granule_bits = 9, 18 if frame.is_mono else 20, 59
    else:
        back_bits, place, granule_bits = 8, 9 if frame.is_mono else 10, 63
    back = bits >> (total - back_bits)
    claimed = 0
    for step in range(frame.granules * channels):
        claimed += bits >> (total - place - step * granule_bits - 12) & 0xFFF
    return FrameSound(back, claimed)


def new_letter(first: bytes, sizes: list[int]) -> bytes:
    """A frame of counts and a table for seeking, with the header of the first sound frame and no encoder's name."""
    header = bytearray(first)
    header[1] |= 1  # without a check sum
    header[2] &= 0xFD
    for bitrate_index in range(1, 15):
        header[2] = header[2] & 0x0F | bitrate_index << 4
        frame = read_frame(bytes(header) + bytes(2000), 0)
        if frame is not None and frame.sound + 116 <= frame.size:
            break
    else:
        raise refusal(RefusalReason.DOUBT, FileKind.MP3)
    total = sum(sizes) + frame.size
    body = b"Xing\0\0\0\x07" + len(sizes).to_bytes(4, "big") + total.to_bytes(4, "big") + seek_table(sizes, frame.size)
    return (bytes(header) + bytes(frame.sound - 4) + body).ljust(frame.size, b"\0")


def seek_table(sizes: list[int], lead: int) -> bytes:
    """Where, in 256ths of the file, each hundredth of the sound begins."""
    total = sum(sizes) + lead
    places = [lead]
    for size in sizes:
        places.append(places[-1] + size)
    return bytes(min(255, places[len(sizes) * step // 100] * 256 // total) for step in range(100))
