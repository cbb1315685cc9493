"""Pictures, shapes, diagrams and objects of office files: what is seen of them crosses, and no pixel more."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest
from PIL import Image

from bot.anonymise.scrub.runner import Removed
from tests.anonymise.scrub.conftest import clean, clean_here
from tests.anonymise.scrub.metafile_maker import emf
from tests.anonymise.scrub.planted_office import rewrite, workbook
from tests.anonymise.scrub.planted_pictures import jpeg
from tests.anonymise.scrub.searching import MARK
from tests.anonymise.scrub.small_office import (
    SPACES,
    names_in,
    paragraph,
    part_of,
    pictures_in,
    relationships,
    small_document,
    small_workbook,
)

RED, BLUE = (200, 30, 30), (20, 40, 200)
GREY = 217
INLINE = (
    '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="300000"/><wp:docPr id="1" name="p"/><a:graphic>'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">{}</a:graphicData></a:graphic></wp:inline>'
    "</w:drawing></w:r></w:p>"
)
PICTURE = (
    '<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="p"{hidden}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
    '<a:blip r:embed="rP"/>{crop}<a:stretch/></pic:blipFill><pic:spPr/></pic:pic>'
)
DIAGRAM = '<dgm:relIds r:dm="rD" r:lo="rL" r:qs="rQ" r:cs="rC"/>'
IMAGE = {"rP": ("image", "media/p.png")}


def halves() -> bytes:
    """A picture of 100 by 40, red on the left and blue on the right."""
    made = Image.new("RGB", (100, 40), RED)
    made.paste(BLUE, (50, 0, 100, 40))
    out = io.BytesIO()
    made.save(out, "PNG")
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    """The picture in *content*."""
    return Image.open(io.BytesIO(content)).convert("RGB")


def with_picture(body: str, content: bytes) -> bytes:
    """A text document with *content* as the picture of its *body*."""
    return small_document(body, links=IMAGE, parts={"word/media/p.png": content})


CROPS = {
    "DrawingML": INLINE.format(PICTURE.format(hidden="", crop='<a:srcRect r="50000"/>')),
    "percent": INLINE.format(PICTURE.format(hidden="", crop='<a:srcRect r="50%" l="-10%"/>')),
    "VML": '<w:p><w:r><w:pict><v:shape style="width:9pt"><v:imagedata r:id="rP" cropright="32768f"/></v:shape>'
    '</w:pict></w:r></w:p>',
}  # fmt: skip


@pytest.mark.parametrize("form", CROPS)
def test_what_is_cut_off_a_picture_is_gone_from_its_pixels(form: str) -> None:
    made = clean_here(with_picture(CROPS[form], halves()))
    (seen,) = pictures_in(made.content)
    assert (opened(seen).size, opened(seen).getcolors()) == ((50, 40), [(2000, RED)])
    main = part_of(made.content, "word/document.xml")
    assert ("cropright" in main, ' r="' in main, Removed.HIDDEN in made.removed) == (False, False, True)
    assert ('l="-20000"' in main) is (form == "percent")


def test_picture_shown_whole_and_in_part_is_two_pictures() -> None:
    body = CROPS["DrawingML"] + INLINE.format(PICTURE.format(hidden="", crop="")) + CROPS["DrawingML"]
    made = clean_here(with_picture(body, halves()))
    assert sorted(opened(one).size for one in pictures_in(made.content)) == [(50, 40), (100, 40)]


def test_picture_of_which_nothing_is_left_is_one_pixel() -> None:
    body = INLINE.format(PICTURE.format(hidden="", crop='<a:srcRect l="70000" r="60000"/>'))
    (seen,) = pictures_in((clean_here(with_picture(body, halves()))).content)
    assert opened(seen).size == (1, 40)


def test_picture_cut_to_a_circle_loses_its_corners() -> None:
    shape = "<pic:spPr><a:prstGeom prst='ellipse'><a:avLst/></a:prstGeom></pic:spPr>"
    body = INLINE.format(PICTURE.format(hidden="", crop="").replace("<pic:spPr/>", shape))
    (seen,) = pictures_in((clean_here(with_picture(body, halves()))).content)
    assert [opened(seen).getpixel(place) for place in ((1, 1), (30, 20), (70, 20))] == [(255, 255, 255), RED, BLUE]


def test_picture_made_too_small_to_be_seen_does_not_cross() -> None:
    body = INLINE.format(PICTURE.format(hidden="", crop="")).replace('cy="300000"', 'cy="10"')
    made = clean_here(with_picture(paragraph("seen") + body, halves()))
    assert (pictures_in(made.content), Removed.HIDDEN in made.removed) == ([], True)


@pytest.mark.parametrize(("hidden", "left"), [("", 1), ("<cols><col min='4' max='9' hidden='1'/></cols>", 0)])
def test_picture_under_hidden_columns_does_not_cross(hidden: str, left: int) -> None:
    anchor = (
        "<xdr:twoCellAnchor><xdr:from><xdr:col>3</xdr:col><xdr:row>0</xdr:row></xdr:from><xdr:to><xdr:col>9</xdr:col>"
        "<xdr:row>4</xdr:row></xdr:to><xdr:pic><xdr:blipFill><a:blip r:embed='rP'/></xdr:blipFill></xdr:pic>"
        "</xdr:twoCellAnchor>"
    )
    space = 'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    parts: dict[str, str | bytes] = {
        "xl/drawings/d.xml": f"<xdr:wsDr {space} {SPACES}>{anchor}</xdr:wsDr>",
        "xl/drawings/_rels/d.xml.rels": relationships({"rP": ("image", "../media/p.jpg")}),
        "xl/media/p.jpg": jpeg(),
    }
    sheet = hidden + "<sheetData/><drawing r:id='rG'/>"
    made = clean_here(small_workbook(sheet, links={"rG": ("drawing", "../drawings/d.xml")}, parts=parts))
    assert (len(pictures_in(made.content)), Removed.HIDDEN in made.removed) == (left, not left)


def test_cropped_picture_of_a_sheet_is_cut() -> None:
    content = workbook()
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    cut = (b"<a:stretch", f'<q:srcRect xmlns:q="{space}" b="75000"/><a:stretch'.encode())
    made = clean_here(rewrite(content, {"xl/drawings/drawing1.xml": cut}, {}))
    assert opened(pictures_in(made.content)[0]).size == (320, 50)


def test_office_turns_pictures_by_its_own_words() -> None:
    turned = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    opened(halves()).save(turned, "JPEG", exif=exif)
    body = INLINE.format(PICTURE.format(hidden="", crop=""))
    (seen,) = pictures_in((clean_here(with_picture(body, turned.getvalue()))).content)
    assert opened(seen).size == (100, 40)


def test_hidden_shape_of_a_group_goes_alone() -> None:
    shape = (
        '<wps:wsp><wps:cNvPr id="1" name="p"{}/><wps:cNvSpPr/><wps:spPr/><wps:txbx><w:txbxContent>{}</w:txbxContent>'
        "</wps:txbx><wps:bodyPr/></wps:wsp>"
    )
    shapes = shape.format("", paragraph("seen")) + shape.format(' hidden="1"', paragraph(MARK))
    group = f"<wpg:wgp>{shapes}</wpg:wgp>"
    made = clean_here(small_document(INLINE.format(group)))
    assert ("seen" in part_of(made.content, "word/document.xml"), Removed.HIDDEN in made.removed) == (True, True)


def test_alternatives_are_told_by_namespace() -> None:
    space = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
    choice = f'<mc:Choice xmlns:q="{space}" Requires="q">{INLINE}</mc:Choice>'
    drawn = "<q:wsp><q:cNvSpPr/><q:spPr/><q:bodyPr/></q:wsp>"
    body = f"<w:p><w:r><mc:AlternateContent>{choice.format(drawn)}<mc:Fallback/></mc:AlternateContent></w:r></w:p>"
    main = part_of((clean_here(small_document(body))).content, "word/document.xml")
    assert ("<wps:wsp" in main, 'Requires="wps"' in main) == (True, True)


OLD_SHAPES = {
    "picture": '<v:shapetype id="_x0000_t75"><v:formulas><v:f eqn="if lineDrawn pixelLineWidth 0"/>'
    '<v:f eqn="sum @0 1 0"/>'
    '</v:formulas></v:shapetype><v:shape type="#_x0000_t75" style="width:9pt">'
    '<v:imagedata r:id="rP" o:title="@"/></v:shape>',
    "watermark": '<v:shapetype id="_x0000_t136" o:spt="136" o:hr="@"><v:formulas><v:f eqn="prod #0 2 1"/>'
    '</v:formulas></v:shapetype>'
    '<v:shape id="PowerPlusWaterMarkObject@" o:spid="@" type="#_x0000_t136"><v:textpath string="DRAFT"/></v:shape>',
}


@pytest.mark.parametrize("kind", OLD_SHAPES)
def test_old_drawings_cross(kind: str) -> None:
    body = f"<w:p><w:r><w:pict>{OLD_SHAPES[kind].replace('@', MARK)}</w:pict></w:r></w:p>".replace(f"{MARK}0 ", "@0 ")
    made = clean_here(with_picture(body, halves()))
    main = part_of(made.content, "word/document.xml")
    assert 'o:spt="136"' in main or kind != "watermark"
    assert ("<v:f eqn=" in main, "DRAFT" in main or "v:imagedata" in main) == (True, True)


def test_line_drawn_by_hand_crosses() -> None:
    drawn = (
        "<wps:wsp><wps:cNvSpPr/><wps:spPr><a:custGeom><a:pathLst><a:path w='9' h='9'><a:moveTo>"
        "<a:pt x='0' y='0'/></a:moveTo>"
        "<a:lnTo><a:pt x='9' y='9'/></a:lnTo></a:path></a:pathLst></a:custGeom></wps:spPr><wps:bodyPr/></wps:wsp>"
    )
    made = clean_here(small_document(INLINE.format(drawn)))
    assert "<a:moveTo>" in part_of(made.content, "word/document.xml")


async def test_drawing_of_orders_becomes_pixels() -> None:
    made = await clean(with_picture(INLINE.format(PICTURE.format(hidden="", crop="")), emf()))
    (seen,) = pictures_in(made.content)
    colours = {colour for _, colour in opened(seen).getcolors() or []}
    assert (RED in colours, Removed.DRAWING in made.removed) == (True, False)


@pytest.mark.parametrize("content", [b"\x01\0\0\0" + bytes(36) + b" EMF" + bytes(80), b"%!PS", jpeg()[:300], b""])
def test_what_cannot_be_drawn_is_a_named_grey_field(content: bytes) -> None:
    made = clean_here(with_picture(INLINE.format(PICTURE.format(hidden="", crop="")), content))
    (seen,) = pictures_in(made.content)
    assert (opened(seen).getpixel((5, 40)), Removed.DRAWING in made.removed) == ((GREY,) * 3, True)


def diagram_parts(folder: str, *, drawn: bool) -> dict[str, str | bytes]:
    """The data of a diagram of two words, and its drawing."""
    point = '<dgm:pt modelId="{n}"{t}><dgm:t><a:p><a:r><a:t>{w}</a:t></a:r></a:p></dgm:t></dgm:pt>'
    points = point.format(n=1, t="", w="giver") + point.format(n=2, t=' type="asst"', w="taker")
    points += point.format(n=3, t=' type="pres"', w=MARK)
    dsp = 'xmlns:dsp="http://schemas.microsoft.com/office/drawing/2008/diagram"'
    data = (
        f'<dgm:dataModel {SPACES} {dsp}><dgm:ptLst>{points}</dgm:ptLst><dgm:extLst><a:ext>'
        f'<dsp:dataModelExt relId="rS"/></a:ext></dgm:extLst></dgm:dataModel>'
    )
    shape = (
        f'<dsp:sp modelId="{MARK}"><dsp:nvSpPr><dsp:cNvPr id="1" name="{MARK}"/></dsp:nvSpPr><dsp:spPr><a:xfrm>'
        f'<a:off x="{{}}" y="0"/>'
        '<a:ext cx="100000" cy="50000"/></a:xfrm>{}</dsp:spPr><dsp:txBody><a:bodyPr/><a:p><a:r>'
        '<a:rPr sz="1200"/><a:t>{}</a:t></a:r></a:p>'
        "</dsp:txBody></dsp:sp>"
    )
    fill = '<a:blipFill><a:blip r:embed="rP"/></a:blipFill>'
    shapes = shape.format(0, fill, "giver") + shape.format(200000, "", "taker")
    parts: dict[str, str | bytes] = {f"{folder}/diagrams/data.xml": data}
    if drawn:
        parts[f"{folder}/diagrams/drawing.xml"] = (
            f"<dsp:drawing {SPACES} {dsp}>"
            f"<dsp:spTree>{shapes}</dsp:spTree></dsp:drawing>"
        )
        parts[f"{folder}/diagrams/_rels/drawing.xml.rels"] = relationships({"rP": ("image", "../media/p.jpg")})
        parts[f"{folder}/media/p.jpg"] = jpeg()
    return parts


def diagram_links(above: str) -> dict[str, tuple[str, str]]:
    """The relationships of a diagram; *above* leads to the folder of the program."""
    drawn = "http://schemas.microsoft.com/office/2007/relationships/diagramDrawing"
    return {"rD": ("diagramData", f"{above}diagrams/data.xml"), "rS": (drawn, f"{above}diagrams/drawing.xml")}


@pytest.mark.parametrize("drawn", [True, False])
def test_diagram_of_a_text_keeps_its_shapes_or_its_words(drawn: bool) -> None:
    made = clean_here(
        small_document(INLINE.format(DIAGRAM), links=diagram_links(""), parts=diagram_parts("word", drawn=drawn))
    )
    main = part_of(made.content, "word/document.xml")
    assert (main.count("giver"), main.count("taker"), main.count("<wps:wsp>")) == (1, 1, 2 if drawn else 0)
    assert (Removed.DIAGRAM in made.removed, len(pictures_in(made.content))) == (not drawn, int(drawn))
    assert len(docx.Document(io.BytesIO(made.content)).paragraphs) == 1


@pytest.mark.parametrize("drawn", [True, False])
def test_diagram_of_a_sheet_keeps_its_shapes_or_its_words(drawn: bool) -> None:
    frame = (
        "<xdr:twoCellAnchor><xdr:from/><xdr:to/><xdr:graphicFrame><xdr:nvGraphicFramePr><xdr:cNvPr id='1' name='p'/>"
        f"</xdr:nvGraphicFramePr><a:graphic><a:graphicData>{DIAGRAM}</a:graphicData></a:graphic></xdr:graphicFrame>"
        "<xdr:clientData/></xdr:twoCellAnchor>"
    )
    space = 'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    parts = {
        "xl/drawings/d.xml": f"<xdr:wsDr {space} {SPACES}>{frame}</xdr:wsDr>",
        "xl/drawings/_rels/d.xml.rels": relationships(diagram_links("../")),
        **diagram_parts("xl", drawn=drawn),
    }
    sheet = '<sheetData/><drawing r:id="rG"/>'
    made = clean_here(small_workbook(sheet, links={"rG": ("drawing", "../drawings/d.xml")}, parts=parts))
    drawing = part_of(made.content, "xl/drawings/drawing1.xml")
    assert (drawing.count("giver"), drawing.count("taker"), "<xdr:grpSp>" in drawing) == (1, 1, drawn)
    assert Removed.DIAGRAM in made.removed or drawn


OBJECTS = {
    "older": '<legacyDrawing r:id="rV"/><oleObjects><oleObject progId="@" shapeId="1025" r:id="rO"/></oleObjects>',
    "newer": '<oleObjects><oleObject progId="@" shapeId="1025" r:id="rO"><objectPr r:id="rI"><anchor><from>'
    '<xdr:col>1</xdr:col>'
    "<xdr:row>1</xdr:row></from><to><xdr:col>4</xdr:col><xdr:row>9</xdr:row></to></anchor></objectPr></oleObject></oleObjects>",
    "without a picture": '<oleObjects><oleObject progId="@" shapeId="1025" r:id="rO"/></oleObjects>',
}


@pytest.mark.parametrize("form", OBJECTS)
def test_object_on_a_sheet_leaves_its_picture(form: str) -> None:
    shape = (
        f'<xml {SPACES}><v:shape id="_x0000_s1025" alt="{MARK}"><v:imagedata o:relid="r1" o:title="{MARK}"/>'
        f'<x:ClientData '
        'ObjectType="Pict"><x:Anchor>2, 0, 2, 0, 8, 0, 14, 0</x:Anchor></x:ClientData></v:shape></xml>'
    )
    made = clean_here(
        small_workbook(
            "<sheetData/>" + OBJECTS[form].replace("@", MARK),
            links={
                "rV": ("vmlDrawing", "../drawings/v.vml"),
                "rO": ("oleObject", "../embeddings/o.bin"),
                "rI": ("image", "../media/p.jpg"),
            },
            parts={
                "xl/drawings/v.vml": shape,
                "xl/drawings/_rels/v.vml.rels": relationships({"r1": ("image", "../media/p.jpg")}),
                "xl/embeddings/o.bin": MARK.encode(),
                "xl/media/p.jpg": jpeg(),
            },
        )
    )
    sheet = openpyxl.load_workbook(io.BytesIO(made.content))["Seen"]
    is_kept = form != "without a picture"
    assert (len(sheet._images), Removed.DRAWING in made.removed) == (int(is_kept), not is_kept)
    assert Removed.EMBEDDED in made.removed


async def test_object_in_a_text_leaves_its_picture() -> None:
    body = (
        f'<w:p><w:r><w:object><v:shape style="width:9pt"><v:imagedata r:id="rP"/></v:shape>'
        f'<o:OLEObject ProgID="{MARK}" r:id="rO"/>'
        "</w:object></w:r></w:p>"
    )
    made = await clean(with_picture(body, emf()))
    assert (len(pictures_in(made.content)), Removed.EMBEDDED in made.removed) == (1, True)


def test_sheet_that_is_a_chart_crosses() -> None:
    content = openpyxl.Workbook()
    sheet = content.active
    assert sheet is not None
    for number in range(1, 5):
        sheet.cell(number, 1, number)
    chart = openpyxl.chart.BarChart()
    chart.add_data(openpyxl.chart.Reference(sheet, min_col=1, min_row=1, max_row=4))
    content.create_chartsheet("Drawn").add_chart(chart)
    out = io.BytesIO()
    content.save(out)
    made = clean_here(out.getvalue())
    assert [type(one).__name__ for one in openpyxl.load_workbook(io.BytesIO(made.content))] == ["Worksheet"]
    assert {"xl/chartsheets/sheet2.xml", "xl/charts/chart1.xml"} <= set(names_in(made.content))


def strict(content: bytes) -> bytes:
    """*content* in the strict namespaces."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            part = old.read(item)
            if item.filename.endswith((".xml", ".rels")):
                for family in (b"wordprocessingml", b"spreadsheetml", b"drawingml", b"officeDocument"):
                    usual = b"http://schemas.openxmlformats.org/" + family + b"/2006/"
                    part = part.replace(usual, b"http://purl.oclc.org/ooxml/" + family + b"/")
            new.writestr(item.filename, part)
    return out.getvalue()


async def test_strict_files_cross_in_the_usual_form() -> None:
    body = paragraph("words") + INLINE.format(PICTURE.format(hidden="", crop=""))
    body += '<w:p><w:pPr><w:ind w:start="720"/><w:jc w:val="end"/></w:pPr></w:p>'
    made = await clean(strict(with_picture(body, halves())))
    main = part_of(made.content, "word/document.xml")
    assert ("purl" in main, "words" in main, 'w:left="720"' in main, '"right"' in main) == (False, True, True, True)
    assert len(pictures_in(made.content)) == 1
    book = await clean(strict(workbook()))
    assert openpyxl.load_workbook(io.BytesIO(book.content))["Seen"]["B1"].value == 5


