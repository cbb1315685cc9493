"""Bombs, files in two coats, cut and broken ones: cleaned or refused, inside the limits, never passed through."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
import pytest

from bot.anonymise.scrub.runner import Cleaned, Instead, Limits, RefusalReason, RefusedFile, Removed, scrub
from tests.anonymise.scrub.conftest import clean
from tests.anonymise.scrub.planted_office import document, rewrite, workbook
from tests.anonymise.scrub.planted_pdfs import plain, planted
from tests.anonymise.scrub.planted_pictures import gif, heic, jpeg, png, png_chunk, tiff, webp
from tests.anonymise.scrub.planted_recordings import m4a, mp3, ogg, recording
from tests.anonymise.scrub.searching import MARK, holds_mark

SMALL = Limits(memory_bytes=512 * 1024 * 1024, cpu_seconds=10, seconds=20.0)


def archive() -> bytes:
    """A ZIP that says the word."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("page.html", f"<script>{MARK}</script>")
    return out.getvalue()


@pytest.mark.parametrize("make", [jpeg, png, gif, webp, plain, ogg], ids=lambda make: str(make.__name__))
async def test_file_with_an_archive_behind_it_is_cleaned_of_it(make: Callable[[], bytes]) -> None:
    made = await clean(make() + archive())
    assert b"PK\x03\x04" not in made.content
    assert b"<script>" not in made.content


@pytest.mark.parametrize("head", [b"<html><script>1</script>\n", b"#!/bin/sh\n", b"PK\x03\x04", b"MZ\x90\0"])
async def test_pdf_behind_something_else_is_refused(head: bytes) -> None:
    assert isinstance(await scrub(head + plain()), RefusedFile)


async def test_picture_that_is_a_page_is_only_a_picture() -> None:
    made = await clean(png() + b"<html><script>alert(1)</script>")
    assert (made.extension, Removed.EMBEDDED in made.removed) == ("png", True)


def bomb_png(side: int) -> bytes:
    """A PNG of *side* by *side* equal pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    packing = zlib.compressobj(9)
    row = bytes(1 + side * 4)
    data = b"".join(packing.compress(row) for _ in range(side)) + packing.flush()
    chunks = png_chunk(b"IHDR", head) + png_chunk(b"IDAT", data) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def bomb_text_png() -> bytes:
    """A PNG whose compressed comment unpacks to 200 MB."""
    packing = zlib.compressobj(9)
    body = b"".join(packing.compress(bytes(1 << 20)) for _ in range(200)) + packing.flush()
    whole = png()
    return whole[:33] + png_chunk(b"zTXt", b"x\0\0" + body) + whole[33:]


def bomb_zip() -> bytes:
    """A text document with a part that unpacks to 400 MB."""
    out = io.BytesIO(document())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as made, made.open("word/x.xml", "w") as part:
        for _ in range(400):
            part.write(bytes(1 << 20))
    return out.getvalue()


def bomb_pdf() -> bytes:
    """A PDF with a picture of 30000 by 30000 pixels that packs into little."""
    made = pikepdf.new()
    packing = zlib.compressobj(9)
    data = b"".join(packing.compress(bytes(30000)) for _ in range(30000)) + packing.flush()
    picture = pikepdf.Stream(made, data)
    picture.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=30000, Height=30000, BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceGray, Filter=pikepdf.Name.FlateDecode,
    )  # fmt: skip
    leaf = pikepdf.Dictionary(
        Type=pikepdf.Name.Page, MediaBox=[0, 0, 500, 500],
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=picture)),
        Contents=pikepdf.Stream(made, b"q 500 0 0 500 0 0 cm /I Do Q"),
    )  # fmt: skip
    made.pages.append(pikepdf.Page(leaf))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def endless_pdf() -> bytes:
    """A PDF whose page draws a form that draws two forms that draw two forms."""
    made = pikepdf.new()
    inner = pikepdf.Stream(made, b"0 0 m 500 500 l S " * 2000)
    inner.stream_dict = pikepdf.Dictionary(Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 500, 500])
    for _ in range(22):
        outer = pikepdf.Stream(made, b"/F Do /F Do")
        outer.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 500, 500],
            Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=made.make_indirect(inner))),
        )  # fmt: skip
        inner = outer
    leaf = pikepdf.Dictionary(
        Type=pikepdf.Name.Page, MediaBox=[0, 0, 500, 500], Contents=pikepdf.Stream(made, b"/F Do"),
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=made.make_indirect(inner))),
    )  # fmt: skip
    made.pages.append(pikepdf.Page(leaf))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "reasons"),
    [
        (lambda: bomb_png(20000), {"size"}),
        (bomb_text_png, {"damaged", "cleaned", "size"}),
        (bomb_zip, {"size"}),
        (bomb_pdf, {"undrawn", "size", "slow"}),
    ],
    ids=["pixels", "text", "zip", "pdf"],
)
async def test_bomb_stays_inside_memory_and_time(make: Callable[[], bytes], reasons: set[str]) -> None:
    content = make()
    began = time.monotonic()
    result = await scrub(content, limits=SMALL)
    assert ("cleaned" if isinstance(result, Cleaned) else result.reason) in reasons
    assert time.monotonic() - began < 25
    assert isinstance(result, RefusedFile) or not holds_mark(result.content)


async def test_page_that_never_ends_is_slow() -> None:
    # Room enough that the processor's limit comes first, however fast the machine is.
    tight = Limits(cpu_seconds=1, seconds=30.0, memory_bytes=6 << 30)
    assert await scrub(endless_pdf(), limits=tight) == RefusedFile(RefusalReason.SLOW, Instead.SPLIT)


async def test_doubled_part_is_a_doubt() -> None:
    out = io.BytesIO(document())
    with zipfile.ZipFile(out, "a") as made, made.open(zipfile.ZipInfo("WORD/document.xml"), "w") as part:
        part.write(b"<x/>")
    assert await scrub(out.getvalue()) == RefusedFile(RefusalReason.DOUBT, Instead.PDF)


async def test_encrypted_part_is_locked() -> None:
    dirty = bytearray(rewrite(workbook(), {}, {}))
    start = dirty.rindex(b"PK\x01\x02")
    dirty[start + 8] |= 1
    assert await scrub(bytes(dirty)) == RefusedFile(RefusalReason.LOCKED, Instead.UNLOCK)


MAKERS: dict[str, Callable[[], bytes]] = {
    "jpeg": jpeg, "png": png, "webp": webp, "tiff": tiff, "gif": gif, "heic": heic, "pdf": planted, "docx": document,
    "xlsx": workbook, "mp4": lambda: recording("mp4", "libx264", "aac"), "ogg": ogg, "mp3": mp3, "m4a": m4a,
}  # fmt: skip


@pytest.mark.parametrize("kind", MAKERS)
async def test_broken_file_is_refused_or_clean(kind: str) -> None:
    whole = MAKERS[kind]()
    chance = random.Random(kind)
    for _ in range(4):
        broken = bytearray(whole)
        for _ in range(1 + len(broken) // 400):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        result = await scrub(bytes(broken[: chance.randrange(len(broken) // 2, len(broken))]), limits=SMALL)
        assert isinstance(result, RefusedFile) or not holds_mark(result.content)
