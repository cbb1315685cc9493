"""What survives of a message as plain text, and that defanged text cannot be clicked in Telegram."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.anonymise.plain import JOINER, defang, plain_text

TEXTS = st.one_of(
    st.text(st.characters(), max_size=120),
    st.lists(
        st.sampled_from(
            ["@ab_c", "t.me/x", "https://", "www.a.kz", "/start", "#тег", "$BTC", "tg://"]
            + [".", "/", "@", " ", "\n", "1.5", "ok"]
        ),
        max_size=20,
    ).map("".join),
)


@pytest.mark.parametrize(
    ("given_text", "plain"),
    [
        ("Сәлем, дос", "Сәлем, дос"),
        ("a\u202eb\u2066c\u2069\u200b\ufeffd", "abcd"),
        ("a\x00b\x1bc\td", "abc d"),
        ("и\u0306 е\u0308", "й ё"),
        ("1\r\n2\r3\u20284\u2029" + "5", "1\n2\n3\n4\n5"),
        ("a\n\n\n\n\n\nb", "a\n\n\nb"),
        ("a\n \n \n \n \nb", "a\n\n\nb"),
        ("\ud83d", "\ufffd"),
        ("tag\U000e0041\U000e007fged", "tagged"),
        ("👨‍👩‍👧 ❤️ 1️⃣", "👨‍👩‍👧 ❤️ 1️⃣"),
        ("a\u200db", "ab"),
        ("", ""),
    ],
)
def test_plain_text_keeps_only_what_is_readable(given_text: str, plain: str) -> None:
    assert plain_text(given_text) == plain


@given(TEXTS)
@settings(deadline=None)
def test_plain_text_is_idempotent_and_can_be_sent(text: str) -> None:
    plain = plain_text(text)
    assert plain_text(plain) == plain
    assert unicodedata.is_normalized("NFC", plain)
    assert "\n\n\n\n" not in plain
    plain.encode("utf-8")
    assert not [char for char in plain if unicodedata.category(char) in {"Cc", "Cs", "Co"} and char != "\n"]


@pytest.mark.parametrize(
    "text",
    [
        "@ivan_p",
        "t.me/ivan",
        "TELEGRAM.ME/ivan",
        "telegram.dog/ivan",
        "tg://resolve?domain=ivan",
        "tg:resolve",
        "https://example.kz/a?b=c",
        "http://1.2.3.4/a",
        "www.example.com",
        "пример.рф",
        "a-b.example.org",
        "/start",
        "/start@bot",
        "(/stop)",
        "#адалдық",
        "$BTC",
        "mailto:a@b.kz",
    ],
)
def test_defang_leaves_nothing_that_telegram_would_link(text: str) -> None:
    harmless = defang(text)
    assert harmless.replace(JOINER, "") == text
    assert _clickable(text)
    assert not _clickable(harmless)


@pytest.mark.parametrize(
    "text", ["05.03.2026, 18.30", "1.5 млн", "и/или", "№ 12/345", "Сәлем. Қалайсыз?", "a/b", "12:30", ""]
)
def test_defang_leaves_ordinary_text_alone(text: str) -> None:
    assert defang(text) == text


@given(TEXTS)
@settings(deadline=None)
def test_defang_is_idempotent_and_only_adds_joiners(text: str) -> None:
    text = plain_text(text)
    harmless = defang(text)
    assert defang(harmless) == harmless
    assert harmless.replace(JOINER, "") == text
    assert not _clickable(harmless)


_LINKS = (
    r"(?<![\w])@[A-Za-z0-9_]{2,}",
    r"(?<![\w/])/[A-Za-z0-9_]+",
    r"(?<!\w)#\w*[^\W\d]\w*",
    r"(?<!\w)\$[A-Z]{1,8}(?!\w)",
    r"(?i)(?:https?|tg|ton|ftp)://[^\s\u2060]",
    r"(?i)(?:tg|mailto):\w",
    r"[^\W_]\.[^\W\d_]{2,}",
)


def _clickable(text: str) -> bool:
    """A stand-in for Telegram's linking: a joiner is no letter of a name, command or domain."""
    return any(re.search(pattern, text) for pattern in _LINKS)
