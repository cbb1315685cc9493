"""Where a name is expected and none was found: behind «я» and «зовут», beside a telephone, alone at the end.

Rules
- All of it is asked about: it is the place that says that the word may be a name, not the word.
- A capitalised word may be in no list; one typed small must be a given name of the lists, or stand where hardly
  anything but a name does («кличка …», «… деп жазыңыз»).
- Verbs, adjectives, towns, what shops and services are called, and what people exclaim are no names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import chain

from . import expected_cues as cues
from .address_words import is_town
from .context import before
from .kinds import IdentifierKind, Span
from .loose_names import is_loud, is_no_name
from .name_parts import ALSO_WORDS, GIVEN, NAME, NamePart
from .name_runs import TITLE
from .people_words import CIVIL, FUNCTION, KIN, POSTS, STREET, STREET_BEFORE
from .wording import TextWords

_MOST_WORDS = 3
_MOST_FILLERS = 3
_OF_FATHERS = ("уулу", "кызы", "улы", "оглы", "угли", "ака", "uly", "kyzy", "qyzy")


class _Place(IntEnum):
    """How much a place says by itself that a name stands there."""

    ALONE = 0
    """A sentence or a line of its own: what ends as nouns do is none."""
    CUED = 1
    """Beside a cue: a capitalised word, or a small one of the lists."""
    SURE = 2
    """Hardly anything but a name stands there: it may be small and in no list, if no noun ends so."""
    FIRM = 3
    """Only a name stands there: whatever is no verb."""


_Found = tuple[int, _Place]


def find_expected(words: TextWords, taken: Sequence[Span]) -> Iterator[Span]:
    """Yield what may be a name by its place, of what *taken* has not; the writer is asked about each."""
    held = {place for span in taken for place in range(words.at(span.start), words.at(span.end))}
    for start, sure in chain(_echoes(words, taken), _by_cues(words), _in_lines(words), _beside_numbers(words)):
        first = start
        while words.form(first) in cues.UNCLES or _is_initial(words, first):
            first += 1
        if start in held or first in held or not _may_be_name(words, first, sure):
            continue
        last = _last(words, first)
        held.update(range(start, last + 1))
        titled = TITLE.match(words.reading.folded, words.ends[last])
        end = titled.end() if titled else words.ends[last]
        yield Span(words.starts[start], end, IdentifierKind.PERSON, certain=False)


def _may_be_name(words: TextWords, place: int, sure: _Place) -> bool:
    """Whether word *place* could be a name where one is expected."""
    form, kind = words.form(place), words.kind(place)
    if kind & NamePart.SHORT and words.is_capital(place):
        return True
    if len(form) < 2 or is_no_name(words, place) or form in cues.COMMON or _is_place(words, place):
        return False
    if "-" in form and form.partition("-")[0] in GIVEN:
        return True
    if words.is_capital(place) and not is_loud(words, place):
        known = kind & NamePart.GIVEN or (kind & NamePart.SURNAME and not kind & NamePart.WEAK)
        if sure is _Place.ALONE and not known and form.endswith(cues.ENDS_OF_NOUNS):
            return False
        person = cues.FIRST_PERSON.search(form) if not words.opens(place) and len(form) > 6 else None
        stem = form[: person.start()] if person else form
        return bool(known) or (len(form) > 2 and not stem.endswith(cues.ENDS_OF_VERBS))
    if kind & (NamePart.GIVEN | NamePart.PATRONYMIC):
        return sure >= _Place.SURE or not (kind & NamePart.CASED or form in ALSO_WORDS)
    if sure < _Place.SURE or len(form) < 3 or form in ALSO_WORDS or form.endswith(cues.ENDS_OF_VERBS):
        return False
    return bool(kind) or sure is _Place.FIRM or not form.endswith(cues.ENDS_OF_NOUNS)


_TOWN_IN_CASE = re.compile(r"(?:нын|нин|дын|дин|тын|тин|дан|ден|тан|тен|нан|нен|га|ге|ка|ке|ом|[аяуюые])\Z")


def _is_place(words: TextWords, place: int) -> bool:
    """Whether word *place* is a town, or the name of a street whose word stands before it."""
    form = words.forms[place]
    if words.form(place - 1) in STREET_BEFORE and words.gap_before(place).strip() in ("", "."):
        return True
    stem = _TOWN_IN_CASE.sub("", form)
    return is_town(form) or (stem != form and any(is_town(stem + end) for end in ("", "ь", "й", "а")))


def _is_initial(words: TextWords, place: int) -> bool:
    return len(words.form(place)) == 1 and words.reading.plain.startswith(".", words.ends[place])


def _last(words: TextWords, first: int) -> int:
    """The last word of the name that begins with *first*: capitalised ones, initials, small ones of the lists."""
    last, capital = first, words.is_capital(first)
    while last - first + 1 < _MOST_WORDS and words.gap(last) in (" ", ". ", "."):
        following = last + 1
        kind = words.kind(following)
        initial = following < len(words.forms) and _is_initial(words, following)
        if capital:
            goes_on = words.is_capital(following) and not is_no_name(words, following)
        else:
            goes_on = bool(kind & (NamePart.PATRONYMIC | NamePart.SURNAME | NamePart.GIVEN)) and not (
                kind & NamePart.WEAK or words.is_capital(following)
            )
        ended = last == first and words.gap(last) == " " and _ends(words, following) and len(words.form(following)) > 3
        strange = ended and not capital and not is_no_name(words, following)
        goes_on = goes_on or words.form(following) in _OF_FATHERS or (strange and _is_surname_like(words, following))
        if not (goes_on or initial) or (words.gap(last) != " " and len(words.form(last)) > 1):
            break
        last = following
    return last


def _is_surname_like(words: TextWords, place: int) -> bool:
    """«алтынгуль сыздык»: a small word in no list that can be a surname behind a name."""
    return not words.form(place).endswith(cues.ENDS_OF_VERBS) and words.form(place) not in cues.COMMON


def _echoes(words: TextWords, taken: Sequence[Span]) -> Iterator[_Found]:
    """The writer's name, said once more: «Фамилия Ли. Просто Ли, …»."""
    own = [span for span in taken if span.kind is IdentifierKind.SELF_NAME]
    said = {words.forms[place] for span in own for place in range(words.at(span.start), words.at(span.end))}
    for place, form in enumerate(words.forms) if said else ():
        if form in said and words.is_capital(place):
            yield place, _Place.CUED


