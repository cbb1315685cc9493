"""The pages of a TIFF: all that are no reduced copies of others, in their order.

Rules

1. Every page comes out, or the file is refused: none is left behind unsaid.
2. A packing or a kind of pixels that our decoder does not know is a type that is not accepted, not damage: a PDF keeps
   the pages.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping

from PIL import Image, TiffImagePlugin

from bot.anonymise.scrub.encoding import flatten
from bot.anonymise.scrub.pixels import DAMAGE, decode_upright, fit
from bot.anonymise.scrub.verdicts import FileKind, Instead, Limits, RefusalError, RefusalReason, refusal

SUBFILE, COMPRESSION = 254, 259  # tags of TIFF 6.0
PLACES = ((273, 279), (324, 325))
"""Where the strips and the tiles of a page begin, and how long they are."""
EVERYDAY = frozenset({1, 2, 3, 4, 5, 7, 8, 32773, 32946})
"""Packings of TIFF 6.0 and its supplements that every decoder knows: a page in one of them that fails is damaged."""


def fault_of_first(content: bytes) -> RefusalError:
    """Why a TIFF cannot be opened at all: for the packing or the pixels of its first page, or for damage."""
    try:
        head = content[: 16 if content[2:3] in b"+" or content[3:4] in b"+" else 8]  # a BigTIFF has a longer one
        tags = TiffImagePlugin.ImageFileDirectory_v2(head)
        source = io.BytesIO(content)
        source.seek(tags.next)
        tags.load(source)
        return RefusalError(RefusalReason.TYPE, Instead.PDF) if holds_its_pixels(tags, content) else fault_of(tags)
    except DAMAGE:
        return refusal(RefusalReason.DAMAGED, FileKind.TIFF)


def holds_its_pixels(tags: Mapping[int, object], content: bytes) -> bool:
    """True when all that the page with these *tags* is drawn from lies in *content*: then it is not cut off."""
    ends = [
        max(start + size for start, size in zip(starts, sizes, strict=False))
        for starts, sizes in ((tags.get(each[0]), tags.get(each[1])) for each in PLACES)
        if isinstance(starts, tuple) and isinstance(sizes, tuple) and starts and sizes
    ]
    return bool(ends) and max(ends) <= len(content)


def find_pages(picture: Image.Image, limits: Limits) -> list[int]:
    """The places of all full pages; raises RefusalError for too many, and for unknown packings."""
    pages: list[int] = []
    place = 0
    while turn_to(picture, place):
        if place > 2 * limits.pages:  # each with a reduced copy at most
            raise refusal(RefusalReason.PAGES, FileKind.TIFF)
        if not int(getattr(picture, "tag_v2", {}).get(SUBFILE, 0)) & 1:
            pages.append(place)
        place += 1
    if len(pages) > limits.pages:
        raise refusal(RefusalReason.PAGES, FileKind.TIFF)
    picture.seek(0)
    return pages or [0]


def turn_to(picture: Image.Image, place: int) -> bool:
    """Turn to page *place*; False when there is none. Raises RefusalError when it cannot be read."""
    try:
        picture.seek(place)
    except EOFError:
        return False
    except DAMAGE as fault:
        raise fault_of(getattr(picture, "tag_v2", {})) from fault
    return True


def fault_of(tags: Mapping[int, object]) -> RefusalError:
    """Why the page with these *tags* cannot be read: its packing is not known here, or it is damaged."""
    if tags.get(COMPRESSION, 1) in EVERYDAY:
        return refusal(RefusalReason.DAMAGED, FileKind.TIFF)
    return RefusalError(RefusalReason.TYPE, Instead.PDF)


def read_pages(picture: Image.Image, pages: list[int], limits: Limits) -> Iterator[Image.Image]:
    """Each of *pages* as upright pixels, one in memory at a time."""
    for place in pages:
        picture.seek(place)
        if picture.width * picture.height > limits.pixels:
            raise refusal(RefusalReason.SIZE, FileKind.TIFF)
        yield fit(flatten(read_page(picture)))


def read_page(picture: Image.Image) -> Image.Image:
    """The page at which *picture* stands; raises RefusalError."""
    try:
        return decode_upright(picture, FileKind.TIFF)
    except RefusalError as refused:
        raise fault_of(getattr(picture, "tag_v2", {})) from refused
