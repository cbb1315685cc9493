"""Whether a name stands where writers sign: alone at the end, beside their telephone or home, beside what they are.

Rules
- At the end: a full name, or a name that is hardly another word, as the last phrase or on a line of its own, in the
  nominative; not behind a post («Деньги берёт завуч. Сания Ермековна») or a question for a name, not in capitals
  all through.
- Beside a telephone: behind or before it, in a phrase that begins with the name.
- «Кусаинова Динара Есенжоловна, мать троих детей», «Ерсаин Калижан, житель села Сенек»: a name that opens its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import self_cues as cues
from .context import before
from .cued_names import is_no_self
from .localities import is_town
from .name_parts import NAME, NamePart
from .name_runs import NameRun
from .people_words import CIVIL, FIRMS, KIN, OFFICES, POSTS
from .word_lists import word_set
from .wording import TextWords

_FAMILY = KIN - CIVIL
_NO_SIGNERS = POSTS | FIRMS
_POSSESSED = word_set("моя мой мои моей моего наша наш его ее их менин биздин онын одна один бир")
_REST = re.compile(r"[\s.!,)»\"-]*$")
_DIGIT = re.compile(r"[0-9]")
_WORD = re.compile(r"[^\W\d_]+")
_FEW_WORDS = re.compile(r"\s?[,\-(–]\s?(?:[а-яa-z0-9«»\"\-]{1,16}\s){0,4}?$")


_SIGNED = word_set("кол колы подпись")
DATED = re.compile(
    r"(?:г\.?|года|ж\.?|жыл\w{0,2}|\d{4}|\d (?:январ|феврал|март|апрел|ма|июн|июл|август|сентябр|октябр|ноябр|декабр|"
    r"кантар|акпан|наурыз|сауир|мамыр|маусым|шилде|тамыз|кыркуйек|казан|караша|желтоксан)[а-я]{0,2}|\d\.[01]\d(?:\.\d\d)?)[,.]?\s{0,40}\Z"
)
"""The day that stands before a signature, with what parts them."""
_REPUBLICS = ("рк", "кр", "рф")
_AFTER_INITIALS = re.compile(r"\. {0,2}(?:\Z|\n|, ?[^\n,.]{3,40}(?:[,.\n]|\Z))")


def initials_alone(words: TextWords) -> Iterator[tuple[int, int]]:
    """«М.Ж., Сәтбаев қаласы», «Қол: Н.Б.»: two or three initials that have a line for themselves, or open it."""
    for first in words.capitals:
        if len(words.forms[first]) > 1 or not _begins_line(words, first):
            continue
        last = first
        while last - first < 2 and words.gap(last) in (".", ". ") and len(words.form(last + 1)) == 1:
            last += 1
        initials = "".join(words.forms[first : last + 1])
        ended = _AFTER_INITIALS.match(words.reading.plain, words.ends[last])
        if last > first and ended and initials not in _REPUBLICS and words.is_capital(last):
            yield words.starts[first], words.ends[last] + 1


def _begins_line(words: TextWords, place: int) -> bool:
    signed = words.form(place - 1) in _SIGNED
    place -= signed
    return place == 0 or "\n" in words.gap_before(place)


def is_signature(words: TextWords, name: NameRun) -> bool:
    """Whether *name* is the writer's own, by its place."""
    folded = words.reading.folded
    earlier = words.form(name.first - 1) if "\n" not in words.gap_before(name.first) else ""
    if earlier in OFFICES or earlier in KIN or earlier in FIRMS:
        return _is_own_post(words, name)
    if (
        words.form(name.last + 1) in cues.AFTER_FIRST
        and cues.AFTER_NAME.match(folded, name.end)
        and not name.cased
        and (name.sure or name.full or name.parts & NamePart.GIVEN or not words.opens(name.first))
        and not _follows_and(words, name)
        and not is_no_self(words, name)
    ):
        return True
    if _beside_phone(words, name):
        return True
    if name.cased:
        return False
    return _at_the_end(words, name) or _beside_what_they_are(words, name) or _before_home(words, name)


