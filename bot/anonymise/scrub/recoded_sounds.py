"""Sound coded anew as AAC, which every telephone plays, at the times at which it was heard."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av

from bot.anonymise.scrub.tracks import Track
from bot.anonymise.scrub.verdicts import MIB, FileKind, RefusalReason, refusal

RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
"""Samples a second that AAC knows and telephones play."""
BITS_A_SAMPLE = 3  # of a channel: 24 kbit/s for a dictaphone's 8 kHz, 144 kbit/s at 48 kHz, where nothing is missed
BITS_A_SAMPLE_LEAST = 1  # below, speech suffers
SIZE_MOST = 40 * MIB  # leaves room for the container within what may come out
GAP_LEAST = 0.1  # second: a shorter gap between frames is the rounding of their times
GAP_MOST = 600.0  # seconds of silence that a recorder may leave out; more is no recording


class SoundEncoder:
    """Codes the sound of one track anew, silence included that its recorder left out."""

    def __init__(
        self,
        source: av.AudioStream,
        target: av.container.OutputContainer,
        track: Track,
        first: av.AudioFrame,
        kind: FileKind,
    ) -> None:
        self.source, self.kind = source, kind
        self.rate = next((rate for rate in RATES if rate >= first.sample_rate), RATES[-1])
        channels = min(2, first.layout.nb_channels)
        layout = "mono" if channels == 1 else "stereo"
        self.target = target.add_stream("aac", rate=self.rate, layout=layout)
        room = SIZE_MOST * 8 / max(track.shown.seconds, 1.0)
        bits = min(BITS_A_SAMPLE * self.rate * channels, room)
        if bits < BITS_A_SAMPLE_LEAST * self.rate * channels:
            raise refusal(RefusalReason.SIZE, kind)
        self.target.bit_rate = int(bits)
        self.layout, self.resampler = layout, av.AudioResampler(format="fltp", layout=layout, rate=self.rate)
        self.heard = form_of(first)
        self.end = round(track.showing.end * self.rate) if track.showing.end else None
        self.place: int | None = None

    def take(self, packet: av.Packet[Any]) -> Iterator[av.Packet[Any]]:
        """What the encoder gives out for the sound in *packet*."""
        yield from self.code(packet.decode())

    def code(self, frames: list[Any]) -> Iterator[av.Packet[Any]]:
        """Code *frames*."""
        for frame in frames:
            if isinstance(frame, av.AudioFrame) and frame.samples:
                yield from self.code_one(frame)

    def code_one(self, frame: av.AudioFrame) -> Iterator[av.Packet[Any]]:
        """Code one frame at its time."""
        if frame.pts is not None and frame.time_base:
            start = round(frame.pts * frame.time_base * self.rate)
            if self.place is None:
                self.place = max(start, 0)
            gap = start - self.place
            if gap > GAP_MOST * self.rate:
                raise refusal(RefusalReason.DAMAGED, self.kind)
            if gap > GAP_LEAST * self.rate:
                yield from self.code_samples(self.silence(gap))
        if form_of(frame) != self.heard:  # a stream may change its rate or its channels on the way
            yield from self.rest()
            self.heard = form_of(frame)
            self.resampler = av.AudioResampler(format="fltp", layout=self.layout, rate=self.rate)
        frame.pts = None
        for made in self.resampler.resample(frame):
            yield from self.code_samples(made)

    def code_samples(self, frame: av.AudioFrame) -> Iterator[av.Packet[Any]]:
        """Code samples that follow the ones before them, as far as they are shown."""
        place = self.place or 0
        left = frame.samples if self.end is None else min(frame.samples, self.end - place)
        if left <= 0:
            return
        frame = frame if left == frame.samples else self.shortened(frame, left)
        frame.pts, frame.time_base = place, Fraction(1, self.rate)
        self.place = place + frame.samples
        yield from self.target.encode(frame)

    def silence(self, samples: int) -> av.AudioFrame:
        """So many samples of silence."""
        made = av.AudioFrame(format="fltp", layout=self.layout, samples=samples)
        for plane in made.planes:
            plane.update(bytes(plane.buffer_size))
        made.sample_rate = self.rate
        return made

    def shortened(self, frame: av.AudioFrame, samples: int) -> av.AudioFrame:
        """The first *samples* of *frame*."""
        made = av.AudioFrame(format="fltp", layout=self.layout, samples=samples)
        for plane, whole in zip(made.planes, frame.planes, strict=True):
            plane.update(bytes(whole)[: plane.buffer_size])
        made.sample_rate = self.rate
        return made

    def finish(self) -> Iterator[av.Packet[Any]]:
        """The last packets."""
        yield from self.code(self.source.codec_context.decode(None))
        yield from self.rest()
        yield from self.target.encode(None)

    def rest(self) -> Iterator[av.Packet[Any]]:
        """What the resampler still holds."""
        for made in self.resampler.resample(None):
            yield from self.code_samples(made)


def form_of(frame: av.AudioFrame) -> tuple[str, str, int]:
    """What a resampler is made for: format, channels and rate."""
    return frame.format.name, frame.layout.name, frame.sample_rate
