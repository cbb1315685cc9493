"""Pictures come out as pixels alone, upright, legible, and in every shape that encoders give them."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

import pillow_heif
import pypdf
import pytest
from PIL import Image, ImageChops, ImageStat

from bot.anonymise.scrub.runner import DEFAULT, Cleaned, Instead, Limits, RefusalReason, RefusedFile, Removed, scrub
from tests.anonymise.scrub.conftest import clean, clean_here, decoded_size
from tests.anonymise.scrub.planted_pictures import avif, bmp, gif, heic, jpeg, jpeg2000, png, scene, tiff, webp
from tests.anonymise.scrub.searching import MARK, holds_mark

EVERYTHING = {Removed.PLACE, Removed.TIME, Removed.DEVICE, Removed.AUTHOR, Removed.SOFTWARE, Removed.COMMENTS}

TOLD = {
    "tif": {Removed.TIME, Removed.AUTHOR},
    "bmp": {Removed.EMBEDDED},  # it has no tags: only what stands behind its end
    "jp2": {Removed.TIME, Removed.AUTHOR, Removed.COMMENTS, Removed.EMBEDDED},
}


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures, 0 to 255."""
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


@pytest.mark.parametrize(
    ("make", "name", "extension"),
    [(jpeg, "jpg", "jpg"), (png, "png", "png"), (webp, "webp", "jpg"), (tiff, "tif", "png"), (heic, "heic", "jpg"),
     (bmp, "bmp", "png"), (avif, "avif", "jpg"), (jpeg2000, "jp2", "jpg")],  # fmt: skip
)
async def test_picture_loses_every_planted_mark(make: Callable[[], bytes], name: str, extension: str) -> None:
    planted = make()
    assert holds_mark(planted)
    made = await clean(planted, declared=name)
    assert made.extension == extension
    assert made.media == "photo"
    assert decoded_size(made.content) == (made.width, made.height) == (320, 200)
    assert difference(Image.open(io.BytesIO(made.content)), scene()) < 4
    assert made.removed >= TOLD.get(name, EVERYTHING)


async def test_gif_of_one_frame_becomes_png() -> None:
    made = await clean(gif(), declared="gif")
    assert (made.extension, made.removed >= {Removed.COMMENTS, Removed.EMBEDDED}) == ("png", True)


async def test_bare_picture_has_nothing_removed() -> None:
    out = io.BytesIO()
    scene().save(out, "JPEG")
    assert (await clean(out.getvalue())).removed == frozenset()


def half_gray() -> bytes:
    """A gray TIFF whose transparency is counted into the gray, half of it to be seen through."""
    out = io.BytesIO()
    gray = Image.merge("LA", (scene("L"), Image.new("L", (320, 200), 128)))
    gray.save(out, "TIFF", tiffinfo={338: 2})
    made = bytearray(out.getvalue())
    place = made.find(struct.pack("<HHI", 338, 3, 1)) + 8
    struct.pack_into("<H", made, place, 1)  # associated, which our writer does not write
    return bytes(made)


def test_gray_with_counted_in_transparency_is_taken() -> None:
    made = clean_here(half_gray())
    with Image.open(io.BytesIO(made.content)) as shown:
        assert (made.extension, shown.mode, shown.getchannel("A").getextrema()) == ("png", "LA", (128, 128))


def test_profile_of_two_megabytes_is_no_damage() -> None:
    out = io.BytesIO()
    scene().save(out, "PNG", icc_profile=bytes(2 << 20))
    assert clean_here(out.getvalue()).extension == "png"


VARIANTS: dict[str, Callable[[], bytes]] = {
    "progressive": lambda: jpeg(progressive=True),
    "gray jpeg": lambda: jpeg(scene("L")),
    "cmyk jpeg": lambda: jpeg(scene("CMYK")),
    "full colour": lambda: jpeg(subsampling=0, quality=97),
    "restarts": lambda: jpeg(restart_marker_rows=1),
    "gray png": lambda: png(scene("L")),
    "bilevel png": lambda: png(scene("1")),
    "palette png": lambda: png(scene("P")),
    "palette of 4": lambda: png(scene().quantize(4), bits=2),
    "16-bit png": lambda: png(Image.linear_gradient("L").convert("I;16")),
    "lossless webp": lambda: webp(lossless=True),
    "gray tiff": lambda: tiff(scene("L")),
    "bilevel tiff": lambda: tiff(scene("1"), compression="group4"),
    "lzw tiff": lambda: tiff(compression="tiff_lzw"),
    "jpeg tiff": lambda: tiff(compression="jpeg"),
    "cmyk tiff": lambda: tiff(scene("CMYK")),
    "float tiff": lambda: tiff(scene("F")),
    "16-bit tiff": lambda: tiff(Image.linear_gradient("L").convert("I;16")),
    "lab tiff": lambda: tiff(scene("LAB")),
    "palette bmp": lambda: bmp(scene("P")),
    "gray jpeg 2000": lambda: jpeg2000(scene("L")),
    "ycc tiff": lambda: tiff(scene("YCbCr")),
}


