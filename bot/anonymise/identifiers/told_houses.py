"""Houses whose numbers are words, or that have none: «дом семь», «он екінші үй», «ул. Пушкина б/н».

Rules:
- beside a street, a flat or a word of living they are a home; alone they count houses, or order them;
- of none it is certain: the writer is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import before, has_one
from .counting import counts
from .doors import street_before, widened
from .institutions import stands_beside_institution
from .living import lives_there
from .number_words import NUMBER_WORD
from .reading import Reading
from .streets import StreetLikeness

_FLAT_TOLD = rf"(?:,? ?(?:квартира|квартире|кв\.?|патер) (?:{NUMBER_WORD}[ \-]?){{1,3}})"
_ORDINAL = (
    r"(?:перв|втор|трет|четверт|пят|шест|седьм|восьм|девят|десят|двадцат|тридцат|сороков|[а-я]{2,9}надцат)(?:ый|ой|ий)"
)
_STREET_AND_WORD = re.compile(
    r"(?<![а-яa-z])(?:ул\.?|улиц[аеу]|пр\.?|проспект[а-я]?|пер\.?|переулок) [а-яa-z\-]{3,22}(?: [а-яa-z\-]{3,22})?,? "
    rf"(?!(?:одна|один|одно|два|две|три) ){NUMBER_WORD}(?: {NUMBER_WORD}){{0,2}}(?![а-яa-z])"
)
_WORD_ON_STREET = re.compile(
    rf"(?<= )кошеси(?:ндеги|нде|нин)?,? {NUMBER_WORD}(?: {NUMBER_WORD}){{0,2}}(?:(?:ш[иы]|"
    rf"нш[иы]) уй[а-я]{{0,3}})?(?![а-яa-z])"
)
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
    r"[ ,]{1,3}(?:б/н|н/з|без номера|(?:номирсиз|номири жок)(?: уй[а-я]{0,5})?)(?![а-яa-z])(?:[ ,]{1,2}(?:(?:дом|"
    r"уй) ?№? ?\d{1,3}|\d{1,3}[ \-]{0,2}уй))?"
)
_TO_NUMBER = 4
"""So long is «дом »: «мой дом» before a number is a word of living."""
_SIGNS = ("б/н", "н/з", "без номера", "номирсиз", "номири жок")
_LAST_HOUSE = re.compile(
    r"[ ,]{1,3}(?:ен )?(?:(?:сонгы|шетк[иы]|(?:бас|аяг|бурыш|орта|шет)[ыи]?с?[ыи]?нд[ае]г[ыи]|бас жагындагы|"
    r"жалгыз) уй(?:де|инде|имиз|им|и)?|"
    r"(?:последн|крайн|углов)(?:ий|ой|ем|ом) доме?|"
    r"(?:\d-?[йм]|(?:перв|втор|трет|четверт|пят)(?:ый|ой|ий|ом|ьем)) доме? (?:от|с|после|за) [а-я]{3,14})(?![а-яa-z])"
    r"(?: со? [а-я]{3,12}(?:ыми|им|ым|ой) [а-я]{4,12})?"
)
_LAST_SIGNS = (
    "сонгы уй", "шетки уй", "шеткы уй", "дагы уй", "деги уй", "жалгыз уй", "й дом", "м дом",
)  # fmt: skip
_ENDS = re.compile(r" ?(?:[.,;!)\n]|\Z)")
_TRACK_HOUSE = re.compile(
    r"(?<![а-яa-z])(?:(?:ж\.?[ /]?д\.? |темир ?жол )?(?P<first>дом|уйи?|казарма|"
    r"будка)[ ,№]{1,3})?\d{1,4}(?:-?(?:ши|шы|й|м))? ?"
    r"(?:км|километр[а-я]{0,4}|шакырым)(?![а-я])(?:[ -]{1,2}(?P<behind>казарма|уй|дом|будка)[а-я]{0,5}(?![а-я]))?"
)
"""«Ж.д. дом 812 км», «812 км казармада»: who lives by a railway has no street."""
_STREET_TOLD = re.compile(
    r"(?:(?<![а-яa-z])(?:ул\.?|улиц[аеу]|пр\.?|проспект|мкр\.?|пер\.?|с\.|сел[оае]|пос\.|поселок|"
    r"аул) (?:[а-яa-z\-]{2,22} ){0,1}[а-яa-z\-]{2,22}|"
    r"(?:[а-яa-z\-]{2,22} ){1,2}(?:кошеси(?:нин|нде|ндеги)?|к-си|мкр|ауылы|шагынауданы|ыкшамауданы))[ ,]{0,2}\Z"
)

_FAR_HOUSE = re.compile(
    r"(?:кошеси(?:нин|ндеги)?|атындагы)(?: [а-я]{2,9},?){1,3}? (?:№ ?)?\d{1,4}[а-г]?"
    r"(?:[ \-]{0,2}(?:ш[иы] )?уй[а-я]{0,3})?(?![\d:.]|[ \-]?(?:мектеп|балабак|лицей|жыл|ай))"
)
"""«Көктөбе көшесінің ең соңғы, 41 үйі», «Ленин атындағы ескі көше 5»."""
_ORDERED = ("ши уй", "шы уй", "ши патер", "шы патер", "й дом", "ом доме", "ем доме", "я кварт", "й кварт")
_STREET_KINDS = ("ул.", "ул ", "улиц", "пр.", "просп", "пер.", "переул")


def find_told_houses(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield what could be the homes of *reading* whose numbers are words, start and end: of none it is certain."""
    folded = reading.folded
    for match in _STREET_AND_WORD.finditer(folded) if has_one(folded, _STREET_KINDS) else ():
        if not counts(folded, match.end(), strict=False):
            yield match.span()
    for match in _WORD_ON_STREET.finditer(folded) if "кошеси" in folded else ():
        named = street_before(reading, match.start())
        if named and not counts(folded, match.end(), strict=False):
            yield widened(reading, named.start), match.end()
    yield from _far_houses(folded)
    yield from _houses_without_numbers(reading)
    for match in _HOUSE_TOLD.finditer(folded) if "дом" in folded or "уй" in folded else ():
        street = _street_start(reading, match.start())
        if match["flat"] or street is not None or lives_there(folded, match.start() + _TO_NUMBER, match.end()):
            yield match.start() if street is None else street, match.end()
    for match in _TOLD_HOUSE.finditer(folded) if has_one(folded, _ORDERED) else ():
        street = _street_start(reading, match.start())
        if street is not None or lives_there(folded, *match.span()):
            yield match.start() if street is None else street, match.end()
    for match in _UNNUMBERED.finditer(folded) if has_one(folded, _SIGNS) else ():
        street = _street_start(reading, match.start())
        if street is not None and not stands_beside_institution(folded, street, match.end()):
            yield street, match.end()


