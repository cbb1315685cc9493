"""Words that stand together in one string are found as in a set."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.anonymise.identifiers.word_lists import WordBook

WORDS = st.text("абв -", min_size=1, max_size=6)


@given(st.sets(WORDS), WORDS)
def test_a_book_holds_its_words_and_no_other(words: set[str], asked: str) -> None:
    book = WordBook(words)
    assert {word for word in words if word in book} == words
    assert (asked in book) == (asked in words)


@given(st.sets(WORDS), st.text("абв", min_size=3, max_size=6))
def test_a_book_knows_how_its_words_begin(words: set[str], start: str) -> None:
    assert WordBook(words).has_beginning(start) == any(word.startswith(start) for word in words)


def test_nothing_is_in_a_book_without_words() -> None:
    assert "айгул" not in WordBook([])
    assert "" not in WordBook(["айгул"])
