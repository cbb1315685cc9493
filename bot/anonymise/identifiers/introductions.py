"""Where writers say who they are: a phrase and their name behind it («меня зовут», «мен … деген азаматпын», «от кого»).

Rules
- After a sure phrase any capitalised words are the name; typed small they must be a known name, or end the phrase there.
- What the writer is may stand between: «пишет сменный мастер Шаймерденов»; a preposition that speaks of others may not.
- After «я» and «мен» the name must stand as their subject: «мен Асқаров деген инспекторға …» speaks of another.
"""

from __future__ import annotations

import re

from . import self_cues as cues
from .context import before
from .name_parts import NAME, Part
from .name_runs import TITLE, Name, Words
from .people_words import CIVIL, FUNCTION, KIN, POSTS, TITLES

_BETWEEN = re.compile(r"[\s:\-–—,=.\"«'(№\d]{0,8}")
_MAY_STAND_BETWEEN = frozenset("из с со на в он она же и по г города города село села школы дома рынка базара аула маған простой простая обычный бывший бывшая".split())
_PERSON_END = re.compile(cues.FIRST_ENDING + "$")
_NO_SUBJECT_BEFORE = re.compile(r"[\w»\"] $")
_GREETING = re.compile(r"(?:здравствуйте|салем|салеметсиз бе|ассалаумагалейкум|саламатсыз ба|сәлем|привет|добрый день|добрый вечер|salem|salemetsiz be) $")


def introduced(words: Words) -> list[tuple[int, int]]:
    """The names by which the writer introduces themselves, without what stands around them."""
    found: list[tuple[int, int]] = []
    for place, form in enumerate(words.forms):
        if found and words.starts[place] > found[-1][1] and _next_line_goes_on(words, place, found[-1][1]):
            found.append((words.starts[place], words.ends[place]))
        elif found and form in _FURTHER and 0 <= words.starts[place] - found[-1][1] < 8:
            if further := name_after(words, words.ends[place], sure=False):
                found.append(further)
        elif form in _RULES:
            for rule in _RULES[form]:
                if name := rule(words, place):
                    found.append(name)
                    break
    return [(start, _with_title(words, end)) for start, end in found]


def _with_title(words: Words, end: int) -> int:
    """The end of a name that ends at *end*, with «апай», «ағаларың» behind it."""
    title = TITLE.match(words.reading.folded, end)
    return title.end() if title else end


def _next_line_goes_on(words: Words, place: int, end: int) -> bool:
    """Whether word *place* is the surname or patronymic of a name that ended at *end* with its message."""
    gap = words.gap_before(place)
    if "\n" not in gap or gap.strip() or words.ends[place - 1] != end or not words.is_capital(place):
        return False
    kind = words.kind(place)
    return bool(kind & (Part.SURNAME | Part.PATRONYMIC)) and not kind & Part.CASED


def _by_phrase(words: Words, place: int) -> tuple[int, int] | None:
    folded, start, form = words.reading.folded, words.starts[place], words.forms[place]
    cue = cues.INTRODUCTION.match(folded, start)
    if cue is None:
        return None
    earlier = before(folded, start, 24)
    if _OF_ANOTHER.search(earlier):
        return None
    bare = cue[0].rstrip(" :-,.\n") in cues.BARE
    marked = re.search(r"[:\-\n]", cue[0]) is not None
    if cue[0].startswith("от кого") and earlier.rstrip()[-1:] not in ("", "\n", "."):
        return None
    name = name_after(words, cue.end(), sure=marked or not bare)
    first = words.at(cue.end())
    if name is None or (bare and not marked and not _is_known(words, name)):
        return None
    at_once = words.starts[first] == name[0]
    if (bare and not at_once and not marked and form != "пишет") or ("." in cue[0][-3:] and not at_once):
        return None
    if form in ("подпись", "колы") and not marked and not cues.PAUSE.match(folded, name[1]):
        return None
    return None if bare and _speaks_of_post(words, name) else name


_OF_ANOTHER = re.compile(
    r"(?:его|ее|их|оны|онын|директор\w{0,4}|инспектор\w{0,4}|врач\w?|бастык\w{0,4}|дарыгер\w{0,4}|начальник\w?|анонимн\w{2}|знаю|узнали|актиде|актиге)\s$"
)


