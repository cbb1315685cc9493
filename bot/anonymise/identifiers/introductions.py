"""Where writers say who they are: a phrase and their name behind it («меня зовут», «от кого», «с уважением»).

Rules
- After a sure phrase any capitalised words are the name; typed small they must be a known name, or end the phrase
  there.
- What the writer is may stand between: «пишет сменный мастер Шаймерденов»; a preposition that speaks of others may not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from . import self_cues as cues
from .context import before
from .cued_names import after_role, name_after
from .name_parts import NAME, NamePart
from .name_runs import TITLE, name_run
from .people_words import POSTS
from .subjects import as_subject, by_presenting, called, of_me
from .word_lists import word_set
from .wording import TextWords

_OF_WHERE = re.compile(r" (?:из|с|со) (?:\d{1,3} )?[а-я]{4,14}(?: [а-я]{4,14})?(?=[.,!\n]|$)")
_CALLED = word_set("мама папа бабушка дедушка тетя дядя баба дед апа ага")
_FURTHER = word_set("фамилия фамилиям имя отчество тегим жоним есимим атым фам tegim familiyam")
_ENDS_OF_PAST = (
    "ли", "лись", "ла", "лась", "ть", "ться", "ют", "ят", "ды", "ди", "ген", "ган", "аймын", "еймин", "амын", "емин",
    "ймын", "ймин",
)  # fmt: skip
"""«Мои данные продали»: a verb behind the phrase is no name typed small."""
_OF_ANOTHER = re.compile(
    r"(?:его|ее|их|оны|онын|директор\w{0,4}|инспектор\w{0,4}|врач\w?|бастык\w{0,4}|дарыгер\w{0,4}|начальник\w?|"
    r"анонимн\w{2}|знаю|узнали|актиде|актиге)\s$"
)


def introduced(words: TextWords) -> list[tuple[int, int]]:
    """The names by which the writer introduces themselves, without what stands around them."""
    found: list[tuple[int, int]] = []
    near = 0
    for place, form in enumerate(words.forms):
        if place <= near and found and (more := _goes_on(words, place, found[-1][1])):
            found.append(more)
        elif form in _RULES and (form not in _SECOND or words.form(place + 1) in _SECOND[form]):
            for rule in _RULES[form]:
                if name := rule(words, place):
                    found.append(name)
                    near = words.at(name[1]) + 1
                    break
    return [(_with_kin(words, start), _with_title(words, end)) for start, end in found]


def _with_kin(words: TextWords, start: int) -> int:
    """The start of a name that begins at *start*, with «бабушка», «тётя» before it."""
    place = words.at(start) - 1
    return words.starts[place] if words.form(place) in _CALLED and words.gap(place) == " " else start


def _with_title(words: TextWords, end: int) -> int:
    """The end of a name that ends at *end*, with «апай», «ағаларың» behind it."""
    title = TITLE.match(words.reading.folded, end)
    end = title.end() if title else end
    nickname = _OF_WHERE.match(words.reading.folded, end)
    if nickname and words.reading.plain[end : nickname.end()].islower():
        return nickname.end()
    return end


def _goes_on(words: TextWords, place: int, end: int) -> tuple[int, int] | None:
    """What of the writer's name stands at word *place*, behind the part that ended at *end*."""
    if words.starts[place] <= end:
        return None
    if _next_line_goes_on(words, place, end):
        return words.starts[place], words.ends[place]
    if words.forms[place] in _FURTHER and words.starts[place] - end < 8:
        return name_after(words, words.ends[place], sure=False)
    return None


def _next_line_goes_on(words: TextWords, place: int, end: int) -> bool:
    """Whether word *place* is the surname or patronymic of a name that ended at *end* with its message."""
    gap = words.gap_before(place)
    if "\n" not in gap or gap.strip() or words.ends[place - 1] != end or not words.is_capital(place):
        return False
    kind = words.kind(place)
    return bool(kind & (NamePart.SURNAME | NamePart.PATRONYMIC)) and not kind & NamePart.CASED


