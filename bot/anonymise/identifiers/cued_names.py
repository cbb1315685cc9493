"""The name behind a phrase: at once, or behind what the writer is («пишет сменный мастер Шаймерденов»)."""

from __future__ import annotations

import re

from . import self_cues as cues
from .localities import is_town
from .name_parts import NAME, NamePart
from .name_runs import NameRun, name_run
from .people_words import CIVIL, FUNCTION, KIN, POSTS
from .word_lists import word_set
from .wording import TextWords

_BETWEEN = re.compile(r"[\s:\-–—,=.\"«'(№\d]{0,8}")
_MAY_STAND_BETWEEN = word_set(
    """
    из с со на в он она же и по г города село села школы дома рынка базара аула простой простая обычный бывший
    бывшая
    """
)
_INSTITUTIONS = word_set("школ поли боль мект емха ауру дете сади бала рынк база дома")
_COUNTS = word_set("рк уш торт бес еки двух трех осы")
_PERSON_END = re.compile(cues.FIRST_ENDING + "$")
_PLACE_BEFORE = word_set("на в из города г с села ул улице по")
_FROM = re.compile(r"(?:дан|ден|тан|тен|нан|нен|лык|лик|дык|дик|тык|тик)\Z")
_ADJECTIVE = re.compile(r"(?:ый|ий|ой|ая|яя|ого|его|ей|ын|дагы|деги|лык|лик|ши|шы|балалы|ты|ди|бир|он|же|из|г)$")


def name_after(words: TextWords, place: int, *, sure: bool) -> tuple[int, int] | None:
    """The name at character *place*, behind a cue; what the writer is may stand between."""
    first = words.at(place)
    if first >= len(words.starts) or not _BETWEEN.fullmatch(words.reading.plain, place, words.starts[first]):
        return None
    name = own_run(words, first)
    if name is not None and (
        words.is_capital(first) or name.sure or name.parts & NamePart.INITIAL and name.last > name.first
    ):
        return name.start, without_person(words, name)
    if (
        name is None
        and words.is_capital(first)
        and sure
        and words.is_capital(first + 1)
        and words.gap(first) == " "
        and words.form(first) in POSTS
    ):
        return words.starts[first], words.ends[first + 1]
    if (role := after_role(words, first, subject=False)) is not None:
        return role
    bare = not any(char.isdigit() for char in words.reading.plain[place : words.starts[first]])
    return _small_strange(words, first) if sure and bare else None


def is_no_self(words: TextWords, name: NameRun) -> bool:
    """«Сұраған едім», «Шымкенттен боламын»: a verb or a town before what else follows the writer's own name."""
    form, later = words.forms[name.last], words.form(name.last + 1)
    if later in ("едим", "edim"):
        given = words.kind(name.last) & (NamePart.GIVEN | NamePart.CASED | NamePart.WEAK)
        return form.endswith(cues.PAST) and given != NamePart.GIVEN
    return later in ("боламын", "болам") and is_town(_FROM.sub("", form))


def says_where_from(form: str) -> bool:
    """«Мен Сәтпаевтанмын»: a town in the first person."""
    ending = _PERSON_END.search(form)
    stem = form[: ending.start()] if ending else ""
    return _FROM.search(stem) is not None and is_town(_FROM.sub("", stem))


def own_run(words: TextWords, first: int) -> NameRun | None:
    """The name that begins with word *first*: known words, or capitalised ones that nobody knows."""
    kind = words.kind(first)
    if words.is_capital(first):
        return name_run(words, first, strange=False) if kind else None
    return name_run(words, first, strange=False) if kind & (NAME | NamePart.INITIAL) else None


def _small_strange(words: TextWords, first: int) -> tuple[int, int] | None:
    """A small word that is in no list, behind a sure cue, where the phrase ends at once: «вам пишет абдол, …»."""
    form = words.form(first)
    if len(form) < 3 or form in FUNCTION or form in POSTS or form in CIVIL or form in KIN or words.is_capital(first):
        return None
    kind = words.kind(first)
    if (
        words.kind(first + 1) & NAME
        and words.is_capital(first + 1)
        and words.gap(first).strip() in ("-", "–", "—", ":")
    ):
        return words.starts[first + 1], words.ends[first + 1]
    if (cues.VERB.search(form) or kind & NamePart.WEAK) and not kind & NamePart.GIVEN:
        return None
    last = first
    while (
        last < first + 2
        and words.gap(last) == " "
        and words.kind(last + 1) & (NAME | NamePart.INITIAL)
        and not words.is_capital(last + 1)
    ):
        last += 1
    end = words.ends[last]
    return (
        (words.starts[first], end)
        if last > first
        or (kind & NamePart.GIVEN and not kind & NamePart.CASED)
        or cues.PHRASE_END.match(words.reading.folded, end)
        else None
    )


def after_role(words: TextWords, first: int, *, subject: bool) -> tuple[int, int] | None:
    """The name behind what the writer is: «бывший завхоз школы Шаймерденов Сабит»."""
    roles = 0
    for place in range(first, min(first + 8, len(words.forms))):
        form = words.forms[place]
        gap = words.gap_before(place) if place > first else " "
        if any(mark in gap for mark in ".!?\n;") and gap.strip() not in ("г.", "с.", "."):
            return None
        kind = words.kind(place)
        if not roles and not subject and place > first and not _ADJECTIVE.search(words.forms[place - 1]):
            return None
        if roles and kind & (NAME | NamePart.INITIAL | NamePart.UNKNOWN) and words.is_capital(place):
            if '"' in gap or "«" in gap or words.forms[place - 1] in _PLACE_BEFORE:
                continue
            name = name_run(words, place, strange=False)
            return _role_name(words, name, subject=subject)
        if form in CIVIL or form in POSTS or form in KIN or form == "многодетная":
            roles += 1
        elif form in FUNCTION and form not in _MAY_STAND_BETWEEN and not _is_institution(form):
            return None
    return None


def _is_institution(form: str) -> bool:
    """Whether *form* only says where: «бывший завхоз школы …», «үш баланың анасы …»."""
    return form[:4] in _INSTITUTIONS or form in _COUNTS


def _role_name(words: TextWords, name: NameRun | None, *, subject: bool) -> tuple[int, int] | None:
    if name is None or not name.parts & NAME or (not subject and not (name.sure or name.full)):
        return None
    folded = words.reading.folded
    if subject and (name.cased or not name.full or cues.SPOKEN_OF.match(folded, name.end)):
        return None
    if subject and words.gap(name.last)[:1] not in (",", "", "-", "(", "\n", "."):
        return None
    return name.start, without_person(words, name)


def without_person(words: TextWords, name: NameRun) -> int:
    """The end of the name without «-мын»: Айгүлмін is Айгүл."""
    ending = _PERSON_END.search(words.forms[name.last])
    if ending is None or not words.kind(name.last) & NamePart.CASED or len(words.forms[name.last]) < 6 or not name.sure:
        return name.end
    return words.starts[name.last] + ending.start()