def _speaks_of_post(words: Words, span: tuple[int, int]) -> bool:
    """«авторы Сәкен Жүнісов, …», «қолы Сәкен Жүнісов, директор»: a post or a book behind the name."""
    last = words.at(span[1]) - 1
    later = words.reading.folded[span[1] : span[1] + 40]
    return words.form(last + 1) in POSTS or re.match(r", (?:китап|том|книг|учебник|оулык)", later) is not None


def _is_known(words: Words, span: tuple[int, int]) -> bool:
    place = words.at(span[0])
    return bool(words.kind(place) & (NAME | Part.INITIAL))


def _by_line(words: Words, place: int) -> tuple[int, int] | None:
    """«Имя: Рауза», «От: Досмагамбетова Р.К.» at the beginning of a line or a sentence."""
    if not words.opens(place):
        return None
    cue = cues.LINE_CUE.match(words.reading.folded, words.starts[place])
    if cue is None or words.gap_before(place).endswith((";", ":")):
        return None
    return name_after(words, cue.end(), sure=True)


def _by_signature(words: Words, place: int) -> tuple[int, int] | None:
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


def _ends_line(words: Words, place: int) -> tuple[int, int] | None:
    """«Құрметпен, көп балалы ана Назерке»: a known name that ends the line behind the greeting."""
    stop = words.reading.plain.find("\n", place)
    end = len(words.reading.plain) if stop < 0 else stop
    last = words.at(end) - 1
    if end - place > 70 or last < 0 or words.starts[last] < place or words.reading.plain[words.ends[last] : end].strip(" .!)"):
        return None
    first = last
    while words.starts[first - 1] >= place and words.gap(first - 1) in (" ", ". ", ".") and words.kind(first - 1) and words.is_capital(first - 1):
        first -= 1
    name = words.run(first, strange=True) if words.kind(first) & (NAME | Part.INITIAL) and words.is_capital(first) else None
    return (name.start, name.end) if name and (name.sure or name.full) else None


def _by_thanks(words: Words, place: int) -> tuple[int, int] | None:
    """«Рахмет! Айгүл»: a known name that ends its line behind thanks."""
    cue = cues.THANKS.match(words.reading.folded, words.starts[place])
    first = words.at(cue.end()) if cue else 0
    if cue is None or first >= len(words.starts) or words.starts[first] != cue.end() or "\n" in cue[0][:-1].strip():
        return None
    name = words.run(first, strange=True) if words.kind(first) else None
    if name is None or name.first != first or name.cased or not name.sure:
        return None
    at_end = not words.reading.plain[name.end :].strip(" .!")
    marked = any(mark in cue[0] for mark in ".!\n)") or (at_end and cue[0].startswith(("заранее", "алдын", "рахмет сиз")))
    return (name.start, name.end) if marked and cues.THANKS_END.match(words.reading.folded, name.end) else None


def _by_contact(words: Words, place: int) -> tuple[int, int] | None:
    cue = cues.CONTACT.match(words.reading.folded, words.starts[place])
    if cue is None:
        return None
    first = words.at(cue.end())
    name = words.run(first, strange=True) if words.kind(first) & NAME else None
    if name is None or not name.sure or name.first != first or words.starts[first] > cue.end() + 16:
        return None
    marked = ":" in cue[0] or cues.PHONE_AFTER.match(words.reading.folded, name.end) or cues.PHONE_BEFORE.search(before(words.reading.folded, cue.start(), 40))
    return (name.start, name.end) if marked else None


def _as_subject(words: Words, place: int) -> tuple[int, int] | None:
    """«Я, Иванов Иван, …», «Мен Айгүл Серікова …», «мен сайран деген кісімін»."""
    folded, start = words.reading.folded, words.starts[place]
    gap = words.gap_before(place)
    if gap.endswith(("-", "–")) and gap[-2:-1].isdigit():
        return None
    cue = cues.SUBJECT.match(folded, start)
    if cue is None:
        return None
    first = words.at(cue.end())
    if first >= len(words.starts) or words.starts[first] > cue.end() + 1:
        return None
    opens = words.opens(place) or "," in gap or _GREETING.search(before(folded, start, 24)) is not None
    if cue["kk"] and not opens:
        return None
    name = _own_run(words, first)
    if name is not None:
        return _subject_name(words, name, marked=bool(cue["mark"]))
    return _after_role(words, first, subject=True)


