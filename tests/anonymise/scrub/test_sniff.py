"""The type is what the first bytes say; the name may only contradict."""

from __future__ import annotations

import io
import zipfile

import pytest

from bot.anonymise.scrub.sniff import OLE, WITH_PICTURE, sniff
from bot.anonymise.scrub.verdicts import FileKind, Instead, RefusalError, RefusalReason, RefusedFile

HEADS = {
    b"\xff\xd8\xff\xe0": FileKind.JPEG,
    b"\x89PNG\r\n\x1a\n": FileKind.PNG,
    b"GIF89a": FileKind.GIF,
    b"II*\0": FileKind.TIFF,
    b"MM\0*": FileKind.TIFF,
    b"II+\0": FileKind.TIFF,
    b"MM\0+": FileKind.TIFF,
    b"BM\x36\x10\x0e\0\0\0\0\0\x36\0\0\0\x28\0\0\0": FileKind.BMP,
    b"BMW of the head, and his flat": FileKind.TEXT,
    b"\0\0\0\x18ftypavif\0\0\0\0avifmif1": FileKind.AVIF,
    b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif": FileKind.AVIF,
    b"\0\0\0\x0cjP  \r\n\x87\n": FileKind.JPEG2000,
    b"\xff\x4f\xff\x51": FileKind.JPEG2000,
    b"RIFF\0\0\0\0WEBPVP8 ": FileKind.WEBP,
    b"\0\0\0\x18ftypheic\0\0\0\0mif1heic": FileKind.HEIC,
    b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic": FileKind.HEIC,
    b"\0\0\0\x18ftypisom\0\0\0\0isommp41": FileKind.MP4,
    b"\0\0\0\x14ftypqt  \0\0\0\0qt  ": FileKind.MOV,
    b"\0\0\0\x14ftypM4A \0\0\0\0M4A ": FileKind.M4A,
    b"OggS\0\2": FileKind.OGG,
    b"ID3\4\0\0\0\0\0\0": FileKind.MP3,
    b"\xff\xfb\x90\x64": FileKind.MP3,
    b"ID3\4\0\0\0\0\0\2..\xff\xf1\x50\x80\0\x1f\xfc": FileKind.AAC,
    b"ID3\4\0\0\0\0\0\0fLaC": FileKind.FLAC,
    b"\xff\xf1\x50\x80\0\x1f\xfc": FileKind.AAC,
    b"\xff\xf9\x50\x80\0\x1f\xfc": FileKind.AAC,
    b"fLaC": FileKind.FLAC,
    b"RIFF\0\0\0\0WAVE": FileKind.WAV,
    b"RIFF\0\0\0\0AVI LIST": FileKind.AVI,
    b"#!AMR\n": FileKind.AMR,
    b"#!AMR-WB\n": FileKind.AMR,
    b"\x1aE\xdf\xa3": FileKind.MATROSKA,
    b"%PDF-1.4": FileKind.PDF,
    "Сәлем".encode(): FileKind.TEXT,
}


def refused(content: bytes, declared: str | None = None) -> RefusedFile:
    """The refusal of *content*."""
    with pytest.raises(RefusalError) as caught:
        sniff(content, declared)
    return caught.value.refused


@pytest.mark.parametrize("head", HEADS)
def test_signature_tells_the_kind(head: bytes) -> None:
    assert sniff(head, None) is HEADS[head]


@pytest.mark.parametrize(
    "declared",
    ["jpg", "photo.PNG", "image/heic", None, "dat"],
)
def test_name_of_the_same_family_or_none_is_ignored(declared: str | None) -> None:
    assert sniff(b"\xff\xd8\xff\xe0", declared) is FileKind.JPEG


@pytest.mark.parametrize("declared", ["pdf", ".docx", "video/mp4", "txt", "application/pdf; x=y", "a.mp3"])
def test_name_of_another_family_is_a_mismatch(declared: str) -> None:
    assert refused(b"\xff\xd8\xff\xe0", declared) == RefusedFile(RefusalReason.MISMATCH, Instead.AGAIN)


@pytest.mark.parametrize("declared", ["image/svg+xml", "letter.rtf", "run.sh"])
def test_text_under_the_name_of_markup_is_refused(declared: str) -> None:
    assert refused(b"plain words", declared) == RefusedFile(RefusalReason.TYPE, Instead.PDF)


