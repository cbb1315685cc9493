"""What Word does not show does not cross, however it was hidden; what it shows crosses."""

from __future__ import annotations

import io

import docx
import pytest

from bot.anonymise.scrub.runner import Removed
from tests.anonymise.scrub.conftest import clean, clean_here
from tests.anonymise.scrub.searching import MARK, holds_mark
from tests.anonymise.scrub.small_office import names_in, paragraph, part_of, run, small_document, style

HIDE, SHOW = "<w:vanish/>", '<w:vanish w:val="0"/>'
TABLE = (
    '<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>{look}</w:tblPr><w:tblGrid><w:gridCol w:w="9"/>'
    '</w:tblGrid>{rows}</w:tbl>'
)
MERGED = '<w:tc><w:tcPr><w:vMerge w:val="{}"/></w:tcPr>{}</w:tc>'


def row(text: str, properties: str = "") -> str:
    """A row with one cell."""
    return f"<w:tr><w:trPr>{properties}</w:trPr><w:tc>{paragraph(text)}</w:tc></w:tr>"


def table(*rows: str, name: str = "T", look: str = "") -> str:
    """A table in the style *name*."""
    return TABLE.format(style=name, look=look, rows="".join(rows))


def part_style(part: str, looks: str) -> str:
    """A table style that says something of one part of a table."""
    return (
        f'<w:style w:type="table" w:styleId="T"><w:tblStylePr w:type="{part}"><w:rPr>{looks}</w:rPr>'
        f'</w:tblStylePr></w:style>'
    )


FIRST = '<w:tblLook w:firstRow="1"/>'
HIDDEN: dict[str, tuple[str, str]] = {
    "the run": (paragraph(MARK, looks=HIDE), ""),
    "a character style": (paragraph(MARK, looks='<w:rStyle w:val="C"/>'), style("C", "character", HIDE)),
    "what it is based on": (
        paragraph(MARK, looks='<w:rStyle w:val="C"/>'),
        style("C", "character", base="B") + style("B", "character", base="A") + style("A", "character", HIDE),
    ),
    "a paragraph style": (paragraph(MARK, "P"), style("P", "paragraph", HIDE)),
    "the usual style": (
        paragraph(MARK) + paragraph("seen", "P"),
        style("N", "paragraph", HIDE, more='w:default="1"') + style("P", "paragraph", SHOW),
    ),
    "the defaults": (
        paragraph(MARK) + paragraph("seen", looks=SHOW),
        f"<w:docDefaults><w:rPrDefault><w:rPr>{HIDE}</w:rPr></w:rPrDefault></w:docDefaults>",
    ),
    "a table style": (table(row(MARK)), style("T", "table", HIDE)),
    "the first row": (table(row(MARK), row("seen"), look=FIRST), part_style("firstRow", HIDE)),
    "the last row": (table(row("seen"), row(MARK), look='<w:tblLook w:val="0040"/>'), part_style("lastRow", HIDE)),
    "a band": (table(row("seen"), row(MARK), row("seen")), part_style("band2Horz", HIDE)),
    "a covered cell": (
        table(
            f"<w:tr>{MERGED.format('restart', paragraph('seen'))}</w:tr>",
            f"<w:tr>{MERGED.format('continue', paragraph(MARK))}</w:tr>",
        ),
        "",
    ),
    "a row without height": (table(row(MARK, '<w:trHeight w:val="1" w:hRule="exact"/>'), row("seen")), ""),
    "a formula": (f"<w:p><m:oMath><m:r><w:rPr>{HIDE}</w:rPr><m:t>{MARK}</m:t></m:r></m:oMath></w:p>", ""),
    "a shape's switch": (f'<w:p><w:r><w:pict><v:rect style="position:absolute;visibility:hidden"><v:textbox>'
    f'<w:txbxContent>{paragraph(MARK)}</w:txbxContent></v:textbox></v:rect></w:pict></w:r></w:p>', ""),
}  # fmt: skip


