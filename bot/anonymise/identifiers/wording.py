"""The words of a text with what each can be of a name: one pass for all who ask about persons."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from .name_parts import GIVEN, HEADS, Part, part_of
from .people_words import CIVIL, FUNCTION, KIN, PLACES, POSTS, STREET, TITLES
from .reading import Reading
from .word_lists import word_set

_UNREAD: Final = -1
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_NO_PART = FUNCTION | POSTS | KIN | CIVIL | STREET | PLACES | TITLES
_SHORT = word_set("ким ли ан тен хан пак")
MARKS: Final = ".!?\n…:;)(|"


class Words:
    """The words of a reading; a small word is looked at when somebody asks."""

    __slots__ = ("_kinds", "ends", "forms", "reading", "seeds", "starts")

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
                if kind == 0 and end - start == 1 and plain.startswith(".", end):
                    kind = _UNREAD
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
        self.starts, self.ends, self.forms, self._kinds, self.seeds = starts, ends, forms, kinds, seeds

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

    def joins(self, place: int) -> bool:
        """Whether the word after *place* stands right behind it: a space, or the full stop of an initial."""
        if place + 1 >= len(self.starts):
            return False
        gap = self.gap(place)
        if gap == " " or gap == "  ":
            return True
        return gap in (".", ". ") and len(self.forms[place]) == 1


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
