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

from .context import before, is_amount, scan
from .kinds import IdentifierKind, Span
from .reading import Reading
from .word_lists import word_set

_ACCOUNT = (
    r"лицев[а-я]{2,4}|л/с|лс|л\.с|абонент[а-я]{0,6}|счет(?:чик[а-я]{0,6}|[а-я]{0,2})|р/с|есептег[иы]ш[а-я]{0,6}|"
    r"шот[а-я]{0,6}|есепшот[а-я]{0,6}|"
    r"чек[а-я]{0,2}|qr|(?:электр|электро|газо|водо)счетчик[а-я]{0,6}|полис[а-я]{0,6}|страхов[а-я]{2,4}|сактандыру|"
    r"квитанци[а-я]{1,6}|тубиртег?к?[а-я]{0,6}|"
    r"кадастр[а-я]{0,6}|"
    r"участ[а-я]{2,4}|телим[а-я]{0,6}|жер[а-я]{0,6}|"
    r"земл[а-я]{1,6}|пенсионн[а-я]{2,3}|зейнетак[а-я]{1,6}|папк[а-я]{1,6}|депозит[а-я]{0,6}|кредит[а-я]{0,6}|"
    r"займ[а-я]{0,6}|несие[а-я]{0,6}|договор[а-я]{0,6}|келисим[а-я]{0,8}|"
    r"shot[a-z]{0,3}|esepshot[a-z]{0,3}|eseptegish[a-z]{0,3}|sche?t[a-z]{0,4}|polis[a-z]{0,3}|licevo[a-z]{1,2}|"
    r"kadastr[a-z]{0,4}|kvitan[a-z]{0,6}"
)
_CASE = (
    r"обращени[а-я]{1,6}|багыттама[а-я]{0,6}|хабарым[а-я]{0,3}|отини[шм][а-я]{0,6}|ариза[а-я]{0,6}|куи|"
    r"исполнительн[а-я]{2,4}|уголовн[а-я]{2,3}|"
    r"жалоб[а-я]{1,6}|арыз[а-я]{0,6}|"
    r"шагым[а-я]{0,6}|заявлени[а-я]{1,6}|"
    r"заявк[а-я]{1,6}|вход[а-я]{2,8}|исход[а-я]{2,6}|вх|исх|кирис[а-я]{0,6}|"
    r"дел[оауе]м?|ис(?:им|и|тин)?[а-я]{0,2}|isi[a-z]{0,3}|амбулаторн[а-я]{2,3}|ердр|едрдр|кусп|сдтбт|кзрк|"
    r"талон[а-я]{0,6}|жолдама[а-я]{0,6}|"
    r"направлени[а-я]{1,6}|больничн[а-я]{2,4}|листок|бюллетен[а-я]{0,6}|"
    r"карт(?:очк|а|у|е)[а-я]{0,6}|медкарт[а-я]{0,6}|рпн|истори[а-я]{1,6} болезни|ауру тарих[а-я]{0,6}|"
    r"приказ[а-я]{0,6}|буйры[кг][а-я]{0,6}|"
    r"очеред[а-я]{1,6}|кезе[кг][а-я]{0,6}|спис[а-я]{2,5}|тизим[а-я]{0,6}|портал[а-я]{0,6}|e-?otinish|еотиниш|egov|"
    r"егов|егоу|запис[а-я]{1,6}|иск[а-я]{0,6}|"
    r"под номером|ном[еи]р[а-я]{0,6}|регистрац[а-я]{2,6}|зарегистр[а-я]{2,8}|тиркел[а-я]{2,5}|тиркеу[а-я]{0,6}|"
    r"протокол[а-я]{0,6}|хаттама[а-я]{0,6}|штраф[а-я]{0,6}|айыппул[а-я]{0,6}|"
    r"постановлени[а-я]{1,6}|каулы[а-я]{0,6}|рецепт[а-я]{0,6}|анализ[а-я]{0,6}|пациент[а-я]{0,6}|заказ[а-я]{0,6}|"
    r"трек[а-я]{0,6}|посылк[а-я]{1,6}|грант[а-я]{0,6}|сертификат[а-я]{0,6}|"
    r"otinish[a-z]{0,4}|aryz[a-z]{0,4}|shagym[a-z]{0,4}|kezek[a-z]{0,4}|joldama[a-z]{0,3}|zholdama[a-z]{0,3}|"
    r"talon[a-z]{0,3}|obrashcheni[a-z]{1,3}|is nomiri"
)
_DOCUMENT = (
    r"таб|табел[а-я]{1,6}|бляха[а-я]{0,6}|нагрудн[а-я]{2,4} знак[а-я]{0,6}|пропуск[а-я]{0,6}|диплом[а-я]{0,6}|"
    r"аттестат[а-я]{0,6}|корочк[а-я]{1,6}|"
    r"справк[а-я]{1,6}|"
    r"анык?г?тама[а-я]{0,6}|жетон[а-я]{0,6}|бейдж[а-я]{0,6}|мсэ|военник[а-я]{0,6}|"
    r"стс|срткс|техпаспорт[а-я]{0,6}|свидетельств[а-я]{1,6}|студенческ[а-я]{2,4}|студбилет[а-я]{0,6}|"
    r"зачетк[а-я]{1,6}|билет[а-я]{0,6}|рукса[а-я]{1,6}|удостоверени[а-я]{1,6}|куали[кг][а-я]{0,6}|"
    r"прав[а-я]{1,6}|паспорт[а-я]{0,6}|загран[а-я]{0,6}|лицензи[а-я]{1,6}|diplom[a-z]{0,4}|attestat[a-z]{0,3}|"
    r"tabel[a-z]{0,3}|pasport[a-z]{0,3}|kualig?k?[a-z]{0,5}|propusk[a-z]{0,3}|spravk[a-z]{1,2}"
)
_CUE = re.compile(rf"(?<![а-яa-z])(?:(?P<account>{_ACCOUNT})|(?P<case>{_CASE})|(?P<document>{_DOCUMENT}))(?![а-яa-z])")
_NUMBER = re.compile(
    r"(?<![.,/])\d(?:[\-/.]?\d+|"
    r" \d{2,}(?! ?[а-яa-z]))*(?:[\-/][a-zа-я]{1,5}(?![a-zа-я]))?(?:[\-/]\d+)*(?![\d%])(?![.,:]\d)"
)
_SERIES = re.compile(r"(?<![a-zа-я\d])(?:[a-zа-я]{1,5}-)?[a-zа-я]{1,5}(?P<join>[ \-]?(?:№ ?)?)\Z")
_SIGN = re.compile(r"№ ?\Z")
_BLANKED = re.compile(r"\x00+")
_OF_BANK = re.compile(
    r"(?<![а-яa-z])(?:р/с|рс|к/с|расчетн[а-я]{2,3}(?: счет[а-я]{0,2})?|счет[а-я]{0,2}|шот[а-я]{0,4}|"
    r"есеп ?шот[а-я]{0,4}|shot[a-z]{0,3})[ :№]{0,3}\Z"
)
"""What makes twenty digits an account and not a code of the bot."""
_APPEAL = re.compile(
    r"(?<![а-яa-z])(?:зт|жт|zt|jt|юл|фл)[ \-–]{1,2}[а-яa-z]{0,2}[ \-]?(?:20)?\d\d[ \-–]{1,2}\d{4,}(?:[\-/]\d+)*"
)
_COURT = re.compile(r"(?<![\d\-])\d{4}-\d{2}-\d{2}-\d{1,2}[ак]?[/\-]\d{1,6}(?![\d])")
_FOUR = re.compile(r"(?<![.,/\-])\d{4}(?![.,/\-]\d|\d)")
_AFTER = re.compile(r"(?:[ -]{1,2}(?:номер[а-я]{0,3}|номир[а-я]{0,4}|деген|болып|под|-?ш[иы]|-?нш[иы])){0,2}[ ,-]{1,3}")
_DATE = re.compile(
    r"(?:(?:0?[1-9]|[12]\d|3[01])[./\-](?:0?[1-9]|1[0-2])[./\-](?:19|20)?\d\d|(?:19|"
    r"20)\d\d[./\-]\d{1,2}[./\-]\d{1,2})(?:\D|$)"
)
_TAIL = re.compile(r"(?P<stars>(?<![\w*])(?:[*xх]{1,4}|•{2,4}|…) ?)(?P<number>\d{4})(?!\d)")
_TAIL_CUE = re.compile(
    r"(?:последни[а-я]{1,3}|сонгы|конч[а-я]{2,6}|кон[ец][а-я]{1,4}|оканчив[а-я]{2,5}|аякталатын|соны(?= )|"
    r"songy)[^\d\n.!?]{0,40}\Z"
)
_OR_TAIL = re.compile(r"(?:[ ,]{1,3}(?:емес|не|а|или|немесе|и|жане)){1,2}[ ,]{1,2}(?P<number>\d{4})(?!\d)")
_CARD = re.compile(r"карт|каспи|kaspi|kart|счет|халык|halyk|jusan|жусан")
_IN_QUEUE = re.compile(
    r"(?:очеред[а-я]{1,3}|спис[а-я]{2,5}|кезе[кг][а-я]{0,5}|тизим[а-я]{0,5})(?: (?:на|в|"
    r"по) [а-я]{3,12})?(?: [а-я]{2,8})?"
    r" (?:под номером|номер[а-я]{0,2}|ном[еи]р[а-я]{0,4}|№)[ :-]{0,2}(?:был[аи]? )?\Z|"
    r"(?:номер[а-я]{0,2}|ном[еи]р[а-я]{0,4}) (?:очеред[а-я]{1,3}|кезе[кг][а-я]{0,5})[ :-]{1,2}(?:был[аи]? )?\Z"
)
"""A place in a queue may be as short as a year or a count: its word stands close before it."""
_ENDED = re.compile(
    r"\d-(?:е[уо]и|ба[бп][а-я]{0,5}|[иы]?н(?:де|да|ен|ан|е|а)|де[нг]?|да[нг]?|те[нк]?|та[нк]?|г[ае]|к[ае]|ш[иы]|"
    r"[иы]нш[иы]|"
    r"н[иы]н?|[иы]н|"
    r"[иы]м|го|й|я|е|му|ом|ой|ый)\Z"
)
"""A word that follows a number in a case or as an ordinal, and belongs to no number of a list."""
_PROCUREMENT = re.compile(r"\d{12}/|\d{7,9}-\d{1,2}\Z")
"""Public procurement: a contract begins with the organisation's number, a lot or a plan has a short tail."""
_NO_SERIES = word_set("imei имей иин жсн бин бсн инн vin вин тел кв дом рф рк кр iban ибан жск иик mac ip тг tg")
"""TextWords that say what the number behind them is, and belong to no series of its own."""
_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+")
_BANK_CARD = re.compile(r"карт(?:а|ы|у|е|ой|ага|адан|ам|амнан|ама)")
_SERIES_OF_PAPER = re.compile(r"[а-яa-z]{2,5}-[а-яa-z] ?(?:№ ?)?\d{6,8}(?!\d)")
_IN_REGISTER = 15
"""Digits of a number in the register of investigations; an IMEI has as many, and is looked for beside its word."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_COUNTED = re.compile(
    r" ?-? ?(?:год|лет|жыл|ай|кун|ден|дн[еяю]|час|сагат|минут|раз|рет|адам|человек|бала|дет|уй|дом|кв\.? ?м|сот|га|"
    r"гектар|класс|сынып|школ|мектеп|сад|"
    r"участ|маршрут|автобус|багыт(?!тама)|стат|бап|этаж|кабат|каб|палат|место|мест|орын|метр|км|литр|тонн|шт|дана|"
    r"семь|отбас|"
    r"работник|жумысшы|учени|окушы|студент|"
    r"пациент|квартир|патер|машин|колик|уй-|ауыл)"
)
_PUBLIC = re.compile(
    r"(?<![а-яa-z])(?:стать[а-я]{1,3}|ст|бап[а-я]{0,4}|пункт[а-я]{0,3}|п|пп|тармак[а-я]{0,4}|школ[а-я]{1,3}|"
    r"мектеп[а-я]{0,4}|сад[а-я]{0,3}|садик[а-я]{0,3}|балабакша[а-я]{0,4}|больниц[а-я]{1,3}|"
    r"поликлиник[а-я]{1,3}|емхана[а-я]{0,4}|аурухана[а-я]{0,4}|маршрут[а-я]{0,3}|автобус[а-я]{0,3}|"
    r"багыт(?!тама)[а-я]{0,4}|"
    r"лицей[а-я]{0,3}|гимнази[а-я]{1,3}|цон[а-я]{0,2}|хкко|кодекс[а-я]{0,3}|закон[а-я]{0,3}|"
    r"кабинет[а-я]{0,3}|каб|окн[а-я]{1,2}|терезе[а-я]{0,4}|палат[а-я]{1,3}|уик|участков[а-я]{2,4}|тендер[а-я]{0,4}|"
    r"лот[а-я]{0,3}|конкурс[а-я]{0,3}|госзакуп[а-я]{0,4}|закуп[а-я]{0,4}|сатып алу[а-я]{0,5}|"
    r"объявлени[а-я]{1,3})[ №.:\-]{1,4}\Z"
)
_LOOK = 64
"""Characters before a number in which its word may stand."""


def find_records(reading: Reading) -> Iterator[Span]:
    """Yield the numbers of accounts, cases and other lists in *reading*, all of the second tier."""
    figures = reading.figures
    for match in _APPEAL.finditer(figures):
        yield Span(match.start(), match.end(), IdentifierKind.CASE_NO, certain=False)
    for match in scan(_NUMBER, reading, bool):
        if _COURT.fullmatch(match[0]):
            yield Span(match.start(), match.end(), IdentifierKind.CASE_NO, certain=False)
            continue
        start = _with_series(reading, match.start())
        if _is_number(match, start) and (kind := _kind(match, start)):
            sign = _SIGN.search(before(figures, start, 3))
            yield Span(start - len(sign[0] if sign else ""), match.end(), kind, certain=False)
    for blanked in _BLANKED.finditer(figures) if "\x00" in figures else ():
        if _OF_BANK.search(before(reading.folded, blanked.start(), 24)):
            yield Span(blanked.start(), blanked.end(), IdentifierKind.ACCOUNT_NO, certain=False)
    yield from _find_card_tails(reading)


def _find_card_tails(reading: Reading) -> Iterator[Span]:
    figures = reading.figures
    for match in _TAIL.finditer(figures):
        yield Span(match.start(), match.end(), IdentifierKind.CARD, certain=False)
    for match in scan(_FOUR, reading, bool):
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
_STOP = re.compile(r"[\n!?;\[\]]|\.(?=\s[^\d№])")
_OTHER_NUMBER = re.compile(r"\d{3}")


def _is_number(match: re.Match[str], start: int) -> bool:
    """Whether *match* can be a number of a list at all: no amount, date, year or count, and of no public thing."""
    figures, digits = match.string, match[0]
    count = sum(char.isdigit() for char in digits)
    queued = _IN_QUEUE.search(before(figures, start, 40)) is not None
    if queued and not is_amount(figures, match.end()) and not _COUNTED.match(figures, match.end()):
        return True
    if count < 3 and start == match.start() and "-" not in digits and "/" not in digits:
        return False
    if is_amount(figures, match.end()) or _COUNTED.match(figures, match.end()) or _DATE.match(digits + " "):
        return False
    is_sum = (count < 7 and digits.endswith("00")) or _THOUSANDS.fullmatch(digits) is not None
    if is_sum or _PROCUREMENT.match(digits) or _ENDED.search(digits):
        return False
    return not _PUBLIC.search(before(figures, start, 24)) and not _YEAR.fullmatch(digits)


def _kind(match: re.Match[str], start: int) -> IdentifierKind | None:
    """What the nearest word before the number says it is, or the first after a long one; None without a word."""
    figures = match.string
    clause = _clause_before(before(figures, match.start(), _LOOK))
    count = sum(char.isdigit() for char in match[0])
    is_long = count > 4
    cues = list(_CUE.finditer(clause))
    last, nearer = (cues[-1] if cues else None), (cues[-2] if len(cues) > 1 else None)
    if last and nearer and last[0].startswith("ном") and last.start() - nearer.end() < 20:
        last = nearer  # «кезек нөмірім 4817» is of a queue
    if last and not _OTHER_NUMBER.search(clause, last.end()) and (is_long or len(clause) - last.end() < 30):
        least = 7 if _BANK_CARD.fullmatch(last[0]) else 5 if last[0].startswith("ном") else 0
        return _KINDS[last.lastgroup or ""] if count >= least else None
    if start < match.start() and count > 5 and _SERIES_OF_PAPER.match(figures, start):
        return IdentifierKind.DOC_ID
    lettered = start < match.start() or any(char.isalpha() for char in match[0])
    if lettered and count > 3 and _SIGN.search(before(figures, start, 3)):
        return IdentifierKind.CASE_NO
    if count == len(match[0]) == _IN_REGISTER:
        return IdentifierKind.CASE_NO
    after = _AFTER.match(figures, match.end()) if is_long else None
    if after:
        clause = _STOP.split(figures[match.end() : match.end() + 48], maxsplit=1)[0]
        cue = _CUE.search(clause)
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
    typed = reading.plain[first : start - len(series["join"])]
    return first if typed.isupper() or series["join"] == "-" else start
