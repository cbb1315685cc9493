"""Diagrams (SmartArt): the shapes that the file holds as drawn last, or else their words.

Rules

1. A diagram is data that the program lays out itself; beside it most files keep the drawing that came of it. Its shapes
   become ordinary shapes: a group in the text, a group on a sheet.
2. Where there is no such drawing, the words of the data stay, in their order, and the loss of the look is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from bot.anonymise.scrub.drawn_words import paragraphs_in_shape, words_in_run
from bot.anonymise.scrub.namespaces import PREFIXES, RELATIONSHIP_NS, split_name, tag_of
from bot.anonymise.scrub.packages import Link, parse_xml
from bot.anonymise.scrub.rebuilding import Rebuilding
from bot.anonymise.scrub.trees import drop
from bot.anonymise.scrub.verdicts import Removed

DGM = f"{{{PREFIXES['a'].replace('/main', '/diagram')}}}"
DSP = "{http://schemas.microsoft.com/office/drawing/2008/diagram}"
DRAWN = "diagramDrawing"
TYPES_WITH_WORDS = frozenset({"node", "asst"})
R = f"{{{RELATIONSHIP_NS}}}"
SHAPES_MOST = 2000  # chosen: a diagram of an organisation has some dozens


def place_diagrams(rebuilding: Rebuilding, part: str, root: etree._Element) -> None:
    """Put shapes or words in the place of every diagram in *root*, which was read from *part*."""
    for mark in list(root.iter(DGM + "relIds")):
        links = rebuilding.old.links_of(part)
        link = links.get(mark.get(R + "dm", ""))
        if link is None or link.part not in rebuilding.old.parts:
            rebuilding.removed.add(Removed.DRAWING)
            continue
        data = parse_xml(rebuilding.old.read(link.part), rebuilding.old.kind)
        shapes = list(drawn_shapes(rebuilding, part, links, data))
        if shapes:
            place_shapes(mark, shapes)
        else:
            place_words(mark, list(words_of(data)))
            rebuilding.removed.add(Removed.DIAGRAM)


def drawn_shapes(
    rebuilding: Rebuilding, part: str, links: dict[str, Link], data: etree._Element
) -> Iterator[etree._Element]:
    """The shapes of the drawing that *data* names; their pictures are lent to *part*."""
    named = next((one.get("relId", "") for one in data.iter(DSP + "dataModelExt")), "")
    drawn = [link.part for link in links.values() if link.type == DRAWN]
    link = links.get(named)
    drawing = link.part if link is not None and link.type == DRAWN else drawn[0] if len(drawn) == 1 else None
    if drawing is None or drawing not in rebuilding.old.parts:
        return
    root = parse_xml(rebuilding.old.read(drawing), rebuilding.old.kind)
    lent = rebuilding.lent.setdefault(part, {})
    for picture in root.iter(tag_of("a:blip")):
        for key in [key for key in picture.attrib if str(key).startswith(R)]:
            own = rebuilding.old.links_of(drawing).get(picture.get(key, ""))
            if own is not None:
                name = f"{drawing}#{picture.get(key)}"
                lent[name] = own
                picture.set(key, name)
    yield from islice(root.iter(DSP + "sp"), SHAPES_MOST)


def words_of(data: etree._Element) -> Iterator[str]:
    """The words of every node, paragraph by paragraph."""
    for node in data.iter(DGM + "pt"):
        if node.get("type", "node") in TYPES_WITH_WORDS:
            for paragraph in node.iter(tag_of("a:p")):
                text = "".join(one.text or "" for one in paragraph.iter(tag_of("a:t")))
                if text:
                    yield text


def place_shapes(mark: etree._Element, shapes: list[etree._Element]) -> None:
    """Put *shapes* as one group in the place of the diagram that *mark* stands for."""
    frame = next(mark.iterancestors(tag_of("xdr:graphicFrame")), None)
    holder = mark.getparent()
    if frame is not None:
        above = frame.getparent()
        if above is not None:
            above.replace(frame, group_on_sheet(shapes))
    elif holder is not None:
        inline = next(mark.iterancestors(tag_of("wp:inline"), tag_of("wp:anchor")), None)
        extent = inline.find(tag_of("wp:extent")) if inline is not None else None
        size = (extent.get("cx", "0"), extent.get("cy", "0")) if extent is not None else reach(shapes)
        holder.set("uri", PREFIXES["wpg"])
        holder.replace(mark, group_in_text(shapes, size))


def group_in_text(shapes: list[etree._Element], size: tuple[str, str]) -> etree._Element:
    """The group of *shapes* for a text document."""
    group = etree.Element(tag_of("wpg:wgp"))
    etree.SubElement(group, tag_of("wpg:cNvGrpSpPr"))
    group.append(group_frame("wpg:grpSpPr", size))
    for shape in shapes:
        made = etree.SubElement(group, tag_of("wps:wsp"))
        etree.SubElement(made, tag_of("wps:cNvPr"), id="0", name="p")
        etree.SubElement(made, tag_of("wps:cNvSpPr"))
        take_over(made, shape, "wps", ("spPr", "style"))
        body = shape.find(DSP + "txBody")
        if body is not None:
            made.append(paragraphs_in_shape(body))
            take_over(made, body, "wps", ("bodyPr",))
        if made.find(tag_of("wps:bodyPr")) is None:
            etree.SubElement(made, tag_of("wps:bodyPr"))
    return group


def group_on_sheet(shapes: list[etree._Element]) -> etree._Element:
    """The group of *shapes* for a sheet."""
    group = etree.Element(tag_of("xdr:grpSp"))
    named = etree.SubElement(group, tag_of("xdr:nvGrpSpPr"))
    etree.SubElement(named, tag_of("xdr:cNvPr"), id="0", name="p")
    etree.SubElement(named, tag_of("xdr:cNvGrpSpPr"))
    group.append(group_frame("xdr:grpSpPr", reach(shapes)))
    for shape in shapes:
        made = etree.SubElement(group, tag_of("xdr:sp"))
        named = etree.SubElement(made, tag_of("xdr:nvSpPr"))
        etree.SubElement(named, tag_of("xdr:cNvPr"), id="0", name="p")
        etree.SubElement(named, tag_of("xdr:cNvSpPr"))
        take_over(made, shape, "xdr", ("spPr", "style", "txBody"))
    return group


def take_over(made: etree._Element, source: etree._Element, prefix: str, names: tuple[str, ...]) -> None:
    """Move the children *names* of *source* to *made*, under *prefix*."""
    for child in list(source):
        local = split_name(child.tag)[1]
        if local in names:
            child.tag = tag_of(f"{prefix}:{local}")
            made.append(child)


def reach(shapes: list[etree._Element]) -> tuple[str, str]:
    """How far *shapes* reach to the right and down."""
    ends = [(1, 1)]
    for shape in shapes:
        place, size = shape.find(f".//{tag_of('a:off')}"), shape.find(f".//{tag_of('a:ext')}[@cx]")
        if place is not None and size is not None:
            ends.append((length(place, "x") + length(size, "cx"), length(place, "y") + length(size, "cy")))
    return str(max(x for x, _ in ends)), str(max(y for _, y in ends))


def length(element: etree._Element, key: str) -> int:
    """A length in EMU; what is no number counts as none."""
    value = element.get(key, "0")
    return int(value) if value.lstrip("-").isdecimal() and len(value) < 12 else 0


def group_frame(name: str, size: tuple[str, str]) -> etree._Element:
    """The place of a group whose inner measures are the page's own."""
    frame = etree.Element(tag_of(name))
    place = etree.SubElement(frame, tag_of("a:xfrm"))
    for word in ("off", "ext", "chOff", "chExt"):
        keys = ("x", "y") if word.endswith("ff") else ("cx", "cy")
        values = ("0", "0") if word.endswith("ff") else size
        etree.SubElement(place, tag_of(f"a:{word}"), dict(zip(keys, values, strict=True)))
    return frame