def _own_run(words: Words, first: int) -> Name | None:
    """The name that begins with word *first*: known words, or capitalised ones that nobody knows."""
    kind = words.kind(first)
    if words.is_capital(first):
        return words.run(first, strange=False) if kind else None
    return words.run(first, strange=False) if kind & (NAME | Part.INITIAL) else None


def _subject_name(words: Words, name: Name, *, marked: bool) -> tuple[int, int] | None:
    folded = words.reading.folded
    if cues.SPOKEN_OF.match(folded, name.end):
        return None
    end = without_person(words, name)
    called = cues.AFTER_NAME.match(folded, name.end) is not None
    if end < name.end or called:
        return name.start, end
    if name.cased or not name.parts & NAME:
        titled = words.form(name.last + 1) in TITLES and not name.cased
        set_off = cues.PAUSE.match(folded, name.end) is not None and not name.cased and words.gap(name.last)[:1] == ","
        return (name.start, name.end) if (titled or set_off) and len(words.forms[name.first]) > 2 else None
    pointed = marked or cues.MARK_AFTER.match(folded, name.end) is not None
    if name.small:
        return (name.start, name.end) if name.sure and (name.full or cues.PAUSE.match(folded, name.end)) else None
    given = bool(name.parts & (Part.GIVEN | Part.PATRONYMIC)) and (name.sure or name.full)
    if not given and not name.full:
        pointed = marked or cues.PAUSE.match(folded, name.end) is not None
    return (name.start, name.end) if given or pointed or name.full else None


def _by_presenting(words: Words, place: int) -> tuple[int, int] | None:
    """«Это Светлана Юрьевна, мать ученика …», «Бұл Сайран еді»."""
    cue = cues.PRESENTED.match(words.reading.folded, words.starts[place])
    first = words.at(cue.end()) if cue else 0
    if cue is None or first >= len(words.starts) or words.starts[first] != cue.end():
        return None
    name = words.run(first, strange=False) if words.kind(first) & NAME else None
    if name is None or name.cased:
        return None
    folded = words.reading.folded
    later = words.form(name.last + 1)
    role = words.gap(name.last) in (", ", " - ", " (", " – ") and (later in CIVIL or later in KIN or cues.FIRST_PERSON.search(re.split(r"[.!?\n]", folded[words.ends[name.last] : words.ends[name.last] + 70])[0] + " "))
    greeting = _GREETING.search(before(folded, words.starts[place], 20).rstrip(",. ") + " ") is not None and words.form(name.last + 1) not in _OFFICES
    asked = cue[0].startswith(("танымадын", "вас", "беспокоит"))
    title = later in TITLES and cues.AFTER_NAME.match(folded, words.ends[name.last + 1])
    sure = role or greeting or asked or title or cues.AFTER_NAME.match(folded, name.end) or re.match(r" (?:гой|ғой|goi)(?![а-я])", folded[name.end : name.end + 6])
    return (name.start, name.end) if sure else None


def _of_me(words: Words, place: int) -> tuple[int, int] | None:
    """«меня, Сабита Шаймерденова», «на меня — Ганиеву Гульсум», «Мені, Гүлсімді, …»."""
    cue = cues.OF_ME.match(words.reading.folded, words.starts[place])
    first = words.at(cue.end()) if cue else 0
    if cue is None or first >= len(words.starts) or words.starts[first] != cue.end() or not words.is_capital(first):
        return None
    name = words.run(first, strange=False) if words.kind(first) & NAME else None
    if name is None:
        return None
    if cue[0].startswith("на имя") and not re.match(r"[^.!?\n]{0,40}(?:это я|мо[йяё])", words.reading.folded[name.end : name.end + 50]):
        return None
    ended = cues.PAUSE.match(words.reading.folded, name.end)
    return (name.start, name.end) if ended and (name.full or name.sure) else None


def _called(words: Words, place: int) -> tuple[int, int] | None:
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
        called = cues.CALLED_AS.match(folded, words.ends[last] + (1 if words.gap(last)[:1] in "»\"" else 0))
        return (words.starts[first], words.ends[last]) if called else None
    return None


