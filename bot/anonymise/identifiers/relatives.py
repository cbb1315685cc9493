"""Relatives of the writer with what tells them apart: a name, a class. Whose they are, only the writer knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .context import before
from .name_parts import NamePart
from .name_runs import NameRun
from .people_words import CHILD, KIN
from .word_lists import word_set
from .wording import TextWords

_SCHOOL = (
    r"(?:№? ?\d{1,3} ?-? ?(?:мектеп|школ|гимнази|лице)\w{0,4}|(?:школ|мектеп|лице|гимнази)\w{0,3} ?№? ?\d{1,3}|"
    r"(?:[а-я]{5,10} )?[а-я]{4,7} школы)"
)
_CLASS = (
    r"(?:(?:1[01]|[1-9]) ?-? ?(?:[«\"'(][а-яa-z][»\"')]|[а-еa-fv](?![а-яa-z]))(?: ?-?(?:м|го|ом|дагы|деги|да|"
    r"де)(?![а-я]))?"
    r"(?: (?:класс\w{0,3}|сыны[пб]\w{0,7}|syny[pb]\w{0,4}))?|"
    r"(?:1[01]|[1-9]) ?-?(?:м|го|ом|шы|ши|нши)? ?(?:[«\"']?[а-еa-f][»\"']? )?(?:класс\w{0,2}|сыны[пб]\w{0,7}|"
    r"syny[pb]\w{0,4})|"
    r"(?:группы?|группа|групп[еу]) (?:[«\"][а-я \-]{2,20}[»\"]|[а-я]{4,14})|"
    r"[«\"][а-я \-]{2,20}[»\"] (?:тобы\w{0,4}|группа\w{0,4}))"
)
CLASS = re.compile(rf"(?<![\d.,№]){_CLASS}(?: {_SCHOOL})?")
_AFTER = re.compile(
    rf"[ ,(\-–]{{1,3}}(?:(?:из|в|во|со?|ученик\w?|учени\w{{2,3}}|учится в|"
    rf"мой) ){{0,2}}(?:{_SCHOOL}[ ,]{{1,3}})?{_CLASS}(?: {_SCHOOL})?"
)
_BEFORE = re.compile(rf"(?<![\d.,№]){_CLASS}[ ,\-]{{1,2}}(?:ученик\w? |учени\w{{2,3}} |окушысы |оки?тын )?$")
_MARK = re.compile(r"[0-9«\"]")
_PARENT = re.compile(
    r" (?:(?:ана|аке|шеше|аже|ата|апа|ага)(?:сы|си|сымын|симин|синин|сынын)|anasy|akesi)(?:мын|мин)?(?![а-я])"
)
_CHILDREN = CHILD & KIN
_CASES = re.compile(r"(?:га|ге|а|е|нын|нин|дын|дин|ды|ди|ны|ни|нда|нде|дан|ден|нан|нен|мен|да|де|н)$")
_AGES = word_set(
    "младший старший младшая старшая средний средняя младшего старшего младшему старшему младшую старшую кенжем улкеним"
)
_CALLED = word_set("аты есими зовут имя по имени по aty esimi атты есимди деген")
_AGED = word_set(
    "младший старший младшая старшая средний средняя мой моя наш наша нашего нашей мою моего улкен киши кенже"
)


def is_kin(form: str) -> bool:
    """Whether *form* is a relative, in whatever case."""
    return form in KIN or (len(form) > 5 and _CASES.sub("", form) in KIN)


def is_relative(words: TextWords, name: NameRun) -> bool:
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
    if words.form(name.first - 1) in _AGES and words.gap_before(name.first) == " " and name.parts & NamePart.GIVEN:
        return True
    if name.cased and _PARENT.match(words.reading.folded, name.end):
        return True
    later = words.form(name.last + 1)
    gap = words.gap(name.last)
    if gap in (", ", " - ", " – ", " — ", " (") and (
        is_kin(later) or (later in _AGED and words.form(name.last + 2) in _AGED | KIN)
    ):
        return True
    return (
        gap == " "
        and later in ("балам", "улым", "кызым")
        or words.form(name.first - 1) in ("наш", "наша", "нашего", "нашу", "нашей")
        and bool(name.parts & NamePart.GIVEN)
    )


def with_class(words: TextWords, name: NameRun) -> tuple[int, int] | None:
    """*name* with the class or group of a child right beside it: «Алинур из 6 «В»», «1 «А»-дағы Сәмира»."""
    folded = words.reading.folded
    if _MARK.search(folded, name.end, name.end + 30) and (match := _AFTER.match(folded, name.end)):
        return name.start, match.end()
    if (folded[name.start - 2 : name.start - 1] or " ") in "»\"'ыидеам" and (
        earlier := _BEFORE.search(before(folded, name.start, 40))
    ):
        return name.start - len(earlier[0]), name.end
    return None


def classes(words: TextWords) -> Iterator[tuple[int, int]]:
    """The classes and groups of children in sentences that speak of the writer's child."""
    if _CHILDREN.isdisjoint(words.forms):
        return
    folded = words.reading.folded
    for match in CLASS.finditer(folded):
        begin = max(folded.rfind(mark, max(0, match.start() - 200), match.start()) for mark in ".!?\n") + 1
        telling = re.search(
            r"\d ?-? ?[«\"'(]?[а-яa-z][»\"')]?(?![а-яa-z])|школ|мектеп|лице|гимнази|групп|тобы", match[0]
        )
        if telling and not _CHILDREN.isdisjoint(words.forms[words.at(begin) : words.at(match.start())][-8:]):
            yield match.span()
