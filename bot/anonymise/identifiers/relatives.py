"""Relatives of the writer with what tells them apart: a name, a class. Whose they are, only the writer knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .name_parts import Part
from .name_runs import Name, Words
from .people_words import CHILD, KIN

CLASS = re.compile(
    r"(?:из |в |во |с )?(?<![\d.,])(?P<class>(?:1[01]|[1-9]) ?-? ?[«\"'(]?(?:[а-дa-ev]|«[а-я]»)[»\"')]?(?![а-яa-z])(?: ?-?(?:м|го|ом|дагы|деги|да|де))?(?: (?:класс\w{0,3}|сыны[пб]\w{0,7}|syny[pb]\w{0,4}))?|"
    r"(?:1[01]|[1-9]) ?-?(?:м|го|ом|шы|ши|нши)? ?(?:[«\"']?[а-дa-e][»\"']? )?(?:класс\w{0,2}|сыны[пб]\w{0,7}|syny[pb]\w{0,4}))"
    r"(?: (?:школы|школе|мектеп\w{0,3}|лице\w{1,2}|гимнази\w{1,2})? ?№? ?\d{1,3})?"
)
GROUP = re.compile(r"(?:из |в )?(?:группы?|групп[еу]) [«\"][а-я \-]{2,20}[»\"]|[«\"][а-я \-]{2,20}[»\"] (?:тобы\w{0,4}|группа\w{0,4})")
_CHILDREN = CHILD & KIN
_BETWEEN = re.compile(r"[ ,изв\-(]{1,6}(?:№? ?\d{1,3} ?-? ?(?:мектеп|школ|гимнази|лице)\w{0,4}[ ,]{1,3})?")
_CASES = re.compile(r"(?:га|ге|а|е|нын|нин|дын|дин|ды|ди|ны|ни|нда|нде|дан|ден|нан|нен|мен|да|де|н)$")
_CALLED = frozenset("аты есими зовут имя по имени по aty esimi атты есимди деген".split())
_AGED = frozenset("младший старший младшая старшая средний средняя мой моя наш наша нашего нашей мою моего улкен киши кенже".split())


def is_kin(form: str) -> bool:
    """Whether *form* is a relative, in whatever case."""
    return form in KIN or (len(form) > 5 and _CASES.sub("", form) in KIN)


def is_relative(words: Words, name: Name) -> bool:
    """Whether a relative stands beside *name*: «сын Алихан», «күйеуімнің аты Рашит», «Сабит, младший мой»."""
    if name.small and not name.sure:
        return False
    for place in range(name.first - 1, max(name.first - 4, -1), -1):
        gap = words.gap(place)
        if any(mark in gap for mark in ".!?\n") or ("," in gap and place < name.first - 1):
            break
        if is_kin(words.forms[place]):
            return True
        if words.forms[place] not in _CALLED and words.forms[place] not in _AGED and not words.kind(place):
            break
    later = words.form(name.last + 1)
    gap = words.gap(name.last)
    if gap in (", ", " - ", " – ", " — ", " (") and (is_kin(later) or (later in _AGED and words.form(name.last + 2) in _AGED | KIN)):
        return True
    return gap == " " and later in ("балам", "улым", "кызым") or words.form(name.first - 1) in ("наш", "наша", "нашего", "нашу", "нашей") and bool(name.parts & Part.GIVEN)


def classes(words: Words, kin: Sequence[Name]) -> Iterator[tuple[int, int]]:
    """The classes and groups of children: beside a relative's name, or in a sentence that speaks of a child."""
    folded = words.reading.folded
    if not kin and _CHILDREN.isdisjoint(words.forms):
        return
    for pattern in (CLASS, GROUP):
        for match in pattern.finditer(folded):
            begin = max(folded.rfind(mark, 0, match.start()) for mark in ".!?\n") + 1
            earlier = words.forms[words.at(begin) : words.at(match.start())]
            near = [name for name in kin if -60 < match.start() - name.end < 40]
            if near or any(form in _CHILDREN for form in earlier[-8:]):
                start = match.start("class") if pattern is CLASS else match.start()
                beside = [name.end for name in near if _BETWEEN.fullmatch(folded, name.end, start)]
                yield (beside[0] if beside else start), match.end()
