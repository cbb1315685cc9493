"""Homes in pieces: words of addresses, names and numbers side by side, in whatever order: «6А мкр 17 дом 22 хата».

Rules:
- a run begins at a number beside a word of addresses and takes in what belongs to one on both sides;
- two numbers, or one with a word for a house and a name, make a home; a quarter's number alone makes none;
- what the last number counts, a date and an institution that stands beside the run speak against it;
- of none it is certain: the writer is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from . import address_words as words
from .context import is_long, word_before
from .counting import counts
from .institutions import is_institution, stands_beside_institution
from .living import lives_there
from .localities import OF_PEOPLE
from .lodgings import lodgings_at, shortened_at
from .name_parts import GIVEN
from .reading import Reading
from .streets import NO_STREETS, StreetLikeness, names_street
from .word_lists import word_set

_HOUSES = word_set(
    """
    дом дома доме д уй уйде уйдин уйдеги уйи уйим уйимиз кв квартира квартире квартиры патер патери патерде пат хата
    хате
    участок участке уч учаске телим дача дачи даче комната комнате комн ком болме болмеде половина времянка землянка
    dom uy ui kv pater uch
    """
)
_PLACES = word_set(
    """
    мкр мкрн мкр-н микрорайон м-н м/р ш/а ы/а м/а шагынаудан шагынауданы ыкшамаудан ыкшамауданы аудан ауданы аудан
    квартал
    кварт картал кв-л улица улице ул коше кошеси кош кошесинде к-си орам орамы переулок пер проезд тупик туйык туйыгы
    аллея
    линия лини линии ряд блок секция корпус корп к жк ж/к ж/м жм жилмассив массив алабы с/о с/т снт пк ауылы ауыл аул
    село
    селосы поселок пос кенти с п подъезд под этаж кабат киреберис кире берис общежитие общага жатакхана барак разъезд
    станция кордон городок в/г очередь проспект пр бульвар б-р дангылы
    бригада бригадасы жели саяжай саяжайы саяжайында дачасы серикстестиги бакша бакшасы маны манында жанындагы
    шетки сонгы крайний
    microdistrict mkr mkrn kosh koshe koshesi ul
    auyl auyly
    """
)
_STREETS = word_set(
    "улица улице ул коше кошеси кош к-си переулок пер проезд тупик туйык туйыгы проспект бульвар koshe ul"
)
_KINDS = _HOUSES | _PLACES
_ORDER = r"(?:-? ?(?:ой|ый|ая|й|я|ши|шы|нши|ншы)(?![а-я]))"
_TOKEN = re.compile(
    rf"\d{{1,4}}(?:[а-кa-d](?![а-яa-z]))?(?:[/\-]\d{{1,4}}[а-г]?)?{_ORDER}?|[^\W\d_][^\W\d_']*(?:[/\-][^\W\d_]+)?"
)
_NEXT = re.compile(rf"\d+(?:[а-к](?![а-я]))?{_ORDER}?[ \-]{{0,2}}([а-яa-z]+(?:[/\-][а-я])?)")
_GAP = re.compile(r"[ ,\-/№()«»\"]{0,4}\Z")
_GAP_WITH_STOP = re.compile(r"\.?[ ,\-/№()«»\"]{0,4}\Z")
_DATE_AFTER = re.compile(
    r" ?[./:]\d| (?:январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр|жыл|год)"
)
_MOST_TOKENS = 9
_BEFORE, _BEHIND = 90, 70
"""So far a run is followed on each side: a region's name and the words of a village's address."""


@dataclass(slots=True)
class _Run:
    """What stands side by side: where it begins and ends, and the words of it by what they are."""

    start: int
    end: int
    numbers: int = 0
    houses: int = 0
    places: int = 0
    streets: int = 0
    names: int = 0
    may_count: bool = False
    """It ends with a number before which no word says what it is."""


def find_runs(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield what could be the homes of *reading* in pieces, start and end: of none it is certain."""
    folded, done = reading.folded, 0
    has_shortened = "у." in folded and "п." in folded
    for number in reading.numbers:
        if is_long(folded, number):
            continue
        if has_shortened and (short := shortened_at(folded, number)):
            yield number, short
        if not _stands_by_kind(folded, number):
            continue
        yield from lodgings_at(reading, number)
        if number >= done:
            run = _run_around(reading, number)
            done = max(run.end, done)
            if _is_home(folded, run):
                yield run.start, run.end


