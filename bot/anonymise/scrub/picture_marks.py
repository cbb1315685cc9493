"""What marks a picture carried: read for the message to the citizen only, never needed for the cleaning."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from PIL import ExifTags, Image

from bot.anonymise.scrub.traces import what_names_tell, what_xmp_tells
from bot.anonymise.scrub.verdicts import FileKind, Removed
from bot.anonymise.scrub.wordlists import words

POINTERS = {ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo, ExifTags.IFD.Interop}
# Structure of the picture, not marks: sizes, compression, offsets, resolution, orientation, colour space.
STRUCTURE = frozenset(range(254, 269)) | {
    int(tag)
    for tag in words(
        "273 274 277 278 279 280 281 282 283 284 292 293 296 297 317 318 319 320 322 323 324 325 330 338 339 347 "
        "512 513 514 529 530 531 532 700 33723 34377 34665 34675 34853 36864 37121 40960 40961 40962 40963 40965"
    )
}
PLAIN_INFO = words(
    "jfif jfif_version jfif_unit jfif_density dpi progressive progression adobe gamma adobe_transform "
    "transparency background interlace version duration loop compression resolution srgb chromaticity "
    "aspect bit_depth primary timestamp extension premultiplied chroma mirror default_image disposal "
    "blend bbox"
)
JP2_BOXES = (b"xml ", b"uuid", b"uinf")  # ISO 15444-1, annex I.7
TAIL_AT_MOST_IDLE = 16  # chosen: bytes of padding after a picture's end that are not worth telling of


def find_marks(picture: Image.Image, content: bytes, kind: FileKind) -> frozenset[Removed]:
    """The families of marks in *picture*; unreadable ones count as other."""
    marks = set(exif_marks(picture))
    for name, value in picture.info.items():
        marks |= info_marks(str(name).lower(), value)
    is_burst = kind is FileKind.HEIC and getattr(picture, "n_frames", 1) > 1
    if trailing_bytes(content, kind) > TAIL_AT_MOST_IDLE or is_burst:
        marks.add(Removed.EMBEDDED)
    if kind is FileKind.JPEG2000:
        marks |= box_marks(content)
    if getattr(picture, "mpinfo", None):
        marks.add(Removed.EMBEDDED)
    return frozenset(marks)


def box_marks(content: bytes) -> frozenset[Removed]:
    """What the boxes of a JP2 beside its codestream tell, looked for as bytes."""
    told = what_xmp_tells(content) if b"<x:xmpmeta" in content else frozenset()
    return told | (frozenset({Removed.EMBEDDED}) if any(name in content for name in JP2_BOXES) else frozenset())


def info_marks(name: str, value: object) -> frozenset[Removed]:
    """What one entry of Pillow's `info` tells."""
    if name in PLAIN_INFO or name == "exif" or not value:
        return frozenset()
    if name in ("xmp", "xml:com.adobe.xmp", "raw profile type xmp"):
        return what_xmp_tells(value if isinstance(value, bytes) else str(value).encode())
    if name in ("thumbnails", "depth_images", "aux"):
        return frozenset({Removed.THUMBNAIL if name == "thumbnails" else Removed.EMBEDDED})
    if name in ("icc_profile", "icc_profile_type", "nclx_profile", "metadata"):
        return frozenset({Removed.OTHER}) if name == "icc_profile" else frozenset()
    if name == "photoshop":
        return frozenset({Removed.OTHER})
    return what_names_tell([name])


def exif_marks(picture: Image.Image) -> frozenset[Removed]:
    """What the EXIF tags of *picture* tell."""
    try:
        return what_names_tell(exif_names(picture))
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, struct.error, AttributeError):
        return frozenset({Removed.OTHER})


def exif_names(picture: Image.Image) -> Iterator[str]:
    """The names of all EXIF tags that are no mere structure."""
    exif = picture.getexif()
    tags = dict(exif)
    for pointer in POINTERS:
        inner = exif.get_ifd(pointer)
        if pointer is ExifTags.IFD.GPSInfo:
            yield from ("GPS" for tag in inner if tag)
        else:
            tags |= inner
    if picture.format != "TIFF" and exif.get_ifd(ExifTags.IFD.IFD1):  # of a TIFF it is simply the second page
        yield "thumbnail"
    for tag in tags:
        if isinstance(tag, int) and tag not in STRUCTURE and tag not in POINTERS:
            yield ExifTags.TAGS.get(tag, "unknown")


def trailing_bytes(content: bytes, kind: FileKind) -> int:
    """How many bytes stand after the end of the picture, as far as its format says where that is."""
    if kind is FileKind.JPEG:
        end = content.rfind(b"\xff\xd9")
        # A ZIP or text after the picture rarely holds FF D9; when it does, the first of the last two is near enough.
        return len(content) - end - 2 if end >= 0 else 0
    if kind is FileKind.PNG:
        end = content.find(b"IEND\xaeB`\x82")
        return len(content) - end - 8 if end >= 0 else 0
    if kind is FileKind.BMP:
        return len(content) - int.from_bytes(content[2:6], "little")
    if kind is FileKind.WEBP:
        return len(content) - int.from_bytes(content[4:8], "little") - 8
    if kind is FileKind.GIF:
        return len(content) - content.rfind(b";") - 1
    return 0
