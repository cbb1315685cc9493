"""What a mark in a file tells, by the name it goes under: one table for EXIF, XMP, PDF, Office and sound tags.

It only words the message to the citizen; what is removed does not depend on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.anonymise.scrub.verdicts import Removed

FAMILIES: tuple[tuple[Removed, re.Pattern[str]], ...] = tuple(
    (removed, re.compile(words, re.IGNORECASE))
    for removed, words in (
        (Removed.THUMBNAIL, r"thumb|previewimage|^apic|covr|picture_block|attached_pic"),
        (Removed.PLACE, r"gps|locat|©xyz|iso6709|^geo|place|country|^city|latitude|longitude|loci"),
        (Removed.TIME, r"date|time|created$|modified$|^t(drc|yer|dat|den|tag|dor)$|year|©day|^day$"),
        (Removed.HISTORY, r"history|revision|rsid|^ins$|^del$|instance|original|derived|editing|totaltime"),
        (
            Removed.AUTHOR,
            r"author|artist|creator$|owner|by-?line|copyright|lastmodifiedby|company|manager"
            r"|^t(pe[1-4]|com|own|ext|pub)$|©art|©aut|person|credit|contact|performer|^aart$",
        ),
        (
            Removed.DEVICE,
            r"^make$|model|lens|serial|makernote|device|camera|host|android|apple|body|uniqueid|manufacturer"
            r"|exposure|aperture|focal|iso|flash|fnumber|shutter|^com\.",
        ),
        (
            Removed.SOFTWARE,
            r"software|producer|creatortool|application|encod|^tsse$|^tenc$|©too|©swr|vendor|lame|lavf|lavc|tool"
            r"|processing|handler|template",
        ),
        (
            Removed.COMMENTS,
            r"comment|description|title|subject|keyword|caption|note|^comm$|^tit[123]$|©cmt|©nam|©des|lyric|^uslt$"
            r"|headline|label|instruction|category|status",
        ),
        (Removed.EMBEDDED, r"embed|attach|javascript|object|external|^geob$|^priv$"),
    )
)
NAME_IN_XMP = re.compile(rb"<?([A-Za-z][\w-]{1,24}):([A-Za-z][\w-]{1,40})")
XMP_SYNTAX = frozenset({"xmpmeta", "RDF", "Description", "li", "Seq", "Bag", "Alt", "about", "parseType", "xmptk"})


def what_names_tell(names: Iterable[str]) -> frozenset[Removed]:
    """The families of marks that *names* (of tags, fields, parts) tell; an unknown name counts as other."""
    return frozenset(what_name_tells(name) for name in names)


def what_name_tells(name: str) -> Removed:
    """The first family whose words occur in *name*."""
    return next((removed for removed, words in FAMILIES if words.search(name)), Removed.OTHER)


def what_xmp_tells(packet: bytes) -> frozenset[Removed]:
    """The families of marks in an XMP packet, read as text so that a damaged one still counts."""
    if not packet.strip(b"\0 \n"):
        return frozenset()
    names = {match.group(2).decode() for match in NAME_IN_XMP.finditer(packet[:400_000])}
    prefixed = {match.group(1).decode() for match in NAME_IN_XMP.finditer(packet[:400_000])}
    known = {what_name_tells(name) for name in names - XMP_SYNTAX if name not in prefixed}
    return frozenset(known | {Removed.OTHER})
