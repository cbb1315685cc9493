"""What a text document takes in whole (altChunk) is drawn, printed in its stead, or refused: never lost unsaid."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest
from PIL import Image

from bot.anonymise.scrub.manuscripts import prepare
from bot.anonymise.scrub.office_program import OfficeProgram
from bot.anonymise.scrub.runner import Instead, RefusalReason, RefusedFile, Removed, scrub
from bot.anonymise.scrub.verdicts import FileKind, RefusalError
from tests.anonymise.scrub.conftest import clean
from tests.anonymise.scrub.searching import MARK, holds_mark
from tests.anonymise.scrub.small_office import SPACES, paragraph, run, small_document
from tests.anonymise.scrub.test_printing import office, pages, words_of

__all__ = ["office", "pages"]  # the fixtures

DOUBT = RefusedFile(RefusalReason.DOUBT, Instead.PDF)
DELETED = f'<w:p><w:del w:author="{MARK}"><w:r><w:delText>{MARK}</w:delText></w:r></w:del>{run("inside")}</w:p>'
HIDDEN = paragraph(MARK, looks="<w:vanish/>") + DELETED


def page(more: str = "") -> str:
    """A page of the web with the word wherever it is not seen."""
    head = f'<title>{MARK}</title><meta name="author" content="{MARK}"><style>.x {{display: none}}</style>'
    hidden = f'<p style="display:none">{MARK}</p><p class="x">{MARK}</p><!-- {MARK} -->'
    return f'<html><head>{head}</head><body><p>inside</p>{hidden}<b title="{MARK}">bold</b>{more}</body></html>'


def dot() -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (60, 20), "navy").save(out, "PNG")
    return out.getvalue()


SAVED = (
    f"MIME-Version: 1.0\r\nFrom: <Saved by {MARK}>\r\nSubject: {MARK}\r\n"
    'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset="utf-8"\r\n'
    f"Content-Location: file:///C:/{MARK}/page.html\r\n\r\n"
    + page('<img src="file:///C:/fake/dot.png">')
    + "\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: file:///C:/fake/dot.png"
    f"\r\n\r\n{base64.b64encode(dot()).decode()}\r\n--b--\r\n"
).encode()
RTF = rf"{{\rtf1\ansi{{\info{{\author {MARK}}}}}inside {{\v {MARK}}}{{\b bold}}}}".encode()
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LONE = {"html": page().encode(), "mht": SAVED, "rtf": RTF, "txt": b"inside bold"}


def taking_in(content: bytes, extension: str, before: str = "", after: str = "") -> bytes:
    """A text document that takes in *content*, between paragraphs of its own."""
    body = (paragraph(before) if before else "<w:p/>") + '<w:altChunk r:id="rChunk"/>'
    links, name = {"rChunk": ("aFChunk", f"taken.{extension}")}, f"word/taken.{extension}"
    body += paragraph(after) if after else ""
    made = small_document(body, links=links, parts={name: content})
    return with_type(made, extension, WORD if extension == "docx" else "text/html")


def with_type(content: bytes, extension: str, kind: str) -> bytes:
    """*content* whose list of types names *extension* too."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            part = old.read(item)
            if item.filename == "[Content_Types].xml":
                more = f'<Default Extension="{extension}" ContentType="{kind}"/>'
                part = part.replace(b"<Override", more.encode() + b"<Override", 1)
            new.writestr(item.filename, part)
    return out.getvalue()


@pytest.mark.parametrize("extension", LONE)
async def test_without_the_office_program_it_is_refused(extension: str) -> None:
    assert await scrub(taking_in(LONE[extension], extension)) == DOUBT


async def test_a_text_document_that_is_taken_in_is_drawn(office: OfficeProgram, pages: list[bytes]) -> None:
    inner = small_document(HIDDEN)
    content = taking_in(inner, "docx", "before", "after")
    assert holds_mark(content)
    made = await clean(content, office=office)
    assert (made.extension, [words_of(each) for each in pages]) == ("pdf", ["before inside after"])


@pytest.mark.parametrize("extension", LONE)
async def test_a_page_that_is_all_of_a_document_is_printed_in_its_stead(
    office: OfficeProgram, pages: list[bytes], extension: str
) -> None:
    made = await clean(taking_in(LONE[extension], extension), office=office)
    assert (made.extension, [words_of(each) for each in pages]) == ("pdf", ["inside bold"])
    assert Removed.EDITING in made.removed


def test_pictures_of_a_saved_page_come_along_and_its_heads_do_not() -> None:
    ready = prepare(taking_in(SAVED, "mht"), FileKind.DOCX)
    assert (ready.extension, ready.content.count(b"data:image/png;base64,")) == ("html", 1)
    assert MARK.encode() not in ready.content
    assert not {Removed.ATTACHED, Removed.REMOTE, Removed.ROUTE} & ready.removed


@pytest.mark.parametrize("extension", LONE)
async def test_a_page_between_other_words_is_refused_not_lost(office: OfficeProgram, extension: str) -> None:
    assert await scrub(taking_in(LONE[extension], extension, "before"), office=office) == DOUBT


ROW = f'<w:tbl><w:tr><w:trPr><w:del w:author="x"/></w:trPr><w:tc>{paragraph(MARK)}</w:tc></w:tr></w:tbl>'
REFUSED = {
    "two": small_document(
        '<w:altChunk r:id="a"/>' * 2, links={"a": ("aFChunk", "a.html")}, parts={"word/a.html": page()}
    ),
    "one inside of one": taking_in(taking_in(LONE["html"], "html"), "docx"),
    "one with a row taken away": taking_in(small_document(ROW), "docx"),
    "one that is not there": small_document('<w:altChunk r:id="a"/>'),
    "one of another kind": taking_in(dot(), "png"),
    "one in a header": small_document(
        "<w:p/>", links={"h": ("header", "header1.xml")},
        parts={"word/header1.xml": f"<w:hdr {SPACES}><w:altChunk/></w:hdr>"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", REFUSED)
def test_what_cannot_be_drawn_whole_is_refused(way: str) -> None:
    with pytest.raises(RefusalError) as caught:
        prepare(REFUSED[way], FileKind.DOCX)
    assert caught.value.refused.reason in (RefusalReason.DOUBT, RefusalReason.TYPE)
