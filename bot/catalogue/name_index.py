"""Finds out which place a person means by what they typed.

Rules
1. A name that is typed right wins over one with a slip, and that over the beginning of a name.
2. One slip (a letter wrong, missing, extra, or two swapped) is forgiven from 5 letters on, two from 10 on;
   none against a name kept in Latin letters ("весь Казахстан" is not West Kazakhstan), nor in the first letter
   of a short name ("сақтау" is not Ақтау).
3. "облысы", "г." and the like are no part of a name; they choose among places of one name. What stands before
   "ауданы" is a district and names nothing here.
4. Several names in one text: what they have in common, else all of them.
5. A less likely meaning counts only where no other is left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Literal

from bot.folding import fold, readings, within
from bot.frozen import frozen

Kind = Literal["oblast", "city", "district"]

_LONGEST_TEXT = 200  # characters; chosen: of a longer answer only the beginning is read
_LONGEST_NAME = 3  # words, as the longest name has with its kind: Южно-Казахстанская область
_SLIPS_READ_IN = 6  # words: in a longer text only names without a slip are looked for
_PARTS = re.compile(r"[,;:/\n|«»\"–—]+|\s-\s")
_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_EXACT_KINDS: Mapping[str, Kind] = {
    "обл": "oblast", "регион": "oblast", "region": "oblast", "obl": "oblast", "province": "oblast",
    "г": "city", "гор": "city", "қ": "city", "қала": "city", "city": "city", "qala": "city",
    "ауд": "district", "рн": "district", "district": "district",
}  # fmt: skip
_KIND_STEMS: Mapping[str, Kind] = {
    "облис": "oblast", "област": "oblast",
    "калас": "city", "город": "city",
    "аудан": "district", "раион": "district",
}  # fmt: skip
_BEFORE_THE_NAME = frozenset(["г", "гор", "город", "города", "городе", "gorod"])
# Kazakh case endings, folded.
_CASE_ENDINGS = (
    *("да", "де", "та", "те", "дан", "ден", "тан", "тен", "нан", "нен", "га", "ге", "ка", "ке"),
    *("нин", "дин", "тин", "на", "не", "ни", "ди", "ти"),
)


@frozen
class Name:
    """One name of a place: whose it is, what kind of place bears it, and whether it is a less likely meaning."""

    owner: str
    text: str
    kind: Kind
    less_likely: bool = False


@dataclass(slots=True)
class _Phrase:
    """Words that stand together, each in its readings, and the kinds of place said beside them."""

    words: list[tuple[str, ...]] = field(default_factory=list)
    kinds: set[Kind] = field(default_factory=set)


_Lookup = Callable[[str], Sequence[Name]]


class NameIndex:
    """Names of places, ready to be searched."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names: dict[str, list[Name]] = {}
        for name in names:
            for phrase in _phrases(name.text):
                core = "".join(fold_readings[0] for fold_readings in phrase.words)
                self._names.setdefault(core, []).append(name)

    def find(self, text: str) -> frozenset[str]:
        """The owners of the names in *text*: one when it is clear, several when it is not, none when none fits."""
        phrases = [phrase for phrase in _phrases(text[:_LONGEST_TEXT]) if "district" not in phrase.kinds]
        found = [owners for phrase in phrases for owners in self._owners(phrase)]
        if not found:
            return frozenset()
        return frozenset.intersection(*found) or frozenset().union(*found)

    def _owners(self, phrase: _Phrase) -> list[frozenset[str]]:
        """Who is meant by each name in *phrase*, looked for in the order of the first rule."""
        slips_allowed = len(phrase.words) <= _SLIPS_READ_IN
        for lookup in (self._exactly, self._with_slips) if slips_allowed else (self._exactly,):
            whole = _choose(_look_up(phrase.words, lookup), phrase.kinds)
            found = [whole] if whole else list(_names_inside(phrase, lookup))
            if found:
                return found
        begun = _choose(_look_up(phrase.words, self._begun_by), phrase.kinds)
        return [begun] if begun else []

    def _exactly(self, core: str) -> Sequence[Name]:
        for variant in _without_case_ending(core):
            if variant in self._names:
                return self._names[variant]
        return ()

    def _with_slips(self, core: str) -> Sequence[Name]:
        for limit in (1, 2):
            found = [
                name
                for known, names in self._names.items()
                if _forgiven(known) >= limit and within(core, known, limit)
                for name in names
                if not name.text.isascii()
                if len(known) >= (6 if name.less_likely else 5)
                if known[0] == core[0] or (len(known) >= 7 and not name.less_likely)
            ]
            if found:
                return found
        return ()

    def _begun_by(self, core: str) -> Sequence[Name]:
        if len(core) < 4:
            return ()
        return [
            name
            for known, names in self._names.items()
            if known.startswith(core)
            for name in names
            if not name.less_likely
        ]


def _phrases(text: str) -> Iterator[_Phrase]:
    for part in _PARTS.split(re.sub(r"\b[рР]-[нН]\b", "район", text)):
        yield from _phrases_of_part(_WORD.findall(part))


def _phrases_of_part(words: Sequence[str]) -> list[_Phrase]:
    """Split at the words that say a kind; each goes to the phrase before it, or "г." to the one after."""
    phrases: list[_Phrase] = []
    waiting: set[Kind] = set()
    goes_on = False
    for word in words:
        kind = _kind(word)
        if kind is None:
            if not goes_on:
                phrases.append(_Phrase(kinds=waiting))
                waiting = set()
            phrases[-1].words.append(readings(word))
            goes_on = True
        elif goes_on and not phrases[-1].kinds and word.casefold() not in _BEFORE_THE_NAME:
            phrases[-1].kinds.add(kind)
            goes_on = False
        else:
            waiting.add(kind)
            goes_on = False
    if phrases and not phrases[-1].kinds:
        phrases[-1].kinds |= waiting
    return phrases


def _kind(word: str) -> Kind | None:
    exact = _EXACT_KINDS.get(word.casefold())
    if exact is not None:
        return exact
    folded = fold(word)
    return next((kind for stem, kind in _KIND_STEMS.items() if folded.startswith(stem)), None)


def _look_up(words: Sequence[tuple[str, ...]], lookup: _Lookup) -> list[Name]:
    """What *lookup* finds for *words* written as one, in every reading."""
    if not words or len(words) > _LONGEST_NAME + 1:
        return []
    return [name for reading in product(*words) for name in lookup("".join(reading))]


def _names_inside(phrase: _Phrase, lookup: _Lookup) -> Iterator[frozenset[str]]:
    """The names among the words of *phrase*, the longest first, from left to right."""
    start = 0
    while start < len(phrase.words):
        for length in range(_LONGEST_NAME, 0, -1):
            owners = _choose(_look_up(phrase.words[start : start + length], lookup), phrase.kinds)
            if owners:
                yield owners
                start += length
                break
        else:
            start += 1


def _choose(names: Sequence[Name], kinds: set[Kind]) -> frozenset[str]:
    """Whom *names* mean when *kinds* were said: rules 3 and 5."""
    of_kind = [name for name in names if name.kind in kinds] or names
    likely = [name for name in of_kind if not name.less_likely] or of_kind
    return frozenset(name.owner for name in likely)


def _without_case_ending(core: str) -> Iterator[str]:
    yield core
    for ending in _CASE_ENDINGS:
        if core.endswith(ending) and len(core) - len(ending) >= 4:
            yield core.removesuffix(ending)


def _forgiven(core: str) -> int:
    """How many slips a name of this length forgives."""
    return 0 if len(core) < 5 else 1 if len(core) < 10 else 2
