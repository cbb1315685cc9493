"""Sound and video: what is shown and heard is moved into a new container, and nothing else is.

Rules

1. One picture track and every sound track cross (`tracks`): their coded frames as they are (`remuxing`) or, where a cut
   goes through them or their codec is not one that telephones play, coded anew (`recoding`). Titles, places, makers,
   chapters, subtitles, timecodes, timed metadata, attachments and cover pictures stay behind, and so does whatever lies
   between the frames.
2. Text inside of the coded frames goes too (`bitstreams`); a codec whose text we cannot find is coded anew or refused.
3. What the edit list hides is not in what comes out. Of sound the cut is as fine as a coded frame (1/20 second).
4. The first frame of every track must decode, and as many frames must be shown as were shown before.
"""

from __future__ import annotations

import av
import av.error

from bot.anonymise.scrub.adif import SIGN, wave_of_adif
from bot.anonymise.scrub.amr import whole_frames
from bot.anonymise.scrub.bitstreams import BrokenStreamError
from bot.anonymise.scrub.mp3s import clean_mp3
from bot.anonymise.scrub.recoding import recode
from bot.anonymise.scrub.recording_marks import find_marks
from bot.anonymise.scrub.remuxing import form_of, remux
from bot.anonymise.scrub.showing import LENIENCE, Shown, look_through, open_source
from bot.anonymise.scrub.tracks import Track, plan_tracks
from bot.anonymise.scrub.transport_streams import matroska_of_stream
from bot.anonymise.scrub.verdicts import FileKind, Limits, Media, Rebuilt, RefusalReason, Removed, refusal
from bot.anonymise.scrub.waves import first_sound
from bot.frozen import frozen

DAMAGE = (av.error.FFmpegError, BrokenStreamError, IndexError, OverflowError, UnicodeDecodeError)
CIRCLE_MOST = 640  # pixels: Telegram's largest circle


@frozen
class Shape:
    """What the clean recording is: size in pixels where it has a picture, seconds where they are known."""

    width: int | None
    height: int | None
    duration: float | None


def scrub_recording(content: bytes, kind: FileKind, limits: Limits) -> Rebuilt:
    """The sound and picture of *content* in a new container; raises RefusalError."""
    marks = find_marks(content, kind)
    try:
        if kind is FileKind.MP3:
            made, seconds = clean_mp3(content)
            check_decodes(made, kind)
            return Rebuilt(made, "mp3", "audio", marks, duration=round(seconds, 3))
        made, extension, more = move_or_recode(content, kind, limits)
        shape = shape_of(made, FileKind.OGG if extension == "ogg" else FileKind.MP4)
    except MemoryError as shortage:
        raise refusal(RefusalReason.SIZE, kind) from shortage
    except DAMAGE as damage:
        raise refusal(RefusalReason.DAMAGED, kind) from damage
    return Rebuilt(
        made, extension, media_of(made, extension, shape), marks | more, shape.width, shape.height, shape.duration
    )


def move_or_recode(content: bytes, kind: FileKind, limits: Limits) -> tuple[bytes, str, frozenset[Removed]]:
    """The clean recording, its extension, and what it lost beside its marks."""
    whole = content
    content, kind = readable(content, kind)
    plan = plan_tracks(content, kind)
    lost = {Removed.CUT} if any(track.is_cut for track in plan.tracks) else set()
    is_shorter = whole.startswith(b"RIFF") and len(content) < len(whole)  # by a second block of sound that nobody heard
    lost |= {Removed.TRACKS} if plan.leaves_tracks or is_shorter else set()
    turn = plan.turn  # what is coded anew is not turned by that: the container goes on to say it
    if not all(track.is_moved for track in plan.tracks):
        content, kind, count = recode(content, kind, plan, limits), FileKind.MP4, len(plan.tracks)
        plan = plan_tracks(content, kind, is_ours=True)
        if len(plan.tracks) != count or not all(track.is_moved for track in plan.tracks):
            raise refusal(RefusalReason.DOUBT, kind)
    made, counts = remux(content, kind, plan, turn)
    form = form_of(plan, kind)
    made_kind = FileKind.OGG if form == "ogg" else FileKind.MP4
    shown = look_through(made, made_kind, list(range(len(counts))))
    for index, (track, count) in enumerate(zip(plan.tracks, counts, strict=True)):
        if not shows_as_much(track, count, shown[index]):
            raise refusal(RefusalReason.DOUBT, kind)
    check_decodes(made, made_kind)
    return made, {"ogg": "ogg", "mp4": "mp4", "ipod": "m4a"}[form], frozenset(lost)


def readable(content: bytes, kind: FileKind) -> tuple[bytes, FileKind]:
    """The recording *content* in a form of which the library tells what is shown; raises RefusalError."""
    if kind is FileKind.AMR:
        return whole_frames(content), kind
    if content.startswith(SIGN):
        return wave_of_adif(content), FileKind.WAV
    if kind is FileKind.WAV:
        return first_sound(content), kind
    if kind is FileKind.TRANSPORT:
        return matroska_of_stream(content), FileKind.MATROSKA
    return content, kind


def shows_as_much(track: Track, count: int, made: Shown) -> bool:
    """True when what was *made* of *track* shows the *count* packets that crossed, no more and no less."""
    if track.codec.startswith("pcm"):
        # Uncompressed sound has no frames of its own: each container cuts it into packets as it likes.
        return made.count == count or abs(made.seconds - track.shown.seconds) < LENIENCE
    # The first packet of Vorbis is never heard, but only some writers say so by a time before zero.
    is_led = track.codec == "vorbis" and track.keeps_lead and made.count == count + track.shown.before
    return made.count == count or is_led


def media_of(made: bytes, extension: str, shape: Shape) -> Media:
    """The way to send a recording of *shape*."""
    if extension == "ogg":
        return "voice" if b"OpusHead" in made[:64] else "document"
    if shape.width is None:
        return "audio"
    return "video_note" if shape.width == shape.height and shape.width <= CIRCLE_MOST else "video"


def shape_of(made: bytes, kind: FileKind) -> Shape:
    """What the clean recording *made* is."""
    with open_source(made, kind) as opened:
        picture = next(iter(opened.streams.video), None)
        return Shape(
            width=picture.codec_context.width if picture else None,
            height=picture.codec_context.height if picture else None,
            duration=round(opened.duration / av.time_base, 3) if opened.duration else None,
        )


def check_decodes(made: bytes, kind: FileKind) -> None:
    """Decode the first frame of every track of the clean recording; raises RefusalError when one does not."""
    with open_source(made, kind) as clean:
        waiting = {stream.index for stream in clean.streams}
        for stream in clean.streams:
            stream.codec_context.thread_count = 1
        for packet in clean.demux():
            if packet.stream.index in waiting and packet.decode():
                waiting.discard(packet.stream.index)
            if not waiting:
                return
    raise refusal(RefusalReason.DAMAGED, kind)
