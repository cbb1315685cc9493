"""Edges that are cut off in the heads of coded pictures, and sounds that are switched off, do not come out."""

from __future__ import annotations

import functools
import io
from collections.abc import Iterator
from fractions import Fraction

import av
import pytest
from av.bitstream import BitStreamFilterContext
from PIL import Image

from bot.anonymise.scrub.runner import Instead, RefusalReason, RefusedFile, Removed, scrub
from tests.anonymise.scrub.conftest import clean_here
from tests.anonymise.scrub.planted_cuts import film, loud_seconds

WIDE, HIGH = 128, 96
CODECS = {"libx264": ("h264_metadata", "x264-params"), "libx265": ("hevc_metadata", "x265-params")}
HALVES = {
    "bottom": (0, HIGH // 2, WIDE, HIGH),
    "top": (0, 0, WIDE, HIGH // 2),
    "left": (0, 0, WIDE // 2, HIGH),
    "right": (WIDE // 2, 0, WIDE, HIGH),
}


@functools.cache
def halves(codec: str, side: str, *, size: tuple[int, int] = (WIDE, HIGH), form: str = "mp4") -> bytes:
    """Ten pictures that are dark but for a bright half at *side*."""
    out = io.BytesIO()
    picture = Image.new("RGB", size, (40, 40, 40))
    picture.paste((230, 230, 230), HALVES[side])
    with av.open(out, "w", format=form) as container:
        options = {"bf": "0", CODECS[codec][1]: "log-level=0" if codec == "libx265" else "threads=1"}
        stream = container.add_stream(codec, rate=10, options=options)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for number in range(10):
            frame = av.VideoFrame.from_image(picture).reformat(format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, 10)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


def cropped(content: bytes, codec: str, **edges: int) -> bytes:
    """*content* whose coded heads cut *edges* off."""
    orders = ":".join(f"crop_{side}={count}" for side, count in edges.items())
    out = io.BytesIO()
    with av.open(io.BytesIO(content)) as source, av.open(out, "w", format="mp4") as target:
        stream = source.streams.video[0]
        made = target.add_stream_from_template(stream)
        changing = BitStreamFilterContext(f"{CODECS[codec][0]}={orders}", stream, made)
        for packet in source.demux(stream):
            for changed in changing.filter(packet) if packet.size else ():
                changed.stream = made
                target.mux(changed)
    return out.getvalue()


def cropped_later(content: bytes, bottom: int) -> bytes:
    """*content* (H.264) whose head shows all, and whose first frame brings a set that cuts the *bottom* off."""
    with av.open(io.BytesIO(cropped(content, "libx264", bottom=bottom))) as other:
        head = other.streams.video[0].codec_context.extradata or b""
    size = int.from_bytes(head[6:8], "big")
    rest = head[8 + size + 1 :]  # behind the count of picture parameter sets, which follow the other
    last = int.from_bytes(rest[:2], "big")
    extra = size.to_bytes(4, "big") + head[8 : 8 + size] + last.to_bytes(4, "big") + rest[2 : 2 + last]
    out = io.BytesIO()
    with av.open(io.BytesIO(content)) as source, av.open(out, "w", format="mp4") as target:
        made = target.add_stream_from_template(source.streams.video[0])
        for number, packet in enumerate(one for one in source.demux(video=0) if one.size):
            changed = av.Packet((b"" if number else extra) + bytes(packet))
            changed.pts, changed.dts, changed.time_base = packet.pts, packet.dts, packet.time_base
            changed.is_keyframe, changed.stream = packet.is_keyframe, made
            target.mux(changed)
    return out.getvalue()


def shown_of(content: bytes) -> list[Image.Image]:
    """The pictures that are shown."""
    with av.open(io.BytesIO(content)) as opened:
        return [frame.to_image() for frame in opened.decode(video=0)]


def coded_size(content: bytes) -> tuple[int, int]:
    """How large the coded pictures are, edges included."""
    with av.open(io.BytesIO(content)) as opened:
        next(opened.decode(video=0))
        context = opened.streams.video[0].codec_context
        return context.coded_width, context.coded_height


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("side", HALVES)
def test_edges_cut_off_in_the_coded_head_are_gone(codec: str, side: str) -> None:
    count = HIGH // 2 if side in ("bottom", "top") else WIDE // 2
    dirty = cropped(halves(codec, side), codec, **{side: count})
    assert coded_size(dirty) == (WIDE, HIGH)
    made = clean_here(dirty)
    assert Removed.CUT in made.removed
    assert (made.width, made.height) == ((WIDE, HIGH // 2) if side in ("bottom", "top") else (WIDE // 2, HIGH))
    assert coded_size(made.content) == (made.width, made.height)
    pictures = shown_of(made.content)
    assert len(pictures) == 10
    assert all(picture.convert("L").getextrema()[1] < 60 for picture in pictures)  # type: ignore[operator]


@pytest.mark.parametrize("codec", CODECS)
def test_edges_of_sixteen_are_hidden_and_fewer_are_padding(codec: str) -> None:
    assert Removed.CUT in clean_here(cropped(halves(codec, "bottom"), codec, bottom=16)).removed
    assert Removed.CUT in clean_here(cropped(halves(codec, "bottom"), codec, top=2)).removed
    padded = halves(codec, "top", size=(WIDE - 6, HIGH - 8))
    made = clean_here(padded)
    assert (made.width, made.height, Removed.CUT in made.removed) == (WIDE - 6, HIGH - 8, False)
    with av.open(io.BytesIO(padded)) as before, av.open(io.BytesIO(made.content)) as after:
        assert [packet.size > 20 and bytes(packet)[-20:] for packet in before.demux(video=0)] == [
            packet.size > 20 and bytes(packet)[-20:] for packet in after.demux(video=0)
        ]


def test_edges_that_only_the_frames_cut_off_are_gone() -> None:
    dirty = cropped_later(halves("libx264", "bottom"), HIGH // 2)
    made = clean_here(dirty)
    assert Removed.CUT in made.removed
    assert coded_size(made.content) == (WIDE, HIGH // 2)


def element(name: int, body: bytes) -> bytes:
    """An element of Matroska."""
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + b"\1" + len(body).to_bytes(7, "big") + body


def elements(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The elements that *content* consists of."""
    place = 0
    while place < len(content):
        name_length, size_length = 9 - content[place].bit_length(), 0
        name = int.from_bytes(content[place : place + name_length], "big")
        place += name_length
        size_length = 9 - content[place].bit_length()
        size = int.from_bytes(content[place : place + size_length], "big") & ((1 << 7 * size_length) - 1)
        place += size_length
        size = len(content) - place if size == (1 << 7 * size_length) - 1 else size
        yield name, content[place : place + size]
        place += size


def with_extra(content: bytes, path: tuple[int, ...], extra: bytes) -> bytes:
    """*content* with *extra* at the end of the first element that *path* leads to."""
    out, is_done = b"", False
    for name, body in elements(content):
        if name == path[0] and not is_done:
            is_done = True
            body = body + extra if len(path) == 1 else with_extra(body, path[1:], extra)
        out += element(name, body)
    assert is_done
    return out


VIDEO = (0x18538067, 0x1654AE6B, 0xAE, 0xE0)
CROPS = {"bottom": 0x54AA, "top": 0x54BB, "left": 0x54CC, "right": 0x54DD}


@pytest.mark.parametrize("side", HALVES)
def test_edges_that_matroska_cuts_off_are_gone(side: str) -> None:
    count = HIGH // 2 if side in ("bottom", "top") else WIDE // 2
    whole = halves("libx264", side, form="matroska")
    assert Removed.CUT not in clean_here(whole).removed
    made = clean_here(with_extra(whole, VIDEO, element(CROPS[side], bytes([count]))))
    assert Removed.CUT in made.removed
    assert all(one.convert("L").getextrema()[1] < 60 for one in shown_of(made.content))  # type: ignore[operator]
    assert (made.width, made.height) == ((WIDE, HIGH // 2) if side in ("bottom", "top") else (WIDE // 2, HIGH))


def silenced(content: bytes, how: str) -> bytes:
    """*content* (one picture, one sound track behind it) whose sound is not heard, by one of three means."""
    out = bytearray(content)
    place = out.rindex(b"tkhd")
    if how == "off":
        out[place + 7] &= 0xFE
    elif how == "volume":
        out[place + 40 : place + 42] = b"\0\0"
    else:
        place = out.rindex(b"mvhd")
        out[place + 28 : place + 30] = b"\0\0"
    return bytes(out)


@pytest.mark.parametrize("how", ["off", "volume", "volume of all"])
@pytest.mark.parametrize("form", ["mp4", "mov"])
def test_sound_that_is_switched_off_stays_behind(form: str, how: str) -> None:
    dirty = film(form=form, sound="aac", loud=(0.0, 3.0))
    assert loud_seconds(clean_here(dirty).content) > 2.5
    made = clean_here(silenced(dirty, how))
    assert Removed.TRACKS in made.removed
    with av.open(io.BytesIO(made.content)) as opened:
        assert (len(opened.streams.video), len(opened.streams.audio)) == (1, 0)
    assert len(shown_of(made.content)) == 30


async def test_muted_sound_alone_is_refused() -> None:
    dirty = film(form="mp4", pictures=0, sound="aac", loud=(0.0, 3.0))
    assert await scrub(silenced(dirty, "volume")) == RefusedFile(RefusalReason.EMPTY, Instead.SOUND)


def test_track_that_matroska_switches_off_stays_behind() -> None:
    dirty = film(form="matroska", sound="aac", loud=(0.0, 3.0))
    out = b""
    for name, body in elements(dirty):
        out += element(name, body if name != VIDEO[0] else b"".join(off(*one) for one in elements(body)))
    made = clean_here(out)
    assert Removed.TRACKS in made.removed
    with av.open(io.BytesIO(made.content)) as opened:
        assert (len(opened.streams.video), len(opened.streams.audio)) == (1, 0)


def off(name: int, body: bytes) -> bytes:
    """An element of the segment, its sound tracks switched off when it is the list of tracks."""
    if name == VIDEO[1]:
        entries = [(one, inner, dict(elements(inner))) for one, inner in elements(body)]
        body = b"".join(
            element(one, inner + (element(0xB9, b"\0") if values.get(0x83) == b"\2" else b""))
            for one, inner, values in entries
        )
    return element(name, body)


def test_sound_that_an_avi_switches_off_stays_behind() -> None:
    dirty = bytearray(film(form="avi", codec="mpeg4", sound="mp2", loud=(0.0, 3.0)))
    place = dirty.index(b"auds")
    dirty[place + 8] |= 1
    made = clean_here(bytes(dirty))
    assert Removed.TRACKS in made.removed
    with av.open(io.BytesIO(made.content)) as opened:
        assert len(opened.streams.audio) == 0
