"""Where a name is expected and none was found: behind «я» and «зовут», beside a telephone, alone at the end.

Rules
- All of it is asked about: it is the place that says that the word may be a name, not the word.
- A capitalised word may be in no list; one typed small must be a given name of the lists, or stand where hardly
  anything but a name does («кличка …», «… деп жазыңыз»).
- Verbs, adjectives, towns, what shops and services are called, and what people exclaim are no names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from . import expected_cues as cues
from .first_person import in_first_person
from .kinds import IdentifierKind, Span
from .likely_names import Found, Likelihood, ends_phrase, is_initial, last_of_name, may_be_name
from .lone_names import beside_numbers, standing_alone
from .name_parts import GIVEN, NamePart
from .name_runs import TITLE
from .no_names import is_no_name
from .people_words import CIVIL, KIN, POSTS
from .word_lists import word_set
from .wording import TextWords

_MOST_FILLERS = 3
_MOST_BEFORE = 3
"""Initials and «тётя» before a name."""
_MAYBE = word_set("болса екен еди болу болуы шыгар деп дейди дейтин деген")
_IS_I = ("гой", "goi")
_CUES = cues.BEFORE | cues.AFTER | CIVIL


def find_expected(words: TextWords, taken: Sequence[Span]) -> Iterator[Span]:
    """Yield what may be a name by its place, of what *taken* has not; the writer is asked about each."""
    held = {place for span in taken for place in range(words.at(span.start), words.at(span.end))}
    for place, end in in_first_person(words):
        if place not in held:
            held.add(place)
            yield Span(words.starts[place], end, IdentifierKind.PERSON, certain=False)
    for start, sure in chain(_echoes(words, taken), _by_cues(words), standing_alone(words), beside_numbers(words)):
        first = start
        while first - start < _MOST_BEFORE and (words.form(first) in cues.UNCLES or is_initial(words, first)):
            first += 1
        if start in held or first in held or not may_be_name(words, first, sure):
            continue
        last = last_of_name(words, first)
        held.update(range(start, last + 1))
        titled = TITLE.match(words.reading.folded, words.ends[last])
        end = titled.end() if titled else words.ends[last]
        yield Span(words.starts[start], end, IdentifierKind.PERSON, certain=False)


def _echoes(words: TextWords, taken: Sequence[Span]) -> Iterator[Found]:
    """The writer's name, said once more: «Фамилия Ли. Просто Ли, …»."""
    own = [span for span in taken if span.kind is IdentifierKind.SELF_NAME]
    said = {words.forms[place] for span in own for place in range(words.at(span.start), words.at(span.end))}
    for place, form in enumerate(words.forms) if said else ():
        if form in said and words.is_capital(place):
            yield place, Likelihood.CUED


def _by_cues(words: TextWords) -> Iterator[Found]:
    """The words behind and before those that introduce."""
    for place, form in enumerate(words.forms):
        if form in _CUES:
            if form in cues.BEFORE or form in CIVIL:
                yield from _behind(words, place)
            if form in cues.AFTER:
                yield from _ahead(words, place)
            if form in _IS_I and words.form(place - 1) in ("мен", "men"):
                yield from _behind_me(words, place)
        elif form[-1] in "нn" and form[-3:-2] in "мпбmpb" and _says_what_i_am(words, place):
            yield place + 1, Likelihood.SURE if ends_phrase(words, place + 1) else Likelihood.CUED


def _behind_me(words: TextWords, place: int) -> Iterator[Found]:
    """«мен ғой баяғы Зинеп»: a capitalised word behind «it is me», with what fills the place between."""
    following = place + 1
    while words.form(following) in cues.FILLERS and following - place <= _MOST_FILLERS:
        following += 1
    if following < len(words.forms) and words.gap_before(following) in (" ", ", ") and words.is_capital(following):
        yield following, Likelihood.CUED


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


def _behind(words: TextWords, place: int) -> Iterator[Found]:
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
        return gap != " " and ends_phrase(words, following) and (gap == ", " or following + 1 >= len(words.forms))
    if form in cues.WITHOUT_COMMA and gap != " ":
        return gap == ", " and form in cues.OF_TRADES and ends_phrase(words, following) and bool(words.kind(following))
    if form in cues.WITH_COMMA:
        at_line_end = gap == " " and words.gap(following)[:1] in ("", "\n")
        return (gap == ", " or at_line_end) and following == place + 1 and words.is_capital(following)
    if form in cues.WITH_COLON:
        listed = words.is_capital(following) and (words.kind(following) & NamePart.GIVEN or next_form in GIVEN)
        at_once = gap in (" ", " «", ' "') and following == place + 1 and words.is_capital(following)
        if at_once and _is_of_somebody(words, place, following):
            return True
        return ":" in gap or (gap == " " and bool(listed) and ends_phrase(words, following))
    if form in CIVIL:
        of_place = form.startswith("жител") and not words.is_capital(following + 1)
        small = ends_phrase(words, following) and words.kind(following) & (NamePart.GIVEN | NamePart.SURNAME)
        return gap in (" ", " - ", " – ") and (words.is_capital(following) or bool(small)) and not of_place
    return not (form in cues.ONLY_NAMES and next_form in CIVIL | POSTS)


