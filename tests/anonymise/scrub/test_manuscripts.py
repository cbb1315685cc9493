"""What is looked at before it is printed: locks, bombs, what a page of the web hides, what a letter leaves out."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from bot.anonymise.scrub.manuscripts import prepare
from bot.anonymise.scrub.verdicts import FileKind, RefusalError, RefusalReason, Removed
from bot.anonymise.scrub.web_pages import TAGS_MOST
from tests.anonymise.scrub.planted_prints import SHOWN, letter, odt, page, printed_case
from tests.anonymise.scrub.searching import holds_mark
from tests.anonymise.scrub.small_office import part_of, small_document


def refused(content: bytes, kind: FileKind) -> RefusalReason:
    """Why *content* is not printed."""
    with pytest.raises(RefusalError) as caught:
        prepare(content, kind)
    return caught.value.refused.reason


def with_part(name: str, part: bytes) -> bytes:
    """An open document with one part more."""
    out = io.BytesIO(odt())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return out.getvalue()


def without_pictures(content: bytes) -> bytes:
    """*content* without its pictures, whose own marks end where they are drawn."""
    return re.sub(rb"base64,[^\"]+", b"", content)


def test_what_is_locked_or_overgrown_is_refused_before_it_is_printed() -> None:
    word = bytearray(printed_case("doc"))
    word[word.index(b"\xec\xa5") + 11] |= 1
    assert refused(bytes(word), FileKind.DOC) is RefusalReason.LOCKED
    excel = printed_case("xls")
    first = excel.index(b"\x09\x08\x10\0\0\x06") + 20
    assert refused(excel[:first] + b"\x2f\0\x36\0" + excel[first + 4 :], FileKind.XLS) is RefusalReason.LOCKED
    with zipfile.ZipFile(io.BytesIO(odt())) as old:
        manifest = old.read("META-INF/manifest.xml")
    locked = odt().replace(b"META-INF/manifest.xml", b"META-INF/manifext.xml")
    out = io.BytesIO(locked)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("META-INF/manifest.xml", manifest + b"<manifest:encryption-data/>")
    assert refused(out.getvalue(), FileKind.ODT) is RefusalReason.LOCKED
    assert refused(with_part("Pictures/a.png", bytes(50 << 20)), FileKind.ODT) is RefusalReason.SIZE
    assert refused(odt()[:-30], FileKind.ODT) is RefusalReason.DAMAGED
    many = b"<html><body>" + b"<i>" * 3 + b"<p>x</p>" * (TAGS_MOST + 1)
    assert refused(many, FileKind.HTML) is RefusalReason.SIZE


def test_what_no_office_program_wrote_is_not_printed() -> None:
    """A scan that cannot be taken keeps its own reason."""
    assert refused(b"II*\0", FileKind.TIFF) is RefusalReason.TYPE


def test_a_page_holds_what_was_seen_and_nothing_to_fetch_or_run() -> None:
    made = prepare(page(), FileKind.HTML)
    assert not holds_mark(without_pictures(made.content))
    assert made.removed == {Removed.EDITING, Removed.EMBEDDED, Removed.HIDDEN, Removed.OTHER, Removed.REMOTE}
    for word in (SHOWN, "Tolendi", "Astana", "tail", "link", "odd", "data:image/jpeg"):
        assert word.encode() in made.content
    for word in (b"http", b"file:", b"script", b"onload", b"<iframe", b"<input", b"class="):
        assert word not in made.content.lower()


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-16"])
def test_a_page_is_read_in_its_letters(encoding: str) -> None:
    said = "" if encoding == "utf-16" else f"<meta charset='{encoding}'>"
    made = prepare(f"<html>{said}<body>Выписка</body></html>".encode(encoding), FileKind.HTML)
    assert "Выписка".encode() in made.content


def test_a_letter_shows_its_writer_and_names_what_is_attached() -> None:
    made = prepare(letter(), FileKind.EML)
    assert (made.extension, holds_mark(without_pictures(made.content))) == ("html", False)
    for word in ("From: Иванов", "Date: 27.11.2026 10:00<", "Attachment: act.pdf", "data:image/jpeg"):
        assert word.encode() in made.content
    for word in (b"10.1.2.3", b"+0500", b"mail.kz"):
        assert word not in made.content
    unused = prepare(letter().replace(b"src='cid:one@mail'", b""), FileKind.EML)
    assert b"Attachment: image/jpeg" in unused.content


@pytest.mark.parametrize(
    "head",
    [
        b"From: =?utf-8?B?////?=\r\n", b"Date: never\r\n", b"From: a@[\r\nSubject: \xff\xfe\r\n",
        b"Content-Type: text/html; charset=x-none\r\n", b"Content-Type: multipart/mixed\r\n", b"",
        b"Content-Type: message/rfc822\r\n",
    ],
)  # fmt: skip
def test_a_damaged_letter_is_shown_as_far_as_it_goes(head: bytes) -> None:
    made = prepare(head + b"MIME-Version: 1.0\r\n\r\nwords", FileKind.EML)
    assert Removed.ROUTE in made.removed


def test_formulas_are_words_for_a_printer_that_does_not_draw_them() -> None:
    half = "<m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
    square = "<m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
    body = f"<w:p><m:oMathPara><m:oMath>{half}<m:r><m:t>=</m:t></m:r>{square}</m:oMath></m:oMathPara></w:p>"
    drawn, written = (
        part_of(prepare(small_document(body), FileKind.DOCX, draws_formulas=draws).content, "word/document.xml")
        for draws in (True, False)
    )
    assert ("oMath" in drawn, "oMath" in written, "(a)/(2)=x^(2)" in written) == (True, False, True)