@pytest.mark.parametrize("way", HIDDEN)
def test_text_that_is_not_shown_does_not_cross(way: str) -> None:
    body, styles = HIDDEN[way]
    made = clean_here(small_document(paragraph("before", looks=SHOW) + body, styles=styles))
    assert (Removed.HIDDEN in made.removed, MARK in part_of(made.content, "word/document.xml")) == (True, False)
    main = part_of(made.content, "word/document.xml")
    assert "before" in main
    assert main.count("seen") == body.count("seen")


SHOWN: dict[str, tuple[str, str]] = {
    "a switch turned off": (paragraph("words", "P"), style("P", "paragraph", SHOW)),
    "off over on": (paragraph("words", "P"), style("P", "paragraph", SHOW, base="Q") + style("Q", "paragraph", HIDE)),
    "off in the run": (paragraph("words", "P", SHOW), style("P", "paragraph", HIDE)),
    "hidden twice": (
        paragraph("words", "P", '<w:rStyle w:val="C"/>'),
        style("P", "paragraph", HIDE) + style("C", "character", HIDE),
    ),
    "a style of another kind": (paragraph("words", "C"), style("C", "character", HIDE)),
    "a circle of styles": (
        paragraph("words", "A"),
        style("A", "paragraph", base="B") + style("B", "paragraph", base="A"),
    ),
    "hidden on the web only": (paragraph("words", looks="<w:webHidden/>"), ""),
    "another row": (table(row("words"), row("words")), part_style("firstRow", HIDE)),
    "a low row that may grow": (table(row("words", '<w:trHeight w:val="1" w:hRule="atLeast"/>')), ""),
}


@pytest.mark.parametrize("way", SHOWN)
def test_text_that_is_shown_crosses(way: str) -> None:
    body, styles = SHOWN[way]
    made = clean_here(small_document(body, styles=styles))
    main = part_of(made.content, "word/document.xml")
    assert (main.count("words"), Removed.HIDDEN in made.removed) == (body.count("words"), False)
    assert "vanish" not in main + part_of(made.content, "word/styles.xml")


def test_hidden_paragraph_goes_with_its_line_and_its_number() -> None:
    hidden = f"<w:p><w:pPr><w:rPr>{HIDE}</w:rPr></w:pPr>{run(MARK, HIDE)}</w:p>"
    made = clean_here(small_document(hidden + paragraph("one") + hidden + paragraph("two")))
    assert [one.text for one in docx.Document(io.BytesIO(made.content)).paragraphs] == ["one", "two"]


def heads(*kinds: str) -> tuple[str, dict[str, tuple[str, str]], dict[str, str]]:
    """References, relationships and parts for headers of *kinds*; a kind in capitals holds the planted word."""
    references = "".join(f'<w:headerReference w:type="{kind.lower()}" r:id="h{kind}"/>' for kind in kinds)
    links = {f"h{kind}": ("header", f"h{kind}.xml") for kind in kinds}
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    parts = {
        f"word/h{kind}.xml": f'<w:hdr xmlns:w="{space}">{paragraph(MARK if kind.isupper() else f"head {kind}")}</w:hdr>'
        for kind in kinds
    }
    return references, links, parts


@pytest.mark.parametrize(
    ("kinds", "switches", "settings"),
    [
        (("default", "FIRST", "EVEN"), "", ""),
        (("default", "first", "EVEN"), "<w:titlePg/>", ""),
        (("default", "FIRST", "even"), '<w:titlePg w:val="0"/>', "<w:evenAndOddHeaders/>"),
    ],
)
def test_headers_of_no_page_do_not_cross(kinds: tuple[str, ...], switches: str, settings: str) -> None:
    references, links, parts = heads(*kinds)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    parts["word/settings.xml"] = f'<w:settings xmlns:w="{space}">{settings}</w:settings>'
    links["rSettings"] = ("settings", "settings.xml")
    links["rUnused"] = ("header", "unused.xml")
    parts["word/unused.xml"] = parts["word/hdefault.xml"].replace("head default", MARK)
    body = paragraph("words") + f"<w:sectPr>{references}{switches}</w:sectPr>"
    made = clean_here(small_document(body, links=links, parts=parts))
    names = (name for name in names_in(made.content) if "header" in name and "rels" not in name)
    found = sorted(part_of(made.content, name) for name in names)
    assert [kind for kind in kinds if any(f"head {kind}<" in one for one in found)] == [k for k in kinds if k.islower()]
    assert (len(found), Removed.HIDDEN in made.removed) == (len([kind for kind in kinds if kind.islower()]), True)


