"""Whether an element lies where no reader comes: left of the page, above it, or moved away from it."""

from __future__ import annotations

from typing import Any

from bot.anonymise.scrub.cascade import Node
from bot.anonymise.scrub.css_shapes import Moved
from bot.anonymise.scrub.css_units import Length, PageScreen
from bot.anonymise.scrub.css_values import Values

SIGN = 0.6  # of the size of letters: how broad one is
LINE = 1.5  # of the same: how high a line with its gap
LEFT_ROOM = 500.0  # pixels from the left edge: further in begins little that is then moved out to the left again
STEP_DOWN = 30.0  # pixels for each element before: further down on its page nothing begins
PICTURE = 600.0  # pixels: as broad and high as pictures on pages are
FAR = 5_000.0  # pixels to the right: no window is so wide


def pixels_of(value: Any, letter: float, screen: PageScreen, whole: float | None) -> float | None:
    """The length *value* in pixels; None when it is none, or of something unknown."""
    return value.pixels(letter, screen, whole) if isinstance(value, Length) else None


def rough_width(screen: PageScreen) -> float:
    """How broad a page is on *screen*, margins aside."""
    return float(screen.width)


def is_off_page(
    node: Node, values: Values, letter: float, screen: PageScreen, place: int, is_inside: bool, is_inline: bool
) -> bool:
    """Whether *node*, the *place*-th of its page, lies outside of what is shown; *is_inside* something with a place."""
    position = values.get("position")
    is_lifted, is_fixed = position in ("absolute", "fixed"), position == "fixed"
    moves = () if is_inline else (values.get("transform"), values.get("translate"))
    moved = [one for one in moves if isinstance(one, Moved)]
    across, down = [one.across for one in moved], [one.down for one in moved]
    if position in ("absolute", "fixed", "relative", "sticky"):
        across.append(values.get("left"))
        down.append(values.get("top"))
    across.append(values.get("margin-left"))
    down.append(None if is_inline else values.get("margin-top"))
    sides = (values.get("right"), values.get("bottom")) if is_lifted else (None, None)
    if not any(isinstance(one, Length) for one in (*across, *down, *sides)):
        return False
    width, height = extent_of(node, values, letter, screen)
    is_known = is_fixed or (is_lifted and not is_inside)
    x = shift_of(across, letter, screen, (width, screen.width), len(moved), anchored=is_known)
    y = shift_of(down, letter, screen, (height, screen.height), len(moved), anchored=is_known)
    wholes = (screen.width, screen.height) if is_known else (None, None)
    from_right, from_bottom = (pixels_of(one, letter, screen, all_) for one, all_ in zip(sides, wholes, strict=True))
    room_x = 0.0 if is_known and isinstance(values.get("left"), Length) else LEFT_ROOM
    room_y = 0.0 if is_known and isinstance(values.get("top"), Length) else STEP_DOWN * place
    if (x < 0 and x + room_x + width <= 0) or (y < 0 and y + room_y + height <= 0):
        return True
    right_edge = screen.width if is_fixed else FAR
    if x >= right_edge or (is_fixed and y >= screen.height):
        return True
    has_right, has_bottom = from_right is not None and from_right < 0, from_bottom is not None and from_bottom < 0
    if is_known and (not_less(from_right, screen.width) or (is_fixed and not_less(from_bottom, screen.height))):
        return True
    gone_right = has_right and -(from_right or 0) >= (width if is_fixed else FAR)
    return gone_right or (is_fixed and has_bottom and -(from_bottom or 0) >= height)


def not_less(number: float | None, limit: float) -> bool:
    """Whether *number* is known and not less than *limit*."""
    return number is not None and number >= limit


def shift_of(
    steps: list[Any], letter: float, screen: PageScreen, wholes: tuple[float, float], own: int, *, anchored: bool
) -> float:
    """How far *steps* move, of which the first *own* count shares of the element and the rest of what is around it."""
    total = 0.0
    for number, step in enumerate(steps):
        whole = wholes[0] if number < own else wholes[1] if anchored else None
        total += pixels_of(step, letter, screen, whole) or 0.0
    return total


def extent_of(node: Node, values: Values, letter: float, screen: PageScreen) -> tuple[float, float]:
    """How broad and how high *node* is: as said, or as its words and pictures make it at most."""
    element = node.etree_element
    signs = sum(len(" ".join(text.split())) for text in element.itertext())
    pictures = sum(1 for _ in element.iter("img", "svg", "video", "canvas", "input", "textarea", "select"))
    parts = sum(1 for _ in element.iter())
    width = pixels_of(values.get("width"), letter, screen, screen.width)
    height = pixels_of(values.get("height"), letter, screen, None)
    size = max(letter, 24.0)  # headings in it are larger
    if width is None:
        width = min(float(screen.width), signs * SIGN * size + PICTURE * bool(pictures))
    if height is None:
        lines = parts + signs * SIGN * size / max(width, 100.0)
        height = lines * LINE * size + PICTURE * pictures
    return width, height
