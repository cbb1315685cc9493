"""Sound before a cut and behind the first block of a WAV was not heard, and does not cross."""

from __future__ import annotations

import io
import wave
from fractions import Fraction

import av
import pytest

from bot.anonymise.scrub.runner import Removed
from tests.anonymise.scrub.conftest import clean_here

RATE, FRAME = 44100, 1024


def whistle(loud: tuple[int, int], total: int = RATE) -> bytes:
    """AAC in MP4 that is loud in the samples *loud* and soft elsewhere."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=RATE, layout="mono")
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
        frame = av.AudioFrame(format="s16", layout="mono", samples=total)
        high = (16000 if loud[0] <= place < loud[1] else 1000 for place in range(total))
        wave_of = (value if place // 30 % 2 else -value for place, value in enumerate(high))
        frame.planes[0].update(b"".join(value.to_bytes(2, "little", signed=True) for value in wave_of))
        frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
        for made in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(made))
        container.mux(stream.encode(None))
    return out.getvalue()


def begun_later(content: bytes, samples: int) -> bytes:
    """*content* of which so many *samples* more are cut away at the beginning."""
    place = content.rindex(b"elst") + 16
    begin = int.from_bytes(content[place : place + 4], "big") + samples
    length = int.from_bytes(content[place - 4 : place], "big") - samples * 1000 // RATE
    return content[: place - 4] + length.to_bytes(4, "big") + begin.to_bytes(4, "big") + content[place + 4 :]


def loudest(content: bytes) -> int:
    """The loudest sample in *content*, whatever its edit list says."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    with av.open(io.BytesIO(content), options={"ignore_editlist": "1"}) as opened:
        made = [one for frame in opened.decode(audio=0) for one in resampler.resample(frame)]
        heard = [bytes(one.planes[0])[: one.samples * 2] for one in made]
    return max(abs(value) for value in memoryview(b"".join(heard)).cast("h"))


def test_moment_before_a_cut_is_gone() -> None:
    dirty = begun_later(whistle((0, FRAME - 300)), FRAME)
    assert loudest(dirty) > 10_000
    made = clean_here(dirty)
    assert loudest(made.content) < 4000
    assert abs((made.duration or 0) - 1.0) < 0.08


@pytest.mark.parametrize("loud", [(0, RATE), (0, 0), (0, 3000)])
def test_run_up_of_an_encoder_is_kept_and_the_frames_moved(loud: tuple[int, int]) -> None:
    whole = whistle(loud)
    made = clean_here(whole)
    with av.open(io.BytesIO(whole)) as before, av.open(io.BytesIO(made.content)) as after:
        sizes = [[packet.size for packet in one.demux(audio=0)] for one in (before, after)]
    assert sizes[0] == sizes[1]


def block(name: bytes, body: bytes) -> bytes:
    """A chunk of RIFF."""
    return name + len(body).to_bytes(4, "little") + body


@pytest.mark.parametrize("between", [b"", block(b"LIST", b"INFO")])
def test_of_two_blocks_of_sound_the_first_is_heard(between: bytes) -> None:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(b"\x20\x03\xe0\xfc" * 12_000)
    plain = out.getvalue()
    dirty = plain + between + block(b"data", b"\xff\x7f\x01\x80" * 200)
    made = clean_here(dirty[:4] + (len(dirty) - 8).to_bytes(4, "little") + dirty[8:])
    assert abs((made.duration or 0) - 3.0) < 0.2
    assert loudest(made.content) < 5000
    assert Removed.TRACKS in made.removed
    assert Removed.TRACKS not in clean_here(plain).removed
