"""Individual and business identification numbers (ЖСН/ИИН, БСН/БИН): twelve digits, the last one a check.

Rules:
- after a cue word the check digit is not demanded, and one digit too many or too few is still one;
- without a cue the check digit must hold, or the number begins with a day of birth and its century;
- the fifth digit 4-6 means an organisation;
- no valid birth date is demanded, but 7-9 in the fifth place can be neither;
- a number that goes on with «/» is a procurement contract, one after № or a paper's name is that paper's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import before, belongs_to_paper, follows_number_sign, is_amount, scan
from .kinds import IdentifierKind, Span
from .reading import Reading

_TWELVE = re.compile(r"\d(?<![\d/]\d)(?:(?:[ \-_]|\.(?! )){0,2}\d){11}(?!\d)(?! ?/ ?\d)")
_NEARLY = re.compile(r"\d(?<![\d/]\d)(?:\d{10}|\d{12})(?!\d)(?! ?/ ?\d)")
_PERSON = re.compile(
    r"(?<![а-яa-z])(?:жсн|иин|инн|zhsn|jsn|iin|жеке с[аэ]й?и?кестендиру|жеке код|zheke saikestendiru)"
    r"[^\d\n\x00]{0,40}\n?[^\d\n\x00]{0,4}\Z"
)
_COMPANY = re.compile(
    r"(?<![а-яa-z])(?:бсн|бин|bsn|bin|бизнес[- ]?с[аэ]й?и?кестендиру)[^\d\n\x00]{0,30}\n?[^\d\n\x00]{0,4}\Z"
)
_NATURAL = frozenset({(12,), (6, 6), (4, 4, 4), (3, 3, 3, 3), (2,) * 6, (6, 3, 3), (6, 2, 4), (2, 2, 2, 6), (6, 1, 5)})
_BORN = re.compile(
    r"(?:[3-9]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[34]|[01]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[56])"
)
"""A day of birth and the century and sex that go with it: what a mistyped number still has."""
_FIRST_WEIGHTS = tuple(range(1, 12))
_SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


def find_registry_numbers(reading: Reading) -> Iterator[Span]:
    """Yield the IINs and BINs of *reading*."""
    for match in scan(_TWELVE, reading, lambda found: _kind(found) is not None):
        if kind := _kind(match):
            yield Span(match.start(), match.end(), kind)
    for match in scan(_NEARLY, reading, lambda found: _cued_kind(found.string, found.start()) is not None, least=11):
        if kind := _cued_kind(match.string, match.start()):
            yield Span(match.start(), match.end(), kind)


def _kind(match: re.Match[str]) -> IdentifierKind | None:
    return _cued_kind(match.string, match.start()) or _plain_kind(match.string, match)


def has_check_digit(digits: str) -> bool:
    """Whether twelve *digits* end in the right check digit."""
    for weights in (_FIRST_WEIGHTS, _SECOND_WEIGHTS):
        rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11
        if rest != 10:
            return rest == int(digits[11])
    return False


def _cued_kind(figures: str, start: int) -> IdentifierKind | None:
    words = before(figures, start, 50)
    if _PERSON.search(words):
        return IdentifierKind.IIN
    return IdentifierKind.BIN if _COMPANY.search(words) else None


def _plain_kind(figures: str, match: re.Match[str]) -> IdentifierKind | None:
    start, end = match.span()
    digits = re.sub(r"\D", "", match[0])
    groups = tuple(len(group) for group in re.findall(r"\d+", match[0]))
    if groups not in _NATURAL or is_amount(figures, end):
        return None
    if not has_check_digit(digits) and not (groups in ((12,), (6, 6)) and _BORN.match(digits)):
        return None
    if belongs_to_paper(figures, start) or follows_number_sign(figures, start):
        return None
    if digits[4] in "456":
        return IdentifierKind.BIN
    plausible = digits[4] in "0123" and (len(groups) == 1 or 1 <= int(digits[2:4]) <= 12)
    return IdentifierKind.IIN if plausible else None
