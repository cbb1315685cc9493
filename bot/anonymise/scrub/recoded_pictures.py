"""Pictures coded anew as H.264, which every telephone plays: each frame that is shown once, at its own time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
import av.error
import av.filter

from bot.anonymise.scrub.mp4_boxes import Aperture
from bot.anonymise.scrub.tracks import Track
from bot.anonymise.scrub.verdicts import FileKind, RefusalReason, refusal

# Measured on one core at 1920 x 1080: superfast codes 72 frames a second, veryfast 34, ultrafast 106 into half as many
# bytes again. At 20 no difference to what was filmed is seen, and what comes out is rarely larger than what came.
PICTURE_OPTIONS = {"preset": "superfast", "crf": "20", "x264-params": "threads=1:sync-lookahead=0:bframes=0"}
PLAIN, FULL_RANGE = "yuv420p", "yuvj420p"
"""Pixel formats that the encoder takes as they are."""
USUAL_RATE = Fraction(25)  # frames a second, where the container says nothing
FINE = Fraction(1, 90_000)  # second: fine enough that a frame without a time can stand just behind the one before
PIXELS_MOST = 4096 * 2304  # 4K, the largest that telephones film by default: it takes 600 MB to decode and to code
ONE_BY_ONE = frozenset({"h264", "hevc", "mpeg4", "av1", "vp9", "mjpeg", "h263", "prores"})
"""Codecs of which every packet is a picture; others have packets that only prepare one."""


def is_shown(frame: av.VideoFrame) -> bool:
    """True unless *frame* comes before the recording begins to be shown."""
    return frame.pts is None or frame.pts >= 0


class PictureEncoder:
    """Codes the pictures of one track anew."""

    def __init__(
        self,
        source: av.VideoStream,
        target: av.container.OutputContainer,
        track: Track,
        first: av.VideoFrame,
        kind: FileKind,
    ) -> None:
        self.source, self.track, self.kind = source, track, kind
        self.rate = source.average_rate or source.guessed_rate or USUAL_RATE
        self.scale = FINE if kind is FileKind.AVI else source.time_base or FINE
        self.cut = Cropper(track.showing.crop) if track.showing.crop else None
        self.target = target.add_stream("libx264", rate=self.rate, options=PICTURE_OPTIONS)
        context = self.target.codec_context
        shown = track.showing.crop or first
        if first.width * first.height > PIXELS_MOST:
            raise refusal(RefusalReason.SIZE, kind)
        context.width, context.height = shown.width + shown.width % 2, shown.height + shown.height % 2
        context.pix_fmt = FULL_RANGE if first.format.name == FULL_RANGE else PLAIN
        context.time_base, context.thread_count = self.scale, 1
        context.color_range, context.colorspace = first.color_range, first.colorspace
        context.color_primaries, context.color_trc = first.color_primaries, first.color_trc
        if source.sample_aspect_ratio:
            context.sample_aspect_ratio = source.sample_aspect_ratio
        self.context = context
        self.count, self.last = 0, -1

    def take(self, packet: av.Packet[Any]) -> Iterator[av.Packet[Any]]:
        """What the encoder gives out for the frames that *packet* completes."""
        yield from self.code(packet.decode())

    def code(self, frames: list[Any]) -> Iterator[av.Packet[Any]]:
        """Code *frames*, each later than the one before it even where the container forgot to say when."""
        for frame in frames:
            if not isinstance(frame, av.VideoFrame) or not is_shown(frame):
                continue
            stamp = frame.pts * frame.time_base if frame.pts is not None and frame.time_base else self.count / self.rate
            self.last = max(self.last + 1, round(stamp / self.scale))
            self.count += 1
            made = self.fit(frame)
            made.pts, made.time_base, made.pict_type = self.last, self.scale, av.video.frame.PictureType.NONE
            try:
                coded = self.target.encode(made)
            except av.error.ExternalError as shortage:  # all that the encoder can lack is memory
                raise refusal(RefusalReason.SIZE, self.kind) from shortage
            yield from self.timed(coded)

    def timed(self, packets: list[Any]) -> Iterator[av.Packet[Any]]:
        """*packets*, none of them shown for no time at all."""
        for packet in packets:
            packet.duration = packet.duration or max(1, round(self.track.shown.pause / packet.time_base))
            yield packet

    def fit(self, frame: av.VideoFrame) -> av.VideoFrame:
        """*frame* without the edges that are not shown, in the size and the format of all; even, as phones demand."""
        frame = self.cut.take(frame) if self.cut else frame
        size, form = (self.context.width, self.context.height), self.context.pix_fmt
        if frame.format.name == form and (frame.width, frame.height) == size:
            return frame
        return frame.reformat(*size, format=form, threads=1)

    def finish(self) -> Iterator[av.Packet[Any]]:
        """The last packets; raises RefusalError when a frame that is shown did not come out of the decoder."""
        yield from self.code(self.source.codec_context.decode(None))
        is_avi = self.kind is FileKind.AVI  # where two frames may travel in one packet, followed by an empty one
        if not is_avi and self.track.codec in ONE_BY_ONE and self.count < self.track.shown.count:
            raise refusal(RefusalReason.DAMAGED, self.kind)
        yield from self.timed(self.target.encode(None))


class Cropper:
    """Cuts the edges off that are not shown."""

    def __init__(self, crop: Aperture) -> None:
        self.order = f"{crop.width}:{crop.height}:{crop.left}:{crop.top}:exact=1"
        self.graph: av.filter.Graph | None = None

    def take(self, frame: av.VideoFrame) -> av.VideoFrame:
        """What is left of *frame*."""
        if self.graph is None:
            graph = av.filter.Graph()
            graph.threads = 1
            buffer = graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=FINE)
            graph.link_nodes(buffer, graph.add("crop", self.order), graph.add("buffersink")).configure()
            self.graph = graph
        self.graph.vpush(frame)
        return self.graph.vpull()