def _follows_and(words: TextWords, name: NameRun) -> bool:
    """Whether the name is the second of two: «дәрігер мен Сәкен»."""
    called = re.match(r" (?:деген|degen) ", words.reading.folded[name.end : name.end + 7])
    return (
        words.form(name.first - 1) in ("мен", "бен", "пен", "и", "деген")
        and words.gap_before(name.first) == " "
        and not called
    )


def _is_own_post(words: TextWords, name: NameRun) -> bool:
    """«Председатель КСК «Тополь» Воронова Алла»: the last line, which begins with a post that no office has."""
    folded = words.reading.folded
    line = folded[folded.rfind("\n", 0, name.start) + 1 : name.start]
    own = line.split(" ", 1)[0] in ("председатель", "бригадир", "сторож", "вахтер", "охранник", "водитель", "продавец")
    return own and name.full and not name.cased and not _REST.sub("", folded[name.end :]) and len(line) < 60


def _beside_phone(words: TextWords, name: NameRun) -> bool:
    folded = words.reading.figures
    if not words.has_number(name.start - 40, name.end + 24):
        return False
    if not (
        _DIGIT.search(folded, name.end, name.end + 24) or _DIGIT.search(folded, max(0, name.start - 6), name.start)
    ):
        return False
    opens = words.opens(name.first) or "," in words.gap_before(name.first)
    sure = (bool(name.parts & NamePart.GIVEN) and not name.small) or (
        name.full
        or name.sure
        or bool(name.parts & NamePart.INITIAL)
        or (name.parts == NamePart.UNKNOWN and ":" in words.gap_before(name.first))
    )
    if cues.PHONE_AFTER.match(folded, name.end):
        starts = opens or words.form(name.first - 1) in (
            "звонить",
            "звоните",
            "спросить",
            "контакт",
            "сураныз",
            "адам",
            "связь",
        )
        return (
            sure
            and starts
            and words.form(name.first - 1) not in POSTS
            and not (name.cased and not name.parts & NamePart.PATRONYMIC and opens)
        )
    if not cues.PHONE_BEFORE.search(before(folded, name.start, 60)):
        return False
    ended = cues.PAUSE.match(folded, name.end) is not None or (name.small and not name.full)
    shown = re.search(r"(?:перев[её]л\w?|аудар\w*|скинул\w?|салды\w*)[^.!?\n]{0,40}$", before(folded, name.start, 70))
    return sure and not name.cased and (ended or name.full) and not shown and words.form(name.last + 1) not in POSTS


def _at_the_end(words: TextWords, name: NameRun) -> bool:
    """Whether *name* is the last phrase of the text, or stands on a line of its own near its end."""
    plain, folded = words.reading.plain, words.reading.folded
    if name.first == 0 or not words.opens(name.first):
        return False
    gap = words.gap_before(name.first)
    last = _REST.match(plain, name.end) is not None or _is_title_and_end(words, name)
    own_line = "\n" in gap and plain.startswith("\n", name.end)
    if not (last or own_line):
        return False
    if name.small and not ("\n" in gap and name.full and name.sure):
        return False
    earlier = before(folded, name.start, 90).rstrip(" \n-—–*_")
    if not earlier or earlier[-1] in ":,;" and not cues.CLOSING.search(earlier[:-1]):
        return False
    if _asks_for_name(words, name) or cues.NO_SIGNER.search(earlier.rstrip(".!")) or _all_loud(words, name):
        return False
    if name.full:
        return bool(name.parts & NAME) and (name.sure or "\n" in gap or bool(name.parts & NamePart.INITIAL))
    if name.first == name.last and is_town(words.forms[name.first]):
        return False
    surname = bool(name.parts & NamePart.SURNAME) and name.sure
    if name.first == name.last and name.parts & NamePart.SURNAME and DATED.search(earlier):
        return True
    return name.first == name.last and name.sure and (surname or bool(name.parts & NamePart.GIVEN)) and not name.small