def _by_phrase(words: TextWords, place: int) -> tuple[int, int] | None:
    folded, start, form = words.reading.folded, words.starts[place], words.forms[place]
    cue = cues.INTRODUCTION.match(folded, start)
    if cue is None:
        return None
    earlier = before(folded, start, 24)
    if _OF_ANOTHER.search(earlier):
        return None
    earlier_name = place - 2 if words.form(place - 1) in ("менин", "menin") else place - 1
    given = words.kind(earlier_name) & NamePart.GIVEN and words.gap(earlier_name) == " "
    if given and re.search(r"[.,!\n] ?$", cue[0]):
        return None
    bare = cue[0].rstrip(" :-,.\n") in cues.BARE
    marked = re.search(r"[:\-\n]", cue[0]) is not None
    if cue[0].startswith("от кого") and earlier.rstrip()[-1:] not in ("", "\n", "."):
        return None
    name = name_after(words, cue.end(), sure=marked or not bare)
    first = words.at(cue.end())
    if name and not words.is_capital(first) and words.form(first).endswith(_ENDS_OF_PAST) and not words.kind(first):
        return None
    if name is None or (bare and not marked and not _is_known(words, name)):
        return None
    at_once = words.starts[first] == name[0] and words.form(first) not in POSTS
    if (bare and not at_once and not marked and form != "пишет") or ("." in cue[0][-3:] and not at_once):
        return None
    if form.startswith("подписал") and ":" not in cue[0]:
        return None
    if form in ("подпись", "колы", "кол") and not marked and not cues.PAUSE.match(folded, name[1]):
        return None
    return None if bare and _speaks_of_post(words, name) else name


def _speaks_of_post(words: TextWords, span: tuple[int, int]) -> bool:
    """«авторы Сәкен Жүнісов, …», «қолы Сәкен Жүнісов, директор»: a post or a book behind the name."""
    last = words.at(span[1]) - 1
    later = words.reading.folded[span[1] : span[1] + 40]
    return words.form(last + 1) in POSTS or re.match(r", (?:китап|том|книг|учебник|оулык)", later) is not None


def _is_known(words: TextWords, span: tuple[int, int]) -> bool:
    place = words.at(span[0])
    kind = words.kind(place)
    return bool(kind & (NAME | NamePart.INITIAL)) and not kind & NamePart.WEAK


def _by_line(words: TextWords, place: int) -> tuple[int, int] | None:
    """«Имя: Рауза», «От: Досмагамбетова Р.К.» at the beginning of a line or a sentence."""
    if not words.opens(place):
        return None
    cue = cues.LINE_CUE.match(words.reading.folded, words.starts[place])
    if cue is None or words.gap_before(place).endswith((";", ":")):
        return None
    return name_after(words, cue.end(), sure=True)


def _let_it_be(words: TextWords, place: int) -> tuple[int, int] | None:
    """«как зовут, не важно, ну пусть Кукен»."""
    if not words.is_capital(place + 1):
        return None
    told = re.search(r"(?:зовут|звать|имя|назов)[^.!?\n]{0,40}$", before(words.reading.folded, words.starts[place], 60))
    return name_after(words, words.ends[place], sure=False) if told else None


def _by_signature(words: TextWords, place: int) -> tuple[int, int] | None:
    cue = cues.SIGNATURE.match(words.reading.folded, words.starts[place])
    if cue is None:
        return None
    yours = cue[0].startswith("ваш")
    name = name_after(words, cue.end(), sure=True) or _ends_line(words, cue.end())
    if name is None or (yours and (words.form(words.at(cue.end())) in POSTS or not _is_known(words, name))):
        return None
    first = words.at(name[0])
    small_and_strange = not words.is_capital(first) and not words.kind(first)
    return None if small_and_strange and not cues.PHRASE_END.match(words.reading.folded, name[1]) else name


def _ends_line(words: TextWords, place: int) -> tuple[int, int] | None:
    """«Құрметпен, көп балалы ана Назерке»: a known name that ends the line behind the greeting."""
    stop = words.reading.plain.find("\n", place)
    end = len(words.reading.plain) if stop < 0 else stop
    last = words.at(end) - 1
    if (
        end - place > 70
        or last < 0
        or words.starts[last] < place
        or words.reading.plain[words.ends[last] : end].strip(" .!)")
    ):
        return None
    first = last
    while (
        words.starts[first - 1] >= place
        and words.gap(first - 1) in (" ", ". ", ".")
        and words.kind(first - 1)
        and words.is_capital(first - 1)
    ):
        first -= 1
    name = (
        name_run(words, first, strange=True)
        if words.kind(first) & (NAME | NamePart.INITIAL) and words.is_capital(first)
        else None
    )
    return (name.start, name.end) if name and (name.sure or name.full) else None


