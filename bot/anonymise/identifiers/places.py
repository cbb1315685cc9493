"""Places on a map: coordinates and links to a point. Whether it is somebody's home, only the writer knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .kinds import IdentifierKind, Span
from .reading import Reading

_DEGREES = re.compile(
    r"(?<![\d.])(?:[nsсю] ?)?[-+]?(?:[1-8]?\d)\.\d{3,9}°? ?[nsсю]?(?:[ ,;/]{1,3}|, ?(?:долгота|"
    r"д\.?)? ?)(?:[ewвз] ?)?[-+]?(?:1[0-8]|"
    r"[1-9])?\d\.\d{3,9}°? ?[ewвз]?(?![\d.]\d)"
)
_DECIMAL = re.compile(r"\d\.\d{3}")
_MINUTES = re.compile(
    r"\d{1,2} ?° ?\d{1,2} ?['′] ?(?:\d{1,2}(?:[.,]\d{1,3})? ?(?:\"|''|″|”)? ?)?[nsсю]?\.?(?:ш\.?)?[ ,;]{1,3}"
    r"\d{1,3} ?° ?\d{1,2} ?['′] ?(?:\d{1,2}(?:[.,]\d{1,3})? ?(?:\"|''|″|”)? ?)?[ewвз]?(?:\.?д\.?)?"
)
_LINK = re.compile(
    r"(?:https?://)?(?:www\.|go\.|m\.|maps\.)?(?:2gis\.[a-z]{2,3}|google\.[a-z]{2,3}/maps|maps\.google\.[a-z]{2,3}|"
    r"google\.[a-z]{2,3}/\?q|"
    r"maps\.app\.goo\.gl|goo\.gl/maps|yandex\.[a-z]{2,3}/(?:maps|navi)|maps\.apple\.com|openstreetmap\.org|osm\.org|"
    r"waze\.com|what3words\.com|w3w\.co|maps\.me|ge0\.me)(?:[/?][^\s,;<>«»\")\]]{0,300})?"
)
_PLUS_CODE = re.compile(r"(?<![a-z\d])[23456789cfghjmpqrvwx]{4,8}\+[23456789cfghjmpqrvwx]{2,3}(?![a-z\d])")


def find_places(reading: Reading) -> Iterator[Span]:
    """Yield the coordinates and the links to points on maps in *reading*, all of the second tier."""
    folded = reading.folded
    patterns = ((_DEGREES, "."), (_MINUTES, "°"), (_LINK, "/"), (_PLUS_CODE, "+"))
    for pattern, sign in patterns:
        if sign not in folded or (pattern is _DEGREES and not _DECIMAL.search(folded)):
            continue
        for match in pattern.finditer(folded):
            end = match.start() + len(match[0].rstrip(" .,;:!?"))
            yield Span(match.start(), end, IdentifierKind.GEO, certain=False)
