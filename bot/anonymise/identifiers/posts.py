"""The writer's post, where one person holds it: «единственный логопед школы 5», «№5 мектептің жалғыз логопедімін».

Rules:
- a post is asked about where its sentence says that it is the writer's, or their family's, and where it is held;
- somebody else's is asked about only where nobody else holds it;
- never certain: only the writer knows who else could have written this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import post_words as lists
from .context import before
from .firms import find_own_firms
from .kinds import IdentifierKind, Span
from .wording import TextWords

_BORDER = re.compile(r"[!?\n;]|(?<=[^\W_][^\W_])\.|(?<=[»\")])\.")
_MY_ENDING = re.compile(r"(?:[мпб][иы]н|[mpb][iy]n)\Z")
_OF_SOMEBODY = re.compile(r"(?:[шгкрнлтдс][иы]|[a-z][yi])\Z")
_MOST_LEFT = 8
_MOST_RIGHT = 9
_LINK = re.compile(r"[ \-–—/(]{0,3}[«\"“]?[№\d /\-]{0,9}[«\"“]?\Z|[»\"”]? ?[№(«]? ?\d{0,4} ?\Z")
_ABBREVIATED = re.compile(r"\. ?[«\"]?\Z")
_NUMBER = re.compile(r"[»\"”]?(?: ?(?:№|n|no\.?)? ?\d{1,4}(?:-\d{1,4}){0,2})?[»\"”]?")
_MARKS_BEFORE = re.compile(r"(?:№? ?\d{1,4}(?:-?[а-я]{1,3})? ?|[«\"“])\Z")
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
    r"автор(?: [а-я]{4,12})?|заявитель|(?:пиш[еу][тм]?(?: вам)?(?: я)?|вам пишет|обращается|"
    r"беспокоит(?: вас)?|(?:хабарласып|жазып) отырган|лауазым[а-я]{0,3}|"
    r"должност[а-я]{1,2}(?: моя)?|кызметим|жумыс орн[а-я]{1,3}|ким екеним|менин жумысым|моя работа|профессия(?: моя)?|"
    r"кто я|(?<![а-я])как|"
    r"(?:\A|[.!?\n] ?)сама?|будучи|бурынгы|(?<![а-я])я)[ ?:,\-–—]{1,4}(?:как |от имени )?(?:бывш[а-я]{2} )?\Z"
)
_MY_KIN = re.compile(
    r"(?<![а-я])(?:(?:мо[йяю]|моего|моему|наш[ауе]?) [а-я]{3,12}|куйеуим|жубайым|айелим|анам|акем|шешем|улым|"
    r"кызым|балам|келиним|апам|агам|синлим|иним|муж|жена|сын|дочь|мама|папа)"
    r"(?: (?:моя|мой|[^\W\d_]{2,14}))?[ ,\-–—:(]{1,3}"
    r"(?:она |он |у них |работает |там |тоже |- )*\Z"
)
_KIN_AFTER = re.compile(
    r"[^.!?\n;]{0,40}(?:моя|мой) (?:мам|мат|пап|отец|муж|жен|сын|доч|сестр|брат)|[^.!?\n;]{0,30} (?:анам|акем)"
)
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
    done = 0
    for place, form in enumerate(words.forms):
        if place < done:
            continue
        found = None
        if lists.is_post(form):
            found = _held(words, place)
        elif form in lists.DOING:
            found = _done(words, place)
        elif form.startswith(lists.ALONE):
            found = _alone(words, place)
        elif form[-1] in "нn" and len(form) > 6:
            found = _of_my_own(words, place)
        if found:
            yield Span(*found, IdentifierKind.ROLE, certain=False)
            done = words.at(found[1])
    yield from find_own_firms(words.reading)


def _held(words: TextWords, place: int) -> tuple[int, int] | None:
    """The phrase around the post that is word *place*, if it tells who writes."""
    folded, form = words.reading.folded, words.forms[place]
    if words.form(place - 1) in _OTHERS and words.gap_before(place) == " ":
        return None
    mine = len(form) > 6 and _MY_ENDING.search(form) is not None
    first = _first(words, place)
    last = _last(words, place, 4 if mine else 0 if _is_of_somebody(words, place) else _MOST_RIGHT)
    start, end = _with_marks(folded, words.starts[first]), _with_number(folded, words.ends[last])
    phrase = folded[start:end]
    if mine and last > place and not _is_here(words, place, last, folded[words.ends[place] : end]):
        end, last = words.ends[place], place
    earlier = _BORDER.split(before(folded, start, 80))[-1]
    later = _BORDER.split(folded[end : end + 90], maxsplit=1)[0]
    here = _is_here(words, first, last, phrase) or (mine and first < place and not lists.PLAIN.search(phrase))
    alone = lists.ONLY.search(f"{earlier}{phrase}{later}") is not None or phrase.startswith(("один ", "одна "))
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


def _introduces(words: TextWords, first: int, place: int, later: str) -> bool:
    """«Пишу анонимно: зам главврача по хозчасти.»: a post that opens a sentence, and no verb behind it."""
    if not words.opens(first) or _OBLIQUE.search(words.forms[place]) or _is_kazakh(words, place):
        return False
    return _CLOSES.match(later) is not None


def _is_here(words: TextWords, first: int, last: int, phrase: str) -> bool:
    """Whether the phrase says where the post is held: an institution, a number, a proper name."""
    return lists.HERE.search(phrase) is not None or any(words.is_capital(place) for place in range(first + 1, last + 1))


def _is_kazakh(words: TextWords, place: int) -> bool:
    form = words.forms[place]
    return bool(_MY_ENDING.search(form)) or form.startswith(lists.KAZAKH_POSTS) or _is_of_somebody(words, place)


def _is_of_somebody(words: TextWords, place: int) -> bool:
    """«кітапханасының меңгерушісі», «бас маманы»: a Kazakh post closes its phrase."""
    return _OF_SOMEBODY.search(words.forms[place]) is not None and (
        lists.KAZAKH_MODIFIER.search(words.form(place - 1)) is not None
    )


def _is_me(words: TextWords, first: int, place: int) -> bool:
    """Whether what stands before the phrase says that the post is the writer's."""
    if _SAID_BEFORE.search(before(words.reading.folded, words.starts[first], 40)):
        return not _NOT_NOMINATIVE.match(words.forms[place])
    near = words.form(first - 1)
    if near in lists.PREPOSITIONS:
        return False
    working = False
    for back in range(first - 1, max(first - 7, -1), -1):
        gap, form = words.gap(back), words.forms[back]
        if any(mark in gap for mark in "!?\n;") or ("." in gap and len(form) > 2):
            return False
        if form in lists.ME:
            if form in ("мен", "men") and (_is_kazakh(words, place) or lists.is_post(words.form(back - 1))):
                return _ENDS_IN_MEN.match(words.reading.folded, words.ends[place]) is not None
            return form in lists.WORKING or form != "я" or not _NOT_NOMINATIVE.match(words.forms[place])
        named = words.is_capital(back) and words.kind(back)
        if not (form in lists.FILLERS or named or working or first - back < 4 and form not in lists.STOPS):
            return False
        plain = named or form in lists.FILLERS or form in lists.PREPOSITIONS
        if not plain and first - back > 1 and not lists.HERE.search(form):
            return False
    return False