def _houses_without_numbers(reading: Reading) -> Iterator[tuple[int, int]]:
    """The last house of a street, and a house by a railway."""
    folded = reading.folded
    for match in _LAST_HOUSE.finditer(folded) if has_one(folded, _LAST_SIGNS) else ():
        street = _street_start(reading, match.start())
        own = _ENDS.match(folded, match.end()) is not None or lives_there(folded, *match.span())
        if street is not None and own and not stands_beside_institution(folded, street, match.end()):
            yield street, match.end()
    for match in _TRACK_HOUSE.finditer(folded) if has_one(folded, _KILOMETRES) else ():
        if (match["first"] or match["behind"]) and lives_there(folded, *match.span()):
            yield match.span()


_KILOMETRES = (" км", "километр", "шакырым")


def _far_houses(folded: str) -> Iterator[tuple[int, int]]:
    """Houses that a few words part from their street."""
    for match in _FAR_HOUSE.finditer(folded) if "кошеси" in folded or "атындагы" in folded else ():
        housed = "уй" in match[0] or ("атындагы" in match[0] and " коше" in match[0])
        if housed and not counts(folded, match.end(), strict=False):
            yield match.span()


def _street_start(reading: Reading, end: int) -> int | None:
    """Where the street that is named right before *end* begins, if one is."""
    if told := _STREET_TOLD.search(before(reading.folded, end, 50)):
        return end - len(told[0])
    street = street_before(reading, end)
    return widened(reading, street.start) if street and street.likeness is StreetLikeness.STREET else None
