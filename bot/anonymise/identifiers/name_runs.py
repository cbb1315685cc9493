"""The words of a text, and which of them stand together as one name: one pass for all who ask.

Rules
- A name is up to five words on one line: given names, surnames, patronymics, initials; a capitalised word that nobody
  knows belongs to it only beside these. Small words, posts, relatives, streets and towns are never in it.
- Typed small, or all in capitals, each word must be known.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from .name_parts import GIVEN, HEADS, NAME, Part, part_of
from .people_words import CIVIL, FUNCTION, KIN, PLACES, POSTS, STREET, TITLES
from .reading import Reading

MOST_WORDS: Final = 5
_UNREAD: Final = -1
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_NO_PART = FUNCTION | POSTS | KIN | CIVIL | STREET | PLACES | TITLES
_SHORT = frozenset(("ким", "ли", "ан", "тен", "хан", "пак"))
_ENDS_OF_VERBS = ("ла", "ли", "ло", "ет", "ит", "ют", "ят", "ть", "но", "ую", "ую", "ды", "ди", "ты", "ти", "ып", "ип", "ган", "ген", "кан", "кен")
TITLE = re.compile(
    r" (?:ап[аы]й?|аг[аы]й?|апке|тате|коке|аже|ата|ханым|карт|apai|agai|apa|aga|ata|hanym)(?:лар(?:ын|ыныз|ын[а-я]{2}))?"
    r"(?:га|ге|ка|ке|дан|ден|нын|нин|дын|дин|ны|ди|ды|мен|м|мын|пын)?(?![а-яa-z])"
)
MARKS: Final = ".!?\n…:;)(|"


@dataclass(frozen=True, slots=True)
class Name:
    """A name: its words from *first* to *last* (in), its characters, and what its parts are together."""

    first: int
    last: int
    start: int
    end: int
    shown_end: int
    """The end with what people call somebody: «Шәмшия апа»."""
    parts: int
    full: bool
    """Two parts or more, a sure one among them."""
    sure: bool
    """One of its parts is hardly anything else."""
    cased: bool
    small: bool


class Words:
    """The words of a reading, with what each can be of a name; a small word is looked at when somebody asks."""

    __slots__ = ("reading", "starts", "ends", "forms", "_kinds", "_seeds")

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        starts: list[int] = []
        ends: list[int] = []
        forms: list[str] = []
        kinds: list[int] = []
        seeds: list[int] = []
        plain, folded = reading.plain, reading.folded
        for match in _TOKEN.finditer(plain):
            start, end = match.span()
            form = folded[start:end]
            kind = _UNREAD
            if form in _NO_PART:
                kind = _kind_all_the_same(form, plain, start, end) if end - start < 5 else 0
            elif plain[start].isupper():
                kind = _capital_kind(form, plain[start:end])
            elif form in GIVEN or (end - start > 5 and form[:4] in HEADS):
                seeds.append(len(forms))
            if kind > 0:
                seeds.append(len(forms))
            starts.append(start)
            ends.append(end)
            forms.append(form)
            kinds.append(kind)
        self.starts, self.ends, self.forms, self._kinds, self._seeds = starts, ends, forms, kinds, seeds

    def kind(self, place: int) -> int:
        """What word *place* can be of a name; 0 outside the text."""
        if not 0 <= place < len(self._kinds):
            return 0
        kind = self._kinds[place]
        if kind == _UNREAD:
            kind = self._kinds[place] = self._small_kind(place)
        return kind

    def _small_kind(self, place: int) -> int:
        form = self.forms[place]
        if len(form) == 1:
            return Part.INITIAL if self.reading.plain[self.ends[place] : self.ends[place] + 1] == "." else 0
        return part_of(form, capital=False)

    def form(self, place: int) -> str:
        """Word *place*, folded; empty outside the text."""
        return self.forms[place] if 0 <= place < len(self.forms) else ""

    def at(self, place: int) -> int:
        """The number of the first word that begins at character *place* or later."""
        return bisect_left(self.starts, place)

    def is_capital(self, place: int) -> bool:
        """Whether word *place* begins with a capital letter."""
        return place < len(self.starts) and self.reading.plain[self.starts[place]].isupper()

    def gap(self, place: int) -> str:
        """What stands between word *place* and the next; all that follows when it is the last."""
        after = self.starts[place + 1] if place + 1 < len(self.starts) else None
        return self.reading.plain[self.ends[place] : after]

    def gap_before(self, place: int) -> str:
        """What stands between the word before *place* and it."""
        return self.gap(place - 1) if place > 0 else self.reading.plain[: self.starts[place]]

    def opens(self, place: int) -> bool:
        """Whether word *place* begins a sentence, a line or the text."""
        gap = self.gap_before(place)
        if gap == " ":
            return False
        return place == 0 or any(mark in gap for mark in MARKS) or gap.strip() in ("-", "—", "–")

    def names(self) -> list[Name]:
        """Every name, in order; none shares a word with another."""
        found: list[Name] = []
        free = 0
        for seed in self._seeds:
            kind = self.kind(seed) if seed >= free else 0
            if not kind or (kind == Part.UNKNOWN and self._begins_nothing(seed)):
                continue
            name = self._around(seed, free)
            if name is not None:
                found.append(name)
                free = name.last + 1
        return found

    def _begins_nothing(self, seed: int) -> bool:
        """Whether an unknown capitalised word only begins a sentence, with no name behind it."""
        return self.opens(seed) and not (self._joins(seed) and self.kind(seed + 1)) and self.form(seed + 1) != "деген"

    def _around(self, seed: int, free: int) -> Name | None:
        first = seed
        while not self.is_capital(seed) and first > free and seed - first < 2 and self._joins(first - 1) and self._small_part(first - 1):
            first -= 1
        return self.run(first, strange=True)

    def _small_part(self, place: int) -> bool:
        return not self.is_capital(place) and bool(self.kind(place))

    def run(self, first: int, *, strange: bool) -> Name | None:
        """The name that begins with word *first*; with *strange*, unknown capitalised words need a known one beside."""
        last = first
        while last - first + 1 < MOST_WORDS and self._joins(last) and self._goes_on(first, last + 1):
            last += 1
        if strange:
            first, last = self._trimmed(first, last)
        return self._named(first, last) if first <= last else None

    def _goes_on(self, first: int, place: int) -> bool:
        kind = self.kind(place)
        if not kind:
            return False
        if self.is_capital(place):
            return self.is_capital(first)
        if kind == Part.INITIAL:
            return not self.is_capital(first)
        known = kind & NAME and not kind & Part.WEAK
        return bool(known or kind & Part.PATRONYMIC) if self.is_capital(first) else bool(kind & NAME)

    def _joins(self, place: int) -> bool:
        """Whether the word after *place* stands right behind it: a space, or the full stop of an initial."""
        if place + 1 >= len(self.starts):
            return False
        gap = self.gap(place)
        if gap == " " or gap == "  ":
            return True
        return gap in (".", ". ") and len(self.forms[place]) == 1

    def _trimmed(self, first: int, last: int) -> tuple[int, int]:
        """Leave out unknown words at the ends that are hardly names: the first of a sentence, one in a case."""
        while first <= last:
            kind = self.kind(first)
            beside = self.kind(first + 1) if first < last else 0
            if kind & Part.INITIAL and (not beside & (NAME | Part.UNKNOWN | Part.INITIAL)):
                first += 1
            elif kind & Part.SHORT and self.forms[first] in FUNCTION and (not beside or beside & (Part.CASED | Part.WEAK)):
                first += 1
            elif kind == Part.UNKNOWN | Part.WEAK and first < last:
                first += 1
            elif kind == Part.UNKNOWN and self.opens(first) and not self._may_open(first, beside):
                first += 1
            else:
                break
        while last > first and self.kind(last) & Part.SHORT and self.forms[last] in FUNCTION and not self.kind(last - 1) & Part.GIVEN:
            last -= 1
        while last > first and self._is_strange_end(last):
            last -= 1
        return first, last

    def _is_strange_end(self, place: int) -> bool:
        kind = self.kind(place)
        return kind == Part.UNKNOWN | Part.WEAK or (kind == Part.UNKNOWN and self.forms[place].endswith(_ENDS_OF_VERBS))

    def _may_open(self, place: int, beside: int) -> bool:
        if self.form(place + 1) in ("деген", "degen"):
            return True
        strong = beside & (Part.PATRONYMIC | Part.INITIAL) or (beside & Part.GIVEN and not beside & (Part.CASED | Part.WEAK))
        return bool(strong) and len(self.forms[place]) > 3 and not self.forms[place].endswith(_ENDS_OF_VERBS)

    def _named(self, first: int, last: int) -> Name:
        parts = counted = named = 0
        sure = cased = False
        for place in range(first, last + 1):
            kind = self.kind(place)
            parts |= kind
            counted += kind != 0
            named += kind & NAME != 0
            sure = sure or (kind & NAME != 0 and not kind & Part.WEAK)
            cased = cased or kind & Part.CASED != 0
        two_weak = named > 1 and self.is_capital(first)
        initialled = bool(parts & Part.INITIAL) and bool(parts & (Part.SURNAME | Part.GIVEN))
        full = counted > 1 and (sure or two_weak or initialled)
        end = self.ends[last]
        if self.kind(last) & Part.INITIAL and self.reading.plain[end : end + 1] == ".":
            end += 1
        title = TITLE.match(self.reading.folded, end) if parts & Part.GIVEN else None
        return Name(
            first, last, self.starts[first], end, title.end() if title else end, parts, full, sure, cased, not self.is_capital(first)
        )


def _kind_all_the_same(form: str, plain: str, start: int, end: int) -> int:
    """What a small word is with a capital letter: «А.» is an initial, «Ким» and «Ли» are surnames beside a name."""
    if not plain[start].isupper():
        return 0
    if end - start == 1:
        return Part.INITIAL if plain[end : end + 1] == "." else 0
    return Part.SURNAME | Part.WEAK | Part.SHORT if form in _SHORT else 0


def _capital_kind(form: str, typed: str) -> int:
    if len(form) == 1:
        return Part.INITIAL
    kind = part_of(form, capital=True)
    if len(typed) > 2 and typed.isupper():
        return kind & ~Part.UNKNOWN or (Part.UNKNOWN | Part.WEAK)
    return kind or Part.UNKNOWN
