"""A drawn page is told apart into its ink (black print, one bit a pixel) and its ground (all else, as a JPEG).

Rules

1. Ink is what is near black, and what is dark and thin on paper: print, its soft edges, hair lines. Grey fields, pale
   or coloured letters and pictures stay in the ground as they are.
2. What is not ink stands in the ground; a ground is as large as what is seen in it.
3. The ground under ink is what lies around it, so that a JPEG has no edges of letters to spend bytes on.
"""

from __future__ import annotations

from typing import TypeAlias

from PIL import Image, ImageChops

from bot.frozen import frozen

Box: TypeAlias = tuple[int, int, int, int]

COLOURLESS = 10  # the largest difference between the channels of what has no colour worth keeping
BLACK = 64  # darker is ink wherever it is
HALF = 190  # thin things on paper are ink up to here: a hair line that covers a quarter of its pixels stays whole
CORE = 136  # thin things that are nowhere darker are grey; a black line of one pixel that lies across two has 128
NEAR_CORE = (1, 2)  # pairs of pixels, in steps: half the bar of an "e", which may be paler than its ends
PAPER = 215  # lighter is paper, to the eye and to the edge of a letter
NEAR_PAPER = (1,)  # pairs of pixels: half the stem of a letter of ordinary size at 200 dots per inch
EDGE = (1, 1)  # pairs of pixels, in steps: how far the soft edge of a letter goes at most
MIDDLE = 128  # between the two tones of a scan that has no more
BLANK = 243  # a ground of which no channel is darker shows nothing; measured: the darkest field of Word is 242
BESIDE_FIELD = (1, 2)  # blocks, in steps: as far as the grey within a letter is from the grey around it
BLOCK = 4  # pixels; a block that is grey throughout belongs to a field, not to an edge, at 200 dots per inch


@frozen
class Patch:
    """*pixels* at *box* of a drawn page."""

    pixels: Image.Image
    box: Box


@frozen
class Layers:
    """A page of *size* pixels as shown: *ground* under *ink* (mode "1", ink is 0), and blank paper where neither is."""

    size: tuple[int, int]
    ground: Patch | None
    ink: Patch | None


def split_page(page: Image.Image, pictures: list[Box]) -> Layers:
    """The layers of *page* (RGB); within *pictures* nothing is taken for ink."""
    box = mask_of(darkest_channel(page), 0, BLANK).getbbox()
    if box is None:
        return Layers(page.size, None, None)
    left, top = box[:2]
    shown = page.crop(box)
    inner = [(one - left, two - top, three - left, four - top) for one, two, three, four in pictures]
    gray, unlike = shown.convert("L"), colourfulness(shown)
    ink = find_ink(gray, unlike, inner)
    edge = ImageChops.darker(grow(ink, *EDGE), mask_of(gray, HALF, 255))
    covered = ImageChops.lighter(ink, edge)
    black = Patch(ImageChops.invert(ink).convert("1", dither=Image.Dither.NONE), box) if ink.getbbox() else None
    seen = mask_of(ImageChops.lighter(darkest_channel(shown), covered), 0, BLANK).getbbox()
    if seen is None:
        return Layers(page.size, None, black)
    ground = drawn_in_gray(shown.crop(seen), gray.crop(seen), unlike.crop(seen))
    if black is not None:
        ground = fill_from_around(ground, covered.crop(seen))
    place = (left + seen[0], top + seen[1], left + seen[2], top + seen[3])
    return Layers(page.size, Patch(ground, place), black)


def two_toned(page: Image.Image) -> Layers:
    """*page* (of any mode), a scan of two tones, as ink alone."""
    ink = mask_of(page.convert("L"), MIDDLE, 256).convert("1", dither=Image.Dither.NONE)
    return Layers(page.size, None, Patch(ink, (0, 0, *page.size)))


def whole_ground(page: Image.Image) -> Layers:
    """*page* (L or RGB) as a ground without ink."""
    return Layers(page.size, Patch(page, (0, 0, *page.size)), None)


def darkest_channel(page: Image.Image) -> Image.Image:
    """The darkest channel of each pixel of *page*: a pale yellow is bright, and yet it is no paper."""
    red, green, blue = page.split()
    return ImageChops.darker(ImageChops.darker(red, green), blue)


