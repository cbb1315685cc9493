"""DOCX and XLSX come out with what is seen on their pages and nothing of who wrote them when."""

from __future__ import annotations

import io
import re
import time
import zipfile

import docx
import openpyxl
import pytest
from PIL import Image

from bot.anonymise.scrub.fields import DEEPEST
from bot.anonymise.scrub.office import scrub_office
from bot.anonymise.scrub.runner import Cleaned, Instead, Limits, RefusalReason, RefusedFile, Removed, scrub
from bot.anonymise.scrub.verdicts import FileKind
from tests.anonymise.scrub.conftest import clean
from tests.anonymise.scrub.planted_office import document, relation, rewrite, workbook
from tests.anonymise.scrub.searching import holds_mark

WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


async def test_document_loses_every_planted_mark_and_keeps_its_words() -> None:
    dirty = document()
    assert holds_mark(dirty)
    made = await clean(dirty, declared="docx")
    assert (made.extension, made.media) == ("docx", "document")
    expected = {Removed.AUTHOR, Removed.COMMENTS, Removed.HISTORY, Removed.EMBEDDED, Removed.THUMBNAIL}
    expected |= {Removed.PLACE}  # of the picture inside
    assert expected <= made.removed
    seen = docx.Document(io.BytesIO(made.content))
    words = " ".join(paragraph.text for paragraph in seen.paragraphs)
    assert " ".join(words.split()) == "stays inserted moved link wordsreferred controlled tagged Heading listed"
    assert [cell.text for row in seen.tables[0].rows for cell in row.cells] == ["cell"]
    assert seen.sections[0].header.paragraphs[0].text == "at the head"
    style = seen.paragraphs[0].style
    assert style is not None and style.name is not None
    assert (re.fullmatch(r"Style \d+", style.name) is not None, style.font.bold) == (True, True)
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        main = archive.read("word/document.xml").decode()
        assert ("boxed" in main, main.count("<pic:pic"), main.count("v:imagedata")) == (True, 1, 1)


async def test_pictures_of_a_document_are_scrubbed_pixels() -> None:
    made = await clean(document())
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        pictures = [name for name in archive.namelist() if "/media/" in name]
        assert pictures == ["word/media/image1.jpg", "word/media/image2.jpg"]
        for name in pictures:
            with Image.open(io.BytesIO(archive.read(name))) as seen:
                assert (seen.size, seen.getexif()) == ((320, 200), {})


async def test_workbook_loses_every_planted_mark_and_keeps_its_values() -> None:
    dirty = workbook()
    assert holds_mark(dirty)
    made = await clean(dirty, declared="xlsx")
    assert {Removed.AUTHOR, Removed.COMMENTS, Removed.EMBEDDED, Removed.DEVICE, Removed.OTHER} <= made.removed
    seen = openpyxl.load_workbook(io.BytesIO(made.content))
    assert seen.sheetnames == ["Seen"]
    sheet = seen["Seen"]
    values = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert values == {"A1": "value", "A2": "link", "B1": 5, "B2": "=SUM(B1:B1)", "B3": 7}
    assert (len(sheet._images), len(sheet._charts)) == (1, 1)  # openpyxl has no public way to ask


async def test_value_of_a_formula_stands_for_it() -> None:
    dirty = workbook()
    cell = b"<f>SUM(B1:B1)</f><v />" if b"<f>SUM(B1:B1)</f><v />" in sheet_of(dirty) else b"<f>SUM(B1:B1)</f><v></v>"
    made = await clean(rewrite(dirty, {"xl/worksheets/sheet1.xml": (cell, b"<f>SUM(B1:B1)</f><v>5</v>")}, {}))
    assert openpyxl.load_workbook(io.BytesIO(made.content))["Seen"]["B2"].value == 5


def sheet_of(content: bytes) -> bytes:
    """The first sheet's part."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


async def test_dates_keep_their_calendar() -> None:
    made = await clean(rewrite(workbook(), {"xl/workbook.xml": (b"<workbookPr", b'<workbookPr date1904="1"')}, {}))
    assert openpyxl.load_workbook(io.BytesIO(made.content)).epoch.year == 1904


def word(body: str = "<w:p/>", links: bytes = b"", main: str = WORD_MAIN, **parts: bytes) -> bytes:
    """A small text document; in the names of *parts* "__" stands for "/" and "_" for "."."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    relations = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
            f'ContentType="application/xml"/><Override PartName="/word/d.xml" ContentType="{main}"/></Types>',
        )
        start = relation("r1", "officeDocument", "word/d.xml").decode()
        archive.writestr("_rels/.rels", f"<Relationships {relations}>{start}</Relationships>")
        archive.writestr("word/_rels/d.xml.rels", f"<Relationships {relations}>{links.decode()}</Relationships>")
        names = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        names += 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        archive.writestr("word/d.xml", f'<w:document xmlns:w="{space}" {names}><w:body>{body}</w:body></w:document>')
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


ACTIVE = RefusedFile(RefusalReason.ACTIVE, Instead.PDF)
DOUBT = RefusedFile(RefusalReason.DOUBT, Instead.PDF)
DAMAGED = RefusedFile(RefusalReason.DAMAGED, Instead.AGAIN)


