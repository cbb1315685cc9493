"""Word lists written as text."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

_HEAD = 3
"""Letters. By fewer the strings grow long, by more there are so many of them that they take the room."""


def word_set(text: str) -> frozenset[str]:
    """Return the words of *text*, which are parted by white space."""
    return frozenset(text.split())


def joined(*lists: frozenset[str]) -> frozenset[str]:
    """The words of all *lists*, in half of the room that `|` takes for its growing."""
    return frozenset(list(frozenset[str]().union(*lists)))


class WordBook:
    """Thousands of words in a sixth of the room of a set: those that begin alike stand in one string."""

    __slots__ = ("_alike",)

    def __init__(self, words: Iterable[str]) -> None:
        alike = groupby(sorted(words), key=_head)
        self._alike = {head: "\n".join(("", *those, "")) for head, those in alike}

    def __contains__(self, word: str) -> bool:
        return f"\n{word}\n" in self._alike.get(word[:_HEAD], "")

    def has_beginning(self, start: str) -> bool:
        """Whether a word begins with *start*, which has three letters or more."""
        return f"\n{start}" in self._alike.get(start[:_HEAD], "")


def _head(word: str) -> str:
    return word[:_HEAD]
