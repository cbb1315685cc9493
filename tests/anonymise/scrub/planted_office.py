"""Word and Excel files with the planted word in every part and attribute that no reader shows on the page."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
import openpyxl
from docx.shared import Inches
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.hyperlink import Hyperlink

from tests.anonymise.scrub.planted_pictures import jpeg
from tests.anonymise.scrub.searching import MARK

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# The body stands in a file of its own, with @MARK@ in every place that can hold a word.
BODY = (Path(__file__).parent / "planted_body.xml").read_text().replace("@MARK@", MARK)
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{REL}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    f'xmlns:own="urn:{MARK}" mc:Ignorable="w14"'
)
PICTURE_SPACE = 'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
COMMENTS = (
    f'<w:comments xmlns:w="{W}"><w:comment w:id="0" w:author="{MARK}" w:initials="Z"><w:p/></w:comment></w:comments>'
)
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
PEOPLE = f'<w15:people xmlns:w15="{W15}"><w15:person w15:author="{MARK}"/></w15:people>'
STYLES = (
    f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{MARK}"><w:name w:val="{MARK}"/>'
    f'<w:aliases w:val="{MARK}"/>'
    f'<w:rsid w:val="00{MARK}"/><w:rPr><w:b/></w:rPr></w:style><w:style w:type="character" w:styleId="Unseen">'
    '<w:name w:val="Unseen"/>'
    "<w:rPr><w:vanish/></w:rPr></w:style>"
)
SETTINGS = (
    f'<w:attachedTemplate r:id="rIdTemplate"/><w:rsids><w:rsidRoot w:val="{MARK}"/></w:rsids><w:docVars>'
    f'<w:docVar w:name="{MARK}" w:val="{MARK}"/></w:docVars><w:documentProtection w:hash="{MARK}"/>'
    '<w:themeFontLang w:val="ru-KZ"/>'
)


def rewrite(content: bytes, changes: Mapping[str, tuple[bytes, bytes]], extra: Mapping[str, bytes]) -> bytes:
    """The ZIP *content* with the first occurrence replaced in some parts, *extra* parts, and words of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            part = old.read(item)
            if item.filename in changes:
                before, after = changes[item.filename]
                assert before in part, (item.filename, before)
                part = part.replace(before, after, 1)
            made = zipfile.ZipInfo(item.filename, (2024, 1, 2, 3, 4, 5))
            made.comment = MARK.encode()
            made.extra = b"\x99\x99" + len(MARK).to_bytes(2, "little") + MARK.encode()
            new.writestr(made, part)
        for name, part in extra.items():
            new.writestr(name, part)
        new.comment = MARK.encode()
    return out.getvalue()


def relation(identifier: str, kind: str, target: str, *, outside: bool = False) -> bytes:
    """One relationship."""
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="{identifier}" Type="{REL}/{kind}" Target="{target}"{mode}/>'.encode()


def document() -> bytes:
    """A text document with the word in all of that, a header, and a picture that carries EXIF."""
    made = docx.Document()
    made.add_heading("Heading", 1)
    made.add_picture(io.BytesIO(jpeg()), width=Inches(1))
    made.add_paragraph("listed", style="List Bullet")
    made.sections[0].header.paragraphs[0].text = "at the head"
    for name in (
        "author",
        "comments",
        "category",
        "keywords",
        "last_modified_by",
        "subject",
        "title",
        "identifier",
        "version",
    ):
        setattr(made.core_properties, name, MARK)
    out = io.BytesIO()
    made.save(out)
    links = (
        relation("rIdLink", "hyperlink", f"https://example.kz/{MARK}", outside=True)
        + relation("rIdPicture", "image", f"media/{MARK}.jpg")
        + relation("rIdComments", "comments", "comments.xml")
        + relation("rIdPeople", "people", "people.xml")
        + relation("rIdObject", "oleObject", f"embeddings/{MARK}.bin")
        + relation("rIdCustom", "customXml", "../customXml/item9.xml")
        + b"</Relationships>"
    )
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as archive:
        main = archive.read("word/document.xml")
    root = main[main.index(b"<w:document") : main.index(b"<w:body>") + len(b"<w:body>")]
    # The new root declares what the old one did for the parts of the body that stay, and ours.
    body = f"<w:document {SPACES} {PICTURE_SPACE}><w:body>{BODY}".encode()
    changes = {
        "word/document.xml": (root, body),
        "word/_rels/document.xml.rels": (b"</Relationships>", links),
        "word/styles.xml": (b"</w:styles>", f"{STYLES}</w:styles>".encode()),
        "word/settings.xml": (b"<w:zoom", f"{SETTINGS}<w:zoom".encode()),
        "[Content_Types].xml": (b"<Default ", b'<Default Extension="bin" ContentType="application/x"/><Default '),
    }
    extra = {
        "word/comments.xml": COMMENTS.encode(),
        "word/people.xml": PEOPLE.encode(),
        f"word/media/{MARK}.jpg": jpeg(),
        f"word/embeddings/{MARK}.bin": MARK.encode(),
        "customXml/item9.xml": f"<x>{MARK}</x>".encode(),
        "docProps/custom.xml": f"<p><n>{MARK}</n></p>".encode(),
        "word/settings.xml.rels.bak": MARK.encode(),
    }
    return rewrite(out.getvalue(), changes, extra)


