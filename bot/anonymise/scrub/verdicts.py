"""The values of scrubbing: what may come out, why something may not, and within which limits.

`RefusalReason`, `Instead` and `Removed` end text keys: file.why_<reason>, file.do_<instead>, scrub.<removed>.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from bot.errors import AdaldyqError
from bot.frozen import frozen

Media = Literal["photo", "document", "audio", "voice", "video", "video_note"]
MIB = 1024 * 1024


class RefusalReason(StrEnum):
    """Why a file was refused."""

    TYPE = "type"
    SIZE = "size"
    EMPTY = "empty"
    DAMAGED = "damaged"
    LOCKED = "locked"
    MISMATCH = "mismatch"
    PAGES = "pages"
    ACTIVE = "active"
    DOUBT = "doubt"
    SLOW = "slow"
    UNDRAWN = "undrawn"


class Instead(StrEnum):
    """What to send instead of a refused file."""

    PHOTO = "photo"
    PDF = "pdf"
    SPLIT = "split"
    UNPACK = "unpack"
    EXPORT = "export"
    UNLOCK = "unlock"
    AGAIN = "again"
    SOUND = "sound"
    VIDEO = "video"
    TELL = "tell"


class Removed(StrEnum):
    """A family of marks that the original carried and the clean bytes do not; or a part of what it showed (a loss)."""

    PLACE = "place"
    TIME = "time"
    DEVICE = "device"
    AUTHOR = "author"
    SOFTWARE = "software"
    COMMENTS = "comments"
    HISTORY = "history"
    THUMBNAIL = "thumbnail"
    EMBEDDED = "embedded"
    CUT = "cut"
    TRACKS = "tracks"
    TORN = "torn"
    HIDDEN = "hidden"
    DRAWING = "drawing"
    DIAGRAM = "diagram"
    RULES = "rules"
    TABLES = "tables"
    PRINT_HEADS = "print_heads"
    MOTION = "motion"
    ANIMATION = "animation"
    REMOTE = "remote"
    ROUTE = "route"
    ATTACHED = "attached"
    EDITING = "editing"
    OTHER = "other"


class FileKind(StrEnum):
    """What a file is by its first bytes."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    TIFF = "tiff"
    GIF = "gif"
    BMP = "bmp"
    AVIF = "avif"
    JPEG2000 = "jpeg2000"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    TEXT = "text"
    MP4 = "mp4"
    MOV = "mov"
    M4A = "m4a"
    OGG = "ogg"
    MP3 = "mp3"
    WAV = "wav"
    AMR = "amr"
    AAC = "aac"
    FLAC = "flac"
    MATROSKA = "matroska"
    AVI = "avi"
    TRANSPORT = "transport"
    DOC = "doc"
    XLS = "xls"
    PPT = "ppt"
    PPTX = "pptx"
    XLSB = "xlsb"
    DOCM = "docm"
    XLSM = "xlsm"
    PPTM = "pptm"
    RTF = "rtf"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    HTML = "html"
    EML = "eml"


PICTURES = frozenset(
    {
        FileKind.JPEG,
        FileKind.PNG,
        FileKind.WEBP,
        FileKind.HEIC,
        FileKind.TIFF,
        FileKind.GIF,
        FileKind.BMP,
        FileKind.AVIF,
        FileKind.JPEG2000,
    }
)
OFFICE = frozenset({FileKind.DOCX, FileKind.XLSX})
WITH_MACROS = frozenset({FileKind.DOCM, FileKind.XLSM, FileKind.PPTM})
PRINTED = WITH_MACROS | {
    FileKind.DOC, FileKind.XLS, FileKind.PPT, FileKind.PPTX, FileKind.XLSB, FileKind.RTF, FileKind.ODT, FileKind.ODS,
    FileKind.ODP, FileKind.HTML, FileKind.EML,
}  # fmt: skip
"""What nothing here rewrites: LibreOffice prints it where it is installed (`office_program`)."""
SOUNDS = frozenset(
    {FileKind.M4A, FileKind.OGG, FileKind.MP3, FileKind.WAV, FileKind.AMR, FileKind.AAC, FileKind.FLAC}
)
RECORDINGS = SOUNDS | {FileKind.MP4, FileKind.MOV, FileKind.MATROSKA, FileKind.AVI, FileKind.TRANSPORT}


@frozen
class Limits:
    """What one scrubbing may use; what needs more is refused."""

    input_bytes: int = 20 * MIB  # a bot can fetch no more from Telegram
    output_bytes: int = 48 * MIB  # and can send 50 MB
    memory_bytes: int = 1024 * MIB  # address space of the process, libraries included
    cpu_seconds: int = 60  # chosen: for a hundred drawn pages on a slow machine
    seconds: float = 180.0  # chosen: three times as much, for a machine that has something else to do, which goes first
    pages: int = 100  # chosen: 48 MiB leave nearly half a MiB to each
    pixels: int = 64_000_000  # 256 MB as RGBA: a copy of it still fits into the process
    jpeg_pixels: int = 220_000_000  # a JPEG is decoded at reduced scale


DEFAULT = Limits()
FIRST_SECONDS, SECONDS_A_MIB = 10, 5
"""Processor time that a file may use at first, and for each MiB of it: several times what the slowest honest files of
each kind took (docs/measures.md). A small file that asks for more is made to hold a place of the scrubber."""


def seconds_for(size: int) -> int:
    """Whole seconds of processor time for a file of *size* bytes."""
    return FIRST_SECONDS + SECONDS_A_MIB * size // MIB


@frozen
class RefusedFile:
    """The file was not cleaned: why, and what to send instead."""

    reason: RefusalReason
    instead: Instead


@frozen
class Rebuilt:
    """The clean bytes of one file, as a scrubber hands them over (sizes in pixels, duration in seconds)."""

    content: bytes
    extension: str
    media: Media
    removed: frozenset[Removed]
    width: int | None = None
    height: int | None = None
    duration: float | None = None


class RefusalError(AdaldyqError):
    """Leaves a scrubber from any depth; becomes a RefusedFile at the worker's door."""

    def __init__(self, reason: RefusalReason, instead: Instead) -> None:
        super().__init__(f"refused: {reason}, instead: {instead}")
        self.refused = RefusedFile(reason, instead)


def way_out(reason: RefusalReason, kind: FileKind | None) -> Instead:
    """What a citizen can do about *reason* with a file of *kind*."""
    fixed = {
        RefusalReason.EMPTY: Instead.AGAIN,
        RefusalReason.DAMAGED: Instead.AGAIN,
        RefusalReason.MISMATCH: Instead.AGAIN,
        RefusalReason.LOCKED: Instead.UNLOCK,
        RefusalReason.PAGES: Instead.SPLIT,
    }
    if reason in fixed:
        return fixed[reason]
    if kind in OFFICE or kind in PRINTED:
        return Instead.PDF
    if kind in RECORDINGS or kind is FileKind.TEXT:
        if reason in (RefusalReason.SLOW, RefusalReason.SIZE):
            return Instead.SPLIT
        return Instead.SOUND if kind in SOUNDS else Instead.VIDEO if kind in RECORDINGS else Instead.TELL
    if kind is FileKind.PDF and reason in (RefusalReason.SLOW, RefusalReason.SIZE):
        return Instead.SPLIT
    return Instead.PHOTO if kind is not None else Instead.TELL


def refusal(reason: RefusalReason, kind: FileKind | None) -> RefusalError:
    """The refusal of a file of *kind* for *reason*, with the usual way out."""
    return RefusalError(reason, way_out(reason, kind))
