"""What dictaphones, cameras and browsers write is taken: every picture and second of it, and no word."""

from __future__ import annotations

import functools
import io
import random
from array import array
from collections.abc import Callable
from fractions import Fraction

import av
import pytest

from bot.anonymise.scrub import recoded_sounds
from bot.anonymise.scrub.coded_words import holds_words
from bot.anonymise.scrub.runner import Instead, RefusalReason, RefusedFile, Removed, scrub
from tests.anonymise.scrub.conftest import clean, clean_here
from tests.anonymise.scrub.planted_cuts import numbers_in
from tests.anonymise.scrub.planted_recorders import (
    adif,
    adts,
    amr,
    avi,
    bundled_3gp,
    call_3gp,
    flac_file,
    holds_at_any_bit,
    matroska,
    packed_mov,
    tailed_adts,
    tailed_mp4,
    variable_matroska,
    wav,
)
from tests.anonymise.scrub.planted_recordings import picture_frames, recording, sound_frames
from tests.anonymise.scrub.searching import MARK, holds_mark

SOUNDS: dict[str, tuple[Callable[[], bytes], str]] = {
    "wav": (wav, "m4a"),
    "wav of 24 bits": (lambda: wav("pcm_s24le"), "m4a"),
    "wav of 64 bits": (lambda: wav("pcm_f64le"), "m4a"),
    "wav of a telephone": (lambda: wav("pcm_mulaw", 8000), "m4a"),
    "wav packed": (lambda: wav("adpcm_ima_wav", 16000), "m4a"),
    "adts": (adts, "m4a"),
    "adif": (adif, "m4a"),
    "adif stereo": (lambda: adif("stereo"), "m4a"),
    "amr": (amr, "m4a"),
    "amr wide": (lambda: amr(wide=True), "m4a"),
    "3gp": (call_3gp, "m4a"),
    "flac": (flac_file, "m4a"),
    "flac in ogg": (lambda: recording("ogg", None, "flac"), "m4a"),
    "webm": (lambda: matroska("webm", None, "libopus"), "ogg"),
    "matroska": (lambda: matroska("matroska", None, "libmp3lame"), "m4a"),
    "avi": (lambda: avi(None, "libmp3lame"), "m4a"),
    "mov without pictures": (lambda: recording("mov", None, "pcm_s16le"), "m4a"),
    "mp3 in mp4": (lambda: recording("mp4", None, "libmp3lame"), "m4a"),
}
VIDEOS: dict[str, Callable[[], bytes]] = {
    "matroska h264": lambda: matroska("matroska", "libx264", "aac"),
    "matroska hevc": lambda: matroska("matroska", "libx265", "libopus"),
    "webm vp8": lambda: matroska("webm", "libvpx", "libopus"),
    "webm vp9": lambda: matroska("webm", "libvpx-vp9", "libopus"),
    "avi mjpeg": lambda: avi("mjpeg", "pcm_s16le"),
    "avi mpeg4": lambda: avi("mpeg4", "libmp3lame"),
    "avi h264": lambda: avi("libx264", "pcm_s16le"),
    "ogg vp8": lambda: recording("ogg", "libvpx", "libopus"),
    "mov mjpeg": lambda: recording("mov", "mjpeg", "aac"),
    "mov svq1": lambda: recording("mov", "svq1", "pcm_s16le"),
    "mov cinepak": lambda: recording("mov", "cinepak", "adpcm_ima_qt"),
    "mov animation": lambda: recording("mov", "qtrle", "pcm_s8"),
    "mov rpza": lambda: recording("mov", "rpza", "pcm_u8"),
    "avi video 1": lambda: avi("msvideo1", "pcm_u8"),
    "avi huffyuv": lambda: avi("huffyuv", "pcm_s16le"),
    "avi wmv": lambda: avi("wmv2", "wmav2"),
    "3gp h263": lambda: recording("3gp", "h263", "aac", size=(176, 144), rate=16000),
}


def heard(content: bytes) -> float:
    """For how many seconds there is sound in *content*."""
    with av.open(io.BytesIO(content)) as opened:
        return sum(frame.samples / frame.sample_rate for frame in opened.decode(audio=0))


