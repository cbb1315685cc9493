"""What marks a recording carried: read for the message to the citizen only, never needed for the cleaning."""

from __future__ import annotations

import io
import re

import av
import av.error
import mutagen

from bot.anonymise.scrub.showing import open_source
from bot.anonymise.scrub.traces import what_names_tell, what_xmp_tells
from bot.anonymise.scrub.verdicts import FileKind, Removed

# What every file of its kind says without telling anything.
PLAIN = frozenset({"language", "major_brand", "minor_version", "compatible_brands", "rotate", "vendor_id", "duration"})
PLAIN_HANDLERS = frozenset({"VideoHandler", "SoundHandler", "", "VideoHandle", "SoundHandle", "ISO Media file"})
APPLE = "com.apple.quicktime."  # not to be taken for a time
NO_DATE = re.compile(r"(1904-01-01|1970-01-01)")
TEXT_IN_FRAMES = re.compile(rb"x264 - core|x265 \(build|Lavc\d\d|LAME3\.|Lavf\d\d|XviD\d|DivX\d|FAAC|Nero AAC")


def find_marks(content: bytes, kind: FileKind) -> frozenset[Removed]:
    """The families of marks in the recording *content*; unreadable ones count as other."""
    marks = set(what_names_tell(tag_names(content)))
    if kind is not FileKind.MP3:
        marks |= container_marks(content, kind)
    if TEXT_IN_FRAMES.search(content):
        marks.add(Removed.SOFTWARE)
    if b"<x:xmpmeta" in content:
        marks |= what_xmp_tells(content[content.find(b"<x:xmpmeta") :][:65536])
    return frozenset(marks)


def tag_names(content: bytes) -> set[str]:
    """The names of the tags that a tag reader sees."""
    try:
        found = mutagen.File(io.BytesIO(content))
    except (mutagen.MutagenError, ValueError, IndexError, KeyError, TypeError, OverflowError, EOFError):
        return {"unknown"}
    tags = getattr(found, "tags", None)
    names = {str(name).partition(":")[0] for name in tags} if tags is not None else set()
    if content[-128:-125] == b"TAG" or b"APETAGEX" in content[-65536:]:
        names.add("comment")
    return names - {"major_brand"}


def container_marks(content: bytes, kind: FileKind) -> frozenset[Removed]:
    """What the container's and the tracks' own metadata tell."""
    try:
        with open_source(content, kind) as source:
            names = telling_names(dict(source.metadata))
            marks: set[Removed] = set()
            for stream in source.streams:
                names |= telling_names(dict(stream.metadata))
                if stream.type in ("data", "subtitle", "attachment"):
                    marks.add(Removed.EMBEDDED)
                if stream.type == "video" and stream.disposition & av.stream.Disposition.attached_pic:
                    marks.add(Removed.THUMBNAIL)
            if source.chapters():
                marks.add(Removed.OTHER)
    except (av.error.FFmpegError, UnicodeDecodeError):
        return frozenset({Removed.OTHER})
    return what_names_tell(names) | marks


def telling_names(metadata: dict[str, str]) -> set[str]:
    """The names in *metadata* that tell something."""
    names = set()
    for name, value in metadata.items():
        if name in PLAIN or (name == "handler_name" and value in PLAIN_HANDLERS) or NO_DATE.match(value):
            continue
        names.add(name.removeprefix(APPLE))
    return names
