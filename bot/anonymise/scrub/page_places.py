"""The pages of a text document: how large they are, what they are drawn upon, and what is placed beside them.

Of several sections the largest page counts: rather is something printed or kept than taken away that was seen.
"""

from __future__ import annotations

from lxml import etree

from bot.anonymise.scrub.namespaces import PREFIXES, W, name_of
from bot.anonymise.scrub.opaque_drawings import EMU, length, measures, whole
from bot.anonymise.scrub.word_looks import MIXED, Paint
from bot.frozen import frozen

WP = f"{{{PREFIXES['wp']}}}"
TWIP = EMU["pt"] // 20
LETTER_PAPER = (12_240, 15_840)  # twentieths of a point: what is taken where a document does not say
MARGIN = 1_440  # an inch, as Word gives it
FROM_EDGE = frozenset({"page", "leftMargin", "topMargin"})


@frozen
class PageGround:
    """The largest page of a document in twentieths of a point, its margins, and what lies behind its text."""

    width: int
    height: int
    left: int
    top: int
    paper: Paint
    has_backdrop: bool

    @classmethod
    def of(cls, body: etree._Element, colour: Paint, *, has_backdrop: bool) -> PageGround:
        """The page of the document *body*, which is of *colour* where no drawing lies behind the text."""
        sizes = [(whole(one.get(W + "w")), whole(one.get(W + "h"))) for one in body.iter(W + "pgSz")]
        edges = [(whole(one.get(W + "left")), whole(one.get(W + "top"))) for one in body.iter(W + "pgMar")]
        width, height = (max([one[axis] for one in sizes if one[axis] > 0] or [LETTER_PAPER[axis]]) for axis in (0, 1))
        left, top = (max([abs(one[axis]) for one in edges] or [MARGIN]) for axis in (0, 1))
        if any(whole(one.get(W + "num")) > 1 for one in body.iter(W + "cols")):
            left = width  # a place within a column may lie anywhere
        return cls(width, height, left, top, MIXED if has_backdrop else colour, has_backdrop)

    def is_beside(self, left: float, width: float, edge: float) -> bool:
        """True when nothing between *left* and *left* + *width* lies on the page; places are counted from *edge*."""
        return left >= self.width or left + width <= -edge

    def is_above(self, top: float, height: float, edge: float) -> bool:
        """As `is_beside`, from above to below."""
        return top >= self.height or top + height <= -edge

    def is_frame_off(self, frame: etree._Element) -> bool:
        """True when a w:framePr or a w:tblpPr puts its text beside the page."""
        is_table = frame.tag == W + "tblpPr"
        x, y = (whole(frame.get(W + (f"tblp{axis.upper()}" if is_table else axis))) for axis in ("x", "y"))
        width, height = whole(frame.get(W + "w")) or self.width, whole(frame.get(W + "h")) or self.height
        across = 0 if frame.get(W + ("horzAnchor" if is_table else "hAnchor")) == "page" else self.left
        along = {"page": 0, "margin": self.top}.get(
            frame.get(W + ("vertAnchor" if is_table else "vAnchor"), "text"), self.height
        )
        return self.is_beside(x, width, across) or self.is_above(y, height, along)


def is_off_page(drawn: etree._Element, page: PageGround) -> bool:
    """True for a wp:anchor, a w:pict or a w:tbl that stands beside the page."""
    if drawn.tag == W + "tbl":
        place, indent = drawn.find(f"{W}tblPr/{W}tblpPr"), drawn.find(f"{W}tblPr/{W}tblInd")
        if place is not None:
            return page.is_frame_off(place)
        moved = whole(indent.get(W + "w")) if indent is not None else 0
        return page.is_beside(moved, page.width, page.left)
    if drawn.tag == W + "pict":
        shapes = [one for one in drawn if (name_of(one.tag) or "").startswith("v:") and "style" in one.attrib]
        return bool(shapes) and all(is_shape_off(one, page) for one in shapes)
    return is_anchor_off(drawn, page)


def is_anchor_off(anchor: etree._Element, page: PageGround) -> bool:
    """True for a wp:anchor beside the page."""
    size = anchor.find(WP + "extent")
    off = False
    for axis, side in (("H", "cx"), ("V", "cy")):
        said = anchor.find(f"{WP}position{axis}")
        offset = said.findtext(WP + "posOffset") if said is not None else None
        if said is None or offset is None:
            continue
        start, extent = whole(offset.strip()) / TWIP, whole(size.get(side) if size is not None else None) / TWIP
        origin = said.get("relativeFrom", "")
        if axis == "H":
            edge = 0 if origin in FROM_EDGE else page.left if origin in ("margin", "column") else page.width
            off |= page.is_beside(start, extent, edge)
        else:
            edge = 0 if origin in FROM_EDGE else page.top if origin == "margin" else page.height
            off |= page.is_above(start, extent, edge)
    return off


def is_shape_off(shape: etree._Element, page: PageGround) -> bool:
    """True for a VML shape beside the page."""
    said = measures(shape.get("style", ""))
    if said.get("position", "static").lower() != "absolute":
        return False
    left, top = (
        (length(said.get(f"margin-{side}", "0")) or length(said.get(side, "0"))) / TWIP for side in ("left", "top")
    )
    width, height = (length(said.get(side, "0")) / TWIP for side in ("width", "height"))
    return page.is_beside(left, width, page.left) or page.is_above(top, height, page.height)
