"""Pictures: decoded to pixels, turned upright, brought to sRGB, made smaller, encoded anew as JPEG or PNG.

Rules

1. Only pixels cross. Every chunk, tag, profile, thumbnail and byte after the picture stays behind.
2. Of an animation the first frame is kept, and the sender is told; a TIFF of several pages becomes a PDF; of a HEIC or
   multi-picture JPEG the main picture is taken.
3. Transparency that is really used is kept as PNG; what came without loss stays without loss while it is small.
4. At most 4096 pixels on the long side: a page that was photographed whole stays legible. One that is so long that its
   letters would be lost (a screenshot of a whole talk) keeps a screen's width and goes as a document.
5. A JPEG or PNG that was broken off on its way shows as much as viewers show of it, and the sender is told.
"""

from __future__ import annotations

import io
from dataclasses import replace

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    Image,
    ImageFile,
    Jpeg2KImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from bot.anonymise.scrub.binding import LEAST_BUDGET, assemble_sheets, sheet_of_scan
from bot.anonymise.scrub.encoding import flatten, save_jpeg, save_png
from bot.anonymise.scrub.picture_marks import find_marks
from bot.anonymise.scrub.pixels import DAMAGE, LONG_SIDE, decode_upright, fit
from bot.anonymise.scrub.tiffs import fault_of_first, find_pages, read_page, read_pages
from bot.anonymise.scrub.verdicts import (
    MIB,
    FileKind,
    Limits,
    Media,
    Rebuilt,
    RefusalError,
    RefusalReason,
    Removed,
    refusal,
)
from bot.frozen import frozen

LOSSLESS_MOST = 6 * MIB  # chosen: a larger screenshot goes as JPEG, well below what Telegram takes as a photo
PHOTO_MOST = 10 * MIB  # Telegram: a photo is at most 10 MB, width + height 10000, sides 20 to 1
LOSSLESS = frozenset({FileKind.PNG, FileKind.GIF, FileKind.TIFF, FileKind.BMP})
SHOWN_TORN = frozenset({FileKind.JPEG, FileKind.PNG, FileKind.GIF, FileKind.BMP})
"""Of these telephones and browsers show the upper part when the rest is missing."""
END_OF_JPEG = b"\xff\xd9"
ANIMATED = frozenset({FileKind.PNG, FileKind.GIF, FileKind.WEBP, FileKind.AVIF})
DECODERS = {
    FileKind.JPEG: "JPEG",
    FileKind.PNG: "PNG",
    FileKind.WEBP: WebPImagePlugin.WebPImageFile.format,
    FileKind.TIFF: TiffImagePlugin.TiffImageFile.format,
    FileKind.GIF: "GIF",
    FileKind.HEIC: "HEIF",
    FileKind.BMP: BmpImagePlugin.BmpImageFile.format,
    FileKind.AVIF: AvifImagePlugin.AvifImageFile.format,
    FileKind.JPEG2000: Jpeg2KImagePlugin.Jpeg2KImageFile.format,
}
# Sizes are checked here before anything is decoded, by kind; Pillow's own bound is one for all and only warns.
Image.MAX_IMAGE_PIXELS = None
# A profile of colours is read like a text, and those of printers have a few MiB; the process bounds the memory.
PngImagePlugin.MAX_TEXT_CHUNK = 16 * MIB
# The limited process may start no thread; one file is no faster with more on two cores.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1


def scrub_picture(content: bytes, kind: FileKind, limits: Limits) -> Rebuilt:
    """The picture in *content* from its pixels alone; raises RefusalError."""
    try:
        return scrub_whole(content, kind, limits)
    except RefusalError as refused:
        if refused.refused.reason is not RefusalReason.DAMAGED or kind not in SHOWN_TORN:
            raise
        return scrub_torn(content, kind, limits)


def scrub_whole(content: bytes, kind: FileKind, limits: Limits) -> Rebuilt:
    """As `scrub_picture`, for a file that came to its end."""
    try:
        with open_picture(content, kind, limits) as picture:
            return rebuild_picture(picture, content, kind, limits)
    except MemoryError:
        raise
    except DAMAGE as damage:
        raise refusal(RefusalReason.DAMAGED, kind) from damage


def scrub_torn(content: bytes, kind: FileKind, limits: Limits) -> Rebuilt:
    """As much as viewers show of a picture that was broken off; raises RefusalError when that is nothing."""
    if kind is FileKind.JPEG:
        content = content.rstrip(b"\xff") + END_OF_JPEG  # an end lets the decoder fill what is missing with grey
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        made = scrub_whole(content, kind, limits)
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    with Image.open(io.BytesIO(made.content)) as seen:
        bounds = seen.convert("L").getextrema()
    if bounds[0] == bounds[1]:
        raise refusal(RefusalReason.DAMAGED, kind)
    return replace(made, removed=made.removed | {Removed.TORN})


def rebuild_picture(picture: Image.Image, content: bytes, kind: FileKind, limits: Limits) -> Rebuilt:
    """The open *picture* as one of its own, or as a PDF when it has several pages."""
    if kind is FileKind.TIFF:
        pages = find_pages(picture, limits)
        marks = find_marks(picture, content, kind)
        if len(pages) > 1:
            budget = max(LEAST_BUDGET, 2 * len(content) // len(pages))
            sheets = (sheet_of_scan(page, budget) for page in read_pages(picture, pages, limits))
            return Rebuilt(assemble_sheets(sheets), "pdf", "document", marks)
        picture.seek(pages[0])
        pixels = read_page(picture)
    else:
        marks = find_marks(picture, content, kind)
        if kind in ANIMATED:
            marks |= show_first(picture)
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
    except UnidentifiedImageError as unknown:
        raise (fault_of_first(content) if kind is FileKind.TIFF else refusal(RefusalReason.DAMAGED, kind)) from unknown
    most = limits.jpeg_pixels if kind is FileKind.JPEG else limits.pixels
    if picture.width * picture.height > most:
        raise refusal(RefusalReason.SIZE, kind)
    return picture


def show_first(picture: Image.Image) -> frozenset[Removed]:
    """Let an animated *picture* stand at the first frame that viewers show; says that there were more.

    The default image of an animated PNG that is no frame of it is for viewers without animation.
    """
    if getattr(picture, "n_frames", 1) == 1:
        return frozenset()
    if picture.info.get("default_image"):
        picture.seek(1)
    return frozenset({Removed.ANIMATION})


@frozen
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
    fits = len(made.content) <= PHOTO_MOST and longer + shorter <= 10_000 and longer <= min(20 * shorter, LONG_SIDE)
    transparent = made.extension == "png" and made.content[25] in (4, 6)
    return "photo" if fits and not transparent else "document"
