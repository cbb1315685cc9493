"""Decoding what is shown and coding it anew: for cuts inside of coded frames, cropped edges and unfamiliar codecs.

Rules

1. What the decoder gives out is what is shown: frames beyond the edit list and pixels outside of the clean aperture
   never reach the encoder, so they are not in what comes out.
2. Every shown frame is coded once and keeps its time; a track that can be moved is moved beside it, uncleaned: the
   result goes through the same cleaning as any other recording.
3. After two seconds the whole work is estimated; a recording that is too long for it is refused then, not at the end.
"""

from __future__ import annotations

import io
import time
from dataclasses import dataclass, field
from typing import Any

import av
from av.codec.context import Flags

from bot.anonymise.scrub.bitstreams import Cleaner, unchanged
from bot.anonymise.scrub.recoded_pictures import PictureEncoder, is_shown
from bot.anonymise.scrub.recoded_sounds import SoundEncoder
from bot.anonymise.scrub.remuxing import Mover
from bot.anonymise.scrub.showing import open_source, packets_of
from bot.anonymise.scrub.tracks import Plan, Track
from bot.anonymise.scrub.verdicts import FileKind, Limits, RefusalReason, refusal, seconds_for

SHARE = 0.75  # of the processor time that the file may use: looking through, moving and writing need the rest
LOOK_AFTER = 2.0  # seconds of work after which the whole can be told from the part


@dataclass(slots=True)
class RecodingBudget:
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
    budget = RecodingBudget(allowed, sum(one.shown.total for one in plan.tracks), kind)
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
        mover = Mover(source, target, track)
        mover.cleaner = Cleaner(unchanged, unchanged)
        return mover
    first = first_frame(content, kind, track.index)
    stream = source.streams[track.index]
    stream.codec_context.thread_count = 1
    if isinstance(first, av.VideoFrame) and isinstance(stream, av.VideoStream):
        # Without this the decoder leaves some of the columns at the left that are cut off, for its own comfort.
        stream.codec_context.flags |= Flags.unaligned
        return PictureEncoder(stream, target, track, first, kind)
    if isinstance(first, av.AudioFrame) and isinstance(stream, av.AudioStream):
        return SoundEncoder(stream, target, track, first, kind)
    raise refusal(RefusalReason.DAMAGED, kind)


def first_frame(content: bytes, kind: FileKind, index: int) -> av.VideoFrame | av.AudioFrame:
    """The first frame that is shown of the track *index*: only the decoder knows what it gives out."""
    with open_source(content, kind) as source:
        source.streams[index].codec_context.thread_count = 1
        for packet in packets_of(source, [index], kind):
            frames: list[Any] = packet.decode()
            for frame in frames:
                if isinstance(frame, av.AudioFrame) or (isinstance(frame, av.VideoFrame) and is_shown(frame)):
                    return frame
    raise refusal(RefusalReason.DAMAGED, kind)
