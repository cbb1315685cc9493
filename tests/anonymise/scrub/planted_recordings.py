"""Sound and video with the planted word in every place that their formats have for words."""

from __future__ import annotations

import base64
import functools
import io
from fractions import Fraction

import av
from mutagen import apev2, id3, mp4, oggopus, oggvorbis
from mutagen.flac import Picture
from PIL import Image

from tests.anonymise.scrub.planted_pictures import XMP, jpeg, scene
from tests.anonymise.scrub.searching import MARK

SAYING = {
    "title": MARK,
    "artist": MARK,
    "comment": MARK,
    "location": "+43.65+051.16/",
    "creation_time": "2024-01-02T03:04:05Z",
}
SEI_H264 = b"\x06\x05" + bytes((16 + len(MARK),)) + b"\xaa" * 16 + MARK.encode() + b"\x80"
SEI_HEVC = b"\x4e\x01\x05" + bytes((16 + len(MARK),)) + b"\xaa" * 16 + MARK.encode() + b"\x80"
SECONDS = 1


def picture_frames(size: tuple[int, int]) -> list[av.VideoFrame]:
    """A second of moving picture at ten frames a second."""
    frames = []
    for number in range(SECONDS * 10):
        frame = av.VideoFrame.from_image(scene(size=size).rotate(number * 5)).reformat(format="yuv420p")
        frame.pts, frame.time_base = number, Fraction(1, 10)
        frames.append(frame)
    return frames


def sound_frames(rate: int, form: str, layout: str) -> list[av.AudioFrame]:
    """A second of noise that is the same each time."""
    state, frames = 1, []
    for number in range(0, rate * SECONDS, 1024):
        frame = av.AudioFrame(format="s16", layout=layout, samples=1024)
        for plane in frame.planes:
            noise = bytearray()
            while len(noise) < plane.buffer_size:
                state = (state * 1103515245 + 12345) % 2**31
                noise += (state >> 8 & 0x3FFF).to_bytes(2, "little")
            plane.update(bytes(noise[: plane.buffer_size]))
        frame.sample_rate, frame.pts, frame.time_base = rate, number, Fraction(1, rate)
        frames.append(frame)
    resampler = av.AudioResampler(format=form, layout=layout, rate=rate)
    return [made for frame in frames for made in resampler.resample(frame)]


@functools.cache
def recording(
    form: str, video: str | None = None, audio: str | None = None, *, rate: int = 48000, layout: str = "mono",
    size: tuple[int, int] = (160, 120), bitrate: int = 64_000, options: tuple[tuple[str, str], ...] = (),
    codec_options: tuple[tuple[str, str], ...] = (),
) -> bytes:  # fmt: skip
    """A second of *video* and *audio* in a container of *form* that says who, where and when."""
    out = io.BytesIO()
    with av.open(out, "w", format=form, options=dict(options)) as container:
        container.metadata.update(SAYING)
        if form in ("mp4", "mov") and "frag" not in str(options):
            span = {"id": 1, "start": 0, "end": 500, "time_base": Fraction(1, 1000)}
            container.set_chapters([{**span, "metadata": {"title": MARK}}])
        picture = add_picture(container, video, size) if video else None
        sound = container.add_stream(audio, rate=rate, layout=layout) if audio else None
        if sound is not None:
            sound.bit_rate, sound.options = bitrate, dict(codec_options)
            sound.metadata.update({"handler_name": MARK, "language": "kaz", "title": MARK})
        if picture is not None:
            encode_picture(container, picture, size)
        if sound is not None:
            for frame in [*sound_frames(rate, sound.codec_context.format.name, layout), None]:
                container.mux(sound.encode(frame))
    return out.getvalue()


PIXELS = {
    "mjpeg": "yuvj420p", "png": "rgb24", "svq1": "yuv410p", "cinepak": "rgb24", "qtrle": "rgb24", "rpza": "rgb555le",
    "msvideo1": "rgb555le", "huffyuv": "yuv422p", "zmbv": "bgr0",
}  # fmt: skip


def add_picture(
    container: av.container.OutputContainer, codec: str, size: tuple[int, int]
) -> av.video.stream.VideoStream:
    """A picture track with a timecode and a handler's name."""
    stream = container.add_stream(codec, rate=10)
    stream.width, stream.height = size
    stream.pix_fmt = PIXELS.get(codec, "yuv420p")
    stream.metadata.update({"handler_name": MARK, "timecode": "01:02:03:04", "title": MARK})
    if codec == "libx265":
        stream.options = {"x265-params": "log-level=none"}
    return stream


def encode_picture(
    container: av.container.OutputContainer, stream: av.video.stream.VideoStream, size: tuple[int, int]
) -> None:
    """Encode the moving picture with the word between its slices."""
    codec = stream.codec_context.name
    lead = {"libx264": b"\0\0\0\1" + SEI_H264, "libx265": b"\0\0\0\1" + SEI_HEVC}.get(codec, b"")
    tail = b"\0\0\1\xb2" + MARK.encode() if codec == "mpeg4" else b""
    for frame in [*picture_frames(size), None]:
        if frame is not None:
            frame = frame.reformat(format=stream.codec_context.pix_fmt)
        for packet in stream.encode(frame):
            made = av.Packet(lead + bytes(packet) + tail)
            made.pts, made.dts, made.time_base = packet.pts, packet.dts, packet.time_base
            made.duration, made.is_keyframe = packet.duration, packet.is_keyframe
            made.stream = stream
            container.mux(made)


