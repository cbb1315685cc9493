"""What is drawn of a page of a PDF: all that was seen and nothing else, in about as many bytes as came."""

from __future__ import annotations

import io

import pikepdf
import pypdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from bot.anonymise.scrub.fallback_fonts import FOLDER, choose_font
from bot.anonymise.scrub.faxes import pack_ink
from bot.anonymise.scrub.layer_states import groups_off, is_on
from bot.anonymise.scrub.runner import Instead, RefusalReason, RefusedFile, scrub
from tests.anonymise.scrub.conftest import clean
from tests.anonymise.scrub.planted_fonts import WORDS, composite, cyrillic_by_names
from tests.anonymise.scrub.planted_pdfs import LAYERS, NOTES, annotated, layered, page, plain, saved, scanned

UNDRAWN = RefusedFile(RefusalReason.UNDRAWN, Instead.PHOTO)
NAMES = {"З": "afii10025", "А": "afii10017", "Я": "afii10049", "Қ": "uni049A", "Ң": "uni04A2", "₸": "uni20B8"}


def drawn(content: bytes, place: int = 0, scale: float = 1.0) -> Image.Image:
    """Page *place* of a PDF as a picture."""
    with pypdfium2.PdfDocument(content) as document:
        picture: Image.Image = document[place].render(scale=scale).to_pil().convert("RGB")
        return picture


def ink_of(content: bytes) -> int:
    """How many dark pixels the first page has."""
    return sum(drawn(content, scale=2).convert("L").histogram()[:128])


def boxes_seen(content: bytes, lefts: dict[str, int]) -> set[str]:
    """The names of the boxes (40 points wide, from 700 points up) that are dark on the first page."""
    seen = drawn(content).convert("L")
    return {name for name, left in lefts.items() if seen.getpixel((left + 20, 842 - 720)) < 99}  # type: ignore[operator]


async def test_letters_by_names_are_drawn_with_a_shipped_font() -> None:
    made = await clean(cyrillic_by_names("ЗАЯ ҚАЗАҚ АҢ 500 ₸", NAMES))
    assert 1_500 < ink_of(made.content) < 6_000


@pytest.mark.parametrize("base", ["TimesNewRomanPS-BoldMT", "Unheard"])
async def test_letters_by_numbers_are_drawn_when_the_file_tells_which_they_are(base: str) -> None:
    assert 3_000 < ink_of((await clean(composite(WORDS, base))).content) < 14_000


@pytest.mark.parametrize(
    "content",
    [composite(WORDS, mapped=False), composite("文本"), composite("n", "Wingdings-Regular")],
    ids=["nobody knows which", "no shape", "signs"],
)
async def test_letters_that_cannot_be_drawn_refuse_the_file(content: bytes) -> None:
    assert await scrub(content, declared="pdf") == UNDRAWN


async def test_letters_that_were_never_seen_refuse_nothing() -> None:
    await clean(composite(WORDS, mapped=False, mode=3))


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.ttf")))
def test_every_shipped_font_has_the_letters_of_both_languages(name: str) -> None:
    from PIL import ImageFont

    font = ImageFont.truetype(str(FOLDER / f"{name}.ttf"), 40)
    letters = "АЯаяЁёӘәҒғҚқҢңӨөҰұҮүҺһІі№₸«»—“”0Zz@"
    assert [letter for letter in letters if font.getmask(letter).getbbox() is None] == []


def test_substitute_follows_the_name() -> None:
    faces = {
        ("TimesNewRomanPSMT", 400, 0): "serif",
        ("Arial-BoldMT", 700, 0): "sans-bold",
        ("CourierNew", 700, 0): "mono",
        ("Unheard", 400, 16): "serif",
        ("PTSans", 400, 16): "sans",
        ("Wingdings", 400, 0): None,
    }
    assert {face: choose_font(*face) for face in faces} == faces


async def test_layers_that_are_switched_off_stay_behind_and_others_cross() -> None:
    made = await clean(layered())
    assert boxes_seen(made.content, LAYERS) == {"on", "on in a form", "on by expression"}


