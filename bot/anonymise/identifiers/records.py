"""Numbers under which somebody stands in a list: accounts, meters, policies, appeals, court cases, patients, queues.

Rules:
- a number with a form of its own (ЗТ-2026-…, 5107-26-00-2/771) needs no word beside it;
- any other needs a word before it, or right after it, in its sentence; the nearest word says what it is;
- a sum, a date, a year, a share, a number of an article, a school or a route is none;
- all are of the second tier: whose number it is, only the writer knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import record_words as words
from .context import at_words, before, has_one, is_amount, scan
from .kinds import IdentifierKind, Span
from .reading import Reading
from .record_lists import with_listed
from .word_lists import word_set

_NUMBER = re.compile(
    r"(?<![.,/])\d(?:[\-/.]?\d+|"
    r" \d{2,}(?! ?[а-яa-z]))*(?:[\-/][a-zа-я]{1,5}(?![a-zа-я]))?(?:[\-/][a-zа-я]{1,3}(?![a-zа-я]))?"
    r"(?:\d?[ак](?=/))?(?:(?:[\-/]| / )\d+)*(?![\d%])(?![.,:]\d)"
)
_SERIES = re.compile(r"(?<![a-zа-я\d])(?:[a-zа-я]{1,5}-)?[a-zа-я]{1,5}(?P<join>[ \-]?(?:№ ?)?)\Z")
_TRACK = re.compile(r"(?<![a-zа-я\d])[a-z]{2} ?\d{3} ?\d{3} ?\d{3} ?[a-z]{2}(?![a-zа-я\d])")
"""A parcel of the world post."""
_ANIMAL = re.compile(r"(?<![a-zа-я\d])kz[a-z]? ?(?:\d ?){9,12}(?![a-zа-я\d])")
_ANIMAL_CUE = re.compile(r"чип|бирк|сырга|инж|коров|бык|лошад|сиыр|жылкы|скот|мал[а-я]{0,3} ")
_SERIAL_PAPER = re.compile(r"\d{2,4} ?№ ?\d{5,8}(?!\d)")
"""«серия 0117 № 442310»: a paper's series and number."""
_PARCEL_LAND = re.compile(r"(?<![\d:])\d{2}[:\-]\d{3}[:\-]\d{3}[:\-]\d{2,5}(?:[:/\-]\d{1,4}){0,3}(?![\d:])")
"""A number of the land register."""
_SIGN = re.compile(r"№ ?\Z")
_SHORT_CUE = re.compile(
    r"(?<![а-яa-z])(?:(?:вх|исх|куи|кусп|рег|тарих|зав|инв|таб|[лж]/[сш]|л\.с|лс|жетон|сери[яи]|мсэ)\.?[ :]{1,2}"
    r"(?:№ ?)?|"
    r"(?:[a-zа-я]{1,3} )?сериял?[ыс][а-я]{0,3} (?:№ ?)?)\Z"
)
"""«вх. 2207», «л/с 40-118», «серия А № 061744»: so short a word is written as a part of the number."""
_OF_SERIES = ("серия ", "серии ", "серия: ", "серии: ")
_OF_DAY = re.compile(r" от (?:(?:19|20)\d\d(?![\d.])|\d{1,2}\.\d{2}(?:\.(?:20)?\d{2})?(?!\d)|"
                     r"\d{1,2} [а-я]{3,8}(?: 20\d\d)?)")  # fmt: skip
