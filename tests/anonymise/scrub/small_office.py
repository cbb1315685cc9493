"""Small Word and Excel files, written part by part: each test says only what it is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{REL}" xmlns:a="{DRAWING}/main" xmlns:wp="{DRAWING}/wordprocessingDrawing" '
    f'xmlns:pic="{DRAWING}/picture" xmlns:c="{DRAWING}/chart" xmlns:dgm="{DRAWING}/diagram" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
SHEET_SPACES = f'xmlns="{S}" xmlns:r="{REL}" xmlns:xdr="{DRAWING}/spreadsheetDrawing" xmlns:a="{DRAWING}/main"'
XML = '<?xml version="1.0" encoding="UTF-8"?>'
TYPES = "application/vnd.openxmlformats-officedocument."
LOOKS = (
    "<fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
    "<cellXfs><xf/></cellXfs>"
)
Parts = Mapping[str, "str | bytes"]
Links = Mapping[str, tuple[str, str]]


def relationships(links: Links) -> str:
    """The part for *links*: by id the last word of the type (or the whole of it) and the target."""
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    listed = "".join(
        f'<Relationship Id="{name}" Type="{kind if ":" in kind else f"{REL}/{kind}"}" Target="{target}"/>'
        for name, (kind, target) in links.items()
    )
    return f'{XML}<Relationships xmlns="{space}">{listed}</Relationships>'


def package(parts: Parts, main: str, main_type: str) -> bytes:
    """The ZIP of *parts* whose main part is *main*."""
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    kinds = (
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{main_type}"/>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'{XML}<Types xmlns="{space}">{kinds}</Types>')
        archive.writestr("_rels/.rels", relationships({"r1": ("officeDocument", main)}))
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def small_document(body: str, *, links: Links | None = None, parts: Parts | None = None, styles: str = "") -> bytes:
    """A text document with *body*, and what else it needs."""
    all_links = {"rStyles": ("styles", "styles.xml"), **(links or {})}
    return package(
        {
            "word/document.xml": f"{XML}<w:document {SPACES}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"{XML}<w:styles {SPACES}>{styles}</w:styles>",
            "word/_rels/document.xml.rels": relationships(all_links),
            **(parts or {}),
        },
        "word/document.xml",
        f"{TYPES}wordprocessingml.document.main+xml",
    )


def small_workbook(
    sheet: str, *, links: Links | None = None, parts: Parts | None = None, styles: str = LOOKS, names: str = ""
) -> bytes:
    """A workbook with one sheet, and what else it needs; *sheet* is all that stands in it."""
    return package(
        {
            "xl/workbook.xml": f'{XML}<workbook {SHEET_SPACES}><sheets>'
            f'<sheet name="Seen" sheetId="1" r:id="r1"/></sheets>'
            f"{names}</workbook>",
            "xl/_rels/workbook.xml.rels": relationships(
                {"r1": ("worksheet", "worksheets/sheet1.xml"), "r2": ("styles", "styles.xml")}
            ),
            "xl/worksheets/sheet1.xml": f"{XML}<worksheet {SHEET_SPACES}>{sheet}</worksheet>",
            "xl/worksheets/_rels/sheet1.xml.rels": relationships(links or {}),
            "xl/styles.xml": f"{XML}<styleSheet {SHEET_SPACES}>{styles}</styleSheet>",
            **(parts or {}),
        },
        "xl/workbook.xml",
        f"{TYPES}spreadsheetml.sheet.main+xml",
    )


def part_of(content: bytes, name: str) -> str:
    """The text of the part *name*."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def names_in(content: bytes) -> list[str]:
    """The names of all parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


def pictures_in(content: bytes) -> list[bytes]:
    """All pictures, in the order of their names."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name) for name in sorted(archive.namelist()) if "/media/" in name]


def run(text: str, looks: str = "") -> str:
    """A run of a text document."""
    return f"<w:r><w:rPr>{looks}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(text: str, style: str = "", looks: str = "") -> str:
    """A paragraph with one run."""
    mark = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{mark}{run(text, looks)}</w:p>"


def style(name: str, kind: str, looks: str = "", *, base: str = "", more: str = "") -> str:
    """A style of a text document."""
    on = f'<w:basedOn w:val="{base}"/>' if base else ""
    properties = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}" {more}><w:name w:val="{name}"/>{on}{properties}</w:style>'
