"""Of a picture that an Office file shows as nothing no pixel crosses."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from bot.anonymise.scrub.runner import Removed
from tests.anonymise.scrub.conftest import clean_here
from tests.anonymise.scrub.planted_office import rewrite, workbook
from tests.anonymise.scrub.small_office import paragraph, part_of, pictures_in, small_document

INLINE = (
    '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="300000"/><wp:docPr id="1" name="p"/><a:graphic>'
    "<a:graphicData><pic:pic><pic:blipFill>{}<a:stretch/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic>"
    "</wp:inline></w:drawing></w:r></w:p>"
)
OLD = '<w:p><w:r><w:pict><v:{0} style="width:9pt"><v:{1} r:id="rP" {2}/></v:{0}></w:pict></w:r></w:p>'


def blip(effects: str) -> str:
    """A picture with *effects*."""
    return INLINE.format(f'<a:blip r:embed="rP">{effects}</a:blip>')


def filled(effects: str) -> str:
    """A shape that a picture with *effects* fills."""
    fill = f'<a:blipFill><a:blip r:embed="rP">{effects}</a:blip></a:blipFill>'
    shape = f"<wps:wsp><wps:spPr>{fill}</wps:spPr><wps:bodyPr/></wps:wsp>"
    return f"<w:p><w:r><w:drawing><wp:inline>{shape}</wp:inline></w:drawing></w:r></w:p>"


BLANK = {
    "clear": blip('<a:alphaModFix amt="0"/>'),
    "nearly clear": blip('<a:alphaModFix amt="5000"/>'),
    "clear, as a percentage": blip('<a:alphaModFix amt="0%"/>'),
    "made clear": blip('<a:alphaRepl a="0"/>'),
    "bright": blip('<a:lum bright="100000"/>'),
    "dark": blip('<a:lum bright="-100000"/>'),
    "flat": blip('<a:lum contrast="-100000"/>'),
    "of two tones, all on one side": blip('<a:biLevel thresh="100000"/>'),
    "of twice the same tone": blip('<a:duotone><a:srgbClr val="FFFFFF"/><a:srgbClr val="FFFFFF"/></a:duotone>'),
    "of one colour": blip('<a:clrRepl><a:srgbClr val="FFFFFF"/></a:clrRepl>'),
    "painted over": blip('<a:fillOverlay blend="over"><a:solidFill/></a:fillOverlay>'),
    "in a shape": filled('<a:alphaModFix amt="0"/>'),
    "older, flat": OLD.format("shape", "imagedata", 'gain="0"'),
    "older, bright": OLD.format("shape", "imagedata", 'blacklevel=".5"'),
    "older, in a shape": OLD.format("rect", "fill", 'type="frame" opacity="0"'),
}
SEEN = {
    "as it is": blip(""),
    "a watermark": blip('<a:lum bright="70000" contrast="-70000"/>'),
    "half clear": blip('<a:alphaModFix amt="50000"/>'),
    "grey": blip("<a:grayscl/>"),
    "of two tones": blip('<a:biLevel thresh="50000"/>'),
    "an older watermark": OLD.format("shape", "imagedata", 'gain="19661f" blacklevel="22938f"'),
}


def picture() -> bytes:
    """A picture of 100 by 40."""
    out = io.BytesIO()
    Image.new("RGB", (100, 40), (230, 20, 20)).save(out, "PNG")
    return out.getvalue()


def sizes_after(body: str) -> tuple[list[tuple[int, int]], bool]:
    """The sizes of the pictures that cross with *body*, and whether something is named as hidden."""
    dirty = small_document(
        paragraph("words") + body, links={"rP": ("image", "media/p.png")}, parts={"word/media/p.png": picture()}
    )
    made = clean_here(dirty)
    sizes = [Image.open(io.BytesIO(one)).size for one in pictures_in(made.content)]
    return sizes, Removed.HIDDEN in made.removed


@pytest.mark.parametrize("way", BLANK)
def test_picture_that_is_shown_as_nothing_does_not_cross(way: str) -> None:
    assert sizes_after(BLANK[way]) == ([(1, 1)], True)


@pytest.mark.parametrize("way", SEEN)
def test_picture_that_is_shown_crosses(way: str) -> None:
    assert sizes_after(SEEN[way]) == ([(100, 40)], False)


def test_picture_of_a_sheet_that_is_shown_as_nothing_does_not_cross() -> None:
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    dirty = workbook()
    found = re.search(r"<a:blip[^>]*?/>", part_of(dirty, "xl/drawings/drawing1.xml"))
    assert found is not None
    bright = found[0].removesuffix("/>") + f'><q:lum xmlns:q="{space}" bright="100000"/></a:blip>'
    changes = {"xl/drawings/drawing1.xml": (found[0].encode(), bright.encode())}
    made = clean_here(rewrite(dirty, changes, {}))
    assert Image.open(io.BytesIO(pictures_in(made.content)[0])).size == (1, 1)
