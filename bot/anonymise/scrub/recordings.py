"""Sound and video: the coded frames are moved into a new container, and nothing else is.

Rules

1. One picture track and every sound track cross, not re-coded. Titles, places, makers, chapters, subtitles,
   timecodes, timed metadata, attachments and cover pictures stay behind, and so does whatever lies between the frames.
2. Text inside of the coded frames goes too (`bitstreams`); a codec whose text we cannot find is refused.
3. The first frame of every track must decode, and as many frames must arrive as the container promised.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import av
import av.error

from bot.anonymise.scrub.bitstreams import BrokenStreamError, Cleaner, cleaner_of
from bot.anonymise.scrub.mp3s import clean_mp3
from bot.anonymise.scrub.recording_marks import find_marks
from bot.anonymise.scrub.verdicts import (
    FileKind,
    Instead,
    Limits,
    Media,
    Rebuilt,
    RefusalError,
    RefusalReason,
    refusal,
)

PICTURE_CODECS = frozenset({"h264", "hevc", "mpeg4", "av1", "vp9"})
DECODERS = {"mp3float": "mp3", "libopus": "opus", "libvorbis": "vorbis", "libdav1d": "av1", "libvpx-vp9": "vp9"}
SOUND_CODECS = frozenset({"aac", "mp3", "opus", "alac", "pcm_s16le", "pcm_s16be"})
OGG_CODECS = frozenset({"opus", "vorbis"})
DEMUXERS = {FileKind.MP4: "mov", FileKind.MOV: "mov", FileKind.M4A: "mov", FileKind.OGG: "ogg"}
NOTHING_LEFT = b"free"
TRACKS_MOST = 8  # chosen: a telephone records two; of more the rest is left behind, of twice as many all is refused
DAMAGE = (av.error.FFmpegError, BrokenStreamError, IndexError, OverflowError)


@dataclass(frozen=True, slots=True)
class Track:
    """One track that crosses: where it comes from, where it goes, how its frames are cleaned."""

    source: av.stream.Stream
    target: av.stream.Stream
    cleaner: Cleaner | None


@dataclass(frozen=True, slots=True)
class Shape:
    """What the clean recording is: size in pixels where it has a picture, seconds where they are known."""

    codecs: frozenset[str]
    width: int | None
    height: int | None
    duration: float | None


def scrub_recording(content: bytes, kind: FileKind, limits: Limits) -> Rebuilt:
    """The sound and picture of *content* in a new container; raises RefusalError."""
    marks = find_marks(content, kind)
    if kind is FileKind.MP3:
        made, seconds = clean_mp3(content)
        check_decodes(made, "mp3", kind)
        return Rebuilt(made, "mp3", "audio", marks, duration=round(seconds, 3))
    try:
        with av.open(io.BytesIO(content), "r", format=DEMUXERS[kind], options={"enable_drefs": "0"}) as source:
            made, shape = remux(source, kind)
    except DAMAGE as damage:
        raise refusal(RefusalReason.DAMAGED, kind) from damage
    extension, media = name_of(kind, shape)
    check_decodes(made, DEMUXERS[kind], kind)
    return Rebuilt(made, extension, media, marks, shape.width, shape.height, shape.duration)


def name_of(kind: FileKind, shape: Shape) -> tuple[str, Media]:
    """The extension and the way to send a recording of *shape*."""
    if kind is FileKind.OGG:
        return "ogg", "voice" if shape.codecs == {"opus"} else "document"
    if shape.width is None:
        return "m4a", "audio"
    return "mp4", "video_note" if shape.width == shape.height and shape.width <= 640 else "video"


def remux(source: av.container.InputContainer, kind: FileKind) -> tuple[bytes, Shape]:
    """Move the frames of *source* into a new container and describe it."""
    wanted = choose_streams(source, kind)
    form = "ogg" if kind is FileKind.OGG else "mp4" if any(one.type == "video" for one in wanted) else "ipod"
    out = io.BytesIO()
    with av.open(out, "w", format=form, options={"fflags": "+bitexact"}) as target:
        tracks = {stream.index: add_track(target, stream) for stream in wanted}
        for stream, packet in clean_packets(source, tracks, kind):
            packet.stream = stream
            target.mux(packet)
    made = out.getvalue()
    picture = next((stream for stream in wanted if stream.type == "video"), None)
    return made if kind is FileKind.OGG else drop_empty_boxes(made), Shape(
        codecs=frozenset(stream.codec_context.name for stream in wanted),
        width=picture.codec_context.width if isinstance(picture, av.VideoStream) else None,
        height=picture.codec_context.height if isinstance(picture, av.VideoStream) else None,
        duration=round(source.duration / av.time_base, 3) if source.duration else None,
    )


def choose_streams(source: av.container.InputContainer, kind: FileKind) -> list[av.stream.Stream]:
    """The first real picture track and the sound tracks; raises RefusalError when one cannot be cleaned."""
    if len(source.streams) > TRACKS_MOST * 2:
        raise refusal(RefusalReason.DOUBT, kind)
    pictures = [one for one in source.streams.video if not one.disposition & av.stream.Disposition.attached_pic]
    sounds = list(source.streams.audio)[:TRACKS_MOST]
    sound_codecs = OGG_CODECS if kind is FileKind.OGG else SOUND_CODECS
    usable = [one for one in sounds if codec_of(one) in sound_codecs]
    unknown = RefusalError(RefusalReason.TYPE, Instead.VIDEO if pictures else Instead.SOUND)
    if kind is FileKind.OGG and (pictures or len(sounds) != 1):
        raise unknown
    if sounds and not usable or not (pictures or usable):
        raise unknown
    if pictures and codec_of(pictures[0]) not in PICTURE_CODECS:
        raise unknown
    return [*pictures[:1], *usable]


def codec_of(stream: av.stream.Stream) -> str:
    """The name of the codec of *stream*, or nothing when no decoder knows it."""
    context = stream.codec_context
    name = context.name if context else ""
    return DECODERS.get(name, name)


def add_track(target: av.container.OutputContainer, source: av.stream.Stream) -> Track:
    """Open a track in *target* for the frames of *source*, its head cleaned, its metadata left behind."""
    made = target.add_stream_from_template(source, opaque=True)
    head = source.codec_context.extradata or b""
    codec = codec_of(source)
    if codec == "vorbis":
        return Track(source, made, None)
    cleaner = cleaner_of(codec, head)
    if head:
        made.codec_context.extradata = cleaner.head(head)
    return Track(source, made, cleaner)


def clean_packets(
    source: av.container.InputContainer, tracks: dict[int, Track], kind: FileKind
) -> Iterator[tuple[av.stream.Stream, av.packet.Packet[Any]]]:
    """Every frame of *tracks*, cleaned, with the stream it goes to; raises RefusalError when some are missing."""
    counts = dict.fromkeys(tracks, 0)
    for packet in source.demux([track.source for track in tracks.values()]):
        if packet.size == 0 or packet.dts is None:
            continue
        if packet.is_corrupt:
            raise refusal(RefusalReason.DAMAGED, kind)
        counts[packet.stream.index] += 1
        track = tracks[packet.stream.index]
        cleaned = rebuilt_packet(packet, track.cleaner)
        if cleaned is not None:
            yield track.target, cleaned
    for index, count in counts.items():
        # Of uncompressed sound the container counts samples, not packets.
        promised = 0 if codec_of(tracks[index].source).startswith("pcm") else tracks[index].source.frames
        if not count or count < promised - 1:
            raise refusal(RefusalReason.DAMAGED, kind)


def rebuilt_packet(packet: av.packet.Packet[Any], cleaner: Cleaner | None) -> av.packet.Packet[Any] | None:
    """A new packet with the cleaned frame and its times alone (side data stays behind); None for an emptied one."""
    frame = bytes(packet)
    frame = cleaner.frame(frame) if cleaner else frame
    if not frame:
        return None
    made = av.packet.Packet(frame)
    made.time_base = packet.time_base
    made.pts, made.dts = packet.pts, packet.dts
    made.duration = packet.duration or 0
    made.is_keyframe = packet.is_keyframe
    return made


def drop_empty_boxes(made: bytes) -> bytes:
    """Turn the (empty) box for tags that the writer leaves into free space of zeroes; nothing moves."""
    out = bytearray(made)
    for start, size, name in boxes(made, 0, len(made)):
        if name == b"moov":
            for inner, inner_size, inner_name in boxes(made, start + 8, start + size):
                if inner_name in (b"udta", b"meta"):
                    out[inner + 4 : inner + inner_size] = NOTHING_LEFT.ljust(inner_size - 4, b"\0")
    return bytes(out)


def boxes(content: bytes, start: int, end: int) -> Iterator[tuple[int, int, bytes]]:
    """Start, size and name of each box between *start* and *end*."""
    while start + 8 <= end:
        size = int.from_bytes(content[start : start + 4], "big")
        if size == 1:
            size = int.from_bytes(content[start + 8 : start + 16], "big")
        if size < 8:
            return
        yield start, size, content[start + 4 : start + 8]
        start += size


def check_decodes(made: bytes, form: str, kind: FileKind) -> None:
    """Decode the first frame of every track of the clean recording; raises RefusalError when one does not."""
    try:
        with av.open(io.BytesIO(made), "r", format=form) as clean:
            waiting = {stream.index for stream in clean.streams}
            for stream in clean.streams:
                stream.codec_context.thread_count = 1
            for packet in clean.demux():
                if packet.stream.index in waiting and packet.decode():
                    waiting.discard(packet.stream.index)
                if not waiting:
                    return
    except av.error.FFmpegError as damage:
        raise refusal(RefusalReason.DAMAGED, kind) from damage
    raise refusal(RefusalReason.DAMAGED, kind)