def seen(content: bytes) -> list[float]:
    """When each picture of *content* is shown, to a thirtieth of a second."""
    with av.open(io.BytesIO(content)) as opened:
        return [round(30 * (frame.time or 0)) / 30 for frame in opened.decode(video=0)]


@pytest.mark.parametrize("variant", SOUNDS)
def test_sound_of_a_recorder_is_taken(variant: str) -> None:
    make, extension = SOUNDS[variant]
    dirty = make()
    assert holds_mark(dirty)
    made = clean_here(dirty)
    assert made.extension == extension
    # Half a frame is nothing that a player likes, and nobody else reads ADIF.
    seconds = 1.0 if dirty.startswith((b"#!AMR", b"ADIF")) else heard(dirty)
    assert abs(heard(made.content) - seconds) < 0.06
    assert abs((made.duration or 0) - seconds) < 0.06
    assert b"Lavc" not in made.content


LINES = {
    "latin": b"Recorded by Aigul Serikova",
    "utf-16": "A.Serikova".encode("utf-16-le"),
    "kazakh": "Айгүл Серікова".encode(),
}


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("element", ["data", "filler"])
@pytest.mark.parametrize("make", [tailed_adts, tailed_mp4])
def test_words_behind_the_sound_of_a_frame_do_not_cross(
    make: Callable[[bytes, str], bytes], element: str, line: str
) -> None:
    dirty = make(LINES[line], element)
    assert holds_at_any_bit(dirty, LINES[line])
    made = clean_here(dirty)
    assert (made.extension, holds_at_any_bit(made.content, LINES[line])) == ("m4a", False)
    assert abs(heard(made.content) - heard(dirty)) < 0.06


@pytest.mark.parametrize("element", ["data", "filler"])
def test_bytes_that_are_no_words_do_not_cross_out_of_a_stream(element: str) -> None:
    secret = bytes(range(0xF0, 0x100)) * 2
    dirty = tailed_adts(secret, element)
    assert holds_at_any_bit(dirty, secret) and not holds_at_any_bit(clean_here(dirty).content, secret)


def test_sound_is_not_taken_for_words() -> None:
    silence = b"QUETUETUETUETUETUETUETUETKES" + bytes(range(0x80, 0xC0))
    assert not holds_words(silence)
    assert holds_words(b"\xff" + b"Recorded by Aigul Serikova")
    loud = random.Random(4711)
    assert not any(holds_words(loud.randbytes(250)) for _ in range(2_000))


def loudness(content: bytes) -> list[float]:
    """How loud each tenth of a second of the one channel of *content* is."""
    with av.open(io.BytesIO(content)) as opened:
        frames = [bytes(frame.planes[0])[: 4 * frame.samples] for frame in opened.decode(audio=0)]
    heard = array("f", b"".join(frames))
    return [sum(abs(one) for one in heard[start : start + 800]) for start in range(0, len(heard) - 800, 800)]


def test_every_frame_of_a_bundle_is_heard() -> None:
    bundled, single = (loudness(clean_here(make()).content) for make in (bundled_3gp, call_3gp))
    assert len(bundled) == len(single)
    # A decoder that gave out only the first of four would leave a quarter, and silence between.
    assert all(0.8 < one / other < 1.25 for one, other in zip(bundled, single, strict=True))


@pytest.mark.parametrize("variant", VIDEOS)
def test_video_of_a_recorder_is_taken(variant: str) -> None:
    dirty = VIDEOS[variant]()
    assert holds_mark(dirty)
    made = clean_here(dirty)
    assert (made.extension, made.media) == ("mp4", "video")
    assert (len(seen(made.content)), abs(heard(made.content) - heard(dirty)) < 0.06) == (10, True)
    assert b"x264" not in made.content
    assert Removed.CUT not in made.removed


async def test_head_that_quicktime_packed_is_read() -> None:
    dirty = packed_mov()
    assert b"mvhd" not in dirty
    made = await clean(dirty, declared="mov")
    assert (len(seen(made.content)), Removed.CUT in made.removed) == (5, True)


