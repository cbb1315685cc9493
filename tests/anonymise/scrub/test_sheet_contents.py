"""What a sheet does not show does not cross; what it shows (values, colours by rule, the way it is printed) does."""

from __future__ import annotations

import io
import time

import openpyxl
import pytest

from bot.anonymise.scrub.number_formats import hides
from bot.anonymise.scrub.office import scrub_office
from bot.anonymise.scrub.runner import Instead, RefusalReason, RefusedFile, Removed, scrub
from bot.anonymise.scrub.verdicts import FileKind, Limits, RefusalError
from tests.anonymise.scrub.conftest import clean, clean_here
from tests.anonymise.scrub.searching import MARK
from tests.anonymise.scrub.small_office import part_of, small_workbook

FORMATS = (
    '<numFmts><numFmt numFmtId="165" formatCode="{}"/></numFmts><fonts><font/></fonts><fills><fill>'
    '<patternFill/></fill></fills><borders>'
    '<border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/><xf numFmtId="165"/></cellXfs><dxfs>'
    '<dxf><fill><patternFill/>'
    '</fill></dxf><dxf><numFmt numFmtId="165" formatCode=";;;"/></dxf></dxfs>'
)


def cell(place: str, text: str, more: str = "") -> str:
    """A cell with words."""
    return f'<c r="{place}" t="inlineStr" {more}><is><t>{text}</t></is></c>'


def data(*rows: str) -> str:
    """The data of a sheet, from its first row on; a row may bring attributes before a bar."""
    parts = [one.rpartition("|") for one in rows]
    listed = "".join(f'<row r="{number}" {more}>{cells}</row>' for number, (more, _, cells) in enumerate(parts, 1))
    return f"<sheetData>{listed}</sheetData>"


SEEN = cell("A1", "seen")
UNSEEN = {
    "format": data(SEEN, cell("A2", MARK, 's="1"')),
    "no height": data(SEEN, f'ht="0.01" customHeight="1"|{cell("A2", MARK)}'),
    "a line of height": data(SEEN, f'ht="1.5"|{cell("A2", MARK)}'),
    "no usual height": '<sheetFormatPr defaultRowHeight="0.1"/>' + data(f'ht="15"|{SEEN}', cell("A2", MARK)),
    "hidden row": data(SEEN, f'hidden="1"|{cell("A2", MARK)}'),
    "no width": '<cols><col min="2" max="2" width="0.05"/></cols>' + data(SEEN + cell("B1", MARK)),
    "no usual width": '<sheetFormatPr defaultColWidth="0"/><cols><col min="1" max="1" width="9"/></cols>'
    + data(SEEN + cell("B1", MARK)),
    "covered": data(SEEN + cell("B1", MARK), cell("A2", MARK) + cell("C2", "seen"))
    + '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
}


@pytest.mark.parametrize("way", UNSEEN)
def test_cell_that_is_not_seen_does_not_cross(way: str) -> None:
    made = clean_here(small_workbook(UNSEEN[way], styles=FORMATS.format(";;;")))
    sheet = openpyxl.load_workbook(io.BytesIO(made.content))["Seen"]
    values = [one.value for row in sheet.iter_rows() for one in row if one.value is not None]
    assert (values, Removed.HIDDEN in made.removed) == (["seen"] * UNSEEN[way].count("seen"), True)


@pytest.mark.parametrize(
    ("code", "value", "hidden"),
    [
        (";;;", 1.0, True), (";;;", -1.0, True), (";;;", 0.0, True), (";;;", "x", True), (";;", "x", False),
        (";;", 5.0, True),
        ("0;;", -1.0, True), ("0;;", 1.0, False), ("0;-0;", 0.0, True), ("0;-0;;@", "x", False), ("0;-0;0;", "x", True),
        ("", 1.0, False), ("General", 1.0, False), ("[Red]", 1.0, False), ('""', 1.0, True), ('" ";" "', 1.0, True),
        ("_-* ;", 1.0, True), ("[>100]0;", 5.0, True), ("[>100]0;", 500.0, False), ("[h]", 1.0, False),
        ('0" ;;; "', -1.0, False), (r"0\;", -1.0, False), ("[$-419]", 1.0, False), ("[$₸-43F];;", 1.0, False),
    ],
)  # fmt: skip
def test_format_hides(code: str, value: float | str, hidden: bool) -> None:
    assert hides(code, value) is hidden


def test_value_that_its_format_shows_stays() -> None:
    cells = '<c r="A1" s="1"><v>5</v></c><c r="B1" s="1"><v>-5</v></c>'
    content = small_workbook(data(cells), styles=FORMATS.format("0;"))
    sheet = openpyxl.load_workbook(io.BytesIO((clean_here(content)).content))["Seen"]
    assert (sheet["A1"].value, sheet["B1"].value) == (5, None)


def rule(inner: str, more: str = 'type="expression"', look: str = 'dxfId="0"') -> str:
    """A conditional format over three cells."""
    return (
        f'<conditionalFormatting sqref="A1:A3"><cfRule {more} {look} priority="1">{inner}</cfRule>'
        f'</conditionalFormatting>'
    )


