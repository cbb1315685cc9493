"""The orders of an old metafile (WMF), painted one after the other. The numbers are those of [MS-WMF]."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.anonymise.scrub.device_bitmaps import packed_bitmap
from bot.anonymise.scrub.emf_choices import NO_BRUSH, NO_PEN, colour_of
from bot.anonymise.scrub.metafile_painter import MetafilePainter
from bot.anonymise.scrub.metafile_shapes import arc_points, corners, ellipse_points, round_corners
from bot.anonymise.scrub.metafile_states import Brush, LetterFont, Mapping, Pen, Point
from bot.anonymise.scrub.wordlists import words

PLACEABLE = b"\xd7\xcd\xc6\x9a"
PLACEABLE_HEAD, HEAD = 22, 18
RECORDS_MOST, RECORD_HEAD = 200_000, 6
LONG_SIDE, DOTS = 1600, 150  # pixels and pixels an inch, as for the newer metafiles
USUAL_SIDE = 400  # pixels, for a metafile that does not say how large it is
SET_WINDOW, SET_EXTENT = 0x020B, 0x020C
GROUND, CUT = 2, 4
# Ways of stretching and mixing, palettes, notes for printers: what sets something that we paint without.
SILENT = frozenset(
    int(word, 16) for word in words("0103 0104 0105 0107 0108 0231 020A 0035 0037 0234 0436 00F7 0626 0149 0000 0211")
)


def read_wmf(content: bytes) -> MetafilePainter:
    """The painted WMF *content*; raises struct.error, ValueError, OSError and OverdrawnError."""
    start, window, inch = 0, None, 0
    if content.startswith(PLACEABLE):
        left, top, right, bottom, inch = struct.unpack_from("<4hH", content, 6)
        start, window = PLACEABLE_HEAD, (left, top, right - left, bottom - top)
    orders = list(records_of(content, start + HEAD))
    window = first_window(orders) or window or (0, 0, USUAL_SIDE, USUAL_SIDE)
    wide, high = abs(window[2]) or 1, abs(window[3]) or 1
    dots = DOTS / inch if inch else USUAL_SIDE / max(wide, high)
    dots = min(dots, LONG_SIDE / max(wide, high))
    size = max(1, round(wide * dots)), max(1, round(high * dots))
    painter = MetafilePainter(*size, (1.0, 1.0), (0.0, 0.0))
    viewport = (0.0, 0.0, float(size[0]), float(size[1]))
    painter.choose(mapping=Mapping(8, tuple(float(edge) for edge in window), viewport))  # type: ignore[arg-type]  # four of them
    WmfOrders(painter).follow(orders)
    return painter


def records_of(content: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Number and body of each order."""
    for _ in range(RECORDS_MOST):
        if place + RECORD_HEAD > len(content):
            return
        size, kind = struct.unpack_from("<IH", content, place)
        if size < 3 or kind == 0:
            return
        yield kind, content[place + RECORD_HEAD : place + 2 * size]
        place += 2 * size


def first_window(orders: list[tuple[int, bytes]]) -> tuple[int, int, int, int] | None:
    """The first window that the orders set: the picture is as large as that."""
    origin, extent = (next((body for kind, body in orders if kind == one), None) for one in (SET_WINDOW, SET_EXTENT))
    if extent is None or len(extent) < 4:
        return None
    y, x = struct.unpack_from("<2h", origin) if origin is not None and len(origin) >= 4 else (0, 0)
    high, wide = struct.unpack_from("<2h", extent)
    return x, y, wide, high


