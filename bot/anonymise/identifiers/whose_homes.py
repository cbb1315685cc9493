"""Whose an address is: a writer's home, a place in the town, or an institution's, which is nobody's."""

from __future__ import annotations

import re
from typing import TypeAlias

from . import address_words as words
from .context import before
from .counting import ROW
from .institutions import is_told_of_institution, leads_on_from_institution, stands_beside_institution
from .living import lives_there
from .reading import Reading

Claim: TypeAlias = tuple[int, int, bool]
"""Where an address starts and ends, and whether it is certain."""
_WORK_PLACE = re.compile(
    r"(?<![а-яa-z])(?:жумыс (?:орн|жер)[а-я]{1,5}|жумыс истейтин [а-я]{3,12}|кенсе(?:м|миз|си)|офис(?:им|имиз|и)|"
    r"место работы|работаю|работаем)(?![а-я])[^.!?\n]{0,12}\Z"
)
_OUR_OFFICE = re.compile(r"(?:кенсе(?:м|миз|си)|офис(?:им|имиз)) ")
"""The word may have been taken for a street's: «Кеңсеміз Абай көшесі 45»."""
_SPOT = re.compile(r"(?<![а-яa-z])(?:в конце|в начале|в районе|возле|около|рядом с|напротив|за|перед|между|угол) \Z")


def judged(reading: Reading, claim: Claim) -> Claim | None:
    """*claim*, less certain where a place in the town may be told, and none where it is an institution's."""
    start, end, certain = claim
    if certain and not _is_somebodys(reading, start, end):
        return (start, end, False) if leads_on_from_institution(reading.folded, start, end) else None
    if not certain or _lives_at(reading, start):
        return claim
    if words.HAS_FLAT.search(reading.folded, start, end) or lives_there(reading.folded, start, end):
        return start, end, not _is_told_of_place(reading.folded, start)
    told = _is_told_of_place(reading.folded, start) or _may_count_houses(reading.folded, start, end)
    return start, end, not (told or _is_of_others(reading.folded, start, end))


def _is_somebodys(reading: Reading, start: int, end: int) -> bool:
    """Whether the address is a home: it has a flat, or a word of living beside it, or no institution stands there."""
    if words.HAS_FLAT.search(reading.folded, start, end) or _lives_at(reading, start):
        return True
    return not stands_beside_institution(reading.folded, start, end)


_COUNTED_HOUSES = re.compile(r"(?:[дт][аеы]|[дтн][иы]н|[дт][ае]г[иы]) \d{1,4} (?:уй|патер)(?:ге|и|ди|де)?\Z")
_WORD_BEHIND = re.compile(r" [а-яa-z]")
_SPOT_BEHIND = re.compile(r" (?:тус|жан|кас|алд|арт|ман)[ыи]н(?:да|ан|дагы)(?![а-я])")


def _may_count_houses(folded: str, start: int, end: int) -> bool:
    """Whether houses may be counted, or a spot by one told: «Абай ауылында 40 үй жарықсыз», «22-үйдің тұсында»."""
    counted = _COUNTED_HOUSES.search(folded, start, end) is not None and _WORD_BEHIND.match(folded, end) is not None
    return counted or _SPOT_BEHIND.match(folded, end) is not None


def _is_told_of_place(folded: str, start: int) -> bool:
    """Whether an institution's address or a spot in the town is told: «по новому адресу: …», «в конце ул. …»."""
    if is_told_of_institution(folded, start) or _SPOT.search(before(folded, start, 16)):
        return True
    return _WORK_PLACE.search(before(folded, start, 40)) is not None or _OUR_OFFICE.match(folded, start) is not None


_AT = re.compile(r"(?<![а-яa-z])(?:на|с|со|по|у|до|от|в доме|дом|дома)(?: дом[а-я]{0,2} [^.!?\n]{1,12})? \Z")
_FIRST_PERSON = re.compile(
    r"(?<![а-яa-z])(?:я|мы|нас|нам|нами|мой|моя|мое|мои|моей|моего|наш[а-я]{0,3}|мен|биз|биздин|менин|бизге|маган|"
    r"у меня|прошу|просим|пишу|"
    r"[а-я]{3,14}(?:амын|емин|амыз|емиз|дым|дим|дык|дик|тым|тим|имиз|ымыз)|men|biz|ya|my)(?![а-яa-z])"
)


def _is_of_others(folded: str, start: int, end: int) -> bool:
    """Whether houses in a row are told of, or what happens at one, by somebody who says nothing of themselves."""
    if ROW.match(folded, end) or folded[max(0, start - 9) : start].endswith((" до ", "между ")):
        return True
    return _AT.search(before(folded, start, 30)) is not None and _FIRST_PERSON.search(folded) is None


def _lives_at(reading: Reading, start: int) -> bool:
    """Whether a word of living stands around *start*, not one that every address has."""
    home = words.HOME.search(reading.folded, max(0, start - 60), start + 50)
    return home is not None and not words.ADDRESS_OF.match(home[0])