_DAY_BEFORE = re.compile(r"\d{4}(?: ?г\.?| года| ж\.?)? ?№ ?\Z")
"""«от 12.05.2024 № 123»: so laws and orders are called."""
_TELLING = 5
"""«акт № 62 от 12.04»: a paper with so short a number is told by its day."""
_BLANKED = re.compile(r"\x00+")
_OF_BANK = re.compile(
    r"(?<![а-яa-z])(?:р/с|рс|к/с|расчетн[а-я]{2,3}(?: счет[а-я]{0,2})?|счет[а-я]{0,2}|шот[а-я]{0,4}|"
    r"есеп ?шот[а-я]{0,4}|shot[a-z]{0,3})[ :№]{0,3}\Z"
)
"""What makes twenty digits an account and not a code of the bot."""
_APPEAL = re.compile(
    r"(?<![а-яa-z])(?:зт|жт|zt|jt|юл|фл)[ \-–]{1,2}[а-яa-z]{0,2}[ \-]?(?:20)?\d\d[ \-–]{1,2}\d{4,}(?:[\-/]\d+)*"
)
_APPEAL_HEADS = frozenset(("зт", "жт", "zt", "jt", "юл", "фл"))
_OF_YEAR = re.compile(r"(?<![а-яa-z\d\-])[а-яa-z]{1,5}-20\d\d-\d{3,7}(?![\d\-])")
"""«BJ-2025-0713»: letters, a year and a number are an application's or a case's."""
_COURT = re.compile(r"(?<![\d\-])\d{3,4}-\d{2}-\d{2}-\d{1,2}[ак]?[/\-]\d{1,6}(?![\d])")
_FOUR = re.compile(r"(?<![.,/\-])\d{4}(?![.,/\-]\d|\d)")
_AFTER = re.compile(r"(?:[ -]{1,2}(?:номер[а-я]{0,3}|номир[а-я]{0,4}|деген|болып|под|-?ш[иы]|-?нш[иы])){0,2}[ ,-]{1,3}")
_DATE = re.compile(
    r"(?:(?:0?[1-9]|[12]\d|3[01])[./\-](?:0?[1-9]|1[0-2])[./\-](?:19|20)?\d\d|(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|"
    r"1[0-2])|(?:19|"
    r"20)\d\d[./\-]\d{1,2}[./\-]\d{1,2})(?:\D|$)"
)
_TAIL = re.compile(r"(?P<stars>(?<![\w*])(?:[*xх]{1,4}|•{2,4}|…|\.{2,3}(?!(?:19|20)\d\d)) ?)(?P<number>\d{4})(?!\d)")
_STARRED = re.compile(r"(?:[*•…xх] ?|\.\.)\d{4}")
_TAIL_CUE = re.compile(
    r"(?:последни[а-я]{1,3}|хвост[а-я]{0,3}|сонгы|законч[а-я]{2,6}|заканчив[а-я]{2,6}|конч[а-я]{2,6}|кон[ец][а-я]{1,4}|"
    r"оканчив[а-я]{2,5}|аякталатын|соны(?= )|"
    r"songy)[^\d\n.!?]{0,40}\Z"
)
_TAIL_PARTS = ("последн", "хвост", "сонгы", "конч", "коне", "конц", "оканчив", "канчив", "аякт", "соны", "songy")
_OR_TAIL = re.compile(r"(?:[ ,]{1,3}(?:емес|не|а|или|немесе|и|жане)){1,2}[ ,]{1,2}(?P<number>\d{4})(?!\d)")
_CARD = re.compile(r"карт|каспи|kaspi|kart|счет|халык|halyk|jusan|жусан")
_ENDED = re.compile(
    r"\d-(?:е[уо]и|ба[бп][а-я]{0,5}|[иы]?н(?:де|да|ен|ан|е|а)|де[нг]?|да[нг]?|те[нк]?|та[нк]?|г[ае]|к[ае]|ш[иы]|"
    r"[иы]нш[иы]|"
    r"н[иы]н?|[иы]н|"
    r"[иы]м|го|й|я|е|му|ом|ой|ый)\Z"
)
"""A word that follows a number in a case or as an ordinal, and belongs to no number of a list."""
_PROCUREMENT = re.compile(r"\d{12}/|\d{7,9}-\d{1,2}\Z")
"""Public procurement: a contract begins with the organisation's number, a lot or a plan has a short tail."""
_OF_PATIENT = re.compile(r"жолдама|направлени|талон|больничн|пациент|диплом|рецепт")
_ORDINAL = re.compile(r"-(?:[иы]?нш[иы]|ш[иы]|й|я|[иы]нш[иы])[а-я]{0,5}\Z")
_IN_LIST = re.compile(r"(?:очеред[а-я]{1,3}|кезек(?:те|тин)|тизимде|списк[а-я])[ :]{1,2}(?:на [а-я]+ )?\Z")
_RANGE = re.compile(r"\d{1,2}-\d{1,2}")
_SMALL_SERIES = re.compile(
    r"(?:диплом|аттестат|полис|талон|билет|сертификат|лицензия|свидетельство|pasport|серия|жетон)[а-я]{0,3}[ №:]{1,3}\Z"
)
_SHORT_WORDS = word_set("от на по до за и в с к у № но не под был мен и")
_PREPOSITIONS = ("с ", "в ", "к ", "у ", "и ", "на ", "по ", "от ", "за ", "до ")
"""In a text of capitals they look like a series."""
_NO_SERIES = word_set("imei имей иин жсн бин бсн инн vin вин тел кв дом рф рк кр iban ибан жск иик mac ip тг tg")
"""TextWords that say what the number behind them is, and belong to no series of its own."""
_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+")
_BANK_CARD = re.compile(r"карт(?:а|ы|у|е|ой|ага|адан|ам|амнан|ама)")
_SERIES_OF_PAPER = re.compile(r"[а-яa-z]{2,5}-[а-яa-z] ?(?:№ ?)?\d{6,8}(?!\d)")
_TOO_LONG_TO_COUNT = 8
"""«протокол 2430017765 машина …»: so many digits count nothing."""
_IN_REGISTER = 15
"""Digits of a number in the register of investigations; an IMEI has as many, and is looked for beside its word."""
_HOTLINES = frozenset(("101", "102", "103", "104", "109", "112", "1414", "1424", "1428", "1447"))
"""The lines of the state that anybody may call."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_LOOK = 64
"""Characters before a number in which its word may stand."""


def find_records(reading: Reading) -> Iterator[Span]:
    """Yield the numbers of accounts, cases and other lists in *reading*, all of the second tier."""
    return with_listed(reading, _find_single(reading))


def _find_single(reading: Reading) -> Iterator[Span]:
    figures = reading.figures
    for match in at_words(_APPEAL, _APPEAL_HEADS, reading, figures=True):
        yield Span(match.start(), match.end(), IdentifierKind.CASE_NO, certain=False)
    yield from _find_formed(reading)
    queues = has_one(figures, words.QUEUE_PARTS)
    for match in scan(_NUMBER, reading, bool):
        if _COURT.fullmatch(match[0]):
            yield Span(match.start(), match.end(), IdentifierKind.CASE_NO, certain=False)
            continue
        start = _with_series(reading, match.start())
        if _is_number(match, start, queues=queues) and (kind := _kind(match, start)):
            sign = _SIGN.search(before(figures, start, 3))
            led = _SHORT_CUE.search(before(figures, start, 18))
            led = sign if led is None or (led[0] in _OF_SERIES and figures[start].isdigit()) else led
            dated = _OF_DAY.match(figures, match.end()) if sign and len(match[0]) < _TELLING else None
            end = dated.end() if dated else match.end()
            yield Span(start - len(led[0] if led else ""), end, kind, certain=False)
    for blanked in _BLANKED.finditer(figures) if "\x00" in figures else ():
        if _OF_BANK.search(before(reading.folded, blanked.start(), 24)):
            yield Span(blanked.start(), blanked.end(), IdentifierKind.ACCOUNT_NO, certain=False)
    yield from _find_card_tails(reading)


def _find_formed(reading: Reading) -> Iterator[Span]:
    """Numbers that their form alone tells: of a parcel, a beast, a plot of land."""
    figures = reading.figures
    for match in _OF_YEAR.finditer(figures) if "-20" in figures else ():
        if reading.plain[match.start()].isupper():
            yield Span(*match.span(), IdentifierKind.CASE_NO, certain=False)
    if "kz" in figures or "ra" in figures or "rb" in figures or "cn" in figures:
        for match in _TRACK.finditer(figures):
            yield Span(*match.span(), IdentifierKind.CASE_NO, certain=False)
    for match in _ANIMAL.finditer(figures) if "kz" in figures else ():
        if _ANIMAL_CUE.search(before(figures, match.start(), 40)):
            yield Span(match.start(), match.start() + len(match[0].rstrip()), IdentifierKind.DEVICE, certain=False)
    for match in scan(_SERIAL_PAPER, reading, bool) if "сери" in figures else ():
        yield Span(*match.span(), IdentifierKind.DOC_ID, certain=False)
    for match in scan(_PARCEL_LAND, reading, bool) if figures.count("-") > 2 or figures.count(":") > 2 else ():
        yield Span(*match.span(), IdentifierKind.ACCOUNT_NO, certain=False)


def _find_card_tails(reading: Reading) -> Iterator[Span]:
    figures = reading.figures
    for match in _TAIL.finditer(figures) if _STARRED.search(figures) else ():
        yield Span(match.start(), match.end(), IdentifierKind.CARD, certain=False)
    for match in scan(_FOUR, reading, bool, least=4) if has_one(figures, _TAIL_PARTS) else ():
        earlier = before(figures, match.start(), 50)
        if _TAIL_CUE.search(earlier) and _CARD.search(earlier):
            yield Span(match.start(), match.end(), IdentifierKind.CARD, certain=False)
            if other := _OR_TAIL.match(figures, match.end()):
                yield Span(*other.span("number"), IdentifierKind.CARD, certain=False)


_KINDS = {
    "account": IdentifierKind.ACCOUNT_NO,
    "case": IdentifierKind.CASE_NO,
    "document": IdentifierKind.DOC_ID,
}
_STOP = re.compile(r"[\n!?;\[\]]|(?<! таб)(?<! зав)(?<! инв)(?<! рег)\.(?=\s[^\d№])")
_OTHER_NUMBER = re.compile(r"\d{3}")


def _is_number(match: re.Match[str], start: int, *, queues: bool) -> bool:
    """Whether *match* can be a number of a list at all: no amount, date, year or count, and of no public thing."""
    figures, digits = match.string, match[0]
    if digits in _HOTLINES:
        return False
    count = sum(char.isdigit() for char in digits)
    queued = queues and _is_queued(figures, start, digits)
    if queued and not is_amount(figures, match.end()) and not words.COUNTED.match(figures, match.end()):
        return True
    signed = _SIGN.search(before(figures, start, 3)) is not None
    joined = start < match.start() or "/" in digits or ("-" in digits and not _RANGE.fullmatch(digits))
    if count < (2 if signed and words.PAPER_SIGN.search(before(figures, start, 44)) else 3) and not joined:
        return False
    if _RANGE.fullmatch(digits) and not signed:
        return False
    counted = count < _TOO_LONG_TO_COUNT and words.COUNTED.match(figures, match.end()) is not None
    if is_amount(figures, match.end()) or counted or _DATE.match(digits + " "):
        return False
    if words.ACCOUNT_BEFORE.search(before(figures, start, 30)):
        return True
    is_sum = (count < 7 and digits.endswith("00")) or _THOUSANDS.fullmatch(digits) is not None
    if (
        is_sum
        or (_PROCUREMENT.match(digits) and not _OF_PATIENT.search(before(figures, start, 40)))
        or _ENDED.search(digits)
    ):
        return False
    return not words.PUBLIC.search(before(figures, start, 24)) and (
        _YEAR.fullmatch(digits) is None or signed or figures.startswith(("куи", "ердр"), start)
    )


def _is_queued(figures: str, start: int, digits: str) -> bool:
    """Whether the words right before *start* say that the number is a place in a queue or a list."""
    if words.IN_QUEUE.search(before(figures, start, 40)):
        return True
    return _ORDINAL.search(digits) is not None and _IN_LIST.search(before(figures, start, 20)) is not None


def _kind(match: re.Match[str], start: int) -> IdentifierKind | None:
    """What the nearest word before the number says it is, or the first after a long one; None without a word."""
    figures = match.string
    clause = _clause_before(before(figures, match.start(), _LOOK))
    count = sum(char.isdigit() for char in match[0])
    is_long = count > 4
    cues = list(words.CUE.finditer(clause))
    last, nearer = (cues[-1] if cues else None), (cues[-2] if len(cues) > 1 else None)
    if last and nearer and last[0].startswith(("ном", "nom")) and last.start() - nearer.end() < 20:
        last = nearer  # «кезек нөмірім 4817» is of a queue
    if last and nearer and last[0].startswith("карт") and last.start() - nearer.end() < 3:
        last = nearer  # «амбулаторная карта» is no bank's
    if last and not _OTHER_NUMBER.search(clause, last.end()) and (is_long or len(clause) - last.end() < 30):
        signed = _SIGN.search(before(figures, start, 3)) is not None
        form = last[0].startswith("справк") and not signed  # «справка 086» is the number of a form
        short = last[0].startswith("ном") and not signed
        least = 7 if _BANK_CARD.fullmatch(last[0]) else 5 if short else 4 if form else 0
        return _KINDS[last.lastgroup or ""] if count >= least else None
    if start < match.start() and count > 5 and _SERIES_OF_PAPER.match(figures, start):
        return IdentifierKind.DOC_ID
    signed = _SIGN.search(before(figures, start, 3)) is not None
    papered = count > 2 or words.PAPER_SIGN.search(before(figures, start, 44)) is not None
    public = words.OF_ALL.search(clause) is not None
    dated = _DAY_BEFORE.search(before(figures, start, 12)) is not None
    if signed and papered and not (public or dated) and not words.OF_LAW.match(figures, match.end()):
        return IdentifierKind.CASE_NO
    if count == len(match[0]) == _IN_REGISTER:
        return IdentifierKind.CASE_NO
    after = _AFTER.match(figures, match.end()) if is_long else None
    if after:
        clause = _STOP.split(figures[match.end() : match.end() + 48], maxsplit=1)[0]
        cue = words.CUE.search(clause)
        return _KINDS[cue.lastgroup or ""] if cue and not _OTHER_NUMBER.search(clause[: cue.start()]) else None
    return None


def _clause_before(earlier: str) -> str:
    """The part of *earlier* behind the last end of a sentence or line in it."""
    return _STOP.split(earlier)[-1]


def _with_series(reading: Reading, start: int) -> int:
    """Where the number at *start* begins with the letters before it: capitals, or joined to it by a dash."""
    series = _SERIES.search(before(reading.figures, start, 12))
    if series is None or series[0].rstrip(" -№") in _NO_SERIES:
        return start
    first = start - len(series[0])
    if series[0] in _PREPOSITIONS and not _SMALL_SERIES.search(before(reading.figures, first, 14)):
        return start
    typed = reading.plain[first : start - len(series["join"])]
    if typed.isupper() or series["join"] == "-":
        return first
    papered = len(typed) < 4 and typed not in _SHORT_WORDS and _SMALL_SERIES.search(before(reading.figures, first, 14))
    return first if papered else start
