"""Recordings as dictaphones, cameras and browsers write them, with the word wherever their formats take words."""

from __future__ import annotations

import functools
import io
import struct
import zlib
from fractions import Fraction

import av
from mutagen import flac, id3

from tests.anonymise.scrub.planted_recordings import SAYING, box, cover, recording, sound_frames
from tests.anonymise.scrub.searching import MARK

WORDS = MARK.encode()


def riff_chunk(name: bytes, body: bytes) -> bytes:
    """One chunk of a RIFF file."""
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def with_riff_chunks(content: bytes, *chunks: bytes) -> bytes:
    """*content* with *chunks* at its end, and bytes that belong to nothing behind them."""
    grown = content[8:] + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(grown)) + grown + WORDS


def wav(codec: str = "pcm_s16le", rate: int = 48000) -> bytes:
    """A WAV with the word in every chunk that a recorder or an editor writes."""
    tags = id3.ID3()
    tags.add(id3.TPE1(encoding=0, text=[MARK]))
    tagged = io.BytesIO()
    tags.save(tagged)
    places = riff_chunk(b"labl", struct.pack("<I", 1) + WORDS + b"\0") + riff_chunk(b"note", bytes(4) + WORDS + b"\0")
    return with_riff_chunks(
        recording("wav", None, codec, rate=rate),
        riff_chunk(b"bext", WORDS.ljust(256, b"\0") + WORDS.ljust(32, b"\0") + WORDS.ljust(32, b"\0") + bytes(282)),
        riff_chunk(b"iXML", b"<BWFXML><NOTE>" + WORDS + b"</NOTE></BWFXML>"),
        riff_chunk(b"_PMX", b"<x:xmpmeta>" + WORDS),
        riff_chunk(b"LIST", b"INFO" + riff_chunk(b"IART", WORDS) + riff_chunk(b"ICRD", b"2024-01-02")),
        riff_chunk(b"LIST", b"adtl" + places),
        riff_chunk(b"id3 ", tagged.getvalue()),
        riff_chunk(b"JUNK", WORDS * 3),
    )


def avi(video: str | None, audio: str) -> bytes:
    """An AVI with the word in its lists and its junk."""
    chunks = (riff_chunk(b"JUNK", WORDS * 9), riff_chunk(b"IDIT", WORDS), riff_chunk(b"_PMX", WORDS))
    return with_riff_chunks(recording("avi", video, audio), *chunks)


def flac_file() -> bytes:
    """A FLAC with the word in its comments, its picture, an application's block and behind its end."""
    out = io.BytesIO(recording("flac", None, "flac"))
    opened = flac.FLAC(out)
    picture = flac.Picture()
    picture.data, picture.mime, picture.desc = cover(), "image/jpeg", MARK
    opened.add_picture(picture)
    opened["location"], opened["encoder"] = [MARK], [MARK]
    application = flac.MetadataBlock(b"abcd" + WORDS)
    application.code = 2
    opened.metadata_blocks.append(application)
    out.seek(0)
    opened.save(out)
    return out.getvalue() + WORDS


def adts() -> bytes:
    """AAC as a stream, with the word in a tag before it, in fillers and behind it."""
    tags = id3.ID3()
    tags.add(id3.TIT2(encoding=0, text=[MARK]))
    out = io.BytesIO()
    tags.save(out)
    sound = bytearray(out.getvalue())
    plain, place = recording("adts", None, "aac"), 0
    while place < len(plain):
        size = (plain[place + 3] & 3) << 11 | plain[place + 4] << 3 | plain[place + 5] >> 5
        # A filler (3 bits of name, 4 of length) would shift all that follows by bits; a data element may be aligned.
        filler = b"\x88" + bytes((len(WORDS),)) + WORDS if place else b""
        head = bytearray(plain[place : place + 7])
        grown = size + len(filler)
        head[3:6] = head[3] & 0xFC | grown >> 11, grown >> 3 & 0xFF, (grown & 7) << 5 | head[5] & 31
        sound += head + filler + plain[place + 7 : place + size]
        place += size
    return bytes(sound) + WORDS


