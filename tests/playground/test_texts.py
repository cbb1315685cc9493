"""Texts as Telegram counts, parses and searches them."""

import pytest

from bot.playground.entities import utf16_length
from bot.playground.errors import ViolationError
from bot.playground.texts import command_in, find_entities, read_text


def test_length_counts_utf16_code_units() -> None:
    assert (utf16_length("abc"), utf16_length("Ғылым"), utf16_length("😀a")) == (3, 5, 3)


def test_html_becomes_entities_that_nest_and_count_in_utf16() -> None:
    html = '😀 <b>қою <i>көлбеу</i></b> &lt;a&gt; <a href="https://x.kz/">сілтеме</a>'
    assert read_text(html, parse_mode="HTML", entities=None) == (
        "😀 қою көлбеу <a> сілтеме",
        [
            {"type": "bold", "offset": 3, "length": 10},
            {"type": "italic", "offset": 7, "length": 6},
            {"type": "text_link", "offset": 18, "length": 7, "url": "https://x.kz/"},
        ],
    )


@pytest.mark.parametrize("html", ["<b>x", "x</b>", "<b><i>x</b></i>", "<font>x</font>"])
def test_broken_html_is_refused(html: str) -> None:
    with pytest.raises(ViolationError, match="can't parse entities"):
        read_text(html, parse_mode="HTML", entities=None)


def test_what_was_given_hides_what_would_be_found() -> None:
    given = [{"type": "code", "offset": 0, "length": 6}]
    assert read_text("/start", parse_mode=None, entities=given) == ("/start", given)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("жаз: a.b@mail.kz", ["email"]),
        ("https://t.me/joinchat/x және t.me/y", ["url", "url"]),
        ("/take@adaldyq_bot қазір", ["bot_command"]),
        ("@dana_office #пара +7 701 000 00 00", ["mention", "hashtag", "phone_number"]),
        ("3/4 бөлігі, 12.05.2026, a/b, соз.кз", []),
        ("@\u2060dana, t\u2060.me/\u2060x, /\u2060start", []),
    ],
)
def test_telegram_finds_links_and_names_by_itself(text: str, kinds: list[str]) -> None:
    assert [entity["type"] for entity in find_entities(text)] == kinds


def test_command_is_read_with_its_addressee() -> None:
    assert command_in("/queue@adaldyq_bot 5") == ("queue", "adaldyq_bot")
    assert command_in("/start abc") == ("start", None)
    assert command_in("жай /start") is None
