"""Number plates of cars and trailers, in Latin or Cyrillic letters.

Rules:
- new form: three digits, two or three letters, region 01-20; trailers: two digits first;
- old form: one region letter, three digits, two or three letters (capitals, or after a cue word);
- with spaces and small letters a cue word or an unmistakable form is demanded: «120 дом 10» is no plate;
- a plate without its region counts only after a cue word;
- motorcycles, trailers and tractors have other forms («11 AX 274», «AAB 123 D»): each counts behind its word alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from .context import at_words, before, scan
from .kinds import IdentifierKind, Span
from .reading import Reading
from .word_lists import word_set

_GAP = r"(?:[ \-|_/]|\.(?! )){0,2}"
_SHAPE = re.compile(rf"\d{{1,4}}{_GAP}[a-zа-я]{{2,3}}(?![a-zа-я])")
"""A number with two or three letters behind it: what every plate but the rarest has."""
_NEW = re.compile(
    rf"\d(?:(?<![\da-zа-я]\d)|(?<=(?<![a-zа-я])kz\d)|(?<=(?<![a-zа-я])кз\d))(?<!\d[.,/\-]\d)\d{{2}}{_GAP}(?P<letters>[a-zа-я]{{2,3}}){_GAP}(?P<region>0[1-9]|1\d|"
    rf"20)(?![\d])(?![.,:/]\d)"
)
_TRAILER = re.compile(
    rf"\d(?<![\da-zа-я]\d)(?<!\d[.,/\-]\d)\d{_GAP}(?P<letters>[a-zа-я]{{2,3}}){_GAP}(?P<region>0[1-9]|1\d|"
    rf"20)(?![\d])(?![.,:/]\d)"
)
_OLD = re.compile(rf"(?<![\da-zа-я])(?P<first>[a-zа-я]){_GAP}\d{{3}}{_GAP}(?P<letters>[a-zа-я]{{2,3}})(?![\da-zа-я])")
_OF_RUSSIA = re.compile(
    rf"(?<![\da-zа-я])(?:[авекмнорстух]{_GAP}\d{{3}}{_GAP}[авекмнорстух]{{2}}|"
    rf"[abekmhopctyx]{_GAP}\d{{3}}{_GAP}[abekmhopctyx]{{2}}){_GAP}\d{{2,3}}"
    r"(?: ?rus)?(?![\da-zа-я])(?![.,:/]\d)"
)
_OF_NEIGHBOURS = re.compile(
    rf"\d(?<![\da-zа-я]\d)\d{_GAP}(?:kg|кг|[a-zа-я])?{_GAP}\d{{3}}{_GAP}[a-zа-я]{{2,3}}(?![\da-zа-я])"
)
"""«01KG 412 ABC» of Kyrgyzstan, «01 A 412 BC» of Uzbekistan: a region first."""
_BOAT = re.compile(r"\d{4}[ \-]?[a-zа-я]{2}(?![a-zа-я\d])")
_BOAT_NUMBERED = re.compile(r"(?<=(?<!\d)\d\d[ \-])\d{3,4}[ \-]?kz(?![a-zа-я\d])")
_BOAT_CUE = re.compile(r"лодк|катер|кайык|судн|кеме|моторк")
_LONG = re.compile(rf"\d{{4}}{_GAP}(?P<letters>[a-zа-я]{{3}}){_GAP}(?P<region>0[1-9]|1\d|20)(?!\d)")
_LETTERS_FIRST = re.compile(rf"\d{{3}}{_GAP}(?:0[1-9]|1\d|20)(?!\d)")
_LETTERS_BEFORE = re.compile(r"(?<![a-zа-я\d])[a-zа-я]{2,3} ?\Z")
_SPACED = re.compile(r"\d \d \d(?: [a-zа-я]){2,3} [01] \d(?![\d])")
_MACHINE = re.compile(
    rf"(?<![a-zа-я\d])(?:\d{{2,4}}{_GAP}[a-zа-я]{{2,3}}{_GAP}\d{{2,3}}|"
    rf"[a-zа-я]{{1,3}}{_GAP}\d{{3,4}}(?:{_GAP}(?:[a-zа-я]{{1,3}}|\d\d))?)(?![a-zа-я\d])(?![.,:/]\d)"
)
_MACHINE_WORD = re.compile(
    r"(?:мото(?:цикл|блок|роллер)[а-я]{0,6}|мопед[а-я]{0,5}|скутер[а-я]{0,5}|квадроцикл[а-я]{0,5}|"
    r"снегоход[а-я]{0,5}|(?:полу)?прицеп[а-я]{0,5}|тиркеме[а-я]{0,6}|трактор[а-я]{0,6}|мтз|комбайн[а-я]{0,6}|"
    r"лодк[а-я]{1,3}|катер[а-я]{0,3}|моторк[а-я]{1,3}|"
    r"квадрик[а-я]{0,3}|бортов[а-я]{2,3}|экскаватор[а-я]{0,6}|бульдозер[а-я]{0,6}|погрузчик[а-я]{0,5}|грейдер[а-я]{0,5}|moto[a-z]{0,8}|skuter[a-z]{0,4}|"
    r"moped[a-z]{0,4}|traktor[a-z]{0,6}|pritsep[a-z]{0,3}|pricep[a-z]{0,3}|tirkeme[a-z]{0,4})(?![а-яa-z])"
)
_MACHINE_CUE = re.compile(
    rf"(?<![а-яa-z]){_MACHINE_WORD.pattern}"
    r"(?P<between>(?:[ ,:(\-–]{1,3}(?:гос\.?(?: ?знак[а-я]{0,2})?|мем\.?|мемлекеттик|рег\.?|номер[а-я]{0,3}|"
    r"ном[еи]р[а-я]{0,4}|знак[а-я]{0,2}|"
    r"г/?н|nomer[a-z]{0,2}|nom[ei]r[a-z]{0,3}|мой|моя|менин|с|к|под|белгиси|[а-яa-z]{3,9})){0,3}?)[ ,:№(\-–«\"]{1,3}\Z"
)
"""A machine's word, right before its plate or with two or three words between."""
_MACHINE_HEADS = word_set(
    "мот моп ску ква сне при пол тир лод кат бор тра мтз ком экс бул пог гре mot sku mop tra pri "
    "tir"
)
_MACHINE_NAMES = word_set("мтз дт юмз т к к-700 зил камаз ява иж урал днепр зим зид jcb cat хово mtz")
_NEXT_COUNTED = re.compile(r" ?(?:дан(?:а|ы)|шт|лет|год|жыл|км|га|кг|тонн)")
_CONSONANTS = re.compile(r"[^аеиоуыэюяaeiouy]{2}")
_UNITS = word_set("kg km cm mm min sec tg kzt rub usd eur kv st pr кг км см мм тг кв шт га т кг")
_PARTIAL = re.compile(rf"\d(?<![\da-zа-я]\d)\d{{2}}{_GAP}[a-zа-я]{{2,3}}(?![\da-zа-я])")
_CUE = re.compile(
    r"(?:гос(?![а-я])|бортов|мото|мопед|скутер|фура|камаз|зил|уазик|"
    r"экскаватор|трактор|гос\.?\s?-?\s?ном|гос\.?\s?рег|г/н|г\.н\.|госзнак|номерной знак|"
    r"мемлекеттик ном|мем\.?\s?ном|колик|коликт|"
    r"коли[кг]и|"
    r"машин|авто(?!бус)|тачк|такси|маршрутк|прицеп|тиркем|джип|приор|камри|camry|тойот|toyota|лексус|lexus|ниссан|"
    r"хенд|hyundai|"
    r"киа|kia|ваз|лад[аеуы]|нив[аеуы]|газел|бмв|bmw|мерс|ауди|audi|субару|паджеро|прадо|крузер|внедорожник|седан|"
    r"gos\.?\s?nomer|kolik|kolig|mashin|avto(?!bus)|tirkeme|pricep|pritsep|tachk|номир|номер|nomir|nomer)"
)
_NUMBER_CUE = re.compile(r"(?:гос\.? ?-?(?:ном[а-я]{0,6}|рег[а-я]{0,5}|знак[а-я]{0,3})|г/н|госзнак)[ .:№\-–]{1,4}\Z")
"""Right behind it «М 555 ММ» is a plate, though «мм» are millimetres."""
_REGION_AFTER = re.compile(
    r"[ ,(]{1,3}(?:(?:регион|аймак|обл\w{0,6}) ?(?:0[1-9]|1\d|20)|(?:0[1-9]|1\d|20) ?(?:регион|аймак))\w{0,3}\)?"
)
_THOUSANDS = re.compile(r" ?\d{3}(?!\d)")
_COUNTRY = re.compile(r"(?<![a-zа-я])[kк][zз][ \-|]?\Z")
_WORDS = word_set(
    """
    аек мрп
    кв дом мкр тг тнг мын мин час сек чел га шт руб млн мрд год мая мар апр май июн июл авг сен окт ноя дек янв фев
    жыл ай кун адам рет сот уй ап тон кг км см мм мл гр мг вт квт сом уд ул пр рк рф кр ст от до из на по за не ни
    но да же ли он она оно они мы вы ты их его ее как или для без под над при про это эта тот та то те бар жок ал
    мен сен биз сиз кау бап баб бет том тек тал том шал туп бас орн кат пат рай обл мектеп сын шак и в а с лет
    раз дня дни дн мес нед пять два три сто ком каб корп стр гол вес рос ооо тоо гкп ржк жшс жк ип ао кск kv dom mkr
    tg kzt rub usd eur kg km cm mm min sec uy ui ul pr st and for not the dan den ga ge da de ta te men myn jyl zhyl
    ay kun ret bar joq bap sot jan zhan tal adam pat kab out of in to at no is it he be my me we so an on
    """
)


