"""A screenshot of a whole talk stays readable; of a picture that was broken off what is shown crosses, and is said."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageStat

from bot.anonymise.scrub.runner import Instead, RefusalReason, RefusedFile, Removed, scrub
from tests.anonymise.scrub.conftest import clean_here
from tests.anonymise.scrub.planted_pictures import bmp, jpeg, png, scene
from tests.anonymise.scrub.searching import MARK


def striped(width: int, height: int, form: str) -> bytes:
    """A tall picture with strokes as fine as letters of a talk, all the way down."""
    talk = Image.new("RGB", (width, height), "white")
    for row in range(0, height, 8):
        talk.paste((20, 20, 20), (0, row, width, row + 4))
    out = io.BytesIO()
    talk.save(out, form)
    return out.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
@pytest.mark.parametrize(("width", "height"), [(1080, 24000), (900, 14000), (24000, 1080)])
def test_long_screenshot_keeps_every_line(form: str, width: int, height: int) -> None:
    content = striped(width, height, form)
    made = clean_here(content)
    assert (made.width, made.height, made.media) == (width, height, "document")
    with Image.open(io.BytesIO(made.content)) as seen:
        for top in (400, height // 2 // 8 * 8, height - 80):
            low, high = seen.crop((10, top, 60, top + 16)).convert("L").getextrema()  # type: ignore[misc]
            assert (low < 60, high > 200) == (True, True)


def test_what_is_longer_and_wider_than_any_screen_keeps_a_screen_s_width() -> None:
    made = clean_here(striped(2000, 12000, "JPEG"))
    assert (made.width, made.height) == (1440, 8640)
    assert clean_here(striped(300, 40000, "JPEG")).height == 32_000


def progressive() -> bytes:
    """A JPEG that comes in finer and finer passes."""
    out = io.BytesIO()
    scene(size=(640, 480)).save(out, "JPEG", progressive=True, quality=90)
    return out.getvalue()


def plain_gif() -> bytes:
    """A GIF of one frame."""
    out = io.BytesIO()
    scene("P").save(out, "GIF")
    return out.getvalue()


PIXELS: dict[str, tuple[Callable[[], bytes], bytes, bytes]] = {
    "jpeg": (jpeg, b"\xff\xda", b"\xff\xd9"),
    "progressive jpeg": (progressive, b"\xff\xda", b"\xff\xd9"),
    "png": (png, b"IDAT", b"IEND"),
    "gif": (plain_gif, b",\0\0\0\0", b";"),
    "bmp": (bmp, MARK.encode(), MARK.encode() * 20),
}
"""By their kind: pictures, and between which bytes their pixels lie."""


@pytest.mark.parametrize("kind", PIXELS)
@pytest.mark.parametrize("share", [0.7, 0.9])
def test_of_a_torn_picture_what_is_shown_crosses(kind: str, share: float) -> None:
    make, begin, end = PIXELS[kind]
    whole = make()
    first, last = whole.index(begin), whole.rindex(end)
    made = clean_here(whole[: first + round((last - first) * share)])
    assert Removed.TORN in made.removed
    with Image.open(io.BytesIO(whole)) as before, Image.open(io.BytesIO(made.content)) as after:
        assert after.size == before.size
        upper = (0, before.height * 7 // 8, 99, before.height) if kind == "bmp" else (0, 0, 99, before.height // 8)
        spread = ImageStat.Stat(after.convert("L").crop(upper)).stddev[0]
        assert abs(spread - ImageStat.Stat(before.convert("L").crop(upper)).stddev[0]) < 8


@pytest.mark.parametrize("kind", ["jpeg", "png"])
async def test_torn_before_its_first_pixel_is_damaged(kind: str) -> None:
    make, begin, _ = PIXELS[kind]
    whole = make()
    assert await scrub(whole[: whole.index(begin) - 8]) == RefusedFile(RefusalReason.DAMAGED, Instead.AGAIN)


def test_whole_pictures_are_not_called_torn() -> None:
    for make, _, _ in PIXELS.values():
        assert Removed.TORN not in clean_here(make()).removed