_TITLE_AND_END = re.compile(
    r" (?:апай|агай|апа|ага|ата|аже|апке|карт|шал|кемпир|карыя|кария|аксакал|кажы|опа|ака|тате)[.!\s]*\Z"
)


def _is_title_and_end(words: TextWords, name: NameRun) -> bool:
    return _TITLE_AND_END.match(words.reading.folded, name.end) is not None


def _asks_for_name(words: TextWords, name: NameRun) -> bool:
    """«Деньги берёт завуч. Сания Ермековна»: the sentence before speaks of a post, whose name this is."""
    if "\n" in words.gap_before(name.first):
        return False
    if words.form(name.first - 1) in _NO_SIGNERS:
        return True
    if name.parts & NamePart.SURNAME or not name.parts & NamePart.PATRONYMIC:
        return False
    for place in range(name.first - 1, max(name.first - 8, -1), -1):
        if words.forms[place] in OFFICES:
            return True
        if place < name.first - 1 and any(mark in words.gap(place) for mark in ".!?\n"):
            break
    return False


def _all_loud(words: TextWords, name: NameRun) -> bool:
    return len(words.forms) > 3 and words.reading.plain[: name.start].upper() == words.reading.plain[: name.start]


def _beside_what_they_are(words: TextWords, name: NameRun) -> bool:
    """«Абдуали Тимур, сторож», «Дорога плохая. Житель села Ерсаин Калижан»."""
    if not (name.full or name.sure) or name.small:
        return False
    folded = words.reading.folded
    if words.opens(name.first) and words.gap(name.last)[:2] in (", ", " -", " (", "\n", ",\n"):
        for place in range(name.last + 1, min(name.last + 5, len(words.forms))):
            if words.forms[place] in CIVIL:
                return _ends_or_me(folded, words.ends[place])
            if (
                words.forms[place] in POSTS
                or any(mark in words.gap(place - 1)[1:] for mark in ".!?")
                or "," in words.gap(place)
            ):
                break
    return _behind_what_they_are(words, name)


def _behind_what_they_are(words: TextWords, name: NameRun) -> bool:
    """«тұрғыны Айгүл Серікова, …»: what the writer is opens the sentence, which speaks of «me»."""
    folded = words.reading.folded
    for place in range(name.first - 1, max(name.first - 7, -1), -1):
        gap = words.gap(place)
        if gap != " " and any(mark in gap for mark in ".!?\n:") and words.forms[place] != "гр":
            return False
        if words.forms[place] in OFFICES or words.forms[place] in _FAMILY:
            return False
        if words.forms[place] in CIVIL and not _is_possessed(words, place):
            sentence = _sentence(folded, words.starts[place], name.end)
            return bool(cues.FIRST_PERSON.search(sentence)) or (
                _REST.match(folded, name.end) is not None and words.opens(place)
            )
    return False


def _is_possessed(words: TextWords, place: int) -> bool:
    return words.form(place - 1) in _POSSESSED


def _sentence(folded: str, start: int, end: int) -> str:
    """What the sentence says before *start* and behind *end*, as far as it is near."""
    earlier = re.split(r"[.!?\n]", before(folded, start, 60))[-1]
    later = re.split(r"[.!?\n]", folded[end : end + 110])[0]
    return f" {earlier} | {later} "


def _ends_or_me(folded: str, end: int) -> bool:
    """Whether the sentence ends soon behind *end* without a verb of others, or speaks in the first person."""
    later = re.split(r"[.!?\n]", folded[end : end + 120])[0]
    if cues.FIRST_PERSON.search(f" {later} "):
        return True
    return len(_WORD.findall(later)) <= 4 and "," not in later


def _before_home(words: TextWords, name: NameRun) -> bool:
    """«Воронова Алла Игнатьевна ул. Ардагер, 51», «Сабырбай Зағира, Ұштаған ауылы»: who signs with their home."""
    if not (name.full and words.opens(name.first)):
        return False
    folded = words.reading.folded
    return cues.HOME_AFTER.match(folded, name.end) is not None or cues.BIRTH_AFTER.match(folded, name.end) is not None
