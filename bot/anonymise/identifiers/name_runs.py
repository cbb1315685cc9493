"""Where a name begins and ends among capitalised words, for `names`.

Rules:
- a name is up to four words on one line; a role or function word ends it, an unknown word with a case ending too;
- «-мын» at its end (Айгүлмін) is no part of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from . import name_cues as cues
from .context import before
from .name_words import Word, has_surname_ending, is_given, is_no_name, is_patronymic, name_words
from .reading import Reading


def after_small_words(reading: Reading, place: int) -> int:
    """Step over up to three words that are written small: «анасы», «5 «А» сынып оқушысының анасы, …»."""
    small = cues.SMALL_WORDS.match(reading.plain, place)
    return small.end() if small else place


def last_phrase(plain: str) -> int:
    """Where the last line begins, or the last sentence if the last line holds several; 0 if there is no earlier."""
    tail = before(plain, len(plain), 90)
    breaks = [match.end() for match in cues.PHRASE_START.finditer(tail)]
    return len(plain) - len(tail) + breaks[-1] if breaks else 0


def after_roles(reading: Reading, place: int) -> int:
    """Step over «житель», «гражданка РК», «пенсионерка» and the like before a name."""
    match = cues.ROLES_BETWEEN.match(reading.folded, place)
    return match.end() if match else place


def name_after_cue(words: Sequence[Word], reading: Reading, *, sure: bool) -> tuple[int, int] | None:
    """The name that *words* begin with, after a cue; None if they begin with none."""
    run = name_run(words)
    if run:
        if sure or any(word.known or word.initial for word in run):
            return run[0].start, end_without_person(run)
        return None
    if not words or is_no_name(words[0].folded) or not sure or words[0].capital:
        return None
    first, *others = words
    if not first.known and not cues.PHRASE_END.match(reading.folded, first.end):
        return None
    if cues.VERB.search(first.folded) and not first.known:
        return None
    end = first.end
    for word in others:
        if not word.known:
            break
        end = word.end
    return first.start, end


def name_run(words: Sequence[Word]) -> list[Word]:
    """The capitalised words that *words* begin with, as far as they can be one name."""
    run: list[Word] = []
    for word in words:
        if not (word.capital or (run and cues.SMALL_PART.fullmatch(word.folded))) or _ends_name(run, word):
            break
        if len(run) >= 1 and not (word.known or word.initial) and not _can_follow(run, word):
            break
        run.append(word)
    return run


def _ends_name(run: Sequence[Word], word: Word) -> bool:
    """Whether *word* is a role or function word; «Ли» after a given name is a surname all the same."""
    if run and word.capital and word.folded in cues.SHORT_SURNAMES and is_given(run[0].folded):
        return False
    return is_no_name(word.folded)


def _can_follow(run: Sequence[Word], word: Word) -> bool:
    """Whether an unknown capitalised *word* can be a further part of the name in *run*."""
    return len(run) < 3 and not cues.CASE_ENDING.search(word.folded) and word.folded not in cues.PLACES


def goes_on_in_case(reading: Reading, end: int) -> bool:
    """Whether the name goes on with a word in a case: «Мен Серік Омаровқа …» speaks of another."""
    following = next(name_words(reading, end + 1), None) if reading.plain[end : end + 1] == " " else None
    return following is not None and following.capital and cues.KAZAKH_CASE.search(following.folded) is not None


def is_set_off(words: Sequence[Word], reading: Reading) -> bool:
    """One unknown capitalised word between «я» and a comma: «Мен Жанель, студентпін»."""
    last = words[-1]
    strange = cues.CASE_ENDING.search(last.folded) or last.folded in cues.PLACES or len(last.folded) < 3
    set_off = reading.plain[last.end : last.end + 1] == "," or cues.CALLED_CITIZEN.match(reading.folded, last.end)
    return not strange and not words[0].initial and bool(set_off)


def is_subject(words: Sequence[Word], *, pointed: bool) -> bool:
    last = words[-1].folded
    if any(cues.CASE_ENDING.search(word.folded) and not word.known for word in words):
        return False
    given = any(is_given(word.folded) or is_patronymic(word.folded) for word in words)
    if given or cues.PERSON_END.search(last):
        return True
    initials = any(word.initial for word in words)
    return (pointed or len(words) > 1) and (initials or any(has_surname_ending(word.folded) for word in words))


def end_without_person(words: Sequence[Word]) -> int:
    """The end of the name without «-мын»: Айгүлмін is Айгүл."""
    last = words[-1]
    ending = cues.PERSON_END.search(last.folded)
    if ending and not is_given(last.folded) and (is_given(last.folded[: ending.start()]) or len(last.folded) > 8):
        return last.start + ending.start()
    return last.end


def name_before(reading: Reading, end: int) -> list[Word]:
    """The capitalised words right before *end*, up to three."""
    match = cues.CAPITALS_BEFORE.search(before(reading.plain, end, 70))
    if not match:
        return []
    words = [word for word in name_words(reading, end - len(match[0])) if word.end <= end]
    while words and not words[-1].capital and cues.SMALL_TITLE.match(words[-1].folded):
        words.pop()
    first = next((place for place in range(len(words), 0, -1) if not words[place - 1].capital), 0)
    return [word for word in words[first:] if not is_no_name(word.folded)]