def _first(words: TextWords, place: int) -> int:
    """The first word of the phrase that leads to the post: in Kazakh all before it, in Russian what describes it."""
    kazakh = _is_kazakh(words, place)
    first = place
    while first > 0 and place - first < _MOST_LEFT and _joined(words, first - 1):
        earlier = words.forms[first - 1]
        if lists.ends_phrase(earlier) and earlier not in ("один", "одна"):
            break
        if not kazakh and not lists.RUSSIAN_MODIFIER.search(earlier) and not lists.KAZAKH_MODIFIER.search(earlier):
            break
        first -= 1
    for back in range(first - 1, max(first - 5, -1), -1):
        if not _joined(words, back):
            break
        if words.forms[back].startswith(("единственн", "один-един", "жалгыз", "edinstven")):
            return back
    while first < place and words.forms[first] in lists.PREPOSITIONS:
        first += 1
    return first


def _last(words: TextWords, place: int, most: int) -> int:
    """The last word of the phrase behind word *place*."""
    last = place
    while last - place < most and last + 1 < len(words.forms) and _joined(words, last):
        through = words.forms[last + 1] == "у" and lists.is_post(words.form(last + 2))
        if lists.ends_phrase(words.forms[last + 1]) and not through:
            break
        last += 1
    while last > place and words.forms[last] in lists.PREPOSITIONS:
        last -= 1
    return last


