"""Letters that nobody can read do not cross and are named as hidden; pale letters on dark ground cross."""

from __future__ import annotations

import pytest

from bot.anonymise.scrub.runner import Instead, RefusalReason, Removed
from bot.anonymise.scrub.verdicts import RefusalError
from tests.anonymise.scrub.conftest import clean_here
from tests.anonymise.scrub.searching import MARK
from tests.anonymise.scrub.small_office import DRAWING, SPACES, XML, paragraph, part_of, run, small_document, style

WHITE = '<w:color w:val="FFFFFF"/>'
DARK = '<w:shd w:val="clear" w:color="auto" w:fill="1F3864"/>'
BLACK = '<w:shd w:val="clear" w:color="auto" w:fill="000000"/>'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
FREE = (
    '<w:r><w:drawing><wp:anchor behindDoc="{behind}">{place}<wp:extent cx="{wide}" cy="{high}"/>{inside}</wp:anchor>'
    "</w:drawing></w:r>"
)
AT = (
    '<wp:positionH relativeFrom="{}"><wp:posOffset>{}</wp:posOffset></wp:positionH><wp:positionV relativeFrom="{}">'
    "<wp:posOffset>{}</wp:posOffset></wp:positionV>"
)


def with_paragraph(properties: str, looks: str = "") -> str:
    """A paragraph with *properties* and the mark, and another one."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(MARK, looks)}</w:p>{paragraph('seen')}"


def cell(inside: str, properties: str = "", style_name: str = "") -> str:
    """A table of one cell."""
    named = f'<w:tblStyle w:val="{style_name}"/><w:tblLook w:firstRow="1"/>' if style_name else ""
    return f"<w:tbl><w:tblPr>{named}</w:tblPr><w:tr><w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc></w:tr></w:tbl>"


def box(fill: str, words: str, *, style: str = "") -> str:
    """A shape in the line with *words*."""
    shape = (
        f"<wps:wsp><wps:spPr>{fill}</wps:spPr>{style}<wps:txbx><w:txbxContent>{words}</w:txbxContent></wps:txbx>"
        "<wps:bodyPr/></wps:wsp>"
    )
    return f"<w:p><w:r><w:drawing><wp:inline>{shape}</wp:inline></w:drawing></w:r></w:p>"


def beside(across: str, x: int, along: str = "page", y: int = 0) -> str:
    """A text in a free box at a place."""
    shape = f"<wps:wsp><wps:spPr/><wps:txbx><w:txbxContent>{paragraph(MARK)}</w:txbxContent></wps:txbx></wps:wsp>"
    free = FREE.format(behind=0, place=AT.format(across, x, along, y), wide=914400, high=914400, inside=shape)
    return f"<w:p>{free}</w:p>"


def table_style(properties: str, looks: str) -> str:
    """The style T of a table with a first row of its own."""
    return (
        f'<w:style w:type="table" w:styleId="T"><w:tblStylePr w:type="firstRow"><w:rPr>{looks}</w:rPr>'
        f"<w:tcPr>{properties}</w:tcPr></w:tblStylePr></w:style>"
    )


SOLID = '<a:solidFill><a:srgbClr val="{}"/></a:solidFill>'
UNREAD: dict[str, tuple[str, str]] = {
    "white": (paragraph(MARK, looks=WHITE), ""),
    "nearly white": (paragraph(MARK, looks='<w:color w:val="F5F5F5"/>'), ""),
    "white by the theme": (paragraph(MARK, looks='<w:color w:val="auto" w:themeColor="background1"/>'), ""),
    "white by the theme and its shade": (
        paragraph(MARK, looks='<w:color w:val="000000" w:themeColor="text1" w:themeTint="00"/>'),
        "",
    ),
    "white by a style": (paragraph(MARK, "P"), style("P", "paragraph", WHITE)),
    "white by the base of a style": (
        paragraph(MARK, looks='<w:rStyle w:val="C"/>'),
        style("C", "character", base="B") + style("B", "character", WHITE),
    ),
    "white by the defaults": (
        paragraph(MARK) + paragraph("seen", looks='<w:color w:val="000000"/>'),
        f"<w:docDefaults><w:rPrDefault><w:rPr>{WHITE}</w:rPr></w:rPrDefault></w:docDefaults>",
    ),
    "white in a table's first row": (cell(paragraph(MARK), style_name="T"), table_style("", WHITE)),
    "no filling": (paragraph(MARK, looks=f"<w14:textFill {W14}><w14:noFill/></w14:textFill>"), ""),
    "a transparent filling": (
        paragraph(
            MARK,
            looks=f'<w14:textFill {W14}><w14:solidFill><w14:srgbClr w14:val="000000"><w14:alpha w14:val="100000"/>'
            "</w14:srgbClr></w14:solidFill></w14:textFill>",
        ),
        "",
    ),
    "a black marker": (paragraph(MARK, looks='<w:highlight w:val="black"/>'), ""),
    "yellow under a yellow marker": (
        paragraph(MARK, looks='<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>'),
        "",
    ),
    "black on black": (paragraph(MARK, looks='<w:color w:val="000000"/>' + BLACK), ""),
    "nearly black on black": (paragraph(MARK, looks='<w:color w:val="0A0A0A"/>' + BLACK), ""),
    "black on a black paragraph": (with_paragraph(BLACK, '<w:color w:val="000000"/>'), ""),
    "black in a black cell": (cell(paragraph(MARK, looks='<w:color w:val="000000"/>'), BLACK), ""),
    "black in a black pattern": (
        paragraph(MARK, looks='<w:color w:val="000000"/><w:shd w:val="solid" w:color="000000" w:fill="auto"/>'),
        "",
    ),
    "black in a black shape": (box(SOLID.format("000000"), paragraph(MARK, looks='<w:color w:val="000000"/>')), ""),
    "white in an empty shape": (box("<a:noFill/>", paragraph(MARK, looks=WHITE)), ""),
    "white in an older shape": (
        "<w:p><w:r><w:pict><v:rect><v:textbox><w:txbxContent>"
        f"{paragraph(MARK, looks=WHITE)}</w:txbxContent></v:textbox></v:rect></w:pict></w:r></w:p>",
        "",
    ),
    "a point": (paragraph(MARK, looks='<w:sz w:val="2"/>'), ""),
    "a point by a style": (paragraph(MARK, "P"), style("P", "paragraph", '<w:sz w:val="1"/>')),
    "narrow": (paragraph(MARK, looks='<w:w w:val="1"/>'), ""),
    "narrow, with a sign": (paragraph(MARK, looks='<w:w w:val="1%"/>'), ""),
    "far below": (paragraph(MARK, looks='<w:position w:val="-3000"/>'), ""),
    "all in one place": (paragraph(MARK, looks='<w:spacing w:val="-400"/>'), ""),
    "a low line": (with_paragraph('<w:spacing w:line="1" w:lineRule="exact"/>'), ""),
    "a frame off the page": (with_paragraph('<w:framePr w:w="3000" w:x="-20000" w:y="1" w:hAnchor="page"/>'), ""),
    "a frame below the page": (with_paragraph('<w:framePr w:w="3000" w:x="1" w:y="20000" w:vAnchor="page"/>'), ""),
    "an indent": (with_paragraph('<w:ind w:left="-30000" w:right="30000"/>'), ""),
    "a formula": (f"<w:p><m:oMath><m:r><w:rPr>{WHITE}</w:rPr><m:t>{MARK}</m:t></m:r></m:oMath></w:p>", ""),
    "a box off the page": (beside("column", -3_000_000), ""),
    "a box to the right of the page": (beside("page", 8_000_000), ""),
    "a box above the page": (beside("page", 0, "page", -914_400), ""),
    "an older box off the page": (
        '<w:p><w:r><w:pict><v:shape style="position:absolute;margin-left:-3000pt;width:200pt;height:50pt"><v:textbox>'
        f"<w:txbxContent>{paragraph(MARK)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
        "",
    ),
    "a box without height": (
        '<w:p><w:r><w:pict><v:shape style="width:200pt;height:1pt"><v:textbox><w:txbxContent>'
        f"{paragraph(MARK)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
        "",
    ),
    "a table off the page": (
        f'<w:tbl><w:tblPr><w:tblInd w:w="-30000"/></w:tblPr><w:tr><w:tc>{paragraph(MARK)}</w:tc></w:tr></w:tbl>',
        "",
    ),
}
READ: dict[str, tuple[str, str]] = {
    "white on a dark band": (paragraph("words", looks=WHITE + DARK), ""),
    "white under a dark marker": (paragraph("words", looks=WHITE + '<w:highlight w:val="darkBlue"/>'), ""),
    "white on a dark paragraph": (with_paragraph(DARK, WHITE).replace(MARK, "words"), ""),
    "white in a dark cell": (cell(paragraph("words", looks=WHITE), DARK), ""),
    "white in a cell in a dark cell": (cell(cell(paragraph("words", looks=WHITE)) + "<w:p/>", DARK), ""),
    "white in a dark first row": (cell(paragraph("words"), style_name="T"), table_style(DARK, WHITE)),
    "white in a dark shape": (box(SOLID.format("1F3864"), paragraph("words", looks=WHITE)), ""),
    "white by a shape's style": (
        box(
            "",
            paragraph("words"),
            style='<wps:style><a:fillRef idx="1"><a:schemeClr val="accent1"/></a:fillRef><a:fontRef><a:schemeClr '
            'val="lt1"/></a:fontRef></wps:style>',
        ),
        "",
    ),
    "black in a dark cell": (cell(paragraph("words"), BLACK), ""),
    "grey": (paragraph("words", looks='<w:color w:val="D9D9D9"/>'), ""),
    "small print": (paragraph("words", looks='<w:sz w:val="10"/>'), ""),
    "condensed": (paragraph("words", looks='<w:w w:val="66"/><w:spacing w:val="-20"/>'), ""),
    "a style's white that the run takes back": (
        paragraph("words", "P", '<w:color w:val="000000"/>'),
        style("P", "paragraph", WHITE),
    ),
    "a paragraph that hangs out": (
        with_paragraph('<w:ind w:left="-720" w:right="-720"/>').replace(MARK, "words"),
        "",
    ),
    "an exact line": (with_paragraph('<w:spacing w:line="240" w:lineRule="exact"/>').replace(MARK, "words"), ""),
    "a frame in the margin": (
        with_paragraph('<w:framePr w:w="1000" w:x="-500" w:y="1"/>').replace(MARK, "words"),
        "",
    ),
}


@pytest.mark.parametrize("way", UNREAD)
def test_letters_that_cannot_be_read_do_not_cross(way: str) -> None:
    body, styles = UNREAD[way]
    made = clean_here(small_document(paragraph("before", looks='<w:color w:val="000000"/>') + body, styles=styles))
    assert (Removed.HIDDEN in made.removed, MARK in part_of(made.content, "word/document.xml")) == (True, False)


@pytest.mark.parametrize("way", READ)
def test_letters_that_can_be_read_cross(way: str) -> None:
    body, styles = READ[way]
    made = clean_here(small_document(body, styles=styles))
    assert (Removed.HIDDEN in made.removed, "words" in part_of(made.content, "word/document.xml")) == (False, True)


def test_pictures_among_unread_letters_stay() -> None:
    drawn = "<w:drawing><wp:inline><wps:wsp><wps:spPr/></wps:wsp></wp:inline></w:drawing>"
    body = f"<w:p><w:r><w:rPr>{WHITE}</w:rPr><w:t>{MARK}</w:t>{drawn}<w:t> </w:t></w:r></w:p>"
    made = clean_here(small_document(body))
    assert "wps:wsp" in part_of(made.content, "word/document.xml")


@pytest.mark.parametrize("is_shown", [True, False])
def test_colour_of_the_page_counts_where_it_is_shown(is_shown: bool) -> None:
    setting = "<w:displayBackgroundShape/>" if is_shown else ""
    made = clean_here(
        small_document(
            f'{paragraph("white", looks=WHITE)}<w:sectPr/></w:body><w:background w:color="1F3864"/><w:body>',
            links={"rSettings": ("settings", "settings.xml")},
            parts={"word/settings.xml": f"{XML}<w:settings {SPACES}>{setting}</w:settings>"},
        )
    )
    assert ("white" in part_of(made.content, "word/document.xml")) == is_shown


def test_pale_letters_before_a_drawing_are_left_to_a_printer() -> None:
    fill = f'<wps:wsp><wps:spPr>{SOLID.format("1F3864")}</wps:spPr></wps:wsp>'
    drawn = FREE.format(behind=1, place="", wide=9, high=9, inside=fill)
    with pytest.raises(RefusalError) as refusal:
        clean_here(small_document(f"<w:p>{drawn}</w:p>" + paragraph("words", looks=WHITE)))
    assert (refusal.value.refused.reason, refusal.value.refused.instead) == (RefusalReason.DOUBT, Instead.PDF)


def test_theme_tells_what_is_white() -> None:
    theme = (
        f'{XML}<a:theme xmlns:a="{DRAWING}/main" name="t"><a:themeElements><a:clrScheme name="t"><a:accent1><a:srgbClr '
        'val="FFFFFF"/></a:accent1></a:clrScheme></a:themeElements></a:theme>'
    )
    body = paragraph(MARK, looks='<w:color w:val="000000" w:themeColor="accent1"/>') + paragraph("seen")
    made = clean_here(
        small_document(body, links={"rT": ("theme", "theme/theme1.xml")}, parts={"word/theme/theme1.xml": theme})
    )
    assert Removed.HIDDEN in made.removed
