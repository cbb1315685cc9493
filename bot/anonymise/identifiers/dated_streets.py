"""Streets that are called by a day or a year, in Kazakh cases: «8 наурыздың 31-і», «30 жылдықтың 18-інде».

Rules:
- behind the day a house stands, with an ending that makes it one of the street's, or in a sentence of living;
- an amount or what a number counts («9 мамырдың 14 шарасы») is no house;
- of none it is certain: the writer is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import has_one, is_amount
from .counting import counts
from .living import lives_there
from .reading import Reading

_DAYS = (
    "наурыз", "март", "мамыр", "мая", "май", "желтоксан", "казан", "тамыз", "жылдык", "nauryz", "mamyr", "marta",
    "jyldyq",
)  # fmt: skip
_CALLED = re.compile(
    r"(?:[1789]|16|25|30|[2-9]0)(?:-?(?:ши|шы))? (?:наурыз|марта?|мамыр|мая|май|желтоксан|казан|тамыз|жылдык|nauryz|"
    r"mamyr|marta|jyldyq)(?P<its>[дт][иы]н|[дт]аг[иы]|d[yi]n|t[yi]n)? (?:кошес(?:и|инин|инде|индеги) )?"
    r"\d{1,3}[а-г]?(?:/\d{1,3})?(?![\d.:])"
    r"(?P<one>[ \-]{0,2}(?:с?[иы]|с?[иы]нд[ае]|с?[иы]нен|[дт][ае]н?|уй[а-я]{0,5}|s?[iy]|s?[iy]nd[ae]|"
    r"u[yi][a-z]{0,4})(?![а-яa-z]))?"
)


def find_dated_streets(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield what could be the homes of *reading* in streets that are called by a day, start and end."""
    folded = reading.folded
    if not has_one(folded, _DAYS):
        return
    for match in filter(None, (_CALLED.match(folded, number) for number in reading.numbers)):
        end = match.end()
        if is_amount(folded, end) or (not match["one"] and counts(folded, end, strict=True)):
            continue
        if (match["its"] and match["one"]) or lives_there(folded, match.start(), end):
            yield match.start(), end
