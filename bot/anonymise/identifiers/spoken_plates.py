"""Number plates told in words: «семьсот двенадцать эм кей эй семнадцать», «жеті жүз он екі эм ка а 17».

Rules:
- three digits, the names of two or three letters (or the letters), the region: each in words or typed, one in words;
- a car's word stands before it, or three letters and a region that there is are told;
- «а», «и», «у» are names of letters and words: one letter's name is none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import at_words, before, has_one
from .kinds import IdentifierKind, Span
from .number_words import NUMBER_WORD
from .plates import has_cue
from .reading import Reading
from .spoken import digits_of
from .word_lists import word_set

_NAMES = word_set(
    """
    эй би си ди эф джи эйч эйчь аи ай джей джэй кей кэй кэ эл эль эм эн оу пи кью кьу ку ар эс ти ви дабл даблю дабл-ю
    дабл-юй икс экс уай вай игрек зет зэт зед зэд зи бэ бе вэ гэ ге дэ де жэ же зэ ка ха пэ пе эр тэ те це цэ че ша
    аш йот дубль-вэ эф вэйч
    """
)
_ALSO_WORDS = word_set("а и о у е я ю в к с")
_TOLD = _NAMES - word_set("экс игрек ай би си ди ти ви пи ар же ка де да те бе ше ша ку ха вай пе че ге")
"""Names of letters that are no words: without one of these in a text none is looked for."""
_ANCHORS = _TOLD | word_set("би ди ти пи")
HEADS = frozenset(name[:3] for name in _ANCHORS)
_LETTER = rf"(?:дабл[ \-]?ю|дубль[ \-]?вэ|{'|'.join(sorted(_NAMES | _ALSO_WORDS, key=len, reverse=True))})"
_GAP = r"[ ,.\-–]{0,3}"
_WORD = rf"(?:{NUMBER_WORD}|\d{{1,3}})(?![а-яa-z\d])"
_NUMBER = rf"(?:{_WORD}{_GAP}){{1,5}}"
_LETTERS = rf"(?:{_LETTER}(?![а-яa-z\d]){_GAP}(?:и (?=[а-я])|потом )?){{2,3}}|[a-zа-я]{{2,3}}(?![а-яa-z\d]){_GAP}"
_PLATE = re.compile(
    rf"(?<![а-яa-z\d])(?P<first>{_LETTER}{_GAP})?(?P<number>{_NUMBER})(?P<letters>{_LETTERS})"
    rf"(?:(?:регион|аймак)[а-я]{{0,3}}{_GAP})?(?P<region>(?:{_WORD}{_GAP}){{1,2}})?"
)
_TYPED_LETTERS = re.compile(
    r" (?:[A-ZА-Я]{2,3}|(?<=\d )[a-zа-я]{2,3}) (?:н[оө]ль? |десять|(?:один|две|три|четыр|пят|шест|сем|восем|"
    r"девят)надцать|двадцать|он (?:бір|бир|екі|еки|үш|уш|төрт|торт|бес|алты|жеті|жети|сегіз|сегиз|тоғыз|тогыз)|жиырма)"
)
"""«712 МКА семнадцать»: letters typed before a region in words."""
_TYPED_BEHIND = re.compile(r"[^\W\d_A-ZА-Я]{2} (?P<letters>[A-ZА-Я]{2,3} ?)\Z")
"""«сто двадцать ABK 09»: letters typed between a word and a number."""
_REGION_PARTS = (
    "нол", "надцат", "десят", "жиырма", "он жети", "он бир", "он еки", "он уш", "он торт", "он бес", "он алты",
    "он сегиз", "он тогыз",
)  # fmt: skip
_TELLING = re.compile(rf"(?:{'|'.join(sorted(_ANCHORS, key=len, reverse=True))})(?![а-яa-z\d])")
_BEFORE, _BEHIND = 64, 56
"""Characters around a letter in which its plate stands, the longest number and region in words."""
_DIGITS = 3
_REGIONS = range(1, 21)
_ONE_LETTER = re.compile(r"[а-яa-z]+(?:[ \-]ю|-вэ)?")
_TRAILING = " ,.-–"


def find_spoken_plates(reading: Reading) -> Iterator[Span]:
    """Yield the number plates of *reading* of which something is told in words."""
    done = 0
    for letters in sorted(set(_letters_in(reading))):
        for match in _PLATE.finditer(reading.folded, max(done, letters - _BEFORE), letters + _BEHIND):
            if _is_plate(match):
                done = match.start() + len(match[0].rstrip(_TRAILING))
                yield Span(match.start(), done, IdentifierKind.PLATE)


def _letters_in(reading: Reading) -> Iterator[int]:
    """Where letters are told, or typed before a region in words or behind a number in words."""
    yield from (match.start() for match in at_words(_TELLING, HEADS, reading))
    for number in reading.numbers:
        if not reading.plain[max(number - 2, 0) : number].strip()[-1:].isupper():
            continue
        if typed := _TYPED_BEHIND.search(before(reading.plain, number, 8)):
            yield number - len(typed["letters"])
    if has_one(reading.folded, _REGION_PARTS):
        yield from (match.start() for match in _TYPED_LETTERS.finditer(reading.plain))


def _is_plate(match: re.Match[str]) -> bool:
    region = digits_of(match["region"] or "")
    in_region = len(region) == 2 and int(region) in _REGIONS
    cued = has_cue(match.string, match.start(), 44)
    names = _ONE_LETTER.findall(match["letters"])
    spelled = len(names) > 1
    told = cued and in_region or (spelled and any(name in _TOLD or len(name) > 4 for name in names))
    if not told or _DIGITS not in (len(digits_of(match["number"])), len(digits_of(match["number"], parted=True))):
        return False
    if cued:
        return in_region or len(names) > 2 or match["first"] is not None
    return in_region and len(names) > 2
