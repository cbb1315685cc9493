"""The orders of an enhanced metafile (EMF), painted one after the other.

Rules

1. The numbers are those of [MS-EMF]; an order that paints something and is not on the list makes the picture partial.
2. Orders that only set what no painted one of ours needs (palettes, colour spaces, comments) are passed over.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.anonymise.scrub.emf_choices import EmfChoices
from bot.anonymise.scrub.emf_fields import clip_rings, field_of, letters_of
from bot.anonymise.scrub.metafile_painter import MetafilePainter
from bot.anonymise.scrub.metafile_shapes import Box, arc_points, bezier_points, corners, ellipse_points, round_corners
from bot.anonymise.scrub.metafile_states import Point
from bot.anonymise.scrub.wordlists import words

RECORDS_MOST = 200_000
LIMIT_LONG_SIDE = 1600  # pixels; chosen: a preview of a page of a workbook stays readable
DOTS = 150 / 2540  # pixels in a hundredth of a millimetre, before the limit
# Stretching, mixing, palettes, colour spaces, comments: what sets something that we paint without.
SILENT = frozenset(
    int(word)
    for word in words(
        "1 13 16 20 21 23 26 48 49 50 51 52 57 58 68 70 98 99 100 101 104 106 109 110 111 112 113 115 117 119 121 122"
    )
)


def read_emf(content: bytes) -> MetafilePainter:
    """The painted EMF *content*; raises struct.error, ValueError, OSError and OverdrawnError."""
    bounds = struct.unpack_from("<4i", content, 8)
    frame = struct.unpack_from("<4i", content, 24)
    device, size = struct.unpack_from("<2i", content, 72), struct.unpack_from("<2i", content, 80)
    units = [max(one, 1) / (max(other, 1) * 100) for one, other in zip(device, size, strict=True)]
    if frame[2] <= frame[0] or frame[3] <= frame[1]:
        frame = tuple(round(edge / units[odd % 2]) for odd, edge in enumerate(bounds))
    wide, high = max(frame[2] - frame[0], 1), max(frame[3] - frame[1], 1)
    dots = min(DOTS, LIMIT_LONG_SIDE / max(wide, high))
    scale = dots / units[0], dots / units[1]
    origin = frame[0] * units[0], frame[1] * units[1]
    painter = MetafilePainter(max(1, round(wide * dots)), max(1, round(high * dots)), scale, origin)
    painter.choose(mapping=replace(painter.chosen.mapping, unit=units[0]))
    EmfOrders(painter).follow(content)
    return painter


def records_of(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and body of each order."""
    place = 0
    for _ in range(RECORDS_MOST):
        if place + 8 > len(content):
            return
        kind, size = struct.unpack_from("<II", content, place)
        if size < 8 or size % 4 or kind == 14:
            return
        yield kind, content[place + 8 : place + size]
        place += size


