"""The words of a text with what each can be of a name: one pass for all who ask about persons."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from .name_parts import GIVEN, NamePart, part_of
from .people_words import CIVIL, FUNCTION, KIN, PLACES, POSTS, STREET, TITLES
from .reading import Reading
from .word_lists import word_set

_UNREAD: Final = -1
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_NO_PART = FUNCTION | POSTS | KIN | CIVIL | STREET | PLACES | TITLES
_SHORT = word_set("ким ли ан тен хан пак")
_MARKS = frozenset(".!?\n…:;)(|")


class TextWords:
    """The words of a reading; a small word is looked at when somebody asks."""

    __slots__ = ("_capitals", "_kinds", "capitals", "ends", "forms", "gaps", "reading", "seeds", "starts")

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        plain, folded = reading.plain, reading.folded
        spans = [match.span() for match in _TOKEN.finditer(plain)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self.forms = [folded[start:end] for start, end in spans]
        self._capitals = [plain[start].isupper() for start in self.starts]
        self.capitals = [place for place, capital in enumerate(self._capitals) if capital]
        """The words that begin with a capital letter."""
        self.gaps = [plain[end:start] for end, start in zip([0, *self.ends], [*self.starts, None], strict=True)]
        """What stands before each word, and behind the last."""
        self.seeds: list[int] = []
        """Where a name may begin."""
        self._kinds = [_UNREAD] * len(spans)
        for place, form in enumerate(self.forms):
            if form in _NO_PART:
                self._read_small_word(place, form)
            elif self._capitals[place]:
                self._kinds[place] = _capital_kind(form, plain[spans[place][0] : spans[place][1]])
                self.seeds.append(place)
            elif form in GIVEN or (len(form) > 5 and GIVEN.has_beginning(form[:5])):
                self.seeds.append(place)

    def _read_small_word(self, place: int, form: str) -> None:
        """«А.» is an initial, «Ким» and «Ли» are surnames beside a name; any other word of the lists is no part."""
        kind = 0
        if len(form) == 1 and self.reading.plain.startswith(".", self.ends[place]):
            kind = NamePart.INITIAL if self.is_capital(place) else _UNREAD
        elif form in _SHORT and self.is_capital(place):
            kind = NamePart.SURNAME | NamePart.WEAK | NamePart.SHORT
        self._kinds[place] = kind
        if kind > 0:
            self.seeds.append(place)

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
            return NamePart.INITIAL if self.reading.plain[self.ends[place] : self.ends[place] + 1] == "." else 0
        return part_of(form, capital=False)

    def form(self, place: int) -> str:
        """Word *place*, folded; empty outside the text."""
        return self.forms[place] if 0 <= place < len(self.forms) else ""

    def at(self, place: int) -> int:
        """The number of the first word that begins at character *place* or later."""
        return bisect_left(self.starts, place)

    def has_number(self, start: int, end: int) -> bool:
        """Whether a number begins between the characters *start* and *end*."""
        numbers = self.reading.numbers
        first = bisect_left(numbers, start)
        return first < len(numbers) and numbers[first] < end

    def is_capital(self, place: int) -> bool:
        """Whether word *place* begins with a capital letter."""
        return place < len(self._capitals) and self._capitals[place]

    def gap(self, place: int) -> str:
        """What stands between word *place* and the next; all that follows when it is the last."""
        return self.gaps[place + 1]

    def gap_before(self, place: int) -> str:
        """What stands between the word before *place* and it."""
        return self.gaps[place]

    def opens(self, place: int) -> bool:
        """Whether word *place* begins a sentence, a line or the text."""
        gap = self.gaps[place]
        if gap == " ":
            return False
        return place == 0 or not _MARKS.isdisjoint(gap) or gap.strip() in ("-", "—", "–")

    def joins(self, place: int) -> bool:
        """Whether the word after *place* stands right behind it: a space, or the full stop of an initial."""
        if place + 1 >= len(self.starts):
            return False
        gap = self.gap(place)
        if gap == " " or gap == "  ":
            return True
        return gap in (".", ". ") and len(self.forms[place]) == 1


def _capital_kind(form: str, typed: str) -> int:
    if len(form) == 1:
        return NamePart.INITIAL
    kind = part_of(form, capital=True)
    if len(typed) > 2 and typed.isupper():
        return kind & ~NamePart.UNKNOWN or (NamePart.UNKNOWN | NamePart.WEAK)
    return kind or NamePart.UNKNOWN
