"""Sound and video come out with the same frames in a container that says nothing."""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Callable

import av
import mutagen
import pytest
from mutagen.mp3 import MP3
from mutagen.ogg import OggPage

from bot.anonymise.scrub import mp3s
from bot.anonymise.scrub.recording_marks import telling_names
from bot.anonymise.scrub.runner import Instead, RefusalReason, RefusedFile, Removed, scrub
from bot.anonymise.scrub.traces import what_names_tell
from tests.anonymise.scrub.conftest import clean, clean_here
from tests.anonymise.scrub.planted_recordings import m4a, mp3, ogg, recording, with_boxes
from tests.anonymise.scrub.searching import holds_mark

FRAGMENTS = (("movflags", "frag_keyframe+empty_moov"),)
FRONT = (("movflags", "faststart"),)
KEYS = (("movflags", "use_metadata_tags"),)
VIDEOS: dict[str, Callable[[], bytes]] = {
    "h264 aac": lambda: with_boxes(recording("mp4", "libx264", "aac")),
    "hevc aac": lambda: with_boxes(recording("mp4", "libx265", "aac")),
    "mpeg4 mp3": lambda: with_boxes(recording("mp4", "mpeg4", "libmp3lame")),
    "h264 opus": lambda: recording("mp4", "libx264", "libopus"),
    "fragments": lambda: recording("mp4", "libx264", "aac", options=FRAGMENTS),
    "vp9": lambda: recording("mp4", "libvpx-vp9", "aac"),
    "silent": lambda: recording("mp4", "libx264"),
    "quicktime": lambda: with_boxes(recording("mov", "libx264", "aac", options=KEYS)),
    "quicktime hevc": lambda: recording("mov", "libx265", "aac", options=KEYS),
    "quicktime pcm": lambda: recording("mov", "libx264", "pcm_s16le"),
    "stereo": lambda: recording("mp4", "libx264", "aac", layout="stereo", rate=44100),
}
SOUNDS: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "opus": (ogg, "ogg", "voice"),
    "vorbis": (lambda: ogg("vorbis"), "ogg", "document"),
    "m4a": (m4a, "m4a", "audio"),
    "alac": (lambda: m4a("alac"), "m4a", "audio"),
    "sound in mp4": (lambda: recording("mp4", None, "aac"), "m4a", "audio"),
    "mp3": (mp3, "mp3", "audio"),
    "mp3 variable": (lambda: mp3(vbr=True), "mp3", "audio"),
    "mp3 mono": (lambda: mp3(layout="mono", bitrate=64_000), "mp3", "audio"),
    "mp3 22 kHz": (lambda: mp3(rate=22050, bitrate=48_000), "mp3", "audio"),
    "mp3 8 kHz": (lambda: mp3(rate=8000, layout="mono", bitrate=16_000), "mp3", "audio"),
    "mp3 320": (lambda: mp3(bitrate=320_000), "mp3", "audio"),
}


def decoded(content: bytes, kind: str) -> list[str]:
    """A hash of every decoded frame of *kind*."""
    found = []
    with av.open(io.BytesIO(content)) as opened:
        streams = [one for one in opened.streams if one.type == kind]
        if not streams:
            return []
        streams[0].codec_context.thread_count = 1
        for frame in opened.decode(streams[0]):
            planes = b"".join(bytes(plane) for plane in frame.planes)
            found.append(hashlib.sha256(planes).hexdigest())
    return found


@pytest.mark.parametrize("variant", VIDEOS)
async def test_video_loses_every_planted_mark_and_no_frame(variant: str) -> None:
    dirty = VIDEOS[variant]()
    assert holds_mark(dirty)
    made = await clean(dirty, declared="mp4")
    assert (made.extension, made.media, made.width, made.height) == ("mp4", "video", 160, 120)
    assert {Removed.PLACE, Removed.TIME, Removed.SOFTWARE} <= made.removed
    assert decoded(made.content, "video") == decoded(dirty, "video")
    assert decoded(made.content, "audio") == decoded(dirty, "audio")
    assert b"x264" not in made.content
    assert b"Lavc" not in made.content
    assert 0.9 < (made.duration or 0) < 1.3
    with av.open(io.BytesIO(made.content)) as opened:
        assert {stream.type for stream in opened.streams} <= {"video", "audio"}
        assert (opened.chapters(), [dict(one.metadata).get("language") for one in opened.streams][0]) == ([], "und")


@pytest.mark.parametrize("variant", SOUNDS)
async def test_sound_loses_every_planted_mark_and_no_sound(variant: str) -> None:
    make, extension, media = SOUNDS[variant]
    dirty = make()
    made = await clean(dirty)
    assert (made.extension, made.media) == (extension, media)
    read = MP3 if extension == "mp3" else mutagen.File
    opened = read(io.BytesIO(made.content))
    assert not opened.tags
    assert 0.9 < opened.info.length < 1.3
    assert decoded(made.content, "audio")
    if not variant.startswith("mp3"):
        assert decoded(made.content, "audio") == decoded(dirty, "audio")


@pytest.mark.parametrize("vbr", [False, True])
def test_mp3_bytes_between_sounds_are_zero_and_no_sound_changes(vbr: bool) -> None:
    dirty = mp3(vbr=vbr)
    frames = [frame for frame in mp3s.find_frames(dirty) if not mp3s.is_letter(dirty, frame)]
    before = b"".join(dirty[frame.start : frame.start + frame.size] for frame in frames)
    after = mp3s.blank_unclaimed(dirty, frames)
    assert decoded(before, "audio") == decoded(after, "audio")
    assert b"LAME" not in after


