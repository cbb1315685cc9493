"""Home addresses: street, microdistrict or village with a house, and the three-number form of Aktau.

Rules:
- a street or a microdistrict alone is no address (proposals speak of them all the time): a house must follow;
- a bare house number must not count anything («на улице Абая 30 деревьев»): what follows it decides;
- 27-14-36 (microdistrict, house, flat) is an address unless it can be a date or belongs to a paper; a date-like
  one needs a word of living or address nearby;
- a house and a flat together are an address; a place and a number after «живу», «мекенжайым» are one too;
- the town or village written right before the street belongs to the span.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import address_words as words
from .address_ends import with_parts
from .address_joins import joined
from .address_runs import find_runs
from .context import at_words, before, belongs_to_paper, follows_number_sign, has_one, is_amount, scan, word_before
from .counting import counts
from .dated_streets import find_dated_streets
from .doors import find_doors
from .homes import find_homes
from .institutions import is_institution
from .kinds import IdentifierKind, Span, Taken
from .living import lives_there
from .localities import with_place
from .quarters import find_quarter_homes
from .reading import Reading
from .told_houses import find_told_houses
from .whose_homes import judged


def find_addresses(reading: Reading) -> Iterator[Span]:
    """Yield the addresses of *reading*; several finders may claim parts of one: joined here."""
    finders = _FINDERS if reading.numbers else ()
    found = [(*with_place(reading, span), True) for finder in finders for span in finder(reading)]
    homes = [(*with_place(reading, (start, end)), certain) for start, end, certain in find_homes(reading)]
    held = Taken((start, end) for start, end, _ in (*found, *homes))
    asked = [
        (*with_place(reading, (start, end)), False)
        for find in _ASKING
        for start, end in find(reading)
        if not held.holds(start, end)
    ]
    told = [judged(reading, claim) for claim in joined(reading, [*found, *homes])]
    for start, end, certain in joined(reading, [*filter(None, told), *asked]):
        yield Span(*with_parts(reading, start, end), IdentifierKind.ADDRESS, certain)


def _after_street_word(reading: Reading) -> Iterator[tuple[int, int]]:
    """«ул. Абая, д. 45, кв. 12», «дом 45, кв. 12 по улице Абая»."""
    for cue in at_words(words.STREET_BEFORE, words.STREET_HEADS, reading):
        ends = list(_name_ends(reading, cue.end()))
        houses = (_house_end(reading, end, strict=cue["full"] is not None) for end in ends)
        end = next((house for house in houses if house), None)
        if end:
            yield cue.start(), end
        elif ends and (house := words.HOUSE_ON_STREET.search(before(reading.folded, cue.start(), 40))):
            yield cue.start() - len(house[0]), ends[-1]


def _before_street_word(reading: Reading) -> Iterator[tuple[int, int]]:
    """«Сәтбаев көшесі, 45 үй, 12 пәтер»."""
    for cue in words.STREET_AFTER.finditer(reading.folded) if has_one(reading.folded, words.STREETS_AFTER) else ():
        start = _name_start(reading, cue.start())
        end = _house_end(reading, cue.end(), strict=cue["case"] not in (None, ""))
        if end and start is not None:
            yield start, end


def _in_microdistrict(reading: Reading) -> Iterator[tuple[int, int]]:
    """«14 мкр, 27 дом, 5 кв», «мкр Самал-2, дом 33», «Самал ш/а 118», «дом 5, 9 мкр»."""
    folded = reading.folded
    for cue in at_words(words.DISTRICT, words.DISTRICT_HEADS, reading):
        number = words.NUMBER_BEFORE.search(before(folded, cue.start(), 12))
        start = cue.start() - len(number[0]) if number else _name_start(reading, cue.start())
        ends = [_house_end(reading, cue.end(), strict=True)] if start is not None else []
        if number is None:
            name = words.DISTRICT_NAME.match(folded, cue.end())
            name_ends = [name.end()] if name else []
            name_ends += _name_ends(reading, cue.end() + 1)
            ends += [_house_end(reading, end, strict=True) for end in name_ends]
            start = cue.start() if start is None or not ends[0] else start
        end = next((each for each in ends if each), None)
        if end and start is not None:
            yield start, end
        elif number and (house := words.HOUSE_BEFORE.search(before(folded, start or 0, 40))):
            yield (start or 0) - len(house[0]), cue.end()


def _three_numbers(reading: Reading) -> Iterator[tuple[int, int]]:
    for match in scan(words.TRIPLE, reading, bool, figures=False):
        district, house, flat = (int(re.sub(r"\D", "", part)) for part in match.groups())
        start, end = match.span()
        near = before(reading.folded, start, 40)
        if words.NO_ADDRESS_BEFORE.search(near) or belongs_to_paper(reading.folded, start):
            continue
        if follows_number_sign(reading.folded, start) or counts(reading.folded, end, strict=False):
            continue
        if match[0] == _MORTGAGE:
            continue
        date_like = district <= 31 and house <= 12 and flat <= 99 and len(match[3]) == 2
        at_home = words.HOME_BEFORE.search(near) or words.HOME_AFTER.match(reading.folded, end)
        if district and house and flat and (at_home or not date_like and district <= 40):
            yield start, end


def _house_and_flat(reading: Reading) -> Iterator[tuple[int, int]]:
    """«дом 5 кв 7», «Абай 45, пәтер 12»."""
    done = 0
    for number in reading.numbers:
        if number < done or not _stands_by_flat(reading.folded, number):
            continue
        begin, end = max(done, number - _BEFORE_FLAT), number + _BEHIND_FLAT
        for match in words.HOUSE_AND_FLAT.finditer(reading.folded, begin, end):
            done = match.end()
            if belongs_to_paper(reading.folded, match.start()) or is_amount(reading.folded, match.end()):
                continue
            start = _name_start(reading, match.start())
            if match["worded"]:
                yield (match.start() if start is None else start), match.end()
            elif start is not None:
                yield start, match.end()


def _stands_by_flat(folded: str, number: int) -> bool:
    """Whether a word for a flat stands before the number or behind it: the dearer pattern needs one."""
    return word_before(folded, number).startswith(words.FLATS) or words.FLAT_BEHIND.match(folded, number) is not None


def _after_home_word(reading: Reading) -> Iterator[tuple[int, int]]:
    """«живу на Достык 12», «Мой адрес: Кунаева 45-12», «үйім Құлагер 34»."""
    folded = reading.folded
    for cue in at_words(words.HOME, words.HOME_HEADS, reading):
        if words.NOT_HOME.search(before(folded, cue.start(), 24)):
            continue
        place = words.PLACE_AFTER_HOME.match(folded, cue.end())
        if place and _is_place(reading, place) and not counts(folded, place.end(), strict=False):
            end = words.FLAT_AFTER.match(folded, place.end())
            yield _place_start(reading, place), end.end() if end else place.end()


def _before_home_word(reading: Reading) -> Iterator[tuple[int, int]]:
    """«Достық 45-те тұрамын», «12-үйде тұрамыз»."""
    folded = reading.folded
    if not has_one(reading.folded, words.LIVING_WORDS):
        return
    for match in words.HOUSE_THEN_LIVING.finditer(folded):
        start = _name_start(reading, match.start())
        if start is not None:
            yield start, match.end("number")


def _in_village(reading: Reading) -> Iterator[tuple[int, int]]:
    """«Даулет ауылы, 154 үй», «с. Шетпе, дом 7», «Приозерный-3, уч. 214»."""
    folded = reading.folded
    for cue in words.VILLAGE_HOUSE.finditer(folded) if has_one(folded, words.VILLAGE_WORDS) else ():
        start = _name_start(reading, cue.start())
        if start is not None:
            yield start, cue.end()
    for match in words.NUMBERED_QUARTER.finditer(folded):
        name = words.NAME_OF_QUARTER.search(before(reading.plain, match.start(), 24))
        if name and name[0][0].isupper():
            yield match.start() - len(name[0]), match.end()
    for cue in at_words(words.VILLAGE_BEFORE, words.VILLAGE_HEADS, reading):
        for end_of_name in _name_ends(reading, cue.end()):
            if is_institution(folded[cue.end() : end_of_name]):
                break
            house = words.WORDED_HOUSE.match(folded, end_of_name)
            if house:
                yield cue.start(), house.end()
                break


_STREETS_TOO = ("мектеп", "школа")
"""With a capital and right before «көшесі» a street is called so."""
_BEFORE_FLAT, _BEHIND_FLAT = 60, 48
"""So far a house stands before its flat, and what belongs to the two behind it."""
_MORTGAGE = "7-20-25"
"""The state's programme of housing loans is called so."""
_FINDERS = (
    _after_street_word,
    _before_street_word,
    _in_microdistrict,
    _three_numbers,
    _house_and_flat,
    _after_home_word,
    _before_home_word,
    _in_village,
)
_ASKING = (find_doors, find_told_houses, find_dated_streets, find_runs, find_quarter_homes)


