"""What declarations of style say about whether something is seen: their values, where a browser reads one.

A declaration that no browser understands counts for nothing, and the one before it holds: so it is here too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from tinycss2.color3 import RGBA
from tinycss2.color4 import parse_color

from bot.anonymise.scrub.css_shapes import is_clipped_away, is_empty_clip, moved_by
from bot.anonymise.scrub.css_units import Length, length_of
from bot.anonymise.scrub.wordlists import words

WIDE = words("inherit initial unset revert revert-layer")
KEYWORDS = {
    "visibility": words("visible hidden collapse"),
    "position": words("static relative absolute fixed sticky -webkit-sticky"),
    "float": words("none left right inline-start inline-end"),
    "content-visibility": words("visible hidden auto"),
    "white-space": words("normal nowrap pre pre-wrap pre-line break-spaces"),
}
DISPLAYS = words(
    "none contents block inline inline-block flow flow-root flex inline-flex grid inline-grid list-item table "
    "inline-table table-row table-cell table-row-group table-header-group table-footer-group table-column "
    "table-column-group table-caption ruby ruby-base ruby-text "
    "run-in math -webkit-box -webkit-inline-box -webkit-flex -webkit-inline-flex"
)
SIDES = ("top", "right", "bottom", "left")
LENGTHS = frozenset(SIDES) | words(
    "width height min-width min-height max-width max-height padding-top padding-right padding-bottom padding-left "
    "margin-left margin-top text-indent line-height"
)
LOGICAL = {
    "inset-inline-start": "left", "inset-inline-end": "right", "inset-block-start": "top", "inset-block-end": "bottom",
    "block-size": "height", "inline-size": "width", "max-block-size": "max-height", "max-inline-size": "max-width",
    "min-block-size": "min-height", "min-inline-size": "min-width", "margin-inline-start": "margin-left",
    "padding-block-start": "padding-top", "padding-block-end": "padding-bottom", "-webkit-transform": "transform",
    "padding-inline-start": "padding-left", "padding-inline-end": "padding-right", "-webkit-clip-path": "clip-path",
    "-webkit-background-clip": "background-clip", "-webkit-animation": "animation", "animation-name": "animation",
    "-webkit-animation-name": "animation", "-webkit-filter": "filter",
}  # fmt: skip
"""Other names of the same, in pages that are written from left to right."""
CLIPS = words("hidden clip scroll auto overlay")
SIZES = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0, "xx-large": 32.0,
    "xxx-large": 48.0,
}  # fmt: skip
IMAGES = ("url", "gradient", "image", "paint", "cross-fade", "element")
Values = dict[str, Any]
INHERIT, INITIAL, UNCLEAR = "inherit", "initial", "unclear"
"""UNCLEAR: a value that a browser reads and this does not; it hides nothing."""
NAMES = frozenset(KEYWORDS) | LENGTHS | frozenset(LOGICAL) | words(
    "display opacity zoom filter font font-size padding inset overflow overflow-x overflow-y clip clip-path "
    "transform scale translate background background-color background-image color -webkit-text-fill-color "
    "background-clip animation"
)  # fmt: skip
"""The properties that are read; custom ones (--name) beside them."""


def longhands_of(name: str) -> tuple[str, ...]:
    """The single properties that *name* sets."""
    match name:
        case "padding":
            return tuple(f"padding-{side}" for side in SIDES)
        case "inset":
            return SIDES
        case "overflow":
            return ("overflow-x", "overflow-y")
        case "font":
            return ("font-size",)
        case "background":
            return ("background-color", "background-image")
        case _:
            return (LOGICAL.get(name, name),)


def read_value(name: str, tokens: Sequence[Any], *, lenient: bool) -> Values:
    """What *tokens* say as the value of *name*; nothing when no browser understands it.

    *lenient*: bare numbers are lengths too, as in pages without a document type.
    """
    parts = [one for one in tokens if one.type not in ("whitespace", "comment")]
    names = longhands_of(name)
    if not parts:
        return {}
    if len(parts) == 1 and parts[0].type == "ident" and parts[0].lower_value in WIDE:
        return dict.fromkeys(names, INHERIT if parts[0].lower_value == "inherit" else INITIAL)
    if name in ("padding", "inset"):
        return read_sides(names, parts, lenient=lenient)
    if name == "overflow":
        clips = [one.lower_value in CLIPS for one in parts[:2] if one.type == "ident"]
        return {"overflow-x": clips[0], "overflow-y": clips[-1]} if clips else {}
    if name == "font":
        return read_font(parts, lenient=lenient)
    if name == "background":
        return read_background(parts)
    value = read_single(names[0], parts, lenient=lenient)
    return {} if value is None else {names[0]: value}


def read_single(name: str, parts: list[Any], *, lenient: bool) -> Any:
    """The value of the single property *name*; None when it is none."""
    first = parts[0]
    word = first.lower_value if first.type == "ident" else ""
    if name in KEYWORDS:
        return word if word in KEYWORDS[name] else None
    if name in LENGTHS:
        return read_length(first, lenient=lenient or name == "line-height")
    if name in ("transform", "scale", "translate"):
        return moved_by(name, parts)
    match name:
        case "display":
            found = [one.lower_value for one in parts if one.type == "ident" and one.lower_value in DISPLAYS]
            return found[-1] if len(found) == len(parts) else None
        case "opacity" | "zoom":
            return read_opacity(first)
        case "filter":
            return read_filter(parts)
        case "font-size":
            return Length(SIZES[word], "px") if word in SIZES else read_size(first, word, lenient=lenient)
        case "overflow-x" | "overflow-y":
            return word in CLIPS if word else None
        case "clip" | "clip-path":
            return is_empty_clip(first) if name == "clip" else is_clipped_away(first)
        case "background-image" | "animation":
            return word != "none"
        case "background-clip":
            return "text" in (getattr(one, "lower_value", "") for one in parts)
        case _:
            return read_color(first)


def read_color(token: Any) -> Any:
    """The colour that *token* says, UNCLEAR for those of newer kinds."""
    color = parse_color(token)
    if token.type == "ident" and token.lower_value == "canvas":
        return RGBA(1, 1, 1, 1)
    if color is None or isinstance(color, str):
        return INHERIT if color else UNCLEAR if token.type == "function" else None
    try:
        mixed = color.to("srgb")
    except NotImplementedError:
        return UNCLEAR
    return RGBA(*(float(part or 0) for part in mixed.coordinates), float(color.alpha))


def read_length(token: Any, *, lenient: bool) -> Length | str | None:
    """The length that *token* says; "auto" and other words set none, as does what is to be calculated."""
    found = length_of(token, lenient=lenient)
    return UNCLEAR if found is None and token.type in ("ident", "function") else found


def read_size(token: Any, word: str, *, lenient: bool) -> Length | str | None:
    """A size of letters."""
    if word in ("smaller", "larger"):
        return Length(0.83 if word == "smaller" else 1.2, "em")
    found = length_of(token, lenient=lenient)
    if found is None and token.type == "function":
        return UNCLEAR
    return found if found is not None and found.number >= 0 else None


def read_opacity(token: Any) -> float | str | None:
    """A share from 0 to 1."""
    if token.type == "function":
        share = length_of(token, lenient=True)
        return UNCLEAR if share is None else min(1.0, max(0.0, share.number / (100 if share.unit == "%" else 1)))
    if token.type not in ("number", "percentage"):
        return None
    return min(1.0, max(0.0, float(token.value) / (100 if token.type == "percentage" else 1)))


def read_filter(parts: list[Any]) -> float:
    """How much filters leave of what they are laid over."""
    shares = [
        read_opacity(next((one for one in part.arguments if one.type != "whitespace"), part))
        for part in parts
        if part.type == "function" and part.lower_name == "opacity"
    ]
    return math.prod(share for share in shares if isinstance(share, float))


def read_sides(names: tuple[str, ...], parts: list[Any], *, lenient: bool) -> Values:
    """One to four lengths, from the top and with the clock."""
    found = [read_length(one, lenient=lenient) for one in parts[:4]]
    if any(one is None for one in found):
        return {}
    top, right = found[0], found[min(1, len(found) - 1)]
    bottom = found[2] if len(found) > 2 else top
    left = found[3] if len(found) > 3 else right
    return dict(zip(names, (top, right, bottom, left), strict=True))


def read_font(parts: list[Any], *, lenient: bool) -> Values:
    """The size in a font: the first length, which weights (bare numbers) are not."""
    for one in parts:
        if one.type == "ident" and (one.lower_value in SIZES or one.lower_value in ("smaller", "larger")):
            return {"font-size": read_single("font-size", [one], lenient=lenient)}
        if one.type in ("dimension", "percentage", "function") or (one.type == "number" and not one.value):
            size = read_size(one, "", lenient=lenient)
            return {} if size is None else {"font-size": size}
    return {}


def read_background(parts: list[Any]) -> Values:
    """The colour of a background, and whether there is a picture on it."""
    functions = [one.lower_name for one in parts if one.type == "function"]
    pictured = any(one.type == "url" for one in parts) or any(word in name for name in functions for word in IMAGES)
    colors = [color for one in parts if (color := read_color(one)) not in (None, UNCLEAR)]
    unclear = [one for one in parts if read_color(one) == UNCLEAR]
    color = colors[-1] if colors else UNCLEAR if unclear and not pictured else RGBA(0, 0, 0, 0)
    return {"background-color": color, "background-image": pictured}
