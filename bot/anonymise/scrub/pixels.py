"""Decoded pixels: turned upright, brought to 8-bit sRGB, made small enough to be shown."""

from __future__ import annotations

import io
import struct

from PIL import Image, ImageCms, ImageOps

from bot.anonymise.scrub.verdicts import FileKind, RefusalReason, refusal

LONG_SIDE = 4096  # chosen: a page of text stays readable, and a square one is still a photo (4096 + 4096 < 10000)
SHORT_SIDE = 1440  # the widest screens of telephones: a long screenshot of a talk stays as fine as it was read
LONGEST = 32_000  # beyond 32767 viewers that count in 16 bits show nothing
DAMAGE = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, struct.error, OverflowError,
          ZeroDivisionError, RuntimeError, AttributeError)  # fmt: skip # what decoders raise at damaged bytes


def decode_upright(picture: Image.Image, kind: FileKind) -> Image.Image:
    """The pixels of *picture* as 8-bit L, LA, RGB or RGBA in sRGB, turned the way they are shown."""
    profile = picture.info.get("icc_profile")
    try:
        if kind is FileKind.JPEG:
            # The decoder itself drops to a half, a quarter or an eighth while it stays above what is kept.
            picture.draft(None, fitting(picture.size))
        picture.load()
        upright = ImageOps.exif_transpose(picture)
        return to_srgb(upright, profile if isinstance(profile, bytes) else None)
    except MemoryError:
        raise
    except DAMAGE as damage:
        raise refusal(RefusalReason.DAMAGED, kind) from damage


def to_srgb(pixels: Image.Image, profile: bytes | None) -> Image.Image:
    """Bring any mode to 8-bit L, LA, RGB or RGBA; colours follow *profile* when it fits the pixels."""
    if pixels.mode.startswith("I;16") or pixels.mode in ("I", "F"):
        return deep_gray(pixels)
    if pixels.mode == "La":  # gray whose transparency is counted in already: there is no direct way to colours
        pixels = pixels.convert("LA")
    if pixels.mode in ("P", "PA", "RGBa") or "transparency" in pixels.info:
        has_alpha = pixels.mode != "P" or "transparency" in pixels.info
        pixels = pixels.convert("RGBA" if has_alpha else "RGB")
    if profile and pixels.mode in ("L", "RGB", "RGBA", "CMYK", "LAB"):
        pixels = follow_profile(pixels, profile)
    if pixels.mode in ("L", "LA", "RGB", "RGBA"):
        return pixels
    return pixels.convert("L" if pixels.mode == "1" else "RGB")


def follow_profile(pixels: Image.Image, profile: bytes) -> Image.Image:
    """*pixels* as sRGB by their ICC *profile*; as they are when the profile is broken or of another colour space."""
    target = {"L": "RGB", "RGB": "RGB", "RGBA": "RGBA", "CMYK": "RGB", "LAB": "RGB"}[pixels.mode]
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        to_screen = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), pixels.mode, target)
        changed = to_screen.apply(pixels)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return pixels
    return changed.convert("L") if pixels.mode == "L" else changed


def deep_gray(pixels: Image.Image) -> Image.Image:
    """16-bit, 32-bit and floating gray as 8-bit gray."""
    if pixels.mode.startswith("I;16"):
        pixels = pixels.convert("I")
    low, high = (float(bound) for bound in pixels.getextrema())  # type: ignore[arg-type]  # one band: two numbers
    if pixels.mode == "I" and low >= 0 and high <= 65535:
        low, high = 0.0, 65535.0 if high > 255 else 255.0
    scale = 255.0 / ((high - low) or 1.0)
    return pixels.convert("F").point(lambda value: value * scale + (-low * scale)).convert("L")


def fitting(size: tuple[int, int]) -> tuple[int, int]:
    """The *size* in which a picture is kept: LONG_SIDE at most, unless it is so long that SHORT_SIDE demands more."""
    long_side, short_side = max(size), min(size)
    scale = min(1.0, LONGEST / long_side, max(LONG_SIDE / long_side, SHORT_SIDE / short_side))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def fit(pixels: Image.Image) -> Image.Image:
    """*pixels* in the size in which they are kept."""
    size = fitting(pixels.size)
    return pixels if size == pixels.size else pixels.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
