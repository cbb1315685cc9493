"""The second look at sound and video: box by box, page by page, frame by frame, with no library that wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.anonymise.scrub.verify_showing import doubt_in_showing
from bot.frozen import frozen

BOXES = frozenset(
    b"ftyp moov mvhd trak tkhd edts elst mdia mdhd hdlr minf vmhd smhd dinf dref stbl "
    b"stsd stts ctts stsc stsz stco co64 stss sgpd sbgp mdat free".split()
)
PARENTS = frozenset({b"moov", b"trak", b"edts", b"mdia", b"minf", b"dinf", b"stbl"})
# How many bytes of fixed fields lead a description: 78 of a picture track, 28 of a sound track.
ENTRIES = dict.fromkeys((b"avc1", b"hvc1", b"hev1", b"mp4v", b"av01", b"vp09"), 78) | dict.fromkeys(
    (b"mp4a", b"Opus", b"alac", b"ipcm", b"sowt", b".mp3"), 28
)
ENTRY_BOXES = frozenset(b"avcC hvcC av1C vpcC esds dOps alac btrt pasp colr fiel pcmC chnl free".split())
COLR_KINDS = (b"nclx", b"nclc")
HANDLERS = (b"vide", b"soun")
HANDLER_NAMES = (b"VideoHandler\0", b"SoundHandler\0")
WRITERS = re.compile(rb"x264|x265|Lav[cf]\d|LAME\d|XviD|DivX|libebml|GPAC|Google|Apple|isom.{0,8}Media", re.IGNORECASE)
MP3_NAMES = re.compile(
    rb"(LAME|Lav[cf]|Gogo)\d|BladeEnc|ID3[\2-\4]\0.[\0-\x7f]{4}|APETAG|Xing\0\0\0[^\x07]|Info\0\0\0|VBRI\0\1", re.DOTALL
)
"""Long enough that coded sound does not hold one by chance: three letters would stand in it thrice an hour."""
H264_SILENT = frozenset({1, 2, 3, 4, 5, 7, 8, 9, 10, 11})
VENDORS = (b"Lavf", b"ffmpeg", b"")


@frozen
class Box:
    """One box: its name and where its inside begins and ends."""

    name: bytes
    begin: int
    end: int


def doubt_in_recording(content: bytes, extension: str) -> str | None:
    """Name the first thing in *content* that a clean recording cannot hold; None when there is nothing."""
    if extension == "ogg":
        return doubt_in_ogg(content)
    if extension == "mp3":
        return doubt_in_mp3(content)
    return doubt_in_boxes(content, 0, len(content)) or doubt_in_tracks(content)


def walk(content: bytes, begin: int, end: int) -> Iterator[Box | None]:
    """The boxes that fill *begin* to *end*; None where they do not."""
    while begin < end:
        size, name, head = int.from_bytes(content[begin : begin + 4], "big"), content[begin + 4 : begin + 8], 8
        if size == 1:
            size, head = int.from_bytes(content[begin + 8 : begin + 16], "big"), 16
        if size < head or begin + size > end:
            yield None
            return
        yield Box(name, begin + head, begin + size)
        begin += size


def doubt_in_boxes(content: bytes, begin: int, end: int) -> str | None:
    """Every box is known; times are zero, names constant, free space empty."""
    for box in walk(content, begin, end):
        if box is None:
            return "boxes: size"
        if box.name not in BOXES:
            return "boxes: " + box.name.decode("latin-1")
        doubt = doubt_in_box(content[box.begin : box.end] if box.name != b"mdat" else b"", box.name)
        if doubt is None and box.name in PARENTS:
            doubt = doubt_in_boxes(content, box.begin, box.end)
        if doubt is not None:
            return doubt
    return None


def doubt_in_box(body: bytes, name: bytes) -> str | None:
    """What in the *body* of one box could tell something."""
    match name:
        case b"mvhd" | b"tkhd" | b"mdhd" if any(body[4 : 20 if body[0] else 12]):
            return "boxes: time"
        case b"mdhd" if body[-4:-2] != b"\x55\xc4":
            return "boxes: language"
        case b"hdlr" if body[8:12] not in HANDLERS or body[24:] not in HANDLER_NAMES or any(body[12:24]):
            return "boxes: name of a track"
        case b"free" if any(body):
            return "boxes: free space in use"
        case b"dref" if body[4:] != b"\0\0\0\x01\0\0\0\x0curl \0\0\0\x01":
            return "boxes: outside reference"
        case b"ftyp" if WRITERS.search(body) or len(body) > 32:
            return "boxes: brand"
        case b"stsd":
            return doubt_in_entries(body)
    return None


def doubt_in_entries(body: bytes) -> str | None:
    """The description of a track: a known codec, no compressor's name, known boxes without text."""
    for entry in walk(body, 8, len(body)):
        if entry is None or entry.name not in ENTRIES:
            return "boxes: codec"
        fixed = body[entry.begin : entry.begin + ENTRIES[entry.name]]
        if ENTRIES[entry.name] == 78 and any(fixed[42:74]):
            return "boxes: compressor"
        for inner in walk(body, entry.begin + len(fixed), entry.end):
            if inner is None or inner.name not in ENTRY_BOXES:
                return "boxes: description " + (inner.name.decode("latin-1") if inner else "size")
            inside = body[inner.begin : inner.end]
            is_used = inner.name == b"free" and any(inside)
            if is_used or WRITERS.search(inside) or (inner.name == b"colr" and inside[:4] not in COLR_KINDS):
                return "boxes: text in a description"
    return None