def _sent_from(words: Words, place: int) -> tuple[int, int] | None:
    """«От гражданки Ахметовой Г. К., …»."""
    folded, start = words.reading.folded, words.starts[place]
    cue = cues.SENDER.match(folded, start)
    if cue is None or not (cues.LETTER_BEFORE.search(before(folded, start, 34)) or cue["roles"]):
        return None
    letter = cues.LETTER_BEFORE.search(before(folded, start, 34)) is not None
    first = words.at(cue.end())
    kind = words.kind(first)
    if kind & (NAME | Part.INITIAL | Part.UNKNOWN) and words.starts[first] <= cue.end() + 1:
        name = words.run(first, strange=False)
        ended = re.match(r"\s{0,2}(?:[\n,(:+\d]|$|тел|прожив)", folded[name.end : name.end + 10]) if name else None
        return (name.start, name.end) if name and name.parts & NAME and (cue["roles"] or (name.full or name.sure) and (name.full or ended)) else None
    return _after_role(words, first, subject=False) if letter else None


def _resident(words: Words, place: int) -> tuple[int, int] | None:
    """«… тұрғыны Қожабаева Мәншүктен»."""
    folded = words.reading.folded
    first = place + 1
    if words.gap(place) != " " or not words.is_capital(first):
        return None
    name = words.run(first, strange=False) if words.kind(first) & NAME else None
    if name is None:
        return None
    ablative = re.search(r"(?:дан|ден|тан|тен|нан|нен|dan|den|tan|ten)$", words.forms[name.last])
    header = re.match(r"\s{0,2}(?:$|\n|отиниш|арыз|шагым|[,.]?\s?тел|,\s[^.\n]{0,60}\d|,\s(?:\w+\s){0,4}\w+(?:мын|мин|пын|пин|бын|бин)(?![а-я]))", folded[name.end : name.end + 90])
    if not header:
        return None
    return name.start, name.end - len(ablative[0]) if ablative and name.cased else name.end


def name_after(words: Words, place: int, *, sure: bool) -> tuple[int, int] | None:
    """The name at character *place*, behind a cue; what the writer is may stand between."""
    first = words.at(place)
    if first >= len(words.starts) or not _BETWEEN.fullmatch(words.reading.plain, place, words.starts[first]):
        return None
    name = _own_run(words, first)
    if name is not None and (words.is_capital(first) or name.sure or name.parts & Part.INITIAL and name.last > name.first):
        return name.start, without_person(words, name)
    if (role := _after_role(words, first, subject=False)) is not None:
        return role
    bare = not any(char.isdigit() for char in words.reading.plain[place : words.starts[first]])
    return _small_strange(words, first) if sure and bare else None


def _small_strange(words: Words, first: int) -> tuple[int, int] | None:
    """A small word that is in no list, behind a sure cue, where the phrase ends at once: «вам пишет абдол, …»."""
    form = words.form(first)
    if len(form) < 3 or form in FUNCTION or form in POSTS or form in CIVIL or form in KIN or words.is_capital(first):
        return None
    kind = words.kind(first)
    if words.kind(first + 1) & NAME and words.is_capital(first + 1) and words.gap(first).strip() in ("-", "–", "—", ":"):
        return words.starts[first + 1], words.ends[first + 1]
    if (cues.VERB.search(form) or kind & Part.WEAK) and not kind & Part.GIVEN:
        return None
    last = first
    while last < first + 2 and words.gap(last) == " " and words.kind(last + 1) & (NAME | Part.INITIAL) and not words.is_capital(last + 1):
        last += 1
    end = words.ends[last]
    return (words.starts[first], end) if last > first or (kind & Part.GIVEN and not kind & Part.CASED) or cues.PHRASE_END.match(words.reading.folded, end) else None


def _after_role(words: Words, first: int, *, subject: bool) -> tuple[int, int] | None:
    """The name behind what the writer is: «бывший завхоз школы Шаймерденов Сабит»."""
    roles = 0
    for place in range(first, min(first + 8, len(words.forms))):
        form = words.forms[place]
        gap = words.gap_before(place) if place > first else " "
        if any(mark in gap for mark in ".!?\n;") and gap.strip() not in ("г.", "с.", "."):
            return None
        kind = words.kind(place)
        if not roles and not subject and place > first and not _ADJECTIVE.search(words.forms[place - 1]):
            return None
        if roles and kind & (NAME | Part.INITIAL | Part.UNKNOWN) and words.is_capital(place):
            if '"' in gap or "«" in gap or words.forms[place - 1] in _PLACE_BEFORE:
                continue
            name = words.run(place, strange=False)
            return _role_name(words, name, subject=subject)
        if form in CIVIL or form in POSTS or form in KIN or form == "многодетная":
            roles += 1
        elif form in FUNCTION and form not in _MAY_STAND_BETWEEN and not _is_institution(form):
            return None
    return None


