"""What a drawing covers does not cross: the file is printed instead, or refused with that way out."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.image import Image as SheetImage

from bot.anonymise.scrub.office_program import find_office
from bot.anonymise.scrub.runner import Cleaned, Instead, RefusalReason, RefusedFile, Removed, scrub
from bot.anonymise.scrub.verdicts import RefusalError
from tests.anonymise.scrub.conftest import clean_here
from tests.anonymise.scrub.planted_office import jpeg
from tests.anonymise.scrub.small_office import LOOKS, paragraph, small_document, small_workbook
from tests.missing import MISSING_OFFICE

BLACK = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
FAINT = '<a:solidFill><a:srgbClr val="FFFF00"><a:alpha val="30000"/></a:srgbClr></a:solidFill>'
EMPTY, NO_LINE = "<a:noFill/>", '<a:ln w="9525"/>'
FORM = '<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="500000" cy="300000"/></a:xfrm><a:prstGeom prst="{form}"/>'
INLINE = "<w:p><w:r><w:drawing><wp:inline>{}</wp:inline></w:drawing></w:r></w:p>"


def shape(fill: str, *, x: int = 0, y: int = 0, form: str = "rect", words: str = "", style: str = "") -> str:
    """A shape of Word."""
    text = f"<wps:txbx><w:txbxContent>{words}</w:txbxContent></wps:txbx>" if words else ""
    looks = FORM.format(x=x, y=y, form=form) + fill
    return f"<wps:wsp><wps:cNvSpPr/><wps:spPr>{looks}</wps:spPr>{style}{text}<wps:bodyPr/></wps:wsp>"


def floating(
    drawn: str, wrap: str = "<wp:wrapNone/>", *, behind: int = 0, y: int = 0, height: int = 1, across: str = "column"
) -> str:
    """A run with a drawing that stands free."""
    return (
        f'<w:r><w:drawing><wp:anchor behindDoc="{behind}" relativeHeight="{height}"><wp:positionH '
        f'relativeFrom="{across}"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{y}'
        f'</wp:posOffset></wp:positionV><wp:extent cx="500000" cy="300000"/>{wrap}<a:graphic><a:graphicData>{drawn}'
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )


def old(attributes: str, style: str = "position:absolute", inside: str = "", name: str = "rect") -> str:
    """A run with an older drawing."""
    return f'<w:r><w:pict><v:{name} style="{style}" {attributes}>{inside}</v:{name}></w:pict></w:r>'


def with_name(drawn: str) -> str:
    """A paragraph with a name and *drawn*."""
    return f"<w:p>{drawn}<w:r><w:t>a name</w:t></w:r></w:p>"


SQUARE = '<wp:wrapSquare wrapText="bothSides"/>'
BY_HAND = '<wp:wrapThrough wrapText="bothSides"><wp:wrapPolygon edited="1"/></wp:wrapThrough>'
FILLED_BY_STYLE = '<wps:style><a:fillRef idx="1"><a:schemeClr val="accent1"/></a:fillRef></wps:style>'
NAMED = paragraph("a name")
COVERED = {
    "a box": with_name(floating(shape(BLACK))),
    "a box of a colour": with_name(floating(shape(BLACK.replace("000000", "FFFFFF")))),
    "a box by its style": with_name(floating(shape("", style=FILLED_BY_STYLE))),
    "a picture": with_name(floating("<pic:pic/>")),
    "a broad line": with_name(floating(shape(EMPTY + f'<a:ln w="254000">{BLACK}</a:ln>', form="line"))),
    "black words in an empty box": with_name(floating(shape(EMPTY, words=paragraph("\u2588\u2588\u2588")))),
    "marked words in an empty box": with_name(
        floating(shape(EMPTY, words=paragraph("xxx", looks='<w:highlight w:val="black"/>')))
    ),
    "a box through which text may run": with_name(floating(shape(BLACK), BY_HAND)),
    "an older box": with_name(old('fillcolor="black"')),
    "an older box that says nothing of its filling": with_name(old("")),
    "an older broad line": with_name(old('strokeweight="20pt"', name="line")),
    "a box over a floating text": f"<w:p>{floating(shape(EMPTY, words=NAMED), SQUARE)}"
    f"{floating(shape(BLACK), SQUARE, height=2)}</w:p>",
    "a box over a picture behind the text": f"<w:p>{floating('<pic:pic/>', behind=1)}"
    f"{floating(shape(BLACK), behind=1, height=2)}</w:p>",
    "a box of the next paragraph": f"<w:p>{floating('<pic:pic/>', SQUARE)}</w:p>"
    f"<w:p>{floating(shape(BLACK), SQUARE, y=-200000, height=2)}</w:p>",
    "a box in a group": INLINE.format(f"<wpg:wgp>{shape(EMPTY, words=NAMED)}{shape(BLACK, x=9)}</wpg:wgp>"),
    "an older box in a group": '<w:p><w:r><w:pict><v:group><v:rect style="left:0;top:0;width:9;height:9" filled="f">'
    f"<v:textbox><w:txbxContent>{NAMED}</w:txbxContent></v:textbox></v:rect>"
    '<v:rect style="left:1;top:1;width:9;height:9"/></v:group></w:pict></w:r></w:p>',
    "a frame through which text runs": NAMED + '<w:p><w:pPr><w:framePr w:wrap="none" w:x="1" w:y="1"/>'
    '<w:shd w:val="clear" w:fill="000000"/></w:pPr></w:p>',
}
OPEN = {
    "a frame around a name": with_name(floating(shape(EMPTY + NO_LINE))),
    "a marker's stroke": with_name(floating(shape(FAINT))),
    "a thin line": with_name(floating(shape(NO_LINE, form="line"))),
    "a box beside which the text runs": with_name(floating(shape(BLACK), SQUARE)),
    "a box behind the text": with_name(floating(shape(BLACK), behind=1)),
    "a box in the line": INLINE.format(shape(BLACK, words=NAMED)) + NAMED,
    "an older box in the line": with_name(old("", style="width:9pt")),
    "an older box behind the text": with_name(old("", style="position:absolute;z-index:-1")),
    "nothing but a picture": f"<w:p>{floating('<pic:pic/>')}</w:p>",
    "two floating boxes one under the other": f"<w:p>{floating(shape(EMPTY, words=NAMED), SQUARE)}"
    f"{floating(shape(BLACK), SQUARE, y=400000, height=2)}</w:p>",
    "boxes beside each other in a group": INLINE.format(
        f"<wpg:wgp>{shape(BLACK, words=NAMED)}{shape(BLACK, x=490000, words=NAMED)}</wpg:wgp>"
    ),
    "words over a box in a group": INLINE.format(f"<wpg:wgp>{shape(BLACK)}{shape(EMPTY, words=NAMED)}</wpg:wgp>"),
}


def refused(content: bytes) -> tuple[RefusalReason, Instead] | None:
    """Why *content* is refused, and what to send instead."""
    try:
        clean_here(content)
    except RefusalError as refusal:
        return refusal.refused.reason, refusal.refused.instead
    return None


@pytest.mark.parametrize("way", COVERED)
def test_document_with_a_drawing_over_something_is_left_to_a_printer(way: str) -> None:
    assert refused(small_document(COVERED[way])) == (RefusalReason.DOUBT, Instead.PDF)


@pytest.mark.parametrize("way", OPEN)
def test_document_whose_drawings_cover_nothing_crosses(way: str) -> None:
    assert refused(small_document(OPEN[way])) is None


async def test_what_is_covered_is_printed_as_it_was_seen() -> None:
    office, _ = await find_office()
    if office is None:
        pytest.skip(MISSING_OFFICE)
    made = await scrub(small_document(COVERED["a box"]), office=office)
    assert isinstance(made, Cleaned)
    assert (made.extension, Removed.EDITING in made.removed) == ("pdf", True)
    without = await scrub(small_document(COVERED["a box"]))
    assert without == RefusedFile(RefusalReason.DOUBT, Instead.PDF)


def book(*values: tuple[str, object], picture: str = "", chart: str = "", width: float | None = None) -> bytes:
    """A workbook with *values* and a picture of five columns and ten rows at *picture*, or a chart."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for place, value in values:
        sheet[place] = value
    if width is not None:
        sheet.column_dimensions["A"].width = width
    if picture:
        sheet.add_image(SheetImage(io.BytesIO(jpeg())), picture)
    if chart:
        drawn = BarChart()
        drawn.add_data(Reference(sheet, min_col=1, min_row=1, max_row=2))
        sheet.add_chart(drawn, chart)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def drawn_over(fill: str, cell: str = '<c r="B2" t="str"><v>a name</v></c>', more: str = "") -> bytes:
    """A workbook with a shape over the cells from B2 to C3."""
    anchor = (
        "<xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:row>1</xdr:row></xdr:from><xdr:to><xdr:col>3</xdr:col>"
        '<xdr:row>3</xdr:row></xdr:to><xdr:sp><xdr:nvSpPr><xdr:cNvPr id="1" name="p"/><xdr:cNvSpPr/></xdr:nvSpPr>'
        f'<xdr:spPr><a:prstGeom prst="rect"/>{fill}</xdr:spPr></xdr:sp><xdr:clientData/></xdr:twoCellAnchor>'
    )
    spaces = "http://schemas.openxmlformats.org/drawingml/2006"
    return small_workbook(
        f'<sheetData><row r="2">{cell}</row></sheetData>{more}<drawing r:id="d"/>',
        links={"d": ("drawing", "../drawings/drawing1.xml")},
        parts={
            "xl/drawings/drawing1.xml": f'<xdr:wsDr xmlns:xdr="{spaces}/spreadsheetDrawing" xmlns:a="{spaces}/main">'
            f"{anchor}</xdr:wsDr>"
        },
        styles=LOOKS,
    )