@pytest.mark.parametrize("variant", VARIANTS)
async def test_every_encoder_variant_comes_out(variant: str) -> None:
    made = await clean(VARIANTS[variant]())
    assert decoded_size(made.content) == (made.width, made.height)
    with Image.open(io.BytesIO(made.content)) as seen:
        assert seen.mode in ("1", "L", "RGB")
        assert len(seen.convert("L").getcolors(256) or [0] * 256) > 1  # it still shows something


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_orientation_is_applied_to_the_pixels(orientation: int) -> None:
    made = await clean(jpeg(orientation=orientation, quality=92))
    turns = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
    expected = scene() if orientation == 1 else scene().transpose(Image.Transpose(turns[orientation]))
    with Image.open(io.BytesIO(made.content)) as seen:
        assert seen.size == expected.size
        assert difference(seen, expected) < 4


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
async def test_transparency_stays_and_hides_nothing(mode: str) -> None:
    picture = scene(mode)
    alpha = Image.linear_gradient("L").resize(picture.size).point(lambda value: 0 if value < 128 else value)
    picture.putalpha(alpha)
    made = await clean(png(picture))
    assert (made.extension, made.media) == ("png", "document")
    with Image.open(io.BytesIO(made.content)) as seen:
        rgba = seen.convert("RGBA")
    assert ImageChops.difference(rgba.getchannel("A"), alpha).getextrema() == (0, 0)
    unseen = ImageChops.multiply(rgba.convert("L"), alpha.point(lambda value: 0 if value else 255))
    assert unseen.getextrema() == (0, 0)


async def test_opaque_alpha_is_no_transparency() -> None:
    made = await clean(webp(scene("RGBA"), quality=90))
    assert (made.extension, made.media) == ("jpg", "photo")


async def test_colour_profile_is_followed_before_it_goes() -> None:
    wide = Image.new("RGB", (64, 64), (0, 200, 0))
    swapped = swapped_profile()
    out = io.BytesIO()
    wide.save(out, "JPEG", icc_profile=swapped, quality=95, subsampling=0)
    made = await clean(out.getvalue())
    with Image.open(io.BytesIO(made.content)) as seen:
        red, green, _ = seen.convert("RGB").getpixel((30, 30))  # type: ignore[misc]
    assert red > green


def swapped_profile() -> bytes:
    """A profile in which the first two primaries have changed places, so that following it can be seen."""
    from PIL import ImageCms

    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(made[128:132], "big")
    places = {bytes(made[132 + 12 * n : 136 + 12 * n]): 132 + 12 * n for n in range(count)}
    for one, other in ((b"rXYZ", b"gXYZ"),):
        made[places[one] : places[one] + 4], made[places[other] : places[other] + 4] = other, one
    return bytes(made)


async def test_large_picture_is_made_smaller_and_page_stays_legible() -> None:
    page = Image.new("L", (6000, 4000), 255)
    for column in range(0, 6000, 12):  # strokes as fine as small print on a photographed page
        page.paste(0, (column, 0, column + 6, 4000))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=85)
    made = await clean(out.getvalue())
    assert (made.width, made.height) == (4096, 2731)
    with Image.open(io.BytesIO(made.content)) as seen:
        low, high = seen.crop((1000, 1000, 1100, 1010)).convert("L").getextrema()  # type: ignore[misc]
    assert (low < 60, high > 190) == (True, True)


