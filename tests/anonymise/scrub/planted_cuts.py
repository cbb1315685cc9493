"""Recordings of which a player shows less than lies in them: cut by an edit list, cropped by a clean aperture."""

from __future__ import annotations

import functools
import io
from fractions import Fraction

import av
from PIL import Image

from tests.anonymise.scrub.planted_recordings import box

FRAMES, RATE = 30, 10  # three seconds of pictures
HEARD, LOUD, QUIET = 16000, 0.5, 0.0  # samples a second, and how loud
STEP = 8  # of brightness from one picture to the next, so that each tells its number
SIZE = (64, 48)


@functools.cache
def film(*, form: str = "mp4", key_every: int = 30, sound: str | None = None, loud: tuple[float, float] = (0, 0),
         codec: str = "libx264", pictures: int = 1, sounds: int = 1) -> bytes:  # fmt: skip
    """Three seconds in which picture n has the brightness STEP * n; a sound that is loud in the seconds *loud*."""
    out = io.BytesIO()
    with av.open(out, "w", format=form) as container:
        streams = []
        for _ in range(pictures):
            stream = container.add_stream(codec, rate=RATE, options={"g": str(key_every), "bf": "2", "crf": "1"})
            stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
            streams.append(stream)
        heard = [container.add_stream(sound, rate=HEARD, layout="mono") for _ in range(sounds)] if sound else []
        for number in range(FRAMES):
            frame = av.VideoFrame.from_image(Image.new("RGB", SIZE, (number * STEP,) * 3)).reformat(format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            for stream in streams:
                container.mux(stream.encode(frame))
        for stream in streams:
            container.mux(stream.encode(None))
        for stream in heard:
            for frame in [*tone(stream.codec_context.format.name, loud), None]:
                container.mux(stream.encode(frame))
    return out.getvalue()


def tone(form: str, loud: tuple[float, float]) -> list[av.AudioFrame]:
    """Three seconds of a whistle that is heard in the seconds *loud* only."""
    frames = []
    for start in range(0, FRAMES * HEARD // RATE, 800):
        frame = av.AudioFrame(format="s16", layout="mono", samples=800)
        high = LOUD if loud[0] <= start / HEARD < loud[1] else QUIET
        wave = (int(32767 * high * (1 if place // 8 % 2 else -1)) for place in range(800))
        frame.planes[0].update(b"".join(value.to_bytes(2, "little", signed=True) for value in wave))
        frame.sample_rate, frame.pts, frame.time_base = HEARD, start, Fraction(1, HEARD)
        frames.append(frame)
    resampler = av.AudioResampler(format=form, layout="mono", rate=HEARD)
    return [made for frame in frames for made in resampler.resample(frame)]


def shown_from(content: bytes, begin: float, end: float, *, speed: int = 1) -> bytes:
    """*content* (one edit a track) of which only the seconds from *begin* to *end* are shown."""
    out = bytearray(content)
    head = out.rindex(b"mvhd")
    movie_scale = int.from_bytes(out[head + 16 : head + 20], "big")
    place = out.find(b"elst")
    while place >= 0:
        media = out.index(b"mdhd", place)
        scale = int.from_bytes(out[media + 16 : media + 20], "big")
        lead = int.from_bytes(out[place + 16 : place + 20], "big")
        out[place + 12 : place + 16] = round((end - begin) * movie_scale).to_bytes(4, "big")
        out[place + 16 : place + 20] = (lead + round(begin * scale)).to_bytes(4, "big")
        out[place + 20 : place + 24] = speed.to_bytes(2, "big") + b"\0\0"
        place = out.find(b"elst", place + 4)
    return bytes(out)


def described(content: bytes, extra: bytes) -> bytes:
    """*content* (moov last) with the boxes *extra* in the description of its first track."""
    out = bytearray(content)
    entry = out.index(b"avc1", out.rindex(b"moov")) - 4
    end = entry + int.from_bytes(out[entry : entry + 4], "big")
    place = out.rindex(b"moov") - 4
    for name in (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd", b"avc1"):
        place = out.index(name, place) - 4
        out[place : place + 4] = (int.from_bytes(out[place : place + 4], "big") + len(extra)).to_bytes(4, "big")
        place += 4
    return bytes(out[:end] + extra + out[end:])


def aperture(width: int, height: int, right: int = 0, down: int = 0) -> bytes:
    """A clean aperture of *width* by *height*, its middle moved by *right* and *down*."""
    numbers = (width, 1, height, 1, right, 1, down, 1)
    return box(b"clap", b"".join(number.to_bytes(4, "big", signed=True) for number in numbers))


def numbers_in(content: bytes) -> list[int]:
    """Which pictures can be decoded from *content*, whatever its edit list says."""
    with av.open(io.BytesIO(content), options={"ignore_editlist": "1"}) as opened:
        opened.streams.video[0].codec_context.thread_count = 1
        return [round(frame.to_image().getpixel((32, 24))[0] / STEP) for frame in opened.decode(video=0)]


def loud_seconds(content: bytes) -> float:
    """For how long the whistle can be heard in *content*, whatever its edit list says."""
    count = 0
    resampler = av.AudioResampler(format="s16", layout="mono", rate=HEARD)
    with av.open(io.BytesIO(content), options={"ignore_editlist": "1"}) as opened:
        for frame in opened.decode(audio=0):
            frame.pts = None
            for made in resampler.resample(frame):
                heard = memoryview(bytes(made.planes[0])[: made.samples * 2]).cast("h")
                count += sum(abs(value) > 2000 for value in heard)
    return count / HEARD
