"""Manuscripts: what is handed to LibreOffice for printing, looked at before it is.

Rules

1. What is locked or unpacks to too much is refused here: LibreOffice would only fail later and dearer.
2. Letters and pages of the web are written anew (`letters`, `web_pages`), what a document takes in is settled
   (`embedded_parts`); the others go as they are, for only drawn pages come back.
3. What the pages will not show of the file is named.
"""

from __future__ import annotations

import html
import io
import re
import zipfile

from bot.anonymise.scrub.number_formats import KINDS_OF_VALUES, hides
from bot.anonymise.scrub.packages import ZIP_DAMAGE, check_items, read_bounded
from bot.anonymise.scrub.traces import what_names_tell
from bot.anonymise.scrub.verdicts import (
    OFFICE,
    PRINTED,
    FileKind,
    Instead,
    RefusalError,
    RefusalReason,
    Removed,
    refusal,
)
from bot.frozen import frozen

OLD = frozenset({FileKind.DOC, FileKind.XLS, FileKind.PPT})
TEXT_DOCUMENTS = frozenset({FileKind.DOCX, FileKind.DOCM})
OPEN_DOCUMENTS = frozenset({FileKind.ODT, FileKind.ODS, FileKind.ODP})
WORD_HEAD = re.compile(rb"\xec\xa5.{9}(.)", re.DOTALL)
"""The head of a Word document (FIB): its mark, then the byte whose lowest bit says that it is behind a password."""
EXCEL_PASSWORD = re.compile(rb"\x09\x08\x10\0\0\x06.{14}\x2f\0", re.DOTALL)
"""The record FILEPASS right behind the first record of an Excel workbook."""
META_NAME = re.compile(rb"<(?:dc|dcterms|cp|meta|ep)?:?([A-Za-z-]{3,40})(?: [^<>]*)?>[^<]+</")
ROW_TAKEN_AWAY = re.compile(rb"<w:trPr>(?:(?!</w:trPr>).){0,2000}<w:del[ />]|<w:cellDel[ />]", re.DOTALL)
"""LibreOffice draws rows that a tracked change took away."""
NEWER_FORMAT = re.compile(rb"<(?:[\w.-]+:)?numFmt\s[^<>]{0,2000}?formatCode\s*=\s*[\"']([^\"'<>]*)")
"""In the part of a sheet: the format of a conditional format of Excel 2010. LibreOffice leaves it out, and draws values
that it hides; what one colours or one of before 2010 says is drawn as it was seen."""
META_PARTS = ("docprops/core.xml", "docprops/app.xml", "meta.xml")
RTF_MARKS = (
    (rb"\\(author|operator|manager|company)\b", Removed.AUTHOR),
    (rb"\\(creatim|revtim|printim)\b", Removed.TIME),
    (rb"\\(generator|\*\\generator)\b", Removed.SOFTWARE),
    (rb"\\annotation\b", Removed.COMMENTS),
    (rb"\\(revised|deleted|revtbl|rsidtbl)\b", Removed.HISTORY),
    (rb"\\objdata\b", Removed.EMBEDDED),
)


@frozen
class Manuscript:
    """What is to be printed, under which extension, and what of the original its pages will not show."""

    content: bytes
    extension: str
    removed: frozenset[Removed]


def prepare(content: bytes, kind: FileKind, *, draws_formulas: bool = True) -> Manuscript:
    """*content* ready for printing; raises RefusalError, also where a printer has nothing to do with its *kind*.

    A printer that does not draw formulas gets those of a text document as words.
    """
    if kind not in PRINTED | OFFICE:
        raise RefusalError(RefusalReason.TYPE, Instead.PDF)
    if kind is FileKind.EML:
        from bot.anonymise.scrub.letters import rebuild_letter

        return Manuscript(*rebuild_letter(content))
    if kind is FileKind.HTML:
        from bot.anonymise.scrub.web_pages import rebuild_page

        return Manuscript(*rebuild_page(content))
    if kind in OLD:
        refuse_locked(content, kind)
        marks = frozenset({Removed.AUTHOR, Removed.TIME, Removed.SOFTWARE})  # no such file is without them
    elif kind is FileKind.RTF:
        marks = frozenset(removed for words, removed in RTF_MARKS if re.search(words, content))
    else:
        marks = look_into(content, kind)
        if kind in TEXT_DOCUMENTS:
            if not draws_formulas:
                from bot.anonymise.scrub.written_formulas import write_out

                content = write_out(content, kind)
            return settle_embedded(content, kind, marks | {Removed.EDITING})
    return Manuscript(content, kind.value, marks | {Removed.EDITING})


