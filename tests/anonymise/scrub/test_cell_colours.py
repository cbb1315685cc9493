"""Letters in the colour of their paper are unseen: by a cell's look they stay behind, by a rule they are a doubt."""

from __future__ import annotations

import io
import time

import openpyxl
import pytest

from bot.anonymise.scrub.cell_colours import Palette, is_alike, tinted
from bot.anonymise.scrub.office import scrub_office
from bot.anonymise.scrub.office_program import find_office
from bot.anonymise.scrub.runner import Instead, Limits, RefusalReason, RefusedFile, Removed, scrub
from bot.anonymise.scrub.verdicts import FileKind, RefusalError
from tests.anonymise.scrub.conftest import clean, clean_here
from tests.anonymise.scrub.searching import MARK
from tests.anonymise.scrub.small_office import part_of, small_workbook
from tests.missing import MISSING_OFFICE

DOUBT = RefusedFile(RefusalReason.DOUBT, Instead.PDF)
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
FONTS = (
    "", '<color rgb="FFFFFFFF"/>', '<color theme="0"/>', '<color theme="0" tint="-0.04"/>', '<color indexed="9"/>',
    '<color rgb="FFFFC7CE"/>', '<sz val="1"/>', '<color rgb="FF9C0006"/>', '<color theme="0" tint="-0.5"/>',
    '<color indexed="65"/>',
)  # fmt: skip
FILLS = ("", '<fgColor rgb="FFFFC7CE"/>', '<fgColor theme="1"/>', '<fgColor rgb="FF00B050"/>')
LOOKS = ((0, 0), (1, 0), (2, 0), (3, 0), (4, 0), (5, 1), (6, 0), (7, 1), (8, 0), (9, 0), (1, 3), (0, 2), (0, 0))
"""The looks of cells: which of the fonts on which of the fills; the last has a format that makes numbers white."""
WHITE_FORMAT = len(LOOKS) - 1
RED, WHITE, PALE = "FF9C0006", "FFFFFFFF", "FFFFC7CE"


def dxf(font: str = "", fill: str = "", code: str = "") -> str:
    """The look of a rule."""
    made = f'<font><color rgb="{font}"/></font>' if font else ""
    made += f'<numFmt numFmtId="170" formatCode="{code}"/>' if code else ""
    return made + (f'<fill><patternFill><bgColor rgb="{fill}"/></patternFill></fill>' if fill else "")


def styles(*rules: str) -> str:
    """The looks of a workbook, and those of its *rules*."""
    fonts = "".join(f"<font>{one}</font>" for one in FONTS)
    patterns = (f'<patternFill patternType="{"solid" if one else "none"}">{one}</patternFill>' for one in FILLS)
    fills = "".join(f"<fill>{one}</fill>" for one in patterns)
    looks = "".join(f'<xf fontId="{font}" fillId="{fill}"/>' for font, fill in LOOKS[:-1]) + '<xf numFmtId="165"/>'
    return (
        f'<numFmts><numFmt numFmtId="165" formatCode="[White]0;[Color 2]-0;0"/></numFmts><fonts>{fonts}</fonts>'
        f"<fills>{fills}</fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs>{looks}</cellXfs>"
        f"<dxfs>{''.join(f'<dxf>{one}</dxf>' for one in rules)}</dxfs>"
    )


def cell(place: str, text: str, look: int = 0) -> str:
    """A cell with words; a number is written as one."""
    if text.lstrip("-").isdecimal():
        return f'<c r="{place}" s="{look}"><v>{text}</v></c>'
    inside = text if text.startswith("<r>") else f"<t>{text}</t>"
    return f'<c r="{place}" t="inlineStr" s="{look}"><is>{inside}</is></c>'


def sheet(*cells: str) -> str:
    """A sheet of one column."""
    rows = "".join(f'<row r="{row}">{one}</row>' for row, one in enumerate(cells, 1))
    return f"<sheetData>{rows}</sheetData>"


FORMULA = "<formula>A1=1</formula>"


def rule(
    look: int | None, inner: str = FORMULA, *, kind: str = "expression", order: int = 1, at: str = "A1:A9"
) -> str:
    """A conditional format."""
    named = "" if look is None else f'dxfId="{look}"'
    return (
        f'<conditionalFormatting sqref="{at}"><cfRule type="{kind}" {named} priority="{order}">{inner}</cfRule>'
        "</conditionalFormatting>"
    )


def values_of(content: bytes) -> list[object]:
    """What the cells of a sheet hold."""
    read = openpyxl.load_workbook(io.BytesIO(content))["Seen"]
    return [one.value for row in read.iter_rows() for one in row if one.value is not None]


@pytest.mark.parametrize("look", [1, 2, 3, 4, 5, 6, 9])
def test_letters_in_the_colour_of_their_paper_stay_behind(look: int) -> None:
    made = clean_here(small_workbook(sheet(cell("A1", "seen"), cell("A2", MARK, look)), styles=styles()))
    assert (values_of(made.content), Removed.HIDDEN in made.removed) == (["seen"], True)


