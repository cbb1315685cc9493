"""Homes as people write them shortly: a flat alone, a quarter's number and a house, a house in words or with a slash.

Rules:
- a flat, a room in a hostel or a house that is only described says little without its street: the writer is asked;
- a name, a number and a house («Таугүл 3, дом 52», «Мамыр 4, 18/2») are an address;
- a house with a slash («Панфилова 21/306») is one beside a word of living, an entrance or a floor; alone it can be a
  date («14/09»).

What is looked for begins where a number does; what stands before it is looked at backwards, and only then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import address_words as words
from .context import at_words, before, has_one, is_amount, scan
from .counting import counts
from .flats import HOUSE_AFTER, HOUSE_NUMBER, find_flats, last_word
from .institutions import is_institution, stands_beside_institution
from .living import lives_there
from .localities import PLACE_NEXT, is_town
from .number_words import NUMBER_WORD
from .reading import Reading

_NAME = r"(?:[^\W\d_][\w'\-]{2,20} ){0,2}[^\W\d_][\w'\-]{2,20}"
_QUARTER_HOUSE = re.compile(
    r"\d{1,2}(?:-?(?:те|де|та|да|ге|ке|га|ка))?[ ,]{1,3}"
    r"(?:(?:дом|д|уй|уч|участок|dom|uy|ui)[ .№]{0,3}\d{1,4}[а-г]?|\d{1,4}[а-г]?[ \-](?:уй|дом|uy|ui|dom)[а-яa-z]{0,5}|"
    r"\d{1,3}[/\-]\d{1,3})(?!\d)"
)
_QUARTER_NAME = re.compile(r"(?<![\w'\-])[^\W\d_][\w'\-]{2,20}(?: [^\W\d_][\w'\-]{2,20})?[ \-]{1,2}\Z")
_SLASH = re.compile(r"(?P<first>\d{1,3})[а-г]?/(?P<second>\d{1,3})(?![\d/.])")
_PART = r"(?:блок|секци[а-я]|лини[а-я]|кварта?л|подъезд|орам|коше|очередь|пятно)"
_SECTION = re.compile(
    rf"(?:(?<![а-яa-z]){_PART}[ .]{{1,2}}(?:\d{{1,3}}|[а-д](?![а-я])|[а-я]{{4,8}}(?:я|й|ая))|"
    rf"(?<!\d)\d{{1,3}}(?:-?[а-я]{{1,3}})? ?{_PART})"
    r"(?:[ ,]{1,3}(?:(?:блок|подъезд|этаж|уч|участок|дом|уй|кв|квартира|патер)[ .№]{0,3}\d{1,4}|"
    r"\d{1,4}(?:-?[а-я]{1,3})? ?(?:подъезд|этаж|кабат|уй|дом|патер|кв|участок)|\d{1,4}(?![\d.,/]\d)))+"
)
_SECTION_PARTS = ("блок", "секци", "лини", "квартал", "картал", "орам", "очередь", "пятно")
_ESTATE = re.compile(
    r"(?:(?<![а-яa-z])(?P<estate>жк|ж/к|т/к|тк|ст|с/т|пк|снт|массив[а-я]{0,2}|дач[а-я]{1,3}|снт|саяжай[а-я]{0,4}|"
    r"жилмассив[а-я]{0,2}|"
    rf"алаб[а-я]{{0,4}})[ «\"]{{1,3}})?(?P<name>{_NAME})[»\"]?[ ,]{{1,3}}\Z"
)
_SPOKEN = re.compile(
    r"(?P<name>[^\W\d_][\w'\-]{3,20}(?: [^\W\d_][\w'\-]{3,20})?)(?: (?:кошеси[а-я]{0,4}|улиц[а-я]|ул\.?|"
    r"мкр))?,? (?:дом )?"
    rf"(?:{NUMBER_WORD}[ \-]?){{1,3}}(?:уйди[а-я]|уй[а-я]{{0,4}}|дом)?,? ?"
    rf"(?:(?:квартир[а-я]|кв\.?|патер[а-я]{{0,5}}) (?:{NUMBER_WORD}[ \-]?){{1,3}}|"
    rf"(?:{NUMBER_WORD}(?:ш[иы]|нш[иы])?[ \-]?){{1,3}}(?:патер[а-я]{{0,6}}|квартир[а-я]))"
)
_NUMBERED = re.compile(
    r"(?:квартир|кв\.?|патер)[а-я]{0,6} (?:дв|тр|чет|пят|шес|сем|вос|дев|сто|один|сорок|он|жиыр|отыз|кырык|елу|алпыс|"
    r"жет|"
    r"сек|ток|б[ие]|ек|уш|торт|жуз)|(?:ш[иы]|он|жиырма|отыз|кырык|елу|жуз) патер"
)
_HOUSE_TOLD = re.compile(
    r"(?<![а-яa-z])(?:живу|живем|проживаю|турам(?:ын|ыз)?)(?: (?:на|по|в|у))? "
    r"(?P<place>[^\W\d_][\w'\-]{3,20},? [^.!?\n]{0,40}?(?:дом|подъезд|дворе|уй)(?![а-яa-z])[^.!?\n]{0,40})"
)
_TOLD_HEADS = frozenset(("жив", "про", "тур"))
_ITS_FLOOR = re.compile(
    r"[ ,]{1,3}(?:(?:\d{1,2}(?:-?[а-я]{1,3})?|[а-я]{4,8}) (?:подъезд|этаж|кабат)|(?:подъезд|этаж|кв|квартира) ?\d{1,3})"
)
_WORD = r"[А-ЯЁӘҒҚҢӨҰҮІҺA-Z][\w'\-]{2,20}"
_SMALL_SECOND = "бақ|бак|төбе|тобе|бұлақ|булак|құдық|кудык|арық|арык|сай|көл|кол|өзек|тоған|тоган|қайнар|кайнар|су"
_SMALL_IN_STREETS = (*_SMALL_SECOND.split("|"), "жолы", "батыр", "хан", "би", "ата", "ана", "ақын", "көшесі", "joly")
_NEXT = rf"(?: (?:[А-ЯЁӘҒҚҢӨҰҮІҺA-Z][\w'\-.]{{0,20}}|{_SMALL_SECOND}|жолы|батыр|хан|би|ата|ана|ақын|көшесі|joly))"
_PLACE = (
    rf"(?<![^\W_])(?:(?:[сп]\.|пос\.|село|пос[её]лок|аул|ауыл|г\.) ?{_WORD}|"
    rf"{_WORD}(?: {_WORD})? (?:ауылы(?:ның|нда)?|аулы|а\.|селосы|"
    rf"кент[іи]?|"
    r"қаласы|қ\.|auyly|aýyly|qalasy))"
)
_PLACE_AND_STREET = re.compile(rf"{_PLACE},? {_WORD}{_NEXT}{{0,2}},? \Z")
_TOWN_AND_STREET = re.compile(rf"(?<![\w'\-]){_WORD}, {_WORD}{_NEXT}{{0,2}},? \Z")
_STREET_NAMED = re.compile(r"(?<![\w])[А-ЯЁ][а-яё\-]{2,20}(?:ская|ный|ная|вая|ный|кий),? \Z")
_STREET_ALONE = re.compile(rf"(?<![\w]){_WORD}{_NEXT}{{0,1}},? \Z")
_AND_FLAT = re.compile(r", ?\d{1,3}(?=[.\n]|\Z)")
_STREET_SPOKEN = re.compile(rf"(?<![\w])(?:по|на|с) {_WORD}{_NEXT}{{0,1}} \Z")
_PLOT = re.compile(
    r"(?:(?<![а-яa-z])(?:участок|учаске|уч|телим)[ .№]{1,2}\d{1,4}|(?<!\d)\d{1,4} ?-? ?(?:участок|учаске|"
    r"телим)[а-я]{0,3})"
    r"(?:[ ,]{1,3}(?:лини[яи]|ряд|улица|коше|орам)[ №]{1,2}\d{1,3}|[ ,]{1,3}\d{1,3}(?:-?[а-я]{1,2})? (?:лини[яи]|ряд|"
    r"коше|орам))?"
)
_LINE_OF = re.compile(r"лини|ряд|орам|коше")
_ESTATE_WORD = re.compile(r"дач|ассив|бщество|СНТ|СТ|ПК|саяжай|бау-бақша|ооператив|с/т|ауыл|село|с\.")
_ESTATE_BEFORE = re.compile(
    rf"(?:{_PLACE},? )?(?:(?:дачн\w{{2,3}}|массив\w{{0,2}}|дач\w{{1,3}}|СНТ|СТ|ПК|саяжай\w{{0,4}}|бау-бақша|"
    rf"серіктест\w{{2,6}}|"
    rf"кооператив\w{{0,3}}|общество|с/т|\d{{1,3}}-?(?:ш[іы]|й|я)? ?(?:көше|линия|ряд)|«[^»\n]{{2,40}}»|"
    rf"[«\"]?{_WORD}[»\"]?),? ){{1,5}}\Z"
)
_STREET_IN_CASE = re.compile(
    r"(?:(?:на|по|с|у|из|в|возле) )(?P<name>[А-ЯЁ][а-яё\-]{3,20}(?:ой|ей|ого|его|ова|ева|ина|улы|аева)),? \Z"
)
_FARM = re.compile(
    r"(?:(?P<place>[А-ЯЁӘҒҚҢӨҰҮІҺ][\w\-]{2,20} (?:ауданы|ауылы|районы),? )?[А-ЯЁӘҒҚҢӨҰҮІҺ][\w\-]{2,20} (?:(?:ата|"
    r"ана|батыр|би|әулие|деген) )?(?:\d{1,2}-)?(?:[қк]ыста[гғ]ы(?:нда)?|"
    r"[қк]ыстау(?:ы|да|ында)|[қк]ыста[қк](?:та)?|зимовкасы|шаруа қожалығы)|"
    r"(?:зимовк[аеу]|хутор[аеу]?|разъезд[аеу]?) [«\"]?[А-ЯЁӘҒҚҢӨҰҮІҺ][\w\-]{2,20}|"
    r"(?P<camp>(?:кордон[ае]?|точк[аеи]|урочищ[еа]|отгон[ае]?|лесничеств[ое]) [«\"]?[А-ЯЁӘҒҚҢӨҰҮІҺ][\w\-]{2,20}|"
    r"[А-ЯЁӘҒҚҢӨҰҮІҺ][\w\-]{2,20} (?:жайлауы(?:нда)?|отары(?:нда)?)))"
)
_FARM_PARTS = (
    "қыст", "кыст", "зимовк", "хутор", "разъезд", "қожалығы", "кордон", "точк", "урочищ", "отгон", "лесничеств",
    "жайлау", " отары",
)  # fmt: skip
_VILLAGE_AFTER = re.compile(r",? (?:п|с|пос|г)\. ?[А-ЯЁ][а-яё\-]{2,20}")
_CODE = re.compile(r"\d{1,2}[а-г]?-\d{1,3}(?:-\d{1,3})?(?![\d\-./])")
_TOWN_BEFORE_CODE = re.compile(r"(?<![а-яa-z])(?P<town>[а-яa-z\-]{3,20}),? \Z")
_OUR_ADDRESS = re.compile(
    r"(?:адрес[а-я]{0,3}|мекен-?жай[а-я]{0,5}) ?[:\-] ?"
    r"(?P<place>(?:\d{6},? )?[^\n!?]{4,80}?\d{1,4}[а-г]?(?:[-/]\d{1,3})?(?:, ?(?:кв|дом|уй|"
    r"патер)?\.? ?\d{1,3})?)(?=[.,;\n)]|\Z)"
)
def find_homes(reading: Reading) -> Iterator[tuple[int, int, bool]]:
    """Yield the homes of *reading*: start, end, and whether it is certain."""
    folded, plain = reading.folded, reading.plain
    for match in _SPOKEN.finditer(folded) if _has_flats(folded) and _NUMBERED.search(folded) else ():
        if plain[match.start()].isupper():
            yield match.start(), match.end(), lives_there(folded, match.start(), match.end())
    for match in at_words(_HOUSE_TOLD, _TOLD_HEADS, reading):
        place = plain[match.start("place") : match.end("place")]
        if place[0].isupper() and not place.isupper():  # where all is in capitals, they name no place
            yield *match.span("place"), False
    for match in _FARM.finditer(plain) if has_one(plain, _FARM_PARTS) else ():
        if match["camp"] is None or lives_there(folded, *match.span()):
            yield match.start(), match.end(), False
    if reading.numbers:
        named = [start for start in reading.numbers if _is_behind_capital(plain, start)]
        finders = (_quarters, _slashes, _on_streets)
        yield from ((*home, True) for finder in finders for home in finder(reading, named))
        yield from ((*home, True) for home in _sections(reading))
        yield from _in_places(reading, named)
        yield from ((*home, False) for home in _in_cases(reading, named))
        yield from ((*home, False) for finder in (find_flats, _in_codes) for home in finder(reading))


def _has_flats(folded: str) -> bool:
    return "кв" in folded or "патер" in folded


def _is_behind_capital(plain: str, start: int) -> bool:
    """Whether the word before the number at *start* can end the name of a street: only there one is looked for."""
    last = last_word(before(plain, start, 24))
    return last[:1].isupper() or last in _SMALL_IN_STREETS


def _quarters(reading: Reading, named: list[int]) -> Iterator[tuple[int, int]]:
    """«Таугүл 3, дом 52», «Мамыр-4те 112 дом»."""
    for match in filter(None, (_QUARTER_HOUSE.match(reading.folded, start) for start in named)):
        name = _QUARTER_NAME.search(before(reading.plain, match.start(), 44))
        for word in re.finditer(r"[^\W\d_][\w'\-]+", name[0]) if name else ():
            if word[0][0].isupper() and word[0].lower() not in words.NO_NAME:
                yield match.start() - len(name[0] if name else "") + word.start(), match.end()
                break


def _slashes(reading: Reading, named: list[int]) -> Iterator[tuple[int, int]]:
    """«Панфилова 21/306, 3 подъезд»."""
    folded = reading.folded
    for match in filter(None, (_SLASH.match(folded, start) for start in named)):
        name = words.SLASH_NAME.search(before(reading.plain, match.start(), 44))
        if name is None or not name[1][0].isupper() or is_amount(folded, match.end()):
            continue
        floor = _ITS_FLOOR.match(folded, match.end())
        no_date = int(match["first"]) > 31 or int(match["second"]) > 12
        if floor or (no_date and lives_there(folded, match.start(), match.end())):
            yield match.start() - len(name[0]), match.end()


def _sections(reading: Reading) -> Iterator[tuple[int, int]]:
    """«ЖК Сары Белес, блок Б, 3 подъезд, 71», «Кызыл Су, линия третья, 91»."""
    folded = reading.folded
    if not has_one(folded, _SECTION_PARTS):
        return
    for match in _SECTION.finditer(folded):
        earlier = before(folded, match.start(), 70)
        place = _ESTATE.search(earlier)
        if place is None:
            continue
        start = match.start() - len(earlier) + place.start()
        named = reading.plain[match.start() - len(earlier) + place.start("name")].isupper()
        if place["estate"] or (named and lives_there(folded, start, match.end())):
            yield start, match.end()


def _in_places(reading: Reading, named: list[int]) -> Iterator[tuple[int, int, bool]]:
    """«Ойтал ауылы Жібек жолы 112», «с. Байсерке, Аркабай 31», «Жезқазған, Некрасова 9-55», «участок 77, линия 4»."""
    folded, plain = reading.folded, reading.plain
    for match, earlier in _behind_capitals(reading, named):
        place, certain = _PLACE_AND_STREET.search(earlier), True
        if place is None and (town := _TOWN_AND_STREET.search(earlier)):
            told = "-" in match[0] or "/" in match[0] or _AND_FLAT.match(folded, match.end()) is not None
            told = told or lives_there(folded, match.start(), match.end())
            opens = not earlier[: town.start()].strip(" ") or earlier[: town.start()].rstrip(" ").endswith("\n")
            alone = opens and not plain[match.end() : match.end() + 3].strip(" .")
            start = match.start() - len(town[0])
            known = is_town(folded[start : folded.index(",", start)])
            place, certain = (town if told or alone or known else None), bool(told or alone)
        if place and not counts(folded, match.end(), strict=True):
            flat = words.FLAT_AFTER.match(folded, match.end())
            yield match.start() - len(place[0]), flat.end() if flat else match.end(), certain
    for match in _PLOT.finditer(folded) if "уч" in folded or "телим" in folded else ():
        estate = _ESTATE_BEFORE.search(before(plain, match.start(), 90))
        told = estate is not None and _ESTATE_WORD.search(estate[0]) is not None
        if (told or _LINE_OF.search(match[0])) and not counts(folded, match.end(), strict=False):
            yield match.start() - len(estate[0] if estate and told else ""), match.end(), True


def _on_streets(reading: Reading, named: list[int]) -> Iterator[tuple[int, int]]:
    """«жильцы дома по Назарбаева 204», «мой дом Бостандыкская, 26», «Абая 3, Аршалы»."""
    folded = reading.folded
    for match, earlier in _behind_capitals(reading, named):
        town = PLACE_NEXT.match(folded, match.end())
        town = town if town and is_town(town["town"]) else None
        lives = lives_there(folded, match.start(), match.end())
        spoken = _STREET_SPOKEN.search(earlier) if town or lives else None
        place = spoken or (_STREET_ALONE.search(earlier) if town else None)
        housed = HOUSE_AFTER.match(folded, match.start())
        place = place or (_STREET_NAMED.search(earlier) if lives or housed else None)
        if place is None or counts(folded, match.end(), strict=False):
            continue
        start = match.start() - len(place[0])
        if not is_institution(folded[start:].split(" ", 1)[0]):
            yield start, town.end() if town else match.end()


def _behind_capitals(reading: Reading, named: list[int]) -> Iterator[tuple[re.Match[str], str]]:
    """The numbers of *named* that can be a house's, and the line before each."""
    for start in named:
        if match := HOUSE_NUMBER.match(reading.folded, start):
            yield match, before(reading.plain, start, 80)


