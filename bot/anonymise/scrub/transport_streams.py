"""MPEG transport streams, as dashcams and set-top boxes record: moved as they are into Matroska, which is then cleaned.

A broadcast begins at any time and repeats its heads; in Matroska it begins at zero and its frames are led by lengths.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import av

from bot.anonymise.scrub.showing import open_source
from bot.anonymise.scrub.verdicts import FileKind, RefusalReason, refusal

TORN_MOST = 32  # frames; chosen: more sounds than one packet of the stream carries, less than a second


def matroska_of_stream(content: bytes) -> bytes:
    """The pictures and the sound of *content* in Matroska, from zero on; raises RefusalError when it has none."""
    begin = first_time(content)
    out = io.BytesIO()
    with open_source(content, FileKind.TRANSPORT) as source, av.open(out, "w", format="matroska") as target:
        made = {index: target.add_stream_from_template(source.streams[index], opaque=True) for index in places(source)}
        for packet in whole_packets(source, list(made)):
            if packet.pts is None or packet.dts is None:  # before the first whole picture nothing is shown
                continue
            packet.pts, packet.dts = packet.pts - begin, packet.dts - begin
            packet.stream = made[packet.stream.index]
            target.mux(packet)
    return out.getvalue()


def places(source: av.container.InputContainer) -> list[int]:
    """Where the tracks of pictures and of sound stand that a decoder knows."""
    streams: list[Any] = [*source.streams.video, *source.streams.audio]
    return [one.index for one in streams if one.codec_context is not None]


def whole_packets(source: av.container.InputContainer, indexes: list[int]) -> Iterator[av.Packet[Any]]:
    """Every packet of the tracks *indexes* but the torn one that ends each; raises RefusalError when more is torn."""
    torn = dict.fromkeys(indexes, 0)
    for packet in source.demux([source.streams[index] for index in indexes]):
        place = packet.stream.index
        if packet.is_corrupt or (packet.size and torn[place]):
            torn[place] += 1
        elif packet.size:
            yield packet
        if torn[place] > TORN_MOST:
            raise refusal(RefusalReason.DAMAGED, FileKind.TRANSPORT)


def first_time(content: bytes) -> int:
    """The ticks at which the first frame is decoded; raises RefusalError when there is none."""
    times: dict[int, int] = {}
    with open_source(content, FileKind.TRANSPORT) as source:
        indexes = places(source)
        for packet in whole_packets(source, indexes) if indexes else ():
            if packet.dts is not None:
                times.setdefault(packet.stream.index, packet.dts)
            if len(times) == len(indexes):
                break
    if not times:
        raise refusal(RefusalReason.DAMAGED, FileKind.TRANSPORT)
    return min(times.values())