async def test_hidden_annotations_stay_behind_and_seen_ones_cross() -> None:
    made = await clean(annotated())
    assert boxes_seen(made.content, {name: left for name, (left, _) in NOTES.items()}) == {"stamp"}


@pytest.mark.parametrize("junk", [b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n", b"\0" * 900])
async def test_pdf_behind_junk_is_a_pdf(junk: bytes) -> None:
    made = await clean(junk + plain(2), declared="pdf")
    assert len(pypdf.PdfReader(io.BytesIO(made.content)).pages) == 2


@pytest.mark.parametrize("junk", [b"<html>\n", b"\r\n" * 600])
async def test_pdf_behind_something_else_or_too_far_behind_is_refused(junk: bytes) -> None:
    assert isinstance(await scrub(junk + plain()), RefusedFile)


async def test_no_page_is_lost_or_added() -> None:
    document = pikepdf.new()
    for number in range(7):
        page(document, f"Page {number}", box=(0, 0, 300 + number, 400))
    document.add_blank_page(page_size=(400, 400))
    made = await clean(saved(document))
    widths = [round(float(leaf.mediabox[2])) for leaf in pypdf.PdfReader(io.BytesIO(made.content)).pages]
    assert widths == [300, 301, 302, 303, 304, 305, 306, 400]


@pytest.mark.parametrize(
    ("right", "wrong"), [(b"/Count 2", b"/Count 1"), (b"/Count 2", b"/Count 9"), (b"/Type /Page ", b"/Type /Pagx ")]
)
async def test_file_whose_pages_are_not_what_it_says_is_damaged_or_whole(right: bytes, wrong: bytes) -> None:
    result = await scrub(plain(2).replace(right, wrong, 1))
    if isinstance(result, RefusedFile):
        assert result == RefusedFile(RefusalReason.DAMAGED, Instead.AGAIN)
    else:
        assert len(pypdf.PdfReader(io.BytesIO(result.content)).pages) == 2


async def test_picture_that_cannot_be_decoded_refuses_the_file() -> None:
    assert await scrub(scanned(b"\xff\xd8\xff\xe0 no picture", Width=600, Height=800)) == UNDRAWN


def paper(size: tuple[int, int] = (1240, 1754)) -> Image.Image:
    """A scanned page: grain, and lines of print."""
    leaf = Image.effect_noise(size, 12).point(lambda value: min(255, value + 100)).convert("RGB")
    pen = ImageDraw.Draw(leaf)
    for line in range(8, size[1] // 30 - 8):
        pen.text((150, line * 30), "Director of the school wants money for a paper " * 2, fill=(20, 20, 40))
    return leaf


def jpeg_of(picture: Image.Image, quality: int) -> bytes:
    """*picture* as a JPEG."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


@pytest.mark.parametrize("quality", [40, 85])
async def test_scan_keeps_its_resolution_and_takes_about_as_many_bytes(quality: int) -> None:
    leaf = paper()
    dirty = scanned(jpeg_of(leaf, quality), words=b"Zq7Marker", Width=1240, Height=1754)
    made = await clean(dirty)
    assert len(made.content) < 2 * len(dirty)
    assert b"/Width 1240" in made.content or quality < 60
    unlike = ImageStat.Stat(ImageChops.difference(drawn(dirty, scale=2), drawn(made.content, scale=2))).mean
    assert max(unlike) < 8


async def test_fax_stays_a_fax() -> None:
    leaf = paper((1240, 1754)).convert("L").point(lambda value: 255 if value > 90 else 0).convert("1")
    facts = {"DecodeParms": pikepdf.Dictionary(K=-1, Columns=1240, Rows=1754)}
    dirty = scanned(pack_ink(leaf), mode=b"/DeviceGray", Width=1240, Height=1754, **facts).replace(
        b"/BitsPerComponent 8", b"/BitsPerComponent 1"
    )
    dirty = dirty.replace(b"/DCTDecode", b"/CCITTFaxDecode")
    made = await clean(dirty)
    assert (made.content.count(b"/DCTDecode"), len(made.content) < 1.2 * len(dirty)) == (0, True)
    unlike = ImageStat.Stat(ImageChops.difference(drawn(dirty), drawn(made.content))).mean
    assert max(unlike) < 3


async def test_print_goes_as_ink_and_colours_stay() -> None:
    document = pikepdf.new()
    leaf = page(document, "Black")
    leaf.obj.Contents = pikepdf.Stream(
        document,
        b"BT /F 11 Tf 60 700 Td (Black print) Tj 0 0 1 rg 0 -40 Td (Blue print) Tj 0.6 g 0 -40 Td (Pale print) Tj ET "
        b"1 1 0.8 rg 60 500 200 50 re f 0.5 g 60 400 200 50 re f 0 g BT /F 11 Tf 70 420 Td (on grey) Tj ET "
        b"0.3 w 60 300 m 400 300 l S",
    )
    dirty = saved(document)
    made = await clean(dirty)
    assert (made.content.count(b"/DCTDecode"), made.content.count(b"/CCITTFaxDecode")) == (1, 1)
    before, after = drawn(dirty), drawn(made.content)
    for box in ((60, 300, 250, 345), (60, 395, 250, 440), (60, 170, 120, 185), (60, 212, 120, 226), (60, 380, 90, 400)):
        tones = [ImageStat.Stat(picture.crop(box)).mean for picture in (before, after)]
        assert max(abs(one - other) for one, other in zip(*tones, strict=True)) < 5, box
    faint, line = (picture.crop((60, 536, 400, 548)).convert("L").getextrema()[0] for picture in (before, after))
    assert line < faint + 40  # type: ignore[operator]  # one band


async def test_page_of_print_takes_few_bytes() -> None:
    document = pikepdf.new()
    leaf = page(document, "x")
    lines = b" ".join(b"(Director of the school wants money for a paper, line %d) Tj 0 -14 Td" % n for n in range(45))
    leaf.obj.Contents = pikepdf.Stream(document, b"BT /F 11 Tf 60 780 Td " + lines + b" ET")
    assert len((await clean(saved(document))).content) < 40_000


def layers_with(**state: object) -> tuple[pikepdf.Pdf, list[pikepdf.Object]]:
    """A document with two layers, the second of which is off, and the two."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(300, 300))
    groups = [document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=name)) for name in ("on", "off")]
    usual = pikepdf.Dictionary(OFF=pikepdf.Array(groups[1:]), **state)
    document.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array(groups), D=usual)
    return document, groups