def test_numbers_that_their_format_makes_white_stay_behind() -> None:
    numbers = sheet(*(cell(f"A{row}", text, WHITE_FORMAT) for row, text in enumerate(("5", "-5", "0"), 1)))
    assert values_of(clean_here(small_workbook(numbers, styles=styles())).content) == [0]


@pytest.mark.parametrize("look", [0, 7, 8, 10])
def test_letters_of_another_colour_than_their_paper_stay(look: int) -> None:
    made = clean_here(small_workbook(sheet(cell("A1", "seen", look)), styles=styles()))
    assert (values_of(made.content), Removed.HIDDEN in made.removed) == (["seen"], False)


def piece(text: str, colour: str) -> str:
    """A piece of a cell's text with a colour of its own."""
    return f'<r><rPr><color rgb="{colour}"/></rPr><t>{text}</t></r>'


async def test_text_of_which_a_piece_is_unseen_is_a_doubt_and_one_all_unseen_stays_behind() -> None:
    mixed = cell("A1", piece("seen ", RED) + piece(MARK, WHITE))
    assert await scrub(small_workbook(sheet(mixed), styles=styles())) == DOUBT
    pale = cell("A1", piece(MARK, WHITE) + piece(" ", RED) + piece("x", WHITE))
    assert values_of(clean_here(small_workbook(sheet(pale, cell("A2", "seen")), styles=styles())).content) == ["seen"]
    of_its_own = cell("A1", piece("seen", RED), 1)
    assert len(clean_here(small_workbook(sheet(of_its_own), styles=styles())).removed) == 0


SCALE = (
    '<colorScale><cfvo type="min"/><cfvo type="max"/><color rgb="FF000000"/><color rgb="FFFFFFFF"/></colorScale>'
)
BARS = '<{0} showValue="0"><cfvo type="min"/><cfvo type="max"/><color rgb="FF638EC6"/></{0}>'


def newer(look: str) -> str:
    """A rule of Excel 2010, which brings its look along."""
    return (
        f'<extLst><ext xmlns:x14="{X14}" xmlns:xm="{XM}"><x14:conditionalFormattings><x14:conditionalFormatting>'
        f'<x14:cfRule type="expression" priority="1"><xm:f>A1=1</xm:f>{look}</x14:cfRule><xm:sqref>A1:A9</xm:sqref>'
        "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
    )


HIDING: dict[str, tuple[str, str]] = {
    "a format": (rule(0), styles(dxf(code=";;;"))),
    "white on paper": (rule(0), styles(dxf(WHITE))),
    "white by its format": (rule(0), styles(dxf(code="[White]0"))),
    "white on its own white": (rule(0), styles(dxf(WHITE, WHITE))),
    "black behind black": (rule(0), styles(dxf(fill="FF000000"))),
    "two rules together": (rule(0, order=2) + rule(1, order=1), styles(dxf(PALE), dxf(fill=PALE))),
    "a rule over half of another": (rule(0, order=2) + rule(1, order=1), styles(dxf(PALE, RED), dxf(fill=PALE))),
    "a scale through black": (rule(None, SCALE, kind="colorScale"), styles()),
    "bars alone": (rule(None, BARS.format("dataBar"), kind="dataBar"), styles()),
    "signs alone": (rule(None, BARS.format("iconSet"), kind="iconSet"), styles()),
    "newer, a format": (newer(f"<x14:dxf>{dxf(code=';;;')}</x14:dxf>"), styles()),
    "newer, white": (newer(f"<x14:dxf>{dxf(WHITE)}</x14:dxf>"), styles()),
    "newer, signs alone": (newer('<x14:iconSet showValue="0"/>'), styles()),
}  # fmt: skip
SHOWING: dict[str, tuple[str, str]] = {
    "red on pale red": (rule(0), styles(dxf(RED, PALE))),
    "white on green": (rule(0), styles(dxf(WHITE, "FF00B050"))),
    "white on green first": (rule(0, order=1) + rule(1, order=2), styles(dxf(WHITE, "FF00B050"), dxf(fill=WHITE))),
    "white elsewhere": (rule(0, at="C1:C9 E5"), styles(dxf(WHITE))),
    "apart": (rule(0, at="A1") + rule(1, at="A2"), styles(dxf(PALE), dxf(fill=PALE))),
    "black over green": (rule(0), styles(dxf(fill="FF00B050"))),
}


@pytest.mark.parametrize("way", HIDING)
def test_rule_that_can_hide_values_is_a_doubt(way: str) -> None:
    text, looks = HIDING[way]
    with pytest.raises(RefusalError) as refused:
        clean_here(small_workbook(sheet(cell("A1", "5"), cell("A2", MARK)) + text, styles=looks))
    assert refused.value.refused == DOUBT