def _by_cues(words: TextWords) -> Iterator[_Found]:
    """The words behind and before those that introduce."""
    for place, form in enumerate(words.forms):
        if form in cues.BEFORE or form in CIVIL:
            yield from _behind(words, place)
        elif form[-1] in "нn" and _says_what_i_am(words, place):
            yield place + 1, _Place.SURE if _ends(words, place + 1) else _Place.CUED
        if form in cues.AFTER:
            yield from _ahead(words, place)


def _says_what_i_am(words: TextWords, place: int) -> bool:
    """«Зейнеткермін, Қалиман»: what the writer is, in the first person, with a word behind it."""
    form = words.forms[place]
    person = cues.FIRST_PERSON.search(form)
    if person is None or words.gap(place) not in (" ", ", ", ". "):
        return False
    stem, known = form[: person.start()], words.kind(place + 1) & NamePart.GIVEN
    if words.gap(place) == ". " and not (known and words.is_capital(place + 1)):
        return False
    told = stem in CIVIL or stem in POSTS or stem in KIN or stem in cues.OF_TRADES
    return told and place + 1 < len(words.forms) and bool(words.is_capital(place + 1) or known)


def _behind(words: TextWords, place: int) -> Iterator[_Found]:
    """«я чабан Бөкеш», «зовут просто Гулек», «кличка у меня Шама», «спросите тётю Галю»."""
    form = words.forms[place]
    if form in cues.OPENING and not (words.opens(place) or words.gap_before(place) in (", ", ",")):
        near = words.form(place - 1)
        if near not in cues.GREETINGS and near not in cues.FILLERS:
            return
    if form == "от" and not _heads_letter(words, place):
        return
    following, fillers = place + 1, 0
    while following < len(words.forms) and fillers < _MOST_FILLERS and words.form(following) in cues.FILLERS:
        following, fillers = following + 1, fillers + 1
    gap = words.gap_before(following)
    if following >= len(words.forms) or gap not in cues.GAPS or not _fits(words, place, following, gap):
        return
    yield following, _how_sure(words, place, following)


