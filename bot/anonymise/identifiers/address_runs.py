"""Homes in pieces: words of addresses, names and numbers side by side, in whatever order: «6А мкр 17 дом 22 хата».

Rules:
- a run begins at a number, in figures or in words, beside a word of addresses, and takes in the chain around it;
- two numbers, or one with a word for a house and a name, make a home; a quarter's number alone makes none;
- a name and two numbers are one in a sentence of living or alone on a line («Сарыкемер 5 12»);
- what the last number counts, a date and an institution that stands beside the run speak against it;
- of none it is certain: the writer is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .address_chains import chain_around
from .address_ends import NUMBERED, bare, trimmed
from .address_parts import KINDS, TOKEN, Token, WordSort, part_of
from .chain_counts import DWELLINGS, ChainCount, counted, counts_houses
from .context import before, has_one, is_amount, is_long, word_before
from .counting import ROW, counts
from .institutions import stands_beside_institution
from .living import lives_there
from .localities import is_place, is_town
from .lodgings import lodgings_at, shortened_at
from .reading import Reading
from .streets import StreetLikeness, names_street
from .told_numbers import NUMBER_HEADS

_PLACES = (WordSort.PLACE, WordSort.STREET)
_WORD = re.compile(r"[а-яa-z\-]+")
_NEXT = re.compile(
    r"(?:\d+(?:[а-к](?![а-я]))?(?:[/\-]\d{1,4})?|(?<![а-яa-z])[а-я]+)"
    r"(?: ?-? ?(?:ой|ый|ая|я|й|ши|шы|нши|ншы)(?![а-я])|-[а-я]{1,3}(?![а-я]))?"
    r"[ \-]{0,2}([а-яa-z]+(?:[/\-][а-я]+)?)"
)
_TWO_NUMBERS = re.compile(
    r"\d{1,3}[а-г]?(?: |, ?| ?- ?)(?!000)\d{1,4}[а-г]?(?:[ ,]{1,2}\d{1,3})?(?!\d| ?[-+:.,/]? ?\d)"
)
_HOUSE_NUMBER = re.compile(r"\d{1,4}[а-г]?(?:[/\-]\d{1,4})?(?![\d:]|[ \-.]\d)")
_THREE_NUMBERS = re.compile(r"\d{1,2}[а-г]?( |/)\d{1,3}[а-г]?\1\d{1,3}(?![\d:]| ?[.,/+\-] ?\d| \d)")
_TOWN_BEHIND = re.compile(r"[,. ]{1,2}(?:г\. ?)?([а-яa-z]{4,20})")
_DATE_AFTER = re.compile(
    r" ?[./:]\d| (?:январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр|жыл(?!у)|год(?!н))"
)
_NEXT_IN_WORDS = re.compile(r" ([а-яa-z]+)")
_LIVING_BEHIND = re.compile(r"(?:[а-я]+ ){1,3}(?:тура[мт]|мекенд)")
_LIVING_HEADS = ("турам", "турат", "живу", "живем", "мекен", "turam", "наш", "мой")
_ONE_OF_IT = ("-с", "-инде", "-ында", "-s", "-inde", "-ynda")
"""«Абайдың 12-сінде», «Qabanbaidyn 14-inde»: so ends a number that is one of the street's."""
_KILOMETRES = ("км", "километр", "километра", "километре")
_ADDRESS = re.compile(r"(?:адрес[а-я]{0,2}|мекен-?жай[а-я]{0,4}|проживающ[а-я]{2,4})[ :]{1,2}\Z")
_QUARTER = re.compile(r"[а-я]{4,20}-\d{1,2}, \d{1,4}[а-к]?\Z")
"""«Заречный-2, 217Е»."""
_CODE = re.compile(r"[ ,]\d{1,3}[а-г]?[-/]\d{1,3}\Z")
"""«Хантау станциясы 21/2»: a house and a flat."""
_ENDS = re.compile(r" ?(?:[.,;)\n]|\Z)")
_OWN_HOUSE = 4
"""So long is «дома», with which a run can begin: «моего дома, Жамбыла двадцать два»."""
_OPENS = re.compile(r"(?:\A|\n|[.!?] ?) *\Z")
_ALONE_BEFORE = re.compile(r"(?:\A|\n) *\Z")
_ALONE_AFTER = re.compile(r" *[.!]? *(?:\n|\Z)")


_UNKNOWN_STREET = re.compile(
    r"(?<![а-я])(?:на|по) (?P<street>(?!улиц|площад|остан|участ|перек|этаж)[а-я]{4,18}(?:ке|ой|ова|ева|ина)) \Z"
)
"""«на сырдарьинке 4 дом»: what a street is called by those who live there."""


