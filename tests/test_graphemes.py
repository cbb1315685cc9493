"""Signs as people see them are found whole, whatever they are made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.graphemes import is_boundary, last_boundary, shortened

WHOLE = (
    "👍🏽",
    "👨‍👩‍👧‍👦",
    "❤️‍🔥",
    "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "🇰🇿",
    "1️⃣",
    "е́",
    "à̖",
    "й",
    "👩🏻‍❤️‍💋‍👨🏿",
    "🏳️‍🌈",
    "\r\n",
    "각",
    "가",
)
"""Skin, family, joined heart, tagged flag, flag of two letters, keycap, accents, a breve, and Korean in its letters."""


def signs(text: str) -> list[str]:
    """*text* cut at every boundary."""
    cuts = [at for at in range(len(text) + 1) if is_boundary(text, at)]
    return [text[start:end] for start, end in zip(cuts, cuts[1:], strict=False)]


@pytest.mark.parametrize("sign", WHOLE)
def test_a_sign_of_several_characters_is_one(sign: str) -> None:
    assert signs(sign) == [sign]
    assert signs(f"а{sign}б") == ["а", sign, "б"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("🇰🇿🇷🇺🇰", ["🇰🇿", "🇷🇺", "🇰"]),
        ("а🇰🇿🇷🇺", ["а", "🇰🇿", "🇷🇺"]),
        ("👍👍🏽👍", ["👍", "👍🏽", "👍"]),
        ("а\u200dб", ["а\u200d", "б"]),
        ("а\u200d🔥", ["а\u200d", "🔥"]),
        ("🔥\u200d🇰🇿", ["🔥\u200d", "🇰🇿"]),
        ("к\nм", ["к", "\n", "м"]),
        ("\n\u0301", ["\n", "\u0301"]),
        ("қ ү", ["қ", " ", "ү"]),
        ("12", ["1", "2"]),
    ],
)
def test_signs_beside_each_other_are_apart(text: str, parts: list[str]) -> None:
    assert signs(text) == parts


@given(st.lists(st.sampled_from([*WHOLE[:-3], "қ", "x", "😀", " "]), max_size=40), st.integers(0, 200))
def test_a_cut_lies_between_signs(made: list[str], at: int) -> None:
    text = "".join(made)
    cut = last_boundary(text, min(at, len(text)))
    ends = {sum(len(sign) for sign in made[:count]) for count in range(len(made) + 1)}
    assert cut in ends or cut == min(at, len(text))
    assert cut <= at


def test_a_text_is_shortened_at_a_sign_and_shows_that_it_was() -> None:
    assert shortened("аб👍🏽", 4) == "аб👍🏽"
    assert shortened("аб👍🏽👍🏽", 4) == "аб…"
    assert shortened("а" + "\u0301" * 9, 5) == "а" + "\u0301" * 3 + "…"
