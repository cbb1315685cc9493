"""Telephone numbers spelled in words: «восемь семьсот один …», «сегіз жеті жүз …»; an IIN so spelled after its word.

Rules:
- a run of number words and digits, three of them words unless all of it is a mobile number, is read group by group
  (hundred, ten, unit);
- only eleven digits that begin with 87 or 77, or ten that begin with 7, make a phone; sums never do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.frozen import frozen

from .context import before
from .kinds import IdentifierKind, Span
from .reading import Reading

_UNITS = {
    0: "ноль нуль нол nol нолик",
    1: "один одна бир bir odin единица единичка",
    2: "два две еки екы eki dva двойка",
    3: "три уш ush tri тройка",
    4: "четыре торт tort chetyre четверка",
    5: "пять бес bes pyat пятерка",
    6: "шесть алты alty shest шестерка",
    7: "семь жети жеты jeti zheti sem семерка",
    8: "восемь сегиз segiz vosem восьмерка",
    9: "девять тогыз togyz devyat девятка",
}
_OTHER = {
    10: "десять он on desyat",
    11: "одиннадцать",
    12: "двенадцать",
    13: "тринадцать",
    14: "четырнадцать",
    15: "пятнадцать",
    16: "шестнадцать",
    17: "семнадцать",
    18: "восемнадцать",
    19: "девятнадцать",
    20: "двадцать жиырма jiyrma zhiyrma dvadcat dvadtsat",
    30: "тридцать отыз otyz tridcat tridtsat",
    40: "сорок кырык qyryq kyryk sorok",
    50: "пятьдесят елу elu pyatdesyat",
    60: "шестьдесят алпыс alpys",
    70: "семьдесят жетпис jetpis zhetpis",
    80: "восемьдесят сексен seksen",
    90: "девяносто токсан toqsan",
    100: "сто жуз juz zhuz sto",
    200: "двести",
    300: "триста",
    400: "четыреста",
    500: "пятьсот",
    600: "шестьсот",
    700: "семьсот",
    800: "восемьсот",
    900: "девятьсот",
}
_VALUES = {word: value for value, words in {**_UNITS, **_OTHER}.items() for word in words.split()}
_SAME = {
    "нуля": 0, "нулей": 0, "ноля": 0, "единицы": 1, "двойки": 2, "тройки": 3, "четверки": 4, "пятерки": 5,
    "шестерки": 6, "семерки": 7, "восьмерки": 8, "девятки": 9,
}  # fmt: skip
"""«Три нуля» is 000."""
_VALUES |= _SAME
CARDINALS = frozenset(word for word in _VALUES if not word.isascii())
"""The number words of both languages in Cyrillic letters."""
_HUNDRED = frozenset({"жуз", "juz", "zhuz"})
_WORD = "|".join(sorted(_VALUES, key=len, reverse=True))
NUMBER_WORD = rf"(?:{_WORD})"
"""A pattern of one number word."""
_RUN = re.compile(
    rf"(?<![а-яa-z\d])(?:плюс\s)?(?:(?:{_WORD}|\d{{1,7}})(?![а-яa-z\d])"
    r"[\s,.\-–;()]{0,3}(?:потом\s|дальше\s|далее\s|сосын\s|кейин\s|и\s|тире\s)?){5,24}"
)
_TOKEN = re.compile(rf"(?:{_WORD})(?![а-яa-z])|\d+")
_WORTHY = re.compile(r"жуз|juz|сот|двести|триста|н[оу]ль|семь|жет[иы]|jeti|zheti| sem ")
_DIGIT_AND_WORD = re.compile(
    r"\d[ \-](?:(?:один|два|три|бир|еки|уш|торт|бес|алты|сегиз|тогыз)(?![а-яa-z])|четыр|пят[ьн]|шест|восем|девят|двена|"
    r"двад|трид|сорок|сто |жиырма|отыз|кырык|елу|алпыс|сексен|токсан)"
)
_OF_REGISTRY = re.compile(r"(?<![а-яa-z])(?:жсн|иин|iin|zhsn)[а-яa-z]{0,4}[^\d.!?\n]{0,30}\Z")
_IIN_DIGITS = 12
_WORDS_ENOUGH = 3
_WHOLE = re.compile(r"[78]7[04567]\d{8}")
"""A mobile number that one or two of its groups spell in words, and nothing else stands in the run."""


def find_spoken_phones(reading: Reading) -> Iterator[Span]:
    """Yield the telephone numbers and IINs of *reading* that are spelled in words."""
    folded = reading.folded
    if not _WORTHY.search(folded) and not _DIGIT_AND_WORD.search(folded):
        return
    for run in _RUN.finditer(reading.folded):
        tokens = list(_TOKEN.finditer(reading.folded, run.start(), run.end()))
        spoken = sum(token[0].isalpha() for token in tokens)
        groups = _groups(tokens) if spoken else []
        digits = "".join(group.digits for group in groups)
        if spoken < _WORDS_ENOUGH and not _WHOLE.fullmatch(digits):
            continue
        if len(digits) == _IIN_DIGITS and _OF_REGISTRY.search(before(reading.folded, run.start(), 44)):
            yield Span(groups[0].start, groups[-1].end, IdentifierKind.IIN)
        else:
            yield from _phones_in(groups, folded)


@frozen
class _Group:
    """A spoken number: its digits, and where its words begin and end."""

    digits: str
    start: int
    end: int


def _phones_in(groups: list[_Group], text: str) -> Iterator[Span]:
    done = 0
    for first in range(len(groups)):
        if first < done:
            continue
        digits = ""
        for last, group in enumerate(groups[first:], first):
            digits += group.digits
            if re.fullmatch(r"[78]7\d{9}|7[0-7]\d{8}", digits):
                is_all = first == 0 and last == len(groups) - 1
                if len(digits) == 11 or is_all:
                    plus = text.startswith("+", groups[first].start - 1)
                    yield Span(groups[first].start - plus, group.end, IdentifierKind.PHONE)
                    done = last + 1
                    break


def _groups(tokens: list[re.Match[str]]) -> list[_Group]:
    """Join the tokens of one spoken group: «семьсот сорок семь» is 747, «жеті жүз бір» is 701."""
    groups: list[_Group] = []
    place = 0
    while place < len(tokens):
        first = tokens[place]
        if first[0].isdigit():
            groups.append(_Group(first[0], first.start(), first.end()))
            place += 1
            continue
        following = tokens[place + 1][0] if place + 1 < len(tokens) else ""
        if following in _SAME:
            digits = str(_SAME[following]) * (_VALUES[first[0]] if _VALUES[first[0]] < 5 else 1)
            groups.append(_Group(digits, first.start(), tokens[place + 1].end()))
            place += 2
            continue
        value, place = _spoken_value(tokens, place)
        groups.append(_Group(str(value), first.start(), tokens[place - 1].end()))
    return groups


def _spoken_value(tokens: list[re.Match[str]], place: int) -> tuple[int, int]:
    value = _VALUES[tokens[place][0]]
    place += 1
    if 0 < value < 10 and place < len(tokens) and tokens[place][0] in _HUNDRED:
        value, place = value * 100, place + 1
    for size in (100, 10):
        if value and value % size == 0 and place < len(tokens):
            smaller = _VALUES.get(tokens[place][0])
            if smaller is None or not 0 < smaller < size or _starts_hundred(tokens, place):
                continue
            value, place = value + smaller, place + 1
    return value, place


def _starts_hundred(tokens: list[re.Match[str]], place: int) -> bool:
    following = tokens[place + 1][0] if place + 1 < len(tokens) else ""
    return _VALUES[tokens[place][0]] < 10 and following in _HUNDRED
