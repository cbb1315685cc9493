"""Drawn objects that a page does not show, and newer kinds of drawings that only their own programs can draw."""

from __future__ import annotations

import re

from lxml import etree

from bot.anonymise.scrub.namespaces import PREFIXES, short_name, split_name

HIDDEN_STYLE = re.compile(r"(?:^|;)\s*visibility\s*:\s*hidden", re.IGNORECASE)
POINT = 12_700  # EMU
OWN_NAMES = frozenset({"docPr", "cNvPr"})
# Drawings of Office 2010 and later that stand in a part of their own, which we do not read.
NEWER_DRAWINGS = re.compile(r"http://schemas\.microsoft\.com/office/drawing/20\d\d/.*(chartex|slicer|model3d|ink)")


def is_hidden_object(child: etree._Element) -> bool:
    """True for a drawn object that its own properties hide; of an anchor the object in it counts."""
    name = short_name(child) or ""
    if name.startswith("v:"):
        return HIDDEN_STYLE.search(child.get("style", "")) is not None
    if name.endswith("Anchor"):
        return any(is_hidden_object(one) for one in child if split_name(one.tag)[1] not in ("from", "to", "pos", "ext"))
    hidden = any(own.get("hidden") in ("1", "true") for own in own_properties(child))
    return hidden or is_hidden_anchor(child) or is_dot(child, name)


def is_hidden_anchor(child: etree._Element) -> bool:
    """True for a drawing of a text whose place hides it."""
    return any(one.get("hidden") in ("1", "true") for one in child if split_name(one.tag)[1] == "anchor")


def is_dot(child: etree._Element, name: str) -> bool:
    """True for a picture of a text that was made too small to be seen; a line may well have no height."""
    if name != "w:drawing" or next(child.iter(f"{{{PREFIXES['pic']}}}pic"), None) is None:
        return False
    extent = next(child.iter(f"{{{PREFIXES['wp']}}}extent"), None)
    sides = [extent.get(key, "") for key in ("cx", "cy")] if extent is not None else []
    return any(side.isdecimal() and len(side) < 12 and int(side) < POINT for side in sides)


def own_properties(drawn: etree._Element) -> list[etree._Element]:
    """The properties that name *drawn* itself, and not what is inside of it."""
    found = []
    for child in drawn:
        local = split_name(child.tag)[1]
        if local in OWN_NAMES:
            found.append(child)
        elif local.startswith("nv") or local in ("inline", "anchor"):
            found.extend(one for one in child if split_name(one.tag)[1] in OWN_NAMES)
    return found


def is_lost(alternatives: etree._Element) -> bool:
    """True when the first of *alternatives* is a drawing that we cannot carry and no picture stands for it."""
    choice = next((one for one in alternatives if short_name(one) == "mc:Choice"), None)
    if choice is None:
        return False
    spaces = (choice.nsmap.get(prefix, "") for prefix in (choice.get("Requires") or "").split())
    if not any(NEWER_DRAWINGS.match(space or "") for space in spaces):
        return False
    fallbacks = (one for one in alternatives if short_name(one) == "mc:Fallback")
    pictures = (f"{{{PREFIXES['a']}}}blip", f"{{{PREFIXES['v']}}}imagedata")
    return all(next(fallback.iter(*pictures), None) is None for fallback in fallbacks)
