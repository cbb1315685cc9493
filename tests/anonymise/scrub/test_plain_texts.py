"""Plain text comes out as UTF-8 of what is seen."""

from __future__ import annotations

import pytest

from bot.anonymise.scrub.runner import Cleaned, Instead, RefusalReason, RefusedFile, Removed, scrub
from tests.anonymise.scrub.searching import MARK

LETTER = "Құрметті қызметкер!\nДиректор школы требует деньги: 5 000 тг.\n"
RUSSIAN = "Директор школы требует деньги за справку.\nПрошу принять меры.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "kz1048"])
async def test_every_usual_encoding_is_read(encoding: str) -> None:
    result = await scrub(LETTER.encode(encoding), declared="txt")
    assert result == Cleaned(LETTER.encode(), "txt", "document", frozenset())


@pytest.mark.parametrize("code_page", ["cp1251", "koi8-r", "cp866", "iso8859-5"])
@pytest.mark.parametrize("words", [RUSSIAN.upper(), "Чеки не выдают."], ids=["capitals", "one line"])
async def test_old_code_pages_are_told_apart(words: str, code_page: str) -> None:
    result = await scrub(words.encode(code_page), declared="txt")
    assert result == Cleaned(words.encode(), "txt", "document", frozenset())


@pytest.mark.parametrize("code_page", ["kz1048", "ptcp154"])
async def test_kazakh_code_pages_are_told_apart(code_page: str) -> None:
    words = "Мектеп директоры анықтама үшін ақша сұрайды. Өтініш: шара қолданыңыз, ұзақ күттік.\n"
    assert await scrub(words.encode(code_page)) == Cleaned(words.encode(), "txt", "document", frozenset())


async def test_report_of_dos_keeps_its_frames() -> None:
    report = "┌──────────┬──────┐\n│Взнос     │ 2 500│\n├──────────┼──────┤\n│Охрана    │   900│\n└──────────┴──────┘\n"
    result = await scrub(report.encode("cp866") + b"\x1a", declared="txt")
    assert result == Cleaned(report.encode(), "txt", "document", frozenset())


@pytest.mark.parametrize("code_page", ["cp1251", "koi8-r", "cp866", "kz1048"])
async def test_unseen_characters_go_from_old_code_pages_too(code_page: str) -> None:
    result = await scrub(("Чеки не\u00a0выдают. " * 40 + "\x7f \n").encode(code_page))
    words = "Чеки не выдают. " * 40 + "\n"
    assert result == Cleaned(words.replace(" \n", "\n").encode(), "txt", "document", frozenset({Removed.OTHER}))


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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "cp1251"])
@pytest.mark.parametrize("sign", ["\0", "\x1b", "\a", "\x1b[31;1m", "\x1b[0m", "\x7f"])
async def test_a_control_in_a_text_goes_and_the_text_stays(sign: str, encoding: str) -> None:
    for dirty in (f"{sign}{RUSSIAN}", RUSSIAN.replace(" за ", f" {sign}за{sign} "), f"{RUSSIAN}{sign}"):
        result = await scrub(dirty.encode(encoding), declared="txt")
        assert result == Cleaned(RUSSIAN.encode(), "txt", "document", frozenset({Removed.OTHER}))


async def test_words_that_a_terminal_does_not_show_go() -> None:
    dirty = f"\x1b]0;{MARK}\x07" + RUSSIAN + f"\x1b]8;;https://{MARK}\x1b\\link\x1b]8;;\x1b\\\n"
    result = await scrub(dirty.encode(), declared="log")
    assert result == Cleaned(f"{RUSSIAN}link\n".encode(), "txt", "document", frozenset({Removed.OTHER}))


@pytest.mark.parametrize("empty", [b"", b"  \n\t", "\u200b\u200b\ufeff".encode()])
async def test_text_without_anything_to_see_is_empty(empty: bytes) -> None:
    assert await scrub(empty) == RefusedFile(RefusalReason.EMPTY, Instead.AGAIN)


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 4,
        b"\x98\xf8\x81\xb5" * 50,
        bytes(n * n * 7 % 128 + 128 for n in range(300)),
        "naïve café".encode("latin-1") * 9,
        "İstanbul'da güneşli bir gün, çok güzel şeyler".encode("cp1254") * 3,
        "Ελληνικό κείμενο για δοκιμή".encode("cp1253") * 3,
        "这是一个测试文本".encode("gbk") * 5,
    ],
    ids=["bytes", "high bytes", "no order", "latin", "turkish", "greek", "chinese"],
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
