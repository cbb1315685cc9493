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

from bot.anonymise.scrub.verdicts import (
    OFFICE,
    PICTURES,
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
    "office": OFFICE,
    "recording": RECORDINGS,
    "text": frozenset({FileKind.TEXT}),
}
NAMES = {
    "picture": "jpg jpeg jpe jfif png webp heic heif tif tiff gif bmp dib avif jp2 j2k jpx jpf jpc image/*",
    "pdf": "pdf application/pdf",
    "office": "docx xlsx",
    "recording": "mp4 m4v mov qt 3gp ogg oga opus mp3 m4a m4b audio/* video/* application/ogg",
    "text": "txt text log md csv tsv text/plain text/csv",
}
FAMILY_OF_NAME = {name: family for family, names in NAMES.items() for name in names.split()}
FOREIGN_NAMES = words(
    "html htm xhtml svg xml rtf eml msg vcf ics js json py sh bat ps1 cmd vbs php doc xls ppt pptx odt ods "
    "odp docm xlsm dotm xltm xlsb pps exe apk jar zip rar 7z gz tar iso dmg msi lnk scr com mkv webm avi wmv "
    "flv wav flac amr aac wma psd ai eps ps djvu epub fb2 pages numbers key svgz raw dng cr2 nef arw "
    "text/html image/svg+xml"
)
OFFICE_MIME = "application/vnd.openxmlformats-officedocument."
NOT_PLAIN = (b"<!doctype", b"<html", b"<?xml", b"<svg", b"<script", b"<?php", b"{\\rtf", b"%!ps", b"#!/", b"begin:v")
BITMAP_HEADS = frozenset({12, 40, 52, 56, 64, 108, 124})
"""Sizes of the second head of a BMP; "BM" alone may begin a text."""
AVIF_BRANDS = frozenset({b"avif", b"avis"})
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"hevc", b"hevx"})
SOUND_BRANDS = frozenset({b"M4A ", b"M4B ", b"M4P "})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"dex\n", b"#!")
OTHER_SOUND = (b"\xff\xf1", b"\xff\xf9", b"fLaC", b"#!AMR")
OTHER_VIDEO = (b"\x1aE\xdf\xa3", b"FLV")
WINDOWS_MEDIA, WITH_PICTURE = b"0&\xb2u", bytes.fromhex("c0ef19bc4d5bcf11a8fd00805f5c442b")
"""Wma and wmv begin alike; the second holds the GUID of a stream of pictures among its heads."""


def sniff(content: bytes, declared: str | None) -> FileKind:
    """The kind of *content*; raises RefusalError when not accepted or in contradiction to *declared* (name or MIME)."""
    if not content:
        raise refusal(RefusalReason.EMPTY, None)
    kind = kind_of(content)
    name = plain_name(declared)
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
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return kind_of_zip(content)
    if head.startswith(OLE):
        raise old_office(content)
    if head.startswith(b"ID3") or is_mp3_frame(head):
        return FileKind.MP3
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
    )
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return FileKind.WEBP
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


def kind_of_zip(content: bytes) -> FileKind:
    """Tell DOCX and XLSX from other ZIPs by their parts, not by their bytes in passing."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {item.filename.lower() for item in archive.infolist()[:5000]}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError) as damage:
        raise RefusalError(RefusalReason.DAMAGED, Instead.AGAIN) from damage
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise RefusalError(RefusalReason.ACTIVE, Instead.PDF)
    if "[content_types].xml" not in names:
        is_document = "mimetype" in names or "content.xml" in names
        raise RefusalError(RefusalReason.TYPE, Instead.PDF if is_document else Instead.UNPACK)
    if any(name.startswith("word/") for name in names):
        return FileKind.DOCX
    if any(name.startswith("xl/") and name.endswith(".xml") for name in names):
        return FileKind.XLSX
    raise RefusalError(RefusalReason.TYPE, Instead.PDF)


def old_office(content: bytes) -> RefusalError:
    """Word and Excel before 2007, or a newer one behind a password (which wears the same coat)."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return RefusalError(RefusalReason.LOCKED, Instead.UNLOCK)
    return RefusalError(RefusalReason.TYPE, Instead.PDF)


def refuse_known(head: bytes, content: bytes) -> None:
    """Raise RefusalError for archives, programs and media that are known and not accepted."""
    if head.startswith(ARCHIVES):
        raise RefusalError(RefusalReason.TYPE, Instead.UNPACK)
    if head.startswith(PROGRAMS) and not head.startswith(b"#!AMR"):
        raise RefusalError(RefusalReason.ACTIVE, Instead.TELL)
    if head.startswith(b"RIFF"):
        raise RefusalError(RefusalReason.TYPE, Instead.VIDEO if head[8:12] == b"AVI " else Instead.SOUND)
    if head.startswith(OTHER_SOUND):
        raise RefusalError(RefusalReason.TYPE, Instead.SOUND)
    if head.startswith(OTHER_VIDEO):
        raise RefusalError(RefusalReason.TYPE, Instead.VIDEO)
    if head.startswith(WINDOWS_MEDIA):
        raise RefusalError(RefusalReason.TYPE, Instead.VIDEO if WITH_PICTURE in content[:65536] else Instead.SOUND)


def kind_of_text(content: bytes) -> FileKind:
    """Text when it looks like text and like no markup, or a PDF behind such; plain_texts has the last word."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(NOT_PLAIN):
        raise RefusalError(RefusalReason.TYPE, Instead.PDF)
    if is_late_pdf(content):
        return FileKind.PDF
    is_utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff") or 0 in content[:1024:2] or 0 in content[1:1024:2]
    # A last byte 1A is how DOS ends a text.
    body = content.rstrip(b"\x1a") or content
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in body[:4096])
    if controls and not is_utf16:
        raise RefusalError(RefusalReason.TYPE, Instead.TELL)
    return FileKind.TEXT
