"""How people call days, in both languages, spelled as they are folded (bot/folding.py)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.folding import fold


def _numbered(*names: str, start: int = 1) -> Mapping[str, int]:
    """The beginnings of words, each group of names with its number, counted up from *start*."""
    return {fold(name): number for number, group in enumerate(names, start) for name in group.split()}


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


MONTHS = _numbered(
    "январ қаңтар", "феврал ақпан", "март наурыз", "апрел сәуір", "май мамыр", "июн маусым", "июл шілде",
    "август тамыз",
    "сентябр қыркүйек", "октябр қазан", "ноябр қараша", "декабр желтоқсан",
)  # fmt: skip
SHORT_MONTHS = _numbered("янв", "фев", "мар", "апр", "мая мае", "", "", "авг", "сен сент", "окт", "ноя", "дек")
"""Whole words: what is left of a month's name, or a form too short to be the beginning of others."""
WEEKDAYS = _numbered(
    "понедельник дүйсенбі", "вторник сейсенбі", "среда среду среды среде сәрсенбі", "четверг бейсенбі",
    "пятниц жұмада жұмасы", "суббот сенбі", "воскресен жексенбі", start=0,
)  # fmt: skip
SHORT_WEEKDAYS = _numbered("пн", "вт", "ср", "чт", "пт жұма", "сб", "вс", start=0)
NUMBERS = _numbered(
    "перв", "втор два две екі", "трет три үш", "четверт четыр төрт", "пят бес", "шест алты", "седьм семь жеті",
    "восьм восем сегіз", "девят тоғыз", "десят", "одиннадцат", "двенадцат", "тринадцат", "четырнадцат", "пятнадцат",
    "шестнадцат", "семнадцат", "восемнадцат", "девятнадцат",
)  # fmt: skip
WHOLE_NUMBERS: Mapping[str, int] = {**_numbered("один одну бір бірі бірінші бірінде"), fold("он"): 10, fold("оны"): 10}
"""Whole words: the beginnings of many others."""
TENS: Mapping[str, int] = {
    fold(word): number for word, number in (("двадцат", 20), ("тридцат", 30), ("жиырма", 20), ("отыз", 30))
}
ORDINAL = _folded("го ого е ое й ый я ші шы інші ыншы нші ншы і ы сі сы і інде ында сінде нда нде де да ті ке на не")
"""What stands behind a number in digits that counts days: 25-го, 25-ші, 25-інде."""

DAYS_AGO: Mapping[str, int] = {
    **dict.fromkeys(_folded("сегодня бүгін сегодняшний бүгінгі"), 0),
    **dict.fromkeys(_folded("вчера кеше вчерашний кешегі кешқұрым"), 1),
    **dict.fromkeys(_folded("позавчера алдыңгүні алдыңгүн алдыгүні"), 2),
    **dict.fromkeys(_folded("позапозавчера"), 3),
    **dict.fromkeys(_folded("завтра ертең"), -1),
    **dict.fromkeys(_folded("послезавтра бүрсігүні бүрсүгүні"), -2),
}
UNITS: Mapping[str, str] = {
    **dict.fromkeys(_folded("день дня дней дню сутк күн"), "day"),
    **dict.fromkeys(_folded("недел апта"), "week"),
    **dict.fromkeys(_folded("месяц ай айдың айдағы айында айының"), "month"),
    **dict.fromkeys(_folded("год лет жыл"), "year"),
}
AGO = _folded("назад тому бұрын болды прошло болған")
LAST = _folded("прошл прошед өткен былтыр былтырғы")
BEFORE_LAST = _folded("позапрошл алдыңғы арғы бұрнағы")
THIS = _folded("этот эту этой этом эта этого осы бұл текущий текущем")
LAST_YEAR = _folded("былтыр былтырғы")
RECENT = _folded("последн соңғы")
SEVERAL = _folded("пару пара несколько бірнеше бірер")
THE_DAY = _folded("числа число числе числу күні күнi күнгі")
RANGE = _folded("по до и или не мен")
"""What stands between two days of one month: «с 5 по 10 марта»."""

GOES_ON = _folded("әлі әлде сейчас қазір идёт идет үнемі күнде сайын всегда")
GOES_ON_BEGUN = _folded("жалғас продолж длится длилось постоян кажд ежедн регуляр систематич")
UNKNOWN = _folded("помню знаю забыл есімде есім білмеймін ұмыт запомнил вспомн уверен")
PHRASES: Mapping[tuple[str, str], str] = {
    ("до", "сих"): "ongoing",
    ("по", "сеи"): "ongoing",
    ("на", "днах"): "week",
}
"""Two folded words side by side, and the choice that they mean."""


def begins(word: str, beginnings: Iterable[str]) -> bool:
    """Whether the folded *word* begins with one of *beginnings*."""
    return any(word.startswith(beginning) for beginning in beginnings)


def numbered(word: str, beginnings: Mapping[str, int], whole: Mapping[str, int]) -> int | None:
    """The number of the folded *word*: of the whole word, else of its longest beginning."""
    if word in whole:
        return whole[word]
    known = [beginning for beginning in beginnings if word.startswith(beginning)]
    return beginnings[max(known, key=len)] if known else None
