"""What the orders of an enhanced metafile choose: mapping, colours, pens, brushes, fonts."""

from __future__ import annotations

import math
import struct
from dataclasses import replace

from bot.anonymise.scrub.metafile_painter import MetafilePainter
from bot.anonymise.scrub.metafile_states import BLACK, WHITE, Brush, Colour, LetterFont, Pen, joined_worlds

STOCK = 0x80000000
STOCK_OBJECTS: dict[int, Pen | Brush | LetterFont] = {
    0: Brush(WHITE), 1: Brush((192, 192, 192)), 2: Brush((128, 128, 128)), 3: Brush((64, 64, 64)), 4: Brush(BLACK),
    5: Brush(None), 6: Pen(WHITE), 7: Pen(BLACK), 8: Pen(None), 13: LetterFont(), 17: LetterFont(),
}  # fmt: skip
NO_PEN, NO_BRUSH = 5, 1


def colour_of(value: int) -> Colour:
    """A colour of Windows: red lowest."""
    return value & 255, value >> 8 & 255, value >> 16 & 255


class EmfChoices:
    """Follows the orders that choose; *kind* is the number of the order at hand."""

    def __init__(self, painter: MetafilePainter) -> None:
        self.painter = painter
        self.kind = 0
        self.objects: dict[int, Pen | Brush | LetterFont] = {}

    def set_window(self, body: bytes) -> None:
        """Window and viewport: extents (9, 11) and origins (10, 12)."""
        pair = struct.unpack_from("<2i", body)
        mapping = self.painter.chosen.mapping
        is_window = self.kind in (9, 10)
        old = mapping.window if is_window else mapping.viewport
        new = (*old[:2], *pair) if self.kind in (9, 11) else (*pair, *old[2:])
        self.painter.choose(mapping=replace(mapping, window=new) if is_window else replace(mapping, viewport=new))

    def set_mode(self, body: bytes) -> None:
        """Mapping mode (17), ground (18), filling (19), alignment of letters (22), their colour (24), the ground's."""
        value = struct.unpack_from("<I", body)[0]
        match self.kind:
            case 17:
                self.painter.choose(mapping=replace(self.painter.chosen.mapping, mode=value))
            case 18:
                self.painter.choose(is_opaque=value == 2)
            case 19:
                self.painter.choose(is_winding=value == 2)
            case 22:
                self.painter.choose(align=value & 0xFFFF)
            case 24:
                self.painter.choose(letters=colour_of(value))
            case _:
                self.painter.choose(ground=colour_of(value))

    def move(self, body: bytes) -> None:
        """Set the place that lines go on from."""
        self.painter.choose(place=struct.unpack_from("<2i", body))

    def save(self, _: bytes) -> None:
        """Remember what is chosen."""
        self.painter.save()

    def restore(self, body: bytes) -> None:
        """Choose again what was remembered."""
        self.painter.restore(struct.unpack_from("<i", body)[0])

    def set_world(self, body: bytes) -> None:
        """The change of all numbers: set (35), or joined with the present one (36)."""
        change = struct.unpack_from("<6f", body)
        mapping = self.painter.chosen.mapping
        if self.kind == 36:
            mode = struct.unpack_from("<I", body, 24)[0]
            kept = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
            change = {1: kept, 2: joined_worlds(change, mapping.world), 3: joined_worlds(mapping.world, change)}.get(
                mode, change
            )
        if all(math.isfinite(value) for value in change):
            self.painter.choose(mapping=replace(mapping, world=change))

    def select(self, body: bytes) -> None:
        """Take a pen, a brush or a font in hand."""
        number = struct.unpack_from("<I", body)[0]
        chosen = STOCK_OBJECTS.get(number - STOCK) if number >= STOCK else self.objects.get(number)
        if isinstance(chosen, Pen):
            self.painter.choose(pen=chosen)
        elif isinstance(chosen, Brush):
            self.painter.choose(brush=chosen)
        elif isinstance(chosen, LetterFont):
            self.painter.choose(font=chosen)

    def make_pen(self, body: bytes) -> None:
        """A pen."""
        number, style, width, _, colour = struct.unpack_from("<2I2iI", body)
        self.objects[number] = Pen(None if style & 15 == NO_PEN else colour_of(colour), abs(width))

    def make_long_pen(self, body: bytes) -> None:
        """A pen with a brush of its own."""
        number = struct.unpack_from("<I", body)[0]
        style, width, _, colour = struct.unpack_from("<4I", body, 20)
        self.objects[number] = Pen(None if style & 15 == NO_PEN else colour_of(colour), min(width, 100_000))

    def make_brush(self, body: bytes) -> None:
        """A brush; a hatched one fills with its colour."""
        number, style, colour = struct.unpack_from("<3I", body)
        self.objects[number] = Brush(None if style == NO_BRUSH else colour_of(colour))

    def make_plain_brush(self, body: bytes) -> None:
        """A brush with a pattern: fills with grey."""
        self.objects[struct.unpack_from("<I", body)[0]] = Brush((192, 192, 192))

    def make_font(self, body: bytes) -> None:
        """A font."""
        number, height, _, turn, _, weight = struct.unpack_from("<I5i", body)
        pitch = body[31] if len(body) > 31 else 0
        face = body[32:96].decode("utf-16-le", "replace").partition("\0")[0]
        self.objects[number] = LetterFont(height, weight, turn / 10, pitch, face)

    def forget(self, body: bytes) -> None:
        """Put an object away."""
        self.objects.pop(struct.unpack_from("<I", body)[0], None)
