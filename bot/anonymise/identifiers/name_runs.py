"""Which words of a text stand together as one name.

Rules
- A name is up to five words on one line: given names, surnames, patronymics, initials; a capitalised word that nobody
  knows belongs to it only beside these. Small words, posts, relatives, streets and towns are never in it.
- Typed small, or all in capitals, each word must be known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from .name_parts import NAME, NamePart
from .people_words import FUNCTION, POSTS
from .word_lists import word_set
from .wording import TextWords

MOST_WORDS: Final = 5
_OF_FATHERS = word_set("уулу уул кызы улы улынын кызынын улына кызына оглы кизи uly kyzy qyzy")
_ENDS_OF_VERBS = (
    "ла",
    "ли",
    "ло",
    "ет",
    "ит",
    "ют",
    "ят",
    "ть",
    "но",
    "ую",
    "ую",
    "ды",
    "ди",
    "ты",
    "ти",
    "ып",
    "ип",
    "ган",
    "ген",
    "кан",
    "кен",
)
TITLE = re.compile(
    r" (?:ап[аы]й?|аг[аы]й?|апке|тате|коке|опа|ака|аже|ата|ханым|карт|шал|кемпир|карыя|кария|аксакал|кажы|"
    r"apai|agai|apa|aga|ata|hanym)(?:лар(?:ын|ыныз|"
    r"ын[а-я]{2}))?"
    r"(?:га|ге|ка|ке|дан|ден|нын|нин|дын|дин|ны|ди|ды|мен|м|мын|пын)?(?![а-яa-z])"
)


@dataclass(slots=True)
class NameRun:
    """A name: its words from *first* to *last* (in), its characters, and what its parts are together."""

    first: int
    last: int
    start: int
    end: int
    shown_end: int
    """The end with what people call somebody: «Шәмшия апа»."""
    parts: int
    full: bool
    """Two parts or more, a sure one among them."""
    sure: bool
    """One of its parts is hardly anything else."""
    cased: bool
    small: bool


def names_in(words: TextWords) -> list[NameRun]:
    """Every name, in order; none shares a word with another."""
    found: list[NameRun] = []
    free = 0
    for seed in words.seeds:
        kind = words.kind(seed) if seed >= free else 0
        if not kind or (kind == NamePart.UNKNOWN and _begins_nothing(words, seed)):
            continue
        name = _around(words, seed, free)
        if name is not None:
            found.append(name)
            free = name.last + 1
    return found


def _begins_nothing(words: TextWords, seed: int) -> bool:
    """Whether an unknown capitalised word only begins a sentence, with no name behind it."""
    if sum(char.isdigit() for char in words.gap(seed)) > 5:
        return False
    return words.opens(seed) and not (words.joins(seed) and words.kind(seed + 1)) and words.form(seed + 1) != "деген"


def _around(words: TextWords, seed: int, free: int) -> NameRun | None:
    first = seed
    while (
        not words.is_capital(seed)
        and first > free
        and seed - first < 2
        and words.joins(first - 1)
        and _small_part(words, first - 1)
    ):
        first -= 1
    return name_run(words, first, strange=True)


def _small_part(words: TextWords, place: int) -> bool:
    return not words.is_capital(place) and bool(words.kind(place))


def name_run(words: TextWords, first: int, *, strange: bool) -> NameRun | None:
    """The name that begins with word *first*; with *strange*, unknown capitalised words need a known one beside."""
    last = first
    while last - first + 1 < MOST_WORDS and words.joins(last) and _goes_on(words, first, last + 1):
        last += 1
    if strange and (last > first or not words.kind(first) & NAME or words.kind(first) & NamePart.SHORT):
        first, last = _trimmed(words, first, last)
    return _named(words, first, last) if first <= last else None


def _goes_on(words: TextWords, first: int, place: int) -> bool:
    kind = words.kind(place)
    if words.forms[place] in _OF_FATHERS and words.kind(place - 1) & NamePart.GIVEN:
        return True
    if not kind:
        return False
    if words.is_capital(place):
        return words.is_capital(first)
    if kind == NamePart.INITIAL:
        return not words.is_capital(first)
    known = kind & NAME and not kind & NamePart.WEAK
    return bool(known or kind & NamePart.PATRONYMIC) if words.is_capital(first) else bool(kind & NAME)


def _trimmed(words: TextWords, first: int, last: int) -> tuple[int, int]:
    """Leave out unknown words at the ends that are hardly names: the first of a sentence, one in a case."""
    while first <= last:
        kind = words.kind(first)
        beside = words.kind(first + 1) if first < last else 0
        if (
            kind & NamePart.INITIAL
            and (not beside & (NAME | NamePart.UNKNOWN | NamePart.INITIAL))
            or (
                kind & NamePart.SHORT
                and words.forms[first] in FUNCTION
                and (not beside or beside & (NamePart.CASED | NamePart.WEAK))
                and not (words.form(first - 1) in POSTS and words.gap_before(first) == " ")
            )
            or kind == NamePart.UNKNOWN | NamePart.WEAK
            and first < last
            or kind == NamePart.UNKNOWN
            and words.opens(first)
            and not _may_open(words, first, beside)
        ):
            first += 1
        else:
            break
    while (
        last > first
        and words.kind(last) & NamePart.SHORT
        and words.forms[last] in FUNCTION
        and not words.kind(last - 1) & (NamePart.GIVEN | NamePart.PATRONYMIC)
    ):
        last -= 1
    while last > first and _is_strange_end(words, last):
        last -= 1
    return first, last


def _is_strange_end(words: TextWords, place: int) -> bool:
    kind = words.kind(place)
    ends_as_verb = kind == NamePart.UNKNOWN and words.forms[place].endswith(_ENDS_OF_VERBS)
    return kind == NamePart.UNKNOWN | NamePart.WEAK or ends_as_verb


def _may_open(words: TextWords, place: int, beside: int) -> bool:
    if words.form(place + 1) in ("деген", "degen"):
        return True
    if beside & NamePart.SURNAME and not beside & (NamePart.CASED | NamePart.WEAK):
        return len(words.forms[place]) > 3 and not words.forms[place].endswith(_ENDS_OF_VERBS)
    strong = beside & (NamePart.PATRONYMIC | NamePart.INITIAL) or (
        beside & NamePart.GIVEN and not beside & (NamePart.CASED | NamePart.WEAK)
    )
    return bool(strong) and len(words.forms[place]) > 3 and not words.forms[place].endswith(_ENDS_OF_VERBS)


def _one_word(words: TextWords, place: int) -> NameRun:
    """A name of one word, by far the most frequent."""
    kind, end = words.kind(place), words.ends[place]
    if kind & NamePart.INITIAL and words.reading.plain.startswith(".", end):
        end += 1
    title = TITLE.match(words.reading.folded, end) if kind & NamePart.GIVEN else None
    sure = kind & NAME != 0 and not kind & NamePart.WEAK
    return NameRun(
        place, place, words.starts[place], end, title.end() if title else end, kind, False, sure,
        kind & NamePart.CASED != 0, not words.is_capital(place),
    )  # fmt: skip


def _named(words: TextWords, first: int, last: int) -> NameRun:
    if first == last:
        return _one_word(words, first)
    parts = counted = named = 0
    sure = cased = False
    for place in range(first, last + 1):
        kind = words.kind(place)
        parts |= kind
        counted += kind != 0
        named += kind & NAME != 0
        sure = sure or (kind & NAME != 0 and not kind & NamePart.WEAK)
        cased = cased or kind & NamePart.CASED != 0
    two_weak = named > 1 and words.is_capital(first)
    initialled = bool(parts & NamePart.INITIAL) and bool(parts & (NamePart.SURNAME | NamePart.GIVEN))
    full = counted > 1 and (sure or two_weak or initialled)
    end = words.ends[last]
    if words.kind(last) & NamePart.INITIAL and words.reading.plain[end : end + 1] == ".":
        end += 1
    title = TITLE.match(words.reading.folded, end) if parts & NamePart.GIVEN else None
    return NameRun(
        first,
        last,
        words.starts[first],
        end,
        title.end() if title else end,
        parts,
        full,
        sure,
        cased,
        not words.is_capital(first),
    )
