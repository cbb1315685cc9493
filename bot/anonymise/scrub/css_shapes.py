"""Shapes that leave nothing of what they are cut to, and transformations that leave nothing or carry off."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from bot.anonymise.scrub.css_units import Length, length_of
from bot.frozen import frozen

LEFT_MOST = 1.0  # pixel: what is cut to so much shows no letter
SMALLEST = 0.04  # of the usual size: letters of half a pixel
EDGE_ON = 0.03  # cosine, of 88 degrees: what is turned so far shows its edge


@frozen
class Moved:
    """What a transformation does: nothing is left, or it lies elsewhere."""

    is_gone: bool = False
    across: Length | None = None
    down: Length | None = None


def arguments_of(function: Any) -> list[list[Any]]:
    """The arguments of *function*, each as its parts; those that no comma divides are one each."""
    parts = [one for one in function.arguments if one.type not in ("whitespace", "comment")]
    if not any(one.type == "literal" and one.value == "," for one in parts):
        return [[one] for one in parts]
    found: list[list[Any]] = [[]]
    for one in parts:
        if one.type == "literal" and one.value == ",":
            found.append([])
        else:
            found[-1].append(one)
    return found


def lengths_in(parts: Sequence[Any]) -> list[Length]:
    """The lengths among *parts*."""
    return [found for one in parts if (found := length_of(one, lenient=True)) is not None]


def is_empty_clip(token: Any) -> bool | None:
    """Whether a rectangle leaves no room; None when *token* is none."""
    if token.type == "ident":
        return False if token.lower_value == "auto" else None
    if token.type != "function" or token.lower_name != "rect":
        return None
    sides = [length_of(one[0], lenient=True) if one else None for one in arguments_of(token)]
    if len(sides) != 4:
        return None
    return is_narrow(sides[0], sides[2]) or is_narrow(sides[3], sides[1])


def is_narrow(start: Length | None, end: Length | None) -> bool:
    """Whether hardly anything lies between *start* and *end* (None: its own edge)."""
    begins = start or Length(0, "px")
    if end is None:
        return False
    if not end.number and begins.number >= 0:
        return True
    return begins.unit in (end.unit, "px") and end.unit == "px" and end.number - begins.number <= LEFT_MOST


def is_clipped_away(token: Any) -> bool | None:
    """Whether a shape leaves nothing; None when *token* is none."""
    if token.type != "function":
        return False if token.type in ("ident", "url") else None
    parts = [one for one in token.arguments if one.type not in ("whitespace", "comment")]
    match token.lower_name:
        case "inset":
            return is_inset_away(parts)
        case "circle" | "ellipse":
            radii = lengths_in(before_word(parts))
            return bool(radii) and any(one.number <= 0 for one in radii)
        case "polygon":
            corners = [lengths_in(one) for one in arguments_of(token)]
            corners = [one for one in corners if len(one) == 2]
            return bool(corners) and any(is_flat([corner[axis] for corner in corners]) for axis in (0, 1))
        case "rect":
            sides = [length_of(one, lenient=True) for one in parts[:4]]
            return len(sides) == 4 and (is_narrow(sides[0], sides[2]) or is_narrow(sides[3], sides[1]))
        case "xywh":
            sizes = lengths_in(parts)
            return len(sizes) >= 4 and any(one.number <= 0 for one in sizes[2:4])
        case _:
            return False


def before_word(parts: Sequence[Any]) -> list[Any]:
    """*parts* up to "at" or "round"."""
    end = next((place for place, one in enumerate(parts) if one.type == "ident"), len(parts))
    return list(parts[:end])


def is_inset_away(parts: Sequence[Any]) -> bool:
    """Whether the edges meet."""
    sides = lengths_in(before_word(parts))
    if not sides:
        return False
    top, right = sides[0], sides[min(1, len(sides) - 1)]
    bottom = sides[2] if len(sides) > 2 else top
    left = sides[3] if len(sides) > 3 else right
    return any(
        sum(one.number for one in pair if one.unit == "%") >= 100 or any(one.number >= 9999 for one in pair)
        for pair in ((top, bottom), (left, right))
    )


def is_flat(places: Sequence[Length]) -> bool:
    """Whether *places* are one and the same, or next to it."""
    units = {one.unit for one in places if one.number}
    values = [one.number for one in places]
    return len(units) <= 1 and max(values) - min(values) <= (LEFT_MOST if units == {"px"} else 0.1)


def moved_by(name: str, parts: list[Any]) -> Moved | None:
    """What the property *name* (transform, scale, translate) does with the value in *parts*; None when it is none."""
    if parts[0].type == "ident":
        return Moved() if parts[0].lower_value == "none" else None
    if name == "scale":
        return Moved(is_gone=is_small(parts[:2]))
    if name == "translate":
        found = lengths_in(parts)
        return Moved(across=found[0] if found else None, down=found[1] if len(found) > 1 else None)
    steps = [step_of(one) for one in parts if one.type == "function"]
    return Moved(
        any(step.is_gone for step in steps),
        next((step.across for step in steps if step.across is not None), None),
        next((step.down for step in steps if step.down is not None), None),
    )


def step_of(function: Any) -> Moved:
    """What one *function* of a transformation does."""
    given = [one[0] for one in arguments_of(function) if one]
    found = [length_of(one, lenient=True) for one in given]
    first, second = (found[place] if len(found) > place else None for place in (0, 1))
    match function.lower_name:
        case "scale" | "scalex" | "scaley" | "scale3d":
            return Moved(is_gone=is_small(given[:2]))
        case "matrix":
            numbers = list(numbers_in(given))
            gone = len(numbers) == 6 and abs(numbers[0] * numbers[3] - numbers[1] * numbers[2]) <= SMALLEST**2
            return Moved(gone, *(Length(one, "px") for one in numbers[4:6]))
        case "translate" | "translate3d":
            return Moved(across=first, down=second)
        case "translatex":
            return Moved(across=first)
        case "translatey":
            return Moved(down=first)
        case "rotatex" | "rotatey" | "skew" | "skewx" | "skewy":
            return Moved(is_gone=first is not None and is_edge_on(first))
        case "rotate3d":
            about, angle = list(numbers_in(given)), found[-1] if found else None
            return Moved(is_gone=angle is not None and any(about[:2]) and not any(about[2:3]) and is_edge_on(angle))
        case "matrix3d":
            numbers = list(numbers_in(given))
            return Moved(is_gone=len(numbers) == 16 and not (any(numbers[:2]) and any(numbers[4:6])))
        case _:
            return Moved()


def is_small(parts: Sequence[Any]) -> bool:
    """Whether one of the numbers or shares in *parts* leaves next to nothing."""
    shares = [one.value / (100 if one.type == "percentage" else 1) for one in parts if hasattr(one, "int_value")]
    return any(abs(one) <= SMALLEST for one in shares)


def numbers_in(parts: Sequence[Any]) -> Iterator[float]:
    """The bare numbers among *parts*."""
    return (one.value for one in parts if one.type == "number")


def is_edge_on(angle: Length) -> bool:
    """Whether what is turned by *angle* out of the page shows only its edge."""
    turns = {"deg": 360.0, "turn": 1.0, "grad": 400.0, "rad": math.tau}.get(angle.unit)
    return turns is not None and abs(math.cos(angle.number / turns * math.tau)) <= EDGE_ON
