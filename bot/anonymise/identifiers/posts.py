"""The writer's post, where one person holds it: «единственный логопед школы 5», «№5 мектептің жалғыз логопедімін».

Rules:
- a post is asked about where its sentence says that it is the writer's, or their family's, and where it is held;
- somebody else's is asked about only where nobody else holds it, or where it leads an institution called by its name;
- never certain: only the writer knows who else could have written this.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from . import post_words as lists
from .context import before, has_one
from .firms import find_own_firms
from .kinds import IdentifierKind, Span
from .post_phrases import (
    MOST_LEFT,
    MY_ENDING,
    first_of,
    is_kazakh,
    is_of_somebody,
    joined,
    last_of,
    with_alone,
    with_marks,
    with_number,
)
from .posts_of_named import led_of_named
from .wording import TextWords

_BORDER = re.compile(r"[!?\n;]|(?<=[^\W_][^\W_])\.|(?<=[»\")])\.")
_MINE_IN_KAZAKH = frozenset(("мын", "мин", "myn", "min"))
_FAR = 14
"""Words between a post and what says whose it is: a long sentence."""
_MOST_RIGHT = 9
_I_AFTER = re.compile(
    r"[^.!?\n;]{0,70}?(?:[ ,\-–—:(]{1,3}(?:и |а |ведь |вот )?(?:это (?:я|мы)|то есть я|т\.?е\.? я|ол менмин|ол мен|"
    r"менмин|eto ya|я (?:там |тут |здесь )?одна?)(?![а-яa-z]))| ретинде(?![а-я])|"
    r"[ ,\-–—]{1,3}(?:я|мен|озим)(?= ?(?:[,.!?\n]|\Z|в |на |и ))| (?:с вами|вам пишет)(?![а-я])|"
    r" ?, ?я (?:хо[а-я]+у|[а-я]{3,9}ю|вижу|могу)(?![а-я])|"
    r"[^,.!?\n;]{0,50} (?:работаю|работала?|служу|тружусь|болгандыктан|едим|болдым|болганмын|болам|боламын)(?![а-я])|"
    r",? (?:пишу|сообщаю|обращаюсь|стаж|отилим)(?![а-я])|"
    r" (?:болып|боп|bolyp)(?: [а-яa-z\d]+){0,3} (?:[а-яa-z]+(?:м[иы]н|[дт][иы]м)|журмин)"
)
_SAID_BEFORE = re.compile(
    r"автор(?: [а-я]{4,12})?|заявитель|(?:пиш[еу][тм]?(?: вам)?(?: я)?|вам пишет|обращается(?: к вам)?|"
    r"беспокоит(?: вас)?|(?:хабарласып|жазып) отырган|лауазым[а-я]{0,3}|"
    r"должност[а-я]{1,2}(?: моя)?|кызметим|жумыс орн[а-я]{1,3}|ким екеним|(?:менин )?жумысым|моя работа|"
    r"профессия(?: моя)?|"
    r"кто я|(?<![а-я])как|пиш[еу][тм]?(?: вам)?(?: [^\W\d_]{2,20}){1,3},|"
    r"(?:\A|[.!?\n] ?)сама?|будучи|бурынгы|(?<![а-я])я)[ ?:,\-–—]{1,4}(?:как |от имени )?(?:бывш[а-я]{2} )?\Z"
)
_MY_KIN = re.compile(
    r"(?<![а-я])(?:(?:мо[йяю]|моего|моему|наш[ауе]?) [а-я]{3,12}|куйеуим|жубайым|айелим|анам|акем|шешем|улым|"
    r"кызым|балам|келиним|апам|агам|синлим|иним|муж|жена|сын|дочь|мама|папа|мать|отец|брат|сестра|свекровь|"
    r"невестка|зять|тесть|теща)"
    r"(?: (?:моя|мой|[^\W\d_]{2,14}))?[ ,\-–—:(]{1,3}"
    r"(?:она |он |у них |работает |там |тоже |- )*\Z"
)
_KIN_AFTER = re.compile(
    r"[^.!?\n;]{0,40}(?:моя|мой) (?:мам|мат|пап|отец|муж|жен|сын|доч|сестр|брат)|[^.!?\n;]{0,30} (?:анам|акем)"
)
_BEFORE_WAS = re.compile(
    r"(?:\A|[.!?;\n,] ?)(?:(?:я|сама?|и|а|но|раньше|ранее|прежде|тогда|тоже|там|тут|до|с|в|по|год[ау]?|лет|долго|много|"
    r"(?:прошл|эт|т)[а-я]{2,3}|\d{1,4}|пенси[ие]|увольнения|этого|недавнего|времени|не так давно|"
    r"(?:январ|феврал|март|апрел|ма[йяе]|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]{0,2}) ){0,6}\Z"
)
"""«До мая был …»: nobody else is the subject."""
_ENDS_IN_MEN = re.compile(r" ?(?:[,.!?\n\-–—]|\Z)| (?:болып|боп|ретинде|едим|болдым|болган)")
_OTHERS = frozenset(("у", "к", "с", "от", "об", "про"))
_CLOSES = re.compile(
    r"[ .]{0,2}\Z| ?,[^.!?]{0,60}(?<![а-я])(?:вижу|пишу|прошу|мне|меня|сообщаю|могу|стаж|отработал[а]?)(?![а-я])"
)
_OBLIQUE = re.compile(r"(?:ы|и|у|ю|е|ов|ам|ами|ах|ом|ем|[гкнд]а|[гкнд]е|[нтд][иы]н?|[трж]а)\Z")
_SIGNED = frozenset(("уважением", "курметпен", "hurmetpen"))
_NOT_NOMINATIVE = re.compile(r"[а-я]{3,}(?:у|ю|ов|ам|ами|ах)\Z")


def find_posts(words: TextWords) -> Iterator[Span]:
    """Yield the posts by which the writer could be known, all of the second tier."""
    near: list[int] = []
    could: list[int] = []
    for place, form in enumerate(words.forms):
        head = form[:4]
        if head in lists.HEADS:
            could.append(place)
            if head in lists.ALONE_HEADS:
                near.append(place)
        elif form[-3:] in _MINE_IN_KAZAKH and len(form) > 6:
            could.append(place)
        if form in lists.TELLING:
            near.append(place)
    done = 0
    for place in could:
        if place >= done and (found := _told(words, place, near)):
            start, end = found[0], with_alone(words.reading.folded, found[1])
            yield Span(start, end, IdentifierKind.ROLE, certain=False)
            done = words.at(end)
    yield from find_own_firms(words.reading)


def _told(words: TextWords, place: int, near: list[int]) -> tuple[int, int] | None:
    """What word *place* tells of the writer: a post, what one does, or that nobody else is it.

    *near* are the words that can say whose a post is: far from all of them it is looked at in the first words of a
    sentence alone.
    """
    form = words.forms[place]
    if lists.is_post(form):
        next_to = bisect_left(near, place - _FAR)
        told = next_to < len(near) and near[next_to] <= place + _FAR
        told = told or any(words.form(back) in lists.WAS for back in (place - 1, place - 2))
        opening = any(words.opens(back) for back in range(place, max(place - 3, -1), -1))
        held = None
        if told or MY_ENDING.search(form):
            held = _held(words, place)
        elif opening:
            held = _opened(words, place)
        return held or led_of_named(words, place)
    if form in lists.SENIOR:
        return _senior(words, place)
    if form in lists.DOING:
        return _done(words, place)
    if form.startswith(lists.ALONE):
        return _alone(words, place)
    return _of_my_own(words, place) if form[-3:] in _MINE_IN_KAZAKH and len(form) > 6 else None


def _held(words: TextWords, place: int) -> tuple[int, int] | None:
    """The phrase around the post that is word *place*, if it tells who writes."""
    folded, form = words.reading.folded, words.forms[place]
    mine = len(form) > 6 and MY_ENDING.search(form) is not None
    if not mine and words.form(place - 1) in _OTHERS and words.gap_before(place) == " ":
        return None
    first = first_of(words, place)
    last = last_of(words, place, 4 if mine else 0 if is_of_somebody(words, place) else _MOST_RIGHT)
    start, end = with_marks(folded, words.starts[first]), with_number(folded, words.ends[last])
    phrase = folded[start:end]
    if mine and last > place and not _is_here(words, place, last, folded[words.ends[place] : end]):
        end, last = words.ends[place], place
    earlier = _BORDER.split(before(folded, start, 80))[-1]
    later = _BORDER.split(folded[end : end + 90], maxsplit=1)[0]
    here = _is_here(words, first, last, phrase) or (mine and first < place and not lists.PLAIN.search(phrase))
    around = f"{earlier}{phrase}{later}"
    alone = has_one(around, lists.ONLY_PARTS) and lists.ONLY.search(around) is not None
    alone = alone or phrase.startswith(("один ", "одна "))
    here = here or (alone and phrase.startswith(lists.ALONE) and lists.HERE.search(earlier[-30:]) is not None)
    if alone and here and not phrase.startswith(("один ", "одна ")):
        return start, end
    led = phrase.startswith(lists.LED) or form.startswith(lists.LED) or words.form(first - 1) in lists.WORKING
    if not (here or alone or led):
        return None
    me = mine or _is_me(words, first, place) or _I_AFTER.match(folded, end, end + 90) is not None
    if me or (here and _introduces(words, first, place, later)):
        return start, end
    family = _MY_KIN.search(earlier) or _KIN_AFTER.match(later) or _signs(words, first, end)
    return (start, end) if family and (here or alone) else None


def _opened(words: TextWords, place: int) -> tuple[int, int] | None:
    """The phrase of a post that opens a sentence or closes a letter, where nothing near says whose it is."""
    if _OBLIQUE.search(words.forms[place]) or is_kazakh(words, place):
        return None
    folded = words.reading.folded
    first, last = first_of(words, place), last_of(words, place, _MOST_RIGHT)
    start, end = with_marks(folded, words.starts[first]), with_number(folded, words.ends[last])
    if not _is_here(words, first, last, folded[start:end]):
        return None
    later = _BORDER.split(folded[end : end + 90], maxsplit=1)[0]
    return (start, end) if _signs(words, first, end) or _introduces(words, first, place, later) else None


def _introduces(words: TextWords, first: int, place: int, later: str) -> bool:
    """«Пишу анонимно: зам главврача по хозчасти.»: a post that opens a sentence, and no verb behind it."""
    if not words.opens(first) or _OBLIQUE.search(words.forms[place]) or is_kazakh(words, place):
        return False
    return _CLOSES.match(later) is not None


def _is_here(words: TextWords, first: int, last: int, phrase: str) -> bool:
    """Whether the phrase says where the post is held: an institution, a number, a proper name."""
    return lists.HERE.search(phrase) is not None or any(words.is_capital(place) for place in range(first + 1, last + 1))


def _is_me(words: TextWords, first: int, place: int) -> bool:
    """Whether what stands before the phrase says that the post is the writer's."""
    if _SAID_BEFORE.search(before(words.reading.folded, words.starts[first], 40)):
        to_me = words.form(first - 1) == "как" and words.form(first - 2) in ("мне", "меня", "мной")
        return to_me or not _NOT_NOMINATIVE.match(words.forms[place])
    near = words.form(first - 1)
    if near in lists.PREPOSITIONS:
        return False
    working = False
    for back in range(first - 1, max(first - 7, -1), -1):
        gap, form = words.gap(back), words.forms[back]
        if any(mark in gap for mark in "!?\n;") or ("." in gap and len(form) > 2):
            return False
        if form in lists.WAS:
            if words.form(back - 1) == "я":
                return True
            return _BEFORE_WAS.search(before(words.reading.folded, words.starts[back], 60)) is not None
        if form in lists.ME:
            if form in ("мен", "men") and (is_kazakh(words, place) or lists.is_post(words.form(back - 1))):
                return _ENDS_IN_MEN.match(words.reading.folded, words.ends[place]) is not None
            return form in lists.WORKING or form != "я" or not _NOT_NOMINATIVE.match(words.forms[place])
        named = words.is_capital(back) and words.kind(back)
        if not (form in lists.FILLERS or named or working or first - back < 4 and form not in lists.STOPS):
            return False
        plain = named or form in lists.FILLERS or form in lists.PREPOSITIONS
        if not plain and first - back > 1 and not lists.HERE.search(form):
            return False
    return False