def colourfulness(page: Image.Image) -> Image.Image:
    """How far each pixel of *page* (RGB) is from gray."""
    red, green, blue = page.split()
    return ImageChops.lighter(ImageChops.difference(red, green), ImageChops.difference(green, blue))


def is_colourless(page: Image.Image) -> bool:
    """True when no pixel of *page* (RGB) has a colour worth keeping."""
    return not any(colourfulness(page).histogram()[COLOURLESS + 1 :])


def drawn_in_gray(page: Image.Image, gray: Image.Image, unlike: Image.Image) -> Image.Image:
    """*gray* when no pixel of *page* has a colour worth keeping, else *page*."""
    return page if any(unlike.histogram()[COLOURLESS + 1 :]) else gray


def find_ink(gray: Image.Image, unlike: Image.Image, pictures: list[Box]) -> Image.Image:
    """Where ink is: 255 there, 0 elsewhere."""
    neutral = mask_of(unlike, 0, COLOURLESS + 1)
    dark = ImageChops.darker(mask_of(gray, 0, BLACK), neutral)
    for box in pictures:
        dark.paste(0, box)
    middle = ImageChops.darker(mask_of(gray, BLACK, HALF), neutral)
    near = grow(mask_of(gray, PAPER, 256), *NEAR_PAPER)
    near = ImageChops.darker(near, grow(mask_of(gray, 0, CORE), *NEAR_CORE))
    near = ImageChops.lighter(near, grow(dark, *EDGE))  # the inner corners of bold letters see no paper
    thin = ImageChops.darker(ImageChops.darker(middle, near), ImageChops.invert(fields_of(middle)))
    for box in pictures:
        thin.paste(0, box)
    return ImageChops.lighter(dark, thin)


def mask_of(band: Image.Image, low: int, high: int) -> Image.Image:
    """255 where *band* is from *low* up to, not including, *high*; 0 elsewhere."""
    return band.point([255 if low <= value < high else 0 for value in range(256)])


def grow(mask: Image.Image, *steps: int) -> Image.Image:
    """*mask* and what lies beside it, up to *steps* in pairs of pixels: at half the size for a quarter of the work."""
    half = spread(mask_of(mask.reduce(2), 1, 256), *steps)
    return half.resize((2 * half.width, 2 * half.height), Image.Resampling.NEAREST).crop((0, 0, *mask.size))


def spread(mask: Image.Image, *steps: int) -> Image.Image:
    """*mask* and what lies beside it, to the sum of *steps* (each at most one more than those before together)."""
    for step in steps:
        for right, down in ((step, 0), (0, step)):
            before, after = ImageChops.offset(mask, -right, -down), ImageChops.offset(mask, right, down)
            mask = ImageChops.lighter(mask, ImageChops.lighter(before, after))
    return mask


def fields_of(middle: Image.Image) -> Image.Image:
    """255 where whole blocks of *middle* tones stand, and beside them."""
    whole_blocks = (-middle.width % BLOCK + middle.width, -middle.height % BLOCK + middle.height)
    blocks = mask_of(middle.crop((0, 0, *whole_blocks)).reduce(BLOCK), 255, 256)
    if blocks.getbbox() is None:
        return Image.new("L", middle.size)
    wide = spread(blocks, *BESIDE_FIELD)
    whole = wide.resize((wide.width * BLOCK, wide.height * BLOCK), Image.Resampling.NEAREST)
    return whole.crop((0, 0, *middle.size))


def fill_from_around(ground: Image.Image, covered: Image.Image) -> Image.Image:
    """*ground* with the average of what lies around in the place of what is *covered*."""
    open_ground = ground.convert("RGB")
    open_ground.putalpha(ImageChops.invert(covered))
    around = open_ground.reduce(2 * BLOCK)
    around.putalpha(mask_of(around.getchannel("A"), 1, 256))
    paper = Image.new("RGBA", around.size, "white")
    paper.alpha_composite(around)
    filling = paper.convert(ground.mode).resize(
        (around.width * 2 * BLOCK, around.height * 2 * BLOCK), Image.Resampling.NEAREST
    )
    return Image.composite(filling.crop((0, 0, *ground.size)), ground, covered)
