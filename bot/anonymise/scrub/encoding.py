"""Pixels to bytes: JPEG and PNG that hold the picture and what is needed to show it, and nothing else."""

from __future__ import annotations

import io

from PIL import Image

JPEG_QUALITY = 88  # chosen: photographed papers stay legible
FAINTEST = 16
"""Of 255 parts: what is more transparent is not there. The strongest contrast that it could make, black on white, is 15
steps of 255, less than the reflections on a telephone's glass; of what a soft eraser leaves all can be brought back."""


def flatten(pixels: Image.Image) -> Image.Image:
    """*pixels* on white, without an alpha channel."""
    if "A" not in pixels.getbands():
        return pixels
    ground = Image.new("RGBA", pixels.size, (255, 255, 255, 255))
    ground.alpha_composite(seen(pixels).convert("RGBA"))
    return ground.convert("L" if pixels.mode == "LA" else "RGB")


def seen(pixels: Image.Image) -> Image.Image:
    """Transparent *pixels* (LA or RGBA) as they are seen: nothing where they are too faint, elsewhere as much of their
    colour as their transparency lets through; its finer steps, which only a program could bring back, are rounded off.
    """
    mode, counted_in = pixels.mode, "La" if pixels.mode == "LA" else "RGBa"
    blank = Image.new(mode, pixels.size, 0)
    blank.paste(pixels, mask=pixels.getchannel("A").point(lambda value: 255 if value >= FAINTEST else 0))
    return blank.convert(counted_in).convert(mode)


def bare(pixels: Image.Image) -> Image.Image:
    """The same pixels in an object that remembers nothing of its file."""
    copy = pixels.copy()
    copy.info = {}
    return copy


def save_png(pixels: Image.Image) -> bytes:
    """*pixels* as a PNG of IHDR, IDAT and IEND only; of transparent ones no more colour than is seen."""
    pixels = bare(seen(pixels) if "A" in pixels.getbands() else pixels)
    made = io.BytesIO()
    pixels.save(made, "PNG", compress_level=6)
    return made.getvalue()


def save_jpeg(pixels: Image.Image, quality: int = JPEG_QUALITY, subsampling: int = -1) -> bytes:
    """*pixels* (L or RGB) as a baseline JPEG with no application data but JFIF's; -1 leaves colours to the encoder."""
    made = io.BytesIO()
    bare(pixels).save(made, "JPEG", quality=quality, subsampling=subsampling, optimize=True)
    return made.getvalue()