def _fits(words: TextWords, place: int, following: int, gap: str) -> bool:
    """Whether what stands between the cue *place* and word *following* is as it is before a name."""
    form, next_form = words.forms[place], words.forms[following]
    if form in cues.CLOSING:
        return gap != " " and _ends(words, following) and (gap == ", " or following + 1 >= len(words.forms))
    if form in cues.WITHOUT_COMMA and gap != " ":
        return gap == ", " and form in cues.OF_TRADES and _ends(words, following) and bool(words.kind(following))
    if form in cues.WITH_COMMA:
        at_line_end = gap == " " and words.gap(following)[:1] in ("", "\n")
        return (gap == ", " or at_line_end) and following == place + 1 and words.is_capital(following)
    if form in cues.WITH_COLON:
        return ":" in gap
    if form in CIVIL:
        of_place = form.startswith("жител") and not words.is_capital(following + 1)
        return gap in (" ", " - ", " – ") and words.is_capital(following) and not of_place
    return not (form in cues.ONLY_NAMES and next_form in CIVIL | POSTS)


def _how_sure(words: TextWords, place: int, following: int) -> _Place:
    form, near, ends = words.forms[place], words.form(place - 1), _ends(words, following)
    if form in cues.FIRM or (form in ("зовут", "звать") and near in cues.ME):
        return _Place.FIRM
    if form in cues.ONLY_NAMES:
        return _Place.SURE if ends or _ends(words, following + 1) or form not in cues.HALF_ONLY else _Place.CUED
    further = words.kind(following + 1) if words.gap(following) == " " else 0
    if further & (NamePart.PATRONYMIC | NamePart.SURNAME) or _is_initial_at(words, following + 1):
        return _Place.SURE
    if form in cues.SELVES or form in cues.OPENING:
        told = form == "я" and (words.form(following + 1) in CIVIL or words.form(following + 1) in cues.OF_MINE)
        comma = form == "я" and following == place + 1 and words.gap(following)[:1] == ","
        known = words.kind(following) & NamePart.GIVEN and ends
        return _Place.SURE if near in ("снова", "опять", "это") or told or comma or known else _Place.CUED
    by_you = form in ("беспокоит", "пишет") and near in ("вас", "вам")
    return _Place.SURE if by_you or form in cues.CLOSING or form in cues.CALLED_FOR and ends else _Place.CUED


def _is_initial_at(words: TextWords, place: int) -> bool:
    return place < len(words.forms) and words.gap_before(place) == " " and _is_initial(words, place)


def _heads_letter(words: TextWords, place: int) -> bool:
    """«Жалоба от Айшегуль», «От: Дауд»: not «от водоканала»."""
    if words.form(place - 1) in cues.LETTERS:
        return True
    line_ends = any("\n" in words.gap(near) for near in range(place, min(place + 4, len(words.forms))))
    return words.opens(place) and (words.gap(place)[:1] == ":" or line_ends)


def _ends(words: TextWords, place: int) -> bool:
    """Whether the phrase ends with word *place*."""
    return place + 1 >= len(words.forms) or words.gap(place)[:1] in ",.!\n)"