def _signs(words: TextWords, first: int, end: int) -> bool:
    """Whether the post ends a letter: alone in its line, or behind the name or the greeting that signs."""
    folded = words.reading.folded
    if not re.match(r"[ .,)]{0,3}(?:\n|\Z)", folded[end : end + 6]) or len(folded) - end > 60:
        return False
    gap = words.gap_before(first)
    return "\n" in gap or ("," in gap and (words.form(first - 1) in _SIGNED or words.is_capital(first - 1)))


def _senior(words: TextWords, place: int) -> tuple[int, int] | None:
    """«я старшая подъезда», «я старший по поливу на канале»: whom neighbours or a crew have chosen."""
    if not lists.OF_SENIORS.match(words.reading.folded, words.ends[place]) or not _is_me(words, place, place):
        return None
    whole = lists.OF_SENIORS_WHOLE.match(words.reading.folded, words.ends[place])
    return words.starts[place], whole.end() if whole else words.ends[place]


def _done(words: TextWords, place: int) -> tuple[int, int] | None:
    """«заведую ФАПом», «работаю одна в аптеке посёлка», «вожу скорую в Хромтау»."""
    folded, form = words.reading.folded, words.forms[place]
    alone = words.form(place + 1) in ("один", "одна") or words.form(place - 1) in ("один", "одна")
    if not alone and not lists.DOING[form].match(folded, words.ends[place]):
        return None
    last = last_of(words, min(place + 1, len(words.forms) - 1), _MOST_RIGHT)
    end = with_number(folded, words.ends[last])
    phrase = folded[words.ends[place] : end]
    return (words.starts[place], end) if alone or _is_here(words, place, last, phrase) else None


