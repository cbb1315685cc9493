"""What a file is, by a whitelist of signatures; the name may only contradict.

Rules

1. A signature stands at the first byte: a file that begins as something else is something else, whatever follows. A PDF
   alone may stand behind bytes that are nothing known, as mail programs and web pages leave them.
2. A name or MIME type of another family (a document called .jpg) is a mismatch; within a family it is ignored, because
   messengers rename pictures all the time and what comes out is named anew.
3. What is known and not accepted is named, so that the refusal can say what to send instead.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from bot.anonymise.scrub.adts import after_tag, is_adts
from bot.anonymise.scrub.transport_packets import is_transport_stream
from bot.anonymise.scrub.verdicts import (
    OFFICE,
    PICTURES,
    PRINTED,
    RECORDINGS,
    FileKind,
    Instead,
    RefusalError,
    RefusalReason,
    refusal,
)
from bot.anonymise.scrub.wordlists import words

FAMILIES = {
    "picture": PICTURES,
    "pdf": frozenset({FileKind.PDF}),
    "office": OFFICE | PRINTED - {FileKind.EML},
    "recording": RECORDINGS,
    "text": frozenset({FileKind.TEXT}),
}
NAMES = {
    "picture": "jpg jpeg jpe jfif png webp heic heif tif tiff gif bmp dib avif jp2 j2k jpx jpf jpc image/*",
    "pdf": "pdf application/pdf",
    "office": "docx xlsx",
    "recording": "mp4 m4v mov qt 3gp 3g2 3ga ogg oga opus mp3 m4a m4b aac wav flac amr awb mkv mka webm avi "
    "mts m2t m2ts audio/* video/* application/ogg",
    "text": "txt text log md csv tsv text/plain text/csv",
}
FAMILY_OF_NAME = {name: family for family, names in NAMES.items() for name in names.split()}
FOREIGN_NAMES = words(
    "html htm xhtml svg xml rtf eml msg vcf ics js json py sh bat ps1 cmd vbs php doc xls ppt pptx odt ods "
    "odp docm xlsm dotm xltm xlsb pps exe apk jar zip rar 7z gz tar iso dmg msi lnk scr com wmv "
    "flv wma psd ai eps ps djvu epub fb2 pages numbers key svgz raw dng cr2 nef arw "
    "text/html image/svg+xml"
)
OFFICE_MIME = "application/vnd.openxmlformats-officedocument."
PAGE_BEGINS = (b"<!doctype html", b"<html")
NOT_PLAIN = (b"<!doctype", b"<?xml", b"<svg", b"<script", b"<?php", b"%!ps", b"#!/", b"begin:v")
LETTERS_A_CONTROL = 10  # as in plain_texts, which has the last word
BITMAP_HEADS = frozenset({12, 40, 52, 56, 64, 108, 124})
"""Sizes of the second head of a BMP; "BM" alone may begin a text."""
AVIF_BRANDS = frozenset({b"avif", b"avis"})
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"hevc", b"hevx"})
SOUND_BRANDS = frozenset({b"M4A ", b"M4B ", b"M4P "})
KIND_OF_MARKUP = {
    **dict.fromkeys(("html", "htm", "xhtml", "text/html", "application/xhtml+xml"), FileKind.HTML),
    **dict.fromkeys(("eml", "message/rfc822"), FileKind.EML),
}
"""Plain words become these only by their name."""
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
OPEN_DOCUMENTS = {b"text": FileKind.ODT, b"spreadsheet": FileKind.ODS, b"presentation": FileKind.ODP}
"""By the word that follows; behind it may stand "-template" or "-web"."""
OLD_STREAMS = (
    ("WordDocument", FileKind.DOC), ("Workbook", FileKind.XLS), ("PowerPoint Document", FileKind.PPT),
    ("Book\0", FileKind.XLS),  # of Excel 5 and 95; the zero ends the name
)  # fmt: skip
ZIP_DAMAGE = (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, OverflowError, EOFError)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"dex\n", b"#!")
OTHER_VIDEO = (b"FLV", b"\0\0\1\xba", b"\0\0\1\xb3")  # the last two: MPEG program and video streams
WINDOWS_MEDIA, WITH_PICTURE = b"0&\xb2u", bytes.fromhex("c0ef19bc4d5bcf11a8fd00805f5c442b")
"""Wma and wmv begin alike; the second holds the GUID of a stream of pictures among its heads."""


def sniff(content: bytes, declared: str | None) -> FileKind:
    """The kind of *content*; raises RefusalError when not accepted or in contradiction to *declared* (name or MIME)."""
    if not content:
        raise refusal(RefusalReason.EMPTY, None)
    kind, name = kind_of(content), plain_name(declared)
    if kind is FileKind.TEXT:
        kind = KIND_OF_MARKUP.get(name, kind)
    if name in FOREIGN_NAMES and kind is FileKind.TEXT:
        raise RefusalError(RefusalReason.TYPE, Instead.PDF)
    family = family_of(name)
    if family is not None and kind not in FAMILIES[family]:
        raise refusal(RefusalReason.MISMATCH, kind)
    return kind


def plain_name(declared: str | None) -> str:
    """The bare lower-case extension or MIME type of *declared* ("Letter.PDF" and ".pdf" give "pdf")."""
    text = (declared or "").strip().lower().partition(";")[0].strip()
    return text if "/" in text else text.rpartition(".")[2]


def family_of(name: str) -> str | None:
    """The family that *name* claims, or None when it claims nothing we know."""
    if name.startswith(OFFICE_MIME):
        return "office"
    return FAMILY_OF_NAME.get(name) or FAMILY_OF_NAME.get(name.partition("/")[0] + "/*")


def kind_of(content: bytes) -> FileKind:
    """The kind of *content* by its signature; raises RefusalError for everything that is not accepted."""
    head = content[:32]
    kind = kind_of_simple(head)
    if kind is not None:
        return kind
    if head[4:8] == b"ftyp":
        return kind_of_boxes(content)
    if head[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"):
        return FileKind.MOV  # QuickTime before the year 2001 has no ftyp; the decoder has the last word
    if is_transport_stream(content):
        return FileKind.TRANSPORT
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return kind_of_zip(content)
    if head.startswith(OLE):
        return old_office(content)
    if head.startswith(b"{\\rtf"):
        return FileKind.RTF
    if head.startswith(b"ID3") or is_mp3_frame(head):
        return kind_behind_tag(content)
    refuse_known(head, content)
    return kind_of_text(content)


def kind_of_simple(head: bytes) -> FileKind | None:
    """The kinds that one fixed signature tells."""
    table = (
        (b"\xff\xd8\xff", FileKind.JPEG),
        (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
        (b"GIF87a", FileKind.GIF),
        (b"GIF89a", FileKind.GIF),
        (b"II*\0", FileKind.TIFF),
        (b"MM\0*", FileKind.TIFF),
        (b"II+\0", FileKind.TIFF),
        (b"MM\0+", FileKind.TIFF),
        (b"\0\0\0\x0cjP  \r\n\x87\n", FileKind.JPEG2000),
        (b"\xff\x4f\xff\x51", FileKind.JPEG2000),
        (b"%PDF-", FileKind.PDF),
        (b"\xef\xbb\xbf%PDF-", FileKind.PDF),
        (b"OggS", FileKind.OGG),
        (b"fLaC", FileKind.FLAC),
        (b"#!AMR\n", FileKind.AMR),
        (b"#!AMR-WB\n", FileKind.AMR),
        (b"ADIF", FileKind.AAC),
        (b"\x1aE\xdf\xa3", FileKind.MATROSKA),
    )
    if head.startswith(b"RIFF"):
        return {b"WEBP": FileKind.WEBP, b"WAVE": FileKind.WAV, b"AVI ": FileKind.AVI}.get(head[8:12])
    if is_adts(head):
        return FileKind.AAC
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in BITMAP_HEADS:
        return FileKind.BMP
    return next((kind for signature, kind in table if head.startswith(signature)), None)


def kind_of_boxes(content: bytes) -> FileKind:
    """Tell AVIF, HEIC, MOV, M4A and MP4 apart by their brands."""
    major = content[8:12]
    size = min(int.from_bytes(content[:4], "big"), 256)
    brands = {major, *(content[place : place + 4] for place in range(16, size, 4))}
    if major in AVIF_BRANDS or (major in (b"mif1", b"msf1") and brands & AVIF_BRANDS):
        return FileKind.AVIF
    if major in HEIC_BRANDS or (major in (b"msf1", b"heif") and brands & HEIC_BRANDS):
        return FileKind.HEIC
    if major in (b"crx ", b"jp2 ", b"jpx "):
        raise RefusalError(RefusalReason.TYPE, Instead.PHOTO)
    if major in SOUND_BRANDS:
        return FileKind.M4A
    return FileKind.MOV if major == b"qt  " else FileKind.MP4


def is_late_pdf(content: bytes) -> bool:
    """True for a PDF behind other bytes: readers look for its head in the first 1024 (Acrobat's note to ISO 32000)."""
    return content.find(b"%PDF-", 0, 1024) > 0 and b"endobj" in content and b"%%EOF" in content[-1024:]


def is_mp3_frame(head: bytes) -> bool:
    """True when *head* begins with a plausible header of an MPEG audio layer III frame."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return False
    return head[1] & 0x18 != 0x08 and head[2] >> 4 not in (0, 15) and head[2] & 0x0C != 0x0C


def kind_behind_tag(content: bytes) -> FileKind:
    """MP3 as a rule; AAC and FLAC may be led by the same tag."""
    sound = content[after_tag(content) :][:32]
    return FileKind.AAC if is_adts(sound) else FileKind.FLAC if sound.startswith(b"fLaC") else FileKind.MP3


def kind_of_zip(content: bytes) -> FileKind:
    """Tell office files from other ZIPs by their parts, not by their bytes in passing."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {item.filename.lower() for item in archive.infolist()[:5000]}
            named = read_mimetype(archive) if "mimetype" in names else b""
    except ZIP_DAMAGE as damage:
        raise RefusalError(RefusalReason.DAMAGED, Instead.AGAIN) from damage
    has_macros = any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names)
    if "[content_types].xml" in names:
        return kind_of_office(names, has_macros=has_macros)
    if has_macros:
        raise RefusalError(RefusalReason.ACTIVE, Instead.PDF)
    of_open_document = OPEN_DOCUMENTS.get(named.removeprefix(OPEN_DOCUMENT).partition(b"-")[0])
    if of_open_document is not None:
        return of_open_document
    if any(name.endswith(".iwa") for name in names) or names & {"index.zip", "index.apxl", "index.xml"}:
        raise RefusalError(RefusalReason.TYPE, Instead.EXPORT)
    raise RefusalError(RefusalReason.TYPE, Instead.PDF if named or "content.xml" in names else Instead.UNPACK)


