"""Whose address it is: a school, a clinic, a department or a shop beside an address says that it is nobody's home.

Rules:
- only what stands in the same sentence counts, before the address or right behind it; where «по адресу» leads from
  it to the address it may stand farther away: then the writer is asked;
- a word of living in the sentence («живу», «үйім», «тұрамын») or a flat outweighs it.
"""

from __future__ import annotations

import re

from .context import before

_WORDS = (
    r"клуб[а-я]{0,4}|окн(?:[оа] \d|о|е)|терезе(?!м)[а-я]{0,3}|каб(?:инет[а-я]{0,3})?|школ[а-я]{1,3}|"
    r"мектеп[а-я]{0,6}|мектеб[а-я]{1,5}|"
    r"лице[йеюя][а-я]{0,3}|гимнази[а-я]{1,3}|колледж[а-я]{0,6}|"
    r"университет[а-я]{0,6}|институт[а-я]{0,4}|академи[а-я]{1,3}|"
    r"дет(?:ск[а-я]{2,3} )?сад[а-я]{0,4}|садик[а-я]{0,4}|балабакша[а-я]{0,4}|ясл[а-я]{1,3}|больниц[а-я]{1,3}|"
    r"поликлиник[а-я]{1,3}|клиник[а-я]{1,3}|роддом[а-я]{0,3}|диспансер[а-я]{0,4}|"
    r"госпитал[а-я]{1,3}|амбулатори[а-я]{1,3}|фап[а-я]{0,2}|емхана[а-я]{0,5}|аурухана[а-я]{0,5}|"
    r"перзентхана[а-я]{0,4}|дарихана[а-я]{0,4}|аптек[а-я]{1,3}|акимат[а-я]{0,4}|"
    r"акимди[кг][а-я]{0,5}|цон[а-я]{0,3}|хкко|спеццон[а-я]{0,3}|министерств[а-я]{1,3}|министрли[кг][а-я]{0,4}|"
    r"департамент[а-я]{0,5}|управлени[а-я]{1,3}|баскарма[а-я]{0,4}|отдел[а-я]{0,4}|"
    r"отделени[а-я]{1,3}|бо?лимше?[а-я]{0,5}|бо?лими[а-я]{0,4}|комитет[а-я]{0,4}|инспекци[а-я]{1,3}|суд[а-я]{0,3}|"
    r"сот[ыа][а-я]{0,3}|прокуратур[а-я]{1,3}|полици[а-я]{1,4}|уво?д|ровд|увд|"
    r"банк[а-я]{0,5}|касс[а-я]{1,3}|почт[а-я]{1,3}|пошта[а-я]{0,4}|магазин[а-я]{0,5}|дукен[а-я]{0,5}|"
    r"супермаркет[а-я]{0,4}|маркет[а-я]{0,3}|базар[а-я]{0,4}|рынок|рынк[а-я]{1,3}|кафе[а-я]{0,3}|"
    r"ресторан[а-я]{0,4}|столов[а-я]{2,3}|асхана[а-я]{0,4}|салон[а-я]{0,3}|спортзал[а-я]{0,3}|стадион[а-я]{0,4}|"
    r"парк[а-я]{0,4}|сквер[а-я]{0,3}|аялдама[а-я]{0,4}|остановк[а-я]{1,3}|"
    r"офис[а-я]{0,4}|кенсе[а-я]{0,4}|компани[а-я]{1,4}|фирм[а-я]{1,3}|тоо|жшс|завод[а-я]{0,4}|зауыт[а-я]{0,4}|"
    r"стройк[а-я]{1,3}|стройплощадк[а-я]{1,2}|объект[а-я]{0,4}|здани[а-я]{1,3}|гимарат[а-я]{0,4}|"
    r"библиотек[а-я]{1,3}|китапхана[а-я]{0,4}|музей[а-я]{0,3}|театр[а-я]{0,4}|мешит[а-я]{0,4}|мечет[а-я]{1,3}|"
    r"вокзал[а-я]{0,4}|аэропорт[а-я]{0,4}|азс|автомойк[а-я]{1,3}|стоянк[а-я]{1,3}|"
    r"автостанци[а-я]{1,3}|автопарк[а-я]{0,3}|кск|оси|водоканал[а-я]{0,3}|котельн[а-я]{2,3}|прием(?:н[а-я]{2,4})?|"
    r"автошкол[а-я]{1,3}|техосмотр[а-я]{0,3}|автосервис[а-я]{0,3}|сто|сауна[а-я]{0,3}|бан[яеию]|"
    r"гостиниц[а-я]{1,3}|отел[а-я]{1,3}|"
    r"кинотеатр[а-я]{0,3}|музшкол[а-я]{1,3}|военкомат[а-я]{0,3}|интернат[ае]|ломбард[а-я]{0,3}|шиномонтаж[а-я]{0,2}|ип|"
    r"нотариус[а-я]{0,3}|редакци[а-я]{1,3}|жэк|пансионат[а-я]{0,3}|лаборатори[а-я]{1,3}|приемник[а-я]{0,3}|"
    r"пункт[а-я]{0,2}|"
    r"орталы[кг][а-я]{0,6}|центр[а-я]{0,4}|мекеме[а-я]{0,5}|учреждени[а-я]{1,3}|"
    r"организаци[а-я]{1,3}|uiym[a-z]{0,4}|mektep[a-z]{0,4}|emhana[a-z]{0,4}|auruhana[a-z]{0,4}|balabaqsha[a-z]{0,4}|"
    r"akimat[a-z]{0,3}|duken[a-z]{0,4}|bazar[a-z]{0,3}|shkol[a-z]{1,3}"
)
_BEFORE = re.compile(rf"(?<![а-яa-z])(?:{_WORDS})(?![а-яa-z])[^.!?\n]{{0,32}}\Z")
_AFTER = re.compile(
    rf"[ ,(\-–«\"]{{0,4}}(?:(?:это|где|там|орналаскан|находится|мекенжайында\w{{0,3}}|мекенжайы|гы|деги|дагы|"
    rf"адрес\w{{0,4}})[ ,]{{1,2}}){{0,2}}(?:(?!(?:от|из|для|до|на|без|за|про|напротив|возле|около|"
    rf"рядом) )[^ ,.!?\n]{{2,18}} ){{0,2}}"
    rf"(?!(?:оси|кск|жэк|водоканал|(?:акимат|акимди[кг]|полици|инспекци)[а-я]{{0,3}}[тнд][ае]н)(?![а-я]))(?:{_WORDS})(?![а-яa-z])"
)
"""Those who keep a house in order, and who came from an office, are told of by those who live there."""
_AT_ADDRESS = re.compile(
    r"(?:по (?:[а-я]{3,12} )?адресу|расположен[а-я]{0,3}|орналаскан|находится|находящ[а-я]{2,4}|мекенжайында[а-я]{0,4}|"
    r"мекенжайы)[ :\-–]{1,3}\Z"
)
_SENTENCE_END = re.compile(r"(?<!ул)(?<!пр)(?<![ .]г)(?<![ .]д)(?<!\d)[.!?](?= )|\n")
"""Not behind a date or a short word of addresses."""
_ONE = re.compile(
    rf"(?:{_WORDS}|маршрут[а-я]{{0,4}}|багыт[а-я]{{0,4}}|автобус[а-я]{{0,4}}|рейс[а-я]{{0,3}}|поезд[а-я]{{0,3}}|"
    rf"трасс[а-я]{{1,2}})"
)


