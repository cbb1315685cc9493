"""Every name of a person in a text, whoever they are: for readers who may learn of nobody.

Rules
- `names` finds the citizen alone and spares officials; here a neighbour, a nurse and a director are all found.
- A name shows itself by a given name, a surname or a patronymic, in any case of Russian or Kazakh; beside it every
  capitalised word and initial belongs to it. After what somebody is to others (сосед, көршім, директор) one
  capitalised word is enough.
- A word too many is better than a name left: what is found is hidden, and nothing is decided by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .given_names import GIVEN_NAMES
from .name_cues import COMMON_WORDS, PLACES
from .name_words import TOKEN, Word, has_surname_ending, is_given, is_no_name, is_patronymic, name_words
from .reading import Reading, read
from .word_lists import word_set

MOST_WORDS = 6
_KAZAKH_ENDS = re.compile(
    r"(?<=[а-я]{3})(?:(?:ын|ин)?(?:ызга|изге|га|ге|ка|ке|на|не|нын|нин|дын|дин|тын|тин|ны|ни|ды|ди|ты|ти|да|де|та|те|"
    r"нда|нде|дан|ден|тан|тен|нан|нен|мен|бен|пен|ники|дики|тики|лар|лер|дар|дер|тар|тер)|мын|мин|м|ы|и|сы|си)$"
)
_RUSSIAN_ENDS = re.compile(
    r"(?<=[а-я]{3})(?:ого|ому|ыми|ими|ями|ами|иях|ах|ях|ых|им|ым|ом|ем|ой|ей|ою|ею|ую|юю|ия|ию|ии|ие|ью|ов|ев|а|я|у|ю|"
    r"ы|и|е)$"
)
_RUSSIAN_STARTS = ("", "а", "я", "ь", "и", "ия", "ел")
"""What the nominative may end with where another case had its ending: Мари-ей, Мари-я; Дан-ы, Дан-а."""
_LATIN_ENDS = re.compile(
    r"(?<=[a-z]{3})(?:ga|ge|qa|ka|ke|nyn|nin|dyn|din|tyn|tin|dan|den|tan|ten|men|ben|pen|a|u|y|e|om)$"
)
_SURE_SURNAME = re.compile(
    r"[а-я]{2,}(?:ов|ев|ова|ева|енко|ович|евич|овна|евна|ична|улы|кызы|кизы|швили|баев|беков|баева|бекова)"
    r"|[a-z]{2,}(?:ov|ova|ev|eva|enko|ovich|evich|ovna|evna|uly|kyzy|qyzy)"
)
_SURE_GENITIVES = word_set("вопросов районов домов часов рублев заводов законов городов садов годов голов основ здоров")
_ALSO_WORDS = word_set("рахмет сагат кымбат талап март марта толеген алан орынбасар орынбасары асел кайсар ерик")
"""Given names that, typed small, are words: thanks, hour, dear, demand, March, paid, field, deputy."""
_TO_OTHERS = word_set(
    """
    сосед соседка соседи коллега друг подруга знакомый знакомая брат сестра сын дочь муж жена супруг супруга дядя тетя
    врач медсестра санитарка фельдшер мастер методист воспитатель воспитательница тренер водитель охранник секретарь
    заместитель зам специалист господин госпожа товарищ полковник майор капитан лейтенант судья адвокат нотариус
    акционер менеджер оператор кассир продавец завхоз психолог классный шеф имени прораб подрядчик
    корши дос дади медбике дос жолдас агай апай ага апа тате аке шеше ини карындас сини ул кыз куйеу айел зайыб
    дуркер бастык орынбасар маман жургизуши мугалима тарбиеши тагы досым мырза ханым
    """
)
_ROLE_ENDS = re.compile(r"(?:ымнын|имнин|ымыз|имиз|ынын|инин|нын|нин|дын|дин|тын|тин|ымыздын|ым|им|м|сы|си|ы|и)$")


def find_people(text: str) -> tuple[tuple[int, int], ...]:
    """Where names of persons stand in *text*: sorted, none overlapping, as code point indices of *text*."""
    reading = read(text)
    found: list[tuple[int, int]] = []
    place = 0
    while match := TOKEN.search(reading.plain, place):
        words = list(name_words(reading, match.start(), most=MOST_WORDS))
        run = _name_at(words, reading)
        if run is None:
            place = match.end()
            continue
        start, end = run
        found.append((reading.origin[start], reading.origin[end - 1] + 1))
        place = max(end, match.end())
    return tuple(found)


def _name_at(words: Sequence[Word], reading: Reading) -> tuple[int, int] | None:
    """The name that begins with the first of *words*; None when it begins none."""
    run = _capitals(words)
    if not run:
        return _small_name(words)
    of_somebody = _follows_role(reading, run[0].start)
    sentence = _begins_sentence(reading, run[0].start)
    parts = [word for word in run if word.initial or _names(word)]
    if len(run) == 1 and sentence and not of_somebody:
        only = run[0].folded
        is_sure = any(is_given(form) or _SURE_SURNAME.fullmatch(form) for form in _forms(only))
        return (run[0].start, run[0].end) if is_sure and only not in _SURE_GENITIVES else None
    if not any(not word.initial for word in parts) and not (of_somebody or (parts and len(run) > 1)):
        return None
    loud = all(word.initial or reading.plain[word.start : word.end].isupper() for word in run)
    if loud and len(run) > 2 and not of_somebody:
        return (parts[0].start, parts[-1].end) if parts else None
    return run[0].start, run[-1].end


def _capitals(words: Sequence[Word]) -> list[Word]:
    """The capitalised words that *words* begin with, as far as they can be one name; a role or a place ends it."""
    run: list[Word] = []
    for word in words:
        if not (word.capital or word.initial) or (not word.initial and _is_other(word.folded)):
            break
        run.append(word)
    return run


def _small_name(words: Sequence[Word]) -> tuple[int, int] | None:
    """«иванова мария петровна», typed small: parts of names side by side, one of them a sure one, or a given name."""
    run: list[Word] = []
    for word in words:
        if word.capital or word.initial or _is_other(word.folded) or word.folded in _ALSO_WORDS or not _names(word):
            break
        run.append(word)
    sure = any(is_patronymic(form) or _is_listed(form) for word in run for form in _forms(word.folded))
    if len(run) == 1:
        sure = len(run[0].folded) > 4 and any(_is_listed(form) for form in _forms(run[0].folded))
    return (run[0].start, run[-1].end) if run and sure else None


def _is_listed(folded: str) -> bool:
    """Whether *folded* is a given name and no word that means something else as well."""
    return folded in GIVEN_NAMES and folded not in COMMON_WORDS | _ALSO_WORDS and len(folded) > 3


def _names(word: Word) -> bool:
    """Whether *word* is a given name, a surname or a patronymic in whatever case."""
    return any(is_given(form) or has_surname_ending(form) for form in _forms(word.folded))


def _forms(folded: str) -> Iterator[str]:
    """*folded* and what it may be in the nominative."""
    yield folded
    if (kazakh := _KAZAKH_ENDS.sub("", folded)) != folded:
        yield kazakh
        if (twice := _KAZAKH_ENDS.sub("", kazakh)) != kazakh:
            yield twice
    if (stem := _RUSSIAN_ENDS.sub("", folded)) != folded:
        yield from (stem + start for start in _RUSSIAN_STARTS)
    if (latin := _LATIN_ENDS.sub("", folded)) != folded:
        yield latin


def _is_other(folded: str) -> bool:
    """Whether *folded* is a role, a small word or a place, which no name has in it."""
    if is_no_name(folded) or folded in _TO_OTHERS:
        return True
    return any(form in PLACES for form in _forms(folded))


def _follows_role(reading: Reading, start: int) -> bool:
    """Whether the word before says what somebody is: «соседки Жанель», «көршім Бақытты»."""
    earlier = TOKEN.findall(reading.folded[max(0, start - 40) : start])
    between = reading.folded[max(0, start - 3) : start]
    if not earlier or not between.endswith(" ") or any(mark in between for mark in ".!?,;:\n"):
        return False
    forms = {*_forms(earlier[-1]), _ROLE_ENDS.sub("", earlier[-1])}
    forms |= {f"{form}ка" for form in forms if form.endswith(("д", "т"))} | {f"{form}к" for form in forms}
    return any(form in _TO_OTHERS or _is_role(form) for form in forms)


def _is_role(folded: str) -> bool:
    """Whether *folded* is what somebody does."""
    return folded in _OFFICIALS


_OFFICIALS = word_set(
    """
    директор начальник бастык бастыгы аким акими мугалим учитель учительница инспектор следователь прокурор бухгалтер
    заведующая заведующий завуч депутат министр руководитель глава президент работник работница сотрудник сотрудница
    пациент пациентка студент студентка мать отец мама папа бабушка дедушка пенсионер пенсионерка житель жительница
    гражданин гражданка дарыгер врачи окушы азамат азаматша басшы басшысы орынбасары
    """
)


def _begins_sentence(reading: Reading, start: int) -> bool:
    earlier = reading.plain[max(0, start - 6) : start].rstrip(" «\"'(")
    return not earlier or earlier[-1] in ".!?\n…-"