class EmfOrders(EmfChoices):
    """Follows the orders with one painter."""

    def __init__(self, painter: MetafilePainter) -> None:
        super().__init__(painter)
        self.path: list[list[Point]] | None = None  # while it is open
        self.closed: list[list[Point]] = []  # the last path, until it is painted
        self.table: dict[int, Callable[[bytes], None]] = {
            9: self.set_window, 10: self.set_window, 11: self.set_window, 12: self.set_window,
            17: self.set_mode, 18: self.set_mode, 19: self.set_mode, 22: self.set_mode, 24: self.set_mode,
            25: self.set_mode,
            2: self.draw_curve, 3: self.fill_polygon, 4: self.draw_line, 5: self.draw_curve, 6: self.draw_line,
            85: self.draw_curve, 86: self.fill_polygon, 87: self.draw_line, 88: self.draw_curve, 89: self.draw_line,
            7: self.draw_many, 8: self.draw_many, 90: self.draw_many, 91: self.draw_many,
            27: self.move, 54: self.line_to, 33: self.save, 34: self.restore, 35: self.set_world, 36: self.set_world,
            37: self.select, 38: self.make_pen, 39: self.make_brush, 40: self.forget, 82: self.make_font,
            93: self.make_plain_brush, 94: self.make_plain_brush, 95: self.make_long_pen,
            42: self.draw_box, 43: self.draw_box, 44: self.draw_box, 45: self.draw_arc, 46: self.draw_arc,
            47: self.draw_arc, 55: self.draw_arc, 59: self.begin_path, 60: self.end_path, 61: self.close_figure,
            62: self.paint_path, 63: self.paint_path, 64: self.paint_path, 67: self.clip_path,
            30: self.clip_box, 75: self.clip_region, 76: self.lay_bitmap, 77: self.lay_bitmap, 80: self.lay_bitmap,
            81: self.lay_bitmap, 114: self.lay_bitmap, 83: self.write, 84: self.write,
        }  # fmt: skip

    def follow(self, content: bytes) -> None:
        """Paint every order of *content*."""
        for kind, body in records_of(content):
            self.kind = kind
            order = self.table.get(kind)
            if order is not None:
                order(body)
            elif kind not in SILENT:
                self.painter.is_partial = True

    def pixels(self, points: Sequence[Point]) -> list[Point]:
        """The pixels for *points*, of which the last becomes the place that lines go on from."""
        if points:
            self.painter.choose(place=points[-1])
        return [self.painter.pixel(x, y) for x, y in points]

    def points_of(self, body: bytes) -> list[Point]:
        """The points of an order that lists them behind its bounds and their number."""
        number = struct.unpack_from("<I", body, 16)[0]
        return self.pairs(body, 20, number)

    def pairs(self, body: bytes, place: int, number: int) -> list[Point]:
        """*number* points from *place* on, of two bytes each number in the newer orders."""
        letter, size = ("h", 4) if self.kind >= 85 else ("i", 8)
        if number > (len(body) - place) // size:
            raise ValueError("points beyond the order")
        flat = struct.unpack_from(f"<{2 * number}{letter}", body, place)
        return list(zip(flat[::2], flat[1::2], strict=True))

    def stroke(self, points: list[Point]) -> None:
        """Draw a line through the pixels *points*, or add it to the open path."""
        if self.path is None:
            self.painter.line(points)
        elif self.path and self.path[-1] and points and self.path[-1][-1] == points[0]:
            self.path[-1].extend(points[1:])
        else:
            self.path.append(points)

    def shape(self, rings: list[list[Point]]) -> None:
        """Fill *rings*, or add them to the open path."""
        if self.path is None:
            self.painter.fill(rings)
        else:
            self.path.extend([*ring, ring[0]] for ring in rings if ring)

    def draw_line(self, body: bytes) -> None:
        """A line through points; the orders 6 and 89 begin where the last one ended."""
        points = self.points_of(body)
        if self.kind in (6, 89):
            points.insert(0, self.painter.chosen.place)
        self.stroke(self.pixels(points))

    def draw_curve(self, body: bytes) -> None:
        """A line of Bézier curves; the orders 5 and 88 begin where the last one ended."""
        points = self.points_of(body)
        if self.kind in (5, 88):
            points.insert(0, self.painter.chosen.place)
        self.stroke(bezier_points(self.pixels(points)))

    def fill_polygon(self, body: bytes) -> None:
        """One polygon."""
        place = self.painter.chosen.place
        self.shape([self.pixels(self.points_of(body))])
        self.painter.choose(place=place)

    def draw_many(self, body: bytes) -> None:
        """Several lines (7, 90) or one area of several rings (8, 91)."""
        number, total = struct.unpack_from("<2I", body, 16)
        if number > (len(body) - 24) // 4:
            raise ValueError("rings beyond the order")
        counts = struct.unpack_from(f"<{number}I", body, 24)
        points = [self.painter.pixel(x, y) for x, y in self.pairs(body, 24 + 4 * number, total)]
        rings, place = [], 0
        for count in counts:
            rings.append(points[place : place + count])
            place += count
        if self.kind in (8, 91):
            self.shape([ring for ring in rings if ring])
        else:
            for ring in rings:
                self.stroke(ring)

    def line_to(self, body: bytes) -> None:
        """A line from the last place."""
        self.stroke(self.pixels([self.painter.chosen.place, struct.unpack_from("<2i", body)]))

    def draw_box(self, body: bytes) -> None:
        """An ellipse (42), a rectangle (43), one with round corners (44)."""
        edges = struct.unpack_from("<4i", body)
        box = self.painter.box(*edges)
        if self.kind == 42:
            self.shape([ellipse_points(box)])
        elif self.kind == 43:
            self.shape([corners(box)])
        else:
            across, down = struct.unpack_from("<2i", body, 16)
            (x, y), (u, v) = self.painter.pixel(0, 0), self.painter.pixel(across, down)
            self.shape([round_corners(box, abs(u - x), abs(v - y))])

    def draw_arc(self, body: bytes) -> None:
        """A part of an ellipse: its edge (45, 55), cut off straight (46), a piece of a pie (47)."""
        numbers = struct.unpack_from("<8i", body)
        box: Box = self.painter.box(*numbers[:4])
        points = arc_points(box, self.painter.pixel(*numbers[4:6]), self.painter.pixel(*numbers[6:]))
        if self.kind in (45, 55):
            self.stroke(points)
        else:
            middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            self.shape([[*points, middle] if self.kind == 47 else points])

    def begin_path(self, _: bytes) -> None:
        """Collect lines and shapes instead of painting them."""
        self.path = []

    def end_path(self, _: bytes) -> None:
        """Collect no more."""
        self.closed, self.path = self.path or [], None

    def close_figure(self, _: bytes) -> None:
        """Let the last line of the path return to its beginning."""
        if self.path and self.path[-1]:
            self.path[-1].append(self.path[-1][0])

    def paint_path(self, _: bytes) -> None:
        """Fill the path (62), draw its edge (64), or both (63)."""
        rings = [ring for ring in self.closed if len(ring) > 1]
        if self.kind in (62, 63) and rings:
            self.painter.fill(rings, with_pen=False)
        if self.kind in (63, 64):
            for ring in rings:
                self.painter.line(ring)
        self.closed = []

    def clip_path(self, body: bytes) -> None:
        """Clip to the path: alone (5) or inside of the present clip (1)."""
        self.clip(self.closed, struct.unpack_from("<I", body)[0])
        self.closed = []

    def clip_box(self, body: bytes) -> None:
        """Clip to a rectangle inside of the present clip."""
        self.clip([corners(self.painter.box(*struct.unpack_from("<4i", body)))], 1)

    def clip_region(self, body: bytes) -> None:
        """Clip to a region of rectangles, or to nothing."""
        size, mode = struct.unpack_from("<2I", body)
        if size == 0:
            self.painter.choose(clip=0)
        else:
            self.clip([self.device_corners(box) for box in clip_rings(body)], mode)

    def device_corners(self, box: Box) -> list[Point]:
        """The pixels of a rectangle that is told in points of the device."""
        (u, v), (x, y) = self.painter.scale, self.painter.origin
        return [((a - x) * u, (b - y) * v) for a, b in corners(box)]

    def clip(self, rings: list[list[Point]], mode: int) -> None:
        """Clip to *rings*; ways to clip that leave something out are not followed, and the rest is told as partial."""
        if mode not in (1, 5):
            raise ValueError("a clip that leaves something out")
        self.painter.add_clip(rings, alone=mode == 5)

    def lay_bitmap(self, body: bytes) -> None:
        """A bitmap, or a plain fill where none is given."""
        field = field_of(self.kind, body)
        box = self.painter.box(*field.box)
        if field.picture is None:
            self.painter.pattern(box, field.how)
        else:
            self.painter.bitmap(field.picture, box, field.how)

    def write(self, body: bytes) -> None:
        """Letters, on a ground if one is asked for."""
        line = letters_of(body, is_wide=self.kind == 84)
        within = self.painter.box(*line.box) if line.box is not None else None
        if line.has_ground and within is not None:
            self.painter.rectangle(within, self.painter.chosen.ground)
        if line.is_drawn_by_number:
            self.painter.is_partial = True
            return
        follows = self.painter.chosen.align & 1
        place = self.painter.pixel(*(self.painter.chosen.place if follows else line.place))
        zero = self.painter.pixel(0, 0)
        steps = [abs(self.painter.pixel(step, 0)[0] - zero[0]) for step in line.steps]
        self.painter.letters(line.text, place, steps, within if line.is_cut else None)
