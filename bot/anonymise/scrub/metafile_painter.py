"""Paints the orders of a metafile as pixels: areas, lines, letters and bitmaps, inside of what the orders clip.

Rules

1. What lies outside of the clip was not seen and is not painted.
2. Every order costs what it fills; a metafile that asks for too much is not drawn (`OverdrawnError`).
3. What cannot be painted makes the picture `is_partial`: the sender is told.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from PIL import Image, ImageChops, ImageDraw

from bot.anonymise.scrub.metafile_letters import letters_mask
from bot.anonymise.scrub.metafile_states import Chosen, Colour, Pen, Point
from bot.errors import AdaldyqError

COST_MOST = 2_000_000  # points, and thousands of painted pixels; chosen: a second or two of work
CLIPS_MOST = 2_000  # chosen: each costs a copy of the picture
COPY, AND, OR, INVERT = 0x00CC0020, 0x008800C6, 0x00EE0086, 0x00660046
BLACKNESS, WHITENESS, PATTERN, NOTHING = 0x00000042, 0x00FF0062, 0x00F00021, 0x00AA0029
FAR = 100_000.0  # pixels: what lies further out is cut short, or numbers would grow beyond Pillow's


class OverdrawnError(AdaldyqError):
    """A metafile asks for more painting than an honest one."""


class MetafilePainter:
    """One picture while it is painted."""

    def __init__(self, width: int, height: int, scale: Point, origin: Point) -> None:
        self.image = Image.new("RGB", (width, height), (255, 255, 255))
        self.under = self.image
        self.drawing = ImageDraw.Draw(self.image)
        self.scale, self.origin = scale, origin
        self.chosen = Chosen()
        self.saved: list[Chosen] = []
        self.masks: list[Image.Image | None] = [None]
        self.clip = 0
        self.cost = 0.0
        self.painted = 0
        self.is_partial = False

    def spend(self, points: int, area: float = 0.0) -> None:
        """Count the cost of an order; raises OverdrawnError."""
        self.cost += points + min(area, self.image.width * self.image.height) / 1000
        self.painted += 1
        if self.cost > COST_MOST:
            raise OverdrawnError("a metafile of too many orders")

    def choose(self, **changes: object) -> None:
        """Change what is chosen."""
        self.chosen = replace(self.chosen, **changes)  # type: ignore[arg-type]  # names come from this house alone

    def save(self) -> None:
        """Remember what is chosen."""
        self.saved.append(self.chosen)

    def restore(self, number: int) -> None:
        """Choose again what was remembered as *number*, below zero counted from the last; forget what came after it."""
        place = len(self.saved) + number if number < 0 else number - 1
        if 0 <= place < len(self.saved):
            self.chosen = self.saved[place]
            del self.saved[place:]

    def pixel(self, x: float, y: float) -> Point:
        """The pixel for a point of the orders."""
        across, down = self.chosen.mapping.to_device(x, y)
        place = (across - self.origin[0]) * self.scale[0], (down - self.origin[1]) * self.scale[1]
        return tuple(min(max(value, -FAR), FAR) if value == value else 0.0 for value in place)  # type: ignore[return-value]

    def pixels_in(self, length: float) -> float:
        """How many pixels *length* of the orders is, down the page."""
        low, high = self.pixel(0, 0), self.pixel(0, length)
        return math.hypot(high[0] - low[0], high[1] - low[1])

    def box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """The pixels of a rectangle, upper left corner first."""
        (x, y), (u, v) = self.pixel(left, top), self.pixel(right, bottom)
        return min(x, u), min(y, v), max(x, u), max(y, v)

    def enter_clip(self) -> None:
        """Paint from now on inside of what is chosen as the clip."""
        if self.clip == self.chosen.clip:
            return
        mask = self.masks[self.clip]
        if mask is not None:
            self.under.paste(self.image, mask=mask)
            self.image = self.under
        self.clip = self.chosen.clip
        self.spend(0, self.image.width * self.image.height)
        if self.masks[self.clip] is not None:
            self.under = self.image.copy()
        self.drawing = ImageDraw.Draw(self.image)

    def finish(self) -> Image.Image:
        """The painted picture."""
        self.choose(clip=0)
        self.enter_clip()
        return self.image

    def add_clip(self, rings: Sequence[Sequence[Point]], *, alone: bool) -> None:
        """Clip to the pixels inside of *rings*, inside of the present clip unless *alone*."""
        if len(self.masks) > CLIPS_MOST:
            raise OverdrawnError("a metafile of too many clips")
        mask = self.mask_of(rings, (0, 0), self.image.size, is_winding=True)
        before = self.masks[self.chosen.clip]
        if before is not None and not alone:
            mask = ImageChops.darker(mask, before)
        self.masks.append(mask)
        self.choose(clip=len(self.masks) - 1)

    def mask_of(
        self, rings: Sequence[Sequence[Point]], origin: tuple[int, int], size: tuple[int, int], *, is_winding: bool
    ) -> Image.Image:
        """Which pixels of the field at *origin* lie inside of *rings*."""
        mask = Image.new("L", size)
        for ring in rings:
            self.spend(len(ring), size[0] * size[1])
            one = Image.new("L", size)
            moved = [(x - origin[0], y - origin[1]) for x, y in ring]
            if len(moved) > 1:
                ImageDraw.Draw(one).polygon(moved, fill=255)
            mask = ImageChops.lighter(mask, one) if is_winding else ImageChops.difference(mask, one)
        return mask

    def fill(self, rings: Sequence[Sequence[Point]], *, with_pen: bool = True) -> None:
        """Fill the pixels inside of *rings* with the brush, and draw their edges with the pen."""
        self.enter_clip()
        rings = [ring for ring in rings if len(ring) > 1]
        colour = self.chosen.brush.colour
        if len(rings) == 1 and colour is not None:
            self.spend(len(rings[0]), area_of(rings[0]))
            self.drawing.polygon(list(rings[0]), fill=colour)
        elif colour is not None and rings:
            self.fill_between(rings, colour)
        if with_pen:
            for ring in rings:
                self.line([*ring, ring[0]])

    def fill_between(self, rings: Sequence[Sequence[Point]], colour: Colour) -> None:
        """Fill *rings* of which some are holes in others."""
        flat = [point for ring in rings for point in ring]
        left, right = (int(edge) for edge in (min(x for x, _ in flat), max(x for x, _ in flat) + 1))
        top, bottom = (int(edge) for edge in (min(y for _, y in flat), max(y for _, y in flat) + 1))
        left, top = max(left, 0), max(top, 0)
        size = min(right, self.image.width) - left, min(bottom, self.image.height) - top
        if min(size) > 0:
            mask = self.mask_of(rings, (left, top), size, is_winding=self.chosen.is_winding)
            self.image.paste(colour, (left, top, left + size[0], top + size[1]), mask)

    def line(self, points: Sequence[Point], pen: Pen | None = None) -> None:
        """Draw a line through *points* with the pen."""
        pen = pen or self.chosen.pen
        if pen.colour is None or len(points) < 2:
            return
        self.enter_clip()
        width = max(1, min(round(self.pixels_in(pen.width)), self.image.width))
        self.spend(len(points), area_of(points) if width > 1 else 0)
        self.drawing.line(list(points), fill=pen.colour, width=width, joint="curve" if width > 2 else None)

    def rectangle(self, box: tuple[float, float, float, float], colour: Colour) -> None:
        """Fill the pixels of *box*."""
        self.enter_clip()
        self.spend(4, (box[2] - box[0]) * (box[3] - box[1]))
        self.drawing.rectangle(box, fill=colour)

    def bitmap(self, picture: Image.Image, box: tuple[float, float, float, float], how: int) -> None:
        """Lay *picture* over the pixels of *box* in the way *how*."""
        self.enter_clip()
        left, top = (math.floor(edge) for edge in box[:2])
        width, height = (max(1, math.ceil(high) - low) for high, low in ((box[2], left), (box[3], top)))
        if width > 4 * self.image.width or height > 4 * self.image.height:
            self.is_partial = True
            return
        self.spend(1, width * height + picture.width * picture.height)
        laid = picture.resize((width, height), Image.Resampling.BILINEAR)
        place = (left, top, left + width, top + height)
        if how in (AND, OR, INVERT):
            below = self.image.crop(place)
            mixing = {AND: ImageChops.darker, OR: ImageChops.lighter, INVERT: ImageChops.difference}[how]
            laid = mixing(below, laid)
        elif how != COPY:
            self.is_partial = True
        self.image.paste(laid, place)

    def pattern(self, box: tuple[float, float, float, float], how: int) -> None:
        """Fill *box* without a bitmap, in the way *how*."""
        colour = {BLACKNESS: (0, 0, 0), WHITENESS: (255, 255, 255), PATTERN: self.chosen.brush.colour}.get(how)
        if colour is not None:
            self.rectangle(box, colour)
        elif how not in (NOTHING, PATTERN):
            self.is_partial = True

    def letters(
        self, text: str, place: Point, steps: Sequence[float], within: tuple[float, float, float, float] | None
    ) -> None:
        """Draw *text* at the pixel *place*; *steps* are the widths of its letters in pixels, *within* cuts it off."""
        self.enter_clip()
        self.spend(50 * len(text))
        size = self.pixels_in(abs(self.chosen.font.height)) or 12
        drawn = letters_mask(text, self.chosen, size, steps)
        if drawn is None:
            self.is_partial = True
            return
        mask, offset = drawn
        left, top = round(place[0] + offset[0]), round(place[1] + offset[1])
        if within is not None:
            low, high = (left, top), (left + mask.width, top + mask.height)
            kept = Image.new("L", mask.size)
            cut = [max(within[0], low[0]), max(within[1], low[1]), min(within[2], high[0]), min(within[3], high[1])]
            if cut[2] <= cut[0] or cut[3] <= cut[1]:
                return
            inner = round(cut[0] - left), round(cut[1] - top), round(cut[2] - left), round(cut[3] - top)
            kept.paste(mask.crop(inner), inner[:2])
            mask = kept
        self.image.paste(self.chosen.letters, (left, top), mask)


def area_of(points: Sequence[Point]) -> float:
    """The area of the rectangle around *points*."""
    wide = max(x for x, _ in points) - min(x for x, _ in points)
    return wide * (max(y for _, y in points) - min(y for _, y in points))
