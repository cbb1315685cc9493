"""Word lists written as text."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the words of *text*, which are parted by white space."""
    return frozenset(text.split())
