"""Claims of addresses that are one: what overlaps, stands side by side, or calls a house by both names of a street."""

from __future__ import annotations

import re

from .localities import MORE_PARTS
from .reading import Reading
from .streets import StreetLikeness, names_street
from .whose_homes import Claim

_RENAMED = re.compile(r" ?\((?:казир(?:ги)?|бурын(?:гы)?|бывш[а-я.]{0,4}|ныне|ранее|раньше|теперь|сейчас)[ :\-]{1,2}")
"""«Щорса 44/2 (қазір Ақжайық 44/2)»: one house, called by both names of its street."""


def joined(reading: Reading, claims: list[Claim]) -> list[Claim]:
    """*claims* in order, those that overlap or stand side by side as one, with what follows an address."""
    told: list[Claim] = []
    for start, end, certain in sorted(claims):
        between = reading.folded[told[-1][1] : start] if told else ""
        beside = start <= told[-1][1] + 3 and not between.strip(" ,;") if told else False
        if told and (beside or _RENAMED.fullmatch(between)):
            first = told[-1]
            told[-1] = first[0], max(end, first[1]), first[2] or certain
        else:
            told.append((start, end, certain))
    return [(start, _end_with_more(reading, end), certain) for start, end, certain in told]


def _end_with_more(reading: Reading, end: int) -> int:
    more = MORE_PARTS.match(reading.folded, end)
    end = more.end() if more else end
    called = _CALLED_BEHIND.match(reading.folded, end)
    if called is None:
        return end
    name = reading.plain[called.start("name") : called.end("name")]
    known = names_street(called["name"], capital=name[0].isupper()) is StreetLikeness.STREET
    return called.end() if known else end


_CALLED_BEHIND = re.compile(
    r",? ?\(?(?:казир(?:ги)?|бурын(?:гы)?|бывш[а-я.]{0,4}|ныне|ранее|раньше|теперь|сейчас|по-новому|по-старому|"
    r"жанаша|ескише)[ :\-–]{1,3}(?:ул\.? |улица )?(?P<name>[а-я\-]{3,20})(?: (?:коше[а-я]{0,5}|батыра?|би|хана?|"
    r"ата))?\)?"
)
"""«Красноармейская 45, ныне Ермекова»: the other name of the street stands behind the house."""