_ADJECTIVE = re.compile(r"(?:ый|ий|ой|ая|яя|ого|его|ей|ын|дагы|деги|лык|лик|ши|шы|балалы|ты|ди|бир|он|же|из|г)$")
_OFFICES = POSTS - CIVIL
_FURTHER = frozenset("фамилия фамилиям имя отчество тегим жоним есимим атым фам tegim familiyam".split())
_PLACE_BEFORE = frozenset("на в из города г с села ул улице по".split())


def _is_institution(form: str) -> bool:
    return form[:4] in ("школ", "поли", "боль", "мект", "емха", "ауру", "дете", "садик", "балa", "рынк", "базa", "дома", "куча") or form in ("рк", "дома", "баланын", "уш", "торт", "бес", "еки", "двух", "осы")


def _role_name(words: Words, name: Name | None, *, subject: bool) -> tuple[int, int] | None:
    if name is None or not name.parts & NAME or (not subject and not (name.sure or name.full)):
        return None
    folded = words.reading.folded
    if subject and (name.cased or not name.full or cues.SPOKEN_OF.match(folded, name.end)):
        return None
    if subject and words.gap(name.last)[:1] not in (",", "", "-", "(", "\n", "."):
        return None
    return name.start, without_person(words, name)


def without_person(words: Words, name: Name) -> int:
    """The end of the name without «-мын»: Айгүлмін is Айгүл."""
    ending = _PERSON_END.search(words.forms[name.last])
    if ending is None or not words.kind(name.last) & Part.CASED or len(words.forms[name.last]) < 6 or not name.sure:
        return name.end
    return words.starts[name.last] + ending.start()


_RULES = {form: (_by_phrase,) for form in cues.INTRODUCTION_FIRST}
for _form in ("имя", "фамилия", "аты-жони", "aty-zhoni", "aty-joni", "imya", "familiya", "аты", "теги", "есими", "aty", "esimi", "от", "кимнен", "зовут", "звать", "пишет", "ot", "кто"):
    _RULES[_form] = (*_RULES.get(_form, ()), _by_line)
for _form in cues.SIGNATURE_FIRST:
    _RULES[_form] = (*_RULES.get(_form, ()), _by_signature)
for _form in ("алдын", "заранее", "рахмет", "ракмет", "спасибо", "благодарю", "с", "rahmet", "raqmet", "rakhmet", "spasibo", "сенеммен", "умитпен"):
    _RULES[_form] = (*_RULES.get(_form, ()), _by_thanks)
for _form in ("контактное", "байланыс", "хабарласу", "контакт", "контакты", "связь", "bailanys", "спросить", "спросите", "сурайтын", "сураныз", "звонить", "звоните", "просим", "позвать"):
    _RULES[_form] = (*_RULES.get(_form, ()), _by_contact)
for _form in ("я", "ya", "мен", "men"):
    _RULES[_form] = (*_RULES.get(_form, ()), _as_subject)
for _form in ("это", "бул", "вас", "беспокоит", "добрый", "доброе", "bul", "eto", "танымадындар", "танымадыныз", "танымадын"):
    _RULES[_form] = (*_RULES.get(_form, ()), _by_presenting)
for _form in ("меня", "мне", "мной", "мною", "себя", "мени", "маган", "менин", "бизге", "биздин", "мы", "на"):
    _RULES[_form] = (*_RULES.get(_form, ()), _of_me)
for _form in ("мени", "маган", "meni", "magan", "меня"):
    _RULES[_form] = (*_RULES.get(_form, ()), _called)
_RULES["от"] = (*_RULES["от"], _sent_from)
for _form in ("тургын", "тургыны", "азаматы", "азаматшасы", "turgyny", "azamaty"):
    _RULES[_form] = (*_RULES.get(_form, ()), _resident)