RULES = {
    "number": (rule("<formula>7</formula>", 'type="cellIs" operator="equal"'), True),
    "cells": (rule("<formula>SUM($A$1:A3)&gt;10</formula>"), True),
    "seen words": (rule('<formula>NOT(ISERROR(SEARCH("see",A1)))</formula>', 'type="containsText" text="see"'), True),
    "scale": (rule('<colorScale><cfvo type="min"/><cfvo type="max"/><color rgb="FF00FF00"/>'
    '<color rgb="FFFF0000"/></colorScale>', 'type="colorScale"', ""), True),
    "unseen words": (rule(f'<formula>A1="{MARK}"</formula>'), False),
    "unseen text": (rule("<formula>1</formula>", f'type="containsText" text="{MARK}"'), False),
    "another sheet": (rule(f"<formula>{MARK}!A1=1</formula>"), False),
    "a name": (rule(f"<formula>{MARK.upper()}=1</formula>"), False),
    "a hidden column": (rule("<formula>$C1=1</formula>"), False),
    "a hidden range": (rule("<formula>SUM(C:C)=1</formula>"), False),
}  # fmt: skip


@pytest.mark.parametrize("kind", RULES)
def test_rules_stay_where_they_tell_nothing(kind: str) -> None:
    text, stays = RULES[kind]
    sheet = '<cols><col min="3" max="3" hidden="1"/></cols>' + data(SEEN) + text
    made = clean_here(small_workbook(sheet, styles=FORMATS.format("0")))
    is_there = "<cfRule" in part_of(made.content, "xl/worksheets/sheet1.xml")
    assert (is_there, Removed.RULES in made.removed) == (stays, not stays)
    assert "<dxfs" in part_of(made.content, "xl/styles.xml")


async def test_rule_that_hides_values_is_a_doubt() -> None:
    content = small_workbook(data(SEEN) + rule("<formula>A1=1</formula>", look='dxfId="1"'), styles=FORMATS.format("0"))
    assert await scrub(content) == RefusedFile(RefusalReason.DOUBT, Instead.PDF)


async def test_print_set_up_crosses_without_its_lines_and_its_printer() -> None:
    sheet = (
        f'<sheetPr codeName="{MARK}"><pageSetUpPr fitToPage="1"/>'
        f'</sheetPr>' + data(SEEN) + '<printOptions gridLines="1"/>'
        '<pageMargins left="1" right="1" top="1" bottom="1" header="0" footer="0"/>'
        '<pageSetup paperSize="9" orientation="landscape" '
        f'horizontalDpi="{MARK}" fitToHeight="0"/><headerFooter><oddHeader>&amp;L{MARK}</oddHeader></headerFooter>'
        '<rowBreaks count="1" manualBreakCount="1"><brk id="3" man="1"/></rowBreaks>'
    )
    names = (
        "<definedNames><definedName name='_xlnm.Print_Area' localSheetId='0'>Seen!$A$1:$B$9</definedName>"
        f"<definedName name='_xlnm.Print_Titles' localSheetId='0'>{MARK}</definedName>"
        f"<definedName name='{MARK}'>1</definedName>"
        "</definedNames>"
    )
    made = await clean(small_workbook(sheet, names=names))
    seen = openpyxl.load_workbook(io.BytesIO(made.content))["Seen"]
    assert (seen.page_setup.orientation, seen.page_setup.fitToHeight) == ("landscape", 0)
    assert seen.sheet_properties.pageSetUpPr.fitToPage
    assert (seen.print_area, len(seen.row_breaks), Removed.PRINT_HEADS in made.removed) == ("'Seen'!$A$1:$B$9", 1, True)


def test_little_charts_and_newer_rules_are_named() -> None:
    x14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    newer = (
        f'<extLst><ext xmlns:x14="{x14}"><x14:sparklineGroups><x14:sparkline/></x14:sparklineGroups>'
        f'<x14:cfRule type="iconSet"/></ext></extLst>'
    )
    made = clean_here(small_workbook(data(SEEN) + newer))
    assert {Removed.DRAWING, Removed.RULES} <= made.removed


ROWS = range(1, 4_000)
MERGES = {
    "one below another": ("".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in ROWS), True),
    "over each other": ("".join(f'<mergeCell ref="A{n}:C{n + 3_000}"/>' for n in ROWS), False),
}


@pytest.mark.parametrize("way", MERGES)
def test_merges_by_the_thousand_end_soon(way: str) -> None:
    merges, is_taken = MERGES[way]
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="B{n}"><v>1</v></c></row>' for n in ROWS)
    content = small_workbook(f"<sheetData>{rows}</sheetData><mergeCells>{merges}</mergeCells>")
    began = time.process_time()
    if is_taken:
        made = scrub_office(content, FileKind.XLSX, Limits())
        assert part_of(made.content, "xl/worksheets/sheet1.xml").count("<v>") == 3_999
    else:
        with pytest.raises(RefusalError):
            scrub_office(content, FileKind.XLSX, Limits())
    assert time.process_time() - began < 6