def _stands_by_kind(folded: str, number: int) -> bool:
    """Whether a word of addresses stands right before or behind the number."""
    if word_before(folded, number) in _KINDS:
        return True
    following = _NEXT.match(folded, number)
    return following is not None and following[1] in _KINDS


def _run_around(reading: Reading, number: int) -> _Run:
    """The run that the number at *number* stands in."""
    folded = reading.folded
    first = max(0, number - _BEFORE)
    tokens = list(_TOKEN.finditer(folded, first, min(len(folded), number + _BEHIND)))
    at = next((place for place, token in enumerate(tokens) if token.start() <= number < token.end()), None)
    run = _Run(number, number)
    if at is None:
        return run
    _take(reading, run, tokens[at])
    for place in range(at + 1, min(len(tokens), at + _MOST_TOKENS)):
        token = tokens[place]
        if not _joins(folded, tokens[place - 1], token) or not _take(reading, run, token):
            break
    for place in range(at - 1, max(-1, at - _MOST_TOKENS), -1):
        token = tokens[place]
        if not _joins(folded, token, tokens[place + 1]):
            break
        if not _take(reading, run, token):
            if place and run.places and _is_name_in_two(reading, tokens[place - 1], token):
                run.start, run.names = tokens[place - 1].start(), run.names + 1
            break
        run.start = token.start()
    inside = [token[0] for token in tokens if token.start() < run.end]
    run.may_count = inside[-1][0].isdigit() and not (len(inside) > 1 and run.houses and inside[-2] in _KINDS)
    return run


def _is_name_in_two(reading: Reading, first: re.Match[str], second: re.Match[str]) -> bool:
    """«Тау самалы», «Жаңа қоныс»: the second word of a quarter's name is small."""
    capital = reading.plain[first.start()].isupper() and first.end() + 1 == second.start()
    small = second[0].isalpha() and len(second[0]) > 3 and second[0] not in words.NO_NAME | NO_STREETS
    small = small and not is_institution(second[0])
    return capital and small and names_street(first[0], capital=True) >= StreetLikeness.CAPITAL


def _joins(folded: str, token: re.Match[str], following: re.Match[str]) -> bool:
    """Whether only what parts words of one address stands between the two."""
    between = folded[token.end() : following.start()]
    if (
        "," in between
        and (token[0] in GIVEN or token[0].endswith(OF_PEOPLE))
        and names_street(token[0], capital=False) < StreetLikeness.STREET
    ):
        return False
    gap = _GAP_WITH_STOP if len(token[0]) < 4 and not token[0].isdigit() else _GAP
    return gap.match(between) is not None


def _take(reading: Reading, run: _Run, token: re.Match[str]) -> bool:
    """Take *token* into *run* if it can belong to an address."""
    word = token[0]
    if word[0].isdigit():
        run.numbers += 1
    elif word in _HOUSES:
        run.houses += 1
    elif word in _PLACES:
        run.places += 1
        run.streets += word in _STREETS
    elif word in words.TITLES:
        pass
    else:
        capital = reading.plain[token.start()].isupper()
        likeness = names_street(word, capital=capital)
        if word in words.NO_NAME or likeness < StreetLikeness.CAPITAL or (is_institution(word) and not run.places):
            return False
        if token.start() > run.start:
            return False
        run.names += 1
    run.end = max(run.end, token.end())
    return True


def _is_home(folded: str, run: _Run) -> bool:
    """Whether enough stands in *run* for a home, and nothing against it."""
    if _DATE_AFTER.match(folded, run.end) or (run.may_count and counts(folded, run.end, strict=False)):
        return False
    if run.numbers > 1:
        enough, with_living = run.houses > 0 or (run.places > 0 and run.names > 0), run.places > 0
    else:
        enough, with_living = run.houses * (run.places + run.names) + run.streets * run.names > 0, run.houses > 0
    if not enough and not with_living:
        return False
    if enough and not stands_beside_institution(folded, run.start, run.end):
        return True
    return "уйим" in folded[run.start : run.end] or lives_there(folded, run.start, run.end)