def find_plates(reading: Reading) -> Iterator[Span]:
    """Yield the number plates of *reading*."""
    folded = reading.folded
    shaped = [place for place in reading.places if _SHAPE.match(folded, place[0] + folded[place[0]].isalpha())]
    yield from _find_letters_first(reading)
    if any(at_words(_MACHINE_WORD, _MACHINE_HEADS, reading)):
        yield from _find_machines(reading)
    if not shaped:
        return
    yield from _find_abroad(reading)
    reading = reading.at(shaped)
    for pattern in (_NEW, _TRAILER, _OLD):
        is_plate = partial(_is_plate, reading, trailer=pattern is _TRAILER, old=pattern is _OLD)
        old = pattern is _OLD  # it alone begins with a letter
        found = filter(is_plate, _OLD.finditer(folded)) if old else scan(pattern, reading, is_plate, figures=False)
        for match in found:
            country = _COUNTRY.search(before(folded, match.start(), 4))
            yield Span(match.start() - len(country[0] if country else ""), match.end(), IdentifierKind.PLATE)
    yield from _find_rarer(reading)
    for match in scan(_PARTIAL, reading, bool, figures=False, least=3):
        letters, cued = _letters(reading, match), has_cue(folded, match.start(), 24)
        if letters.isupper() and letters.lower() not in _WORDS and (cued or _REGION_AFTER.match(folded, match.end())):
            region = _REGION_AFTER.match(folded, match.end())
            yield Span(match.start(), region.end() if region else match.end(), IdentifierKind.PLATE)


