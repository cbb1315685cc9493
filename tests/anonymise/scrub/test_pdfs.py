"""A PDF comes out as pictures of its pages, bound anew, or is refused with the right reason."""

from __future__ import annotations

import io

import pikepdf
import pypdf
import pypdfium2
import pytest
from PIL import Image

from bot.anonymise.scrub.runner import Instead, Limits, RefusalReason, RefusedFile, Removed, scrub
from tests.anonymise.scrub.conftest import clean
from tests.anonymise.scrub.planted_pdfs import form, page, plain, planted
from tests.anonymise.scrub.searching import holds_mark


def drawn(content: bytes, place: int = 0) -> Image.Image:
    """Page *place* of a PDF as a small picture."""
    with pypdfium2.PdfDocument(content) as document:
        return document[place].render(scale=0.5).to_pil().convert("RGB")


async def test_pdf_loses_every_planted_mark() -> None:
    dirty = planted()
    assert holds_mark(dirty)
    made = await clean(dirty, declared="application/pdf")
    assert (made.extension, made.media) == ("pdf", "document")
    expected = {Removed.AUTHOR, Removed.TIME, Removed.SOFTWARE, Removed.COMMENTS, Removed.EMBEDDED, Removed.HISTORY}
    assert expected <= made.removed
    reader = pypdf.PdfReader(io.BytesIO(made.content))
    assert reader.metadata is None
    assert sorted(reader.trailer["/Root"]) == ["/Pages", "/Type"]  # type: ignore[arg-type]  # a dictionary of names
    assert sorted(reader.pages[0]) == ["/Contents", "/MediaBox", "/Parent", "/Resources", "/Type"]
    assert reader.pages[0].extract_text() == ""


async def test_page_looks_as_before_and_stays_turned() -> None:
    dirty = planted()
    made = await clean(dirty)
    before, after = drawn(dirty), drawn(made.content)
    assert before.size == after.size == (421, 298)
    red = [picture.resize((42, 30)).getpixel((4, 4)) for picture in (before, after)]
    assert all(colour[0] > 150 and colour[1] < 90 for colour in red)  # type: ignore[index]  # RGB


@pytest.mark.parametrize("unit", [0.5, 2, 10])
async def test_page_in_larger_units_keeps_its_size_and_is_drawn_as_fine(unit: float) -> None:
    with pikepdf.new() as document:
        first = document.add_blank_page(page_size=(300, 200))
        first.Contents = document.make_stream(b"0.8 0.2 0.1 rg 20 20 100 100 re f")
        first.obj.UserUnit = unit
        out = io.BytesIO()
        document.save(out)
    made = await clean(out.getvalue())
    with pikepdf.open(io.BytesIO(made.content)) as document:
        first = document.pages[0]
        assert [float(side) for side in first.MediaBox] == [0, 0, 300 * unit, 200 * unit]  # type: ignore[attr-defined]
    assert drawn(made.content).getpixel((round(35 * unit), round(65 * unit)))[0] > 150  # type: ignore[index]


async def test_filled_form_is_drawn() -> None:
    made = await clean(form())
    field = drawn(made.content).crop((30, 206, 130, 221)).convert("L")
    assert field.getextrema()[0] < 120  # type: ignore[operator]  # one band


async def test_comment_that_nobody_opened_is_not_drawn() -> None:
    with pikepdf.open(io.BytesIO(planted())) as document:
        note = document.pages[0].obj.Annots[0]
        note.Contents = pikepdf.String("W" * 400)
        out = io.BytesIO()
        document.save(out)
    assert drawn((await clean(out.getvalue())).content).tobytes() == drawn((await clean(planted())).content).tobytes()


@pytest.mark.parametrize("box", [(0, 0, 14400, 14400), (0, 0, 5, 5), (0, 0, 20000, 10), (-100, -50, 495, 792)])
async def test_page_of_any_size_comes_out(box: tuple[float, ...]) -> None:
    document = pikepdf.new()
    page(document, "Odd", box=box)
    out = io.BytesIO()
    document.save(out)
    made = await clean(out.getvalue())
    width, height = (float(side) for side in pypdf.PdfReader(io.BytesIO(made.content)).pages[0].mediabox[2:])
    assert (3 <= width <= 14400, 3 <= height <= 14400) == (True, True)


@pytest.mark.parametrize(
    "options",
    [{"object_stream_mode": pikepdf.ObjectStreamMode.generate}, {"linearize": True}, {"qdf": True}],
    ids=["object streams", "linearised", "uncompressed"],
)
async def test_every_way_of_saving_comes_out(options: dict[str, object]) -> None:
    made = await clean(plain(2, **options))
    assert len(pypdf.PdfReader(io.BytesIO(made.content)).pages) == 2


async def test_page_without_colour_is_drawn_in_gray() -> None:
    document = pikepdf.new()
    leaf = pikepdf.Dictionary(
        Type=pikepdf.Name.Page, MediaBox=[0, 0, 200, 200], Contents=pikepdf.Stream(document, b"0.5 g 10 10 50 50 re f")
    )
    document.pages.append(pikepdf.Page(leaf))
    out = io.BytesIO()
    document.save(out)
    assert b"/DeviceGray" in (await clean(out.getvalue())).content


async def test_password_is_refused_and_restriction_alone_is_not() -> None:
    locked = plain(encryption=pikepdf.Encryption(user="secret", owner="secret"))
    restricted = plain(encryption=pikepdf.Encryption(user="", owner="secret"))
    assert await scrub(locked) == RefusedFile(RefusalReason.LOCKED, Instead.UNLOCK)
    await clean(restricted)


async def test_500_pages_are_refused_before_anything_is_drawn() -> None:
    document = pikepdf.new()
    document.add_blank_page(page_size=(300, 300))
    for _ in range(499):
        document.pages.append(document.pages[0])
    out = io.BytesIO()
    document.save(out)
    assert await scrub(out.getvalue()) == RefusedFile(RefusalReason.PAGES, Instead.SPLIT)
    assert await scrub(out.getvalue(), limits=Limits(pages=499)) == RefusedFile(RefusalReason.PAGES, Instead.SPLIT)


async def test_form_that_one_program_alone_can_draw_is_refused() -> None:
    with pikepdf.open(io.BytesIO(form())) as document:
        document.Root.AcroForm.XFA = pikepdf.Stream(
            document, b'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template></template></xdp:xdp>'
        )
        document.Root.NeedsRendering = True
        out = io.BytesIO()
        document.save(out)
    assert await scrub(out.getvalue()) == RefusedFile(RefusalReason.DOUBT, Instead.PHOTO)


@pytest.mark.parametrize("share", [0.0, 0.5])
async def test_truncated_pdf_is_refused_or_cleaned(share: float) -> None:
    whole = plain(3)
    result = await scrub(whole[: 8 + int(len(whole) * share)])
    assert isinstance(result, RefusedFile) or not holds_mark(result.content)


async def test_same_pdf_gives_same_bytes() -> None:
    assert await scrub(plain()) == await scrub(plain())