def _alone(words: TextWords, place: int) -> tuple[int, int] | None:
    """«мен жалғыз таксист-инвалид», «единственный незрячий студент на юрфаке — я»: no post, but one of a kind."""
    folded = words.reading.folded
    last = last_of(words, place, _MOST_RIGHT)
    if MY_ENDING.search(words.forms[place]):
        start = with_marks(folded, words.starts[first_of(words, place)])
        return (start, words.ends[place]) if lists.HERE.search(folded, start, words.ends[place]) else None
    if last == place or any(lists.is_post(form) for form in words.forms[place + 1 : last + 1]):
        return None
    first = first_of(words, place) if words.forms[place].startswith(lists.ALONE_KAZAKH) else place
    start, end = with_marks(folded, words.starts[first]), with_number(folded, words.ends[last])
    sentence = _BORDER.split(before(folded, start, 60))[-1] + folded[start : end + 60]
    told = lists.I_SAY.search(sentence) or _MY_KIN.search(_BORDER.split(before(folded, start, 60))[-1])
    return (start, end) if told else None


def _of_my_own(words: TextWords, place: int) -> tuple[int, int] | None:
    """What a Kazakh verb or noun of the first person says: «сабақ беремін», «аспаздың көмекшісімін»."""
    form = words.forms[place]
    if form.startswith(lists.WORKING_KAZAKH):
        return _worked(words, place)
    if lists.MY_OWN.search(form) and not form.startswith(lists.NO_POSTS) and not form.startswith(lists.ALONE):
        return _held(words, place)
    return None


def _worked(words: TextWords, place: int) -> tuple[int, int] | None:
    """«бекетінде жалғыз істеймін», «музыка мектебінде сабақ беремін»: a phrase that ends with word *place*."""
    folded = words.reading.folded
    first = place
    while first > 0 and place - first < MOST_LEFT and joined(words, first - 1):
        if words.forms[first - 1] in ("мен", "men", "я"):
            break
        first -= 1
    start, end = with_marks(folded, words.starts[first]), words.ends[place]
    phrase = folded[start:end]
    taught = words.form(place - 1) in ("сабак", "sabaq", "sabak")
    if taught or words.forms[place].startswith("баскар"):
        return (start, end) if lists.HERE.search(phrase) else None
    alone = re.search(r"жалгыз|[jz]h?alg[iy]z|озим гана", phrase) or re.search(r"(?:болып|боп|bolyp) ", phrase)
    return (start, end) if alone and len(phrase) > 12 else None
