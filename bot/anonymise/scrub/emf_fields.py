"""The longer orders of an enhanced metafile, taken apart: bitmaps, lines of letters, regions."""

from __future__ import annotations

import struct

from PIL import Image

from bot.anonymise.scrub.device_bitmaps import bitmap_of
from bot.anonymise.scrub.metafile_painter import COPY
from bot.anonymise.scrub.metafile_shapes import Box
from bot.frozen import frozen

HEAD = 8  # number and size of an order, which its own offsets count too
GROUND, CUT, BY_NUMBER, NO_BOX = 2, 4, 0x10, 0x100
LETTERS_MOST, BOXES_MOST = 4000, 200
WHOLE_BLEND = 0x00FF0000  # an opaque blend: no alpha of its own


@frozen
class BitmapField:
    """Where a bitmap is laid, in what way, and what of it is shown."""

    box: Box
    how: int
    picture: Image.Image | None


@frozen
class LetterLine:
    """Letters, where they stand, how wide each is, and the box around them."""

    text: str
    place: tuple[int, int]
    steps: tuple[int, ...]
    box: Box | None
    has_ground: bool
    is_cut: bool
    is_drawn_by_number: bool


def field_of(kind: int, body: bytes) -> BitmapField:
    """The bitmap of an order of *kind*; raises struct.error, ValueError and OSError."""
    left, top = struct.unpack_from("<2i", body, 16)
    if kind in (80, 81):
        source = struct.unpack_from("<4i", body, 24)
        places, how = struct.unpack_from("<4I", body, 40), COPY
        wide, high = source[2:]
        if kind == 81:
            how, wide, high = struct.unpack_from("<I2i", body, 60)
        is_upwards = True
    else:
        wide, high, how = struct.unpack_from("<2iI", body, 24)
        corner = struct.unpack_from("<2i", body, 36)
        places = struct.unpack_from("<4I", body, 76)
        source = (*corner, *(struct.unpack_from("<2i", body, 92) if kind != 76 else (wide, high)))
        is_upwards = False
        if kind == 114:
            how = COPY if how & WHOLE_BLEND == WHOLE_BLEND else 0
    picture = None
    if places[1] and places[3]:
        head, bits = (body[place - HEAD : place - HEAD + size] for place, size in (places[:2], places[2:]))
        whole = bitmap_of(head, bits)
        is_upwards &= len(head) >= 12 and struct.unpack_from("<i", head, 8)[0] > 0
        picture = shown_part(whole, source, is_upwards=is_upwards)
    return BitmapField((left, top, left + wide, top + high), how, picture)


def shown_part(whole: Image.Image, source: tuple[int, ...], *, is_upwards: bool) -> Image.Image:
    """What *source* (left, top, width, height) shows of *whole*; rows are counted from below when *is_upwards*."""
    left, top, wide, high = source
    if is_upwards:
        top = whole.height - top - high
    box = max(left, 0), max(top, 0), min(left + wide, whole.width), min(top + high, whole.height)
    if box[0] >= box[2] or box[1] >= box[3]:
        raise ValueError("a part outside of the bitmap")
    return whole.crop(box)


def letters_of(body: bytes, *, is_wide: bool) -> LetterLine:
    """The letters of an order; raises struct.error and ValueError."""
    x, y, number, place, options = struct.unpack_from("<2i3I", body, 28)
    box = struct.unpack_from("<4i", body, 48)
    steps_at = struct.unpack_from("<I", body, 64)[0]
    if number > LETTERS_MOST:
        raise ValueError("a line of too many letters")
    end = place - HEAD + number * (2 if is_wide else 1)
    if place - HEAD < 0 or end > len(body):
        raise ValueError("letters beyond the order")
    text = body[place - HEAD : end].decode("utf-16-le" if is_wide else "cp1251", "replace")
    steps: tuple[int, ...] = ()
    if steps_at >= HEAD and steps_at - HEAD + 4 * number <= len(body):
        steps = struct.unpack_from(f"<{number}i", body, steps_at - HEAD)
    has_box = not options & NO_BOX and box[2] > box[0] and box[3] > box[1]
    return LetterLine(
        text=text,
        place=(x, y),
        steps=steps,
        box=box if has_box else None,
        has_ground=bool(options & GROUND),
        is_cut=bool(options & CUT),
        is_drawn_by_number=bool(options & BY_NUMBER),
    )


def clip_rings(body: bytes) -> list[Box]:
    """The rectangles of a region."""
    number = struct.unpack_from("<I", body, 16)[0]
    if number > BOXES_MOST:
        raise ValueError("a region of too many pieces")
    return [struct.unpack_from("<4i", body, 40 + 16 * place) for place in range(number)]
