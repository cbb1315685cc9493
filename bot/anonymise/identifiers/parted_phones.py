"""Telephones whose code stands apart: «8 705-тен 4459981», «53 17 08, код 7232», «87153 22 4 18».

Rules:
- a mobile code may have the ending of a Kazakh case, seven digits follow it;
- beside a town's code, with the word for it, five or six digits are a telephone; without the word one has the groups
  of a telephone behind it, and the line is no institution's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import before, is_amount, scan
from .kinds import IdentifierKind, Span
from .phones import has_phone_cue, is_public
from .reading import Reading

_CASED = re.compile(
    r"(?:(?<=\+)7|8|7(?= ))?[ \-(]{0,2}7(?:0[0-8]|47|5[01]|6[0-4]|7[15678])\)?[\- ]?(?:[нтд][ае]н|[нтд][иы]н|[гк][ае]|"
    r"деп|кодымен|коды|код)(?: (?:кейин|сон|бастап|басталады|басталатын))?[ ,:\-]{1,3}\d(?:[ \-]?\d){6}(?![ \-]?\d)"
)
_LOCAL = (
    r"(?:\d{2}[ .\-]\d{2}[ .\-]\d{2}|\d{3}[ \-]\d{3}|\d{3}[ \-]\d{2}|\d{2}[ \-]\d{3}|\d[ \-]\d{2}[ \-]\d{2}|"
    r"\d{2}[ \-]\d[ \-]\d{2}|\d{5,6})(?![\d%]|[.:,]\d)"
)
_TOWN = r"7[12]\d{2,3}(?!\d)"
_OF_WHAT = r"(?: (?:города|района|поселка|села|аудан[а-я]{0,3}|кала[а-я]{0,4}|межгород))?"
_CODE_BEHIND = re.compile(
    rf"{_LOCAL}[ ,.;(]{{1,3}}(?:(?:аудан|кала|кент|облыс|ауыл)[а-я]{{0,5}} )?код[а-я]{{0,5}}{_OF_WHAT}[ :\-–(]{{1,3}}"
    rf"(?:8 ?)?{_TOWN}\)?"
)
_BRACKETED_BEHIND = re.compile(rf"{_LOCAL} ?\((?:8 ?)?{_TOWN}\)")
_BEHIND_CODE = re.compile(
    rf"{_TOWN}[ ),.;:\-]{{1,3}}(?:(?:номер[а-я]{{0,2}}|номир[а-я]{{0,3}}|тел(?:ефон[а-я]{{0,3}})?\.?)[ :]{{1,2}})?"
    rf"{_LOCAL}"
)
_CODE = re.compile(rf"(?<![а-яa-z])(?:код|коды|кодпен|кодымен){_OF_WHAT}[ :\-–(]{{1,3}}(?:8 ?)?\Z")
_GROUPED = re.compile(
    r"8?7[12]\d{2,3}[ \-](?:\d{2}[ \-]\d{2}[ \-]\d{2}|\d[ \-]\d{2}[ \-]\d{2}|\d{2}[ \-]\d[ \-]\d{2})(?![ \-]?\d)"
)


def find_parted_phones(reading: Reading) -> Iterator[Span]:
    """Yield the telephones of *reading* whose code stands apart from the rest."""
    figures = reading.figures
    for match in scan(_CASED, reading, bool):
        if not is_amount(figures, match.end()):
            yield Span(match.start(), match.end(), IdentifierKind.PHONE)
    for match in scan(_GROUPED, reading, bool):
        if not is_amount(figures, match.end()) and not is_public(figures, match.start(), match.end()):
            yield Span(match.start(), match.end(), IdentifierKind.PHONE)
    if "код" in figures:
        for match in scan(_CODE_BEHIND, reading, bool):
            yield Span(match.start(), match.end(), IdentifierKind.PHONE)
        for match in scan(_BEHIND_CODE, reading, _is_behind_word):
            yield Span(match.start(), match.end(), IdentifierKind.PHONE)
    for match in scan(_BRACKETED_BEHIND, reading, bool) if "(7" in figures or "(8" in figures else ():
        if has_phone_cue(figures, match.start()):
            yield Span(match.start(), match.end(), IdentifierKind.PHONE)


def _is_behind_word(match: re.Match[str]) -> bool:
    return _CODE.search(before(match.string, match.start(), 24)) is not None
