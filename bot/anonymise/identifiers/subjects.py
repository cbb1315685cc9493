"""Where writers speak of themselves: «я, Иванов Иван, …», «мен … деген азаматпын», «это Светлана Юрьевна», «на меня
— …».

After «я» and «мен» the name must stand as their subject: «мен Асқаров деген инспекторға …» speaks of another.
"""

from __future__ import annotations

import re

from . import self_cues as cues
from .context import before
from .cued_names import after_role, is_no_self, own_run, says_where_from, without_person
from .name_parts import NAME, NamePart
from .name_runs import NameRun, name_run
from .people_words import CIVIL, FUNCTION, KIN, OFFICES, TITLES
from .wording import TextWords

_GREETING = re.compile(
    r"(?:здравствуйте|салем|салеметсиз бе|ассалаумагалейкум|саламатсыз ба|привет|добрый день|добрый вечер|"
    r"salem|salemetsiz be) $"
)


def as_subject(words: TextWords, place: int) -> tuple[int, int] | None:
    """«Я, Иванов Иван, …», «Мен Айгүл Серікова …», «мен сайран деген кісімін»."""
    folded, start = words.reading.folded, words.starts[place]
    gap = words.gap_before(place)
    if gap.endswith(("-", "–")) and gap[-2:-1].isdigit():
        return None
    cue = cues.SUBJECT.match(folded, start)
    if cue is None:
        return None
    first = words.at(cue.end())
    if first >= len(words.starts) or words.starts[first] != cue.end():
        return None
    opens = words.opens(place) or "," in gap or _GREETING.search(before(folded, start, 24)) is not None
    if cue["kk"] and (not opens or says_where_from(words.forms[first])):
        return None
    name = own_run(words, first)
    if (
        name is None
        and words.form(first + 1) in TITLES
        and words.forms[first] not in FUNCTION
        and cues.PAUSE.match(folded, words.ends[first + 1])
    ):
        return words.starts[first], words.ends[first + 1]
    if name is not None:
        return _subject_name(words, name, marked=bool(cue["mark"]))
    return after_role(words, first, subject=True)


def _subject_name(words: TextWords, name: NameRun, *, marked: bool) -> tuple[int, int] | None:
    folded = words.reading.folded
    if cues.SPOKEN_OF.match(folded, name.end):
        return None
    end = without_person(words, name)
    called = cues.AFTER_NAME.match(folded, name.end) is not None and not is_no_self(words, name)
    if end < name.end or called:
        return name.start, end
    if name.cased or not name.parts & NAME:
        titled = words.form(name.last + 1) in TITLES and not name.cased
        set_off = (
            words.reading.plain[name.start + 1 : name.end].islower()
            and cues.PAUSE.match(folded, name.end) is not None
            and not name.cased
            and words.gap(name.last)[:1] == ","
        )
        return (name.start, name.end) if (titled or set_off) and len(words.forms[name.first]) > 2 else None
    pointed = marked or cues.MARK_AFTER.match(folded, name.end) is not None
    if name.small:
        return (name.start, name.end) if name.sure and (name.full or cues.PAUSE.match(folded, name.end)) else None
    given = bool(name.parts & (NamePart.GIVEN | NamePart.PATRONYMIC)) and (name.sure or name.full)
    if not given and not name.full:
        pointed = marked or cues.PAUSE.match(folded, name.end) is not None
    return (name.start, name.end) if given or pointed or name.full else None


def by_presenting(words: TextWords, place: int) -> tuple[int, int] | None:
    """«Это Светлана Юрьевна, мать ученика …», «Бұл Сайран еді»."""
    cue = cues.PRESENTED.match(words.reading.folded, words.starts[place])
    first = words.at(cue.end()) if cue else 0
    if cue is None or first >= len(words.starts) or words.starts[first] != cue.end():
        return None
    name = name_run(words, first, strange=False) if words.kind(first) & NAME else None
    if name is None or name.cased:
        return None
    folded = words.reading.folded
    later = words.form(name.last + 1)
    role = words.gap(name.last) in (", ", " - ", " (", " – ") and (
        later in CIVIL
        or later in KIN
        or cues.FIRST_PERSON.search(
            re.split(r"[.!?\n]", folded[words.ends[name.last] : words.ends[name.last] + 70])[0] + " "
        )
    )
    greeting = (
        _GREETING.search(before(folded, words.starts[place], 20).rstrip(",. ") + " ") is not None
        and words.form(name.last + 1) not in OFFICES
    )
    asked = cue[0].startswith(("танымадын", "вас", "беспокоит", "бул мен", "это я", "это, я", "это - я"))
    title = later in TITLES and cues.AFTER_NAME.match(folded, words.ends[name.last + 1])
    sure = (
        role
        or greeting
        or asked
        or title
        or cues.AFTER_NAME.match(folded, name.end)
        or re.match(r" (?:гой|ғой|goi)(?![а-я])", folded[name.end : name.end + 6])
    )
    return (name.start, name.end) if sure else None


def of_me(words: TextWords, place: int) -> tuple[int, int] | None:
    """«меня, Сабита Шаймерденова», «на меня — Ганиеву Гульсум», «Мені, Гүлсімді, …»."""
    cue = cues.OF_ME.match(words.reading.folded, words.starts[place])
    first = words.at(cue.end()) if cue else 0
    if cue is None or first >= len(words.starts) or words.starts[first] != cue.end() or not words.is_capital(first):
        return None
    name = name_run(words, first, strange=False) if words.kind(first) & NAME else None
    if name is None:
        return None
    if cue[0].startswith("на имя") and not re.match(
        r"[^.!?\n]{0,40}(?:это я|мо[йяё])", words.reading.folded[name.end : name.end + 50]
    ):
        return None
    second = name.last + 2
    if words.form(name.last + 1) == "и" and words.kind(second) & NamePart.GIVEN and words.gap(second)[:1] == ",":
        return name.start, words.ends[second]
    ended = cues.PAUSE.match(words.reading.folded, name.end)
    return (name.start, name.end) if ended and (name.full or name.sure) else None


def called(words: TextWords, place: int) -> tuple[int, int] | None:
    """«Мені Төкен деп біледі», «маған ауылда Төкен дейді»."""
    folded = words.reading.folded
    for first in range(place + 1, min(place + 5, len(words.forms))):
        if not words.is_capital(first) or words.gap_before(first) not in (" ", ' "', " «"):
            if words.gap_before(first) != " ":
                return None
            continue
        last = first
        while words.is_capital(last + 1) and words.gap(last) == " ":
            last += 1
        called = cues.CALLED_AS.match(folded, words.ends[last] + (1 if words.gap(last)[:1] in '»"' else 0))
        return (words.starts[first], words.ends[last]) if called else None
    return None
