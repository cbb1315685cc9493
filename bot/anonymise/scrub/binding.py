"""Layers of pages are bound into a PDF that holds leaves, pictures and the orders to draw them, and nothing else."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pikepdf
from PIL import Image

from bot.anonymise.scrub.encoding import save_jpeg
from bot.anonymise.scrub.faxes import pack_ink
from bot.anonymise.scrub.page_layers import Layers, Patch, two_toned, whole_ground
from bot.frozen import frozen

POINTS = (3.0, 14400.0)  # what a side of a page may measure: PDF 1.7 (ISO 32000-1), annex C.2
LEAST_BUDGET = 40_000  # bytes for a page; chosen: a dense page of ink takes as many, and nobody minds them
FINE, HALVED = 0, 2  # Pillow's names for 4:4:4 and 4:2:0: whether colours have the resolution of the picture
LADDER = ((1.0, 78, FINE), (1.0, 62, HALVED), (0.75, 62, HALVED), (0.75, 50, HALVED))
"""How a ground is packed: its share of the resolution, the quality of JPEG and its colours, from the best to what can
still be read (small print at 150 dots per inch); chosen by eye. Coloured letters need colours that are fine."""


@frozen
class Leaf:
    """The size of a page, in points."""

    width: float
    height: float


@frozen
class Sheet:
    """A page to bind: its size, what it shows, and how many bytes it should take if it stays legible."""

    leaf: Leaf
    layers: Layers
    budget: int


def sheet_of_scan(picture: Image.Image, budget: int) -> Sheet:
    """A scanned page (L or RGB), as if scanned with 150 dots per inch, at most 1200 points a side."""
    scale = min(72 / 150, 1200 / max(picture.size))
    leaf = Leaf(max(POINTS[0], picture.width * scale), max(POINTS[0], picture.height * scale))
    is_bilevel = picture.mode == "L" and not any(picture.histogram()[1:255])
    layers = two_toned(picture) if is_bilevel else whole_ground(picture)
    return Sheet(leaf, layers, budget)


def assemble_sheets(sheets: Iterable[Sheet]) -> bytes:
    """A PDF that shows *sheets*."""
    made = pikepdf.new()
    step = 0
    for sheet in sheets:
        step = add_sheet(made, sheet, max(0, step - 1))
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


def add_sheet(document: pikepdf.Pdf, sheet: Sheet, step: int) -> int:
    """Add one leaf that shows nothing but *sheet*, packed from *step* of the ladder on; the step that was taken."""
    leaf_size = round(sheet.leaf.width, 2), round(sheet.leaf.height, 2)
    ground, ink = sheet.layers.ground, sheet.layers.ink
    shown, orders, left = pikepdf.Dictionary(), [], sheet.budget
    if ink is not None:
        stencil = ink_object(document, ink.pixels)
        left -= len(stencil.read_raw_bytes())
        shown.I = document.make_indirect(stencil)
        orders.append(f"q {place_of(ink, sheet.layers.size, *leaf_size)} cm /I Do Q")
    if ground is not None:
        image, step = ground_object(document, ground.pixels, left, step)
        shown.P = document.make_indirect(image)
        orders.insert(0, f"q {place_of(ground, sheet.layers.size, *leaf_size)} cm /P Do Q")
    drawing = pikepdf.Stream(document, " ".join(orders).encode())
    leaf = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, *leaf_size],
        Resources=pikepdf.Dictionary(XObject=shown),
        Contents=document.make_indirect(drawing),
    )
    document.pages.append(pikepdf.Page(leaf))
    return step


def place_of(patch: Patch, size: tuple[int, int], width: float, height: float) -> str:
    """Where *patch* of a page of *size* pixels stands on a leaf of *width* and *height*, as a matrix."""
    left, top, right, bottom = patch.box
    across, down = width / size[0], height / size[1]
    sides = f"{(right - left) * across:.2f} 0 0 {(bottom - top) * down:.2f}"
    return f"{sides} {left * across:.2f} {(size[1] - bottom) * down:.2f}"


def ink_object(document: pikepdf.Pdf, ink: Image.Image) -> pikepdf.Stream:
    """*ink* as a stencil that lets what lies under it show."""
    stencil = pikepdf.Stream(document, pack_ink(ink))
    stencil.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=ink.width,
        Height=ink.height,
        ImageMask=True,
        BitsPerComponent=1,
        Filter=pikepdf.Name.CCITTFaxDecode,
        DecodeParms=document.make_indirect(pikepdf.Dictionary(K=-1, Columns=ink.width, Rows=ink.height)),
    )
    return stencil


def ground_object(document: pikepdf.Pdf, ground: Image.Image, budget: int, step: int) -> tuple[pikepdf.Stream, int]:
    """*ground* as a JPEG within *budget* if the ladder reaches so far, and the step that was taken."""
    small, packed = pack_ground(ground, step)
    while len(packed) > budget and step + 1 < len(LADDER):
        step += 1
        small, packed = pack_ground(ground, step)
    image = pikepdf.Stream(document, packed)
    image.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=small.width,
        Height=small.height,
        ColorSpace=pikepdf.Name.DeviceGray if small.mode == "L" else pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    return image, step


def pack_ground(ground: Image.Image, step: int) -> tuple[Image.Image, bytes]:
    """*ground* in the resolution of *step*, and its JPEG."""
    share, quality, colours = LADDER[step]
    size = (max(1, round(ground.width * share)), max(1, round(ground.height * share)))
    small = ground if size == ground.size else ground.resize(size, Image.Resampling.BOX)
    return small, save_jpeg(small, quality, colours)