def find_runs(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield what could be the homes of *reading* in pieces, start and end: of none it is certain."""
    folded, done = reading.folded, 0
    has_shortened = "у." in folded and "п." in folded
    for number in _seeds(reading):
        if folded[number].isdigit():
            if is_long(folded, number):
                continue
            if has_shortened and (short := shortened_at(folded, number)):
                yield number, short
            if _THREE_NUMBERS.match(folded, number) and (three := _three_at(folded, number)):
                yield three
            if not _stands_by_kind(folded, number) and not _may_be_alone(reading, number):
                continue
            yield from lodgings_at(reading, number)
        elif not _stands_by_kind(folded, number) and not _follows_street(reading, number):
            continue
        if number >= done and (run := _run_around(reading, number)):
            done = max(run.end, done)
            if _is_home(reading, run):
                unknown = _UNKNOWN_STREET.search(before(folded, run.start, 30))
                yield run.start - (len(unknown["street"]) + 1 if unknown else 0), run.end


def _seeds(reading: Reading) -> Iterator[int]:
    """Where the numbers of *reading* begin, those in words too."""
    folded, heads = reading.folded, reading.heads
    spoken = [
        place
        for head in NUMBER_HEADS & heads.keys()
        for place in heads[head]
        if (word := _WORD.match(folded, place)) and part_of(word[0]) is WordSort.NUMBER
    ]
    return iter(sorted((*reading.numbers, *spoken)) if spoken else reading.numbers)


def _stands_by_kind(folded: str, number: int) -> bool:
    """Whether a word of addresses stands right before or behind the number."""
    earlier = word_before(folded, number)
    if earlier in NUMBERED:
        return not folded[number].isdigit() or _HOUSE_NUMBER.match(folded, number) is not None
    if earlier and (part := part_of(earlier)) in KINDS:
        return part is not WordSort.DOOR or folded[number].isdigit()
    following = _NEXT.match(folded, number)
    if following is None or (following[1] in _KILOMETRES and folded[number].isdigit()):
        return False
    part = part_of(following[1])
    return part in KINDS and (part is not WordSort.DOOR or folded[number].isdigit())


def _may_be_alone(reading: Reading, number: int) -> bool:
    """Whether no word for a house need stand by the number: two stand behind a name («Сарыкемер 5 12»), or
    one behind a place and its name («мкр. Нурсат, 112»), or it names one of a row («Ауэзова в 51-м»)."""
    folded = reading.folded
    word = word_before(folded, number).rstrip(")")
    if _TWO_NUMBERS.match(folded, number):
        return len(word) > 3 and word.isalpha() and _may_name(reading, word, number)
    at = folded.rfind(word, 0, number) if word else 0
    if word and reading.plain[at].isupper() and part_of(word_before(folded, at)) in _PLACES:
        return True
    if word not in ("в", "во", "из") and not has_one(folded[number + 1 : number + 8], _ONE_OF_IT):
        return False
    token = TOKEN.match(folded, number)
    return token is not None and token["order"] is not None


def _may_name(reading: Reading, word: str, number: int) -> bool:
    capital = reading.plain[reading.folded.rfind(word, 0, number)].isupper()
    return names_street(word, capital=capital) > StreetLikeness.NONE or is_place(word)


def _follows_street(reading: Reading, number: int) -> bool:
    """Whether a number in words stands where a house would: «Спамбетова, двадцать восемь», «по Мира в шестом»."""
    word = word_before(reading.folded, number)
    spoken = _WORD.match(reading.folded, number)
    in_one = spoken is not None and spoken[0].endswith(("ом", "ем", "ой"))
    if in_one and (word in ("в", "во") or part_of(word) is WordSort.NUMBER):
        return True
    if len(word) < 4:
        return False
    capital = reading.plain[reading.folded.rfind(word, 0, number)].isupper()
    apart = reading.folded[number - 2] == "," or _LIVING_BEHIND.match(reading.folded, number) is not None
    least = StreetLikeness.CAPITAL if apart else StreetLikeness.STREET
    return names_street(word, capital=capital) >= least


def _three_at(folded: str, number: int) -> tuple[int, int] | None:
    """«27 14 36» beside Aktau or another town that counts so, in a sentence of living."""
    match = _THREE_NUMBERS.match(folded, number)
    if match is None or counts(folded, match.end(), strict=False) or folded[max(0, number - 2) : number - 1].isdigit():
        return None
    behind = _TOWN_BEHIND.match(folded, match.end())
    towns = (word_before(folded, number), behind[1] if behind else "")
    by_town = any(is_town(town) for town in towns if town)
    return match.span() if by_town and lives_there(folded, *match.span()) else None


def _run_around(reading: Reading, number: int) -> ChainCount | None:
    """The run that the number at *number* stands in."""
    match = TOKEN.match(reading.folded, number)
    chain = bare(reading, chain_around(reading, number, match.end()), number, match.end()) if match else []
    while chain and chain[-1].part is WordSort.NUMBER and _ends_with_count(reading, chain):
        chain = trimmed(chain[:-1])
        if not chain or chain[-1].end <= number:
            return None
    if len(chain) > 2 and counts_houses(chain, 0):
        chain = trimmed(chain[3:])
    if len(chain) > 1 and chain[-1].word in _KILOMETRES and chain[-2].part is WordSort.NUMBER:
        chain = trimmed(chain[:-2])  # a piece of a road
    if not chain or chain[-1].end <= number or chain[0].start > number:
        return None
    return counted(reading.folded, chain)


def _ends_with_count(reading: Reading, chain: list[Token]) -> bool:
    """Whether the last number of *chain*, one of several, counts what follows it: «дом 5, 120 семей»."""
    numbers = sum(token.part is WordSort.NUMBER and not token.spoken for token in chain)
    if numbers < 2 or chain[-2].part in DWELLINGS:
        return False
    end = chain[-1].end
    return counts(reading.folded, end, strict=False) or is_amount(reading.folded, end)


def _is_home(reading: Reading, run: ChainCount) -> bool:
    """Whether enough stands in *run* for a home, and nothing against it."""
    folded = reading.folded
    if _DATE_AFTER.match(folded, run.end) or (run.may_count and counts(folded, run.end, strict=False)):
        return False
    if "отделени" in folded[run.start : run.end] and not lives_there(folded, run.start, run.end):
        return False  # of a hospital, of a bank
    if run.counting and run.known and _is_told_as_home(folded, run):
        return True
    if run.may_count and run.counting and _may_count_next(folded, run):
        return False
    if ROW.match(folded, run.end) and not lives_there(folded, run.start, run.end):
        return False
    if run.numbers > 1:
        enough = run.houses > 0 or (run.places > 0 and (run.names > 0 or run.doors > 0))
        enough = enough or (run.streets > 0 and _ENDS.match(folded, run.end) is not None)
        enough = enough or (run.names > 0 and _QUARTER.match(folded, run.start, run.end) is not None)
        with_living = run.places > 0 or run.doors > 0
        with_living = with_living or run.names > 0
        if not enough and run.names and _is_alone(folded, run):
            return True
    else:
        enough = run.bound * (run.places + run.names) + run.streets * run.names > 0
        code = run.places * run.names > 0 and _CODE.search(folded, run.start, run.end) is not None
        enough = enough or (code and _ENDS.match(folded, run.end) is not None)
        enough = enough or (run.may_count and run.known > 0 and run.names > 1 and run.towns > 0)
        with_living = code or run.bound > 0 or (run.known > 0 and run.names > 0) or (run.places > 1 and run.names > 0)
    if not enough and run.bound == 1 and run.numbers == 1 and _UNKNOWN_STREET.search(before(folded, run.start, 30)):
        return not stands_beside_institution(folded, run.start, run.end)
    if not enough and not with_living:
        return False
    if enough and not stands_beside_institution(folded, run.start, run.end):
        return True
    own = run.start + (_OWN_HOUSE if folded.startswith("дом", run.start) else 0)
    return "уйим" in folded[run.start : run.end] or lives_there(folded, own, run.end)


_FEW = ("два", "две", "три", "четыре")


def _is_told_as_home(folded: str, run: ChainCount) -> bool:
    """Whether a street and a number in words stand alone in their line, behind «адрес», or before a town at its end:
    «Жамбыла двадцать два»."""
    if run.places and run.names > 1:
        return not _may_count_next(folded, run)
    opens = _OPENS.search(before(folded, run.start, 6)) or _ADDRESS.search(before(folded, run.start, 16))
    if opens is None or folded.count(" ", run.start, run.end) < 2:
        return False
    town = _TOWN_BEHIND.match(folded, run.end)
    end = town.end() if town and is_town(town[1]) else run.end
    return _ALONE_AFTER.match(folded, end) is not None or folded.startswith((",", "."), end)


def _may_count_next(folded: str, run: ChainCount) -> bool:
    """Whether the number in words that *run* ends with may count the word behind it: in a sentence of living only a
    few do («мы на Рыскулова сто двенадцать зелёные ворота», not «два фонаря»)."""
    following = _NEXT_IN_WORDS.match(folded, run.end)
    if following is None or following[1].startswith(_LIVING_HEADS):
        return False
    if part_of(following[1]) is WordSort.NUMBER:
        return True
    few = folded.endswith(_FEW, run.start, run.end) and following[1][-1] in "аяыи"
    return few or not lives_there(folded, run.start, run.end)


def _is_alone(folded: str, run: ChainCount) -> bool:
    """Whether nothing but the run stands in its line."""
    opens = _ALONE_BEFORE.search(before(folded, run.start, 6)) is not None
    return opens and _ALONE_AFTER.match(folded, run.end) is not None
