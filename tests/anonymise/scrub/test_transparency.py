"""Of what is nearly or wholly transparent no more colour comes out than is seen."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops

from bot.anonymise.scrub.encoding import FAINTEST, flatten, seen
from tests.anonymise.scrub.conftest import clean_here
from tests.anonymise.scrub.planted_pictures import scene

FORMS: dict[str, dict[str, object]] = {
    "PNG": {},
    "WEBP": {"lossless": True, "exact": True},
    "AVIF": {"quality": 100},
    "TIFF": {},
    "JPEG2000": {},
}


def half_erased(mode: str, alpha: int) -> Image.Image:
    """A scene of which the lower half was rubbed out with a soft eraser that left *alpha*."""
    picture = scene(mode)
    mask = Image.new("L", picture.size, 255)
    mask.paste(alpha, (0, 100, 320, 200))
    picture.putalpha(mask)
    return picture


def colours_below(content: bytes) -> list[tuple[int, int]]:
    """The least and the most of each colour in the lower half of *content*, whatever its transparency."""
    with Image.open(io.BytesIO(content)) as opened:
        bands = opened.convert("RGBA").crop((0, 104, 320, 200)).split()
    return [band.getextrema() for band in bands]  # type: ignore[misc]


@pytest.mark.parametrize("alpha", [0, 1, 2, 5, FAINTEST - 1])
@pytest.mark.parametrize("form", FORMS)
def test_what_a_soft_eraser_left_is_gone(form: str, alpha: int) -> None:
    out = io.BytesIO()
    half_erased("RGBA", alpha).save(out, form, **FORMS[form])
    if alpha > 2 or form == "PNG":  # the planted half is there before
        assert max(high - low for low, high in colours_below(out.getvalue())) > 100
    made = clean_here(out.getvalue())
    assert colours_below(made.content) == [(0, 0)] * 4
    with Image.open(io.BytesIO(made.content)) as opened:
        assert opened.getchannel("A").getextrema() == (0, 255)


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
@pytest.mark.parametrize("alpha", [FAINTEST, 40, 128, 254])
def test_what_is_seen_through_keeps_its_look_and_no_finer_colours(mode: str, alpha: int) -> None:
    picture = Image.linear_gradient("L").convert(mode)
    picture.putalpha(alpha)
    made = seen(picture)
    assert made.getchannel("A").getextrema() == (alpha, alpha)
    assert len(made.getcolors(1000) or ()) <= alpha + 1
    most = ImageChops.difference(flatten(picture).convert("L"), flatten(made).convert("L")).getextrema()[1]
    assert most <= 1


def test_faint_colour_is_not_in_a_flat_picture_either() -> None:
    assert flatten(half_erased("RGBA", FAINTEST - 1)).crop((0, 100, 320, 200)).getextrema() == ((255, 255),) * 3