_ANYWHERE = re.compile(rf"(?<![а-яa-z])(?:{_WORDS})(?![а-яa-z])")


_OWN = re.compile(r"(?:-?[дт][аеы]н?)? ?-? ?(?:мекен-?жайым|адресим|турагым|мекеним|тура?м|жатырм|биздик|mekenjaiym)")
"""Right behind an address it is the writer's, whoever is told of next."""


def is_institution(word: str) -> bool:
    """Whether *word*, in folded letters, names no street but an institution or a line."""
    return _ONE.fullmatch(word) is not None


def stands_beside_institution(folded: str, start: int, end: int) -> bool:
    """Whether what stands from *start* to *end* is the address of an institution that the same sentence names."""
    if _BEFORE.search(before(folded, start, 64)):
        return True
    return _AFTER.match(folded, end) is not None and not _OWN.match(folded, end)


def leads_to_institution(folded: str, start: int) -> bool:
    """Whether an institution is named in the sentence right before *start*."""
    return _BEFORE.search(before(folded, start, 64)) is not None


def leads_on_from_institution(folded: str, start: int, end: int) -> bool:
    """Whether the institution beside the address stands before it, and a comma between: perhaps the writer goes on to
    tell of themselves («мектепті бітіргенмін, Орталық көшесі 11»)."""
    beside = _BEFORE.search(before(folded, start, 64))
    return beside is not None and "," in beside[0] and _AFTER.match(folded, end) is None


def is_told_of_institution(folded: str, start: int) -> bool:
    """Whether «по адресу» leads to what stands at *start*, and an institution stands farther back in the sentence."""
    if not _AT_ADDRESS.search(before(folded, start, 24)):
        return False
    return _ANYWHERE.search(_SENTENCE_END.split(before(folded, start, 150))[-1]) is not None
