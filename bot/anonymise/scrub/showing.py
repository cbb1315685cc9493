"""What a recording shows of its tracks, packet by packet: an edit list hides frames that lie in the file all the same.

The decoder's library applies the edit list and marks what it hides; the list itself is read once more (`mp4_boxes`),
and where the two disagree the file is refused.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import av

from bot.anonymise.scrub.bitstreams import blank_aac_fillers
from bot.anonymise.scrub.coded_edges import SETS, frame_hides_edges, head_hides_edges, is_led_by_lengths
from bot.anonymise.scrub.coded_words import holds_words
from bot.anonymise.scrub.mp4_boxes import Showing
from bot.anonymise.scrub.verdicts import FileKind, RefusalReason, refusal

DEMUXERS = {
    FileKind.MP4: "mov",
    FileKind.MOV: "mov",
    FileKind.M4A: "mov",
    FileKind.OGG: "ogg",
    FileKind.MP3: "mp3",
    FileKind.WAV: "wav",
    FileKind.AMR: "amr",
    FileKind.AAC: "aac",
    FileKind.FLAC: "flac",
    FileKind.MATROSKA: "matroska",
    FileKind.AVI: "avi",
    FileKind.TRANSPORT: "mpegts",
}
STREAMED = frozenset(
    {
        FileKind.AMR,
        FileKind.AAC,
        FileKind.WAV,
        FileKind.FLAC,
        FileKind.MATROSKA,
        FileKind.AVI,
        FileKind.TRANSPORT,
    }
)
"""Written as they are recorded: when the battery goes, the last packet is half a one, and no table promises more."""
BY_SAMPLES = ("pcm", "adpcm", "qdm", "mace", "gsm")
"""Sounds, by how their codecs' names begin, of which a container counts samples and not packets."""
USUAL_PAUSE = Fraction(1, 25)  # second, of a single picture
LEAD_RATE = 16_000  # samples a second: enough to tell sound from silence
COMPARED, ECHO_AT_MOST = 4, 16  # packets behind a run-up, and how many times their power is its: measured, above 80
LENIENCE = 0.25  # second by which the edit list and what is shown may differ: frames begin and end where they do


@dataclass(slots=True)
class Shown:
    """One track: how many packets are shown, how many are hidden before, between and after them, and for how long."""

    count: int = 0
    before: int = 0
    between: int = 0
    after: int = 0
    seconds: float = 0.0
    longest: float = 0.0
    is_key_first: bool = False
    is_ordered: bool = True
    holds_words: bool = False
    hides_edges: bool = False
    is_lead_heard: bool = False
    times: list[int | None] = field(default_factory=list, repr=False)
    scale: Fraction = field(default=Fraction(1), repr=False)
    waiting: int = field(default=0, repr=False)
    last: int | None = field(default=None, repr=False)

    def add(self, packet: av.Packet[Any]) -> None:
        """Count *packet*, the next of the track."""
        is_late = packet.dts is None or (self.last is not None and packet.dts <= self.last)
        self.is_ordered = self.is_ordered and packet.pts is not None and not is_late
        self.times.append(packet.pts)
        self.scale = packet.time_base or self.scale
        self.last = packet.dts
        if is_hidden(packet):
            self.waiting += 1
            return
        if not self.count:
            self.before, self.is_key_first = self.waiting, packet.is_keyframe
        else:
            self.between += self.waiting
        seconds = float((packet.duration or 0) * packet.time_base) if packet.time_base else 0.0
        self.seconds, self.longest = self.seconds + seconds, max(self.longest, seconds)
        self.count, self.waiting = self.count + 1, 0

    def order_anew(self) -> list[int] | None:
        """When each packet is to be decoded, told from when each is shown; None when that is not told, or not once.

        Matroska says only when a picture is shown, and the library does not always guess the rest.
        """
        times = [time for time in self.times if time is not None]
        if len(set(times)) != len(self.times) or self.total != self.count:
            return None
        ordered = sorted(times)
        lead = max(late - time for late, time in zip(ordered, times, strict=True))
        return [time - lead for time in ordered]

    @property
    def pause(self) -> Fraction:
        """Seconds from one packet to the next, on the whole: how long the last one is shown where nothing says it."""
        times = [time for time in self.times if time is not None]
        if len(times) < 2 or max(times) == min(times):
            return USUAL_PAUSE
        return (max(times) - min(times)) * self.scale / (len(times) - 1)

    @property
    def total(self) -> int:
        """All packets, shown or not."""
        return self.count + self.before + self.between + self.after


def open_source(content: bytes, kind: FileKind, *, with_edits: bool = True) -> av.container.InputContainer:
    """Open *content* as *kind* and as nothing else; references to other files are not followed."""
    options = {"enable_drefs": "0"} if DEMUXERS[kind] == "mov" else {}
    if not with_edits:
        options["ignore_editlist"] = "1"
    return av.open(io.BytesIO(content), "r", format=DEMUXERS[kind], options=options)


