"""The writer's own firm, farm or shop by its name: whoever knows it knows whose it is. Asked about, never certain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import before
from .kinds import IdentifierKind, Span
from .reading import Reading

_QUOTED = re.compile(r"[«\"][^«»\"\n]{2,30}[»\"]")
_TRADE_BEFORE = re.compile(
    r"(?<![а-я])(?:тоо|жшс|ип|жк|кх|к/х|шк|ш/к|сто|крестьянск[а-я]{2,3} хозяйств[а-я]|(?:шаруа )?кожалы[кг][а-я]{0,4}|"
    r"шаруашылы[кг][а-я]{0,4}|магазин[а-я]{0,2}|кафе|столов[а-я]{2}|салон[а-я]{0,2}|аптек[а-я]|автомойк[а-я]|мойк[а-я]|"
    r"пекарн[а-я]|цех[а-я]?|ферм[а-я]|бан[яюи]|гостиниц[а-я]|дукен[а-я]{0,4}|асхана[а-я]{0,3}|шаштараз[а-я]{0,3}|"
    r"кск|оси|бутик[а-я]{0,2}|кинотеатр[а-я]{0,2}|тойхана[а-я]{0,3}) \Z"
)
_TRADE_AFTER = re.compile(
    r" (?:(?:шаруа )?(?:кожалы[кг]|шаруашылы[кг])|дукен|кафе|асхана|шаштараз|дамхана|тойхана)[а-я]{0,12}"
)
_OWNED = re.compile(
    r"(?<![а-я])(?:это я|мой|моя|мое|моего|моей|моем|мое[йм]|нашей|наш|наша|наше|нашего|нашем|менин|"
    r"биздин|озимнин|держу|держим|владею|хозяин|хозяйка|владелец|владелица|учредитель|учредителем|иесимин|"
    r"иеси(?:миз)?|аштым|ашканмын|"
    r"открыл[аи]?|я ип|и я|я и|менмин|мое|у меня|у нас|бин|бсн|иин|жсн|директорымын)(?![а-я])"
)
_MINE_INSIDE = re.compile(r"(?:[иы]м|[иы]мн[иы]н|[иы]м[иы]з|м[мн][иы]н|[иы]м[иы]зди?|иммен)\Z")


def find_own_firms(reading: Reading) -> Iterator[Span]:
    """Yield the firms of *reading* that the writer calls their own, all of the second tier."""
    folded = reading.folded
    if "«" not in folded and '"' not in folded:
        return
    for quoted in _QUOTED.finditer(folded):
        trade = _TRADE_BEFORE.search(before(folded, quoted.start(), 32))
        named = _TRADE_AFTER.match(folded, quoted.end())
        if trade is None and named is None:
            continue
        start = quoted.start() - (len(trade[0]) if trade else 0)
        end = named.end() if named else quoted.end()
        earlier = re.split(r"[.!?\n;]", before(folded, start, 50))[-1]
        later = re.split(r"[.!?\n;]", folded[end : end + 60])[0]
        if _OWNED.search(earlier) or _OWNED.search(later) or _MINE_INSIDE.search(folded, start, end):
            yield Span(start, end, IdentifierKind.ROLE, certain=False)
