"""Homes told by their kind: a room of a hostel, a plot of a dacha, a house at a siding, a house whose number is a word.

Rules:
- a kind of place («кордон», «СНТ», «жатақхана», «ауылы») and behind it a house, a plot, a room or a flat is a home;
- «дом семь», «он екінші үй» are one beside a street, a flat or a word of living; alone they count or order houses;
- of none it is certain: the writer is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import before
from .counting import counts
from .doors import street_before
from .homes import lives_there
from .institutions import stands_beside_institution
from .reading import Reading
from .spoken import NUMBER_WORD
from .streets import StreetLikeness, names_street

_KIND = (
    r"ж/м|жм|мкр|общество|кордон|разъезд|станци|бекет|зимовк|хутор|к/х|кожалы|в/г|городок|городк|гарнизон|вагон|"
    r"времянк|общежити|общаг|"
    r"жатакхан|барак|дач|снт|с/т|товариществ|саяжай|массив|алаб|ферм|ауыл|сел[оеа]|поселок|поселк|аул|кент|туйы[кг]|"
    r"тупик|орам|бакша|малосемейк|гостинк|квартал|коттедж|городищ|кыстак|кыстау|jatakhana|zhatakhana|auyl|obshag"
)
_ORDER = r"(?:-?(?:ая|ой|й|я|шы|ши|ншы|нши))?"
_PART = (
    r"(?:(?:дом|д|уй|участок|участке|уч|учаске|телим|комната|комнате|комн|ком|бо?лме|кв|квартира|квартире|патер|dom|uy|"
    r"kv)[ .№\-]{0,3}\d{1,4}[а-г]?(?![\d:]|[.,]\d)|"
    rf"\d{{1,4}}[а-г]?{_ORDER}[ \-]{{1,2}}(?:дом[еа]?(?!ов)|уй(?:де|динди|дин)?(?!лер)|участок|участке|учаск\w{{0,4}}|"
    r"телим\w{0,3}|комнат[аеы]|болме\w{0,5}|кв|патер\w{0,5}|uy|dom|kv)(?![а-яa-z]))"
)
_LODGING = re.compile(
    rf"(?<![а-яa-z])(?:{_KIND})[а-яa-z]{{0,6}}(?![а-яa-z])[^.!?\n]{{0,34}}?(?<![\w./])"
    rf"(?P<parts>{_PART}(?:[ ,]{{1,3}}{_PART}){{0,3}})"
)
_KINDS = tuple(kind.replace("[оеа]", "").replace("[кг]", "") for kind in _KIND.split("|"))
_COUNTED_HOUSES = re.compile(r"\d [^\W\d_]+\Z")
_ENDS = re.compile(r" ?(?:[,.;:!?)\n]|\Z)")
_HOUSE_BY_STREET = re.compile(
    r"(?<![а-яa-z])(?:дом[а-я]{0,2}|д\.|кв\.?|квартир[а-я]) ?№? ?\d{1,4}[а-к]?(?:/\d{1,3})?"
    r"(?:[ ,]{1,2}(?:кв|квартира)[. ]{1,2}\d{1,3},?)? (?:по |на |улиц[аеы] |ул\. ?|по переулку |на переулке |"
    r"по проспекту |на проспекте |по проезду ){1,2}"
    r"(?P<street>[а-яa-z][а-яa-z\-]{2,22})"
)
_FLAT_TOLD = rf"(?:,? ?(?:квартира|квартире|кв\.?|патер) (?:{NUMBER_WORD}[ \-]?){{1,3}})"
_ORDINAL = (
    r"(?:перв|втор|трет|четверт|пят|шест|седьм|восьм|девят|десят|двадцат|тридцат|сороков|[а-я]{2,9}надцат)(?:ый|ой|ий)"
)
_STREET_AND_WORD = re.compile(
    r"(?<![а-яa-z])(?:ул\.?|улиц[аеу]|пр\.?|проспект[а-я]?|пер\.?|переулок) [а-яa-z\-]{3,22}(?: [а-яa-z\-]{3,22})?,? "
    rf"{NUMBER_WORD}(?: {NUMBER_WORD}){{0,2}}(?![а-яa-z])"
)
_SHORTENED = re.compile(r"(?<![\d.,])\d{1,4}[а-г]? ?у\.?,? ?\d{1,3} ?(?:п|пат)(?:\.|(?![а-яa-z]))")
_HOUSE_TOLD = re.compile(
    rf"(?<![а-яa-z])(?:дом[а-я]{{0,2}}|участок|уй(?:им|имиз)?) (?:номер )?(?:{NUMBER_WORD}(?:[ \-]|"
    rf"(?![а-яa-z]))){{1,3}}"
    rf"(?:{_ORDINAL}(?![а-яa-z]))?(?P<flat>{_FLAT_TOLD})?(?<![ \-])"
)
_TOLD_HOUSE = re.compile(
    rf"(?<![а-яa-z])(?:{NUMBER_WORD} ){{0,2}}(?:(?:перв|втор|трет|четверт|пят|шест|седьм|восьм|девят|десят|"
    rf"\w{{2,9}}надцат)"
    r"(?:ый|ой|ий|ом|ем|ья|ая) (?:дом|доме|квартир[ае])|(?:бирин|екин|ушин|тортин|бесин|алтын|жетин|сегизин|тогызын|"
    r"онын|"
    r"жиырмасын|отызын|кыркын|елуин|жузин)ш[иы] (?:уй|патер)(?:де|динди|ди|дин)?)(?![а-яa-z])"
    rf"(?:{_FLAT_TOLD})?"
)
_UNNUMBERED = re.compile(
    r"[ ,]{1,3}(?:б/н|н/з|без номера|номирсиз)(?![а-яa-z])(?:[ ,]{1,2}(?:(?:дом|уй) ?№? ?\d{1,3}|\d{1,3}[ \-]{0,2}уй))?"
)
_TO_NUMBER = 4
"""So long is «дом »: «мой дом» before a number is a word of living."""
_SIGNS = ("б/н", "н/з", "без номера", "номирсиз")
_TOLD_GATE = re.compile(r"(?:ш[иы] (?:уй|патер)|(?:ый|ой|ий|ом|ем|ья|ая) (?:дом|квартир))")
_STREET_TOLD = re.compile(
    r"(?:(?<![а-яa-z])(?:ул\.?|улиц[аеу]|пр\.?|проспект|мкр\.?|пер\.?) (?:[а-яa-z\-]{2,22} ){1,2}|"
    r"(?:[а-яa-z\-]{2,22} ){1,2}(?:кошеси|к-си|мкр|ауылы|шагынауданы|ыкшамауданы))[ ,]{0,2}\Z"
)


def find_lodgings(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield what could be the homes of *reading* that their kind tells, start and end: of none it is certain."""
    folded = reading.folded
    if reading.numbers:
        yield from _at_kinds(folded)
        yield from (match.span() for match in _SHORTENED.finditer(folded))
        for match in _HOUSE_BY_STREET.finditer(folded) if "дом" in folded or "кв" in folded else ():
            capital = reading.plain[match.start("street")].isupper()
            if names_street(match["street"], capital=capital) >= StreetLikeness.CAPITAL:
                yield match.span()
    for match in _STREET_AND_WORD.finditer(folded):
        if not counts(folded, match.end(), strict=False):
            yield match.span()
    for match in _HOUSE_TOLD.finditer(folded):
        street = _street_start(reading, match.start())
        if match["flat"] or street is not None or lives_there(folded, match.start() + _TO_NUMBER, match.end()):
            yield match.start() if street is None else street, match.end()
    for match in _TOLD_HOUSE.finditer(folded) if _TOLD_GATE.search(folded) else ():
        street = _street_start(reading, match.start())
        if street is not None or lives_there(folded, *match.span()):
            yield match.start() if street is None else street, match.end()
    for match in _UNNUMBERED.finditer(folded) if any(sign in folded for sign in _SIGNS) else ():
        street = _street_start(reading, match.start())
        if street is not None and not stands_beside_institution(folded, street, match.end()):
            yield street, match.end()


def _at_kinds(folded: str) -> Iterator[tuple[int, int]]:
    """«кордон Аксай, дом 2», «жатақхана, 214-бөлме», «СНТ Ромашка участок 14»."""
    if not any(kind in folded for kind in _KINDS):
        return
    for match in _LODGING.finditer(folded):
        start, end = match.span()
        counted = _COUNTED_HOUSES.search(match["parts"]) is not None and not _ENDS.match(folded, end)
        if counted and not lives_there(folded, start, end):
            continue
        if not stands_beside_institution(folded, start, end) or lives_there(folded, start, end):
            yield start, end


def _street_start(reading: Reading, end: int) -> int | None:
    """Where the street that is named right before *end* begins, if one is."""
    if told := _STREET_TOLD.search(before(reading.folded, end, 50)):
        return end - len(told[0])
    street = street_before(reading, end)
    return street.start if street and street.likeness is StreetLikeness.STREET else None
