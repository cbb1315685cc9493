"""Whether a part of a style sheet is meant for a screen: told from its media query, on screens that people have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.anonymise.scrub.css_units import Length, PageScreen, length_of

PHONE, TABLET, DESK = PageScreen(360, 740), PageScreen(820, 1180), PageScreen(1366, 768)
SCREENS = (PHONE, TABLET, DESK)
"""What is hidden on each of them was not seen by who sent the page; what one of them shows could have been."""
STEADY = {
    "prefers-color-scheme": ("light",),
    "prefers-reduced-motion": ("no-preference",),
    "prefers-reduced-transparency": ("no-preference",),
    "prefers-contrast": ("no-preference",),
    "forced-colors": ("none",),
    "inverted-colors": ("none",),
    "scripting": ("enabled",),
    "update": ("fast",),
    "display-mode": ("browser",),
    "overflow-block": ("scroll",),
    "color-gamut": ("srgb",),
}
TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "="}


def parts_of(tokens: Sequence[Any]) -> list[Any]:
    """*tokens* without what says nothing."""
    return [one for one in tokens if one.type not in ("whitespace", "comment")]


def is_for(tokens: Sequence[Any], screen: PageScreen) -> bool:
    """Whether the list of media queries in *tokens* (none at all: everything) holds on *screen*; no when in doubt."""
    queries: list[list[Any]] = [[]]
    for one in parts_of(tokens):
        if one.type == "literal" and one.value == ",":
            queries.append([])
        else:
            queries[-1].append(one)
    return queries == [[]] or any(holds(one, screen) is True for one in queries)


def holds(parts: list[Any], screen: PageScreen) -> bool | None:
    """Whether one query holds; None when that is not known."""
    word = parts[0].lower_value if parts and parts[0].type == "ident" else ""
    if not parts:
        return None
    if word in ("not", "only") and len(parts) > 1 and parts[1].type == "ident":
        said = holds(parts[1:], screen)
        return said if word == "only" or said is None else not said
    if word == "not":
        said = holds(parts[1:], screen)
        return None if said is None else not said
    own = (word in ("screen", "all")) if word else condition(parts[0], screen)
    if len(parts) == 1:
        return own
    joint = parts[1].lower_value if parts[1].type == "ident" else ""
    rest = holds(parts[2:], screen)
    if joint == "and":
        return False if False in (own, rest) else None if None in (own, rest) else True
    if joint == "or":
        return True if True in (own, rest) else None if None in (own, rest) else False
    return None


def condition(block: Any, screen: PageScreen) -> bool | None:
    """Whether the feature in the brackets of *block* is there; None when that is not known."""
    if block.type != "() block":
        return None
    parts = parts_of(block.content)
    if not parts:
        return None
    if parts[0].type == "() block" or (parts[0].type == "ident" and parts[0].lower_value == "not"):
        return holds(parts, screen)
    if any(one.type == "literal" and one.value in ("<", ">", "<=", ">=", "=") for one in parts):
        return compare(signs_joined(parts), screen)
    if parts[0].type != "ident":
        return None
    name = parts[0].lower_value
    if len(parts) == 1:
        return name in ("width", "height", "color") or (None if name not in STEADY else STEADY[name][0][:2] != "no")
    return feature(name, parts[2], screen) if len(parts) == 3 else None


def signs_joined(parts: list[Any]) -> list[Any]:
    """*parts* with "<" "=" as one sign: names and lengths stay tokens, signs become strings."""
    found: list[Any] = []
    for one in parts:
        if one.type != "literal":
            found.append(one)
        elif found and isinstance(found[-1], str):
            found[-1] += one.value
        else:
            found.append(str(one.value))
    return found


def compare(parts: list[Any], screen: PageScreen) -> bool | None:
    """Whether a range (width > 600px, 400px <= width < 900px) holds."""
    if len(parts) == 5:
        first, second = compare(parts[:3], screen), compare(parts[2:], screen)
        return None if None in (first, second) else bool(first and second)
    if len(parts) != 3 or parts[1] not in TURNED:
        return None
    left, sign, right = parts
    if right.type == "ident":
        left, sign, right = right, TURNED[sign], left
    own, asked = measure(getattr(left, "lower_value", ""), screen), pixels(right, screen)
    if own is None or asked is None:
        return None
    return {"<": own < asked, ">": own > asked, "<=": own <= asked, ">=": own >= asked, "=": own == asked}[sign]


def measure(name: str, screen: PageScreen) -> int | None:
    """The side of *screen* that *name* names."""
    return {"width": screen.width, "height": screen.height}.get(name.removeprefix("device-"))


def pixels(token: Any, screen: PageScreen) -> float | None:
    """The length that *token* says; letters have their usual size there."""
    if isinstance(token, str):
        return None
    found: Length | None = length_of(token, lenient=False)
    return None if found is None else found.pixels(16, screen)


def feature(name: str, token: Any, screen: PageScreen) -> bool | None:
    """Whether *screen* has the feature *name* as *token* says it."""
    word = token.lower_value if token.type == "ident" else ""
    for start in ("min-", "max-", ""):
        own = measure(name.removeprefix(start), screen) if name.startswith(start) else None
        asked = pixels(token, screen)
        if own is not None and asked is not None:
            return own >= asked if start == "min-" else own <= asked if start == "max-" else own == asked
    if name in STEADY:
        return word in STEADY[name]
    match name:
        case "orientation":
            return word == ("portrait" if screen.height > screen.width else "landscape")
        case "hover" | "any-hover":
            return word == ("hover" if screen is DESK else "none")
        case "pointer" | "any-pointer":
            return word == ("fine" if screen is DESK else "coarse")
        case _:
            return None