def read_mimetype(archive: zipfile.ZipFile) -> bytes:
    """What an archive says of itself in its first part."""
    item = next(item for item in archive.infolist() if item.filename.lower() == "mimetype")
    if item.flag_bits & 1:
        return b""
    with archive.open(item) as part:
        return part.read(100).strip()


def kind_of_office(names: set[str], *, has_macros: bool) -> FileKind:
    """Which of the office files of 2007 and later has parts of these *names*."""
    for folder, kind, active in (
        ("word/", FileKind.DOCX, FileKind.DOCM),
        ("xl/", FileKind.XLSX, FileKind.XLSM),
        ("ppt/", FileKind.PPTX, FileKind.PPTM),
    ):
        if any(name.startswith(folder) for name in names):
            is_binary = kind is FileKind.XLSX and "xl/workbook.bin" in names
            return active if has_macros else FileKind.XLSB if is_binary else kind
    if has_macros:
        raise RefusalError(RefusalReason.ACTIVE, Instead.PDF)
    raise RefusalError(RefusalReason.TYPE, Instead.PDF)


def old_office(content: bytes) -> FileKind:
    """Tell the office files of before 2007 apart, or a newer one behind a password (which wears the same coat)."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise RefusalError(RefusalReason.LOCKED, Instead.UNLOCK)
    for stream, kind in OLD_STREAMS:
        if stream.encode("utf-16-le") in content:
            return kind
    raise RefusalError(RefusalReason.TYPE, Instead.PDF)


def refuse_known(head: bytes, content: bytes) -> None:
    """Raise RefusalError for archives, programs and media that are known and not accepted."""
    if head.startswith(ARCHIVES):
        raise RefusalError(RefusalReason.TYPE, Instead.UNPACK)
    if head.startswith(PROGRAMS):
        raise RefusalError(RefusalReason.ACTIVE, Instead.TELL)
    if head.startswith(b"RIFF"):
        raise RefusalError(RefusalReason.TYPE, Instead.SOUND)
    if head.startswith(OTHER_VIDEO):
        raise RefusalError(RefusalReason.TYPE, Instead.VIDEO)
    if head.startswith(WINDOWS_MEDIA):
        raise RefusalError(RefusalReason.TYPE, Instead.VIDEO if WITH_PICTURE in content[:65536] else Instead.SOUND)


def kind_of_text(content: bytes) -> FileKind:
    """Text when it looks like text and like no markup, or a PDF behind such; plain_texts has the last word."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(PAGE_BEGINS) or (start.startswith(b"<?xml") and b"<html" in start):
        return FileKind.HTML
    if start.startswith(NOT_PLAIN):
        raise RefusalError(RefusalReason.TYPE, Instead.PDF)
    if is_late_pdf(content):
        return FileKind.PDF
    is_utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff") or 0 in content[:1024:2] or 0 in content[1:1024:2]
    # A last byte 1A is how DOS ends a text.
    body = content.rstrip(b"\x1a") or content
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in body[:4096])
    if controls * LETTERS_A_CONTROL > len(body[:4096]) and not is_utf16:
        raise RefusalError(RefusalReason.TYPE, Instead.TELL)
    return FileKind.TEXT
