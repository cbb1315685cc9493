"""Codes: the 20 digits by which a citizen finds the case again.

19 random digits (63 bits) and a check digit after Damm, which catches every single wrong
digit and every swap of two neighbours. A code is shown in groups of four and read in any
grouping, with any dashes and spaces, in the decimal digits of any script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.chance import Chance
from bot.frozen import frozen
from bot.terms import Likeness

LENGTH = 20  # five groups of four; their 63 bits cannot be guessed where attempts are counted

# H. M. Damm, "Total anti-symmetrische Quasigruppen" (2004): the table of order 10.
DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)

# What may stand between the digits: spaces of every kind, hyphens and dashes, and the
# invisible characters that messengers add when something is copied.
_BETWEEN = r"[\s\-\u2010-\u2015\u2212\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+")
_BETWEEN_ANY = re.compile(_BETWEEN)
# Inside a text, digits further apart than this are not one number.
_RUN = re.compile(rf"\d(?:{_BETWEEN}{{0,3}}\d){{15,}}")
_CUE = re.compile("код|kod|code", re.IGNORECASE)
CUE_BEFORE = 25
"""So far before the digits the word "code" speaks of them: "код моего обращения такой: "."""
FEWEST, MOST = 16, 24
"""Digits of what was meant as a code: a group of four forgotten, or written twice."""
NEARLY = range(18, 23)
"""Digits in a row that are a code with up to two of them left out or doubled."""


@frozen
class FoundCode:
    """Where a code stands in a text; `code` is None when it has a slip in it, and no case can have it."""

    code: str | None
    start: int
    end: int
    likeness: Likeness


def find_long_numbers(text: str) -> tuple[tuple[int, int], ...]:
    """Where numbers stand in *text* that are long enough for a code, whoever's it is and whatever slip is in it."""
    return tuple(found.span() for found in _RUN.finditer(text))


def new_code(chance: Chance) -> str:
    """Draw a code: 20 digits, ungrouped."""
    digits = f"{chance.below(10 ** (LENGTH - 1)):0{LENGTH - 1}d}"
    return f"{digits}{_check(digits)}"


def find_code(text: str) -> FoundCode | None:
    """The code in *text*, the likeliest first, however it is grouped; else what was meant as one and has a slip.

    A code fills whole groups of digits: it is never cut out of a longer number. Any other number of 20 digits passes
    for one in ten times, so whether it is a case's, only a look-up says.
    """
    whole = _meant_whole(text)
    if whole is not None and len(whole) == LENGTH:
        return FoundCode(_valid(whole), 0, len(text), Likeness.SURE if _valid(whole) else _slip_in(text))
    windows = [window for run in _RUN.finditer(text) for window in _windows(run)]
    if whole is not None:
        windows = [window for window in windows if window.likeness(text) is not Likeness.POSSIBLE]
    right = [window for window in windows if window.code is not None]
    if right:
        best = min(right, key=lambda window: window.oddity)
        return FoundCode(best.code, best.start, best.end, best.likeness(text))
    return _find_slip(text, windows) if whole is None else FoundCode(None, 0, len(text), Likeness.POSSIBLE)


def _meant_whole(text: str) -> str | None:
    """The digits of a *text* that is a code and hardly anything else; up to two other characters are forgiven."""
    digits = "".join(_DIGIT.findall(text))
    strays = len(text) - len(digits) - len(_BETWEEN_ANY.findall(text))
    return _in_ascii(digits) if FEWEST <= len(digits) <= MOST and strays <= 2 else None


def _slip_in(text: str) -> Likeness:
    """How likely twenty digits without a right check digit were meant as a code: as it is shown, hardly otherwise."""
    return Likeness.SURE if [len(group) for group in _DIGITS.findall(text)] == [4] * 5 else Likeness.POSSIBLE


def _find_slip(text: str, windows: list[_Window]) -> FoundCode | None:
    for window in windows:
        if window.is_as_shown:
            return FoundCode(None, window.start, window.end, Likeness.SURE)
    for run in _RUN.finditer(text):
        groups = _DIGITS.findall(run.group())
        count = sum(map(len, groups))
        is_named = FEWEST <= count <= MOST and _is_cued(text, run.start())
        if is_named or count == LENGTH or (len(groups) == 1 and count in NEARLY):
            return FoundCode(None, run.start(), run.end(), Likeness.POSSIBLE)
    return None


@frozen
class _Window:
    """Whole groups of digits, 20 digits together, and where they stand."""

    groups: tuple[str, ...]
    start: int
    end: int

    @property
    def code(self) -> str | None:
        return _valid("".join(self.groups))

    @property
    def is_as_shown(self) -> bool:
        return all(len(group) == 4 for group in self.groups)

    @property
    def oddity(self) -> int:
        """0 for a code as it is shown or copied, 1 for one in somebody's own grouping."""
        return 0 if len(self.groups) == 1 or self.is_as_shown else 1

    def likeness(self, text: str) -> Likeness:
        if self.is_as_shown or (self.code is not None and _is_cued(text, self.start)):
            return Likeness.SURE
        return Likeness.LIKELY if len(self.groups) == 1 else Likeness.POSSIBLE


def _windows(run: re.Match[str]) -> Iterator[_Window]:
    """Every stretch of whole groups in *run* that holds 20 digits."""
    groups = list(_DIGITS.finditer(run.group()))
    for first in range(len(groups)):
        size = 0
        for last in range(first, len(groups)):
            size += len(groups[last].group())
            if size == LENGTH:
                found = tuple(_in_ascii(group.group()) for group in groups[first : last + 1])
                yield _Window(found, run.start() + groups[first].start(), run.start() + groups[last].end())
            if size >= LENGTH:
                break


def _is_cued(text: str, start: int) -> bool:
    """Whether the word "code" stands before the place *start*."""
    return _CUE.search(text, max(0, start - CUE_BEFORE), start) is not None


def _valid(code: str) -> str | None:
    return code if _check(code) == 0 else None


def _in_ascii(digits: str) -> str:
    return digits if digits.isascii() else "".join([str(int(digit)) for digit in digits])


def _check(digits: str) -> int:
    """Damm's check digit of *digits*; 0 when they already end in theirs."""
    interim = 0
    for digit in digits:
        interim = DAMM[interim][int(digit)]
    return interim
