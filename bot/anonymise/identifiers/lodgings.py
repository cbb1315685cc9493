"""Homes told by their kind: a room of a hostel, a plot of a dacha, a house at a siding, a house on a street.

A kind of place («кордон», «СНТ», «жатақхана», «ауылы») and behind it a house, a plot, a room or a flat is a home.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .institutions import stands_beside_institution
from .living import lives_there
from .reading import Reading
from .streets import StreetLikeness, names_street

_KIND = (
    r"ж/м|жм|мкр|общество|кооператив|кордон|разъезд|станци|бекет|зимовк|хутор|к/х|кожалы|в/г|городок|городк|"
    r"гарнизон|вагон|"
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
_COUNTED_HOUSES = re.compile(r"\d [^\W\d_]+\Z")
_ENDS = re.compile(r" ?(?:[,.;:!?)\n]|\Z)")
_HOUSE_BY_STREET = re.compile(
    r"(?<![а-яa-z])(?:дом[а-я]{0,2}|д\.|кв\.?|квартир[а-я]) ?№? ?\d{1,4}[а-к]?(?:/\d{1,3})?"
    r"(?:[ ,]{1,2}(?:кв|квартира)[. ]{1,2}\d{1,3},?)? (?:(?:по|на) )?(?:(?:улиц[аеы]|переулк[уе]|проспект[уе]?|"
    r"проезду|бульвару) |(?:ул|пр|пер|б-р)\. ?|"
    r"(?<=по )|(?<=на ))"
    r"(?P<street>[а-яa-z][а-яa-z\-]{2,22})"
)
_SHORTENED = re.compile(r"\d{1,4}[а-г]? ?у\.,? ?\d{1,3} ?п(?:\.|(?![а-яa-z]))")
_BEFORE, _BEHIND = 60, 50


def lodgings_at(reading: Reading, number: int) -> Iterator[tuple[int, int]]:
    """Yield what could be a home around the number at *number*, start and end: of none it is certain."""
    folded = reading.folded
    first, last = max(0, number - _BEFORE), number + _BEHIND
    for match in _LODGING.finditer(folded, first, last):
        start, end = match.span()
        counted = _COUNTED_HOUSES.search(match["parts"]) is not None and not _ENDS.match(folded, end)
        if counted and not lives_there(folded, start, end):
            continue
        if not stands_beside_institution(folded, start, end) or lives_there(folded, start, end):
            yield start, end
    for match in _HOUSE_BY_STREET.finditer(folded, max(0, number - 12), last):
        capital = reading.plain[match.start("street")].isupper()
        if names_street(match["street"], capital=capital) >= StreetLikeness.CAPITAL:
            yield match.span()


def shortened_at(folded: str, number: int) -> int | None:
    """Where «21 ү. 5 п.» that begins at *number* ends."""
    match = _SHORTENED.match(folded, number)
    return match.end() if match else None
