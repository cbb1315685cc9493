"""The ends of a chain of words of an address: what tells nothing there is left out, what was found takes in the rest.

Rules:
- a word for a house, an entrance or a place at an end needs a number or a name beside it; a small house does not;
- a number at the end must not count what follows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .address_chains import AND, LIVING, chain_around
from .address_parts import KINDS, Token, WordSort, part_of
from .context import before
from .counting import counts
from .localities import is_place
from .reading import Reading
from .word_lists import word_set

_ENDS = re.compile(r" ?(?:[.,:;)\n]|\Z)")


def trimmed(chain: list[Token]) -> list[Token]:
    """*chain* without the fillers at its ends."""
    first, last = 0, len(chain)
    while last > first and chain[last - 1].part is WordSort.FILLER:
        last -= 1
    while first < last and chain[first].part is WordSort.FILLER:
        first += 1
    return chain[first:last]


def bare(reading: Reading, chain: list[Token], start: int, end: int) -> list[Token]:
    """*chain* without what tells nothing at its ends, as far as what stands from *start* to *end*."""
    chain = trimmed(chain)
    while chain and chain[0].start < start and not _tells(reading, chain, 0):
        chain = trimmed(chain[1:])
    while chain and chain[-1].end > end and not _tells(reading, chain, len(chain) - 1):
        chain = trimmed(chain[:-1])
    return chain


def with_parts(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """Take in the words of the same address on both sides of what stands from *start* to *end*.

    A word for a house, an entrance or a place is one of them with a number or a name beside it; a small house stands
    alone («…, сторожка»).
    """
    if not _may_go_on(reading, start, end):
        return start, end
    chain = bare(reading, chain_around(reading, start, end), start, end)
    if chain:
        start, end = min(start, chain[0].start), max(end, chain[-1].end)
    door = _DOOR_BEHIND.match(reading.folded, end) if reading.folded.endswith("вход", start, end) else None
    return start, door.end() if door else end


_DOOR_BEHIND = re.compile(r" (?:со? [а-я]{3,14}|слева|справа)(?![а-я])")
"""«вход со двора»."""


_NEXT_WORD = re.compile(r"(?:-[дт][аеы]н?(?![а-я]))?\.?[ ,\-/№()«»\"]{0,4}([^\W_]+)")
_LAST_WORD = re.compile(r"([^\W_]+)\.?[ ,\-/№()«»\"]{0,4}\Z")


def _may_go_on(reading: Reading, start: int, end: int) -> bool:
    """Whether the word before *start* or the one behind *end* can be a part of an address: it tells most at once."""
    folded = reading.folded
    earlier, following = _LAST_WORD.search(before(folded, start, 26)), _NEXT_WORD.match(folded, end)
    at = start - min(start, 26) + earlier.start(1) if earlier else 0
    for match, place in ((earlier, at), (following, following.start(1) if following else 0)):
        if match and (reading.plain[place].isupper() or match[1][0].isdigit()):
            return True
        if match and (match[1] in AND or match[1] in LIVING or part_of(match[1]) or is_place(match[1])):
            return True
    return False


NUMBERED = word_set("номирли номер номером номери номири номиримиз нашего нашем моего моем наш мой под")
"""Words between a house and its number."""
_SMALL_HOUSES = frozenset(("сторожка", "времянка", "землянка", "вагончик", "пристройка", "флигель"))
_SMALL_STEMS = ("времянк", "землянк", "вагончик", "сторожк", "барак", "пристройк")
_THERE = ("да", "де", "та", "те", "дан", "ден", "нда", "нде")


def _tells(reading: Reading, chain: Sequence[Token], place: int) -> bool:
    """Whether the first or the last word of *chain* tells something of the address."""
    token = chain[place]
    beside = chain[place + 1 : place + 2] if place == 0 else chain[place - 1 : place]
    if place == 0 and token.part is WordSort.HOUSE:
        beside = [other for other in chain[1:5] if other.word not in NUMBERED][:1]
    if place > 1 and token.part is WordSort.HOUSE and beside[0].word == "номирли":
        beside = chain[place - 2 : place - 1]
    if token.part is WordSort.NAME:
        return True
    if token.part is WordSort.NUMBER:
        if place == 0:
            return bool(beside) and beside[0].part in (*KINDS, WordSort.FILLER, WordSort.NUMBER)
        known = bool(beside) and beside[0].part in (WordSort.HOUSE, WordSort.DOOR)
        return known or not counts(reading.folded, token.end, strict=False)
    if any(other.part in (WordSort.NUMBER, WordSort.NAME) for other in beside):
        return True
    if place > 1 and len(beside[0].word) == 1 and chain[place - 2].word.isdigit() and token.part is WordSort.HOUSE:
        return True  # «77 А үйге»
    housed = bool(beside) and beside[0].part in (WordSort.HOUSE, WordSort.DOOR)
    if place == 0 and token.part is WordSort.PLACE and housed:
        return True  # «доме престарелых, комната 12»
    private = bool(beside) and beside[0].word in ("частный", "частном", "жилой") and token.part is WordSort.HOUSE
    there = token.word.startswith(_SMALL_STEMS) and token.word.endswith(_THERE)
    if place > 0 and token.part is WordSort.HOUSE and there:
        return True  # «2-үйде, времянкада тұрады»
    return place > 0 and (token.word in _SMALL_HOUSES or private) and _ENDS.match(reading.folded, token.end) is not None
