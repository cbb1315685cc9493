"""The pictures inside of Word and Excel files: decoded, cut to what is shown of them, encoded anew.

Rules

1. As for other pictures only pixels cross, and of these only the ones that the document shows.
2. Office turns a picture by the document's own words: what the picture says about its orientation is not followed.
3. Of several frames the first is what a page shows. A drawing of orders (EMF, WMF) becomes pixels.
4. What cannot be drawn, by us or by anybody, becomes a grey field: the sender is told, the page keeps its shape.
"""

from __future__ import annotations

from PIL import Image, ImageDraw

from bot.anonymise.scrub.crops import Crop, cut_off
from bot.anonymise.scrub.encoding import save_png
from bot.anonymise.scrub.metafiles import draw_metafile
from bot.anonymise.scrub.picture_marks import find_marks
from bot.anonymise.scrub.pictures import ANIMATED, LOSSLESS, Encoded, encode, open_picture, show_first
from bot.anonymise.scrub.pixels import DAMAGE, fit, fitting, to_srgb
from bot.anonymise.scrub.sniff import kind_of
from bot.anonymise.scrub.verdicts import PICTURES, FileKind, Limits, RefusalError, RefusalReason, Removed, refusal

GREY, DARKER = 217, 191  # chosen: light enough for a page, dark enough to be seen as a field
FIELD = (96, 96)


def clean_picture(content: bytes, crop: Crop, limits: Limits) -> tuple[Encoded, frozenset[Removed]]:
    """What *crop* shows of the picture *content*, and what marks it carried; raises RefusalError for a giant."""
    try:
        pixels, marks, lossless = decode_picture(content, limits)
    except RefusalError as refused:
        if refused.refused.reason is RefusalReason.SIZE:
            raise
        return grey_field(), frozenset({Removed.DRAWING})
    if crop.cuts:
        marks |= {Removed.HIDDEN}
    return encode(fit(cut_off(pixels, crop)), lossless=lossless), marks


def decode_picture(content: bytes, limits: Limits) -> tuple[Image.Image, frozenset[Removed], bool]:
    """The pixels of *content*, what marks it carried, and whether it came without loss; raises RefusalError."""
    drawn = draw_metafile(content)
    if drawn is not None:
        return drawn[0], frozenset() if drawn[1] else frozenset({Removed.DRAWING}), True
    kind = kind_of(content)
    if kind not in PICTURES:
        raise refusal(RefusalReason.TYPE, kind)
    try:
        with open_picture(content, kind, limits) as picture:
            marks = find_marks(picture, content, kind)
            if kind in ANIMATED:
                marks |= show_first(picture)
            pixels = load_pixels(picture, kind)
    except MemoryError:
        raise
    except DAMAGE as damage:
        raise refusal(RefusalReason.DAMAGED, kind) from damage
    return pixels, marks, kind in LOSSLESS or (kind is FileKind.WEBP and b"VP8L" in content[12:64])


def load_pixels(picture: Image.Image, kind: FileKind) -> Image.Image:
    """The pixels of *picture* in sRGB as they lie in its file."""
    profile = picture.info.get("icc_profile")
    if kind is FileKind.JPEG:
        picture.draft(None, fitting(picture.size))
    picture.load()
    return to_srgb(picture, profile if isinstance(profile, bytes) else None)


def blank_picture() -> Encoded:
    """A picture of nothing, for one that is shown as nothing: what changes its looks finds none in it."""
    return Encoded(save_png(Image.new("L", (1, 1), 255)), "png", 1, 1)


def grey_field() -> Encoded:
    """A crossed grey field, for what cannot be drawn."""
    field = Image.new("L", FIELD, GREY)
    drawing = ImageDraw.Draw(field)
    right, bottom = FIELD[0] - 1, FIELD[1] - 1
    drawing.rectangle((0, 0, right, bottom), outline=DARKER)
    drawing.line((0, 0, right, bottom), fill=DARKER)
    drawing.line((0, bottom, right, 0), fill=DARKER)
    return Encoded(save_png(field), "png", *FIELD)
