"""A picture that an Office file shows in part: which part, so that the rest can be cut off in the pixels.

Rules

1. DrawingML says by how many thousandths of a percent (strict: by what percentage) each side is cut, VML by what share.
2. A negative cut is an empty margin around the picture: it stays as it is, counted anew from what is left.
"""

from __future__ import annotations

import math
import re

from lxml import etree
from PIL import Image, ImageDraw

from bot.anonymise.scrub.namespaces import PREFIXES
from bot.frozen import frozen

A = f"{{{PREFIXES['a']}}}"
SIDES = {"l": "cropleft", "t": "croptop", "r": "cropright", "b": "cropbottom"}
NUMBER = re.compile(r"\s*(-?\d{1,9}(?:\.\d{0,9})?|-?\.\d{1,9})\s*([f%]?)\s*\Z")
# Shapes without measures of their own, by their corners (none: an ellipse). In others the hidden rim stays: a cut that
# is wrong by a little would take away what is seen.
SHAPES: dict[str, tuple[tuple[float, float], ...]] = {
    "ellipse": (),
    "flowChartConnector": (),
    "diamond": ((0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5)),
    "triangle": ((0.5, 0.0), (1.0, 1.0), (0.0, 1.0)),
    "rtTriangle": ((0.0, 0.0), (1.0, 1.0), (0.0, 1.0)),
}
WHOLE = 100_000  # thousandths of a percent
FIXED = 65_536  # VML writes a share as a number of these parts, with an f behind it


@frozen
class Crop:
    """The shares of a picture's width and height that are cut off (or, below zero, added) at each side."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    shape: str = ""  # one of SHAPES when the picture is cut to it

    @property
    def sides(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.left, self.top, self.right, self.bottom

    def box(self, width: int, height: int) -> tuple[int, int, int, int]:
        """The pixels that are seen, at least one of them; no pixel that is cut off by more than a half."""
        left, top, right, bottom = (max(0.0, side) for side in self.sides)
        low_x, low_y = (min(math.floor(cut * size + 0.5), size - 1) for cut, size in ((left, width), (top, height)))
        high_x = max(low_x + 1, math.floor((1 - right) * width + 0.5))
        high_y = max(low_y + 1, math.floor((1 - bottom) * height + 0.5))
        return low_x, low_y, high_x, high_y

    def margins(self) -> Crop:
        """What is left of the crop when its pixels are cut off: the empty margins, as shares of what remains."""
        across, along = (
            1 - max(0.0, low) - max(0.0, high) for low, high in ((self.left, self.right), (self.top, self.bottom))
        )
        left, right = (min(0.0, side) / max(across, 0.001) for side in (self.left, self.right))
        top, bottom = (min(0.0, side) / max(along, 0.001) for side in (self.top, self.bottom))
        return Crop(left, top, right, bottom)

    @property
    def cuts(self) -> bool:
        """True when pixels are cut off."""
        return bool(self.shape) or any(side > 0 for side in self.sides)


UNCUT = Crop()


def crop_of(picture: etree._Element) -> Crop:
    """The crop of an a:blip or a v:imagedata."""
    if picture.tag == A + "blip":
        parent = picture.getparent()
        cut = parent.find(A + "srcRect") if parent is not None else None
        left, top, right, bottom = (thousandths(cut.get(side)) if cut is not None else 0.0 for side in SIDES)
        return Crop(left, top, right, bottom, shape_around(parent))
    left, top, right, bottom = (share(picture.get(side)) for side in SIDES.values())
    return Crop(left, top, right, bottom)


def shape_around(fill: etree._Element | None) -> str:
    """The shape that a picture with *fill* is cut to, when it is one of SHAPES with its usual measures."""
    beside = [one for one in fill.itersiblings() if one.tag.endswith("}spPr")] if fill is not None else []
    form = beside[0].find(A + "prstGeom") if beside else None
    if form is None or next(form.iter(A + "gd"), None) is not None:
        return ""
    return form.get("prst", "") if form.get("prst") in SHAPES else ""


def thousandths(value: str | None) -> float:
    """A share that is written in thousandths of a percent, or as a percentage."""
    match = NUMBER.match(value or "")
    if match is None:
        return 0.0
    return float(match.group(1)) / (100 if match.group(2) == "%" else WHOLE)


def share(value: str | None) -> float:
    """A share as VML writes it: as a fraction, in parts of FIXED, or as a percentage."""
    match = NUMBER.match(value or "")
    if match is None:
        return 0.0
    return float(match.group(1)) / {"": 1, "%": 100, "f": FIXED}[match.group(2)]


def write_margins(cut: etree._Element, crop: Crop) -> None:
    """Write into the a:srcRect *cut* what is left of *crop*."""
    cut.attrib.clear()
    for side, value in zip(SIDES, crop.margins().sides, strict=True):
        if value < 0:
            cut.set(side, str(round(value * WHOLE)))


def cut_off(pixels: Image.Image, crop: Crop) -> Image.Image:
    """What *crop* shows of *pixels*."""
    if not crop.cuts:
        return pixels
    kept = pixels.crop(crop.box(*pixels.size))
    if crop.shape not in SHAPES:
        return kept
    mask = Image.new("L", kept.size)
    right, bottom = kept.width - 1, kept.height - 1
    corners = SHAPES[crop.shape]
    if corners:
        ImageDraw.Draw(mask).polygon([(x * right, y * bottom) for x, y in corners], fill=255)
    else:
        ImageDraw.Draw(mask).ellipse((0, 0, right, bottom), fill=255)
    blank = Image.new(kept.mode, kept.size, 255 if len(kept.getbands()) == 1 else (255,) * len(kept.getbands()))
    blank.paste(kept, mask=mask)
    return blank
