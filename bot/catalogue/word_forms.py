"""Whether a typed word is a form of a known one: Russian and Kazakh endings, in the folded alphabet.

Rules
1. A Russian word loses what follows its stem (школа: школ-у, школ-ой); -ка and -ок give way to each other's form
   without the vowel (справка: справок, участок: участка).
2. A Kazakh word takes its plural, its possessive and its case one after another, also a Russian word in a Kazakh
   sentence (мектеп-тер-ін-де, больница-да); a last п or к becomes б or г before a vowel.
   A Kazakh word takes no Russian ending ("жылу" is no "жил").
3. A word with "*" behind it takes any ending, one with "=" before it none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.folding import fold

_SHORTEST_STEM = 3  # letters: a shorter word keeps its vowel, so that "су" is not "с" with any ending
_VOWELS = "аеиоу"
_RUSSIAN = re.compile(
    "(?:а|у|е|и|о|ои|еи|ом|ем|ам|ах|ами|ов|ев|иа|иу|ие|ии|ием|иеи|иам|иах|иами|их|им|ими|ого|его|ому|ему|аа|уу|ое|ее)?"
)
_KAZAKH = re.compile(
    "(?:[лдт][ае]р)?"  # plural
    "(?:и?миз|и?низ|л[ае]ри|си|и?м|ин|и|н)?"  # whose
    "(?:[ндт]ин|(?<![мн])[гк][ае]|н[ае]|[ае]|[ндт]и|н|н?[дт][ае]|[ндт][ае]н|[мбп]ен)?"  # case
    "(?:ги|ки|сиз)?"  # "that which is there", "without"
)
_SOFTER = {"п": "б", "к": "г"}


@dataclass(frozen=True, slots=True)
class KnownWord:
    """A known word as the data file spells it."""

    text: str
    is_russian: bool = True
    core: str = field(init=False)
    stem: str = field(init=False)

    def __post_init__(self) -> None:
        core = fold(self.text.strip("=*"))
        object.__setattr__(self, "core", core)
        object.__setattr__(self, "stem", core if self.text.endswith("*") or not self.is_russian else _stem(core))

    def has_form(self, typed: str) -> bool:
        """Whether the folded word *typed* is this word in one of its forms."""
        if self.text.startswith("="):
            return typed == self.core
        if self.text.endswith("*"):
            return typed.startswith(self.core)
        return (self.is_russian and self._declined(typed)) or self._suffixed(typed)

    def _declined(self, typed: str) -> bool:
        stems = [self.stem]
        if self.core.endswith("ка") and len(self.core) > _SHORTEST_STEM + 1:
            stems.append(self.core[:-2] + "ок")
        if self.core.endswith(("ок", "ек")) and len(self.core) > _SHORTEST_STEM + 1:
            stems.append(self.core[:-2] + "к")
        return any(typed.startswith(stem) and _RUSSIAN.fullmatch(typed[len(stem) :]) is not None for stem in stems)

    def _suffixed(self, typed: str) -> bool:
        if typed.startswith(self.core):
            rest = typed[len(self.core) :]
            # A doubled letter is folded to one: құжат-тар.
            return any(_KAZAKH.fullmatch(ending) is not None for ending in (rest, self.core[-1] + rest))
        softer = self.core[:-1] + _SOFTER.get(self.core[-1], "-")
        rest = typed[len(softer) :]
        return typed.startswith(softer) and rest != "" and rest[0] in _VOWELS and _KAZAKH.fullmatch(rest) is not None


def shortened(typed: str) -> frozenset[str]:
    """*typed* and what may be left of it without its ending: to be compared with known words for slips."""
    cut = {typed}
    for length in range(1, min(len(typed) - _SHORTEST_STEM, 9)):
        rest = typed[-length:]
        if _RUSSIAN.fullmatch(rest) or _KAZAKH.fullmatch(rest):
            cut.add(typed[:-length])
    return frozenset(cut)


def _stem(core: str) -> str:
    bare = core.rstrip(_VOWELS)
    return bare if len(bare) >= _SHORTEST_STEM else core
