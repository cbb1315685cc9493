"""TIFF in packings that no decoder here knows is refused with a way that keeps it, never drawn as something else."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image, ImageChops, ImageStat

from bot.anonymise.scrub.runner import Cleaned, Instead, RefusalReason, RefusedFile, scrub
from bot.anonymise.scrub.verdicts import DEFAULT, FileKind, RefusalError
from bot.anonymise.scrub.worker import scrub_kind
from tests.anonymise.scrub.conftest import clean
from tests.anonymise.scrub.searching import MARK

SIZE = (32, 16)
NOT_TAKEN = RefusedFile(RefusalReason.TYPE, Instead.PDF)
FORMATS = {3: "H", 4: "I"}
UNKNOWN = {
    "ThunderScan": (32809, (4,), 1, b"\xc1" * 64),
    "NeXT": (32766, (2,), 1, b"\0" * 200),
    "LogLuv": (34676, (16, 16, 16), 32845, bytes((32 | 0x80, 0x40)) * 64),
    "LogLuv of 24 bits": (34677, (16, 16, 16), 32845, b"\x55" * 3 * 512),
    "LogL": (34676, (16,), 32844, bytes((32 | 0x80, 0x40)) * 32),
    "PixarLog": (32909, (8, 8, 8), 2, b"\x78\x9c" + bytes(64)),
    "JBIG": (34661, (1,), 0, bytes(64)),
    "JPEG 2000": (34712, (8, 8, 8), 2, bytes(64)),
    "LERC": (34887, (8,), 1, b"Lerc2 " + bytes(64)),
    "JPEG XL": (50002, (8, 8, 8), 2, bytes(64)),
    "WebP": (50001, (8, 8, 8), 2, b"RIFF" + bytes(64)),
    "one that nobody knows": (65000, (8,), 1, bytes(512)),
    "old JPEG without its tables": (6, (8, 8, 8), 6, bytes(512)),
    "numbers of 64 bits unpacked": (1, (64,), 1, bytes(8 * 512)),
    "LogLuv unpacked": (1, (16, 16, 16), 32845, bytes(6 * 512)),
}
"""Each with its number, its bits, its kind of pixels, and the bytes of its one strip."""


def tiff(packing: int, bits: tuple[int, ...], kind: int, strip: bytes, *, at: tuple[int, ...] = ()) -> bytes:
    """A TIFF of one strip; *at* are tags that tell where the strip begins and how long it is."""
    tags: dict[int, tuple[int, tuple[int, ...]]] = {
        256: (4, SIZE[:1]), 257: (4, SIZE[1:]), 258: (3, bits), 259: (3, (packing,)), 262: (3, (kind,)), 273: (4, (0,)),
        277: (3, (len(bits),)), 278: (4, SIZE[1:]), 279: (4, (len(strip),)),
    }  # fmt: skip
    tags |= dict.fromkeys(at[:1], (4, (0,))) | dict.fromkeys(at[1:], (4, (len(strip),)))
    behind = 8 + 2 + 12 * len(tags) + 4
    start, entries, more = behind + (2 * len(bits) if len(bits) > 2 else 0), b"", b""
    for tag, (form, values) in sorted(tags.items()):
        written = struct.pack(f"<{len(values)}{FORMATS[form]}", *values)
        if tag == 273 or tag in at[:1]:
            written = struct.pack("<I", start)
        if len(written) > 4:
            written, more = struct.pack("<I", behind + len(more)), more + written
        entries += struct.pack("<HHI", tag, form, len(values)) + written.ljust(4, b"\0")
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4) + more + strip


@pytest.mark.parametrize("packing", UNKNOWN)
def test_unknown_packing_is_refused_with_a_way_that_keeps_the_evidence(packing: str) -> None:
    content = tiff(*UNKNOWN[packing])
    with pytest.raises(RefusalError) as refused:
        scrub_kind(FileKind.TIFF, content, DEFAULT)
    assert refused.value.refused == NOT_TAKEN


@pytest.mark.parametrize("packing", ["ThunderScan", "LogLuv", "old JPEG without its tables"])
async def test_real_process_refuses_it_too(packing: str) -> None:
    assert await scrub(tiff(*UNKNOWN[packing]), declared="tif") == NOT_TAKEN


@pytest.mark.parametrize("at", [(), (513, 514)])
async def test_old_jpeg_is_drawn_as_it_was(at: tuple[int, ...]) -> None:
    scene, packed = Image.linear_gradient("L").resize(SIZE).convert("RGB"), io.BytesIO()
    scene.save(packed, "JPEG", quality=95, comment=MARK.encode())
    made = await clean(tiff(6, (8, 8, 8), 6, packed.getvalue(), at=at))
    with Image.open(io.BytesIO(made.content)) as seen:
        assert max(ImageStat.Stat(ImageChops.difference(seen.convert("RGB"), scene)).mean) < 3


async def test_a_page_that_is_cut_off_is_damaged() -> None:
    content = tiff(1, (8, 8, 8), 2, bytes(3 * 512))
    assert isinstance(await clean(content), Cleaned)
    assert await scrub(content[:-200]) == RefusedFile(RefusalReason.DAMAGED, Instead.AGAIN)
