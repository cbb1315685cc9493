"""How people call days, in both languages, spelled as they are folded (bot/folding.py)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.folding import fold, within

_SLIP_FROM = 6  # letters: «бурын» is no «бүгін»


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
SHORT_MONTHS = _numbered("", "", "", "", "мая мае")
"""Whole words: forms too short to be the beginning of others."""
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
    **dict.fromkeys(_folded("сегодня бүгін сегодняшний бүгінгі бағана жаңағана"), 0),
    **dict.fromkeys(_folded("вчера кеше вчерашний кешегі кешқұрым"), 1),
    **dict.fromkeys(_folded("позавчера алдыңгүні алдыңгүн алдыгүні"), 2),
    **dict.fromkeys(_folded("позапозавчера"), 3),
    **dict.fromkeys(_folded("завтра ертең"), -1),
    **dict.fromkeys(_folded("послезавтра бүрсігүні бүрсүгүні"), -2),
}
UNITS: Mapping[str, str] = {
    **dict.fromkeys(_folded("час минут сағат"), "hour"),
    **dict.fromkeys(_folded("день дня дней дню сутк күн"), "day"),
    **dict.fromkeys(_folded("недел апта"), "week"),
    **dict.fromkeys(_folded("месяц ай айдың айдағы айында айының"), "month"),
    **dict.fromkeys(_folded("год лет жыл"), "year"),
}
AGO = _folded("назад тому бұрын")
AGO_COUNTED = _folded("болды прошло болған прошёл прошла")
"""Said of a number of days only: «3 күн болды» is ago, «осы аптада болды» is not."""
NEXT = _folded("следующ будущ келесі келер")
LAST = _folded("прошл прошед өткен былтыр былтырғы")
BEFORE_LAST = _folded("позапрошл алдыңғы арғы бұрнағы")
THIS = _folded("этот эту этой этом эта этого осы бұл текущий текущем")
LAST_YEAR = _folded("былтыр былтырғы")
SEVERAL = _folded("пару пара несколько бірнеше бірер")
THE_DAY = _folded("числа число числе числу күні күнi күнгі")
RANGE = _folded("по до и или не мен")
"""What stands between two days of one month: «с 5 по 10 марта»."""

GOES_ON = _folded("әлі әлде сейчас қазір идёт идет үнемі күнде сайын всегда")
GOES_ON_BEGUN = _folded("жалғас продолж длится длилось постоян кажд ежедн регуляр систематич")
UNKNOWN = _folded("помню знаю забыл есімде есім білмеймін ұмыт запомнил вспомн уверен скажу айта")
PHRASES: Mapping[tuple[str, str], str] = {
    ("до", "сих"): "ongoing",
    ("по", "сеи"): "ongoing",
    ("на", "днах"): "week",
}
JUST_NOW = (("толко", "что"), ("жана", "гана"))
"""Two folded words side by side, and the choice that they mean."""


def begins(word: str, beginnings: Iterable[str]) -> bool:
    """Whether the folded *word* begins with one of *beginnings*."""
    return any(word.startswith(beginning) for beginning in beginnings)


def numbered(word: str, beginnings: Mapping[str, int], whole: Mapping[str, int]) -> int | None:
    """The number of the folded *word*: of the whole word, else of its longest beginning, one slip forgiven."""
    if word in whole:
        return whole[word]
    known = [beginning for beginning in beginnings if word.startswith(beginning)]
    slipped = [beginning for beginning in beginnings if is_slip(word[: len(beginning)], beginning)]
    return beginnings[max(known or slipped, key=len)] if known or slipped else None


def is_slip(word: str, known: str) -> bool:
    """Whether *word* is *known* but for one letter; short words and first letters are typed right."""
    return len(known) >= _SLIP_FROM and word[:1] == known[0] and within(word, known, 1)
