"""Plain text comes out as UTF-8 of what is seen."""

from __future__ import annotations

import pytest

from bot.anonymise.scrub.runner import Cleaned, Instead, RefusalReason, RefusedFile, Removed, scrub

LETTER = "Құрметті қызметкер!\nДиректор школы требует деньги: 5 000 тг.\n"
RUSSIAN = "Директор школы требует деньги за справку.\nПрошу принять меры.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "kz1048"])
async def test_every_usual_encoding_is_read(encoding: str) -> None:
    result = await scrub(LETTER.encode(encoding), declared="txt")
    assert result == Cleaned(LETTER.encode(), "txt", "document", frozenset())


async def test_windows_1251_is_read() -> None:
    result = await scrub(RUSSIAN.encode("cp1251"))
    assert result == Cleaned(RUSSIAN.encode(), "txt", "document", frozenset())


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("a\u200bb\u200dc\u2060d\ufeffe", "abcde"),
        ("\u202eabc\u2066d\u200f", "abcd"),
        ("a\U000e0041\U000e0042b\ufe0fc\U000e0101", "abc"),
        ("a\ue000b\u0378c\uffa0d\u3164e", "abcde"),
        ("line \t \nnext\u00a0word\u2003x\u2800y", "line\nnext word x y"),
        ("one\r\ntwo\rthree\x0cfour", "one\ntwo\nthree\nfour"),
        ("\u00adsoft\u034f", "soft"),
    ],
)
async def test_unseen_characters_go(dirty: str, clean: str) -> None:
    result = await scrub(dirty.encode())
    assert isinstance(result, Cleaned)
    assert result.content.decode() == clean
    assert result.removed == ({Removed.OTHER} if "\r" not in dirty else result.removed)


@pytest.mark.parametrize("empty", [b"", b"  \n\t", "\u200b\u200b\ufeff".encode()])
async def test_text_without_anything_to_see_is_empty(empty: bytes) -> None:
    assert await scrub(empty) == RefusedFile(RefusalReason.EMPTY, Instead.AGAIN)


@pytest.mark.parametrize(
    "content",
    [bytes(range(256)) * 4, b"\x80\x81\x82\x83" * 50, "naïve café".encode("latin-1") * 9],
    ids=["bytes", "high bytes", "latin"],
)
async def test_what_is_no_text_is_refused(content: bytes) -> None:
    assert await scrub(content) == RefusedFile(RefusalReason.TYPE, Instead.TELL)


@pytest.mark.parametrize(
    "start", ["<!DOCTYPE html><p>", "<html>", "{\\rtf1 x}", "<?xml version='1.0'?><a/>", "BEGIN:VCARD\n"]
)
async def test_markup_is_not_plain(start: str) -> None:
    assert await scrub(start.encode() + b" words") == RefusedFile(RefusalReason.TYPE, Instead.PDF)


async def test_long_text_is_refused_for_its_size() -> None:
    assert await scrub(b"word " * 1_100_000) == RefusedFile(RefusalReason.SIZE, Instead.SPLIT)
