"""What a metafile has chosen at a point of its orders: pen, brush, font, colours, and how its numbers become pixels."""

from __future__ import annotations

from bot.frozen import frozen

Colour = tuple[int, int, int]
Point = tuple[float, float]
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
# Units of the mapping modes 2 to 6 (0.1 mm, 0.01 mm, 0.01 inch, 0.001 inch, 1/1440 inch) in hundredths of a millimetre.
UNITS = {2: 10.0, 3: 1.0, 4: 25.4, 5: 2.54, 6: 2540 / 1440}
FREE_MODES = (7, 8)  # the ones that follow window and viewport


@frozen
class Pen:
    """How lines are drawn; without a colour none are."""

    colour: Colour | None = BLACK
    width: float = 0.0


@frozen
class Brush:
    """How areas are filled; without a colour they are not."""

    colour: Colour | None = WHITE


@frozen
class LetterFont:
    """How letters are drawn: height below zero is that of the em, above zero that of the line; turn in degrees."""

    height: float = -12.0
    weight: int = 400
    turn: float = 0.0
    pitch: int = 0
    face: str = ""


@frozen
class Mapping:
    """How the numbers of a metafile become those of its device."""

    mode: int = 1
    window: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)  # origin and extent
    viewport: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    world: tuple[float, float, float, float, float, float] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    unit: float = 1.0  # device points in a hundredth of a millimetre

    def scale(self) -> Point:
        """Device points in one unit across and down."""
        if self.mode in FREE_MODES:
            return self.viewport[2] / (self.window[2] or 1.0), self.viewport[3] / (self.window[3] or 1.0)
        if self.mode in UNITS:
            step = UNITS[self.mode] * self.unit
            return step, -step
        return 1.0, 1.0

    def to_device(self, x: float, y: float) -> Point:
        """The point of the device for a point of the orders."""
        a, b, c, d, e, f = self.world
        across, down = self.scale()
        x, y = a * x + c * y + e, b * x + d * y + f
        return (x - self.window[0]) * across + self.viewport[0], (y - self.window[1]) * down + self.viewport[1]


def joined_worlds(
    first: tuple[float, float, float, float, float, float], then: tuple[float, float, float, float, float, float]
) -> tuple[float, float, float, float, float, float]:
    """The change that does *first* and *then* the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


@frozen
class Chosen:
    """All that is chosen; a saved state is one of these."""

    mapping: Mapping = Mapping()
    pen: Pen = Pen()
    brush: Brush = Brush()
    font: LetterFont = LetterFont()
    letters: Colour = BLACK
    ground: Colour = WHITE
    is_opaque: bool = True
    align: int = 0
    is_winding: bool = False
    place: Point = (0.0, 0.0)
    clip: int = 0  # the number of the painter's mask; 0 is none
