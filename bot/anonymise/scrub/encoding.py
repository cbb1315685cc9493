"""Pixels to bytes: JPEG and PNG that hold the picture and what is needed to show it, and nothing else."""

from __future__ import annotations

import io

from PIL import Image

JPEG_QUALITY = 88  # chosen: photographed papers stay legible


def flatten(pixels: Image.Image) -> Image.Image:
    """*pixels* on white, without an alpha channel."""
    if "A" not in pixels.getbands():
        return pixels
    ground = Image.new("RGBA", pixels.size, (255, 255, 255, 255))
    ground.alpha_composite(pixels.convert("RGBA"))
    return ground.convert("L" if pixels.mode == "LA" else "RGB")


def bare(pixels: Image.Image) -> Image.Image:
    """The same pixels in an object that remembers nothing of its file."""
    copy = pixels.copy()
    copy.info = {}
    return copy


def save_png(pixels: Image.Image) -> bytes:
    """*pixels* as a PNG of IHDR, IDAT and IEND only; hidden colour under full transparency is blackened."""
    pixels = bare(pixels)
    if "A" in pixels.getbands():
        shown = pixels.getchannel("A").point(lambda value: 255 if value else 0)
        blank = Image.new(pixels.mode, pixels.size, 0)
        blank.paste(pixels, mask=shown)
        pixels = blank
    made = io.BytesIO()
    pixels.save(made, "PNG", compress_level=6)
    return made.getvalue()


def save_jpeg(pixels: Image.Image, quality: int = JPEG_QUALITY, subsampling: int = -1) -> bytes:
    """*pixels* (L or RGB) as a baseline JPEG with no application data but JFIF's; -1 leaves colours to the encoder."""
    made = io.BytesIO()
    bare(pixels).save(made, "JPEG", quality=quality, subsampling=subsampling, optimize=True)
    return made.getvalue()
