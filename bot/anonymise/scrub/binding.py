"""Pictures of pages are bound into a PDF that holds leaves, pictures and the order to draw them, and nothing else."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass

import pikepdf
from PIL import Image

from bot.anonymise.scrub.encoding import save_jpeg

QUALITY = 78  # of JPEG; chosen: lower than for a single picture, because up to a hundred pages go in one file
POINTS = (3.0, 14400.0)  # what a side of a page may measure: PDF 1.7 (ISO 32000-1), annex C.2


@dataclass(frozen=True, slots=True)
class Leaf:
    """The size of a page, in points."""

    width: float
    height: float


def assemble_pictures(pages: Iterable[Image.Image], leaves: list[Leaf] | None = None) -> bytes:
    """A PDF that shows *pages* on *leaves* (as scanned with 150 dpi when not given)."""
    made = pikepdf.new()
    for place, picture in enumerate(pages):
        add_page(made, picture, leaves[place] if leaves else leaf_of(picture))
    out = io.BytesIO()
    # A constant identifier, no object streams: nothing random, and a reader can see every name in the open.
    made.save(
        out,
        static_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        fix_metadata_version=False,
    )
    return out.getvalue()


def leaf_of(picture: Image.Image) -> Leaf:
    """The leaf for a scanned *picture*, as if scanned with 150 dots per inch, at most 1200 points a side."""
    scale = min(72 / 150, 1200 / max(picture.size))
    return Leaf(max(POINTS[0], picture.width * scale), max(POINTS[0], picture.height * scale))


def add_page(document: pikepdf.Pdf, picture: Image.Image, size: Leaf) -> None:
    """Add one leaf that shows nothing but *picture*."""
    width, height = round(size.width, 2), round(size.height, 2)
    image = pikepdf.Stream(document, save_jpeg(picture, QUALITY))
    image.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    drawing = pikepdf.Stream(document, f"q {width} 0 0 {height} 0 0 cm /P Do Q".encode())
    leaf = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, width, height],
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=document.make_indirect(image))),
        Contents=document.make_indirect(drawing),
    )
    document.pages.append(pikepdf.Page(leaf))
