"""Numbers of lists that no known word calls: «нөмірім 214», «с 1412 на 1530 место», «№ 204, № 211», «№ 3-1277/2».

Rules:
- «мой номер» and a short number, or one with letters behind «номер», are somebody's in a list;
- where a queue is spoken of, so is a number behind «была», «стала», «с … на …»: no year, no count, no hours;
- behind № a number with a slash is a paper's; in a row of them each is.
All are of the second tier: whose number it is, only the writer knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from .context import before, has_one, is_amount
from .kinds import IdentifierKind, Span
from .reading import Reading
from .record_words import COUNTED, CUE, PUBLIC

_NUMBER = r"(?:\d \d{3}|\d{2,6})(?:[\-/]\d{1,4})?(?!\d|[ \-]\d|[.:]\d)"
_LETTERED = r"[a-zа-я]{1,3}(?:-[a-zа-я]{1,2})?[ \-]?\d{2,6}(?!\d|[ \-]\d)"
_MINE = re.compile(
    r"(?<![а-яa-z])(?:ном[еи]р[иы]м(?:из)?|(?:мой|наш|служебный|личный|табельный|рабочий|"
    r"входящий)(?: служебный)? номер(?: мой)?|"
    r"номер(?: у)? (?:мой|меня)|мен(?:ин|де) ном[еи]р[а-я]{0,3}|n[eo]m[ei]rim)[ :\-–№]{1,4}(?:это |был |бул )?"
    rf"(?P<number>{_LETTERED}|{_NUMBER})"
)
_CALLED = re.compile(
    r"(?<![а-яa-z])(?:ном[еи]р[а-я]{0,4}|nom[ei]r[a-z]{0,3}) (?:мой |менин |онын )?"
    r"(?P<number>(?:\d[a-zа-я]-)?[a-zа-я]{1,3}(?:-[a-zа-я]{1,2})?(?P<join>[ \-])\d{2,6}(?:/\d{1,4})?)(?!\d|[ \-]\d)"
)
_LETTERED_ROW = re.compile(r"(?<![\w\-])[a-zа-я]{1,2}-\d{3,6}(?:(?:, ?| и |, и | жане )[a-zа-я]{1,2}-\d{3,6})+(?!\d)")
_ONE_LETTERED = re.compile(r"[a-zа-я]{1,2}-\d{3,6}")
_DATED = re.compile(
    r"№ ?\d{1,6}(?:-[а-я]{1,3})? от (?:\d{1,2}\.\d{2}(?:\.(?:20)?\d{2})?(?!\d)|\d{1,2} (?:январ|феврал|"
    r"март|апрел|ма[яй]|"
    r"июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]{0,2}(?: 20\d\d)?)"
)
_LAW = re.compile(r"(?:закон|кодекс|постановлени|каулы)[а-я]{0,6}[^.!?\n]{0,20}\Z")
_THEN_MINE = re.compile(
    rf"(?<![\w\-/.])(?P<number>{_LETTERED}|\d{{3,6}})[ ,\-–]{{1,3}}(?:это |бул )?(?:мой|наш|менин) ном[еи]р(?! тел)"
)
_QUEUE = ("й номер ", "черед", "кезе", "списк", "на место", "тизим")
_MOVED = re.compile(
    r"(?<![а-яa-z])(?:с(?= [\d ]{2,6} на )|на|был[аио]?|стал[аио]?|теперь|сейчас|уже|едим|болдым?|тур(?:ган)?|"
    r"ном[еи]р[а-я]{0,3})[ :№]{1,3}"
    r"(?P<number>\d \d{3}|\d{2,5})(?!\d|[.,:/\-]\d| \d)(?P<place>-?(?:е|ое|го|й|м|ши|шы|нши|ншы)?(?: мест|"
    r" орын| боп| болып))?"
)
_WAS = re.compile(
    r"(?<![\w.,/\-])(?P<number>\d \d{3}|\d{2,5})-? ?(?P<place>(?:й |ши |шы |ый |м )?(?:ном[еи]р(?:мен|ди|"
    r"де|инен|ом)?|был[аи]?|еди|болып|болды|"
    r"боп|место|орын)(?![а-я]))"
)
_ON_BREAST = re.compile(
    r"(?<![\d.,/\-])(?P<number>(?:kz ?)?\d{3,6})(?![\d/]|[.:\-]\d)[^.!?\n\d]{1,24}(?:тос|кеуде)(?:синде|инде|сине)"
)
"""«нөмірі 0817 деп тұрды төсінде»: of a badge."""
_TICKET = re.compile(
    r"(?<![\d.,/\-№])(?P<number>\d{2,4})(?:-?(?:й|ши|шы|нши|ншы))?(?= талон (?:ал|бер|кел|бол|жырт|дали|мой))"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_A_BUS = re.compile(r" ?(?:автобус|маршрут|троллейбус|дом|школ|кабинет|палат|шкаф|вагон)")
_NEAR = 90
"""So far before its number a queue may be named: the sentence before, too."""
_SLASHED = re.compile(r"№ ?(?:[a-zа-я]{1,2}-)?\d{1,6}(?:[\-/]\d{1,6}){1,3}(?!\d|[.:\-/]\d)")
_SLASHED_SERIES = re.compile(r"(?<![\w\-/№])[a-zа-я]{1,4}-\d{2,6}/\d{1,6}(?![\d/\-]|[.:]\d)")
"""«KZ-118/07 бойынша»: capitals before a number with a slash."""
_SHORT_SIGNED = re.compile(r"№ ?\d{3,6}(?![\d/\-]|[.:]\d)")
_PAPER_AFTER = re.compile(
    r"[^.!?\n;\d]{1,40}?(?<![а-яa-z])(?:талон|жолдама|направлени|квитанци|тубирте|справк|анык?тама|кагаз|расписк|"
    r"колхат|уведомлени|хабарлама|повестк|выписк|полис|пропуск|чек|отиниш|арыз|заявлени|обращени|куали|удостоверени)"
)
"""«№ 219 кіріс мөрі тұрған талон»: what the number is of stands behind it."""
_INSTITUTION_NEXT = re.compile(
    r",? ?-? ?(?:ш[иы] |нш[иы] )?(?:[а-я]+ )?(?:школ|мектеп|сад|бакша|лице|гимнази|поликлин|больниц|емхана|аурухана|"
    r"цон|кабинет|каб|окн|терезе|автобус|маршрут|багыт|участ|отдел|бол[ии]м|уик|колледж|пост|почт|пошт|магазин|аптек)"
)
_ROW = re.compile(r"№ ?\d{1,6}(?:[\-/]\d{1,4})?(?:(?:, ?| и |, и | жане )№ ?\d{1,6}(?:[\-/]\d{1,4})?){1,6}(?![\d/])")
_ONE_OF_ROW = re.compile(r"№ ?\d{1,6}(?:[\-/]\d{1,4})?")
_PUBLIC_PAPER = re.compile(
    r"(?:закон|приказ|буйры|постановлени|каулы|кодекс|стат|конкурс|тендер|"
    r"лот)[а-я]{0,6}[ ,]{1,2}\Z"
)
_BREAST_PARTS = ("тосинд", "кеудесинд", "тосине", "кеудесине")
_NUMBER_PARTS = ("номе", "номи", "nome", "nomi")


def find_own_numbers(reading: Reading) -> Iterator[Span]:
    """Yield the numbers of *reading* that somebody has in a list, though no word of one stands beside them."""
    folded = reading.folded
    if has_one(folded, _NUMBER_PARTS):
        for pattern in (_MINE, _THEN_MINE):
            for match in pattern.finditer(folded):
                if not is_amount(folded, match.end("number")):
                    yield _case(match)
        yield from _lettered(reading)
    for pattern, parts in ((_ON_BREAST, _BREAST_PARTS), (_TICKET, (" талон",))):
        for match in pattern.finditer(folded) if has_one(folded, parts) else ():
            yield _case(match)
    if has_one(folded, _QUEUE):
        yield from _in_queues(folded)
    if "№" in folded:
        yield from _behind_signs(folded)
    if "/" in folded:
        yield from _slashed_series(reading)


def _lettered(reading: Reading) -> Iterator[Span]:
    """Numbers with letters where «номер» is spoken of, alone behind it or in a row."""
    folded = reading.folded
    for row in _LETTERED_ROW.finditer(folded):
        for match in _ONE_LETTERED.finditer(folded, row.start(), row.end()):
            yield Span(*match.span(), IdentifierKind.CASE_NO, certain=False)
    for match in _CALLED.finditer(folded):
        letters = reading.plain[match.start("number") : match.start("join")]
        if match["join"] == "-" or letters.isupper():
            yield _case(match)


def _slashed_series(reading: Reading) -> Iterator[Span]:
    folded = reading.folded
    for match in _SLASHED_SERIES.finditer(folded):
        law = _LAW.search(before(folded, match.start(), 40)) or PUBLIC.search(before(folded, match.start(), 24))
        if not law and reading.plain[match.start() : match.end()].isupper():
            yield Span(*match.span(), IdentifierKind.CASE_NO, certain=False)


def _case(match: re.Match[str]) -> Span:
    return Span(*match.span("number"), IdentifierKind.CASE_NO, certain=False)


def _in_queues(folded: str) -> Iterator[Span]:
    for match in chain(_MOVED.finditer(folded), _WAS.finditer(folded)):
        near = folded[max(0, match.start() - _NEAR) : match.end() + 30]
        start, end = match.span("number")
        year = _YEAR.fullmatch(match["number"]) is not None and not match["place"]
        if year or not has_one(near, _QUEUE) or is_amount(folded, end) or _OF_A_BUS.match(folded, match.end()):
            continue
        if match["place"] or not COUNTED.match(folded, end):
            yield _case(match)


def _behind_signs(folded: str) -> Iterator[Span]:
    for match in _SLASHED.finditer(folded):
        earlier = before(folded, match.start(), 24)
        public = PUBLIC.search(earlier) or _PUBLIC_PAPER.search(earlier)
        if not public and sum(char.isdigit() for char in match[0]) > 3:
            yield Span(*match.span(), IdentifierKind.CASE_NO, certain=False)
    for match in _SHORT_SIGNED.finditer(folded):
        if _PAPER_AFTER.match(folded, match.end()) and not _INSTITUTION_NEXT.match(folded, match.end()):
            yield Span(*match.span(), IdentifierKind.CASE_NO, certain=False)
    for match in _DATED.finditer(folded):
        if not _LAW.search(before(folded, match.start(), 40)):
            yield Span(*match.span(), IdentifierKind.CASE_NO, certain=False)
    for row in _ROW.finditer(folded):
        cues = list(CUE.finditer(before(folded, row.start(), 24)))
        if cues and not PUBLIC.search(before(folded, row.start(), 24)):
            for match in _ONE_OF_ROW.finditer(folded, row.start(), row.end()):
                yield Span(*match.span(), IdentifierKind.CASE_NO, certain=False)
