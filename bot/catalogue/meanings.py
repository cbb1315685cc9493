"""Which sphere, kind of violation or goal people mean by their own words; the words are a data file (words.json)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from bot.catalogue.reading import read_data
from bot.catalogue.word_forms import KnownWord
from bot.catalogue.word_index import Entry, Meant, WordIndex, read_phrases


def find_spheres(text: str) -> Meant:
    """The spheres that *text* can mean."""
    return _index("spheres").find(text)


def find_violations(text: str) -> Meant:
    """The kinds of violation that *text* can mean."""
    return _index("violations").find(text)


def find_goals(text: str) -> Meant:
    """The goals of a proposal that *text* can mean."""
    return _index("goals").find(text)


@cache
def _index(section: str) -> WordIndex:
    data = read_data("words.json")
    sets = {name: tuple(KnownWord(text) for text in texts) for name, texts in data["sets"].items()}
    nothing = [Entry(None, read_phrases(text, sets, is_russian=True)) for text in data["nothing"]]
    return WordIndex([*nothing, *_entries(data[section], sets)], data["passed over"])


def _entries(section: Mapping[str, Any], sets: Mapping[str, tuple[KnownWord, ...]]) -> Iterator[Entry]:
    for owner, listed in section.items():
        yield from (Entry(owner, read_phrases(text, sets, is_russian=False)) for text in listed["kk"])
        yield from (Entry(owner, read_phrases(text, sets, is_russian=True)) for text in listed["ru"])
        yield from (Entry(owner, read_phrases(text, sets, is_russian=True), hints=True) for text in listed["hints"])
