"""Rounded shapes as points: curves, ellipses, arcs, corners."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.anonymise.scrub.metafile_states import Point

STEPS_OF_CURVE, STEPS_OF_TURN = 12, 72  # chosen: no corner is seen at the size of a preview
Box = tuple[float, float, float, float]


def bezier_points(points: Sequence[Point]) -> list[Point]:
    """The line along the Bézier curves of *points*: a start, and three points for each curve."""
    if not points:
        return []
    found = [points[0]]
    for place in range(1, len(points) - 2, 3):
        start, first, second, end = found[-1], *points[place : place + 3]
        for step in range(1, STEPS_OF_CURVE + 1):
            t = step / STEPS_OF_CURVE
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            four = (start, first, second, end)
            found.append(
                (
                    sum(weight * x for weight, (x, _) in zip(weights, four, strict=True)),
                    sum(weight * y for weight, (_, y) in zip(weights, four, strict=True)),
                )
            )
    return found


def ellipse_points(box: Box, begin: float = 0.0, end: float = 2 * math.pi) -> list[Point]:
    """The edge of the ellipse in *box*, from the angle *begin* to the angle *end*."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    across, down = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
    angles = [begin + (end - begin) * step / STEPS_OF_TURN for step in range(STEPS_OF_TURN + 1)]
    return [(x + across * math.cos(angle), y + down * math.sin(angle)) for angle in angles]


def arc_points(box: Box, start: Point, stop: Point) -> list[Point]:
    """The edge of the ellipse in *box* from the ray through *start* to that through *stop*, against the clock."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    across, down = max((box[2] - box[0]) / 2, 0.01), max((box[3] - box[1]) / 2, 0.01)
    begin, end = (math.atan2((v - y) / down, (u - x) / across) for u, v in (start, stop))
    if end >= begin:
        end -= 2 * math.pi
    return ellipse_points(box, begin, end)


def round_corners(box: Box, across: float, down: float) -> list[Point]:
    """The edge of *box* with corners rounded by an ellipse of *across* by *down*."""
    left, top, right, bottom = box
    u, v = min(across, right - left) / 2, min(down, bottom - top) / 2
    found: list[Point] = []
    middles = ((right - u, bottom - v), (left + u, bottom - v), (left + u, top + v), (right - u, top + v))
    for quarter, (x, y) in enumerate(middles):
        found += ellipse_points((x - u, y - v, x + u, y + v), quarter * math.pi / 2, (quarter + 1) * math.pi / 2)
    return found


def corners(box: Box) -> list[Point]:
    """The corners of *box* in turn."""
    left, top, right, bottom = box
    return [(left, top), (right, top), (right, bottom), (left, bottom)]
