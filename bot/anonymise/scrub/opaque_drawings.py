"""Drawn objects that cover what lies behind them, by what their own properties say of filling and outline.

Rules

1. A picture, a chart, a filled shape and a broad stroke cover; an outline, a thin line and an empty box do not.
2. What is at least half opaque covers: whether something is still made out behind it, its picture tells.
3. Of the members of a group each lies over those before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from lxml import etree

from bot.anonymise.scrub.namespaces import PREFIXES, W, name_of, short_name, split_name
from bot.anonymise.scrub.unseen_objects import is_hidden_object
from bot.anonymise.scrub.wordlists import words

A = f"{{{PREFIXES['a']}}}"
V = f"{{{PREFIXES['v']}}}"
Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom, in whatever the neighbours are measured in."""

GROUPS = words("wpg:wgp wpg:grpSp wpc:wpc v:group xdr:grpSp a:grpSp")
PICTURED = words("pic:pic xdr:pic c:chart v:image v:imagedata a:blip")
SHAPES = words("wps:wsp xdr:sp v:shape v:rect v:oval v:roundrect v:arc v:curve v:polyline")
STROKES = words("xdr:cxnSp v:line") | SHAPES
MEMBERS = GROUPS | STROKES | words("pic:pic xdr:pic wpg:graphicFrame xdr:graphicFrame v:image")
NO_AREA = re.compile(r"line|.*[cC]onnector\d?\Z")  # shapes by their names in DrawingML
BROAD = 50_800  # EMU, 4 points: a line that is drawn to cross out, not to underline or to frame
HALF = 0.5
TEXT_TAGS = (W + "t", A + "t", f"{{{PREFIXES['m']}}}t")
BLOCKS = frozenset("█▇▆▉▊■⬛▓▮◼")  # letters that are boxes
MEASURE = re.compile(r"(?:^|;)\s*(left|top|width|height|margin-left|margin-top|position|z-index)\s*:\s*([^;]*)", re.I)
LENGTH = re.compile(r"\s*(-?\d{0,9}(?:\.\d{0,9})?)\s*(in|cm|mm|pt|pc|px|emu)?\s*\Z")
EMU = {"in": 914_400, "cm": 360_000, "mm": 36_000, "pt": 12_700, "pc": 152_400, "px": 9_525, "emu": 1}
SHARE_COVERED = 0.1  # of the smaller of two: neighbours that merely touch at their rims hide nothing
MEMBERS_MOST = 2_000  # chosen: so many members of one group are compared with each other within a second


def is_opaque(drawn: etree._Element) -> bool:
    """True when something in or of *drawn* covers what lies behind it."""
    return any(covers(one) for one in drawn.iter(etree.Element))


def covers(one: etree._Element) -> bool:
    """True when the element *one* itself is, or fills or strokes, an area."""
    name = name_of(one.tag)
    if name is None:
        return "nk" in split_name(one.tag)[0][-20:] or split_name(one.tag)[1] == "relIds"  # ink, a diagram
    if name in PICTURED:
        return True
    if name in ("w:highlight", "w:shd"):
        return one.get(W + "val", "nil") not in ("none", "nil") and one.get(W + "fill", "-") not in ("auto", "FFFFFF")
    if name == "w:t":
        return not BLOCKS.isdisjoint(one.text or "")
    if name.startswith("v:") and name in STROKES:
        return is_vml_opaque(one, name)
    return name in STROKES and is_shape_opaque(one)


def is_shape_opaque(shape: etree._Element) -> bool:
    """True for a shape of DrawingML that is filled, or drawn with a broad stroke."""
    looks = next((one for one in shape if split_name(one.tag)[1] == "spPr"), None)
    if looks is None:
        return False
    stroke = looks.find(A + "ln")
    if stroke is not None and stroke.find(A + "noFill") is None and whole(stroke.get("w")) >= BROAD:
        return True
    form = looks.find(A + "prstGeom")
    if form is not None and NO_AREA.match(form.get("prst", "")):
        return False
    fill = filling_of(shape, looks)
    return fill is not None and opacity_of(fill) >= HALF


def filling_of(shape: etree._Element, looks: etree._Element) -> etree._Element | None:
    """What *shape* is filled with by its own *looks* or by its style; None when nothing is."""
    for word in ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill"):
        own = looks.find(A + word)
        if own is not None:
            return None if word == "noFill" else own
    style = next((one for one in shape if split_name(one.tag)[1] == "style"), None)
    usual = style.find(A + "fillRef") if style is not None else None
    return usual if usual is not None and usual.get("idx", "0") not in ("0", "1000") else None


