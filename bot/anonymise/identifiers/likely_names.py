"""Whether a word could be a name where one is expected, and where that name ends; for `expected_names`."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import TypeAlias

from . import expected_cues as cues
from .localities import is_town_in_case
from .name_parts import ALSO_WORDS, GIVEN, NO_SURNAME, NamePart
from .no_names import is_loud, is_no_name
from .people_words import CIVIL, STREET_AFTER, STREET_BEFORE
from .word_lists import word_set
from .wording import TextWords

_MOST_WORDS = 3
_LIKE_OTHERS = re.compile(r"(?:[лртпдфвб]ий|[дфсктлр]ей|[гкзотр]али|[гк]улы|мирза|мырза)\Z")
"""«Евлампий», «Фаддей», «Мирзоали»: so adjectives and verbs end as well, but hardly where a name is expected."""
_ADJECTIVES = ("ская", "ский", "цкая", "цкий")
"""A surname that looks like an adjective, alone in the last line."""
_PLURALS = ("овы", "евы", "ины")
"""«Бочкарёвы»: a family signs."""
_FAMILIES = word_set("семья семьи семью семьей семье супруги")
_OF_FAMILIES = (*_PLURALS, "овых", "евых", "иных")
_OF_FATHERS = ("уулу", "кызы", "улы", "оглы", "угли", "ака", "uly", "kyzy", "qyzy")


class Likelihood(IntEnum):
    """How much a place says by itself that a name stands there."""

    ALONE = 0
    """A sentence or a line of its own: what ends as nouns do is none."""
    CUED = 1
    """Beside a cue: a capitalised word, or a small one of the lists."""
    SURE = 2
    """Hardly anything but a name stands there: it may be small and in no list, if no noun ends so."""
    FIRM = 3
    """Only a name stands there: whatever is no verb."""


Found: TypeAlias = tuple[int, Likelihood]


def may_be_name(words: TextWords, place: int, sure: Likelihood) -> bool:
    """Whether word *place* could be a name where one is expected."""
    form, kind = words.form(place), words.kind(place)
    if not form or _is_in_mask(words, place) or words.gap(place).lstrip(" :")[:1] == "№":
        return False
    if form == "марта" and words.gap_before(place)[-2:-1].isdigit():
        return False
    if kind & NamePart.SHORT and words.is_capital(place):
        return True
    if form in CIVIL and form in GIVEN and words.is_capital(place) and not words.opens(place):
        return sure >= Likelihood.CUED  # «аты Азамат»
    if len(form) < 2 or is_no_name(words, place) or form in cues.COMMON or _is_place(words, place):
        return False
    if "-" in form and form.partition("-")[0] in GIVEN:
        return True
    if words.is_capital(place) and not is_loud(words, place):
        return _is_capital_name(words, place, sure)
    if kind & (NamePart.GIVEN | NamePart.PATRONYMIC):
        return sure >= Likelihood.SURE or not (kind & NamePart.CASED or form in ALSO_WORDS)
    if is_loud(words, place) and (len(form) < 5 or place == 0 or not is_loud(words, place - 1)):
        return False
    if sure < Likelihood.SURE or len(form) < 3 or form in ALSO_WORDS or form.endswith(cues.ENDS_OF_VERBS):
        return False
    return bool(kind) or sure is Likelihood.FIRM or not form.endswith(cues.ENDS_OF_NOUNS)


def _is_capital_name(words: TextWords, place: int, sure: Likelihood) -> bool:
    """Whether the capitalised word *place* may be a name, by its end and by what stands before it."""
    form, kind = words.forms[place], words.kind(place)
    known = kind & NamePart.GIVEN or (kind & NamePart.SURNAME and not kind & NamePart.WEAK)
    if words.form(place - 1) in _FAMILIES and form.endswith(_OF_FAMILIES):
        return True
    last = place + 1 == len(words.forms) and form.endswith(_PLURALS)
    family = last and kind & NamePart.SURNAME and f"{form[:-1]}а" not in NO_SURNAME
    if sure is Likelihood.ALONE and not (known or family) and form.endswith(cues.ENDS_OF_NOUNS):
        return False
    if sure >= Likelihood.CUED and not words.opens(place) and _LIKE_OTHERS.search(form):
        return True
    if place + 1 == len(words.forms) and "\n" in words.gap_before(place) and form.endswith(_ADJECTIVES):
        return bool(kind & NamePart.SURNAME)
    person = cues.FIRST_PERSON.search(form) if not words.opens(place) and len(form) > 6 else None
    stem = form[: person.start()] if person else form
    return bool(known) or (len(form) > 2 and not stem.endswith(cues.ENDS_OF_VERBS))


def _is_in_mask(words: TextWords, place: int) -> bool:
    """Whether word *place* stands in square brackets, as our masks do, or is a piece of an account's name."""
    plain, start, end = words.reading.plain, words.starts[place], words.ends[place]
    return plain[max(0, start - 1)] in "[_" or plain[end : end + 1] in ("]", "_")


def _is_place(words: TextWords, place: int) -> bool:
    """Whether word *place* is a town, or the name of a street whose word stands before it."""
    form = words.forms[place]
    if words.form(place - 1) in STREET_BEFORE and words.gap_before(place).strip() in ("", "."):
        return True
    if words.form(place + 1) in STREET_AFTER and words.gap(place) == " ":
        return True
    return is_town_in_case(form)


def is_initial(words: TextWords, place: int) -> bool:
    return len(words.form(place)) == 1 and words.reading.plain.startswith(".", words.ends[place])


def ends_phrase(words: TextWords, place: int) -> bool:
    """Whether the phrase ends with word *place*."""
    return place + 1 >= len(words.forms) or words.gap(place)[:1] in ",.!\n)"


def last_of_name(words: TextWords, first: int) -> int:
    """The last word of the name that begins with *first*: capitalised ones, initials, small ones of the lists."""
    last, capital = first, words.is_capital(first)
    while last - first + 1 < _MOST_WORDS and words.gap(last) in (" ", ". ", "."):
        following = last + 1
        kind = words.kind(following)
        initial = following < len(words.forms) and is_initial(words, following)
        if capital:
            goes_on = words.is_capital(following) and not is_no_name(words, following)
        else:
            goes_on = bool(kind & (NamePart.PATRONYMIC | NamePart.SURNAME | NamePart.GIVEN)) and not (
                kind & NamePart.WEAK or words.is_capital(following)
            )
        ended = (
            last == first
            and words.gap(last) == " "
            and ends_phrase(words, following)
            and len(words.form(following)) > 3
        )
        strange = ended and not capital and not is_no_name(words, following)
        goes_on = goes_on or words.form(following) in _OF_FATHERS or (strange and _is_surname_like(words, following))
        if not (goes_on or initial) or (words.gap(last) != " " and len(words.form(last)) > 1):
            break
        last = following
    return last


def _is_surname_like(words: TextWords, place: int) -> bool:
    """«алтынгуль сыздык»: a small word in no list that can be a surname behind a name."""
    return not words.form(place).endswith(cues.ENDS_OF_VERBS) and words.form(place) not in cues.COMMON
