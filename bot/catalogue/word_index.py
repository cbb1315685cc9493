"""Finds out what a person means by their own words: each thing is known by words and phrases of a data file.

Rules
1. A word counts in all its forms (word_forms); a phrase counts where its words stand side by side, "one & other"
   where both are in the text; "@name" is any word of the set of that name.
2. What uses more of the text, or is the longer word for the same piece of it, wins: "жол полициясы" is no road. So
   does a word that is listed as meaning nothing ("дорого" is no дорога).
3. One slip is forgiven from 5 letters on, two from 10 on, none in the first letter; only where nothing was typed right.
4. Several words: what they have in common, else all of it.
5. A word that only hints at its thing counts where no other is left. It is never sure, nor is a slip in a short word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.catalogue.word_forms import KnownWord, shortened
from bot.folding import readings, within
from bot.frozen import frozen

_LONGEST_TEXT = 400  # characters; chosen: of a longer story only the beginning is read
_SLIPS_READ_IN = 6  # words: in a longer text only words without a slip are looked for
_SLIPS_FROM = 5  # letters
_SURE_SLIP_FROM = 7  # letters: so long a word has few neighbours that mean something else
_AS_LISTED = 100  # letters: so much more a word counts that is typed just as it is listed; none is so long
_TYPED = re.compile(r"[^\W\d_]+")

Token = tuple[str, ...]
"""A typed word in its readings."""
Known = Mapping[KnownWord, int]
"""The known words that a typed word can be a form of, each with how much speaks for it."""


@frozen
class Meant:
    """What a text can mean; `sure` when it names one thing and does not merely hint at it."""

    owners: frozenset[str] = frozenset()
    sure: bool = False


@frozen
class Entry:
    """One line of the data file: whose it is (nobody's, when it means nothing), and whether it only hints.

    All its phrases must be in the text; each is a row of places, each place the words that may stand in it.
    """

    owner: str | None
    phrases: tuple[tuple[tuple[KnownWord, ...], ...], ...]
    hints: bool = False

    @property
    def lone(self) -> tuple[KnownWord, ...]:
        """The words that stand for the thing all by themselves."""
        return self.phrases[0][0] if len(self.phrases) == len(self.phrases[0]) == 1 else ()


def read_phrases(text: str, sets: Mapping[str, tuple[KnownWord, ...]], *, is_russian: bool) -> tuple[Any, ...]:
    """The phrases of an `Entry` as the data file spells them."""

    def place(spelled: str) -> tuple[KnownWord, ...]:
        return sets[spelled[1:]] if spelled.startswith("@") else (KnownWord(spelled, is_russian),)

    return tuple(tuple(place(spelled) for spelled in phrase.split()) for phrase in text.split(" & "))


@frozen
class _Match:
    """An entry at its places in the text, and how much of the text speaks for it."""

    entry: Entry
    places: frozenset[int]
    weight: int

    def beats(self, other: _Match) -> bool:
        return self.places > other.places or (self.places == other.places and self.weight > other.weight)


class WordIndex:
    """Words and phrases with what they mean, ready to be searched."""

    def __init__(self, entries: Iterable[Entry], passed_over: Iterable[str] = ()) -> None:
        self._passed_over = frozenset(passed_over)
        self._words: dict[str, list[KnownWord]] = {}
        self._entries: dict[KnownWord, list[Entry]] = {}
        for entry in entries:
            for word in entry.phrases[0][0]:
                self._entries.setdefault(word, []).append(entry)
            for word in (word for phrase in entry.phrases for place in phrase for word in place):
                alike = self._words.setdefault(word.core[0], [])
                if word not in alike:
                    alike.append(word)

    def find(self, text: str) -> Meant:
        """What *text* means: one thing when it is clear, several when it is not, nothing when no word is known."""
        typed = _TYPED.findall(text[:_LONGEST_TEXT])
        tokens = [readings(word) for word in typed if word.casefold() not in self._passed_over]
        known = [self._known(token) for token in tokens]
        begun = dict.fromkeys(entry for words in known for word in words for entry in self._entries.get(word, ()))
        found = [match for entry in begun for match in _matches(entry, known)]
        firm = _best([match for match in found if not match.entry.hints])
        if owners := _common(firm):
            return Meant(owners, len(owners) == 1)
        taken = frozenset[int]().union(*(match.places for match in firm))
        left = [token for place, token in enumerate(tokens) if place not in taken and not known[place]]
        slipped = self._with_slips(left) if len(tokens) <= _SLIPS_READ_IN else Meant()
        return slipped if slipped.owners else Meant(_common(_best([match for match in found if match.entry.hints])))

    def _known(self, token: Token) -> Known:
        return {
            word: len(word.core) + (_AS_LISTED if typed == word.core else 0)
            for typed in token
            for word in self._words.get(typed[:1], ())
            if word.has_form(typed)
        }

    def _with_slips(self, tokens: Sequence[Token]) -> Meant:
        found = [
            (entry.owner, slips == 1 and len(typed) >= _SURE_SLIP_FROM)
            for token in tokens
            for typed in token
            for word in self._words.get(typed[:1], ())
            if (slips := _slips(word, typed))
            for entry in self._entries.get(word, ())
            if entry.owner is not None and not entry.hints and word in entry.lone
        ]
        owners = frozenset(owner for owner, _ in found)
        return Meant(owners, len(owners) == 1 and any(sure for _, sure in found))


def _matches(entry: Entry, known: Sequence[Known]) -> Iterator[_Match]:
    """Where *entry* stands in a text; one of several phrases stands there once or not at all."""
    pieces = [list(_places(phrase, known)) for phrase in entry.phrases]
    if len(pieces) == 1:
        yield from (_Match(entry, places, weight) for places, weight in pieces[0])
    elif all(pieces):
        places = frozenset[int]().union(*(piece[0][0] for piece in pieces))
        if len(places) >= len(pieces):
            yield _Match(entry, places, sum(piece[0][1] for piece in pieces))


def _places(phrase: Sequence[tuple[KnownWord, ...]], known: Sequence[Known]) -> Iterator[tuple[frozenset[int], int]]:
    for start in range(len(known) - len(phrase) + 1):
        weights = [max(known[start + n].get(word, 0) for word in words) for n, words in enumerate(phrase)]
        if all(weights):
            yield frozenset(range(start, start + len(phrase))), sum(weights)


def _best(matches: Sequence[_Match]) -> list[_Match]:
    return [match for match in matches if not any(other.beats(match) for other in matches)]


def _slips(word: KnownWord, typed: str) -> int:
    """How many slips make *typed* of *word*: one, or two in a long one; 0 when more would."""
    begun = word.text.endswith("*")
    shortest = _SLIPS_FROM + begun  # what may go on in any way is the sooner met by chance
    if word.text.startswith("=") or len(word.core) < shortest or len(typed) < _SLIPS_FROM:
        return 0
    most = 1 if len(word.core) < 2 * _SLIPS_FROM else 2
    if begun:
        lengths = range(len(word.core) - 1, min(len(word.core) + 1, len(typed)) + 1)
        pairs = [(typed[:length], word.core) for length in lengths]
    else:
        spellings = [spelled for spelled in {word.core, word.stem} if len(spelled) >= _SLIPS_FROM]
        pairs = [(cut, spelled) for cut in shortened(typed) for spelled in spellings]
    return next((n for n in range(1, most + 1) if any(within(one, other, n) for one, other in pairs)), 0)


def _common(matches: Sequence[_Match]) -> frozenset[str]:
    """What the matches have in common, place by place; else all that they mean."""
    by_places: dict[frozenset[int], set[str]] = {}
    for match in matches:
        if match.entry.owner is not None:
            by_places.setdefault(match.places, set()).add(match.entry.owner)
    owners = [frozenset(each) for each in by_places.values()]
    return frozenset.intersection(*owners) or frozenset[str]().union(*owners) if owners else frozenset()