def doubt_in_tracks(content: bytes) -> str | None:
    """Frames fill the media box without gaps and are all shown, and in H.264 and HEVC are slices or parameters."""
    tracks = list(tables(content))
    spans = sorted(span for table in tracks for span in sample_spans(table))
    media = [box for box in walk(content, 0, len(content)) if box is not None and box.name == b"mdat"]
    if len(media) != 1:
        return "boxes: media"
    place = media[0].begin
    for start, size in spans:
        if start != place:
            return "boxes: bytes between frames"
        place += size
    if place != media[0].end:
        return "boxes: bytes after the frames"
    scale = movie_scale(content)
    doubts = (doubt_in_showing(table, scale) or doubt_in_frames(content, table) for table in tracks)
    return next(filter(None, doubts), None)


def movie_scale(content: bytes) -> int:
    """Ticks a second of the clock of the whole."""
    moov = next(box for box in walk(content, 0, len(content)) if box and box.name == b"moov")
    place = next(box.begin for box in walk(content, moov.begin, moov.end) if box and box.name == b"mvhd")
    head = content[place : place + 24]
    return int.from_bytes(head[20:24] if head[0] else head[12:16], "big")


def tables(content: bytes) -> Iterator[dict[bytes, bytes]]:
    """The sample tables of each track by name."""
    for moov in walk(content, 0, len(content)):
        if moov and moov.name == b"moov":
            for trak in walk(content, moov.begin, moov.end):
                if trak and trak.name == b"trak":
                    yield {name: content[a:b] for name, a, b in leaves(content, trak)}


def leaves(content: bytes, parent: Box) -> Iterator[tuple[bytes, int, int]]:
    """Name, begin and end of every box below *parent* that holds no boxes."""
    for box in walk(content, parent.begin, parent.end):
        if box and box.name in PARENTS:
            yield from leaves(content, box)
        elif box:
            yield box.name, box.begin, box.end


def numbers(body: bytes, begin: int, width: int = 4) -> list[int]:
    """The big-endian numbers of *width* bytes in *body* from *begin* on."""
    return [int.from_bytes(body[place : place + width], "big") for place in range(begin, len(body) - width + 1, width)]


def sample_spans(table: dict[bytes, bytes]) -> Iterator[tuple[int, int]]:
    """Place and size of every frame of a track."""
    chunks = numbers(table[b"co64"], 8, 8) if b"co64" in table else numbers(table[b"stco"], 8)
    same, count = numbers(table[b"stsz"][:12], 4)
    sizes = iter([same] * count if same else numbers(table[b"stsz"], 12))
    runs = numbers(table[b"stsc"], 8)
    starts, per_chunk = runs[0::3], runs[1::3]
    run = -1
    for number, place in enumerate(chunks, 1):
        if run + 1 < len(starts) and starts[run + 1] == number:
            run += 1
        for _ in range(per_chunk[run]):
            size = next(sizes)
            yield place, size
            place += size


