"""Codes: the 20 digits by which a citizen finds the case again.

19 random digits (63 bits) and a check digit after Damm, which catches every single wrong
digit and every swap of two neighbours. A code is shown in groups of four and read in any
grouping, with any dashes and spaces, in the decimal digits of any script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.chance import Chance

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
_ONLY_CODE = re.compile(rf"{_BETWEEN}*\d(?:{_BETWEEN}*\d){{19}}{_BETWEEN}*")
# Inside a text, digits further apart than this are not one number.
_RUN = re.compile(rf"\d(?:{_BETWEEN}{{0,3}}\d){{19,}}")


def new_code(chance: Chance) -> str:
    """Draw a code: 20 digits, ungrouped."""
    digits = f"{chance.below(10 ** (LENGTH - 1)):0{LENGTH - 1}d}"
    return f"{digits}{_check(digits)}"


def group_code(code: str) -> str:
    """Show *code* as people read it: "1234 5678 9012 3456 7890"."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(text: str) -> str | None:
    """Read *text* when it is nothing but one code; None when it is not, or is mistyped."""
    return _valid(text) if _ONLY_CODE.fullmatch(text) else None


def looks_like_code(text: str) -> bool:
    """Say whether *text* was meant as a code: 16-24 digits and hardly anything else.

    Up to two stray characters are forgiven (a letter O for a zero, a full stop).
    """
    digits = len(_DIGIT.findall(text))
    if not 16 <= digits <= 24:
        return False
    strays = len(text) - digits - len(_BETWEEN_ANY.findall(text))
    return strays <= 2


def find_code(text: str) -> str | None:
    """Find a valid code standing anywhere in *text*, the likeliest first.

    A code fills whole groups of digits: it is never cut out of a longer number. Any other
    number of 20 digits passes for one in ten times, so whether it is a case's, only a look-up says.
    """
    found = [window for run in _RUN.finditer(text) for window in _windows(run.group())]
    found.sort(key=_unlikelihood)
    return next((code for window in found if _check(code := "".join(window)) == 0), None)


def _windows(run: str) -> Iterator[list[str]]:
    """Every stretch of whole groups in *run* that holds 20 digits."""
    groups = [_in_ascii(group) for group in _DIGITS.findall(run)]
    for start in range(len(groups)):
        size = 0
        for end in range(start, len(groups)):
            size += len(groups[end])
            if size == LENGTH:
                yield groups[start : end + 1]
            if size >= LENGTH:
                break


def _unlikelihood(groups: list[str]) -> int:
    """0 for a code as it is shown or copied, 1 for one in somebody's own grouping."""
    return 0 if len(groups) == 1 or all(len(group) == 4 for group in groups) else 1


def _valid(text: str) -> str | None:
    code = _in_ascii("".join(_DIGITS.findall(text)))
    return code if _check(code) == 0 else None


def _in_ascii(digits: str) -> str:
    return digits if digits.isascii() else "".join([str(int(digit)) for digit in digits])


def _check(digits: str) -> int:
    """Damm's check digit of *digits*; 0 when they already end in theirs."""
    interim = 0
    for digit in digits:
        interim = DAMM[interim][int(digit)]
    return interim
