"""The words of numbers in both languages and in Latin letters, and what each is; all folded (see `reading`)."""

from __future__ import annotations

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
VALUES = {word: value for value, words in {**_UNITS, **_OTHER}.items() for word in words.split()}
SAME = {
    "нуля": 0, "нулей": 0, "ноля": 0, "единицы": 1, "двойки": 2, "тройки": 3, "четверки": 4, "пятерки": 5,
    "шестерки": 6, "семерки": 7, "восьмерки": 8, "девятки": 9,
}  # fmt: skip
"""«Три нуля» is 000."""
VALUES |= SAME
CARDINALS = frozenset(word for word in VALUES if not word.isascii())
"""The number words of both languages in Cyrillic letters."""
_WORD = "|".join(sorted(VALUES, key=len, reverse=True))
NUMBER_WORD = rf"(?:{_WORD})"
"""A pattern of one number word."""