def workbook() -> bytes:
    """A workbook with the word in hidden places, names, comments, links, properties, foreign parts and a picture."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Seen"
    sheet["A1"], sheet["B1"], sheet["B2"], sheet["B3"] = "value", 5, "=SUM(B1:B1)", f"='[{MARK}.xlsx]S'!A1"
    sheet["A1"].comment = Comment(MARK, MARK)
    sheet["A2"] = "link"
    sheet["A2"].hyperlink = Hyperlink(ref="A2", target=f"https://example.kz/{MARK}", tooltip=MARK)
    sheet["C1"], sheet["A9"] = MARK, MARK
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[9].hidden = True
    sheet.oddHeader.left.text = MARK
    sheet.sheet_properties.codeName = MARK
    sheet.add_image(SheetImage(io.BytesIO(jpeg())), "D4")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2))
    sheet.add_chart(chart, "K8")  # a chart over a picture would hide it
    hidden = book.create_sheet(MARK)
    hidden["A1"] = MARK
    hidden.sheet_state = "veryHidden"
    book.defined_names[MARK] = DefinedName(MARK, attr_text=f"'{MARK}'!$A$1")
    book.properties.creator = book.properties.lastModifiedBy = book.properties.title = MARK
    out = io.BytesIO()
    book.save(out)
    outside = f"<f>'[{MARK}.xlsx]S'!A1</f>".encode()
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as archive:
        blank = b"<v />" if outside + b"<v />" in archive.read("xl/worksheets/sheet1.xml") else b"<v></v>"
    changes = {
        "xl/worksheets/sheet1.xml": (outside + blank, outside + b"<v>7</v>"),
        "xl/workbook.xml": (b"<sheets>", f'<fileSharing userName="{MARK}"/><sheets>'.encode()),
        "xl/worksheets/_rels/sheet1.xml.rels": (
            b"</Relationships>",
            relation("rIdPrint", "printerSettings", "../printerSettings/printerSettings1.bin") + b"</Relationships>",
        ),
        "xl/styles.xml": (b'name="Normal"', f'name="{MARK}"'.encode()),
        "xl/drawings/drawing1.xml": (b'name="', f'descr="{MARK}" name="{MARK}'.encode()),
    }
    extra = {
        "xl/printerSettings/printerSettings1.bin": MARK.encode("utf-16-le"),
        "xl/externalLinks/externalLink1.xml": f"<x>{MARK}</x>".encode(),
        "xl/persons/person.xml": f"<x>{MARK}</x>".encode(),
        "xl/threadedComments/threadedComment1.xml": f"<x>{MARK}</x>".encode(),
        "xl/connections.xml": f"<x>{MARK}</x>".encode(),
        "xl/pivotCache/pivotCacheDefinition1.xml": f"<x>{MARK}</x>".encode(),
        "customXml/item1.xml": f"<x>{MARK}</x>".encode(),
    }
    return rewrite(out.getvalue(), changes, extra)