def opacity_of(fill: etree._Element) -> float:
    """The share of light that *fill* keeps back, by the most opaque of its colours."""
    alphas = [whole(one.get("val")) / 100_000 for one in fill.iter(A + "alpha")]
    colours = sum(1 for one in fill.iter() if split_name(one.tag)[1] in ("srgbClr", "schemeClr", "sysClr", "prstClr"))
    return max(alphas) if alphas and len(alphas) >= colours else 1.0


def is_vml_opaque(shape: etree._Element, name: str) -> bool:
    """True for a shape of VML that is filled, or drawn with a broad stroke."""
    if shape.get("stroked", "t").lower() not in ("f", "false") and length(shape.get("strokeweight", "")) >= BROAD:
        return True
    is_writing = next(shape.iter(V + "textpath"), None) is not None
    if name == "v:line" or is_writing or shape.get("filled", "t").lower() in ("f", "false"):
        return False
    fill = shape.find(V + "fill")
    return fill is None or fill.get("on", "t").lower() not in ("f", "false")


def holds_content(drawn: etree._Element) -> bool:
    """True when *drawn* shows words or a picture."""
    if any((one.text or "").strip() for one in drawn.iter(*TEXT_TAGS)):
        return True
    return any(name_of(one.tag) in PICTURED for one in drawn.iter(etree.Element))


def covers_in_groups(root: etree._Element) -> bool:
    """True when in a group within *root* a member lies over the words or the picture of another."""
    groups = (one for one in root.iter(etree.Element) if name_of(one.tag) in GROUPS)
    return any(covers_among(list(members_of(group))) for group in groups)


def members_of(group: etree._Element) -> Iterator[tuple[etree._Element, Box | None]]:
    """The drawn members of *group* from the lowest to the highest, each with its box."""
    for one in group:
        name = short_name(one) or ""
        if name in MEMBERS and not is_hidden_object(one):
            yield one, box_of(one)


def covers_among(members: Sequence[tuple[etree._Element, Box | None]]) -> bool:
    """True when one of *members* lies over the words or the picture of one before it."""
    below: list[Box | None] = []
    for one, box in members[:MEMBERS_MOST]:
        if below and is_opaque(one) and any(overlap(box, other) for other in below):
            return True
        if holds_content(one):
            below.append(box)
    return len(members) > MEMBERS_MOST


def overlap(one: Box | None, other: Box | None) -> bool:
    """True when two boxes share more than their rims; one that is not known may lie anywhere."""
    if one is None or other is None:
        return True
    across = min(one[2], other[2]) - max(one[0], other[0])
    along = min(one[3], other[3]) - max(one[1], other[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return across > 0 and along > 0 and across * along > SHARE_COVERED * smaller


def box_of(drawn: etree._Element) -> Box | None:
    """Where *drawn* stands in its group; None when that is not said, or it is turned."""
    if str(drawn.tag).startswith(V):
        said = measures(drawn.get("style", ""))
        return boxed(length(said.get(word, "0")) for word in ("left", "top", "width", "height"))
    for one in drawn:
        local = split_name(one.tag)[1]
        place = one if local == "xfrm" else one.find(A + "xfrm") if local in ("spPr", "grpSpPr") else None
        if place is not None:
            start, size = place.find(A + "off"), place.find(A + "ext")
            if start is None or size is None or place.get("rot", "0") != "0":
                return None
            return boxed(whole(end.get(key)) for end, key in ((start, "x"), (start, "y"), (size, "cx"), (size, "cy")))
    return None


def boxed(numbers: Iterable[float]) -> Box:
    """The box with this left, top, width and height."""
    left, top, width, height = numbers
    return left, top, left + width, top + height


def measures(style: str) -> dict[str, str]:
    """What the *style* of a VML shape says of its place."""
    return {key.lower(): value.strip() for key, value in MEASURE.findall(style)}


def length(value: str) -> float:
    """A length of VML in EMU; without a unit in those of its group."""
    match = LENGTH.match(value)
    if match is None or not match[1].strip("-."):
        return 0.0
    return float(match[1]) * EMU.get(match[2] or "", 1)


def whole(value: str | None) -> int:
    """*value* as a whole number; 0 when it is none."""
    return int(value) if value is not None and value.lstrip("-").isdecimal() and len(value) < 13 else 0

