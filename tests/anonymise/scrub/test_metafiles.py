"""Metafiles are painted as their orders say: inside of their clips, with letters, and not beyond what is honest."""

from __future__ import annotations

import contextlib
import gzip
import struct
import time

import pytest
from PIL import Image

from bot.anonymise.scrub.metafiles import draw_metafile
from bot.anonymise.scrub.verdicts import RefusalError
from tests.anonymise.scrub.metafile_maker import HIGH, RED, WIDE, emf, order, red_box, text_line, wmf

SEEN, PAPER = (RED & 255, RED >> 8 & 255, RED >> 16), (255, 255, 255)


def painted(content: bytes) -> Image.Image:
    """The picture of a metafile that is painted whole."""
    drawn = draw_metafile(content)
    assert drawn is not None and drawn[1]
    return drawn[0]


def middle(picture: Image.Image, across: float = 0.5, down: float = 0.5) -> object:
    """The colour at a place of *picture*, told in shares of its size."""
    return picture.getpixel((int(picture.width * across), int(picture.height * down)))


@pytest.mark.parametrize("content", [emf(), wmf(), gzip.compress(emf(), mtime=0), gzip.compress(wmf(), mtime=0)])
def test_rectangle_is_painted(content: bytes) -> None:
    picture = painted(content)
    assert (middle(picture), round(picture.width / picture.height)) == (SEEN, WIDE // HIGH)


def test_what_is_clipped_is_not_painted() -> None:
    clip, back = order(30, struct.pack("<4i", 0, 0, WIDE // 2, HIGH)), order(34, struct.pack("<i", -1))
    inside = order(33) + clip + red_box() + back
    picture = painted(emf(inside))
    assert (middle(picture, 0.25), middle(picture, 0.75)) == (SEEN, PAPER)
    later = painted(emf(inside, red_box(WIDE // 2, 0, WIDE, HIGH // 2)))
    assert (middle(later, 0.75, 0.25), middle(later, 0.75, 0.75)) == (SEEN, PAPER)
    black = struct.pack("<I4h", 0x42, HIGH, WIDE, 0, 0)
    old = wmf((0x0416, struct.pack("<4h", HIGH, WIDE // 2, 0, 0)), (0x061D, black))
    assert (middle(painted(old), 0.25), middle(painted(old), 0.75)) == ((0, 0, 0), PAPER)


def test_clip_that_leaves_something_out_is_not_drawn() -> None:
    region = struct.pack("<8I4i4i", 48, 4, 32, 1, 1, 16, 0, 0, *(0, 0, 9, 9), *(0, 0, 9, 9))
    with pytest.raises(RefusalError):
        draw_metafile(emf(order(75, region), red_box()))


def test_path_of_curves_is_filled() -> None:
    curve = struct.pack("<4iI14h", 0, 0, 0, 0, 7, 0, 0, 40, 0, 80, 0, WIDE, 0, WIDE, 20, WIDE, 40, WIDE, HIGH)
    path = order(59) + order(85, curve) + order(61) + order(60) + order(62, bytes(16))
    brush = order(39, struct.pack("<4I", 1, 0, RED, 0)) + order(37, struct.pack("<I", 1))
    picture = painted(emf(brush, path))
    assert (middle(picture, 0.9, 0.3), middle(picture, 0.1, 0.9)) == (SEEN, PAPER)


def test_ring_within_a_ring_is_a_hole() -> None:
    outer, inner = (0, 0, WIDE, 0, WIDE, HIGH, 0, HIGH), (30, 15, 70, 15, 70, 35, 30, 35)
    rings = struct.pack("<4i4I16h", 0, 0, 0, 0, 2, 8, 4, 4, *outer, *inner)
    picture = painted(emf(red_box(0, 0, 1, 1), order(91, rings)))
    assert (middle(picture, 0.1), middle(picture)) == (SEEN, PAPER)


def test_letters_are_drawn_in_cyrillic() -> None:
    def dark(text: str) -> int:
        return sum(painted(emf(text_line(text))).convert("L").histogram()[:128])

    assert dark("Сумма") > dark("С") > 0


def test_bitmap_is_laid_and_its_unseen_part_is_not() -> None:
    head = struct.pack("<IiiHHIIiiII", 40, 2, 1, 1, 24, 0, 0, 0, 0, 0, 0)
    bits = bytes((SEEN[2], SEEN[1], SEEN[0], 255, 0, 0)) + bytes(2)
    places = struct.pack("<10iI", 0, 0, 0, 0, 1, 1, 80, len(head), 80 + len(head), len(bits), 0)
    whole = bytes(16) + places + struct.pack("<I2i", 0x00CC0020, WIDE, HIGH) + head + bits
    picture = painted(emf(order(81, whole)))
    assert {colour for _, colour in picture.getcolors() or []} <= {SEEN, PAPER}
    assert middle(picture) == SEEN


def test_order_that_is_not_known_makes_the_picture_partial() -> None:
    drawn = draw_metafile(emf(red_box(), order(118, bytes(28))))
    assert drawn is not None and not drawn[1]
    assert middle(drawn[0]) == SEEN


@pytest.mark.parametrize(
    "content",
    [
        emf(order(70, bytes(8))),
        emf()[:90],
        emf(order(86, bytes(16) + struct.pack("<I", 1 << 30))),
        wmf((0x0324, struct.pack("<H", 9000))),
        emf(*(order(30, struct.pack("<4i", 0, 0, WIDE, HIGH)) + red_box(),) * 3000),
        gzip.compress(bytes(100_000), mtime=0)[:-20] + b"x",
    ],
    ids=["empty", "cut", "points", "old points", "clips", "packed"],
)
def test_metafile_that_cannot_be_drawn_is_refused_or_none_at_all(content: bytes) -> None:
    began = time.process_time()
    with contextlib.suppress(RefusalError):
        assert draw_metafile(content) is None
    assert time.process_time() - began < 5


def test_giant_measures_make_no_giant_picture() -> None:
    content = bytearray(emf())
    content[24:40] = struct.pack("<4i", 0, 0, 2_000_000_000, 2_000_000_000)
    picture = painted(bytes(content))
    assert max(picture.size) <= 1600


def test_other_bytes_are_no_metafile() -> None:
    assert draw_metafile(b"GIF89a") is None
