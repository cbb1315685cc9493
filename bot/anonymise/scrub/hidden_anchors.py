"""Drawings of a sheet that lie under hidden rows or columns alone: they have no size there, and nobody sees them."""

from __future__ import annotations

from lxml import etree

from bot.anonymise.scrub.namespaces import tag_of
from bot.anonymise.scrub.trees import drop


def drop_hidden_anchors(drawing: etree._Element, rows: frozenset[int], columns: frozenset[int]) -> bool:
    """Drop from *drawing* what stands on hidden *rows* or *columns* alone; True when there was something.

    Rows and columns count from one, in an anchor from zero.
    """
    found = [
        anchor
        for anchor in drawing.iterchildren(tag_of("xdr:twoCellAnchor"))
        if is_between(anchor, "row", rows) or is_between(anchor, "col", columns)
    ]
    for anchor in found:
        drop(anchor)
    return bool(found)


def is_between(anchor: etree._Element, word: str, hidden: frozenset[int]) -> bool:
    """True when everything from the first to the last row (or column) of *anchor* is *hidden*."""
    first, _ = corner(anchor, "from", word)
    last, reach = corner(anchor, "to", word)
    last -= last > first and reach == 0
    # No span can be hidden as a whole that is longer than all that is hidden.
    return 0 <= last - first < len(hidden) and all(number + 1 in hidden for number in range(first, last + 1))


def corner(anchor: etree._Element, end: str, word: str) -> tuple[int, int]:
    """The row (or column) of one end of *anchor*, and how far the drawing reaches into it."""
    values = [anchor.findtext(f"{tag_of(f'xdr:{end}')}/{tag_of(f'xdr:{word}{more}')}") or "0" for more in ("", "Off")]
    place, reach = (int(value) if value.strip().isdecimal() and len(value) < 12 else 0 for value in values)
    return place, reach