def _find_abroad(reading: Reading) -> Iterator[Span]:
    """Plates of the neighbours, which end with a region or begin with it: in capitals, or all of it joined."""
    folded = reading.folded
    for start, _ in reading.places:
        first = _ONE_LETTER.search(before(folded, start, 4))
        match = _OF_RUSSIA.match(folded, start - len(first[0] if first else ""))  # an О may be read as the first digit
        if match is None and not first:
            match = _OF_NEIGHBOURS.match(folded, start)
            if match and not has_cue(folded, start, 30):
                continue
        if match is None or _THOUSANDS.match(folded, match.end()):
            continue
        if _letters(reading, match).isupper() or " " not in match[0]:
            yield Span(match.start(), match.end(), IdentifierKind.PLATE)


_ONE_LETTER = re.compile(rf"(?<![\da-zа-я])[a-zа-я]{_GAP}\Z")


def _find_rarer(reading: Reading) -> Iterator[Span]:
    """Four digits, of a boat or a motorcycle: each with what makes it certain."""
    folded = reading.folded
    for match in scan(_LONG, reading, bool, figures=False, least=6):
        if _letters(reading, match).isupper() and has_cue(folded, match.start(), 30):
            yield Span(match.start(), match.end(), IdentifierKind.PLATE)
    for match in scan(_BOAT, reading, bool, figures=False, least=4):
        country = _COUNTRY.search(before(folded, match.start(), 4))
        if country and _letters(reading, match).isupper():
            yield Span(match.start() - len(country[0]), match.end(), IdentifierKind.PLATE)
    for match in scan(_BOAT_NUMBERED, reading, bool, figures=False) if "kz" in folded else ():
        if _BOAT_CUE.search(before(folded, match.start(), 30)):
            yield Span(match.start() - len("02-"), match.end(), IdentifierKind.PLATE)


