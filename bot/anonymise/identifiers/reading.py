"""A text as the finders read it: invisible characters gone, look-alikes joined, every place still known.

Rules:
- `plain` keeps the case, `folded` and `figures` do not; all three have one character per kept code point,
  so a place in one is the same place in the others, and `origin` leads back to the given text.
- Kazakh letters are folded into the Russian ones that people type for want of a Kazakh keyboard (ә а, ғ г,
  қ к, ң н, ө о, ұ ү у, і и, һ х), Latin letters lose their marks: cue words are written in that folded form.
- A word that mixes Cyrillic and Latin look-alikes is read in the script that most of its letters have.
- `figures` also reads letters typed for digits (О 0, З 3, l 1, б 6) inside words that hold a digit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TypeAlias

_KAZAKH = dict(zip("әғқңөұүіһёҙї", "агкноууихези", strict=True))
_LATIN_ODD = {"ə": "a", "ı": "i", "ø": "o", "đ": "d", "ł": "l", "ß": "s"}
_DASHES = dict.fromkeys("‐‑‒–—―−﹘﹣－⁃", "-")
_QUOTES = dict.fromkeys("’‘`´ʼʻ′", "'")
_BREAKS = dict.fromkeys("\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\n")
_ODD = {**_DASHES, **_QUOTES, **_BREAKS, "\t": " ", "➕": "+", "＋": "+", "⁄": "/", "∕": "/"}
_DROPPED = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufe00-\ufe0f\ufeff\u20e3\U000e0000-\U000e007f\u0300-\u036f]"
)
_UNUSUAL = re.compile("[^\n -~\u0400-\u04ff«»№—–…]")
_USUAL_MARKS = (("—", "-"), ("–", "-"), ("`", "'"))
_USUAL_LETTERS = tuple(_KAZAKH.items())
"""All that is folded in usual characters but capitals: a dozen searches cost less than a look-up of each character."""
_TO_CYRILLIC = str.maketrans("abcehikmoptxy", "авсеникмортху")
_TO_LATIN = str.maketrans("аеикмнорстухв", "aeikmhopctyxb")
_MIXED = re.compile(r"[a-z](?:(?=[а-я])|(?<=[а-я][a-z]))")
_LETTERS = re.compile(r"[a-zа-я]+")
_HEAD = re.compile(r"([a-zа-я]{1,3})[a-zа-я]*")
_CYRILLIC = re.compile(r"[а-я]")
_PAIR_AS_DIGITS = re.compile(
    r"(?<=\d[ -]\d\d[ -])[oозliи|бb\d]{2}(?![a-zа-я\d])|(?<=\d{3}[ -])(?!из)[oозliи|]{2}(?=[ -]\d)"
)
_DIGITS = re.compile(r"[0-9]+")
_WIDEST_GAP = 16
"""Between two digits of one number: three marks, a comma, a word such as «черточка» and two marks more (phones.py)."""
_AS_DIGIT = str.maketrans("oозliи|бb", "003111166")
_NEAR_DIGIT = re.compile(r"[0-9](?:(?=[oозliи|бb])|(?<=[oозliи|бb][0-9])|(?=[ -][oозliи|]{2,3}[ -][0-9]))")
_TYPED_DIGITS = re.compile(
    r"(?<![a-zа-я])(?=[oозliи|бb]{0,12}\d)[\doозliи|бb]+(?![a-zа-я])|(?<=\d[ -])(?!из[ -])[oозliи|]{2,3}(?=[ -]\d)"
)


class _Table(dict[int, str]):
    """A translation table that works out each character once, for a bounded number of characters."""

    def __init__(self, lower: bool) -> None:
        self._lower = lower

    def __missing__(self, point: int) -> str:
        folded = _fold_one(chr(point), self._lower)
        if len(self) < 4096:
            self[point] = folded
        return folded


def _fold_one(char: str, lower: bool) -> str:
    plain = _ODD.get(char)
    if plain is None:
        compatible = unicodedata.normalize("NFKC", char)
        plain = compatible if len(compatible) == 1 else char
        if plain.isspace() and plain != "\n":
            plain = " "
        plain = _ODD.get(plain, plain)
        digit = unicodedata.decimal(plain, None)
        if digit is not None:
            plain = str(digit)
    if not lower:
        return plain
    small = plain.lower()
    if len(small) != 1:
        small = unicodedata.normalize("NFD", plain)[0].lower()
    small = _KAZAKH.get(small, _LATIN_ODD.get(small, small))
    if len(small) == 1 and not small.isascii() and not "а" <= small <= "я":
        base = unicodedata.normalize("NFD", small)[0]
        small = base if base.isascii() and base.isalpha() else small
    return small if len(small) == 1 else plain


_PLAIN = _Table(lower=False)
_FOLDED = _Table(lower=True)
_Places: TypeAlias = list[tuple[int, int]]


class Reading:
    """One text in the three views above; `origin[i]` is where character *i* stands in the given text.

    `numbers` are the places in `figures` at which a run of digits begins: what is a number is looked for there alone.
    `places` says of each how many digits there are from it on, as far as one number could reach; `most_digits` is the
    most of these.
    """

    __slots__ = ("_heads", "figures", "folded", "most_digits", "numbers", "origin", "places", "plain")

    def __init__(self, plain: str, folded: str, figures: str, origin: Sequence[int], places: _Places) -> None:
        self.plain, self.folded, self.figures, self.origin = plain, folded, figures, origin
        self.places = places
        self.numbers = [start for start, _ in places]
        self.most_digits = max([digits for _, digits in places], default=0)
        self._heads: dict[str, list[int]] | None = None

    def at(self, places: _Places) -> Reading:
        """The same reading in which only these numbers, each with its digits, are looked at."""
        reading = Reading(self.plain, self.folded, self.figures, self.origin, places)
        reading._heads = self._heads
        return reading

    @property
    def heads(self) -> dict[str, list[int]]:
        """Where the words of `folded` begin, by their first three letters (a shorter word: by all it has)."""
        if self._heads is None:
            self._heads = {}
            for word in _HEAD.finditer(self.folded):
                self._heads.setdefault(word[1], []).append(word.start())
        return self._heads

    def with_figures(self, figures: str, *, folded: str | None = None) -> Reading:
        """The same reading with other *figures*, and other *folded* letters where they are given."""
        return Reading(self.plain, folded or self.folded, figures, self.origin, _places(figures))


def read(text: str) -> Reading:
    """Read *text*; any Unicode goes, lone surrogates too."""
    kept, origin = _drop_invisible(text)
    plain, folded = _fold(kept)
    if _MIXED.search(folded):
        folded = _LETTERS.sub(_one_script, folded)
    figures = _TYPED_DIGITS.sub(_as_digits, folded) if _NEAR_DIGIT.search(folded) else folded
    if figures is not folded:
        figures = _PAIR_AS_DIGITS.sub(_as_digits, figures)
    return Reading(plain, folded, figures, origin, _places(figures))


def _fold(text: str) -> tuple[str, str]:
    """*text* in plain and in folded letters."""
    if _UNUSUAL.search(text):
        return text.translate(_PLAIN), text.translate(_FOLDED)
    for mark, plain in _USUAL_MARKS:
        text = text.replace(mark, plain)
    folded = text.lower()
    for letter, plain in _USUAL_LETTERS:
        folded = folded.replace(letter, plain)
    return text, folded


def _places(figures: str) -> _Places:
    """The places at which a run of digits begins in *figures*, and how many digits there are from each on."""
    found: _Places = []
    digits, later = 0, 0
    for start, end in reversed([match.span() for match in _DIGITS.finditer(figures)]):
        digits = end - start + (digits if later - end <= _WIDEST_GAP else 0)
        found.append((start, digits))
        later = start
    found.reverse()
    return found


def _drop_invisible(text: str) -> tuple[str, Sequence[int]]:
    if text.isascii() or not _DROPPED.search(text):
        return text, range(len(text) + 1)
    kept: list[str] = []
    origin: list[int] = []
    for place, char in enumerate(text):
        if not _DROPPED.match(char):
            kept.append(char)
            origin.append(place)
        elif kept and "\u0300" <= char <= "\u036f":
            joined = unicodedata.normalize("NFC", kept[-1] + char)
            if len(joined) == 1:
                kept[-1] = joined
    return "".join(kept), [*origin, len(text)]


def _one_script(match: re.Match[str]) -> str:
    word = match[0]
    cyrillic = len(_CYRILLIC.findall(word))
    if cyrillic in (0, len(word)):
        return word
    return word.translate(_TO_CYRILLIC if 2 * cyrillic >= len(word) else _TO_LATIN)


def _as_digits(match: re.Match[str]) -> str:
    return match[0].translate(_AS_DIGIT)