class WmfOrders:
    """Follows the orders with one painter."""

    def __init__(self, painter: MetafilePainter) -> None:
        self.painter = painter
        self.objects: dict[int, Pen | Brush | LetterFont | None] = {}
        self.kind = 0
        self.table: dict[int, Callable[[bytes], None]] = {
            0x020B: self.set_window, 0x020C: self.set_window, 0x0102: self.set_mode, 0x0106: self.set_mode,
            0x012E: self.set_mode, 0x0209: self.set_mode, 0x0201: self.set_mode, 0x001E: self.save,
            0x0127: self.restore, 0x012D: self.select, 0x01F0: self.forget, 0x02FA: self.make_pen,
            0x02FC: self.make_brush, 0x02FB: self.make_font, 0x00F9: self.make_other, 0x0142: self.make_other,
            0x01F9: self.make_other, 0x06FF: self.make_other, 0x0214: self.move, 0x0213: self.line_to,
            0x0324: self.draw_points, 0x0325: self.draw_points, 0x0538: self.fill_many, 0x041B: self.draw_box,
            0x0418: self.draw_box, 0x061C: self.draw_box, 0x0817: self.draw_arc, 0x0830: self.draw_arc,
            0x081A: self.draw_arc, 0x0416: self.clip_box, 0x0521: self.write, 0x0A32: self.write_long,
            0x0F43: self.lay_bitmap, 0x0B41: self.lay_bitmap, 0x0940: self.lay_bitmap, 0x061D: self.fill_box,
        }  # fmt: skip

    def follow(self, orders: list[tuple[int, bytes]]) -> None:
        """Paint every one of *orders*."""
        for kind, body in orders:
            self.kind = kind
            order = self.table.get(kind)
            if order is not None:
                order(body)
            elif kind not in SILENT:
                self.painter.is_partial = True

    def pixel(self, x: int, y: int) -> Point:
        """The pixel for a point of the orders."""
        return self.painter.pixel(x, y)

    def set_window(self, body: bytes) -> None:
        """Origin or extent of the window."""
        y, x = struct.unpack_from("<2h", body)
        mapping = self.painter.chosen.mapping
        old = mapping.window
        window = (x, y, *old[2:]) if self.kind == SET_WINDOW else (*old[:2], x, y)
        self.painter.choose(mapping=replace(mapping, window=window))

    def set_mode(self, body: bytes) -> None:
        """Ground, filling, alignment, colours."""
        value = int.from_bytes(body[:4], "little")
        match self.kind:
            case 0x0102:
                self.painter.choose(is_opaque=value & 0xFFFF == 2)
            case 0x0106:
                self.painter.choose(is_winding=value & 0xFFFF == 2)
            case 0x012E:
                self.painter.choose(align=value & 0xFFFF)
            case 0x0209:
                self.painter.choose(letters=colour_of(value))
            case _:
                self.painter.choose(ground=colour_of(value))

    def save(self, _: bytes) -> None:
        """Remember what is chosen."""
        self.painter.save()

    def restore(self, body: bytes) -> None:
        """Choose again what was remembered."""
        self.painter.restore(struct.unpack_from("<h", body)[0])

    def keep(self, made: Pen | Brush | LetterFont | None) -> None:
        """Put a new object on the first free place."""
        number = next((place for place in range(len(self.objects)) if place not in self.objects), len(self.objects))
        self.objects[number] = made

    def forget(self, body: bytes) -> None:
        """Put an object away."""
        self.objects.pop(struct.unpack_from("<H", body)[0], None)

    def select(self, body: bytes) -> None:
        """Take a pen, a brush or a font in hand."""
        chosen = self.objects.get(struct.unpack_from("<H", body)[0])
        if isinstance(chosen, Pen):
            self.painter.choose(pen=chosen)
        elif isinstance(chosen, Brush):
            self.painter.choose(brush=chosen)
        elif isinstance(chosen, LetterFont):
            self.painter.choose(font=chosen)

    def make_pen(self, body: bytes) -> None:
        """A pen."""
        style, width, _, colour = struct.unpack_from("<HhhI", body)
        self.keep(Pen(None if style & 15 == NO_PEN else colour_of(colour), abs(width)))

    def make_brush(self, body: bytes) -> None:
        """A brush; a hatched one fills with its colour."""
        style, colour = struct.unpack_from("<HI", body)
        self.keep(Brush(None if style == NO_BRUSH else colour_of(colour)))

    def make_other(self, _: bytes) -> None:
        """A palette, a region or a pattern: keeps its place; what is filled with a pattern is grey."""
        self.keep(None if self.kind in (0x00F7, 0x06FF) else Brush((192, 192, 192)))

    def make_font(self, body: bytes) -> None:
        """A font."""
        height, _, turn, _, weight = struct.unpack_from("<5h", body)
        pitch = body[17] if len(body) > 17 else 0
        face = body[18:50].partition(b"\0")[0].decode("latin-1")
        self.keep(LetterFont(height, weight, turn / 10, pitch, face))

    def move(self, body: bytes) -> None:
        """Set the place that lines go on from."""
        y, x = struct.unpack_from("<2h", body)
        self.painter.choose(place=(x, y))

    def line_to(self, body: bytes) -> None:
        """A line from the last place."""
        y, x = struct.unpack_from("<2h", body)
        self.painter.line([self.painter.pixel(*self.painter.chosen.place), self.pixel(x, y)])
        self.painter.choose(place=(x, y))

    def points(self, body: bytes, place: int, number: int) -> list[Point]:
        """The pixels of *number* points from *place* on."""
        if number > (len(body) - place) // 4:
            raise ValueError("points beyond the order")
        flat = struct.unpack_from(f"<{2 * number}h", body, place)
        return [self.pixel(x, y) for x, y in zip(flat[::2], flat[1::2], strict=True)]

    def draw_points(self, body: bytes) -> None:
        """A polygon (0x0324) or a line."""
        points = self.points(body, 2, struct.unpack_from("<H", body)[0])
        if self.kind == 0x0324:
            self.painter.fill([points])
        else:
            self.painter.line(points)

    def fill_many(self, body: bytes) -> None:
        """One area of several rings."""
        number = struct.unpack_from("<H", body)[0]
        counts = struct.unpack_from(f"<{number}H", body, 2)
        points = self.points(body, 2 + 2 * number, sum(counts))
        rings, place = [], 0
        for count in counts:
            rings.append(points[place : place + count])
            place += count
        self.painter.fill(rings)

    def draw_box(self, body: bytes) -> None:
        """A rectangle, an ellipse (0x0418), or a rectangle with round corners (0x061C)."""
        numbers = struct.unpack_from(f"<{len(body) // 2}h", body)
        bottom, right, top, left = numbers[-4:]
        box = self.painter.box(left, top, right, bottom)
        if self.kind == 0x0418:
            self.painter.fill([ellipse_points(box)])
        elif self.kind == 0x061C:
            (x, y), (u, v) = self.pixel(0, 0), self.pixel(numbers[1], numbers[0])
            self.painter.fill([round_corners(box, abs(u - x), abs(v - y))])
        else:
            self.painter.fill([corners(box)])

    def draw_arc(self, body: bytes) -> None:
        """A part of an ellipse: its edge, cut off straight (0x0830), a piece of a pie (0x081A)."""
        v, u, y, x, bottom, right, top, left = struct.unpack_from("<8h", body)
        box = self.painter.box(left, top, right, bottom)
        points = arc_points(box, self.pixel(x, y), self.pixel(u, v))
        if self.kind == 0x0817:
            self.painter.line(points)
        else:
            middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            self.painter.fill([[*points, middle] if self.kind == 0x081A else points])

    def clip_box(self, body: bytes) -> None:
        """Clip to a rectangle inside of the present clip."""
        bottom, right, top, left = struct.unpack_from("<4h", body)
        self.painter.add_clip([corners(self.painter.box(left, top, right, bottom))], alone=False)

    def write(self, body: bytes) -> None:
        """Letters at a place."""
        number = struct.unpack_from("<H", body)[0]
        text = body[2 : 2 + number].decode("cp1251", "replace")
        y, x = struct.unpack_from("<2h", body, 2 + number + number % 2)
        self.painter.letters(text, self.pixel(x, y), (), None)

    def write_long(self, body: bytes) -> None:
        """Letters with a box around them and a width for each."""
        y, x, number, options = struct.unpack_from("<2h2H", body)
        place, within = 8, None
        if options & (GROUND | CUT):
            within = self.painter.box(*struct.unpack_from("<4h", body, place))
            place += 8
        text = body[place : place + number].decode("cp1251", "replace")
        place += number + number % 2
        steps = struct.unpack_from(f"<{number}h", body, place) if len(body) >= place + 2 * number else ()
        if options & GROUND and within is not None:
            self.painter.rectangle(within, self.painter.chosen.ground)
        zero = self.pixel(0, 0)[0]
        widths = [abs(self.pixel(step, 0)[0] - zero) for step in steps]
        self.painter.letters(text, self.pixel(x, y), widths, within if options & CUT else None)

    def lay_bitmap(self, body: bytes) -> None:
        """A bitmap, stretched (0x0F43, 0x0B41) or as it is."""
        how = struct.unpack_from("<I", body)[0]
        place = 6 if self.kind == 0x0F43 else 4
        number = 6 if self.kind == 0x0940 else 8
        numbers = struct.unpack_from(f"<{number}h", body, place)
        high, wide, top, left = numbers[-4:]
        rows, columns, v, u = numbers[:4] if number == 8 else (high, wide, *numbers[:2])
        box = self.painter.box(left, top, left + wide, top + high)
        if len(body) <= place + 2 * number + 4:
            self.painter.pattern(box, how)
            return
        picture = packed_bitmap(body[place + 2 * number :])
        shown = (max(u, 0), max(v, 0), min(u + columns, picture.width), min(v + rows, picture.height))
        if shown[0] >= shown[2] or shown[1] >= shown[3]:
            raise ValueError("a part outside of the bitmap")
        self.painter.bitmap(picture.crop(shown), box, how)

    def fill_box(self, body: bytes) -> None:
        """A rectangle filled with the brush, or black or white."""
        how, high, wide, top, left = struct.unpack_from("<I4h", body)
        self.painter.pattern(self.painter.box(left, top, left + wide, top + high), how)
