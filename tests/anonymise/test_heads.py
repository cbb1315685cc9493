"""Cue words are looked up by how words begin: what a pattern finds all over a text is found by its heads, too."""

from __future__ import annotations

import re

import pytest

from bot.anonymise.identifiers import address_words, devices, documents, homes, online, phones, records
from bot.anonymise.identifiers.context import at_words
from bot.anonymise.identifiers.reading import read

from .strangers import load

PATTERNS = {
    "home": (address_words.HOME, address_words.HOME_HEADS),
    "street": (address_words.STREET_BEFORE, address_words.STREET_HEADS),
    "district": (address_words.DISTRICT, address_words.DISTRICT_HEADS),
    "village": (address_words.VILLAGE_BEFORE, address_words.VILLAGE_HEADS),
    "house told": (homes._HOUSE_TOLD, homes._TOLD_HEADS),
    "paper": (documents._CUE, documents._CUE_HEADS),
    "local telephone": (phones._LOCAL_CUE, phones._LOCAL_HEADS),
    "telegram": (online._TELEGRAM_CUE, online._TELEGRAM_HEADS),
    "network": (online._NETWORK_CUE, online._NETWORK_HEADS),
    "serial": (devices._SERIAL, devices._SERIAL_HEADS),
    "appeal": (records._APPEAL, records._APPEAL_HEADS),
}
SETS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


@pytest.fixture(scope="module")
def messages() -> list[str]:
    return [message.text for name in SETS for message in load(name)]


@pytest.mark.parametrize("name", PATTERNS)
def test_the_heads_of_a_pattern_miss_nothing_that_it_finds(name: str, messages: list[str]) -> None:
    pattern, heads = PATTERNS[name]
    found = 0
    for reading in map(read, messages):
        everywhere = [match.span() for match in pattern.finditer(reading.folded)]
        assert [match.span() for match in at_words(pattern, heads, reading)] == everywhere
        found += len(everywhere)
    assert found


@pytest.mark.parametrize("name", PATTERNS)
def test_each_word_that_a_pattern_spells_out_begins_with_one_of_its_heads(name: str) -> None:
    """The first of the alternatives, as far as they are plain letters: a new word needs its head."""
    pattern, heads = PATTERNS[name]
    spelled = re.findall(r"(?<=[|:])[а-яa-z]{3,}(?=[|\\(\[ )])", pattern.pattern.split(")(?![а-я")[0])
    read_at_start = [word for word in spelled if pattern.match(f"{word} 1") or pattern.match(f"{word}: x1234567")]
    assert [word for word in read_at_start if word[:3] not in heads] == []