@pytest.mark.parametrize(("word", "stays"), [(b"ID3", True), (b"LAME3.100", False)], ids=("by chance", "name"))
def test_what_stands_inside_of_coded_sound(word: bytes, stays: bool) -> None:
    dirty = bytearray(mp3())
    frames = [frame for frame in mp3s.find_frames(bytes(dirty)) if not mp3s.is_letter(bytes(dirty), frame)]
    place = frames[len(frames) // 2].sound + 20  # claimed: the middle of a frame
    dirty[place : place + len(word)] = word
    assert (word in clean_here(bytes(dirty)).content) is stays


def test_sound_that_begins_before_it_is_heard_keeps_its_length() -> None:
    pages, source = [], io.BytesIO(ogg("vorbis"))
    while source.tell() < len(source.getvalue()):
        pages.append(OggPage(source))
    for page in pages:
        page.position -= 64 if page.position > 0 else 0
    early = b"".join(page.write() for page in pages)
    made = clean_here(early)
    with av.open(io.BytesIO(early)) as before, av.open(io.BytesIO(made.content)) as after:
        sounds = [sum(frame.samples for frame in opened.decode(audio=0)) for opened in (before, after)]
    assert abs(sounds[0] - sounds[1]) <= 1024  # the first packet of Vorbis prepares and is not heard


def test_sound_whose_first_frame_is_delayed_is_moved_whole() -> None:
    plain = recording("mp4", None, "aac")
    with av.open(io.BytesIO(plain)) as opened:
        count = sum(packet.size > 0 for packet in opened.demux())
    # Some writers say of the first frame, in a table of its own, that it is heard at the time of the second.
    table = struct.pack(">I4sI5I", 32, b"ctts", 0, 2, 1, 1024, count - 1, 0)
    made = clean_here(with_table(plain.replace(b"edts", b"free"), table))
    with av.open(io.BytesIO(made.content)) as opened:
        times = [packet.pts for packet in opened.demux() if packet.size]
    assert (len(times), times == sorted(set(times))) == (count, True)


def with_table(content: bytes, table: bytes) -> bytes:
    """*content*, whose tables stand behind its frames, with *table* before the sizes of its frames."""
    made, place = bytearray(content), content.index(b"stsz") - 4
    for name in (b"moov", b"trak", b"mdia", b"minf", b"stbl"):
        at = content.index(name) - 4
        struct.pack_into(">I", made, at, int.from_bytes(made[at : at + 4], "big") + len(table))
    made[place:place] = table
    return bytes(made)


async def test_seek_table_of_a_variable_mp3_is_made_anew() -> None:
    made = await clean(mp3(vbr=True))
    if len({frame.size for frame in mp3s.find_frames(made.content)}) > 2:
        assert b"Xing\0\0\0\x07" in made.content[:256]


async def test_tags_of_mp3_are_named() -> None:
    made = await clean(mp3())
    assert {Removed.AUTHOR, Removed.TIME, Removed.THUMBNAIL, Removed.COMMENTS, Removed.SOFTWARE} <= made.removed


def test_make_and_model_of_a_telephone_are_named() -> None:
    tags = {"com.apple.quicktime.make": "Apple", "com.apple.quicktime.location.ISO6709": "+43+51/", "handler_name": ""}
    assert what_names_tell(telling_names(tags)) == {Removed.DEVICE, Removed.PLACE}


async def test_cover_of_m4a_does_not_cross() -> None:
    assert Removed.THUMBNAIL in (await clean(m4a())).removed


async def test_voice_and_circle_stay_what_they_were() -> None:
    assert (await clean(ogg(), as_media="voice")).media == "voice"
    circle = recording("mp4", "libx264", "aac", size=(128, 128))
    assert (await clean(circle, as_media="video_note")).media == "video_note"
    assert (await clean(circle, as_media="video")).media == "video"
    assert (await clean(m4a(), as_media="video_note")).media == "audio"


async def test_turned_video_stays_turned() -> None:
    dirty = bytearray(recording("mp4", "libx264", "aac"))
    place = dirty.index(b"tkhd") + 44
    quarter = (0, 0x10000, 0, -0x10000 & 0xFFFFFFFF, 0, 0, 0, 0, 0x40000000)
    dirty[place : place + 36] = b"".join(number.to_bytes(4, "big") for number in quarter)
    made = await clean(bytes(dirty))
    with av.open(io.BytesIO(made.content)) as opened:
        assert abs(next(opened.decode(video=0)).rotation) == 90


async def test_same_recording_gives_same_bytes() -> None:
    dirty = ogg()
    assert await scrub(dirty) == await scrub(dirty)


async def test_codec_that_is_neither_moved_nor_decoded_is_refused_with_a_way_that_keeps_it() -> None:
    refused = RefusedFile(RefusalReason.TYPE, Instead.VIDEO)
    assert await scrub(recording("avi", "zmbv", "pcm_s16le")) == refused
    assert await scrub(recording("mov", "svq1", None).replace(b"SVQ1", b"KPCD"), declared="mov") == refused
    assert await scrub(recording("matroska", None, "wavpack")) == RefusedFile(RefusalReason.TYPE, Instead.SOUND)


@pytest.mark.parametrize("make", [lambda: recording("mp4", "libx264", "aac"), ogg, mp3], ids=["mp4", "ogg", "mp3"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
async def test_cut_off_recording_is_refused_or_clean(make: Callable[[], bytes], share: float) -> None:
    whole = make()
    result = await scrub(whole[: int(len(whole) * share)])
    assert isinstance(result, RefusedFile) or not holds_mark(result.content)


async def test_media_cut_behind_its_index_is_damaged() -> None:
    whole = recording("mp4", "libx264", "aac")
    start = whole.index(b"moov") - 4
    moved = whole[:start][: start // 2] + whole[start:]
    assert await scrub(moved) == RefusedFile(RefusalReason.DAMAGED, Instead.AGAIN)
