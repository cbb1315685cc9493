"""Layers of pages are bound into a PDF that holds leaves, pictures and the orders to draw them, and nothing else."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass

import pikepdf
from PIL import Image

from bot.anonymise.scrub.encoding import save_jpeg
from bot.anonymise.scrub.faxes import pack_ink
from bot.anonymise.scrub.page_layers import Layers, whole_ground

POINTS = (3.0, 14400.0)  # what a side of a page may measure: PDF 1.7 (ISO 32000-1), annex C.2
LEAST_BUDGET = 40_000  # bytes for a page; chosen: a dense page of ink takes as many, and nobody minds them
LADDER = ((1.0, 78), (1.0, 62), (0.75, 62), (0.75, 50))
"""How a ground is packed: its share of the resolution, and the quality of JPEG, from the best to what can still be read
(small print at 150 dots per inch); chosen by eye."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """The size of a page, in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
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
    ink = picture.convert("1", dither=Image.Dither.NONE) if is_bilevel else None
    layers = whole_ground(picture) if ink is None else Layers(picture.size, None, ink)
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
    width, height = round(sheet.leaf.width, 2), round(sheet.leaf.height, 2)
    shown, orders, left = pikepdf.Dictionary(), [], sheet.budget
    if sheet.layers.ink is not None:
        ink = ink_object(document, sheet.layers.ink)
        left -= len(ink.read_raw_bytes())
        shown.I = document.make_indirect(ink)
        orders.append(f"q {width} 0 0 {height} 0 0 cm /I Do Q")
    if sheet.layers.ground is not None:
        ground, step = ground_object(document, sheet.layers.ground.pixels, left, step)
        shown.P = document.make_indirect(ground)
        orders.insert(0, order_for(sheet.layers, width, height))
    drawing = pikepdf.Stream(document, " ".join(orders).encode())
    leaf = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, width, height],
        Resources=pikepdf.Dictionary(XObject=shown),
        Contents=document.make_indirect(drawing),
    )
    document.pages.append(pikepdf.Page(leaf))
    return step


def order_for(layers: Layers, width: float, height: float) -> str:
    """The order to draw the ground of *layers* at its place on a leaf of *width* and *height*."""
    assert layers.ground is not None
    left, top, right, bottom = layers.ground.box
    across, down = width / layers.size[0], height / layers.size[1]
    sides = f"{(right - left) * across:.2f} 0 0 {(bottom - top) * down:.2f}"
    return f"q {sides} {left * across:.2f} {(layers.size[1] - bottom) * down:.2f} cm /P Do Q"


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
    share, quality = LADDER[step]
    size = (max(1, round(ground.width * share)), max(1, round(ground.height * share)))
    small = ground if size == ground.size else ground.resize(size, Image.Resampling.BOX)
    return small, save_jpeg(small, quality)
