"""What stands alone as a name does: a line or a sentence of its own, the last word, beside a number; for
`expected_names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import expected_cues as cues
from .context import before
from .likely_names import Found, Likelihood, ends_phrase, is_initial
from .localities import is_town
from .name_parts import NAME, SURNAMES, NamePart
from .no_names import is_no_name
from .people_words import CIVIL, FUNCTION, KIN, STREET
from .wording import TextWords

_MOST_WORDS = 3
_PHONE_DIGITS = 10
_FINITE = ("йды", "йди", "ады", "еди", "аймын", "еймин", "амыз", "емиз", "ныздар", "низдер", "ныз", "низ", "пти")
"""A Kazakh sentence ends with its verb: behind it the last word signs."""
_HANDLE = re.compile(r"[\s,(]{1,3}(?:тг |инста |insta |телеграм )?@$")


def standing_alone(words: TextWords) -> Iterator[Found]:
    """What is a line or a sentence of its own, and the last word of all."""
    count, plain, gaps = len(words.forms), words.reading.plain, words.gaps
    breaks = _breaks(words)
    for place, first in enumerate(breaks[:-1]):
        if breaks[place + 1] - first > _MOST_WORDS:
            continue
        comma = gaps[first][-2:] == ", "
        after = gaps[breaks[place + 1]]
        if comma and breaks[place + 1] < count and "\n" not in after and after[0] != ".":
            continue  # a few words between commas, which no line ends
        if not (comma or words.opens(first)):
            continue
        last = _end_of_phrase(words, breaks, place)
        if last - first < _MOST_WORDS and not (comma and last + 1 < count and plain[words.ends[last]] != "\n"):
            yield from _in_phrase(words, first, last)
    if count > 2 and _is_loosely_signed(words, count - 1):
        yield count - 1, Likelihood.CUED


def _breaks(words: TextWords) -> list[int]:
    """The words before which more than a space stands, and the number of all words."""
    count = len(words.forms)
    return [0, *[place for place, gap in enumerate(words.gaps[1:count], 1) if gap != " "], count] if count else [0]


def _end_of_phrase(words: TextWords, breaks: list[int], place: int) -> int:
    """The last word of the phrase that begins at the break *place*; behind an initial it goes on.

    One that is longer than any name is followed no further: a text may be nothing but initials.
    """
    most, last = breaks[place] + _MOST_WORDS, breaks[place + 1] - 1
    while last < most and place + 2 < len(breaks) and is_initial(words, last) and words.gap(last) in (".", ". "):
        place, last = place + 1, breaks[place + 2] - 1
    return last


def _in_phrase(words: TextWords, first: int, last: int) -> Iterator[Found]:
    """Words *first* to *last* are a phrase: alone on a line, the last of the text, or the first of a sentence."""
    gap, after, ended = words.gap_before(first), words.gap(last), last + 1 >= len(words.forms)
    titled = last > first and words.forms[last] in cues.TITLES
    called = last > first and words.forms[first] in cues.UNCLES
    capital = all(_may_stand_in_name(words, place) for place in range(first + called, last + 1 - titled))
    at_end = ended and not any(mark in after for mark in "!?:")
    if (first == 0 or "\n" in gap) and ("\n" in after or ended) or at_end:
        initials = _has_initials(words, first, last)
        if capital or initials or _is_listed_phrase(words, first, last):
            line = "\n" in gap or gap[:1] == "."
            small = not words.is_capital(first) and line
            closed = last > first or cues.CLOSED.search(before(words.reading.folded, words.starts[first], 50))
            yield first, Likelihood.SURE if initials or small else Likelihood.CUED if closed else Likelihood.ALONE
        elif first == last and "\n" in gap and len(words.forms) > 3 and not (gap + after).strip(" .\n"):
            yield first, Likelihood.SURE
    elif _has_initials(words, first, last) and gap[-2:] != ", " and after[:1] in (",", "\n", "(", "."):
        yield first, Likelihood.CUED if words.form(first) in cues.ABBREVIATED else Likelihood.SURE
    elif gap[-2:] != ", " and after[:1] == "," and first < last and _is_small_name(words, first, last):
        yield first, Likelihood.SURE
    elif capital and gap[-2:] != ", " and after[:1] in (",", ".", "!", " ", "("):
        greeted = words.form(first - 1) in cues.GREETINGS
        whole = first < last and after[:1] in (",", ".") and first > 0
        if (greeted and after[:1] != " ") or whole or _tells_of_themselves(words, last):
            yield first, Likelihood.CUED if last > first or (greeted and after[:1] == ".") else Likelihood.ALONE


def _may_stand_in_name(words: TextWords, place: int) -> bool:
    """Whether word *place* is a capitalised one that a name can have: «Асыл Жол» is a firm."""
    if is_initial(words, place):
        return True
    short = words.kind(place) & NamePart.SHORT or words.forms[place] in cues.UNCLES
    return words.is_capital(place) and (
        bool(short) or not (is_no_name(words, place) or words.forms[place] in cues.COMMON)
    )


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
        form in SURNAMES or (len(form) > 2 and form not in FUNCTION and not form.endswith(cues.ENDS_OF_VERBS))
        for form in other
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
    return last > first and any(is_initial(words, place) for place in range(first, last + 1))


def _is_loosely_signed(words: TextWords, last: int) -> bool:
    """«… каждый вечер Толкын», «жауап күтемін Мирас»: the last word, capitalised with no stop before it."""
    if not words.is_capital(last) or words.gap_before(last) != " " or words.gap(last).strip(" .\n)"):
        return False
    start, earlier = words.starts[last], words.form(last - 1)
    if earlier in cues.PREPOSITIONS or earlier in STREET or earlier in KIN:
        return False
    if cues.CLOSED.search(words.reading.folded, max(0, start - 50), start):
        return True
    if earlier.endswith(_FINITE) and not words.is_capital(last - 1):
        return True
    adjective = earlier.endswith(cues.ENDS_OF_ADJECTIVES)
    return not adjective and not words.is_capital(last - 1) and bool(words.kind(last) & NamePart.GIVEN)


def beside_numbers(words: TextWords) -> Iterator[Found]:
    """«87025556677 сандугаш», «Рукият 8702…», «(Гуля)» behind a number, «Бека @beka»."""
    for place in sorted({words.at(number) - 1 for number in words.reading.numbers}):
        gap = words.gap(place) if place >= 0 else words.gap_before(0)
        if len(gap) < _PHONE_DIGITS or sum(map(str.isdigit, gap)) < _PHONE_DIGITS:
            continue
        if place >= 0:
            called = words.form(place - 1) in cues.CALLED_FOR
            yield place, Likelihood.FIRM if called else Likelihood.SURE if words.opens(place) else Likelihood.CUED
        yield place + 1, Likelihood.SURE if ends_phrase(words, place + 1) else Likelihood.CUED
    at = words.reading.plain.find("@")
    while at > 0:
        place = words.at(at) - 1
        if place >= 0 and words.opens(place) and _HANDLE.fullmatch(words.gap(place)):
            yield place, Likelihood.SURE
        at = words.reading.plain.find("@", at + 1)
