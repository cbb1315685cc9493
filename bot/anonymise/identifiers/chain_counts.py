"""How many words of each kind a chain of words of addresses holds, and how it ends.

Rules:
- numbers in words that stand side by side are one; one that counts houses is none;
- a word for a house is bound where a number beside it says which one it is;
- «ауылда 40 үй» tells how many houses a village has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .address_parts import Token, WordSort
from .localities import is_place
from .streets import StreetLikeness

DWELLINGS = (WordSort.HOUSE, WordSort.DOOR)


@dataclass(slots=True)
class ChainCount:
    """A chain and how many words of each kind it holds; `bound`: words for houses that a number stands beside."""

    start: int
    end: int
    numbers: int = 0
    bound: int = 0
    houses: int = 0
    doors: int = 0
    places: int = 0
    streets: int = 0
    names: int = 0
    known: int = 0
    may_count: bool = False
    """It ends with a number before which no word says what it is."""
    counting: bool = False
    """That is a word that counts rather than orders."""
    towns: int = 0


def counted(folded: str, chain: list[Token]) -> ChainCount:
    """What *chain* holds."""
    run = ChainCount(chain[0].start, chain[-1].end)
    for place, token in enumerate(chain):
        _count(folded, run, chain, place, token)
    run.may_count = chain[-1].part is WordSort.NUMBER and not (len(chain) > 1 and chain[-2].part in DWELLINGS)
    run.counting = chain[-1].spoken and not chain[-1].orders
    return run


def _count(folded: str, run: ChainCount, chain: list[Token], place: int, token: Token) -> None:
    earlier = chain[place - 1] if place else None
    following = chain[place + 1] if place + 1 < len(chain) else None
    match token.part:
        case WordSort.NUMBER:
            joined = earlier is not None and token.spoken and earlier.spoken and token.start == earlier.end + 1
            counting = token.spoken and not token.orders and earlier is None
            counting = counting and following is not None and following.part in DWELLINGS
            run.numbers += not joined and not counting
        case WordSort.HOUSE:
            run.houses += 1
            run.bound += _is_bound(folded, chain, place)
        case WordSort.DOOR:
            run.doors += _is_bound(folded, chain, place)
        case WordSort.PLACE:
            run.places += not counts_houses(chain, place)
        case WordSort.STREET:
            run.places += 1
            run.streets += 1
        case WordSort.NAME:
            run.names += 1
            run.towns += is_place(token.word)
            run.known += token.likeness is StreetLikeness.STREET or (
                following is not None and following.part is WordSort.NUMBER
            )


_IN_VILLAGE = re.compile(r"(?:ауыл\w{0,6}да|селе|поселке|ауле|аулда|кентте|деревне|доме|мкр|районе)\Z")


def counts_houses(chain: list[Token], place: int) -> bool:
    """«ауылда 40 үй»: so many houses are in a village that is not named."""
    following = chain[place + 1 : place + 3]
    if len(following) < 2 or following[0].part is not WordSort.NUMBER or following[1].part is not WordSort.HOUSE:
        return False
    return place == 0 and _IN_VILLAGE.match(chain[place].word) is not None


def _is_bound(folded: str, chain: list[Token], place: int) -> bool:
    """Whether a number beside the word at *place* says which house it is."""
    behind = next((token for token in chain[place + 1 : place + 5] if token.part is not WordSort.FILLER), None)
    if behind is not None and behind.part is WordSort.NUMBER:
        after = chain[chain.index(behind) + 1] if behind is not chain[-1] else None
        return not behind.spoken or behind.orders or after is None or after.part is not WordSort.DOOR
    earlier = chain[place - 1] if place else None
    if earlier is None or earlier.part is not WordSort.NUMBER or (place == 2 and counts_houses(chain, 0)):
        return False
    joined = folded[earlier.end] == "-"
    if not earlier.orders and not joined and chain[place].word in ("уйге", "уйден", "дома") and place + 1 == len(chain):
        return False  # so many houses
    return earlier.orders or not earlier.spoken or place > 1