def is_hidden(packet: av.Packet[Any]) -> bool:
    """True when the edit list leaves *packet* out; that of a fragmented file shows only in times before zero."""
    if packet.is_discard:
        return True
    return packet.pts is not None and packet.pts < 0 and packet.pts + (packet.duration or 0) <= 0


def packets_of(source: av.container.InputContainer, indexes: list[int], kind: FileKind) -> Iterator[av.Packet[Any]]:
    """Every packet of the tracks *indexes*; raises RefusalError at a broken one, unless the recorder stopped there."""
    has_stopped = False
    for packet in source.demux([source.streams[index] for index in indexes]):
        if packet.size == 0:
            continue
        if has_stopped or (packet.is_corrupt and kind not in STREAMED):
            raise refusal(RefusalReason.DAMAGED, kind)
        has_stopped = packet.is_corrupt
        if not has_stopped:
            yield packet


def look_through(content: bytes, kind: FileKind, indexes: list[int]) -> dict[int, Shown]:
    """What is shown of the tracks *indexes*; raises RefusalError when promised packets are missing."""
    found = {index: Shown() for index in indexes}
    with open_source(content, kind) as source:
        for packet in packets_of(source, indexes, kind):
            one = found[packet.stream.index]
            one.add(packet)
            context = packet.stream.codec_context
            if context.name == "aac" and not one.holds_words:
                one.holds_words = holds_words(blank_aac_fillers(bytes(packet)))
            elif context.name in SETS and not one.hides_edges:
                one.hides_edges = hides_edges(context, bytes(packet), is_first=one.total + one.waiting == 1)
    for one in found.values():
        one.after = one.waiting
        if not one.count:
            raise refusal(RefusalReason.DAMAGED, kind)
    if DEMUXERS[kind] == "mov":
        check_complete(content, kind, found)
    return found


def is_lead_heard(content: bytes, kind: FileKind, index: int, before: int) -> bool:
    """True when the first *before* packets of the track *index* hold sound that somebody cut away, and no run-up.

    An encoder's run-up is silence and the echo that leads a sound; what was cut away is about as loud as what follows.
    """
    powers: list[float] = []
    resampler = av.AudioResampler(format="s16", layout="mono", rate=LEAD_RATE)
    with open_source(content, kind, with_edits=False) as source:
        source.streams[index].codec_context.thread_count = 1
        for packet in packets_of(source, [index], kind):
            frames: list[Any] = packet.decode()
            samples = b"".join(samples_of(made) for frame in frames for made in resampler.resample(frame))
            powers.append(sum(value * value for value in memoryview(samples).cast("h")) / (len(samples) or 1))
            if len(powers) >= before + COMPARED:
                break
    return max(powers[:before], default=0) * ECHO_AT_MOST > max(powers[before:], default=0)


def samples_of(frame: av.AudioFrame) -> bytes:
    """The samples of *frame* (16 bits, mono) without what fills up its memory."""
    return bytes(frame.planes[0])[: frame.samples * 2]


def hides_edges(context: av.CodecContext, frame: bytes, *, is_first: bool) -> bool:
    """True when *frame*, or the head of its track where it *is_first*, cuts pixels off that lie in coded pictures."""
    head = context.extradata or b""
    if not is_led_by_lengths(context.name, head):
        return False  # units between start codes: such tracks are always coded anew
    return (is_first and head_hides_edges(context.name, head)) or frame_hides_edges(context.name, head, frame)


def check_complete(content: bytes, kind: FileKind, found: dict[int, Shown]) -> None:
    """Raise RefusalError when the tables of *content* name more frames than lie in it, edit list or not."""
    with open_source(content, kind) as source:
        streams = [source.streams[index] for index in found]
        promised = {one.index: 0 if one.codec_context.name.startswith(BY_SAMPLES) else one.frames for one in streams}
    short = [index for index, one in found.items() if one.total < promised[index] - 1]
    if not short:
        return
    counts = dict.fromkeys(short, 0)
    with open_source(content, kind, with_edits=False) as source:
        for packet in packets_of(source, short, kind):
            counts[packet.stream.index] += 1
    if any(counts[index] < promised[index] - 1 for index in short):
        raise refusal(RefusalReason.DAMAGED, kind)
    for index in short:
        # Of what lies behind the end of the edit list the library gives out as much as it likes.
        found[index].after += counts[index] - found[index].total


def check_edits(showing: Showing, shown: Shown, kind: FileKind) -> None:
    """Raise RefusalError when the edit list asks for what we cannot show, or the decoder showed more than it allows."""
    edits = [edit for edit in showing.edits if edit.begin is not None]
    if any(not edit.is_plain for edit in edits):
        raise refusal(RefusalReason.DOUBT, kind)
    allowed = sum(edit.seconds for edit in edits)
    # No length at all means "to the end", which fragmented files say.
    if edits and allowed and shown.seconds > allowed + shown.longest + LENIENCE:
        raise refusal(RefusalReason.DOUBT, kind)
