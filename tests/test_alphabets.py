"""No word of a list, a rule, a data file or a text mixes Latin and Cyrillic letters: it would never be met.

What people mix when they type is folded in one place each, `bot/anonymise/identifiers/reading.py` and
`bot/folding.py`; lists and rules are written in what comes out of there.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.anonymise.identifiers.reading import read
from bot.catalogue import name_index
from bot.folding import fold

from .alphabets import constants, mixed_words, rule, texts_in
from .house_modules import modules_of

TOP = Path(__file__).parents[1]
ROOMS = ("bot.anonymise.identifiers", "bot.catalogue", "bot.conversation.questionnaire.words")
FILES = (*TOP.glob("bot/catalogue/*.json"), *TOP.glob("locales/**/*.po"), *TOP.glob("locales/*.pot"))

# Classes that hold a letter of each alphabet on purpose: what they read is no word.
LOOKALIKES = {
    "accounts._HIDDEN": "a hidden digit of a card, written x or х",
    "accounts._IBAN_START": "KZ and a 0 of an account, typed in either alphabet",
    "address_words.DISTRICT_NAME": "the letter of a numbered quarter: 12а or 12a",
    "places._DEGREES": "points of the compass in either alphabet",
    "places._MINUTES": "points of the compass in either alphabet",
    "plates._COUNTRY": "KZ before a plate, typed in either alphabet",
    "reading._PAIR_AS_DIGITS": "letters of both alphabets typed for digits",
    "reading._NEAR_DIGIT": "letters of both alphabets typed for digits",
    "reading._TYPED_DIGITS": "letters of both alphabets typed for digits",
    "records._STARRED": "a hidden digit of a card, written x or х",
    "records._TAIL": "a hidden digit of a card, written x or х",
}
# Not compared with the folded text.
NOT_FOLDED = {
    "documents._NO_SERIES": "compared with the text as it was typed, in capitals",
    "localities._PLACE_CHUNK": "compared with the text as it was typed, for capitals",
    "localities._CALLED_BEFORE": "compared with the text as it was typed, for capitals",
    "localities._CROSSING_BEFORE": "compared with the text as it was typed, for capitals",
    "localities._NAME_BEFORE": "compared with the text as it was typed, for capitals",
    "address_words.SLASH_NAME": "compared with the text as it was typed, for a street's capital",
    **dict.fromkeys(
        (
            f"homes.{name}"
            for name in (
                "_WORD", "_SMALL_IN_STREETS", "_NEXT", "_PLACE", "_PLACE_AND_STREET", "_TOWN_AND_STREET",
                "_STREET_SPOKEN", "_STREET_ALONE", "_STREET_NAMED", "_STREET_IN_CASE", "_FARM", "_FARM_PARTS",
                "_VILLAGE_AFTER", "_ESTATE_BEFORE", "_ESTATE_WORD",
            )
        ),
        "compared with the text as it was typed, for capitals",
    ),
    "posts_of_named._QUOTED": "compared with the text as it was typed, for the capital of a quoted name",
    "spoken_plates._TYPED_LETTERS": "compared with the text as it was typed, for a plate's capitals",
    "devices._WALLET": "compared with the text as it was typed: a wallet's capitals are its own",
    "kinds.TRUST": "our own names of kinds",
    "records._KINDS": "our own names of kinds",
    "near_names._OTHER_NAMES": "our own names of kinds",
    "people._NAMES": "our own names of kinds",
    "record_lists._LISTED": "our own names of kinds",
    "signed_phrases._ASKED": "our own names of kinds",
    "loose_names._PERSON": "our own names of kinds",
    "loose_names._SELF": "our own names of kinds",
    **dict.fromkeys(
        (
            f"reading.{name}"
            for name in (
                "_KAZAKH", "_LATIN_ODD", "_DASHES", "_QUOTES", "_ODD", "_PLAIN", "_FOLDED", "_USUAL_MARKS",
                "_USUAL_LETTERS",
            )
        ),
        "the tables that fold",
    ),
}
CONSTANTS = [named for module in modules_of(*ROOMS) for named in constants(module)]
IDENTIFIERS = [named for module in modules_of(ROOMS[0]) for named in constants(module)]


def test_no_listed_word_mixes_two_alphabets() -> None:
    mixed = {name: found for name, value in CONSTANTS if (found := _mixed(value))}
    assert mixed == {}


def test_only_named_classes_hold_look_alikes_of_both_alphabets() -> None:
    holding = {name for name, value in CONSTANTS if isinstance(value, re.Pattern) and rule(value).mixed_classes}
    assert holding == set(LOOKALIKES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TOP)))
def test_no_word_of_a_data_file_mixes_two_alphabets(path: Path) -> None:
    assert mixed_words(path.read_text(encoding="utf-8")) == []


def test_every_word_that_is_compared_with_a_folded_text_is_folded() -> None:
    unfolded = {name: found for name, value in IDENTIFIERS if name not in NOT_FOLDED and (found := _unfolded(value))}
    assert unfolded == {}


def test_every_ending_and_stem_that_is_compared_with_a_folded_name_is_folded() -> None:
    listed = (*name_index._CASE_ENDINGS, *name_index._KIND_STEMS)
    assert [word for word in listed if fold(word) != word] == []


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("дәр\N{LATIN SMALL LETTER I}гер", "даригер"),
        ("pri\N{CYRILLIC SMALL LETTER ES}ep", "pricep"),
        ("ауданынд\N{LATIN SMALL LETTER A}", "ауданында"),
    ],
)
def test_a_word_that_was_typed_in_two_alphabets_is_read_in_one(typed: str, read_as: str) -> None:
    assert read(typed).folded == read_as


def _mixed(value: object) -> list[str]:
    if isinstance(value, re.Pattern):
        return sorted(rule(value).meetings)
    if isinstance(value, str):
        return []  # A piece of a rule: read with the rule.
    return [word for text in texts_in(value) for word in mixed_words(text)]


def _unfolded(value: object) -> list[str]:
    if isinstance(value, re.Pattern):
        return sorted(letter for letter in rule(value).letters if letter.isalpha() and read(letter).folded != letter)
    if isinstance(value, str):
        return []
    return [word for text in texts_in(value) for word in text.split() if read(word).folded != word]
