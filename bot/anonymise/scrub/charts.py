"""The references of a chart to its table become the values that it last showed.

A reference names a workbook, a sheet or a path; the values stand beside it. A chart that keeps none (some programs
leave them to the reader) keeps its references to the sheets that are seen.
"""

from __future__ import annotations

import re

from lxml import etree

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
CELLS = re.compile(r"(?:'([^'\[\]\\/:?*]{1,31})'|(\w{1,31}))!\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?\Z")
LITERALS = {"numRef": ("numCache", "numLit"), "strRef": ("strCache", "strLit"), "multiLvlStrRef": ("lvl", "strLit")}
IN_LITERAL = frozenset({C + "formatCode", C + "ptCount", C + "pt"})


def settle_references(root: etree._Element, titles: set[str]) -> None:
    """Replace each reference in the chart *root* by its values, or keep it when it leads to a sheet of *titles*."""
    for kind, (cache_name, literal_name) in LITERALS.items():
        for reference in list(root.iter(C + kind)):
            cache = next(reference.iter(C + cache_name), None)
            if cache is not None and next(cache.iter(C + "pt"), None) is not None:
                settle_reference(reference, cache, literal_name)
            elif not leads_to(reference, titles):
                remove(reference)


def settle_reference(reference: etree._Element, cache: etree._Element, literal_name: str) -> None:
    """Put the values of *cache* in the place of *reference*; the name of a series is plain text."""
    parent = reference.getparent()
    if parent is None:
        return
    if parent.tag == C + "tx":
        value = etree.Element(C + "v")
        value.text = next((one.text for one in cache.iter(C + "v")), None)
        parent.replace(reference, value)
        return
    literal = etree.Element(C + literal_name)
    literal.extend(child for child in list(cache) if child.tag in IN_LITERAL)
    parent.replace(reference, literal)


def leads_to(reference: etree._Element, titles: set[str]) -> bool:
    """True when the reference names cells of one of the sheets of *titles* and nothing else."""
    formula = reference.find(C + "f")
    match = CELLS.match((formula.text if formula is not None else None) or "")
    return match is not None and (match.group(1) or match.group(2)) in titles


def remove(reference: etree._Element) -> None:
    """Take *reference* out, with the element that only held it."""
    holder = reference.getparent()
    above = holder.getparent() if holder is not None else None
    if holder is not None and above is not None:
        above.remove(holder)
