"""Turning what a citizen typed into an answer: names of choices, lines."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias

from bot.folding import fold

Labels: TypeAlias = Mapping[str, Mapping[str, str]]
"""The labels of choices, by their id and then by language."""

STORY = 30
"""So many characters outside the text question are no greeting and no name: they are the story itself."""
PHRASE = 6
"""So many words name a thing; a longer text is a story, which names things by the way."""
SHORTEST_PIECE = 4
"""A piece of a label counts from this length on; the beginning of one always does."""


def one_line(text: str) -> str:
    """*text* with its white space folded to single spaces."""
    return " ".join(text.split())


def is_story(text: str) -> bool:
    """Whether *text* is too long to be a slip: it is worth keeping for the text question."""
    return len(one_line(text)) >= STORY


def is_phrase(text: str) -> bool:
    """Whether *text* is so short that what it names is what it is about, and not just met on the way."""
    return len(text.split()) <= PHRASE


def same_label(text: str, labels: Labels) -> tuple[str, ...]:
    """The ids whose label, in either language, is *text*."""
    words = _folded(text)
    return tuple(name for name, label in labels.items() if words and words in map(_folded_label, label.values()))


def fitting(text: str, labels: Labels) -> tuple[str, ...]:
    """The ids whose label, in either language, is *text*; else begins with it; else holds it."""
    words = _folded(text)
    spelled = {name: [_folded_label(each) for each in label.values()] for name, label in labels.items()}
    begun = tuple(name for name, each in spelled.items() if any(label.startswith(words) for label in each))
    holding = tuple(name for name, each in spelled.items() if any(words in label for label in each))
    same = same_label(text, labels)
    if same or len(words) < 2:
        return same
    return begun or (holding if len(words) >= SHORTEST_PIECE else ())


def _folded(text: str) -> str:
    return " ".join(fold(word) for word in text.split())


@lru_cache(maxsize=1024)
def _folded_label(label: str) -> str:
    """A label of ours, folded once; what a citizen typed never goes through here, so that no memory keeps it."""
    return _folded(label)
