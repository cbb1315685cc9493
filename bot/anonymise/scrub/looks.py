"""How one element of a page looks in the end: whether it is gone, whether its words are seen, and in which colours."""

from __future__ import annotations

import functools
from typing import Any

from tinycss2.color3 import RGBA, parse_color

from bot.anonymise.scrub.cascade import Node
from bot.anonymise.scrub.css_shapes import Moved
from bot.anonymise.scrub.css_units import Length, PageScreen
from bot.anonymise.scrub.css_values import INHERIT, INITIAL, UNCLEAR, Values
from bot.anonymise.scrub.off_page import is_off_page, pixels_of, rough_width
from bot.anonymise.scrub.wordlists import words
from bot.frozen import frozen

BLOCKS = words(
    "html body p div h1 h2 h3 h4 h5 h6 pre blockquote ul ol dl dt dd hr center section article header footer main nav "
    "aside address figure figcaption form fieldset legend details summary hgroup search menu dialog optgroup option"
)
TABLES = {
    "table": "table", "tr": "table-row", "td": "table-cell", "th": "table-cell", "tbody": "table-row-group",
    "thead": "table-header-group", "tfoot": "table-footer-group", "caption": "table-caption", "col": "table-column",
    "colgroup": "table-column-group", "li": "list-item",
}  # fmt: skip
BOXES = words("img input select textarea button canvas video audio iframe object embed svg meter progress")
INLINE = frozenset({"inline", "contents", "ruby", "ruby-base", "ruby-text"})
GROWING = frozenset(TABLES.values()) - {"list-item", "table-caption"}  # tables take the room that their words need
UNSHOWN = frozenset({"none", "table-column", "table-column-group"})
FAINT = 0.05  # of full strength: no letter can be told from the paper
THIN = 2.0  # pixels: what is cut to so much shows no letter, but a line
SMALL = 1.0  # pixel: letters below it are no letters
FAR_INDENT = -400.0  # pixels: half a page; people's hanging lines stay below a hundred
FAR_RIGHT = 3_000.0  # pixels: broader than what anybody reads on
TINY = 0.04  # of the usual size: letters of half a pixel
ALIKE = 10 / 255  # between a colour and the one behind it, of each of red, green and blue: nobody sees so little
WHITE, BLACK, NONE = RGBA(1, 1, 1, 1), RGBA(0, 0, 0, 1), RGBA(0, 0, 0, 0)


@frozen
class ElementLook:
    """What children take over, and what is seen; *background* None: it is not known what lies behind the words."""

    is_gone: bool = False
    is_mute: bool = False
    is_visible: bool = True
    strength: float = 1.0
    letter: float = 16.0
    indent: float = 0.0
    color: RGBA = BLACK
    fill: RGBA | None = None
    background: RGBA | None = WHITE
    is_placed: bool = False  # it, or something around it, is what places are counted from
    display: str = "block"

    @property
    def hides_pictures(self) -> bool:
        """Whether a picture is unseen where it is so."""
        return self.is_gone or not self.is_visible or self.indent <= FAR_INDENT


PAPER = ElementLook()


def look_of(
    node: Node, values: Values, around: ElementLook, screen: PageScreen, place: int, *, sure: bool
) -> ElementLook:
    """The look of *node*, the *place*-th element of its page, of which *values* are declared.

    *sure*: all of its style is known; where it is not, colours hide nothing.
    """
    if around.is_gone:
        return around
    display = display_of(node, values, around)
    is_moving = values.get("animation") is True
    letter = letter_of(values.get("font-size"), around, screen)
    strength = around.strength * (1.0 if is_moving else share(values, "opacity") * share(values, "filter"))
    visibility = values.get("visibility")
    is_visible = around.is_visible if visibility in (None, INHERIT, UNCLEAR) else visibility in ("visible", INITIAL)
    is_visible = is_visible or is_moving
    indent = around.indent
    if "text-indent" in values and values["text-indent"] != INHERIT:
        indent = pixels_of(values["text-indent"], letter, screen, screen.width) or 0.0
    is_placed = around.is_placed or values.get("position") in ("relative", "absolute", "fixed", "sticky")
    is_gone = display in UNSHOWN or strength < FAINT or values.get("content-visibility") == "hidden"
    is_gone = is_gone or 0 < share(values, "zoom") <= TINY
    is_gone = is_gone or is_cut_away(values, display, letter, screen, is_moving=is_moving)
    is_gone = is_gone or (
        not is_moving and is_off_page(node, values, letter, screen, place, around.is_placed, display in INLINE)
    )
    if is_gone:
        return ElementLook(is_gone=True, is_mute=True)
    color, fill, background = colors_of(node, values, around)
    ink = fill or color
    is_blank = sure and not is_moving and background is not None and are_alike(ink, background)
    is_blank = is_blank and values.get("background-clip") is not True
    is_flat = values.get("line-height") == Length(0, "px") and values.get("overflow-y") is True
    is_flat = is_flat and display not in INLINE and not any(name in values for name in ("height", "min-height"))
    is_mute = is_flat or not is_visible or letter < SMALL or indent <= FAR_INDENT or is_blank
    return ElementLook(
        is_gone=False, is_mute=is_mute, is_visible=is_visible, strength=strength, letter=letter,
        indent=indent, color=color, fill=fill, background=background, is_placed=is_placed, display=display,
    )  # fmt: skip


