"""Decoding what is shown and coding it anew: for cuts inside of coded frames, cropped edges and unfamiliar codecs.

Rules

1. What the decoder gives out is what is shown: frames beyond the edit list and pixels outside of the clean aperture never
   reach the encoder, so they are not in what comes out.
2. Every shown frame is coded once and keeps its time; a track that can be moved is moved beside it, uncleaned: the
   result goes through the same cleaning as any other recording.
3. After a few seconds the whole work is estimated; a recording that is too long for it is refused at once, not at the end.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import av

from bot.anonymise.scrub.recoded_sounds import SoundEncoder
from bot.anonymise.scrub.remuxing import Mover
from bot.anonymise.scrub.bitstreams import Cleaner, unchanged
from bot.anonymise.scrub.showing import open_source, packets_of
from bot.anonymise.scrub.tracks import Plan, Track
from bot.anonymise.scrub.verdicts import FileKind, Limits, RefusalReason, refusal, seconds_for

# Measured on one core at 1920 x 1080: superfast codes 72 frames a second, veryfast 34, ultrafast 106 in half as many bytes
# again. At 20 the difference to what was filmed is not seen, and what comes out is rarely larger than what came.
PICTURE_OPTIONS = {"preset": "superfast", "crf": "20", "x264-params": "threads=1:sync-lookahead=0:bframes=0"}
SHARE = 0.75  # of the processor time that the file may use: looking through, moving and writing need the rest
LOOK_AFTER = 2.0  # seconds of work after which the whole can be told from the part
DEEP = frozenset({"yuvj420p"})
"""Pixel formats, beside plain yuv420p, that the encoder takes as they are."""


@dataclass(slots=True)
class Budget:
    """Processor time: how much there is, when it began, how many packets there are and how many are done."""

    seconds: float
    packets: int
    kind: FileKind
    began: float = field(default_factory=time.process_time)
    done: int = 0

    def spend(self) -> None:
        """Count one packet; raises RefusalError when the rest will not be done in time."""
        self.done += 1
        spent = time.process_time() - self.began
        if spent > LOOK_AFTER and spent * self.packets > self.seconds * self.done:
            raise refusal(RefusalReason.SLOW, self.kind)


def recode(content: bytes, kind: FileKind, plan: Plan, limits: Limits) -> bytes:
    """*content* as a recording that holds nothing but what it shows, every track of it movable; raises RefusalError."""
    allowed = min(seconds_for(len(content)), limits.cpu_seconds) * SHARE
    hidden = [one.shown.before + one.shown.between + one.shown.after for one in plan.tracks]
    budget = Budget(allowed, sum(one.shown.count for one in plan.tracks) + sum(hidden), kind)
    out = io.BytesIO()
    with open_source(content, kind) as source, av.open(out, "w", format="mp4") as target:
        workers = {one.index: worker_for(source, target, one, content, kind) for one in plan.tracks}
        for packet in packets_of(source, list(workers), kind):
            budget.spend()
            for made in workers[packet.stream.index].take(packet):
                target.mux(made)
        for worker in workers.values():
            if isinstance(worker, PictureEncoder | SoundEncoder):
                for made in worker.finish():
                    target.mux(made)
    return out.getvalue()


def worker_for(
    source: av.container.InputContainer,
    target: av.container.OutputContainer,
    track: Track,
    content: bytes,
    kind: FileKind,
) -> Mover | PictureEncoder | SoundEncoder:
    """What carries *track* over: as it is, or coded anew."""
    if track.is_moved:
        mover = Mover(source, target, track, kind)
        mover.cleaner = mover.cleaner if kind is FileKind.AAC else Cleaner(unchanged, unchanged)
        return mover
    first = first_frame(content, kind, track.index)
    source.streams[track.index].codec_context.thread_count = 1
    if isinstance(first, av.VideoFrame):
        return PictureEncoder(source, target, track, first, kind)
    return SoundEncoder(target, first, kind, track.shown.seconds)


def first_frame(content: bytes, kind: FileKind, index: int) -> av.VideoFrame | av.AudioFrame:
    """The first frame that is shown of the track *index*: only the decoder knows what it gives out."""
    with open_source(content, kind) as source:
        source.streams[index].codec_context.thread_count = 1
        for packet in packets_of(source, [index], kind):
            for frame in packet.decode():
                if isinstance(frame, av.VideoFrame | av.AudioFrame) and is_shown(frame):
                    return frame
    raise refusal(RefusalReason.DAMAGED, kind)


def is_shown(frame: av.VideoFrame | av.AudioFrame) -> bool:
    """True unless *frame* ends before the recording begins to be shown."""
    return frame.pts is None or frame.pts >= 0 or isinstance(frame, av.AudioFrame)


class PictureEncoder:
    """Codes the pictures of one track anew as H.264, each once and at its own time."""

    def __init__(
        self,
        source: av.container.InputContainer,
        target: av.container.OutputContainer,
        track: Track,
        first: av.VideoFrame,
        kind: FileKind,
    ) -> None:
        stream = source.streams.video[0] if source.streams[track.index].type != "video" else source.streams[track.index]
        assert isinstance(stream, av.VideoStream)
        self.source, self.track, self.kind = stream, track, kind
        self.rate = stream.average_rate or stream.guessed_rate or Fraction(25)
        self.scale = Fraction(1, 90_000) if kind is FileKind.AVI else stream.time_base or Fraction(1, 90_000)
        made = target.add_stream("libx264", rate=self.rate, options=PICTURE_OPTIONS)
        context = made.codec_context
        context.width, context.height = first.width + first.width % 2, first.height + first.height % 2
        context.pix_fmt = first.format.name if first.format.name in DEEP else "yuv420p"
        context.time_base, context.thread_count = self.scale, 1
        context.color_range, context.colorspace = first.color_range, first.colorspace
        context.color_primaries, context.color_trc = first.color_primaries, first.color_trc
        if stream.sample_aspect_ratio:
            context.sample_aspect_ratio = stream.sample_aspect_ratio
        self.target, self.context = made, context
        self.count, self.last = 0, -1

    def take(self, packet: av.Packet[Any]) -> Iterator[av.Packet[Any]]:
        """What the encoder gives out for the frames that *packet* completes."""
        for frame in packet.decode():
            if isinstance(frame, av.VideoFrame) and is_shown(frame):
                yield from self.code(frame)

    def code(self, frame: av.VideoFrame) -> Iterator[av.Packet[Any]]:
        """Code one frame, later than the one before it even where the container forgot to say when."""
        stamp = frame.pts * frame.time_base if frame.pts is not None and frame.time_base else self.count / self.rate
        at = max(self.last + 1, round(stamp / self.scale))
        if frame.format.name != self.context.pix_fmt or (frame.width, frame.height) != self.size:
            frame = frame.reformat(*self.size, format=self.context.pix_fmt)
        frame.pts, frame.time_base, frame.pict_type = at, self.scale, 0
        self.last, self.count = at, self.count + 1
        yield from self.target.encode(frame)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of what is coded: even, as H.264 in phones demands."""
        return self.context.width, self.context.height

    def finish(self) -> Iterator[av.Packet[Any]]:
        """The last packets; raises RefusalError when a frame that is shown did not come out of the decoder."""
        for frame in self.source.decode(None):
            if isinstance(frame, av.VideoFrame) and is_shown(frame):
                yield from self.code(frame)
        if self.kind is not FileKind.AVI and self.count < self.track.shown.count:
            raise refusal(RefusalReason.DAMAGED, self.kind)
        yield from self.target.encode(None)