def with_tail(frame: bytes, words: bytes, element: str) -> bytes:
    """The AAC *frame* with *words* in an *element* behind its channel: a filler at any bit, or data at a whole byte."""
    written = f"{int.from_bytes(frame, 'big'):0{len(frame) * 8}b}"
    body, end = written.rstrip("0")[:-3], written.rstrip("0")[-3:]
    assert end == "111", "a frame of another make"
    if element == "data":
        body += "100" + "0000" + "1" + f"{len(words):08b}"
        body += "0" * (-len(body) % 8)
    else:
        body += "110" + ("1111" + f"{len(words) - 14:08b}" if len(words) > 14 else f"{len(words):04b}")
    body += "".join(f"{byte:08b}" for byte in words) + end
    body += "0" * (-len(body) % 8)
    return int(body, 2).to_bytes(len(body) // 8, "big")


def tailed_adts(words: bytes, element: str) -> bytes:
    """AAC as a stream with *words* behind the sound of every frame but the first."""
    plain, place, sound = recording("adts", None, "aac"), 0, b""
    while place < len(plain):
        size = (plain[place + 3] & 3) << 11 | plain[place + 4] << 3 | plain[place + 5] >> 5
        frame = plain[place + 7 : place + size]
        frame = with_tail(frame, words, element) if place else frame
        head, grown = bytearray(plain[place : place + 7]), len(frame) + 7
        head[3:6] = head[3] & 0xFC | grown >> 11, grown >> 3 & 0xFF, (grown & 7) << 5 | head[5] & 31
        sound, place = sound + head + frame, place + size
    return sound


def tailed_mp4(words: bytes, element: str) -> bytes:
    """The same frames in an MP4."""
    out = io.BytesIO()
    with av.open(io.BytesIO(tailed_adts(words, element))) as source, av.open(out, "w", format="mp4") as target:
        stream = target.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(source.streams.audio[0]):
            if packet.size:
                packet.stream = stream
                target.mux(packet)
    return out.getvalue()


def holds_at_any_bit(content: bytes, words: bytes) -> bool:
    """True when *words* stand in *content*, at whole bytes or between them."""
    bits = int.from_bytes(content, "big")
    return any(words in (bits >> by).to_bytes(len(content), "big") for by in range(8))


def adif(layout: str = "mono") -> bytes:
    """AAC under one head, with the word as its copyright and its comment."""
    plain, place, sound = recording("adts", None, "aac", layout=layout), 0, b""
    while place < len(plain):
        size = (plain[place + 3] & 3) << 11 | plain[place + 4] << 3 | plain[place + 5] >> 5
        sound += plain[place + 7 : place + size]
        place += size
    copyright, pair = "1" + "".join(f"{byte:08b}" for byte in WORDS), "1" if layout == "stereo" else "0"
    bits = copyright + "00" + "0" + "0" * 23 + "0000" + "0" * 20  # constant rate, one configuration
    bits += "0000" + "01" + "0011" + "0001" + "0000" * 2 + "00" + "000" + "0000" + "000" + pair + "0000"  # LC, 48 kHz
    bits += "0" * (-len(bits) % 8)
    head = int(bits, 2).to_bytes(len(bits) // 8, "big")
    return b"ADIF" + head + bytes((len(WORDS),)) + WORDS + sound


def amr(*, wide: bool = False) -> bytes:
    """A second of a dictaphone's rattle, with the word in half a frame behind it: its battery went."""
    frame = bytes((0x44,)) + bytes(range(60)) if wide else bytes((0x3C,)) + bytes(range(31))
    return (b"#!AMR-WB\n" if wide else b"#!AMR\n") + frame * 50 + frame[:1] + WORDS


@functools.cache
def call_3gp() -> bytes:
    """A call as an old telephone records it: AMR in 3GP, with a place and a title."""
    out = io.BytesIO()
    with av.open(out, "w", format="3gp") as container:
        container.metadata.update(SAYING)
        stream = container.add_stream("libopencore_amrnb", rate=8000, layout="mono")
        for frame in [*sound_frames(8000, "s16", "mono"), None]:
            container.mux(stream.encode(frame))
    return out.getvalue()


def bundled_3gp(together: int = 4) -> bytes:
    """The same call from a telephone that puts several frames of a fiftieth of a second into each packet."""
    made = bytearray(call_3gp())
    sizes, times, chunks = (made.find(name) + 8 for name in (b"stsz", b"stts", b"stsc"))
    size, count = struct.unpack_from(">2I", made, sizes)
    assert size and count % together == 0 and struct.unpack_from(">3I", made, chunks) == (1, 1, count)
    (last,) = struct.unpack_from(">I", made, times + 16)
    packets = count // together
    struct.pack_into(">2I", made, sizes, size * together, packets)
    struct.pack_into(">I", made, chunks + 8, packets)
    struct.pack_into(">5I", made, times, 2, packets - 1, 160 * together, 1, 160 * (together - 1) + last)  # at 8 kHz
    return bytes(made)


@functools.cache
def matroska(form: str, video: str | None, audio: str) -> bytes:
    """A Matroska with the word in tags, names, an attachment and behind its end."""
    out = io.BytesIO()
    with av.open(io.BytesIO(recording(form, video, audio))) as source, av.open(out, "w", format=form) as target:
        target.metadata.update(SAYING)
        if form == "matroska":
            target.add_attachment(MARK + ".txt", "text/plain", WORDS)
        streams = {one.index: target.add_stream_from_template(one, opaque=True) for one in source.streams}
        for made in streams.values():
            made.metadata.update({"title": MARK})
        for packet in source.demux():
            if packet.size:
                packet.stream = streams[packet.stream.index]
                target.mux(packet)
    return out.getvalue() + b"\xec\x40" + bytes((len(WORDS),)) + WORDS


def variable_matroska() -> bytes:
    """Pictures at uneven times, as a screen recorder writes them."""
    out = io.BytesIO()
    with av.open(out, "w", format="matroska") as container:
        stream = container.add_stream("libx264", rate=10, options={"bf": "2"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for time in (0, 1, 5, 6, 7, 20, 21, 29):
            frame = av.VideoFrame(64, 48, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes((time * 8,)) * plane.buffer_size)
            frame.pts, frame.time_base = time, Fraction(1, 10)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


def packed_mov() -> bytes:
    """A MOV as QuickTime 3 packed it: its head in zlib, and by its edit list only the first half second is shown."""
    plain = recording("mov", "mjpeg", None)
    start = plain.rindex(b"moov") - 4
    head = plain[start : start + int.from_bytes(plain[start : start + 4], "big")]
    edits = head.index(b"elst") + 4
    scale = int.from_bytes(head[head.index(b"mvhd") + 16 :][:4], "big")
    cut = bytearray(head)
    cut[edits + 8 : edits + 12] = (scale // 2).to_bytes(4, "big")
    packed = zlib.compress(bytes(cut))
    inside = box(b"dcom", b"zlib") + box(b"cmvd", len(cut).to_bytes(4, "big") + packed)
    return plain[:start] + box(b"moov", box(b"cmov", inside)) + box(b"free", WORDS)