def settle_embedded(content: bytes, kind: FileKind, marks: frozenset[Removed]) -> Manuscript:
    """The text document *content*, or what it takes in and alone shows; raises RefusalError (`embedded_parts`)."""
    from bot.anonymise.scrub.embedded_parts import find_parts, shows_only_one

    parts = find_parts(content, kind)
    for part in parts:
        if part.kind is FileKind.DOCX:
            marks |= look_into(part.content, part.kind)
            if find_parts(part.content, part.kind):
                raise refusal(RefusalReason.DOUBT, kind)
        elif not shows_only_one(content, kind):
            raise refusal(RefusalReason.DOUBT, kind)
        else:
            printed = part.printed()
            if printed is None:
                raise refusal(RefusalReason.DOUBT, kind)
            return Manuscript(printed[0], printed[1], printed[2] | marks)
    return Manuscript(content, kind.value, marks)


def refuse_locked(content: bytes, kind: FileKind) -> None:
    """Raise RefusalError for a document of before 2007 behind a password."""
    head = WORD_HEAD.search(content) if kind is FileKind.DOC else None
    if (head is not None and head[1][0] & 1) or (kind is FileKind.XLS and EXCEL_PASSWORD.search(content)):
        raise refusal(RefusalReason.LOCKED, kind)


def look_into(content: bytes, kind: FileKind) -> frozenset[Removed]:
    """What the parts of a ZIP tell besides their pages; raises RefusalError for a locked or overgrown one."""
    marks: set[Removed] = set()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            items = [item for item in archive.infolist() if not item.is_dir()]
            check_items(items, kind)
            if kind in OPEN_DOCUMENTS and not any(item.filename == "content.xml" for item in items):
                raise refusal(RefusalReason.DAMAGED, kind)  # it would be printed as an empty page
            for item in items:
                marks |= marks_of(item.filename.lower(), read_bounded(archive, item, kind), kind)
    except ZIP_DAMAGE as damage:
        raise refusal(RefusalReason.DAMAGED, kind) from damage
    return frozenset(marks)


def marks_of(name: str, part: bytes, kind: FileKind) -> frozenset[Removed]:
    """What one part tells; raises RefusalError when it says that the others are locked."""
    if name == "meta-inf/manifest.xml" and b"encryption-data" in part:
        raise refusal(RefusalReason.LOCKED, kind)
    if name.startswith("word/") and ROW_TAKEN_AWAY.search(part):
        raise refusal(RefusalReason.DOUBT, kind)
    if name.startswith("xl/worksheets/") and any(map(hides_some, NEWER_FORMAT.findall(part))):
        raise refusal(RefusalReason.DOUBT, kind)
    marks: set[Removed] = set()
    if name in META_PARTS:
        marks |= what_names_tell(found.decode() for found in META_NAME.findall(part[:200_000]))
    if "comment" in name or b"<office:annotation" in part:
        marks.add(Removed.COMMENTS)
    if b"<text:tracked-changes" in part:
        marks.add(Removed.HISTORY)
    if "vbaproject" in name or "embeddings/" in name or name.startswith("basic/"):
        marks.add(Removed.EMBEDDED)
    if "thumbnail" in name:
        marks.add(Removed.THUMBNAIL)
    if any(is_remote_picture(tag) for tag in part.split(b"<")):
        marks.add(Removed.REMOTE)
    return frozenset(marks)


def hides_some(code: bytes) -> bool:
    """Whether the format *code*, as XML writes it, shows nothing of some values."""
    written = html.unescape(code.decode("utf-8", "replace"))
    return any(hides(written, value) for value in KINDS_OF_VALUES)


def is_remote_picture(tag: bytes) -> bool:
    """Whether *tag* has a picture of a document lie elsewhere: nobody fetches it."""
    if tag.startswith(b"Relationship "):
        return b"/image" in tag and b'"External"' in tag
    return tag.startswith(b"draw:image ") and b'href="http' in tag
