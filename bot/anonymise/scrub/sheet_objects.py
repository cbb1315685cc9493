"""Objects of other programs on a sheet (a chart of another book, a page of text): the picture in the file stays.

Rules

1. The object itself goes: it is a whole file with its own history. Its picture becomes a picture of the sheet.
2. Newer files name picture and place beside the object, older ones in the sheet's VML drawing.
3. An object without a picture is named as lost.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

from lxml import etree

from bot.anonymise.scrub.namespaces import PREFIXES, RELATIONSHIP_NS, split_name, tag_of
from bot.anonymise.scrub.packages import Link, Package, parse_xml
from bot.anonymise.scrub.verdicts import RefusalError
from bot.frozen import frozen

S = f"{{{PREFIXES['s']}}}"
V = f"{{{PREFIXES['v']}}}"
X = "{urn:schemas-microsoft-com:office:excel}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 - as the namespace is called everywhere
R_ID = f"{{{RELATIONSHIP_NS}}}id"
EMBED = f"{{{RELATIONSHIP_NS}}}embed"
CORNERS = ("col", "colOff", "row", "rowOff")
EMU_A_PIXEL = 9525  # 914,400 to an inch of 96 pixels
NUMBERS = re.compile(r"\s*(\d{1,7})" + r"\s*,\s*(\d{1,7})" * 7 + r"\s*\Z")
OBJECTS_MOST = 500  # chosen: each is a picture to be decoded


@frozen
class ObjectPicture:
    """The picture of an object: its part, and its upper left and lower right corner (column, offset, row, offset)."""

    part: str
    start: tuple[int, ...]
    stop: tuple[int, ...]


def object_pictures(old: Package, part: str, root: etree._Element) -> tuple[list[ObjectPicture], bool]:
    """The pictures of all objects of the sheet *root*, and whether one has none."""
    links = old.links_of(part)
    found: dict[str, ObjectPicture | None] = {}
    objects = list(root.iter(S + "oleObject"))[:OBJECTS_MOST]
    for one in objects:
        number = one.get("shapeId", "")
        if found.get(number) is None:
            found[number] = newer_picture(one, links)
    if None in found.values():
        older = dict(older_pictures(old, root, links))
        found = {number: picture or older.get(number) for number, picture in found.items()}
    pictures = [one for one in found.values() if one is not None and one.part in old.parts]
    return pictures, len(pictures) < len(found)


def newer_picture(one: etree._Element, links: dict[str, Link]) -> ObjectPicture | None:
    """The picture that stands beside the object *one*."""
    properties = one.find(S + "objectPr")
    link = links.get(properties.get(R_ID, "")) if properties is not None else None
    anchor = properties.find(S + "anchor") if properties is not None else None
    if link is None or link.part is None or anchor is None:
        return None
    ends = {split_name(end.tag)[1]: corner_of(end) for end in anchor}
    start, stop = ends.get("from"), ends.get("to")
    return ObjectPicture(link.part, start, stop) if start is not None and stop is not None else None


def corner_of(end: etree._Element) -> tuple[int, ...] | None:
    """Column, offset, row and offset of one end of an anchor."""
    values = {split_name(one.tag)[1]: (one.text or "").strip() for one in end}
    numbers = [values.get(word, "0") for word in CORNERS]
    if not all(number.lstrip("-").isdecimal() and len(number) < 12 for number in numbers):
        return None
    return tuple(int(number) for number in numbers)


def older_pictures(old: Package, root: etree._Element, links: dict[str, Link]) -> Iterator[tuple[str, ObjectPicture]]:
    """Number and picture of every shape in the VML drawing of the sheet *root*."""
    legacy = root.find(S + "legacyDrawing")
    link = links.get(legacy.get(R_ID, "")) if legacy is not None else None
    if link is None or link.part not in old.parts:
        return
    try:
        drawing = parse_xml(old.read(link.part), old.kind)
    except RefusalError:
        return  # some programs write VML that is no XML: the objects count as lost
    inner = old.links_of(link.part or "")
    for shape in drawing.iter(V + "shape"):
        data, place = shape.find(V + "imagedata"), shape.find(f"{X}ClientData/{X}Anchor")
        image = inner.get(data.get(O + "relid", data.get(R_ID, ""))) if data is not None else None
        numbers = NUMBERS.match((place.text if place is not None else None) or "")
        if image is not None and image.part is not None and numbers is not None:
            corners = [int(number) * (EMU_A_PIXEL if odd % 2 else 1) for odd, number in enumerate(numbers.groups())]
            name = shape.get("id", "").rpartition("_s")[2]
            yield name, ObjectPicture(image.part, tuple(corners[:4]), tuple(corners[4:]))


def add_pictures(drawing: etree._Element, pictures: list[ObjectPicture]) -> dict[str, Link]:
    """Put *pictures* on the sheet's *drawing*; the relationships that they need."""
    links = {}
    for number, picture in enumerate(pictures):
        name = f"object#{number}"
        links[name] = Link("image", picture.part)
        anchor = etree.SubElement(drawing, tag_of("xdr:twoCellAnchor"))
        for word, corner in (("from", picture.start), ("to", picture.stop)):
            end = etree.SubElement(anchor, tag_of(f"xdr:{word}"))
            for local, value in zip(CORNERS, corner, strict=True):
                etree.SubElement(end, tag_of(f"xdr:{local}")).text = str(value)
        anchor.append(copy.deepcopy(FRAME))
        next(anchor.iter(tag_of("a:blip"))).set(EMBED, name)
        etree.SubElement(anchor, tag_of("xdr:clientData"))
    return links


FRAME = etree.fromstring(
    f'<xdr:pic xmlns:xdr="{PREFIXES["xdr"]}" xmlns:a="{PREFIXES["a"]}"><xdr:nvPicPr><xdr:cNvPr id="0" name="p"/>'
    "<xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr>"
    '<a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    "</xdr:spPr></xdr:pic>"
)
EMPTY_DRAWING = f'<xdr:wsDr xmlns:xdr="{PREFIXES["xdr"]}"/>'.encode()
