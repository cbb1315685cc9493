"""Names typed small beside a post, an uncle's word or initials: «участковому абенову», «баба нюра», «зуева н.п.».

All of them are asked about.
"""

from __future__ import annotations

from collections.abc import Iterator

from .kinds import IdentifierKind, Span, Taken
from .name_parts import GIVEN, NO_SURNAME, SURNAMES
from .no_names import NO_NAMES, UNCLES
from .people_words import POSTS
from .wording import TextWords

_SURNAMES = ("ов", "ев", "ин", "ова", "ева", "ина", "ко", "ук", "юк", "ский", "ская", "ых", "их", "баи", "бай", "бек")
_SHORT_WORDS = frozenset("гдпсчтк")
"""Letters with a full stop that stand for more before a number or a capital: г. Алматы, д. 5, с. Теректі, к. 4."""
_SMALL_SURNAMES = ("енко", "ову", "еву", "овым", "евым", "ова", "ева", "овой", "евой")
_NOMINATIVES = ("ов", "ев", "ова", "ева")
_PAST = ("ал", "ил", "ел", "ыл", "ала", "ила", "ела", "ыла", "ет", "ит", "ды", "ди", "ты", "ти", "лся", "лась")
"""«председатель фролов собрал»: typed small, a surname before a verb."""


_POSTS_AND_UNCLES = POSTS | UNCLES


def small_behind_posts(words: TextWords, held: Taken) -> Iterator[Span]:
    """«участковому абенову», «нормировщик потапенко»: typed small, with the ending of a surname behind a post."""
    for place, post in enumerate(words.forms[:-1]):
        if post not in _POSTS_AND_UNCLES:
            continue
        form = words.forms[place + 1]
        if words.gap(place) != " " or form in NO_NAMES or not _may_be_of(words, place):
            continue
        start = words.starts[place + 1]
        if (post in POSTS or (post in UNCLES and form in GIVEN)) and not held.holds(start):
            first = place + (post in POSTS)
            yield Span(words.starts[first], words.ends[place + 1], IdentifierKind.PERSON, certain=False)


def _may_be_of(words: TextWords, place: int) -> bool:
    """Whether the small word behind *place* ends as a surname in a case or before a verb, or is an uncle's name."""
    form = words.forms[place + 1]
    if words.forms[place] in UNCLES:
        return not words.is_capital(place + 1) and form in GIVEN
    if len(form) < 6 or form in NO_SURNAME:
        return False
    told = form.endswith(_NOMINATIVES) and words.form(place + 2).endswith(_PAST) and words.gap(place + 1) == " "
    return told or form.endswith(_SMALL_SURNAMES)


def small_beside_initials(words: TextWords, held: Taken) -> Iterator[Span]:
    """«зуева н.п.», «л. приходько»: typed small, with the ending of a surname beside initials with full stops."""
    if 1 not in map(len, words.forms):
        return
    for place, form in enumerate(words.forms):
        if len(form) < 4 or form in NO_NAMES or words.is_capital(place):
            continue
        if not form.endswith(_SURNAMES) and form not in GIVEN and form not in SURNAMES:
            continue
        first, last = place, place
        while words.gap(last) in (" ", ".", ". ") and last - place < 2 and _is_small_initial(words, last + 1):
            last += 1
        while last == place and place - first < 2 and first > 0 and words.gap(first - 1) in (".", ". "):
            if not _is_small_initial(words, first - 1):
                break
            first -= 1
        start = words.starts[first]
        if first < last and not held.holds(start):
            end = words.ends[last] + (last > place)  # with the full stop of an initial
            yield Span(start, end, IdentifierKind.PERSON, certain=False)


def _is_small_initial(words: TextWords, place: int) -> bool:
    """Whether word *place* is one letter with a full stop, and not short for what a number or a place follows."""
    if not 0 <= place < len(words.forms) or len(words.forms[place]) > 1 or words.gap(place)[:1] != ".":
        return False
    after = words.reading.plain[words.ends[place] + 1 :][:2].lstrip()[:1]
    return words.forms[place] not in _SHORT_WORDS or not (after.isdigit() or after.isupper())