def _ahead(words: TextWords, place: int) -> Iterator[_Found]:
    """«Дауд беспокоит», «меня саят зовут», «Қалбан деп сұраңыз», «Бауди на связи», «Шоман апа деп іздеңіз»."""
    form = words.forms[place]
    name = place - 1
    if name < 0 or (words.gap(name).strip(' »"”') and not (form in cues.SET_OFF and words.gap(name) == ", ")):
        return
    line_opens = form == "пишу" and words.opens(name)
    if (
        form in cues.NEEDS_MORE
        and not line_opens
        and not cues.NEEDS_MORE[form].match(words.reading.folded, words.ends[place])
    ):
        return
    if form == "связи":
        name -= 1
    titled = words.form(name) in cues.TITLES
    name -= titled
    if name < 0 or (form in cues.NEEDS_ME and not _speaks_of_me(words, name)):
        return
    beside = words.gap_before(name) == " " and words.is_capital(name - 1) and words.is_capital(name)
    uncle = words.form(name - 1) in cues.UNCLES and words.gap(name - 1) == " "
    if uncle or (beside and name > 0 and not is_no_name(words, name - 1)):
        name -= 1
    called_so = form == "деп" and cues.CALLED_SO.match(words.reading.folded, words.ends[place])
    by_me = form in cues.STRANGE_BEFORE and words.form(name - 1) in cues.ME
    yield name, _Place.SURE if called_so or by_me or form in cues.SURE_AHEAD else _Place.CUED


def _speaks_of_me(words: TextWords, place: int) -> bool:
    return any(words.form(near) in cues.ME for near in range(max(0, place - 4), place + 3))


def _in_lines(words: TextWords) -> Iterator[_Found]:
    """What is a line or a sentence of its own, and the last word of all."""
    count = len(words.forms)
    for first in range(count):
        if not (words.opens(first) or words.gap_before(first)[-2:] == ", "):
            continue
        last = first
        while last + 1 < count and last - first < _MOST_WORDS and words.gap(last) in (" ", ". ", "."):
            if words.gap(last) == ". " and len(words.forms[last]) > 1:
                break
            last += 1
        if last - first >= _MOST_WORDS:
            continue
        yield from _standing_alone(words, first, last)
    if count > 2 and _is_loosely_signed(words, count - 1):
        yield count - 1, _Place.CUED


def _standing_alone(words: TextWords, first: int, last: int) -> Iterator[_Found]:
    """Words *first* to *last* are a phrase: alone on a line, the last of the text, or the first of a sentence."""
    gap, after, ended = words.gap_before(first), words.gap(last), last + 1 >= len(words.forms)
    titled = last > first and words.forms[last] in cues.TITLES
    capital = all(words.is_capital(place) or _is_initial(words, place) for place in range(first, last + 1 - titled))
    at_end = ended and not any(mark in after for mark in "!?:")
    if (first == 0 or "\n" in gap) and ("\n" in after or ended) or at_end:
        initials = _has_initials(words, first, last)
        if capital or initials or _is_listed_phrase(words, first, last):
            line = "\n" in gap or gap[:1] == "."
            small = not words.is_capital(first) and line
            closed = last > first or cues.CLOSED.search(before(words.reading.folded, words.starts[first], 50))
            yield first, _Place.SURE if initials or small else _Place.CUED if closed else _Place.ALONE
        elif first == last and "\n" in gap and len(words.forms) > 3:
            yield first, _Place.SURE
    elif _has_initials(words, first, last) and gap[-2:] != ", " and after[:1] in (",", "\n", "(", "."):
        yield first, _Place.CUED if words.form(first) in cues.ABBREVIATED else _Place.SURE
    elif gap[-2:] != ", " and after[:1] == "," and first < last and _is_small_name(words, first, last):
        yield first, _Place.SURE
    elif capital and gap[-2:] != ", " and after[:1] in (",", ".", "!", " ", "("):
        greeted = words.form(first - 1) in cues.GREETINGS
        whole = first < last and after[:1] in (",", ".") and first > 0
        if (greeted and after[:1] != " ") or whole or _tells_of_themselves(words, last):
            yield first, _Place.CUED if last > first or (greeted and after[:1] == ".") else _Place.ALONE


def _is_small_name(words: TextWords, first: int, last: int) -> bool:
    """«юсуп лохуза, …», «абдулхаким розыбакиев, пенсионер»: two small words that open a sentence as a name does."""
    if words.is_capital(first) or words.is_capital(last) or is_no_name(words, first) or is_no_name(words, last):
        return False
    if words.kind(last) & NamePart.SURNAME and _tells_of_themselves(words, last):
        return True
    plain = not words.forms[last].endswith((*cues.ENDS_OF_VERBS, *cues.ENDS_OF_NOUNS))
    return plain and _is_listed_phrase(words, first, last)


