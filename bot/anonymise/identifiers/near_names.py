"""Names that what stands beside them tells: a relative or a trade before them, other names in one list, an age.

Rules:
- «сыну Жене», «тётю Розу», «баласы Азамат»: behind a relative a given name is one though it is a word as well;
- «поливщик Маруп», «суғарушы Маруп»: a trade that no list has is told by how it ends;
- «Жалғасбай, Сәби және Ізтілеу»: between names, parted as they are, stands a name;
- «Санжик 18 лет», «Азамат М.»: a line of its own.
All of them are asked about. What belongs to a name goes with it: «(в девичестве Полякова)», a child's class or group.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .expected_cues import COMMON, ENDS_OF_VERBS
from .kinds import IdentifierKind, Span, Taken
from .localities import is_town_in_case
from .name_parts import GIVEN, SURNAMES, NamePart, part_of
from .no_names import UNCLES, is_loud, is_no_name
from .people_words import CIVIL, STREET_AFTER
from .relatives import is_kin
from .word_lists import word_set
from .wording import TextWords

_KIN_OF_OTHERS = word_set(
    """
    баласы улы кызы анасы акеси агасы апасы иниси синлиси карындасы куйеуи айели жубайы келини немереси атасы ажеси
    женгеси жездеси досы курбысы туысы
    """
)
_TRADES = ("щик", "чик", "щица", "чица", "щику", "чику", "щика", "чика", "щиком", "чиком", "шы", "ши", "мер", "вед")
_NO_TRADES = word_set(
    """
    ящик счетчик датчик мячик пальчик мальчик размер номер пример замер мер холодильщик карши кайши барши каншы
    калькулятор источник бакши басши ендиши комби жаксы карсы корши арши ширши пашши ордер характер
    """
)
_ORDINALS = ("нши", "ншы")
_AND = word_set("и да жане мен пен бен zhane jane")
_OTHER_NAMES = (IdentifierKind.PERSON, IdentifierKind.KIN, IdentifierKind.SELF_NAME)
_ENDS = (",", ".", "\n", ")", ";", "!", "?", ":", "")
_AGED = re.compile(r",? ?\(?\d{1,2} ?-?(?:лет|года?|жас(?:та)?|л\.)(?![а-я])[ .!)]{0,3}(?:\n|\Z)")
_NOT_AGED = word_set(
    "мальчик парень ребенок девочка мужчина женщина стаж дом здание возраст опыт срок девушка внук внучка всего уже "
    "лишь прошло минимум около почти более больше"
)
_MAIDEN = re.compile(
    r",? ?\(? ?(?:в девичестве|до замужества|урожденн[а-я]{2}|девичья(?: фамилия)?|по мужу|кыз(?: кезиндеги)? теги|"
    r"бурынгы теги)[ :\-–]{1,3}(?P<name>[а-я]{2,20}(?:-[а-я]{2,20})?)\)?"
)
_OF_CHILD = re.compile(
    r"[ ,(]{1,3}(?:\d{1,2} ?(?:кл|курс[а-я]{0,3})(?![а-я])\.?|(?:стар|сред|млад|подгот)[а-я]{2,9} групп[а-я]|"
    r"(?:киши|орта|улкен|ересек|даярлык) топ[а-я]{0,3})\)?"
)
_SMALL_SURNAMES = word_set("ким ли пак цои цой хан тен югаи югай хегай хегаи шин нам")


def find_near(words: TextWords, taken: Sequence[Span]) -> list[Span]:
    """The names that what stands beside them tells, of what *taken* has not."""
    held = Taken((span.start, span.end) for span in taken)
    found = [
        Span(words.starts[place], words.ends[last], kind, certain=False)
        for place, last, kind in _behind_and_alone(words, held)
    ]
    return found + list(_in_lists(words, [*taken, *found]))


def with_more(words: TextWords, span: Span) -> Span:
    """*span*, a name, with a maiden name, a class or a short surname beside it."""
    if span.kind not in _OTHER_NAMES:
        return span
    folded, plain = words.reading.folded, words.reading.plain
    maiden = _MAIDEN.match(folded, span.end)
    if maiden and plain[maiden.start("name")].isupper():
        return replace(span, end=maiden.end())
    if span.kind is IdentifierKind.KIN and (of_child := _OF_CHILD.match(folded, span.end)):
        return replace(span, end=of_child.end())
    first = words.at(span.start)
    if _stands_behind_azamat(words, first) and span.start == words.starts[first]:
        return replace(span, start=words.starts[first - 1])
    small = first < len(words.forms) and plain[span.start].islower() and span.end == words.ends[first]
    if small and words.form(first - 1) in _SMALL_SURNAMES and words.gap_before(first) == " " and words.opens(first - 1):
        return replace(span, start=words.starts[first - 1])
    return span


def _stands_behind_azamat(words: TextWords, first: int) -> bool:
    """«Азамат Хасенов»: a given name that means a citizen as well, before the surname that is word *first*."""
    earlier = words.form(first - 1)
    called = earlier in CIVIL and earlier in GIVEN and words.is_capital(first - 1)
    return called and words.gap_before(first) == " " and bool(words.kind(first) & NamePart.SURNAME)


def _behind_and_alone(words: TextWords, held: Taken) -> Iterator[tuple[int, int, IdentifierKind]]:
    for place in words.capitals:
        gap = words.gaps[place]
        if held.holds(words.starts[place]):
            continue
        if gap == " ":
            earlier = words.form(place - 1)
            kind = None if words.is_capital(place - 1) else _kind_behind(words, place, earlier)
            if kind is not None and not is_loud(words, place):
                yield place - (earlier in UNCLES), place, kind
        elif gap[-1:] in ("\n", " ") and (last := _own_line(words, place)) is not None and not is_loud(words, place):
            yield place, last, IdentifierKind.PERSON


def _kind_behind(words: TextWords, place: int, earlier: str) -> IdentifierKind | None:
    """What word *place* is behind a relative, an uncle or a trade."""
    form = words.forms[place]
    if words.form(place + 1) in STREET_AFTER and words.gap(place) == " ":
        return None
    uncle, of_others = earlier in UNCLES, earlier in _KIN_OF_OTHERS
    if uncle or of_others or is_kin(earlier):
        named = form in GIVEN or part_of(form, capital=True) & NamePart.GIVEN
        return None if not named else IdentifierKind.PERSON if uncle or of_others else IdentifierKind.KIN
    return IdentifierKind.PERSON if _is_trade(earlier) and _could_be_name(words, place) else None


def _is_trade(form: str) -> bool:
    return len(form) > 5 and form.endswith(_TRADES) and not form.endswith(_ORDINALS) and form not in _NO_TRADES


def _could_be_name(words: TextWords, place: int) -> bool:
    """Whether a capitalised word that is in no list may be a name: no town, no verb, nothing that is called so."""
    form = words.forms[place]
    if is_no_name(words, place) or form in COMMON or is_town_in_case(form) or form.endswith(ENDS_OF_VERBS):
        return form in GIVEN or form in SURNAMES
    return len(form) > 2 and words.form(place + 1) not in STREET_AFTER


def _own_line(words: TextWords, place: int) -> int | None:
    """The last word of a name that has a line for itself: «Санжик 18 лет», «Азамат М.»."""
    gap, form = words.gap_before(place), words.forms[place]
    if "\n" not in gap and gap[0] not in ".!?":
        return None
    if form not in _NOT_AGED and _AGED.match(words.reading.folded, words.ends[place]) and _could_be_name(words, place):
        return place
    following = place + 1
    initial = len(words.form(following)) == 1 and words.is_capital(following) and words.gap(place) == " "
    if initial and "\n" in gap and form in GIVEN and words.gap(following).strip(" .") in ("", "\n"):
        return following
    return None


def _in_lists(words: TextWords, taken: list[Span]) -> Iterator[Span]:
    """Capitalised words in a list with names, on either side of one."""
    held = Taken((span.start, span.end) for span in taken)
    names = sorted({(words.at(span.start), words.at(span.end)) for span in taken if span.kind in _OTHER_NAMES})
    for first, beyond in names:
        place = beyond
        while place < len(words.forms) and not held.holds(words.starts[place]):
            parted = words.gap_before(place)
            joined = parted == " " and words.forms[place] in _AND and words.gap(place) == " "
            place += joined
            last = _listed(words, place) if joined or parted in (", ", ",\n") else None
            if last is None or not (joined or _goes_on(words, last, held)) or held.holds(words.starts[place]):
                break
            yield Span(words.starts[place], words.ends[last], IdentifierKind.PERSON, certain=False)
            place = last + 1
        earlier = first - 1
        joined = words.form(earlier) in _AND and words.gap(earlier) == " " and earlier > 0
        earlier -= joined
        if earlier < 0 or held.holds(words.starts[earlier]) or words.gap(earlier) != (" " if joined else ", "):
            continue
        opened = words.gap_before(earlier) in (": ", ", ", " - ", " – ", " — ") or joined
        if opened and (joined or _after_list(words, beyond)) and _listed(words, earlier) == earlier:
            yield Span(words.starts[earlier], words.ends[earlier], IdentifierKind.PERSON, certain=False)


def _listed(words: TextWords, place: int) -> int | None:
    """The last word of what may be a name at *place* in a list, if the list ends or goes on behind it."""
    if place >= len(words.forms) or not words.is_capital(place) or is_loud(words, place) or words.opens(place):
        return None
    if not _could_be_name(words, place):
        return None
    last = place
    if words.gap(place) == " " and words.is_capital(place + 1) and _could_be_name(words, place + 1):
        last += 1
    ended = words.gap(last)[:1] in _ENDS or words.form(last + 1) in _AND
    return last if ended else None


def _goes_on(words: TextWords, last: int, held: Taken) -> bool:
    """Whether another name stands behind word *last*: one comma alone makes no list."""
    following = last + 1
    if words.form(following) in _AND and words.gap(last) == " ":
        return words.is_capital(following + 1)
    return following < len(words.forms) and words.gap(last) == ", " and held.holds(words.starts[following])


def _after_list(words: TextWords, beyond: int) -> bool:
    """Whether the list of names goes on behind word *beyond* - 1."""
    return words.form(beyond) in _AND or (beyond < len(words.forms) and words.gap_before(beyond) == ", ")