def place_words(mark: etree._Element, words: list[str]) -> None:
    """Put *words* in the place of the diagram that *mark* stands for."""
    frame = next(mark.iterancestors(tag_of("xdr:graphicFrame")), None)
    drawing = next(mark.iterancestors(tag_of("w:drawing")), None)
    if frame is not None:
        above = frame.getparent()
        if above is not None:
            above.replace(frame, box_on_sheet(words))
    elif drawing is not None:
        for child in words_in_run(words):
            drawing.addprevious(child)
        drop(drawing)


def box_on_sheet(words: list[str]) -> etree._Element:
    """A box of a sheet with *words*."""
    box = etree.Element(tag_of("xdr:sp"))
    named = etree.SubElement(box, tag_of("xdr:nvSpPr"))
    etree.SubElement(named, tag_of("xdr:cNvPr"), id="0", name="p")
    etree.SubElement(named, tag_of("xdr:cNvSpPr"))
    looks = etree.SubElement(box, tag_of("xdr:spPr"))
    shape = etree.SubElement(looks, tag_of("a:prstGeom"), prst="rect")
    etree.SubElement(shape, tag_of("a:avLst"))
    body = etree.SubElement(box, tag_of("xdr:txBody"))
    etree.SubElement(body, tag_of("a:bodyPr"))
    for text in words:
        paragraph = etree.SubElement(body, tag_of("a:p"))
        run = etree.SubElement(paragraph, tag_of("a:r"))
        etree.SubElement(run, tag_of("a:t")).text = text
    return box
