"""AAC with one header for the whole file (ADIF), as old recorders wrote it.

Its frames do not say how long they are: only the decoder finds where one ends. So the sound is decoded here and goes on
as a WAV.
"""

from __future__ import annotations

import io
import wave

import av

from bot.anonymise.scrub.bitstreams import BrokenStreamError
from bot.anonymise.scrub.verdicts import MIB, FileKind, RefusalReason, refusal

SIGN = b"ADIF"
RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000)
SAMPLES_MOST = 96 * MIB  # as 16 bits they and a copy of them fit into the process: half an hour of stereo
SPEAKERS = (4, 4, 4, 2, 3, 4)
"""Bits of the counts of speakers in a configuration: front, side, back, low, beside, coupled."""


class BitReader:
    """Reads numbers of so many bits."""

    def __init__(self, content: bytes) -> None:
        self.bits, self.total, self.place = int.from_bytes(content, "big"), len(content) * 8, 0

    def read(self, count: int) -> int:
        """The next *count* bits as a number."""
        self.place += count
        if self.place > self.total:
            raise BrokenStreamError("ADIF head")
        return self.bits >> (self.total - self.place) & ((1 << count) - 1)


def read_head(content: bytes) -> tuple[int, int, int, int]:
    """Profile, index of the rate, number of channels, and where the sound begins; raises RefusalError for others."""
    head = BitReader(content[4:1024])
    if head.read(1):
        head.read(72)  # somebody's copyright
    head.read(2)
    is_variable = head.read(1)
    head.read(23)
    if head.read(4):
        raise refusal(RefusalReason.TYPE, FileKind.AAC)
    if not is_variable:
        head.read(20)
    head.read(4)
    profile, rate = head.read(2) + 1, head.read(4)
    front, *others = [head.read(bits) for bits in SPEAKERS]
    for mixed in (4, 4, 3):
        if head.read(1):
            head.read(mixed)
    if front != 1 or any(others) or rate >= len(RATES):
        raise refusal(RefusalReason.TYPE, FileKind.AAC)
    channels = 1 + head.read(1)
    head.read(4)
    head.read(-(head.place + 32) % 8)
    comment = head.read(8)
    return profile, rate, channels, 4 + head.place // 8 + comment


def wave_of_adif(content: bytes) -> bytes:
    """The sound of *content* as a WAV; raises RefusalError."""
    profile, rate, channels, start = read_head(content)
    decoder = av.CodecContext.create("aac", "r")
    assert isinstance(decoder, av.AudioCodecContext)
    decoder.thread_count = 1
    decoder.extradata = (profile << 11 | rate << 7 | channels << 3).to_bytes(2, "big")
    frames = decoder.decode(av.Packet(content[start:]))
    if not frames:
        raise refusal(RefusalReason.DAMAGED, FileKind.AAC)
    if sum(frame.samples for frame in frames) * channels > SAMPLES_MOST:
        raise refusal(RefusalReason.SIZE, FileKind.AAC)
    layout, heard = "mono" if channels == 1 else "stereo", frames[0].sample_rate
    resampler = av.AudioResampler(format="s16", layout=layout, rate=heard)
    out = io.BytesIO()
    with wave.open(out, "wb") as made:
        made.setparams((channels, 2, heard, 0, "NONE", ""))
        for frame in frames:
            if (frame.sample_rate, frame.layout.nb_channels) != (heard, frames[0].layout.nb_channels):
                raise BrokenStreamError("ADIF sound")
            for plain in resampler.resample(frame):
                made.writeframes(bytes(plain.planes[0])[: plain.samples * channels * 2])
    return out.getvalue()
