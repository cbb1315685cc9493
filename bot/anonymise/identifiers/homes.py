"""Homes as people write them shortly: a flat alone, a quarter's number and a house, a house in words or with a slash.

Rules:
- a flat, a room in a hostel or a house alone says little without its street: the writer is asked (second tier);
- a name, a number and a house («Таугүл 3, дом 52», «Мамыр 4, 18/2») are an address;
- a house with a slash («Панфилова 21/306») is one beside a word of living, an entrance or a floor; alone it can be a
  date («14/09»).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import address_words as words
from .context import before, is_amount, scan
from .kinds import IdentifierKind, Span
from .reading import Reading
from .spoken import NUMBER_WORD

_NAME = r"(?:[^\W\d_][\w'\-]{2,20} ){0,2}[^\W\d_][\w'\-]{2,20}"
_FLAT = re.compile(
    r"(?:(?<![а-яa-z])(?:квартир[а-я]{1,2}|кв|патер[а-я]{0,5}|pater[a-z]{0,4})(?:\. ?|\s|(?=[№\d]))(?:номер )?№? ?\d{1,3}(?:-?[а-я]{2,4})?(?!\d|\s?(?:м|кв|метр))|"
    r"(?<![\d.,/\-])\d{1,3}(?:-?(?:я|й|ой|ую|шы|ши|нши|ншы))?[ \-]{0,2}(?:квартир[а-я]{1,2}|кв(?=[ .,]|\Z)|патер(?!лер)[а-я]{0,9}|pater(?!ler)[a-z]{0,7}))(?![а-яa-z])"
)
_FLOOR = re.compile(rf"[ ,]{{1,3}}(?:{NUMBER_WORD}|перв[а-я]{{2}}|втор[а-я]{{2}}|трет[а-я]{{2}}|четв[её]рт[а-я]{{2}}|пят[а-я]{{2}}|\d{{1,2}}(?:-?[а-я]{{1,3}})?) (?:этаж[а-я]{{0,2}}|подъезд[а-я]{{0,2}}|кабат[а-я]{{0,3}})")
_ROOM = re.compile(r"(?<![а-яa-z])(?:комнат[а-я]{1,2}|бо?лме[а-я]{0,4}|ком)[ .№]{1,3}(?P<number>\d{1,4}[а-г]?)(?!\d)|(?<![\d.,/])(?P<first>\d{1,4}[а-г]?)[ \-](?:я |й )?(?:комнат[а-я]{1,2}|бо?лме[а-я]{0,6})")
_HOSTEL = re.compile(r"(?:общаг|общежит|жатакхана|hostel|барак|jatakhana|zhatakhana)")
_PORCH = re.compile(rf"(?:(?:{NUMBER_WORD}|перв[а-я]{{2}}|втор[а-я]{{2}}|трет[а-я]{{2}}|б[иы]р[иы]нши|ек[иы]нши|ушинши|\d{{1,2}})[ \-](?:й |ши |шы )?(?:подъезд|этаж|кабат)[а-я]{{0,3}})[ ,]{{1,3}}(?P<flat>\d{{1,3}})(?![\d.,/])")
_QUARTER_HOUSE = re.compile(
    rf"(?P<name>[^\W\d_][\w'\-]{{2,20}}(?: [^\W\d_][\w'\-]{{2,20}})?)[ \-]{{1,2}}\d{{1,2}}(?:-?(?:те|де|та|да|ге|ке|га|ка))?[ ,]{{1,3}}"
    rf"(?:(?:дом|д|уй|уч|участок|dom|uy|ui)[ .№]{{0,3}}\d{{1,4}}[а-г]?|\d{{1,4}}[а-г]?[ \-](?:уй|дом|uy|ui|dom)[а-яa-z]{{0,5}}|\d{{1,3}}[/\-]\d{{1,3}})(?![\d])"
)
_SLASH = re.compile(r"(?P<first>\d{1,3})[а-г]?/(?P<second>\d{1,3})(?![\d/.])")
_LINE = re.compile(
    rf"(?:(?<![а-яa-z])(?:жк|ж/к|т/к|тк|массив[а-я]{{0,2}}|дач[а-я]{{1,3}}|снт|саяжай[а-я]{{0,4}}|жилмассив[а-я]{{0,2}}|алаб[а-я]{{0,4}})[ «\"]{{1,3}}{_NAME}[»\"]?|(?P<named>{_NAME}))[ ,]{{1,3}}"
    rf"(?:(?:блок|секци[а-я]|лини[а-я]|кварта?л|подъезд|орам|коше|очередь|пятно)[ .]{{1,2}}(?:\d{{1,3}}|[а-д](?![а-я])|[а-я]{{4,8}}(?:я|й|ая))|\d{{1,3}}(?:-?[а-я]{{1,3}})? ?(?:блок|секци[а-я]|лини[а-я]|кварта?л|подъезд|орам|коше))"
    rf"(?:[ ,]{{1,3}}(?:(?:блок|подъезд|этаж|уч|участок|дом|уй|кв|квартира|патер)[ .№]{{0,3}}\d{{1,4}}|\d{{1,4}}(?:-?[а-я]{{1,3}})? ?(?:подъезд|этаж|кабат|уй|дом|патер|кв|участок)|\d{{1,4}}(?![\d.,/]\d)))+"
)
_SPOKEN = re.compile(
    rf"(?P<name>[^\W\d_][\w'\-]{{3,20}}(?: [^\W\d_][\w'\-]{{3,20}})?)(?: (?:кошеси[а-я]{{0,4}}|улиц[а-я]|ул\.?|мкр))?,? (?:дом )?(?:{NUMBER_WORD}[ \-]?){{1,3}}(?:уйди[а-я]|уй[а-я]{{0,4}}|дом)?"
    rf",? ?(?:(?:квартир[а-я]|кв\.?|патер[а-я]{{0,5}}) (?:{NUMBER_WORD}[ \-]?){{1,3}}|(?:{NUMBER_WORD}(?:ш[иы]|нш[иы])?[ \-]?){{1,3}}(?:патер[а-я]{{0,6}}|квартир[а-я]))"
)
NUMBERED = re.compile(r"(?:квартир|кв\.?|патер)[а-я]{0,6} (?:дв|тр|чет|пят|шес|сем|вос|дев|сто|один|сорок|он|жиыр|отыз|кырык|елу|алпыс|жет|сек|ток|б[ие]|ек|уш|торт|жуз)|(?:ш[иы]|он|жиырма|отыз|кырык|елу|жуз) патер")
_HOUSE_TOLD = re.compile(r"(?:живу|живем|проживаю|турам(?:ын|ыз)?)(?: (?:на|по|в|у))? (?P<place>[^\W\d_][\w'\-]{3,20},? [^.!?\n]{0,60}?(?:дом|подъезд|дворе|уй)(?![а-яa-z])[^.!?\n]{0,60})")
_LIVING = re.compile(r"(?<![а-яa-z])(?:жив[уе]м?|прожива[а-я]{1,4}|прописан[а-я]?|турам[а-я]{0,3}|турат[а-я]{0,3}|жатыр(?:мын|мыз)|уйим[а-я]{0,4}|пишу с|мы с|мы из|я из|я с|наш дом|у нас|мой дом|меня|биз|мен|turam[a-z]{0,3}|uiim[a-z]{0,3}|uyim[a-z]{0,3}|жаз[а-я]{1,4} (?:отыр|тур)м[а-я]{1,2}|кор[ш]и[а-я]{2,6}|есигинде|сосед[а-я]{0,3})(?![а-яa-z])")
_ITS_FLOOR = re.compile(r"[ ,]{1,3}(?:\d{1,2}(?:-?[а-я]{1,3})?|[а-я]{4,8}) (?:подъезд|этаж|кабат)")


def find_homes(reading: Reading) -> Iterator[tuple[int, int, bool]]:
    """Yield the homes of *reading*: start, end, and whether it is certain."""
    folded, plain = reading.folded, reading.plain
    if reading.numbers:
        yield from _numbered(reading)
    for match in _SPOKEN.finditer(folded) if NUMBERED.search(folded) else ():
        if plain[match.start()].isupper():
            yield match.start(), match.end(), _is_home(folded, match.start(), match.end())
    for match in _HOUSE_TOLD.finditer(folded):
        if plain[match.start("place")].isupper():
            yield *match.span("place"), False


def _numbered(reading: Reading) -> Iterator[tuple[int, int, bool]]:
    folded, plain = reading.folded, reading.plain
    for match in _QUARTER_HOUSE.finditer(folded):
        start = _capital_start(plain, match)
        if start is not None:
            yield start, match.end(), True
    for match in scan(_SLASH, reading, bool, figures=False):
        name = words.SLASH_NAME.search(before(plain, match.start(), 44))
        if name and name[1][0].isupper() and not is_amount(folded, match.end()):
            told = _is_home(folded, match.start(), match.end()) or _ITS_FLOOR.match(folded, match.end())
            if told and (int(match["first"]) > 31 or int(match["second"]) > 12 or _ITS_FLOOR.match(folded, match.end())):
                yield match.start() - len(name[0]), match.end(), True
    for match in _LINE.finditer(folded):
        if match["named"] is None or (plain[match.start()].isupper() and _is_home(folded, match.start(), match.end())):
            yield match.start(), match.end(), True
    for start, end in _alone(reading):
        yield start, end, False


def _alone(reading: Reading) -> Iterator[tuple[int, int]]:
    """Flats and rooms: little by themselves, enough with what neighbours know."""
    folded = reading.folded
    for match in _FLAT.finditer(folded):
        floor = _FLOOR.match(folded, match.end())
        yield match.start(), floor.end() if floor else match.end()
    for match in _PORCH.finditer(folded):
        yield match.span()
    for match in _ROOM.finditer(folded) if _HOSTEL.search(folded) else ():
        yield match.span("number") if match["number"] else match.span("first")


def _is_home(folded: str, start: int, end: int) -> bool:
    """Whether a word of living stands in the same sentence."""
    earlier = re.split(r"[.!?\n](?= )|\n", before(folded, start, 60))[-1]
    later = re.split(r"[.!?\n]", folded[end : end + 44])[0]
    return _LIVING.search(earlier) is not None or _LIVING.search(later) is not None


def _capital_start(plain: str, match: re.Match[str]) -> int | None:
    """Where the name of the quarter begins: at its first capital."""
    for word in re.finditer(r"[^\W\d_][\w'\-]+", plain[match.start("name") : match.end("name")]):
        if word[0][0].isupper() and word[0].lower() not in words.NO_NAME:
            return match.start("name") + word.start()
    return None
