"""Pictures: decoded to pixels, turned upright, brought to sRGB, made smaller, encoded anew as JPEG or PNG.

Rules

1. Only pixels cross. Every chunk, tag, profile, thumbnail and byte after the picture stays behind.
2. An animation is refused (a first frame alone would silently lose the rest); a TIFF of several pages becomes a PDF;
   of a HEIC or multi-picture JPEG the main picture is taken.
3. Transparency that is really used is kept as PNG; what came without loss stays without loss while it is small.
4. At most 4096 pixels on the long side: a page that was photographed whole stays legible.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps, ImageSequence, TiffImagePlugin, UnidentifiedImageError, WebPImagePlugin

from bot.anonymise.scrub.encoding import flatten, save_jpeg, save_png
from bot.anonymise.scrub.picture_marks import find_marks
from bot.anonymise.scrub.verdicts import (
    MIB,
    FileKind,
    Instead,
    Limits,
    Media,
    Rebuilt,
    RefusalError,
    RefusalReason,
    refusal,
)

LONG_SIDE = 4096  # chosen: a page of text stays readable, and a square one is still a photo (4096 + 4096 < 10000)
LOSSLESS_MOST = 6 * MIB  # chosen: a larger screenshot goes as JPEG, well below what Telegram takes as a photo
PHOTO_MOST = 10 * MIB  # Telegram: a photo is at most 10 MB, width + height 10000, sides 20 to 1
LOSSLESS = frozenset({FileKind.PNG, FileKind.GIF, FileKind.TIFF})
DECODERS = {
    FileKind.JPEG: "JPEG",
    FileKind.PNG: "PNG",
    FileKind.WEBP: WebPImagePlugin.WebPImageFile.format,
    FileKind.TIFF: TiffImagePlugin.TiffImageFile.format,
    FileKind.GIF: "GIF",
    FileKind.HEIC: "HEIF",
}
DAMAGE = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, struct.error, OverflowError,
          ZeroDivisionError, RuntimeError, AttributeError)  # fmt: skip # what decoders raise at damaged bytes
# Sizes are checked here before anything is decoded, by kind; Pillow's own bound is one for all and only warns.
Image.MAX_IMAGE_PIXELS = None


def scrub_picture(content: bytes, kind: FileKind, limits: Limits) -> Rebuilt:
    """The picture in *content* from its pixels alone; raises RefusalError."""
    with open_picture(content, kind, limits) as picture:
        pages = page_places(picture, kind)
        marks = find_marks(picture, content, kind)
        if len(pages) > 1:
            from bot.anonymise.scrub.binding import assemble_pictures

            if len(pages) > limits.pages:
                raise refusal(RefusalReason.PAGES, kind)
            document = assemble_pictures(read_pages(picture, pages, limits))
            return Rebuilt(document, "pdf", "document", marks)
        pixels = decode_upright(picture, kind)
        lossless = kind in LOSSLESS or (kind is FileKind.WEBP and b"VP8L" in content[12:64])
    made = encode(fit(pixels), lossless=lossless)
    return Rebuilt(made.content, made.extension, media_of(made), marks, width=made.width, height=made.height)


def open_picture(content: bytes, kind: FileKind, limits: Limits) -> Image.Image:
    """Read the header of *content* as *kind* and nothing else; refuse what would not fit into memory."""
    if kind is FileKind.HEIC:
        import pillow_heif

        pillow_heif.options.DECODE_THREADS = 1
        pillow_heif.register_heif_opener(thumbnails=False)
    try:
        picture = Image.open(io.BytesIO(content), formats=[DECODERS[kind]])
    except UnidentifiedImageError as damage:
        raise refusal(RefusalReason.DAMAGED, kind) from damage
    except DAMAGE as damage:
        raise refusal(RefusalReason.DAMAGED, kind) from damage
    most = limits.jpeg_pixels if kind is FileKind.JPEG else limits.pixels
    if picture.width * picture.height > most:
        raise refusal(RefusalReason.SIZE, kind)
    return picture


def page_places(picture: Image.Image, kind: FileKind) -> list[int]:
    """Which frames are the content: all full pages of a TIFF, else the one; raises RefusalError for an animation."""
    frames = getattr(picture, "n_frames", 1)
    if kind is FileKind.TIFF:
        return [place for place in range(min(frames, 10_000)) if is_full_page(picture, place)] or [0]
    if kind in (FileKind.GIF, FileKind.WEBP, FileKind.PNG) and frames > 1:
        raise RefusalError(RefusalReason.TYPE, Instead.PHOTO)
    return [0]


def is_full_page(picture: Image.Image, place: int) -> bool:
    """True unless frame *place* of a TIFF says that it is a reduced copy of another."""
    try:
        picture.seek(place)
        reduced = int(getattr(picture, "tag_v2", {}).get(254, 0)) & 1
    except DAMAGE as damage:
        raise refusal(RefusalReason.DAMAGED, FileKind.TIFF) from damage
    finally:
        picture.seek(0)
    return not reduced


def read_pages(picture: Image.Image, pages: list[int], limits: Limits) -> Iterator[Image.Image]:
    """Each page of a TIFF as upright pixels, one in memory at a time."""
    for place, frame in enumerate(ImageSequence.Iterator(picture)):
        if place in pages:
            if frame.width * frame.height > limits.pixels:
                raise refusal(RefusalReason.SIZE, FileKind.TIFF)
            yield fit(flatten(decode_upright(frame, FileKind.TIFF)))


def decode_upright(picture: Image.Image, kind: FileKind) -> Image.Image:
    """The pixels of *picture* as 8-bit L, LA, RGB or RGBA in sRGB, turned the way they are shown."""
    profile = picture.info.get("icc_profile")
    try:
        if kind is FileKind.JPEG:
            # The decoder itself drops to a half, a quarter or an eighth while it stays above what is kept.
            picture.draft(None, (LONG_SIDE, LONG_SIDE))
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
    if pixels.mode in ("P", "PA", "La", "RGBa") or "transparency" in pixels.info:
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


def fit(pixels: Image.Image) -> Image.Image:
    """*pixels* with at most LONG_SIDE on the long side."""
    if max(pixels.size) <= LONG_SIDE:
        return pixels
    scale = LONG_SIDE / max(pixels.size)
    size = (max(1, round(pixels.width * scale)), max(1, round(pixels.height * scale)))
    return pixels.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture as bytes, with its extension and its size in pixels."""

    content: bytes
    extension: str
    width: int
    height: int


def encode(pixels: Image.Image, *, lossless: bool) -> Encoded:
    """*pixels* as PNG when transparent, or when small and *lossless*, else as JPEG."""
    if "A" in pixels.getbands():
        if any(pixels.getchannel("A").histogram()[:255]):
            return Encoded(save_png(pixels), "png", *pixels.size)
        pixels = flatten(pixels)
    if lossless:
        made = save_png(pixels)
        if len(made) <= LOSSLESS_MOST:
            return Encoded(made, "png", *pixels.size)
    return Encoded(save_jpeg(pixels), "jpg", *pixels.size)


def media_of(made: Encoded) -> Media:
    """A photo when Telegram takes it as one and nothing is lost by that, else a document."""
    longer, shorter = max(made.width, made.height), min(made.width, made.height)
    fits = len(made.content) <= PHOTO_MOST and longer + shorter <= 10_000 and longer <= 20 * shorter
    transparent = made.extension == "png" and made.content[25] in (4, 6)
    return "photo" if fits and not transparent else "document"
