"""Lengths of style sheets."""

from __future__ import annotations

from typing import Any

from bot.frozen import frozen

PIXELS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6}
LETTERS = {"em": 1.0, "ex": 0.5, "ch": 0.5, "ic": 1.0, "cap": 0.7, "lh": 1.2}
WINDOW = {"vw": "width", "vi": "width", "vh": "height", "vb": "height", "vmin": "least", "vmax": "most"}
CALCULATED_MOST = 20  # parts; chosen: people write three


@frozen
class PageScreen:
    """What a page is looked at on, in pixels of style sheets."""

    width: int
    height: int


@frozen
class Length:
    """A number with its unit ("%" for shares)."""

    number: float
    unit: str

    def pixels(self, letter: float, screen: PageScreen, whole: float | None = None) -> float | None:
        """The length in pixels where a *letter* is so large, *whole* what shares are of; None: unknown."""
        if not self.number:
            return 0.0
        if self.unit in PIXELS:
            return self.number * PIXELS[self.unit]
        if self.unit == "%":
            return None if whole is None else self.number * whole / 100
        if self.unit in LETTERS:
            return self.number * LETTERS[self.unit] * letter
        if self.unit == "rem":
            return self.number * 16
        side = WINDOW.get(self.unit[-4:] if self.unit.endswith(("vmin", "vmax")) else self.unit[-2:])
        sizes = {"width": screen.width, "height": screen.height}
        sizes |= {"least": min(screen.width, screen.height), "most": max(screen.width, screen.height)}
        return None if side is None else self.number * sizes[side] / 100


def length_of(token: Any, *, lenient: bool) -> Length | None:
    """The length that *token* is; None when it is none. *lenient* takes bare numbers for pixels."""
    if token.type == "function":
        return calculated(token, lenient=lenient)
    if token.type == "dimension":
        return Length(token.value, token.lower_unit)
    if token.type == "percentage":
        return Length(token.value, "%")
    if token.type == "number" and (lenient or not token.value):
        return Length(token.value, "px")
    return None


def calculated(function: Any, *, lenient: bool) -> Length | None:
    """What calc(), min() or max() comes to, where all in it is of one unit; None for all else."""
    parts = [one for one in function.arguments if one.type not in ("whitespace", "comment")]
    name = function.lower_name
    if name not in ("calc", "-webkit-calc", "min", "max"):
        return None
    known = [length_of(one, lenient=True) for one in parts if one.type != "literal"]
    units = {one.unit for one in known if one is not None and (one.number or one.unit != "px")}
    if None in known or not known or len(units - {"px"}) > 1 or len(parts) > CALCULATED_MOST:
        return None
    unit = next(iter(units - {"px"}), "px")
    numbers = [one.number for one in known if one is not None]
    if name in ("min", "max"):
        return Length(min(numbers) if name == "min" else max(numbers), unit) if len(units) <= 1 else None
    signs = [str(one.value) for one in parts if one.type == "literal"]
    if len(signs) != len(numbers) - 1 or any(sign not in ("*", "/") for sign in signs):
        return Length(sum(numbers), unit) if signs and set(signs) == {"+"} and len(units) <= 1 else None
    total = numbers[0]
    for sign, number in zip(signs, numbers[1:], strict=True):
        if sign == "/" and not number:
            return None
        total = total * number if sign == "*" else total / number
    return Length(total, unit)