@pytest.mark.parametrize("way", SHOWING)
def test_colours_of_rules_that_hide_nothing_stay(way: str) -> None:
    text, looks = SHOWING[way]
    made = clean_here(small_workbook(sheet(cell("A1", "5"), cell("A2", "seen")) + text, styles=looks))
    assert part_of(made.content, "xl/worksheets/sheet1.xml").count("<cfRule") == text.count("<cfRule")
    assert (values_of(made.content), made.removed) == ([5, "seen"], frozenset())


async def test_unseen_value_that_a_rule_may_show_is_a_doubt() -> None:
    content = small_workbook(sheet(cell("A1", MARK, 1)) + rule(0), styles=styles(dxf(fill="FF00B050")))
    assert await scrub(content) == DOUBT
    behind = sheet(cell("A1", MARK, 1)) + '<picture r:id="r9"/>'
    assert await scrub(small_workbook(behind, styles=styles())) == DOUBT


def test_white_head_of_a_table_stays() -> None:
    table = (
        '<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="1" name="T" displayName="T" '
        'ref="A1:A2"><tableColumns count="1"><tableColumn id="1" name="head"/></tableColumns>'
        '<tableStyleInfo name="TableStyleMedium2"/></table>'
    )
    rows = sheet(cell("A1", "head", 1), cell("A2", "seen"), cell("A3", MARK, 1))
    made = clean_here(
        small_workbook(
            rows + '<tableParts count="1"><tablePart r:id="rTable"/></tableParts>', styles=styles(),
            links={"rTable": ("table", "../tables/t.xml")}, parts={"xl/tables/t.xml": table},
        )
    )  # fmt: skip
    assert values_of(made.content) == ["head", "seen"]


def test_a_workbook_may_bring_its_own_palette_and_theme() -> None:
    own = "<colors><indexedColors>" + '<rgbColor rgb="00FFFFFF"/>' * 64 + "</indexedColors></colors>"
    looks = styles().replace('<color indexed="9"/>', '<color indexed="8"/>') + own
    made = clean_here(small_workbook(sheet(cell("A1", MARK, 4), cell("A2", "seen")), styles=looks))
    assert values_of(made.content) == ["seen"]
    assert (Palette(None, None).theme[4], tinted((0, 0, 0), "1"), tinted((255, 255, 255), "-0.5")) == (
        (79, 129, 189), (255, 255, 255), (128, 128, 128)
    )  # fmt: skip
    assert (is_alike((255, 255, 255), (242, 242, 242)), is_alike((255, 255, 255), (217, 217, 217))) == (True, False)


def test_rules_and_pale_cells_by_the_thousand_end_soon() -> None:
    rules = "".join(rule(number % 2, order=number, at="C1 " * 300) for number in range(900))
    rows = sheet(*(cell(f"A{row}", "x", 1) for row in range(1, 20_000)))
    began = time.process_time()
    with pytest.raises(RefusalError):
        scrub_office(small_workbook(rows + rules, styles=styles(dxf(PALE), dxf(fill=PALE))), FileKind.XLSX, Limits())
    assert time.process_time() - began < 8


ALWAYS = "<formula>TRUE</formula>"
DRAWN = {
    "a format": (rule(0, ALWAYS, at="A2"), styles(dxf(code=";;;")), MARK),
    "white": (rule(0, ALWAYS, at="A2"), styles(dxf(WHITE)), MARK),
    "newer, white": (
        newer(f"<x14:dxf>{dxf(WHITE)}</x14:dxf>").replace("A1=1", "TRUE").replace("A1:A9", "A2"), styles(), MARK
    ),
    "bars alone": (rule(None, BARS.format("dataBar"), kind="dataBar", at="A2"), styles(), "4711"),
}  # fmt: skip


@pytest.mark.parametrize("way", DRAWN)
async def test_what_a_rule_hides_is_not_drawn_by_the_office_program(way: str) -> None:
    """Two files that differ in nothing but what is hidden come out alike."""
    program, _ = await find_office()
    if program is None:
        pytest.skip(MISSING_OFFICE)
    text, looks, hidden = DRAWN[way]
    made = []
    for value in (hidden, "1234" if hidden.isdecimal() else "x" * len(hidden)):
        content = small_workbook(sheet(cell("A1", "seen"), cell("A2", value)) + text, styles=looks)
        made.append((await clean(content, office=program)).content)
    assert made[0].startswith(b"%PDF") and made[0] == made[1]


async def test_what_the_office_program_would_draw_though_it_was_hidden_is_refused() -> None:
    program, _ = await find_office()
    if program is None:
        pytest.skip(MISSING_OFFICE)
    text = newer(f"<x14:dxf>{dxf(code=';;;')}</x14:dxf>")
    content = small_workbook(sheet(cell("A1", "seen"), cell("A2", MARK)) + text, styles=styles())
    assert await scrub(content, office=program) == DOUBT