def _joined(words: TextWords, place: int) -> bool:
    """Whether word *place* and the next stand in one phrase: «с. Есиль», «школы № 5 села»."""
    gap = words.gap(place)
    if gap == " ":
        return True
    if "\n" in gap or "," in gap:
        return False
    return _LINK.fullmatch(gap) is not None or (len(words.forms[place]) < 4 and _ABBREVIATED.fullmatch(gap) is not None)


def _with_marks(folded: str, start: int) -> int:
    """Take in «№14» or a quotation mark before the phrase."""
    while marks := _MARKS_BEFORE.search(before(folded, start, 9)):
        start -= len(marks[0])
    return start


def _with_number(folded: str, end: int) -> int:
    """Take in «12», «№ 5» or a quotation mark behind the phrase."""
    number = _NUMBER.match(folded, end)
    return number.end() if number else end


def _signs(words: TextWords, first: int, end: int) -> bool:
    """Whether the post ends a letter: alone in its line, or behind the name or the greeting that signs."""
    folded = words.reading.folded
    if not re.match(r"[ .,)]{0,3}(?:\n|\Z)", folded[end : end + 6]) or len(folded) - end > 60:
        return False
    gap = words.gap_before(first)
    return "\n" in gap or ("," in gap and (words.form(first - 1) in _SIGNED or words.is_capital(first - 1)))


def _done(words: TextWords, place: int) -> tuple[int, int] | None:
    """«заведую ФАПом», «работаю одна в аптеке посёлка», «вожу скорую в Хромтау»."""
    folded, form = words.reading.folded, words.forms[place]
    if not lists.DOING[form].match(folded, words.ends[place]):
        return None
    alone = words.form(place + 1) in ("один", "одна")
    last = _last(words, min(place + 1, len(words.forms) - 1), _MOST_RIGHT)
    end = _with_number(folded, words.ends[last])
    phrase = folded[words.ends[place] : end]
    return (words.starts[place], end) if alone or _is_here(words, place, last, phrase) else None


def _alone(words: TextWords, place: int) -> tuple[int, int] | None:
    """«мен жалғыз таксист-инвалид», «единственный незрячий студент на юрфаке — я»: no post, but one of a kind."""
    folded = words.reading.folded
    last = _last(words, place, _MOST_RIGHT)
    if last == place or any(lists.is_post(form) for form in words.forms[place + 1 : last + 1]):
        return None
    first = _first(words, place) if words.forms[place].startswith(lists.ALONE_KAZAKH) else place
    start, end = _with_marks(folded, words.starts[first]), _with_number(folded, words.ends[last])
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
    while first > 0 and place - first < _MOST_LEFT and _joined(words, first - 1):
        if words.forms[first - 1] in ("мен", "men", "я"):
            break
        first -= 1
    start, end = _with_marks(folded, words.starts[first]), words.ends[place]
    phrase = folded[start:end]
    taught = words.form(place - 1) in ("сабак", "sabaq", "sabak")
    if taught or words.forms[place].startswith("баскар"):
        return (start, end) if lists.HERE.search(phrase) else None
    alone = re.search(r"жалгыз|[jz]h?alg[iy]z|озим гана", phrase) or re.search(r"(?:болып|боп|bolyp) ", phrase)
    return (start, end) if alone and len(phrase) > 12 else None
