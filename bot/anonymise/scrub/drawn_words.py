"""The words of drawn shapes, as paragraphs of a text document: DrawingML says with other names what a text says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from bot.anonymise.scrub.namespaces import split_name, tag_of

ALIGNED = {"ctr": "center", "r": "right", "just": "both", "l": "left"}
SWITCHES = {"b": "w:b", "i": "w:i"}
COLOUR = re.compile(r"[0-9A-Fa-f]{6}\Z")


def paragraphs_in_shape(body: etree._Element) -> etree._Element:
    """A wps:txbx with the paragraphs of the DrawingML text *body*."""
    box = etree.Element(tag_of("wps:txbx"))
    content = etree.SubElement(box, tag_of("w:txbxContent"))
    for paragraph in body.iterchildren(tag_of("a:p")):
        content.append(paragraph_of_text(paragraph))
    if len(content) == 0:
        etree.SubElement(content, tag_of("w:p"))
    return box


def paragraph_of_text(paragraph: etree._Element) -> etree._Element:
    """The w:p for an a:p."""
    made = etree.Element(tag_of("w:p"))
    looks = paragraph.find(tag_of("a:pPr"))
    aligned = ALIGNED.get(looks.get("algn", "")) if looks is not None else None
    if aligned is not None:
        properties = etree.SubElement(made, tag_of("w:pPr"))
        etree.SubElement(properties, tag_of("w:jc"), {tag_of("w:val"): aligned})
    for child in paragraph:
        local = split_name(child.tag)[1]
        if local in ("r", "fld"):
            made.append(run_of_text(child))
        elif local == "br":
            etree.SubElement(etree.SubElement(made, tag_of("w:r")), tag_of("w:br"))
    return made


def run_of_text(run: etree._Element) -> etree._Element:
    """The w:r for an a:r or a:fld."""
    made = etree.Element(tag_of("w:r"))
    looks = run.find(tag_of("a:rPr"))
    if looks is not None:
        properties = etree.SubElement(made, tag_of("w:rPr"))
        for key, name in SWITCHES.items():
            if looks.get(key) in ("1", "true"):
                etree.SubElement(properties, tag_of(name))
        colour = looks.find(f"{tag_of('a:solidFill')}/{tag_of('a:srgbClr')}")
        if colour is not None and COLOUR.match(colour.get("val", "")):
            etree.SubElement(properties, tag_of("w:color"), {tag_of("w:val"): colour.get("val", "")})
        size = looks.get("sz", "")
        if size.isdecimal() and len(size) <= 6:
            # DrawingML counts hundredths of a point, a text halves of one.
            etree.SubElement(properties, tag_of("w:sz"), {tag_of("w:val"): str(max(1, int(size) // 50))})
    text = etree.SubElement(made, tag_of("w:t"))
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    text.text = "".join(one.text or "" for one in run.iterchildren(tag_of("a:t")))
    return made


def words_in_run(words: list[str]) -> Iterator[etree._Element]:
    """What stands in a run for *words*, each on a line of its own."""
    for place, text in enumerate(words):
        if place:
            yield etree.Element(tag_of("w:br"))
        made = etree.Element(tag_of("w:t"))
        made.text = text
        yield made