def _name_ends(reading: Reading, start: int) -> Iterator[int]:
    """Yield where the name of a street that begins at *start* can end: after one to four words."""
    first = words.STREET_WORD.match(reading.folded, start)
    end = start
    while first and end - start < 60:
        end = first.end()
        yield end
        following = words.NEXT_STREET_WORD.match(reading.folded, end)
        if not following:
            return
        word = reading.plain[following.start(1) : following.end(1)]
        if not (word[0].isupper() or word[0].isdigit() or following[1] in words.TITLES):
            return
        first = following


def _name_start(reading: Reading, end: int) -> int | None:
    """Where the name that ends right before *end* begins: up to three capitalised words, else one word."""
    match = words.NAME_BEFORE.search(before(reading.plain, end, 60))
    if not match:
        return None
    names = list(words.NAME_WORD.finditer(match[0]))[-3:]
    offset = end - len(match[0])
    start: int | None = None
    seen_lower = False
    for name in reversed(names):
        folded = reading.folded[offset + name.start() : offset + name.end()]
        if folded.strip(".,«»\"'") in words.NO_NAME and not (
            start is None and name[0][0].isupper() and folded.strip() in _STREETS_TOO
        ):
            break
        if not (name[0][0].isupper() or folded in words.TITLES or start is None):
            break
        if seen_lower and not name[0][0].isupper():
            break
        start = offset + name.start()
        lower = name[0][0].islower() and folded not in words.TITLES
        if lower and (seen_lower or len(folded) < 4):
            break
        seen_lower = seen_lower or lower
    return start