def _is_listed_phrase(words: TextWords, first: int, last: int) -> bool:
    """«сергей», «алтынгуль сыздык»: small words, a given name of the lists first or last, and no word of speech."""
    listed = [_is_listed(words, place) for place in range(first, last + 1)]
    if all(listed):
        return True
    given = [
        words.kind(place) & NamePart.GIVEN and not words.kind(place) & (NamePart.WEAK | NamePart.CASED)
        for place in range(first, last + 1)
    ]
    other = [words.forms[place] for place, known in zip(range(first, last + 1), listed, strict=True) if not known]
    return any(given) and all(
        len(form) > 2 and form not in FUNCTION and not form.endswith(cues.ENDS_OF_VERBS) for form in other
    )


def _is_listed(words: TextWords, place: int) -> bool:
    kind = words.kind(place)
    known = kind & NAME and not kind & NamePart.CASED and words.forms[place] not in cues.COMMON
    return bool(known) or words.forms[place] in cues.UNCLES or words.forms[place] in cues.TITLES


def _tells_of_themselves(words: TextWords, last: int) -> bool:
    """«Ереке, 2 бала анасы», «Қалбан. Кондуктор», «Жексен, отвечу по 8 701 …», «Дауд, Арал»: what follows a name."""
    gap = words.gap(last)
    folded, end = words.reading.folded, words.ends[last]
    if cues.CONTACT.match(folded, end):
        return True
    if (
        gap[:2] in (", ", " (")
        and words.is_capital(last + 1)
        and (is_town(words.form(last + 1)) or len(words.forms) - last < 3)
    ):
        return words.gap(last + 1).strip(" .)") == ""
    if gap[:2] == ", " and words.form(last + 1) in ("с", "из") and words.is_capital(last + 2):
        return True
    for place in range(last + 1, min(last + 6, len(words.forms))):
        form = words.forms[place]
        if form in CIVIL or form in KIN or form in cues.OF_TRADES:
            return True
        if gap[:1] == "." or any(mark in words.gap(place) for mark in ".!?\n,"):
            return False
    return False


def _has_initials(words: TextWords, first: int, last: int) -> bool:
    """«изтлеуов м.қ.», «хурзада б.»: initials in a short phrase."""
    return last > first and any(_is_initial(words, place) for place in range(first, last + 1))


def _is_loosely_signed(words: TextWords, last: int) -> bool:
    """«… каждый вечер Толкын», «жауап күтемін Мирас»: the last word, capitalised with no stop before it."""
    if not words.is_capital(last) or words.gap_before(last) != " " or words.gap(last).strip(" .\n)"):
        return False
    start, earlier = words.starts[last], words.form(last - 1)
    if earlier in cues.PREPOSITIONS or earlier in STREET or earlier in KIN:
        return False
    if cues.CLOSED.search(words.reading.folded, max(0, start - 50), start):
        return True
    adjective = earlier.endswith(cues.ENDS_OF_ADJECTIVES)
    return not adjective and not words.is_capital(last - 1) and bool(words.kind(last) & NamePart.GIVEN)


_HANDLE = re.compile(r"[\s,(]{1,3}(?:тг |инста |insta |телеграм )?@$")


def _beside_numbers(words: TextWords) -> Iterator[_Found]:
    """«87025556677 сандугаш», «Рукият 8702…», «(Гуля)» behind a number, «Бека @beka»."""
    for place in range(len(words.forms)):
        gap = words.gap(place)
        if len(gap) > 9 and sum(map(str.isdigit, gap)) > 9:
            called = words.form(place - 1) in cues.CALLED_FOR
            yield place, _Place.FIRM if called else _Place.SURE if words.opens(place) else _Place.CUED
            yield place + 1, _Place.SURE if _ends(words, place + 1) else _Place.CUED
        elif gap[-1:] == "@" and words.opens(place) and _HANDLE.fullmatch(gap):
            yield place, _Place.SURE
    if words.forms and sum(map(str.isdigit, words.gap_before(0))) > 9:
        yield 0, _Place.SURE if _ends(words, 0) else _Place.CUED