def test_memberships_come_to_what_the_format_says() -> None:
    document, (on, off) = layers_with()
    off_now = groups_off(document.Root.OCProperties)
    both = pikepdf.Array([on, off])

    def member(**facts: object) -> bool:
        return is_on(pikepdf.Dictionary(Type=pikepdf.Name.OCMD, **facts), off_now)

    policies = {name: member(OCGs=both, P=pikepdf.Name("/" + name)) for name in ("AnyOn", "AllOn", "AnyOff", "AllOff")}
    assert policies == {"AnyOn": True, "AllOn": False, "AnyOff": True, "AllOff": False}
    assert (is_on(on, off_now), is_on(off, off_now), member(OCGs=off), member()) == (True, False, False, True)
    operators = {name: member(VE=pikepdf.Array([pikepdf.Name("/" + name), on, off])) for name in ("And", "Or")}
    assert operators == {"And": False, "Or": True}


def test_base_state_and_automatic_states_are_followed() -> None:
    document, (on, off) = layers_with(BaseState=pikepdf.Name.OFF)
    assert groups_off(document.Root.OCProperties) == {on.objgen, off.objgen}
    document.Root.OCProperties.D.ON = pikepdf.Array([off])
    assert groups_off(document.Root.OCProperties) == {on.objgen}


async def test_layers_that_are_none_the_format_knows_refuse_the_file() -> None:
    document, _ = layers_with(AS=pikepdf.Array([3]))
    assert await scrub(saved(document)) == RefusedFile(RefusalReason.DOUBT, Instead.PHOTO)