def box(name: bytes, body: bytes) -> bytes:
    """One box."""
    return (len(body) + 8).to_bytes(4, "big") + name + body


def with_boxes(content: bytes) -> bytes:
    """*content* (media first, moov last) with a place, XMP, an unknown box and free space, all holding the word."""
    words = MARK.encode()
    place = box(b"loci", bytes(4) + b"\x55\xc4" + words + b"\0\0" + bytes(12) + words + b"\0" + words + b"\0")
    extra = (
        box(b"udta", box(b"\xa9xyz", len(words).to_bytes(2, "big") + b"\x15\xc7" + words) + place + box(b"manu", words))
        + box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + XMP.encode())
        + box(b"abcd", words)
    )
    start = content.rindex(b"moov") - 4
    size = int.from_bytes(content[start : start + 4], "big")
    grown = (size + len(extra)).to_bytes(4, "big") + content[start + 4 : start + size] + extra + content[start + size :]
    tail = box(b"free", words * 9) + box(b"uuid", b"u" * 16 + XMP.encode()) + box(b"skip", words)
    return with_gap(content[:start]) + grown + tail


def with_gap(content: bytes) -> bytes:
    """*content* up to the end of its media, which grows by bytes that belong to no frame."""
    start = content.index(b"mdat") - 4
    size = int.from_bytes(content[start : start + 4], "big") + len(MARK)
    return content[:start] + size.to_bytes(4, "big") + content[start + 4 :] + MARK.encode()


def mp3(*, layout: str = "stereo", rate: int = 44100, bitrate: int = 128_000, vbr: bool = False) -> bytes:
    """An MP3 with the word in ID3 (both versions), APE, a cover, private frames and between its frames."""
    quality = (("q:a", "4"), ("abr", "1")) if vbr else ()
    sound = recording("mp3", None, "libmp3lame", rate=rate, layout=layout, bitrate=bitrate, codec_options=quality)
    out = io.BytesIO(
        sound[sound.index(b"\xff\xfb" if rate >= 32000 else b"\xff\xf3" if rate >= 16000 else b"\xff\xe3") :]
    )
    tags = apev2.APEv2()
    tags["Artist"] = MARK
    tags.save(out)
    frames = id3.ID3()
    for kind in (id3.TIT2, id3.TPE1, id3.TALB, id3.TCOM, id3.TSSE, id3.TENC, id3.TOWN, id3.TXXX, id3.COMM, id3.USLT):
        frames.add(kind(encoding=1, text=[MARK] if kind is not id3.USLT else MARK, desc=MARK, lang="kaz"))
    frames.add(id3.TDRC(encoding=0, text=["2024-01-02"]))
    frames.add(id3.APIC(encoding=0, mime="image/jpeg", type=3, desc=MARK, data=jpeg()))
    frames.add(id3.PRIV(owner=MARK, data=MARK.encode()))
    frames.add(id3.GEOB(encoding=0, mime="x/y", filename=MARK, desc=MARK, data=MARK.encode()))
    frames.add(id3.UFID(owner=MARK, data=MARK.encode()))
    frames.save(out, v1=2)
    return out.getvalue()


def cover() -> bytes:
    """A small cover picture with EXIF."""
    return jpeg(Image.new("RGB", (8, 8)))


def ogg(codec: str = "libopus") -> bytes:
    """An OGG with the word in its comments and its cover."""
    options = (("strict", "-2"),) if codec == "vorbis" else ()
    sound = recording("ogg", None, codec, layout="stereo" if codec == "vorbis" else "mono", codec_options=options)
    out = io.BytesIO(sound)
    opened = oggopus.OggOpus(out) if codec == "libopus" else oggvorbis.OggVorbis(out)
    picture = Picture()
    picture.data, picture.mime, picture.desc = cover(), "image/jpeg", MARK
    opened["metadata_block_picture"] = [base64.b64encode(picture.write()).decode()]
    opened["encoder"], opened["location"], opened["date"] = [MARK], [MARK], ["2024-01-02"]
    out.seek(0)
    opened.save(out)
    return out.getvalue()


def m4a(codec: str = "aac") -> bytes:
    """An M4A with the word in its atoms, a free-form one and its cover."""
    out = io.BytesIO(recording("ipod", None, codec))
    opened = mp4.MP4(out)
    for name in ("\xa9nam", "\xa9ART", "\xa9cmt", "\xa9too", "desc", "ownr"):
        opened[name] = [MARK]
    opened["----:com.apple.iTunes:" + MARK] = [mp4.MP4FreeForm(MARK.encode())]
    opened["covr"] = [mp4.MP4Cover(cover(), mp4.MP4Cover.FORMAT_JPEG)]
    out.seek(0)
    opened.save(out)
    return out.getvalue()