def zipped(*names: str) -> bytes:
    """A ZIP of empty parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "verdict"),
    [
        (b"", RefusedFile(RefusalReason.EMPTY, Instead.AGAIN)),
        (b"MZ\x90\0", RefusedFile(RefusalReason.ACTIVE, Instead.TELL)),
        (b"\x7fELF\2", RefusedFile(RefusalReason.ACTIVE, Instead.TELL)),
        (b"#!/bin/sh\n", RefusedFile(RefusalReason.ACTIVE, Instead.TELL)),
        (b"Rar!\x1a\x07\1\0", RefusedFile(RefusalReason.TYPE, Instead.UNPACK)),
        (b"7z\xbc\xaf\x27\x1c", RefusedFile(RefusalReason.TYPE, Instead.UNPACK)),
        (b"0&\xb2u\x8e", RefusedFile(RefusalReason.TYPE, Instead.SOUND)),
        (b"0&\xb2u\x8e" + WITH_PICTURE, RefusedFile(RefusalReason.TYPE, Instead.VIDEO)),
        (b"FLV\1", RefusedFile(RefusalReason.TYPE, Instead.VIDEO)),
        (b"RIFF\0\0\0\0RMID", RefusedFile(RefusalReason.TYPE, Instead.SOUND)),
        (zipped("a.txt"), RefusedFile(RefusalReason.TYPE, Instead.UNPACK)),
        (zipped("mimetype", "content.xml"), RefusedFile(RefusalReason.TYPE, Instead.PDF)),
        (zipped("Index/Document.iwa", "preview.jpg"), RefusedFile(RefusalReason.TYPE, Instead.EXPORT)),
        (zipped("Index.zip", "Data/a.jpg"), RefusedFile(RefusalReason.TYPE, Instead.EXPORT)),
        (zipped("a/vbaProject.bin"), RefusedFile(RefusalReason.ACTIVE, Instead.PDF)),
        (OLE + bytes(512), RefusedFile(RefusalReason.TYPE, Instead.PDF)),
        (OLE + "EncryptedPackage".encode("utf-16-le"), RefusedFile(RefusalReason.LOCKED, Instead.UNLOCK)),
        (b"PK\x03\x04 cut", RefusedFile(RefusalReason.DAMAGED, Instead.AGAIN)),
    ],
)
def test_what_is_known_and_not_accepted_says_what_to_send_instead(content: bytes, verdict: RefusedFile) -> None:
    assert refused(content) == verdict


@pytest.mark.parametrize(
    ("content", "declared", "kind"),
    [
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), None, FileKind.PPTX),
        (zipped("[Content_Types].xml", "xl/workbook.bin"), None, FileKind.XLSB),
        (zipped("[Content_Types].xml", "xl/vbaProject.bin"), "sums.xlsm", FileKind.XLSM),
        (OLE + "WordDocument".encode("utf-16-le"), "list.docx", FileKind.DOC),
        (OLE + "Workbook".encode("utf-16-le"), None, FileKind.XLS),
        (OLE + "Book\0".encode("utf-16-le"), "list.xls", FileKind.XLS),
        (b"{\\rtf1 words}", "list.doc", FileKind.RTF),
        (b"\n<!DOCTYPE HTML><html>", "sums.xls", FileKind.HTML),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', None, FileKind.HTML),
        (b"words <b>and</b>", "page.html", FileKind.HTML),
        (b"Subject: words", "mail.eml", FileKind.EML),
        (b"Subject: words", "message/rfc822", FileKind.EML),
        (b"Subject: words", "mail.txt", FileKind.TEXT),
    ],
)
def test_what_only_an_office_program_reads_is_told_apart(content: bytes, declared: str | None, kind: FileKind) -> None:
    assert sniff(content, declared) is kind


CONTROLS = {*range(1, 32)} - {*b"\t\n\f\r"}
"""What no text consists of; a zero byte may be half of a UTF-16 letter."""


@pytest.mark.parametrize("rest", [b"", b"ftyp" * 10, b"\xff" * 40])
def test_what_begins_like_nothing_known_is_a_text_or_refused(rest: bytes) -> None:
    def verdict(first: int) -> FileKind | RefusedFile:
        try:
            return sniff(bytes((first,)) + rest, None)
        except RefusalError as refusal:
            return refusal.refused

    unknown = RefusedFile(RefusalReason.TYPE, Instead.TELL)
    expected = [unknown if n in CONTROLS and not rest else FileKind.TEXT for n in range(256)]
    assert [verdict(first) for first in range(256)] == expected