async def test_uneven_times_stay() -> None:
    made = await clean(variable_matroska())
    assert seen(made.content) == seen(variable_matroska())
    assert numbers_in(made.content) == numbers_in(variable_matroska())


async def test_sound_longer_than_what_may_come_out_is_to_be_split(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.anonymise.scrub.recordings import scrub_recording
    from bot.anonymise.scrub.verdicts import DEFAULT, FileKind, RefusalError

    monkeypatch.setattr(recoded_sounds, "SIZE_MOST", 5000)
    with pytest.raises(RefusalError) as caught:
        scrub_recording(wav(), FileKind.WAV, DEFAULT)
    assert caught.value.refused == RefusedFile(RefusalReason.SIZE, Instead.SPLIT)


@pytest.mark.parametrize("variant", ["wav", "amr", "webm", "avi"])
async def test_real_process_takes_it_too(variant: str) -> None:
    assert (await clean(SOUNDS[variant][0]())).extension == SOUNDS[variant][1]


@pytest.mark.parametrize("make", [wav, adts, amr, flac_file], ids=lambda make: str(make.__name__))
async def test_cut_off_recorder_is_refused_or_clean(make: Callable[[], bytes]) -> None:
    whole = make()
    for share in (0.02, 0.7):
        result = await scrub(whole[: int(len(whole) * share)])
        assert isinstance(result, RefusedFile) or not holds_mark(result.content)


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("stray", [b"\xff" * 10, b"HIDDENWORD", bytes(range(1, 256)), b"TAG" + b"\xfd" * 125])
def test_stray_bytes_behind_an_amr_cost_no_sound(stray: bytes, wide: bool) -> None:
    whole = amr(wide=wide)
    whole = whole[: len(whole) - (len(whole) - (9 if wide else 6)) % (61 if wide else 32)]  # without its half frame
    assert abs((clean_here(whole + stray).duration or 0) - (clean_here(whole).duration or 9)) < 0.03  # one frame more


@functools.cache
def transport(codec: str = "libx264", sound: str = "aac") -> bytes:
    """A second of a dashcam's stream, which begins at some time and names its maker."""
    out = io.BytesIO()
    with av.open(out, "w", format="mpegts", options={"mpegts_flags": "resend_headers"}) as container:
        container.metadata.update({"service_name": MARK, "service_provider": MARK})
        picture, heard = container.add_stream(codec, rate=25), container.add_stream(sound, rate=48000)
        picture.width, picture.height, picture.pix_fmt = 320, 240, "yuv420p"
        for number, frame in enumerate([*picture_frames((320, 240)), None]):
            if frame is not None:
                frame.pts, frame.time_base = number, Fraction(1, 25)
            container.mux(picture.encode(frame))
        for sample in [*sound_frames(48000, heard.codec_context.format.name, "stereo"), None]:
            container.mux(heard.encode(sample))
    return out.getvalue()


@pytest.mark.parametrize(("codec", "sound"), [("libx264", "aac"), ("mpeg2video", "mp2"), ("libx264", "ac3")])
@pytest.mark.parametrize("lead", [0, 4])
def test_transport_stream_of_a_dashcam_comes_out(codec: str, sound: str, lead: int) -> None:
    plain = transport(codec, sound)
    assert holds_mark(plain)
    content = b"".join(bytes(lead) + plain[place : place + 188] for place in range(0, len(plain), 188))
    made = clean_here(content)
    assert made.extension == "mp4"
    with av.open(io.BytesIO(plain)) as before, av.open(io.BytesIO(made.content)) as after:
        assert [one.type for one in after.streams] == ["video", "audio"]
        assert len(list(after.decode(video=0))) == len(list(before.decode(video=0)))
        assert after.start_time is not None
        assert after.start_time < 200_000  # microseconds
    torn = clean_here(content[: len(content) * 2 // 3])
    assert 0 < len(torn.content) < len(made.content)


async def test_real_process_takes_a_transport_stream() -> None:
    assert (await clean(transport(), declared="video/mp2t")).media == "video"