MERGE = '<mergeCells><mergeCell ref="A2:D2"/></mergeCells>'
FULL_SHEETS = {
    "a picture": book(("B2", "a name"), picture="B2"),
    "the picture's lowest row": book(("F11", 1), picture="B2"),
    "a chart": book(("C3", "a name"), chart="B2"),
    "a formula": book(("C3", "=A1"), picture="B2"),
    "the end of a long text": book(("A3", "a name that runs on over the next cells"), picture="B2"),
    "a box": drawn_over(BLACK),
    "a part of a merged cell": drawn_over(BLACK, '<c r="A2" t="str"><v>name</v></c>', MERGE),
}
FREE_SHEETS = {
    "a picture beside": book(("A2", "short"), ("H3", 1), ("B13", 1), ("C1", "over"), picture="B2"),
    "a chart beside": book(("A1", 1), ("A2", 2), chart="C1"),
    "a long text in a broad column": book(("A3", "a name that runs on over the next cells"), picture="B2", width=60),
    "an empty box": drawn_over(EMPTY + NO_LINE),
    "a box over an empty cell": drawn_over(BLACK, '<c r="B2"/>'),
}


@pytest.mark.parametrize("way", FULL_SHEETS)
def test_sheet_with_a_drawing_over_something_is_left_to_a_printer(way: str) -> None:
    assert refused(FULL_SHEETS[way]) == (RefusalReason.DOUBT, Instead.PDF)


@pytest.mark.parametrize("way", FREE_SHEETS)
def test_sheet_whose_drawings_cover_nothing_crosses(way: str) -> None:
    assert refused(FREE_SHEETS[way]) is None


def test_box_over_a_picture_of_a_sheet_is_left_to_a_printer() -> None:
    made = openpyxl.load_workbook(io.BytesIO(book(picture="B2")))
    sheet = made.active
    assert sheet is not None
    sheet.add_image(SheetImage(io.BytesIO(jpeg())), "D4")
    out = io.BytesIO()
    made.save(out)
    assert refused(out.getvalue()) == (RefusalReason.DOUBT, Instead.PDF)