def test_header_of_first_pages_is_taken_over_by_the_next_section() -> None:
    references, links, parts = heads("first")
    first = f"<w:p><w:pPr><w:sectPr>{references}</w:sectPr></w:pPr></w:p>"
    body = first + paragraph("words") + "<w:sectPr><w:titlePg/></w:sectPr>"
    made = clean_here(small_document(body, links=links, parts=parts))
    assert "head first" in part_of(made.content, "word/header1.xml")


def test_notes_go_with_their_marks() -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    mark = '<w:r>{}<w:footnoteReference w:id="{}"/></w:r>'
    hidden = mark.format(f"<w:rPr>{HIDE}</w:rPr>", 3)
    body = f'<w:p>{mark.format("", 1)}<w:del w:id="9">{mark.format("", 2)}</w:del>{hidden}</w:p>'
    notes = "".join(
        f'<w:footnote w:id="{number}">{paragraph("note" if number == 1 else MARK)}</w:footnote>'
        for number in range(1, 5)
    )
    ruler = '<w:footnote w:id="-1" w:type="separator"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    made = clean_here(
        small_document(
            body,
            links={"rNotes": ("footnotes", "footnotes.xml")},
            parts={"word/footnotes.xml": f'<w:footnotes xmlns:w="{space}">{ruler}{notes}</w:footnotes>'},
        )
    )
    left = part_of(made.content, "word/footnotes.xml")
    assert (left.count("<w:footnote "), "note" in left, "separator" in left) == (2, True, True)


def test_hidden_sign_of_a_list_does_not_become_visible() -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    level = f'<w:lvl w:ilvl="0"><w:lvlText w:val="{MARK}"/><w:rPr>{HIDE}</w:rPr></w:lvl>'
    listed = f'<w:numbering xmlns:w="{space}"><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum></w:numbering>'
    made = clean_here(
        small_document(
            paragraph("words"), links={"rList": ("numbering", "numbering.xml")}, parts={"word/numbering.xml": listed}
        )
    )
    assert not holds_mark(made.content)


async def test_prefixes_say_nothing() -> None:
    usual = small_document(paragraph("words") + paragraph(MARK, looks=HIDE), styles=style("C", "character", HIDE))
    main = part_of(usual, "word/document.xml").replace("xmlns:w=", "xmlns:ins=").replace("<w:", "<ins:")
    other = main.replace("</w:", "</ins:").replace(" w:val", " ins:val")
    made = await clean(small_document("", parts={"word/document.xml": other}))
    assert "words" in part_of(made.content, "word/document.xml")


def test_many_styles_on_top_of_each_other_end_soon() -> None:
    tower = "".join(style(f"P{number}", "paragraph", base=f"P{number + 1}") for number in range(4_000))
    made = clean_here(small_document(paragraph(MARK, "P0"), styles=tower + style("P4000", "paragraph", HIDE)))
    assert Removed.HIDDEN in made.removed


def test_names_of_styles_that_are_not_words_own_do_not_cross() -> None:
    styles = style(MARK, "paragraph") + style("Normal", "paragraph") + style("Medium List 2 Accent 1", "table")
    made = clean_here(small_document(paragraph("words", MARK), styles=styles))
    kept = part_of(made.content, "word/styles.xml")
    assert all(f'w:val="{name}"' in kept for name in ("Style 1", "Normal", "Medium List 2 Accent 1"))