@pytest.mark.parametrize(
    ("content", "verdict"),
    [
        (word(word__vbaProject_bin=b"x"), ACTIVE),
        (word(main="application/vnd.ms-word.document.macroEnabled.main+xml"), ACTIVE),
        (word("<w:p><w:r><w:object><w:control/></w:object></w:r></w:p>"), ACTIVE),
        (word("<w:altChunk r:id='r2'/>"), DOUBT),
        (word("<w:p>" * 300 + "</w:p>" * 300), DAMAGED),
        (word('</w:body></w:document><!DOCTYPE x [<!ENTITY a "b">]>'), DAMAGED),
        (word()[:-60], DAMAGED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), RefusedFile(RefusalReason.TYPE, Instead.PDF)),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99) + "EncryptedPackage".encode("utf-16-le"),
            RefusedFile(RefusalReason.LOCKED, Instead.UNLOCK),
        ),
    ],
    ids=["vba", "docm", "activex", "chunk", "deep", "doctype", "cut", "doc", "locked"],
)
async def test_what_cannot_be_cleaned_is_refused(content: bytes, verdict: RefusedFile) -> None:
    assert await scrub(content) == verdict


async def test_paragraphs_within_paragraphs_are_cleaned_as_deep_as_the_reader_goes() -> None:
    assert isinstance(await scrub(word("<w:p>" * 240 + "</w:p>" * 240)), Cleaned)


async def test_entities_are_neither_resolved_nor_fetched() -> None:
    bomb = '<!DOCTYPE w:d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    with zipfile.ZipFile(io.BytesIO(word("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>"))) as archive:
        main = archive.read("word/d.xml")
    dirty = rewrite(word("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>"), {"word/d.xml": (main, bomb.encode() + main)}, {})
    assert await scrub(dirty) == DOUBT


async def test_field_results_stay_and_their_orders_go() -> None:
    def run(inner: str) -> str:
        return f"<w:r>{inner}</w:r>"

    def mark(kind: str) -> str:
        return run(f'<w:fldChar w:fldCharType="{kind}"/>')

    nested = mark("begin") + run("<w:instrText> MERGEFIELD x </w:instrText>") + mark("separate")
    nested += run("<w:t>ORDER</w:t>") + mark("end")
    body = "<w:p>" + mark("begin") + run("<w:instrText> IF </w:instrText>") + nested + mark("separate")
    body += run("<w:t>result</w:t>") + mark("end")
    box = "<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>"
    body += run(f'<w:fldChar w:fldCharType="begin">{box}</w:fldChar>')
    body += run("<w:instrText> FORMCHECKBOX </w:instrText>") + mark("end")
    body += (
        mark("begin")
        + run("<w:instrText> NUMPAGES </w:instrText>")
        + mark("separate")
        + run("<w:t>7</w:t>")
        + mark("end")
    )
    made = await clean(word(body + "</w:p>"))
    text = docx.Document(io.BytesIO(made.content)).paragraphs[0].text
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        main = archive.read("word/document.xml").decode()
    assert (text, main.count("instrText>") // 2) == ("result☒7", 1)


async def test_parts_are_named_and_ordered_anew() -> None:
    made = await clean(document())
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "word/header1.xml" in archive.namelist()
    assert made == await scrub(document())


def nested_fields(depth: int) -> bytes:
    """A text document with *depth* fields, each in the order of the one before."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    order = "<w:r><w:instrText>IF 1 = 1 </w:instrText></w:r>"
    return word(f"<w:p>{(mark.format('begin') + order) * depth}{mark.format('end') * depth}</w:p>")


@pytest.mark.parametrize(("depth", "taken"), [(DEEPEST, True), (DEEPEST + 1, False), (20_000, False)])
async def test_fields_within_fields_are_followed_to_a_fixed_depth(depth: int, taken: bool) -> None:
    outcome = await scrub(nested_fields(depth))
    assert (outcome == RefusedFile(RefusalReason.SLOW, Instead.PDF)) is not taken


REPEATED = {
    "insertions": lambda n: word("<w:p>" + "<w:ins><w:r><w:t>a</w:t></w:r></w:ins>" * n + "</w:p>"),
    "marked runs": lambda n: word("<w:p>" + '<w:r><w:t>a</w:t><w:fldChar w:fldCharType="end"/></w:r>' * n + "</w:p>"),
    "deleted paragraphs": lambda n: word(
        "<w:tbl><w:tr><w:tc>" + "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:p>" * n + "</w:tc></w:tr></w:tbl>"
    ),
}


@pytest.mark.parametrize("repeated", REPEATED)
def test_work_grows_no_faster_than_the_document(repeated: str) -> None:
    small, large = (cpu_of(REPEATED[repeated](n)) for n in (5_000, 40_000))
    # Eight times the document; work that grew with its square would be 64 times.
    assert large < 24 * small


def cpu_of(content: bytes) -> float:
    """Seconds of processor time that cleaning *content* takes in this process."""
    began = time.process_time()
    scrub_office(content, FileKind.DOCX, Limits())
    return time.process_time() - began
