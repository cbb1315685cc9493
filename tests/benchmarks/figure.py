"""One figure: what was measured, against what, and whether its aim holds."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median
from typing import TypedDict


class Figure(TypedDict):
    """One row of the table and of build/bench.json."""

    id: str
    value: float
    unit: str
    against: str | None
    against_value: float | None
    ratio: float | None
    aim: str
    holds: bool | None


def printed(name: str, value: float, unit: str, *, against: str | None = None, quoted: float | None = None) -> Figure:
    """A figure without an aim. *quoted* was measured elsewhere: it is shown, but a ratio would claim one run."""
    return _figure(name, value, unit, against, quoted, None, "printed", None)


def at_most(name: str, value: float, unit: str, most: float, *, against: str) -> Figure:
    """A figure that must not be above *most*."""
    return _figure(name, value, unit, against, None, None, f"<= {most:g}", value <= most)


def within(
    name: str, pairs: Iterable[tuple[float, float]], unit: str, most: float | None, *, against: str, scale: float = 1.0
) -> Figure:
    """A figure by its ratio: medians over rounds of (ours, theirs); the ratio is the median of each round's own."""
    rounds = list(pairs)
    ours, theirs = (median(values) * scale for values in zip(*rounds, strict=True))
    ratio = median(mine / other for mine, other in rounds)
    aim, holds = ("printed", None) if most is None else (f"<= {most:g}x", ratio <= most)
    return _figure(name, ours, unit, against, theirs, ratio, aim, holds)


def _figure(
    name: str,
    value: float,
    unit: str,
    against: str | None,
    other: float | None,
    ratio: float | None,
    aim: str,
    holds: bool | None,
) -> Figure:
    return Figure(
        id=name,
        value=round(value, 4),
        unit=unit,
        against=against,
        against_value=None if other is None else round(other, 4),
        ratio=None if ratio is None else round(ratio, 3),
        aim=aim,
        holds=holds,
    )