def test_rules_by_the_thousand_end_soon() -> None:
    rules = "".join(rule(f'<formula>A1="word {n}"</formula>') for n in range(3_000))
    began = time.process_time()
    made = scrub_office(small_workbook(data(SEEN) + rules, styles=FORMATS.format("0")), FileKind.XLSX, Limits())
    assert (Removed.RULES in made.removed, time.process_time() - began < 4) == (True, True)


def table_of(head: tuple[str, str], look: str) -> bytes:
    """A workbook with a table over two rows, *head* its first, in the style *look*; everything named after a person."""
    rows = data(cell("A1", head[0]) + cell("B1", head[1]), cell("A2", "1") + cell("B2", "2"))
    columns = "".join(
        f'<tableColumn id="{one}" name="{MARK}{one}" uniqueName="{MARK}" dataCellStyle="{MARK}"/>' for one in (1, 2)
    )
    table = (
        f'<table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="7" name="{MARK}" '
        f'displayName="{MARK}" comment="{MARK}" ref="A1:B2" tableType="xml" connectionId="3"><autoFilter ref="A1:B2">'
        f'<filterColumn colId="0"><filters><filter val="{MARK}"/></filters></filterColumn></autoFilter>'
        f'<tableColumns count="2">{columns}</tableColumns><tableStyleInfo name="{look}" showRowStripes="1"/></table>'
    )
    return small_workbook(
        rows + '<tableParts count="1"><tablePart r:id="rTable"/></tableParts>',
        links={"rTable": ("table", "../tables/mine.xml")},
        parts={"xl/tables/mine.xml": table},
    )


def test_look_of_a_table_crosses_without_its_names() -> None:
    made = clean_here(table_of(("Paid", "To whom"), "TableStyleMedium2"))
    table = openpyxl.load_workbook(io.BytesIO(made.content))["Seen"].tables["Table1"]
    look = table.tableStyleInfo
    assert (table.ref, look.name, look.showRowStripes) == ("A1:B2", "TableStyleMedium2", True)
    assert (table.column_names, Removed.TABLES in made.removed) == (["Paid", "To whom"], False)


@pytest.mark.parametrize(
    ("head", "look"),
    [(("Paid", "To whom"), f"{MARK} blue"), (("Paid", "paid"), "TableStyleLight9")],
    ids=("own", "twice"),
)
def test_look_of_a_table_that_cannot_cross_is_named(head: tuple[str, str], look: str) -> None:
    made = clean_here(table_of(head, look))
    assert Removed.TABLES in made.removed
    assert openpyxl.load_workbook(io.BytesIO(made.content))["Seen"].tables == {}


WITHOUT_VALUE = {
    "words": "<c r=\"B1\"><f>IF(A1&gt;1,\"yes\",\"no\")</f></c>",
    "words, an empty value": "<c r=\"B1\"><f>A1&amp;\" tenge\"</f><v></v></c>",
    "shared": '<c r="B1"><f t="shared" si="0"/></c>',
    "another sheet": "<c r=\"B1\"><f>Seen!A1</f></c>",
}


@pytest.mark.parametrize("way", WITHOUT_VALUE)
def test_formula_that_nobody_has_worked_out_is_left_to_a_printer(way: str) -> None:
    with pytest.raises(RefusalError) as refusal:
        clean_here(small_workbook(data(SEEN + WITHOUT_VALUE[way])))
    assert (refusal.value.refused.reason, refusal.value.refused.instead) == (RefusalReason.DOUBT, Instead.PDF)


def test_formulas_that_say_what_they_show_cross() -> None:
    cells = '<c r="B1" t="str"><f>IF(A1=1,"","x")</f><v></v></c><c r="C1"><f>B1+1</f></c>'
    cells += '<c r="D1"><f>"a"</f><v>3</v></c>'
    made = clean_here(small_workbook(data(SEEN + cells)))
    sheet = openpyxl.load_workbook(io.BytesIO(made.content))["Seen"]
    assert [sheet[place].value for place in ("B1", "C1", "D1")] == [None, "=B1+1", 3]


def test_formats_of_cells_that_do_not_cross_and_readings_stay_behind() -> None:
    weight = '<numFmt numFmtId="166" formatCode="0.0&quot;kg&quot;"/></numFmts>'
    formats = FORMATS.format(f"0&quot;{MARK}&quot;").replace("</numFmts>", weight)
    formats = formats.replace('<xf numFmtId="165"/>', '<xf numFmtId="165"/><xf numFmtId="166"/>')
    cells = '<c r="A1" s="2"><v>1</v></c><c r="B1" t="inlineStr"><is><t>seen</t><rPh sb="0" eb="1"><t>'
    cells += f"{MARK}</t></rPh></is></c>"
    hidden = cell("A2", "x", 's="1"')
    made = clean_here(small_workbook(data(cells, f'hidden="1"|{hidden}'), styles=formats))
    sheet = openpyxl.load_workbook(io.BytesIO(made.content))["Seen"]
    assert (sheet["A1"].number_format, sheet["B1"].value) == ('0.0"kg"', "seen")