def _is_of_somebody(words: TextWords, place: int, following: int) -> bool:
    """«Кассирдің аты Злиха», «есімі Мәшһүр», «Аты Әбділдә.»: what word *place* calls is a person."""
    if words.forms[place] in cues.NAMES_OF_OTHERS:
        return True
    if words.opens(place) or "," in words.gap_before(place):
        return ends_phrase(words, following) or words.form(following + 1) in _MAYBE
    earlier = words.form(place - 1)
    owned = earlier.endswith(("дин", "дын", "нин", "нын", "тин", "тын"))
    return earlier in cues.NICKNAMES or (owned and cues.OF_THINGS.match(earlier) is None)


def _how_sure(words: TextWords, place: int, following: int) -> Likelihood:
    form, near, ends = words.forms[place], words.form(place - 1), ends_phrase(words, following)
    listed = words.kind(following) & NamePart.GIVEN
    if form in cues.FIRM or (form in ("зовут", "звать") and near in cues.ME):
        return Likelihood.FIRM
    if form in cues.ONLY_NAMES:
        return (
            Likelihood.SURE
            if ends or ends_phrase(words, following + 1) or form not in cues.HALF_ONLY or listed
            else Likelihood.CUED
        )
    further = words.kind(following + 1) if words.gap(following) == " " else 0
    if further & (NamePart.PATRONYMIC | NamePart.SURNAME) or _is_initial_at(words, following + 1):
        return Likelihood.SURE
    if (form in cues.SELVES or form in cues.OPENING or form in CIVIL) and _goes_on_as_mine(words, following):
        return Likelihood.SURE
    if form in cues.SELVES or form in cues.OPENING:
        told = form == "я" and (words.form(following + 1) in CIVIL or words.form(following + 1) in cues.OF_MINE)
        comma = form == "я" and following == place + 1 and words.gap(following)[:1] == ","
        known = words.kind(following) & NamePart.GIVEN and ends
        return Likelihood.SURE if near in ("снова", "опять", "это") or told or comma or known else Likelihood.CUED
    by_you = form in ("беспокоит", "пишет") and near in ("вас", "вам")
    at_end = ends and (listed or form in cues.CALLED_FOR or form in cues.KIN_OF_MINE)
    sure = by_you or form in cues.CLOSING or at_end
    return Likelihood.SURE if sure else Likelihood.CUED


def _goes_on_as_mine(words: TextWords, name: int) -> bool:
    """Whether the small word *name*, of the lists, goes on as who names themselves does, or the phrase ends with it."""
    known = words.kind(name) & (NamePart.GIVEN | NamePart.SURNAME)
    ends = ends_phrase(words, name) or "\n" in words.gap(name)
    return bool(known) and (ends or (words.gap(name) == " " and words.form(name + 1) in cues.AFTER_MINE))


def _is_initial_at(words: TextWords, place: int) -> bool:
    return place < len(words.forms) and words.gap_before(place) == " " and is_initial(words, place)


def _heads_letter(words: TextWords, place: int) -> bool:
    """«Жалоба от Айшегуль», «От: Дауд»: not «от водоканала»."""
    if words.form(place - 1) in cues.LETTERS:
        return True
    line_ends = any("\n" in words.gap(near) for near in range(place, min(place + 4, len(words.forms))))
    return words.opens(place) and (words.gap(place)[:1] == ":" or line_ends)


def _ahead(words: TextWords, place: int) -> Iterator[Found]:
    """«Дауд беспокоит», «меня саят зовут», «Қалбан деп сұраңыз», «Бауди на связи», «Шоман апа деп іздеңіз»."""
    form = words.forms[place]
    name = place - 1
    if name < 0:
        return
    if words.gap(name).strip(' »"”') and not (form in cues.SET_OFF and words.gap(name) == ", "):
        if form == "я" and words.gap(name) == ", " and cues.WROTE.match(words.reading.folded, words.ends[place]):
            yield name, Likelihood.ALONE
        return
    line_opens = form == "пишу" and words.opens(name)
    by_me = form in cues.STRANGE_BEFORE and words.form(name - 1) in cues.ME
    if (
        form in cues.NEEDS_MORE
        and not (line_opens or by_me)
        and not cues.NEEDS_MORE[form].match(words.reading.folded, words.ends[place])
    ):
        return
    if form in ("связи", "проводе") or (form in _IS_I and words.form(name) == "мен" and words.gap(name - 1) == " "):
        name -= 1  # «Төреш мен ғой»
    titled = words.form(name) in cues.TITLES
    name -= titled
    if form in cues.BACK:
        if words.opens(name):
            yield name, Likelihood.ALONE
        return
    if name < 0 or (form in cues.NEEDS_ME and not _speaks_of_me(words, name)):
        return
    beside = words.gap_before(name) == " " and words.is_capital(name - 1) and words.is_capital(name)
    uncle = words.form(name - 1) in cues.UNCLES and words.gap(name - 1) == " "
    if uncle or (beside and name > 0 and not is_no_name(words, name - 1)):
        name -= 1
    called_so = form == "деген" and cues.I_AM.match(words.reading.folded, words.ends[place])
    called_so = called_so or form == "деп" and cues.CALLED_SO.match(words.reading.folded, words.ends[place])
    known = form in cues.CALLED_AHEAD and words.kind(name) & NamePart.GIVEN
    aged = form == "я" and words.opens(name) and cues.AGED.match(words.reading.folded, words.ends[place])
    sure = called_so or by_me or known or aged or form in cues.SURE_AHEAD
    yield name, Likelihood.SURE if sure else Likelihood.CUED


def _speaks_of_me(words: TextWords, place: int) -> bool:
    return any(words.form(near) in cues.CALLED_ME for near in range(max(0, place - 4), place + 3))