def _in_cases(reading: Reading, named: list[int]) -> Iterator[tuple[int, int]]:
    """«на Цветочной 11», «с Новосельской 5»: a street by its ending, of which nobody says that it is a home."""
    for match, line in _behind_capitals(reading, named):
        earlier = line[-40:]
        street = _STREET_IN_CASE.search(earlier)
        if street is None or counts(reading.folded, match.end(), strict=False):
            continue
        start = match.start() - len(earlier) + street.start("name")
        lives = lives_there(reading.folded, start, match.end())
        if lives or not stands_beside_institution(reading.folded, start, match.end()):
            village = _VILLAGE_AFTER.match(reading.plain, match.end())
            yield start, village.end() if village else match.end()


def _in_codes(reading: Reading) -> Iterator[tuple[int, int]]:
    """«наш двор Актау 12-28», «Наш адрес: ст. Отар, военный городок, 6-14»: a code behind a town or «адрес»."""
    folded = reading.folded
    for match in scan(_CODE, reading, bool, figures=False):
        town = _TOWN_BEFORE_CODE.search(before(folded, match.start(), 24))
        behind = PLACE_NEXT.match(folded, match.end())
        if behind and is_town(behind["town"]) and lives_there(folded, *match.span()):
            yield match.start(), behind.end()
        if town and is_town(town["town"]):
            yield match.start() - len(town[0]), match.end()
    for match in _OUR_ADDRESS.finditer(folded) if "адрес" in folded or "мекен" in folded else ():
        yield match.span("place")


