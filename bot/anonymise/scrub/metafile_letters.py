"""The letters of a metafile, drawn with the fonts that are shipped with the program."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from bot.anonymise.scrub.metafile_states import Chosen, Point

LARGEST = 400  # pixels; chosen: a letter of a heading that fills a page
LETTERS_MOST = 2000
CENTRE, RIGHT, BASELINE, BOTTOM = 6, 2, 24, 8  # flags of a text's alignment
EM_OF_LINE = 0.87  # chosen: the em of usual fonts in the height of their line


@lru_cache(maxsize=64)
def shipped_font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """The shipped font *name* with an em of *size* pixels."""
    from bot.anonymise.scrub.fallback_fonts import FOLDER

    # The basic layout: letters are placed one by one, and the other one fails at lone halves of signs.
    return ImageFont.truetype(FOLDER / f"{name}.ttf", size, layout_engine=ImageFont.Layout.BASIC)


def letters_mask(
    text: str, chosen: Chosen, height: float, steps: Sequence[float]
) -> tuple[Image.Image, Point] | None:
    """*text* as a mask and its place relative to where the text stands; None when no font can draw it."""
    from bot.anonymise.scrub.fallback_fonts import choose_font

    font = chosen.font
    name = choose_font(font.face, font.weight, font.pitch)
    if name is None or len(text) > LETTERS_MOST:
        return None
    size = round(min(LARGEST, max(2.0, height if font.height < 0 else height * EM_OF_LINE)))
    drawing_font = shipped_font(name, size)
    places = letter_places(text, drawing_font, steps)
    width = places[-1]
    field = Image.new("L", (min(int(width) + 2 * size, 20 * LARGEST), 2 * size))
    drawing = ImageDraw.Draw(field)
    base = round(1.25 * size)
    for letter, left in zip(text, places, strict=False):
        drawing.text((left + size / 2, base), letter, fill=255, font=drawing_font, anchor="ls")
    across = {CENTRE: width / 2, RIGHT: width}.get(chosen.align & 6, 0.0)
    ascent, descent = drawing_font.getmetrics()
    down = {BASELINE: 0.0, BOTTOM: -descent}.get(chosen.align & 24, float(ascent))
    anchor = (size / 2 + across, base - down)
    if font.turn % 360:
        middle = Image.new("L", (2 * max(field.size), 2 * max(field.size)))
        centre = middle.width / 2
        middle.paste(field, (round(centre - anchor[0]), round(centre - anchor[1])))
        return middle.rotate(font.turn, resample=Image.Resampling.BILINEAR), (-centre, -centre)
    return field, (-anchor[0], -anchor[1])


def letter_places(text: str, font: ImageFont.FreeTypeFont, steps: Sequence[float]) -> list[float]:
    """Where each letter of *text* begins, and at last where it ends."""
    places = [0.0]
    for place, letter in enumerate(text):
        step = abs(steps[place]) if place < len(steps) else font.getlength(letter)
        places.append(places[-1] + min(step, 4.0 * LARGEST))
    return places
