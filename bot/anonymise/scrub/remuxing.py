"""Moving coded frames into a new container: the frames that are shown, cleaned of text, with their times alone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import av

from bot.anonymise.scrub.bitstreams import Cleaner, cleaner_of, unchanged
from bot.anonymise.scrub.mp4_boxes import Turn, finish_boxes
from bot.anonymise.scrub.showing import is_hidden, open_source, packets_of
from bot.anonymise.scrub.tracks import OGG_CODECS, OGG_KINDS, Plan, Track
from bot.anonymise.scrub.verdicts import FileKind


def form_of(plan: Plan, kind: FileKind) -> str:
    """The container for what crosses."""
    if plan.picture is not None:
        return "mp4"
    is_ogg = kind in OGG_KINDS and len(plan.tracks) == 1 and plan.codecs <= OGG_CODECS
    return "ogg" if is_ogg else "ipod"


def remux(content: bytes, kind: FileKind, plan: Plan, turn: Turn) -> tuple[bytes, list[int]]:
    """What *plan* takes of *content* in a new container, turned by *turn*, and how many frames a track shows there."""
    form = form_of(plan, kind)
    out = io.BytesIO()
    with (
        open_source(content, kind) as source,
        av.open(out, "w", format=form, options={"fflags": "+bitexact"}) as target,
    ):
        movers = {track.index: Mover(source, target, track) for track in plan.tracks}
        for packet in packets_of(source, list(movers), kind):
            for moved in movers[packet.stream.index].take(packet):
                target.mux(moved)
    made = out.getvalue() if form == "ogg" else finish_boxes(out.getvalue(), turn)
    return made, [mover.count for mover in movers.values()]


class Mover:
    """Moves one track: drops what is hidden, cleans what is shown."""

    def __init__(
        self, source: av.container.InputContainer, target: av.container.OutputContainer, track: Track
    ) -> None:
        self.track = track
        self.target = target.add_stream_from_template(source.streams[track.index], opaque=True)
        self.cleaner = cleaner_for(track)
        self.order = None if track.shown.is_ordered else track.shown.order_anew()
        self.passed = self.count = 0
        if track.head:
            self.target.codec_context.extradata = self.cleaner.head(track.head)

    def take(self, packet: av.Packet[Any]) -> Iterator[av.Packet[Any]]:
        """What crosses of *packet*: itself, cleaned and anew, or nothing."""
        if is_hidden(packet):
            if self.passed or not self.track.keeps_lead:
                return
        else:
            self.passed += 1
        frame = self.cleaner.frame(bytes(packet))
        if not frame:
            return
        self.count += 0 if is_hidden(packet) else 1
        dts = self.order[self.passed - 1] if self.order else packet.dts
        made = av.Packet(frame)
        made.time_base = packet.time_base
        # Sound is heard in the order in which it is coded; some writers delay its first frame onto the second.
        made.pts, made.dts = packet.pts if self.track.is_picture else dts, dts
        # What a browser records says of no packet how long it is: the last one would not be shown at all.
        made.duration = packet.duration or max(1, round(self.track.shown.pause / packet.time_base))
        made.is_keyframe = packet.is_keyframe
        made.stream = self.target
        yield made


def cleaner_for(track: Track) -> Cleaner:
    """How the frames of *track* are freed of text."""
    if track.codec == "vorbis":
        return Cleaner(unchanged, unchanged)
    return cleaner_of(track.codec, track.head)