def display_of(node: Node, values: Values, around: ElementLook) -> str:
    """How *node* lies among the others; "none" when it does not."""
    tag, attributes = node.local_name.lower(), node.etree_element.attrib
    usual = "block" if tag in BLOCKS else TABLES.get(tag, "inline-block" if tag in BOXES else "inline")
    if "hidden" in attributes or "popover" in attributes or (tag == "dialog" and "open" not in attributes):
        usual = "none"
    said = values.get("display")
    display = usual if said in (None, UNCLEAR) else {INITIAL: "inline", INHERIT: around.display}.get(said, said)
    is_lifted = values.get("position") in ("absolute", "fixed") or values.get("float") not in (None, "none", INITIAL)
    if display == "inline" and (is_lifted or around.display.endswith(("flex", "grid"))):
        return "block"
    return str(display)


def letter_of(size: Any, around: ElementLook, screen: PageScreen) -> float:
    """The size of letters, in pixels."""
    if size in (INITIAL, UNCLEAR):
        return 16.0
    if not isinstance(size, Length):
        return around.letter
    found = size.pixels(around.letter, screen, around.letter)
    return around.letter if found is None else found


def share(values: Values, name: str) -> float:
    """How much of full strength the property *name* leaves."""
    said = values.get(name, 1.0)
    return said if isinstance(said, float) else 1.0


def is_cut_away(values: Values, display: str, letter: float, screen: PageScreen, *, is_moving: bool) -> bool:
    """Whether nothing is left of an element between its edges, of what it is clipped to, or of its size."""
    if not is_moving and values.get("clip-path") is True:
        return True
    if values.get("position") in ("absolute", "fixed") and values.get("clip") is True:
        return True
    if display in INLINE:
        return False
    moves = (values.get("transform"), values.get("scale"))
    if not is_moving and any(isinstance(one, Moved) and one.is_gone for one in moves):
        return True
    clips = values.get("overflow-x") is True or values.get("overflow-y") is True
    if not clips or display in GROWING:
        return False
    indent = pixels_of(values.get("text-indent"), letter, screen, screen.width) or 0.0
    if indent >= (screen.width if values.get("white-space") in ("nowrap", "pre") else FAR_RIGHT):
        return True
    return is_thin(values, letter, screen, "height", "top", "bottom") or is_thin(
        values, letter, screen, "width", "left", "right"
    )


def is_thin(values: Values, letter: float, screen: PageScreen, size: str, start: str, end: str) -> bool:
    """Whether an element has no room for a letter from *start* to *end*."""
    most = [pixels_of(values.get(name), letter, screen, None) for name in (size, f"max-{size}")]
    known = [one for one in most if one is not None]
    if not known or min(known) > THIN:
        return False
    least = values.get(f"min-{size}")
    pads = [values.get(f"padding-{side}") for side in (start, end)]
    added = [pixels_of(one, letter, screen, rough_width(screen)) or 0.0 for one in (*pads, least)]
    return min(known) + sum(added) <= THIN


def colors_of(node: Node, values: Values, around: ElementLook) -> tuple[RGBA, RGBA | None, RGBA | None]:
    """The colour of the words, the one that they are filled with instead, and the one behind them."""
    attributes = node.etree_element.attrib
    said = values.get("color")
    if said is None and node.local_name.lower() == "font":
        said = parse_color(attributes.get("color", "").strip())
    if node.local_name.lower() == "body" and said is None:
        said = parse_color(attributes.get("text", "").strip())
    color = said if isinstance(said, RGBA) else BLACK if said == INITIAL else around.color
    filled = values.get("-webkit-text-fill-color")
    fill = filled if isinstance(filled, RGBA) else None if filled is not None else around.fill
    behind = values.get("background-color")
    if behind is None:
        behind = parse_color(attributes.get("bgcolor", "").strip())
    is_unclear = behind == UNCLEAR or values.get("background-image") is True or "background" in attributes
    is_lifted = values.get("position") in ("absolute", "fixed")
    background = around.background
    if isinstance(behind, RGBA) and behind.alpha >= 1 and not is_unclear:
        return color, fill, behind
    if is_unclear or is_lifted:
        background = None
    elif isinstance(behind, RGBA) and behind.alpha > 0 and background is not None:
        background = laid_over(behind, background)
    return color, fill, background


@functools.lru_cache(maxsize=1024)  # a page has some ten pairs of colours, and a hundred thousand cells
def laid_over(upper: RGBA, lower: RGBA) -> RGBA:
    """What is seen of *upper* on *lower*."""
    mixed = (own * upper.alpha + other * (1 - upper.alpha) for own, other in zip(upper[:3], lower[:3], strict=True))
    return RGBA(*mixed, 1)


@functools.lru_cache(maxsize=1024)
def are_alike(ink: RGBA, paper: RGBA) -> bool:
    """Whether nobody can tell *ink* on *paper*."""
    seen = laid_over(ink, paper)
    return all(abs(own - other) <= ALIKE for own, other in zip(seen[:3], paper[:3], strict=True))
