"""Flats, rooms and houses by their number alone: little by themselves, enough with what neighbours know.

Of none it is certain: the writer is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import before
from .counting import counts
from .living import lives_there
from .number_words import NUMBER_WORD
from .reading import Reading

_ORDINAL = r"(?:перв|втор|трет|четверт|пят|шест|седьм|восьм|девят)[а-я]{2}|[а-я]{2,9}нш[иы]"
_FLAT_BEFORE = re.compile(
    r"(?<![а-яa-z])(?:квартир[а-я]{1,2}|кв|патер(?:им|имиз|имде|имизде|и|де)?|pater[a-z]{0,4})(?:\. ?|"
    r" )?(?:номер )?№? ?\Z"
)
_FLAT_NUMBER = re.compile(r"\d{1,3}(?:-?[а-я]{2,4}(?![а-я]))?(?!\d| ?(?:м|кв|метр)| ?[а-яa-z]{1,2} ?\d)")
_FLAT_AFTER = re.compile(
    r"(?<![.,/\-])\d{1,3}(?:-?(?:я|й|ой|ую|шы|ши|нши|ншы))?[ \-]{0,2}"
    r"(?:квартир[а-я]{1,2}|кв(?=[ .,]|\Z)|патер(?!лер)[а-я]{0,9}|pater(?!ler)[a-z]{0,7})(?![а-яa-z])"
)
_FLOOR = re.compile(
    rf"[ ,]{{1,3}}(?:{NUMBER_WORD}|{_ORDINAL}|\d{{1,2}}(?:-?[а-я]{{1,3}})?) "
    r"(?:этаж[а-я]{0,2}|подъезд[а-я]{0,2}|кабат[а-я]{0,3})"
)
_ROOM_BEFORE = re.compile(r"(?<![а-яa-z])(?:комнат[а-я]{1,2}|бо?лме[а-я]{0,4}|ком)[ .№]{1,3}\Z")
_ROOM_NUMBER = re.compile(r"\d{1,4}[а-г]?(?![\dа-я])")
_ROOM_AFTER = re.compile(r"(?<![.,/])\d{1,4}[а-г]?[ \-](?:я |й )?(?:комнат[а-я]{1,2}|бо?лме[а-я]{0,6})")
_HOSTEL = re.compile(r"общаг|комендант|заселен|вахтер|общежит|жатакхана|hostel|барак|jatakhana|zhatakhana")
_PORCH_BEFORE = re.compile(
    rf"(?:{NUMBER_WORD}|{_ORDINAL})[ \-](?:й |ш[иы] )?(?:подъезд|этаж|кабат)[а-я]{{0,3}}[ ,]{{1,3}}\Z"
)
_PORCH_NUMBER = re.compile(
    r"\d{1,2}[ \-](?:й |ш[иы] )?(?:подъезд|этаж|кабат)[а-я]{0,3}[ ,]{1,3}(?:(?:комнат[аеу]|ком|кв|патер|"
    r"бо?лме)\.? ?)?\d{1,3}(?!\d|[.,/]\d)"
)
_LONE_NUMBER = re.compile(r"\d{1,3}(?!\d|[.,/]\d)")
HOUSE_NUMBER = re.compile(r"\d{1,4}[а-г]?(?:[\-/]\d{1,4})?(?!\d|[.:]\d)")
HOUSE_AFTER = re.compile(r"(?<![.,/\-])\d{1,4}[а-г]?(?: |-| ?-? ?)(?:уй|дом|u[iy]|dom)(?![а-яa-z])")


def find_flats(reading: Reading) -> Iterator[tuple[int, int]]:
    """Flats and rooms: little by themselves, enough with what neighbours know."""
    folded = reading.folded
    in_hostel = _HOSTEL.search(folded) is not None
    for start in reading.numbers:
        earlier = before(folded, start, 26)
        word = last_word(earlier)
        if word.startswith(("кв", "пат", "pat")) and (cue := _FLAT_BEFORE.search(earlier)):
            if flat := _FLAT_NUMBER.match(folded, start):
                yield start - len(cue[0]), _floor_end(folded, flat.end())
        elif (flat := _FLAT_AFTER.match(folded, start)) and not _is_stock(folded, start):
            yield start, _floor_end(folded, flat.end())
        elif whole := _PORCH_NUMBER.match(folded, start) or (in_hostel and _ROOM_AFTER.match(folded, start)) or None:
            yield whole.span()
        elif word.startswith(("подъезд", "кабат", "этаж")) and (cue := _PORCH_BEFORE.search(earlier)):
            if flat := _LONE_NUMBER.match(folded, start):
                yield start - len(cue[0]), flat.end()
        elif (house := HOUSE_AFTER.match(folded, start)) and lives_there(folded, start, house.end()):
            yield house.span()
        elif word == "дом" and (house := HOUSE_NUMBER.match(folded, start)):
            if lives_there(folded, start, house.end()) and not counts(folded, house.end(), strict=False):
                yield start, house.end()
        elif in_hostel and (cue := _ROOM_BEFORE.search(earlier)) and (room := _ROOM_NUMBER.match(folded, start)):
            yield start - len(cue[0]), room.end()


def _is_stock(folded: str, start: int) -> bool:
    """Whether so many flats are told of, no flat: «1 264 пәтер», «900 пәтерді»."""
    return folded[start - 2 : start - 1].isdigit() or folded[start : start + 3] >= "300" and folded[start + 2].isdigit()


def last_word(earlier: str) -> str:
    """The word that *earlier* ends with, without what stands between it and a number."""
    ended = earlier.rstrip(" .,№")
    return ended[ended.rfind(" ") + 1 :]


def _floor_end(folded: str, end: int) -> int:
    floor = _FLOOR.match(folded, end)
    return floor.end() if floor else end
