"""Text and pictures of a document that a floating drawing may cover: what was blacked out so still lies in the file.

Rules

1. An opaque drawing in front of the text lies over whatever stands there: only a printer can tell what is still seen.
2. One around which text flows, or behind the text, can still lie over another drawing that is anchored nearby.
3. In a group the members' own places tell (`opaque_drawings`).
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from bot.anonymise.scrub.namespaces import PREFIXES, W, name_of, split_name
from bot.anonymise.scrub.opaque_drawings import (
    PICTURED,
    SHAPES,
    STROKES,
    TEXT_TAGS,
    Box,
    covers_in_groups,
    holds_content,
    is_opaque,
    measures,
    overlap,
    whole,
)
from bot.anonymise.scrub.unseen_objects import is_hidden_object
from bot.anonymise.scrub.verdicts import Instead, RefusalError, RefusalReason

WP = f"{{{PREFIXES['wp']}}}"
W10 = f"{{{PREFIXES['w10']}}}"
MC_FALLBACK = f"{{{PREFIXES['mc']}}}Fallback"
PARAGRAPHS_NEAR = 2  # chosen: whoever draws a box over a picture anchors it in the same paragraph or the next
VML_TOPS = SHAPES | STROKES | {"v:group", "v:image"}


@dataclass(slots=True)
class Floating:
    """A drawing that stands free: how it lies to the text, its height in the pile, its paragraph and its place."""

    drawn: etree._Element
    is_in_front: bool
    pile: tuple[bool, float]
    paragraph: int
    frame: tuple[str, str]  # what its place is counted from, across and along
    box: Box | None


def refuse_covered_content(root: etree._Element) -> None:
    """Raise RefusalError when in the story *root* a drawing may lie over words or pictures."""
    drawings = floating_drawings(root)
    is_covered = covers_in_groups(root) or any(
        one.is_in_front and holds_content_beside(root, one.drawn) for one in drawings if is_opaque(one.drawn)
    )
    if is_covered or covers_another(drawings) or lies_in_frame(root):
        raise RefusalError(RefusalReason.DOUBT, Instead.PDF)


def holds_backdrop(root: etree._Element) -> bool:
    """True when an opaque drawing stands free in the story *root*: pale words may lie upon it."""
    return any(is_opaque(one.drawn) for one in floating_drawings(root))


def floating_drawings(root: etree._Element) -> list[Floating]:
    """The drawings of *root* that stand free and are seen."""
    found: list[Floating] = []
    numbers = {one: number for number, one in enumerate(root.iter(W + "p"))}
    for anchor in root.iter(WP + "anchor"):
        holder = anchor.getparent()
        if holder is None or not is_hidden_object(holder):
            found.append(read_anchor(anchor, number_of(anchor, numbers)))
    for holder in root.iter(W + "pict", W + "object"):
        if next(holder.iterancestors(MC_FALLBACK), None) is None:
            tops = [one for one in holder if name_of(one.tag) in VML_TOPS and not is_hidden_object(one)]
            found += [read_shape(one, number_of(one, numbers)) for one in tops if is_free(one)]
    return found


def number_of(drawn: etree._Element, numbers: dict[etree._Element, int]) -> int:
    """The place of the outermost paragraph around *drawn*."""
    around = list(drawn.iterancestors(W + "p"))
    return numbers[around[-1]] if around else -1


def read_anchor(anchor: etree._Element, paragraph: int) -> Floating:
    """What a wp:anchor says of its place."""
    behind = anchor.get("behindDoc", "0") in ("1", "true")
    wrap = next((one for one in anchor if split_name(one.tag)[1].startswith("wrap")), None)
    # A line of wrapping that somebody drew by hand may let the text run through.
    is_drawn = wrap is not None and next((one for one in wrap if one.get("edited") in ("1", "true")), None) is not None
    is_none = wrap is None or is_drawn or split_name(wrap.tag)[1] == "wrapNone"
    size = anchor.find(WP + "extent")
    frames, places = [], []
    for axis, side in (("H", "cx"), ("V", "cy")):
        said = anchor.find(f"{WP}position{axis}")
        offset = said.findtext(WP + "posOffset") if said is not None else None
        frames.append(said.get("relativeFrom", "") if said is not None and offset is not None else "?")
        places.append((whole((offset or "").strip()), whole(size.get(side) if size is not None else None)))
    (left, width), (top, height) = places
    box = (left, top, left + width, top + height)
    pile = (not behind, float(whole(anchor.get("relativeHeight"))))
    return Floating(anchor, is_none and not behind, pile, paragraph, (frames[0], frames[1]), box)


def is_free(shape: etree._Element) -> bool:
    """True for a VML shape that does not stand in the line."""
    return measures(shape.get("style", "")).get("position", "static").lower() in ("absolute", "relative")


def read_shape(shape: etree._Element, paragraph: int) -> Floating:
    """What a VML shape says of its place."""
    said = measures(shape.get("style", ""))
    height = float(whole(said.get("z-index")))
    wrap = shape.find(W10 + "wrap")
    is_none = wrap is None or wrap.get("type", "none") == "none"
    return Floating(shape, is_none and height >= 0, (height >= 0, height), paragraph, ("?", "?"), None)


def holds_content_beside(root: etree._Element, drawn: etree._Element) -> bool:
    """True when *root* shows words or a picture outside of *drawn*."""
    inside = set(drawn.iter(etree.Element))
    for one in root.iter(etree.Element):
        is_text = one.tag in TEXT_TAGS and (one.text or "").strip()
        # The older form of the same drawing is no neighbour of it.
        is_older = next(one.iterancestors(MC_FALLBACK), None) is not None
        if (is_text or name_of(one.tag) in PICTURED) and one not in inside and not is_older:
            return True
    return False


def covers_another(drawings: list[Floating]) -> bool:
    """True when one of *drawings* may lie over the words or the picture of another."""
    ordered = sorted(drawings, key=lambda one: one.pile)
    for place, one in enumerate(ordered):
        if is_opaque(one.drawn):
            for other in ordered[:place]:
                if may_meet(one, other) and holds_content(other.drawn):
                    return True
    return False


def may_meet(one: Floating, other: Floating) -> bool:
    """True unless the places of two drawings tell that they lie apart."""
    if one.box is None or other.box is None:
        return one.paragraph == other.paragraph
    across = one.frame[0] == other.frame[0] != "?"
    is_fixed = one.frame[1] == other.frame[1] and one.frame[1] in ("page", "margin")
    along = is_fixed or (one.paragraph == other.paragraph and one.frame[1] == other.frame[1] != "?")
    if along and across:
        return overlap(one.box, other.box)
    if across and (one.box[2] <= other.box[0] or other.box[2] <= one.box[0]):
        return False
    if along and (one.box[3] <= other.box[1] or other.box[3] <= one.box[1]):
        return False
    reaches_up = one.box[1] < 0 and one.frame[1] != "?"
    return reaches_up or abs(one.paragraph - other.paragraph) <= PARAGRAPHS_NEAR


def lies_in_frame(root: etree._Element) -> bool:
    """True for a shaded paragraph in a frame around which no text flows."""
    for frame in root.iter(W + "framePr"):
        properties = frame.getparent()
        paragraph = properties.getparent() if properties is not None else None
        if frame.get(W + "wrap", "around") in ("none", "through") and paragraph is not None and is_opaque(paragraph):
            return True
    return False