def _find_machines(reading: Reading) -> Iterator[Span]:
    """«мотоциклімнің нөмірі 11 AX 274», «трактор, госномер AAB 123 D»: capitals, or all of it joined."""
    folded, done = reading.folded, 0
    for number in reading.numbers:
        letters = _MACHINE_SERIES.search(before(folded, number, 5))
        start = number - len(letters[0]) if letters else number
        match = _MACHINE.match(folded, start)
        if match is None or start < done or not _MACHINE_CUE.search(before(folded, start, 60)):
            continue
        typed = _letters(reading, match)
        small = {"".join(filter(str.isalpha, word)) for word in re.split(r"[ .\-|_/]", match[0])}
        if not (typed.isupper() or " " not in match[0]) or small & (_MACHINE_NAMES | _WORDS):
            continue
        if not _NEXT_COUNTED.match(folded, match.end()):
            done = match.end()
            yield Span(start, done, IdentifierKind.PLATE)


_MACHINE_SERIES = re.compile(r"(?<![a-zа-я\d])[a-zа-я]{1,3}[ \-]?\Z")


def _find_letters_first(reading: Reading) -> Iterator[Span]:
    """«KP 417 03», and every sign alone: «5 8 2 z x a 0 7»."""
    folded = reading.folded
    for match in scan(_LETTERS_FIRST, reading, bool, figures=False, least=5):
        first = _LETTERS_BEFORE.search(before(folded, match.start(), 5))
        start = match.start() - len(first[0]) if first else match.start()
        if first and reading.plain[start : match.start()].strip().isupper() and has_cue(folded, start, 30):
            yield Span(start, match.end(), IdentifierKind.PLATE)
    for match in scan(_SPACED, reading, bool, figures=False):
        if has_cue(folded, match.start(), 30):
            yield Span(match.start(), match.end(), IdentifierKind.PLATE)


def _is_plate(reading: Reading, match: re.Match[str], *, trailer: bool, old: bool) -> bool:
    letters = _letters(reading, match)
    cued = has_cue(reading.folded, match.start(), 30)
    if old and letters.isupper() and _NUMBER_CUE.search(before(reading.folded, match.start(), 16)):
        return True
    if match["letters"] in _WORDS and not (cued and (letters == "KZT" or _is_latin_beside(reading, match))):
        return False
    if letters.isupper():
        return not trailer or cued or (len(letters) == 3 and " - " not in match[0])
    if trailer or old:
        return cued and not any(char in match[0] for char in ".,")
    if cued or not any(char in " -." for char in match[0]):
        return True
    if _THOUSANDS.match(match.string, match.end()):
        return False
    if letters.isascii():
        return True
    typed = not set(match["letters"]) - set("авекмнорстух") or _CONSONANTS.search(match["letters"])
    return match["region"] < "10" and typed is not None and bool(typed)


def _is_latin_beside(reading: Reading, match: re.Match[str]) -> bool:
    """Latin letters right behind a car's word are a plate's, though they be a word too: «машина 291 da 14»."""
    latin = match["letters"].isascii() and match["letters"] not in _UNITS and " - " not in match[0]
    return latin and has_cue(reading.folded, match.start(), 16)


def _letters(reading: Reading, match: re.Match[str]) -> str:
    return "".join(char for char in reading.plain[match.start() : match.end()] if char.isalpha())


def has_cue(folded: str, start: int, length: int) -> bool:
    """Whether a car's word stands in the *length* characters before *start*."""
    return _CUE.search(before(folded, start, length)) is not None