def _by_thanks(words: TextWords, place: int) -> tuple[int, int] | None:
    """«Рахмет! Айгүл»: a known name that ends its line behind thanks."""
    cue = cues.THANKS.match(words.reading.folded, words.starts[place])
    first = words.at(cue.end()) if cue else 0
    if cue is None or first >= len(words.starts) or words.starts[first] != cue.end() or "\n" in cue[0][:-1].strip():
        return None
    name = name_run(words, first, strange=True) if words.kind(first) else None
    if name is None or name.first != first or name.cased or not name.sure:
        return None
    at_end = not words.reading.plain[name.end :].strip(" .!")
    marked = any(mark in cue[0] for mark in ".!\n)") or (
        at_end and cue[0].startswith(("заранее", "алдын", "рахмет сиз"))
    )
    return (name.start, name.end) if marked and cues.THANKS_END.match(words.reading.folded, name.end) else None


def _by_contact(words: TextWords, place: int) -> tuple[int, int] | None:
    cue = cues.CONTACT.match(words.reading.folded, words.starts[place])
    if cue is None:
        return None
    first = words.at(cue.end())
    name = name_run(words, first, strange=True) if words.kind(first) & NAME else None
    if name is None or not name.sure or name.first != first or words.starts[first] > cue.end() + 16:
        return None
    marked = (
        ":" in cue[0]
        or cues.PHONE_AFTER.match(words.reading.folded, name.end)
        or cues.PHONE_BEFORE.search(before(words.reading.folded, cue.start(), 40))
    )
    return (name.start, name.end) if marked else None


def _sent_from(words: TextWords, place: int) -> tuple[int, int] | None:
    """«От гражданки Ахметовой Г. К., …»."""
    folded, start = words.reading.folded, words.starts[place]
    cue = cues.SENDER.match(folded, start)
    if cue is None or not (cues.LETTER_BEFORE.search(before(folded, start, 34)) or cue["roles"]):
        return None
    letter = cues.LETTER_BEFORE.search(before(folded, start, 34)) is not None
    first = words.at(cue.end())
    kind = words.kind(first)
    if kind & (NAME | NamePart.INITIAL | NamePart.UNKNOWN) and words.starts[first] <= cue.end() + 1:
        name = name_run(words, first, strange=False)
        ended = re.match(r"\s{0,2}(?:[\n,(:+\d]|$|тел|прожив)", folded[name.end : name.end + 10]) if name else None
        return (
            (name.start, name.end)
            if name and name.parts & NAME and (cue["roles"] or (name.full or name.sure) and (name.full or ended))
            else None
        )
    return after_role(words, first, subject=False) if letter else None


def _resident(words: TextWords, place: int) -> tuple[int, int] | None:
    """«… тұрғыны Қожабаева Мәншүктен»."""
    folded = words.reading.folded
    first = place + 1
    if words.gap(place) != " " or not words.is_capital(first):
        return None
    name = name_run(words, first, strange=False) if words.kind(first) & NAME else None
    if name is None:
        return None
    ablative = re.search(r"(?:дан|ден|тан|тен|нан|нен|dan|den|tan|ten)$", words.forms[name.last])
    header = re.match(
        r"\s{0,2}(?:$|\n|отиниш|арыз|шагым|[,.]?\s?тел|,\s[^.\n]{0,60}\d|,\s(?:\w+\s){0,4}\w+(?:мын|мин|пын|пин|"
        r"бын|бин)(?![а-я]))",
        folded[name.end : name.end + 90],
    )
    if not header:
        return None
    return name.start, name.end - len(ablative[0]) if ablative and name.cased else name.end


_Rule: TypeAlias = Callable[[TextWords, int], tuple[int, int] | None]
_BY_WORD: tuple[tuple[frozenset[str], _Rule], ...] = (
    (cues.INTRODUCTION_FIRST, _by_phrase),
    (cues.LINE_FIRST, _by_line),
    (cues.SIGNATURE_FIRST, _by_signature),
    (cues.THANKS_FIRST, _by_thanks),
    (cues.CONTACT_FIRST, _by_contact),
    (word_set("я ya мен men"), as_subject),
    (cues.PRESENTED_FIRST, by_presenting),
    (word_set("меня мне мной мною себя мени маган менин бизге биздин мы на"), of_me),
    (word_set("мени маган meni magan меня"), called),
    (word_set("от"), _sent_from),
    (word_set("пусть ну допустим скажем"), _let_it_be),
    (word_set("тургын тургыны азаматы азаматшасы turgyny azamaty"), _resident),
)
_SECOND = {
    "с": word_set("вами уважением ув наилучшими глубоким большим искренним огромным надеждой"),
    "к": word_set("вам"),
    "мы": word_set("с"),
    "на": word_set("имя меня"),
}
"""What must follow the most frequent words that a phrase can begin with."""
_RULES: dict[str, list[_Rule]] = {}
for _forms, _rule in _BY_WORD:
    for _form in _forms:
        _RULES.setdefault(_form, []).append(_rule)