def doubt_in_frames(content: bytes, table: dict[bytes, bytes]) -> str | None:
    """What in the coded frames of one track could be text."""
    codec = table[b"stsd"][12:16]
    description = table[b"stsd"]
    if codec == b"avc1":
        width = (description[description.find(b"avcC") + 8] & 3) + 1
        return doubt_in_units(content, table, width, lambda unit: unit[0] & 31 in H264_SILENT)
    if codec in (b"hvc1", b"hev1"):
        width = (description[description.find(b"hvcC") + 25] & 3) + 1
        return doubt_in_units(content, table, width, lambda unit: (unit[0] >> 1 & 63) < 38)
    if codec == b"av01":
        return next(filter(None, (av1_doubt(content[a : a + size]) for a, size in sample_spans(table))), None)
    for place, size in sample_spans(table):
        frame = content[place : place + size]
        if (codec == b"mp4v" and b"\0\0\x01\xb2" in frame) or WRITERS.search(frame[:64]):
            return "frames: text"
    return None


def doubt_in_units(content: bytes, table: dict[bytes, bytes], width: int, is_silent: object) -> str | None:
    """Every unit of every frame must be one that carries no text."""
    assert callable(is_silent)
    for place, size in sample_spans(table):
        end = place + size
        while place < end:
            length = int.from_bytes(content[place : place + width], "big")
            place += width
            if not length or place + length > end or not is_silent(content[place : place + 2]):
                return "frames: a unit that is neither slice nor parameter"
            place += length
    return None


def av1_doubt(frame: bytes) -> str | None:
    """None when every unit of one AV1 frame is a header, a frame or its tiles."""
    while frame:
        name, lead, size, step = frame[0] >> 3 & 15, 2 if frame[0] & 4 else 1, 0, 0
        if name in (0, 5) or name > 8:
            return "frames: a message"
        if not frame[0] & 2:
            return None
        for step, byte in enumerate(frame[lead : lead + 8]):
            size |= (byte & 127) << 7 * step
            if byte < 128:
                break
        frame = frame[lead + step + 1 + size :]
    return None


def doubt_in_ogg(content: bytes) -> str | None:
    """One stream from page one to its end, without tags; nothing between or after the pages."""
    packets: list[bytes] = []
    place, serial, rest = 0, b"", b""
    while place < len(content):
        if content[place : place + 4] != b"OggS":
            return "ogg: bytes between pages"
        lacing = content[place + 27 : place + 27 + content[place + 26]]
        if serial not in (b"", content[place + 14 : place + 18]):
            return "ogg: a second stream"
        serial = content[place + 14 : place + 18]
        place += 27 + len(lacing)
        for size in lacing:
            if len(packets) < 3:
                rest += content[place : place + size]
                if size < 255:
                    packets.append(rest)
                    rest = b""
            place += size
    if place != len(content) or len(packets) < 3:
        return "ogg: cut off"
    return doubt_in_ogg_heads(packets)


def doubt_in_ogg_heads(packets: list[bytes]) -> str | None:
    """The second packet names a constant vendor and no comment."""
    tags = packets[1]
    lead = 8 if tags.startswith(b"OpusTags") else 7 if tags.startswith(b"\x03vorbis") else 0
    size = int.from_bytes(tags[lead : lead + 4], "little")
    vendor, after = tags[lead + 4 : lead + 4 + size], tags[lead + 4 + size :]
    if not lead or vendor not in VENDORS or after not in (b"\0\0\0\0", b"\0\0\0\0\x01"):
        return "ogg: tags"
    if lead == 8 and len(packets[0]) > 19 + 2 + 255:
        return "ogg: head"
    return None


def doubt_in_mp3(content: bytes) -> str | None:
    """Frame follows frame from the first byte to the last, and no encoder is named."""
    if MP3_NAMES.search(content):
        return "mp3: a name or a tag"
    rates = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
    kilobits = {True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
                False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)}  # fmt: skip
    place = 0
    while place < len(content):
        head = content[place : place + 4]
        is_frame = len(head) == 4 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[1] & 0x18 != 8
        if not is_frame or head[2] >> 4 in (0, 15) or head[2] & 12 == 12:
            return "mp3: bytes between frames"
        version = head[1] >> 3 & 3
        rate = rates[version][head[2] >> 2 & 3]
        bits = kilobits[version == 3][head[2] >> 4] * 1000
        place += (144 if version == 3 else 72) * bits // rate + (head[2] >> 1 & 1)
    return None if place == len(content) else "mp3: cut off"