def _house_end(reading: Reading, place: int, *, strict: bool) -> int | None:
    """Where the house (and flat) that stands at *place* ends; None if there is none."""
    folded = reading.folded
    match = words.HOUSE.match(folded, place)
    if not match:
        return None
    worded = match["worded"] is not None or match["flat"] is not None
    if words.NOT_A_HOUSE.match(folded, match.end()) or is_amount(folded, match.end()):
        return None
    if words.HOUSES_COUNTED.search(match[0]) and not _is_home(reading, place):
        return None
    if not worded and (counts(folded, match.end(), strict=strict and not _is_home(reading, place))):
        return None
    if not worded and re.fullmatch(r"(?:19|20)\d\d", match["number"] or ""):
        return None
    return match.end()


def _is_home(reading: Reading, place: int) -> bool:
    home = words.HOME.search(reading.folded, max(0, place - 60), place + 50) is not None
    return home or lives_there(reading.folded, place, place)


def _is_place(reading: Reading, match: re.Match[str]) -> bool:
    start, end = match.span("place")
    named = reading.plain[start : match.start("number")].strip(" ,")
    return bool(named) and (named[0].isupper() or named[0].isdigit() or words.ADDRESS_WORD.search(match[0]) is not None)


def _place_start(reading: Reading, match: re.Match[str]) -> int:
    """Leave out small words before the first name or address word («в общежитии по ул. …»)."""
    start = match.start("place")
    for word in words.WORD.finditer(reading.folded, start, match.start("number")):
        named = reading.plain[word.start()].isupper() or words.ADDRESS_WORD.match(reading.folded, word.start())
        if named or word.start() > start + 40:
            return word.start() if named else start
    return start