async def test_tiff_of_several_pages_becomes_pdf() -> None:
    out = io.BytesIO()
    scene().save(out, "TIFF", save_all=True, append_images=[scene("L"), scene("1")], artist=MARK)
    made = await clean(out.getvalue())
    assert (made.extension, made.media, made.content.count(b"/DCTDecode")) == ("pdf", "document", 2)
    assert made.content.count(b"/CCITTFaxDecode") == 1


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "AVIF"])
async def test_of_an_animation_the_first_frame_is_kept_and_said(form: str) -> None:
    frames = [Image.new("RGB", (320, 200), (10, 200, 10)), Image.new("RGB", (320, 200), (10, 10, 200))]
    out = io.BytesIO()
    scene().save(out, form, save_all=True, append_images=frames)
    made = await clean(out.getvalue())
    assert (made.width, made.height, made.removed) == (320, 200, {Removed.ANIMATION})
    with Image.open(io.BytesIO(made.content)) as seen:
        assert (getattr(seen, "n_frames", 1), difference(seen, scene()) < 12) == (1, True)


async def test_default_image_that_viewers_of_animations_never_show_does_not_cross() -> None:
    out = io.BytesIO()
    hidden, shown = Image.new("RGB", (64, 64), (200, 0, 0)), Image.new("RGB", (64, 64), (0, 0, 200))
    hidden.save(out, "PNG", save_all=True, append_images=[shown, scene(size=(64, 64))], default_image=True)
    made = await clean(out.getvalue())
    with Image.open(io.BytesIO(made.content)) as seen:
        assert (seen.convert("RGB").getpixel((9, 9)), made.removed) == ((0, 0, 200), {Removed.ANIMATION})


@pytest.mark.parametrize(
    ("packing", "big"),
    [("group3", False), ("jpeg", True), ("packbits", False), ("zstd", True), ("lzma", False)],
)
async def test_pages_of_every_packing_come_out(packing: str, big: bool) -> None:
    leaf = scene("1" if packing in ("group3", "group4") else "RGB")
    out = io.BytesIO()
    leaf.save(out, "TIFF", save_all=True, append_images=[leaf], compression=packing, artist=MARK, big_tiff=big)
    made = await clean(out.getvalue())
    assert len(pypdf.PdfReader(io.BytesIO(made.content)).pages) == 2


@pytest.mark.parametrize("place", [0, 1])
async def test_page_in_an_unknown_packing_is_a_type_that_is_not_taken(place: int) -> None:
    out = io.BytesIO()
    scene().save(out, "TIFF", save_all=True, append_images=[scene()], compression="raw")
    content = bytearray(out.getvalue())
    entry = struct.pack("<HHII", 259, 3, 1, 1)  # tag 259: Compression, one short number, no packing
    start = -1
    for _ in range(place + 1):
        start = content.index(entry, start + 1)
    content[start + 8 : start + 10] = struct.pack("<H", 34712)  # JPEG 2000
    assert await scrub(bytes(content)) == RefusedFile(RefusalReason.TYPE, Instead.PDF)


async def test_cut_tiff_is_damaged() -> None:
    whole = tiff(compression="tiff_lzw")
    result = await scrub(whole[: len(whole) // 2])
    assert isinstance(result, RefusedFile)
    assert result.reason in (RefusalReason.DAMAGED, RefusalReason.TYPE)


async def test_heic_with_several_pictures_gives_the_main_one() -> None:
    out = io.BytesIO()
    heif = pillow_heif.from_pillow(scene())
    heif.add_from_pillow(Image.new("RGB", (64, 64)))
    heif.save(out)
    made = await clean(out.getvalue())
    assert (made.width, made.height, Removed.EMBEDDED in made.removed) == (320, 200, True)


async def test_panorama_leaves_as_document_because_telegram_takes_no_such_photo() -> None:
    out = io.BytesIO()
    scene(size=(2200, 100)).save(out, "JPEG")
    assert (await clean(out.getvalue(), as_media="photo")).media == "document"


async def test_picture_sent_as_document_stays_document() -> None:
    assert (await clean(jpeg(), as_media="document")).media == "document"


async def test_same_picture_gives_same_bytes() -> None:
    first, second = await scrub(jpeg()), await scrub(jpeg())
    assert isinstance(first, Cleaned)
    assert first == second


async def test_picture_with_too_many_pixels_is_refused() -> None:
    tight = Limits(pixels=1000, jpeg_pixels=1000)
    assert await scrub(png(), limits=tight) == RefusedFile(RefusalReason.SIZE, Instead.PHOTO)
    assert isinstance(await scrub(png(), limits=DEFAULT), Cleaned)
