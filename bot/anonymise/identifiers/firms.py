"""The writer's own firm, farm or shop by its name: whoever knows it knows whose it is. Asked about, never certain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import before
from .kinds import IdentifierKind, Span
from .reading import Reading

_FIRM = re.compile(
    r"(?<![а-я])(?:(?:тоо|жшс|ип|жк|кх|к/х|шк|ш/к|сто|крестьянское хозяйство|крестьянского хозяйства|"
    r"(?:шаруа )?кожалы[кг][а-я]{0,4}|шаруашылы[кг][а-я]{0,4}|магазин[а-я]{0,2}|кафе|столов[а-я]{2}|салон[а-я]{0,2}|"
    r"аптек[а-я]|автомойк[а-я]|мойк[а-я]|пекарн[а-я]|цех[а-я]?|ферм[а-я]|бан[яюи]|гостиниц[а-я]|дукен[а-я]{0,4}|"
    r"асхана[а-я]{0,3}|шаштараз[а-я]{0,3}|кск|оси|бутик[а-я]{0,2}|кинотеатр[а-я]{0,2}|тойхана[а-я]{0,3}) )"
    r"?[«\"][^»\"\n]{2,30}[»\"](?: (?:шаруа )?(?:кожалы[кг]|шаруашылы[кг]|дукен|кафе|асхана|шаштараз|дамхана|тойхана)"
    r"[а-я]{0,12})?"
)
_OWNED = re.compile(
    r"(?<![а-я])(?:это я|мой|моя|мое|моего|моей|моем|мое[йм]|нашей|наш|наша|наше|нашего|нашем|менин|"
    r"биздин|озимнин|держу|держим|владею|хозяин|хозяйка|владелец|владелица|учредитель|учредителем|иесимин|"
    r"иеси(?:миз)?|аштым|ашканмын|"
    r"открыл[аи]?|я ип|и я|я и|менмин|мое|у меня|у нас|бин|бсн|иин|жсн|директорымын)(?![а-я])"
)
_MINE_INSIDE = re.compile(r"(?:им|ым|имнин|ымнын|имиз|ымыз|ммын|мнин|имизди?|иммен)\Z")
_NAMED = re.compile(
    r"\A(?:тоо|жшс|ип|жк|кх|к/х|шк|ш/к|сто|кре|кож|шар|маг|каф|сто|сал|апт|авт|мой|пек|цех|фер|бан|гос|дук|"
    r"асх|шаш|кск|оси|бут|кин|той)"
)


def find_own_firms(reading: Reading) -> Iterator[Span]:
    """Yield the firms of *reading* that the writer calls their own, all of the second tier."""
    folded = reading.folded
    if "«" not in folded and '"' not in folded:
        return
    for match in _FIRM.finditer(folded):
        trade = _NAMED.match(match[0]) or match[0][-1] not in '»"'
        earlier = re.split(r"[.!?\n;]", before(folded, match.start(), 50))[-1]
        later = re.split(r"[.!?\n;]", folded[match.end() : match.end() + 60])[0]
        owned = _OWNED.search(earlier) or _OWNED.search(later) or _MINE_INSIDE.search(match[0])
        if trade and owned:
            yield Span(*match.span(), IdentifierKind.ROLE, certain=False)
