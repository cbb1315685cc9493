"""Days of birth told in words: «двадцать второго марта 1946 года», «елу бесінші жылғымын», «22 марта сорок шестого».

Rules:
- a day and a month with a year that is long gone are a birthday's, as they are in figures;
- a day and a month, or a year, without the other need a word of birth beside them.
All are of the second tier: whose they are, only the writer knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .births import BORN_AFTER, BORN_BEFORE, LATEST, OF_A_PAPER, SELF_AFTER, SINCE
from .births import MONTH as _MONTH
from .context import at_words, before, has_one
from .kinds import IdentifierKind, Span
from .reading import Reading
from .word_lists import word_set

_WORD = r"[а-я]{2,16}"
_SPOKEN = re.compile(
    rf"(?<![а-я])(?:(?:родил[а-я]{{1,3}}|дат[ауы] рождения|день рождения|туган кун[а-я]{{0,5}}|"
    rf"туган)[ ,:(\-]{{1,3}}(?:я |в |мой |менин )?"
    rf"(?P<after>(?:{_WORD} ){{1,2}}?{_MONTH}(?: (?:{_WORD}(?:его|ого|шы|ши|сот|дцать|десят|жуз|тысяча|мын|года?|"
    rf"жылы)|сто|мын|жуз|сексен|"
    rf"тогыз|токсан|жетпис)){{0,6}})|"
    rf"(?P<before>(?:{_WORD} ){{1,2}}?{_MONTH}(?: {_WORD}){{0,7}}?) (?:туганмын|туылганмын|дуниеге келдим|"
    rf"туганым))(?![а-я])"
)
_BIRTH_PARTS = ("родил", "рожд", "туган", "туылган", "туылды", "дуниеге", "г.р", "г. р", "жылгым")
_ORDINAL = (
    r"(?:(?:перв|втор|четверт|пят|шест|седьм|восьм|девят|десят|(?:один|две|три|четыр|пят|шест|сем|восем|девят)надцат|"
    r"двадцат|тридцат|сороков|пятидесят|шестидесят|семидесят|восьмидесят|девяност)(?:ого|ое|ом|ый|ой|ая)|"
    r"трет(?:ьего|ье|ьем|ий))"
)
_TENS = r"(?:двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто)"
_UNIT_KK = r"(?:бир|еки|уш|торт|бес|алты|жети|сегиз|тогыз)"
_TENS_KK = r"(?:он|жиырма|отыз|кырык|елу|алпыс|жетпис|сексен|токсан)"
_ORDINAL_KK = (
    rf"(?:{_UNIT_KK}|он|жиырмас|отыз|кыр[ык]к?|елу|алпыс|жетпис|сексен|токсан)(?:[иы]?нш[иы])(?:с[иы](?:нда|нде|н)?)?"
)
_DAY = re.compile(
    rf"(?<![а-я\d])(?:(?:двадцать |тридцать )?{_ORDINAL}|(?:он |жиырма |отыз )?{_ORDINAL_KK}|"
    rf"\d{{1,2}}(?:-?(?:го|е|ши|шы|нши|ншы))?) (?:числа )?\Z"
)
_DAY_AFTER = re.compile(
    rf"(?:нын|нин|дын|дин|тын|тин)? (?:айынын )?(?P<day>(?:{_TENS_KK} )?(?:{_UNIT_KK}(?:с?[иы])|оны|жиырмасы|отызы)"
    rf"(?:нда|нде)?|"
    rf"(?:он |жиырма |отыз )?{_ORDINAL_KK})(?![а-я])"
)
_LONG_AGO = (
    rf"(?:(?:одна )?тысяча девятьсот (?:{_TENS} )?{_ORDINAL}|"
    rf"(?:(?:тысяча )?девятьсот )?(?:{_TENS} )?{_ORDINAL}(?= год| г\b)|"
    rf"(?:бир )?мын тогыз жуз (?:{_TENS_KK} )?(?:{_ORDINAL_KK}|{_UNIT_KK}|{_TENS_KK})(?![а-я])|"
    rf"(?:{_TENS_KK} )?{_ORDINAL_KK}(?= жыл))"
)
_NEAR_PAST = (
    rf"(?:две тысячи (?:{_TENS} )?{_ORDINAL}|двухтысячн[а-я]{{2,3}}|ек[иы] мын (?:{_TENS_KK} )?{_ORDINAL_KK})"
)
_OF_YEAR = r"(?:-?(?:го|ш[иы]|нш[иы]|ом)(?![а-я]))?(?: ?(?:года?|году|г\.?|жыл[а-я]{0,5}|ж\.?)(?![а-я]))?"
_YEAR_TOLD = rf"(?:(?P<digits>(?:19|20)\d\d)(?!\d)|(?P<long>{_LONG_AGO})|(?P<near>{_NEAR_PAST})){_OF_YEAR}"
_YEAR_AFTER = re.compile(rf"[ ,]{{1,2}}{_YEAR_TOLD}")
_SHORT_YEAR = re.compile(rf"[ ,]{{1,2}}(?:{_TENS} {_ORDINAL}|{_ORDINAL})(?![а-я])")
"""«… марта сорок шестого», beside a word of birth."""
_YEAR_BEFORE = re.compile(
    rf"(?<![а-я\d])(?:{_YEAR_TOLD}|[3-9]\d(?:-?(?:го|ш[иы]|нш[иы]))? (?:года?|жыл[а-я]{{0,4}}))[ ,]{{1,2}}\Z"
)
_YEAR_ALONE = re.compile(rf"(?:{_YEAR_TOLD}|(?:{_TENS} )?{_ORDINAL}(?![а-я]))")
_MONTH_WORD = re.compile(rf"{_MONTH}(?![а-я])")
_MONTH_HEADS = word_set(
    "янв фев мар апр май мая июн июл авг сен окт ноя дек кан акп нау сау мам мау шил там кыр каз кар жел"
)
_YEAR_HEADS = word_set(
    "тыс одн дев сор пят шес сем вос два три пер вто чет сед дес бир мын он жиы оты кыр елу алп жет сек ток две дву "
    "еки тре"
)
_TWENTIES = re.compile(r"[ ,]*(?:двадцать|двадцат|жиырма)")
"""«Двадцать третьего года» is 2023 rather than 1923."""
_MARK = re.compile(r" ?(?:г\.? ?р\.?|(?:года )?рождения|ж\. ?т\.?)(?![а-я])")


def find_told_births(reading: Reading) -> Iterator[Span]:
    """Yield the birthdays of *reading* that are told in words, all of the second tier."""
    folded = reading.folded
    for month in at_words(_MONTH_WORD, _MONTH_HEADS, reading):
        if found := _around_month(folded, month):
            start, end = found
            mark = _MARK.match(folded, end)
            yield Span(start, mark.end() if mark else end, IdentifierKind.BIRTH_DATE, certain=False)
    if not has_one(folded, _BIRTH_PARTS):
        return
    for match in _SPOKEN.finditer(folded):
        group = match.lastgroup or "after"
        first = match[group].split()[0]
        if first.endswith(("его", "ого", "ое", "ее", "ье", "шы", "ши", "нди")) or " " in match[group].strip():
            yield Span(*match.span(group), IdentifierKind.BIRTH_DATE, certain=False)
    for match in at_words(_YEAR_ALONE, _YEAR_HEADS, reading):
        if "жылгым" in match[0] or _of_birth(folded, match.start(), match.end()):
            mark = _MARK.match(folded, match.end())
            yield Span(match.start(), mark.end() if mark else match.end(), IdentifierKind.BIRTH_DATE, certain=False)


def _around_month(folded: str, month: re.Match[str]) -> tuple[int, int] | None:
    """The date around *month*, if something of it is told in words and it is a birthday's."""
    start, end = month.span()
    day = _DAY.search(before(folded, start, 34))
    after = None if day else _DAY_AFTER.match(folded, end)
    if not day and not after:
        return None
    start -= len(day[0]) if day else 0
    end = after.end() if after else end
    year = _YEAR_AFTER.match(folded, end)
    earlier = None if year else _YEAR_BEFORE.search(before(folded, start, 60))
    start -= len(earlier[0]) if earlier else 0
    end = year.end() if year else end
    if _of_birth(folded, start, end):
        short = None if year or earlier else _SHORT_YEAR.match(folded, end)
        return start, short.end() if short else end
    told = year or earlier
    if told is None or OF_A_PAPER.search(before(folded, start, 44)) or SINCE.match(folded, end):
        return None
    in_words = after or told["long"] or (day and not day[0][0].isdigit())
    return (start, end) if in_words and _is_long_ago(told) else None


def _is_long_ago(year: re.Match[str]) -> bool:
    if year["digits"]:
        return int(year["digits"]) <= LATEST
    spoken = year["long"]
    return year["near"] is None and not (spoken and "девятьсот" not in spoken and _TWENTIES.match(spoken))


def _of_birth(folded: str, start: int, end: int) -> bool:
    if BORN_BEFORE.search(before(folded, start, 44)) or BORN_AFTER.match(folded, end):
        return True
    return SELF_AFTER.match(folded, end) is not None
