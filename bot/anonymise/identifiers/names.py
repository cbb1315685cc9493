"""The citizen's own name: introductions and signatures, never every name.

Rules:
- after a sure cue («меня зовут», «менің атым», «С уважением,», «ФИО:») the words that look like a name are it;
  written small they must be a known name, or end the phrase and be no function word;
- after «я» and «мен» a name must be known and stand as subject; «мен Асқаров деген инспекторға …» speaks of
  another, and so does any case ending;
- a full name alone on the last line, or alone in the last sentence, is a signature;
- officials' names have no such cue and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import name_cues as cues
from .context import before
from .kinds import IdentifierKind, Span
from .name_runs import (
    after_roles,
    after_small_words,
    end_without_person,
    goes_on_in_case,
    is_set_off,
    is_subject,
    last_phrase,
    name_after_cue,
    name_before,
    name_run,
)
from .name_words import is_given, is_no_name, is_patronymic, name_words
from .reading import Reading


def find_names(reading: Reading) -> Iterator[Span]:
    """Yield the introductions and signatures of *reading*."""
    for finder in (_introduced, _signed, _as_subject, _presented, _sent_from, _called, _in_first_person, _beside_phone,
_at_the_end):
        for start, end in finder(reading):
            yield Span(start, end, IdentifierKind.SELF_NAME)


def _introduced(reading: Reading) -> Iterator[tuple[int, int]]:
    if not cues.may_hold(reading.folded, cues.INTRODUCTION_PARTS):
        return
    for cue in cues.INTRODUCTION.finditer(reading.folded):
        earlier = before(reading.folded, cue.start(), 70)
        if cues.OF_ANOTHER.search(earlier) or (cue[0] == " зовут " and not cues.SELF_CLAUSE.search(earlier)):
            continue
        words = list(name_words(reading, after_roles(reading, cue.end())))
        name = name_after_cue(words, reading, sure=True)
        if name and cues.BARE_SIGN.fullmatch(cue[0]) and words[0].end == name[1]:
            continue
        if not name:
            yield from _name_first(reading, cue)
            continue
        yield name
        more = cues.AND_SURNAME.match(reading.folded, name[1])
        if more and (second := name_after_cue(list(name_words(reading, more.end())), reading, sure=True)):
            yield second


def _name_first(reading: Reading, cue: re.Match[str]) -> Iterator[tuple[int, int]]:
    """«Айгүл атым», «Ләйлә меня зовут»: the name stands before the cue, which ends its phrase."""
    end = cue.start() + len(cue[0].rstrip(" ,.:\n-"))
    if not cues.NAME_MAY_COME_FIRST.match(cue[0]) or not cues.PAUSE.match(reading.folded, end):
        return
    words = name_before(reading, cue.start())
    if words and any(word.known for word in words):
        yield words[0].start, words[-1].end


def _signed(reading: Reading) -> Iterator[tuple[int, int]]:
    if not cues.may_hold(reading.folded, cues.SIGNATURE_PARTS):
        return
    for cue in cues.SIGNATURE.finditer(reading.folded):
        sure = cue["sure"] is not None
        words = list(name_words(reading, after_roles(reading, cue.end()) if sure else cue.end()))
        started = bool(words) and (words[0].capital or words[0].known)
        name = name_after_cue(words, reading, sure=sure) if started else None
        if name and (sure or cues.THANKS_END.match(reading.folded, name[1])):
            yield name
        elif cue["sure"] and (rest := cues.REST_OF_LINE.match(reading.folded, cue.end())):
            last = name_before(reading, rest.end())
            if last and last[0].start >= cue.end() and any(word.known for word in last):
                yield last[0].start, last[-1].end


def _as_subject(reading: Reading) -> Iterator[tuple[int, int]]:
    """«Я, Иванов Иван, …», «Мен Айгүл Серікова …»."""
    for cue in cues.SUBJECT.finditer(reading.folded):
        place = after_roles(reading, cue.end())
        words = name_run(list(name_words(reading, place)))
        end = words[-1].end if words else place
        pointed = bool(cue["mark"]) or cues.MARK_AFTER.match(reading.folded, end) is not None
        if not words and (small := _small_given(reading, place)):
            yield small
        at_once = place == cue.end()
        if not words or not (is_subject(words, pointed=pointed) or (at_once and is_set_off(words, reading))):
            continue
        if goes_on_in_case(reading, end) or (cue["kk"] and cues.SPOKEN_OF.match(reading.folded, end)):
            continue
        yield words[0].start, end_without_person(words)


def _small_given(reading: Reading, place: int) -> tuple[int, int] | None:
    """«я жанна, мама двоих детей»: a given name written small, with a pause after it."""
    word = next(name_words(reading, place), None)
    if word and is_given(word.folded) and word.folded not in cues.COMMON_WORDS and cues.PAUSE.match(reading.folded,
word.end):
        return word.start, word.end
    return None


def _presented(reading: Reading) -> Iterator[tuple[int, int]]:
    """«Это Светлана Юрьевна, мать ученика …»."""
    for cue in cues.PRESENTED.finditer(reading.folded):
        words = name_run(list(name_words(reading, cue.end())))
        if words and any(word.known for word in words) and cues.OF_ONESELF.match(reading.folded, words[-1].end):
            yield words[0].start, words[-1].end
    for cue in cues.CITIZEN.finditer(reading.folded):
        words = name_run(list(name_words(reading, cue.end())))
        if words and any(word.known for word in words) and cues.FIRST_PERSON.match(reading.folded, words[-1].end):
            yield words[0].start, words[-1].end


def _sent_from(reading: Reading) -> Iterator[tuple[int, int]]:
    """«От гражданки Ахметовой Г. К., …», «… тұрғыны Қожабаева Мәншүктен»."""
    for cue in cues.SENDER.finditer(reading.folded):
        if not cue["roles"] and not cues.LETTER_BEFORE.search(before(reading.folded, cue.start(), 16)):
            continue
        words = [word for word in name_words(reading, cue.end()) if word.capital]
        named = any(cues.GENITIVE.search(word.folded) or word.initial or word.known for word in words)
        if named and (cue["roles"] or len(words) > 1 or cues.SENDER_END.match(reading.folded, words[-1].end)):
            yield words[0].start, words[-1].end
    for cue in cues.RESIDENT.finditer(reading.folded):
        words = [word for word in name_words(reading, cue.end()) if word.capital]
        if words and cues.HEADER_END.match(reading.folded, words[-1].end):
            ablative = cues.ABLATIVE.search(words[-1].folded)
            yield words[0].start, words[-1].start + ablative.start() if ablative else words[-1].end


def _called(reading: Reading) -> Iterator[tuple[int, int]]:
    """«… деген азаматпын», «… боламын», «мені … деп атайды», «Ахметовамын»."""
    for cue in cues.CALLED_AFTER.finditer(reading.folded):
        found = name_before(reading, cue.start())
        words = [word for word in found if word.folded not in ("мени", "meni")]
        of_me = len(words) < len(found) or cues.ME_BEFORE.search(before(reading.folded, cue.start(), 60))
        if cue["they"] and not of_me:
            continue
        if words and (cue["they"] or cue["please"] or any(word.known for word in words)):
            yield words[0].start, end_without_person(words)
    for cue in cues.PERSON_ENDING.finditer(reading.folded):
        stem = cues.STEM.search(before(reading.folded, cue.start(), 22))
        start = cue.start() - len(stem[0]) if stem else 0
        if not stem or not reading.plain[start].isupper():
            continue
        if is_given(stem[0]) or cues.SURNAME_STEM.search(stem[0]):
            earlier = [word for word in name_before(reading, start) if word.known]
            yield (earlier[0].start if earlier else start), cue.start()


def _in_first_person(reading: Reading) -> Iterator[tuple[int, int]]:
    """«студенті Бекарыс жазып отыр», «Асем, мама первоклассника, хочу …», «меня, Тулегенова Марата, …»."""
    folded = reading.folded
    for cue in cues.AFTER_NAME_PRESENT.finditer(folded):
        words = name_before(reading, cue.start())
        if any(word.known for word in words):
            yield words[0].start, words[-1].end
    for cue in cues.CIVIL_BEFORE.finditer(folded):
        if not cues.POSSESSED.search(before(folded, cue.start(), 30)):
            yield from _known_run(reading, after_small_words(reading, cue.end()))
        earlier = before(folded, cue.start(), 80)
        name = cues.NAME_BEFORE_CIVIL.search(earlier)
        if name and (name.start() or len(earlier) < 80):
            yield from _known_run(reading, cue.start() - len(earlier) + name.start("name"))
    for cue in cues.US.finditer(folded):
        words = [word for word in name_words(reading, cue.end()) if word.capital]
        if len(words) > 1 and reading.plain[words[-1].end : words[-1].end + 1] == ",":
            yield words[0].start, words[-1].end


def _known_run(reading: Reading, place: int) -> Iterator[tuple[int, int]]:
    """A name in the nominative at *place*, in a sentence that speaks in the first person."""
    words = name_run(list(name_words(reading, place)))
    if not words or any(cues.CASE_ENDING.search(word.folded) and not word.known for word in words):
        return
    start, end = words[0].start, words[-1].end
    sentence = before(reading.folded, start, 90) + " " + reading.folded[end : end + 110]
    if any(word.known for word in words) and cues.IN_FIRST_PERSON.search(sentence):
        yield start, end


def _beside_phone(reading: Reading) -> Iterator[tuple[int, int]]:
    """«Нургалиева Б. 8 778 …», «87781123355 (Айгүл)»."""
    for phone in cues.PHONE.finditer(reading.figures):
        earlier = before(reading.folded, phone.start(), 60)
        match = cues.BEFORE_PHONE.search(earlier)
        if match and (len(earlier) < 60 or match.start()):
            shift = phone.start() - len(earlier)
            yield from _known_between(reading, shift + match.start("name"), shift + match.end("name"), given=False)
        if match := cues.AFTER_PHONE.match(reading.folded, phone.end()):
            yield from _known_between(reading, *match.span("name"), given=True)


def _known_between(reading: Reading, start: int, end: int, *, given: bool) -> Iterator[tuple[int, int]]:
    words = [word for word in name_words(reading, start) if word.end <= end]
    if not words or words[-1].end != end or not all(word.capital and not is_no_name(word.folded) for word in words):
        return
    if any(is_given(word.folded) or (not given and word.known) for word in words):
        yield words[0].start, end


def _at_the_end(reading: Reading) -> Iterator[tuple[int, int]]:
    start = last_phrase(reading.plain)
    words = list(name_words(reading, start)) if start else []
    whole = bool(words) and not reading.plain[words[-1].end :].strip(" .!\n")
    if not whole or not all(word.capital and not is_no_name(word.folded) for word in words):
        return
    earlier = before(reading.folded, start, 60).rstrip(" \n-")
    on_own_line = "\n" in reading.plain[len(reading.plain[:start].rstrip(" \n-")) : start]
    if earlier.endswith(",") and not cues.CLOSING.search(earlier[:-1]):
        return
    if earlier.endswith((":", "?", "-")) or cues.ROLE_AT_END.search(earlier) or not earlier:
        return
    known = [word for word in words if word.known]
    full = len(words) > 1 and bool(known) and not any(word.capital and word.initial for word in words[:-2])
    alone = len(words) == 1 and is_given(words[0].folded)
    sure = full and (on_own_line or any(is_given(word.folded) or is_patronymic(word.folded) for word in words))
    if sure or alone:
        yield words[0].start, words[-1].end
