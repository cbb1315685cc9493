"""Names of persons: the writer's own (certain), and everybody else's, who could be the writer or theirs.

Rules
- Every name is found once (`name_runs`); what stands around it says whose it is.
- Certain is what a writer says of themselves (`introductions`) and where writers sign (`signatures`): officials,
  whatever
  their name, have none of that and are only asked about.
- A name of a street, a village, a school or a firm is nobody's; a word that is a name as well needs a neighbour who
  says so.
- A relative with a name, a child with a class are the family's (`relatives`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .cued_names import without_person
from .expected_names import find_expected
from .introductions import introduced
from .kinds import IdentifierKind, Span, Taken
from .localities import is_town_in_case
from .loose_names import find_loose, whole
from .name_parts import GIVEN, STREET_NAMES, SURNAMES, NamePart
from .name_runs import NameRun, names_in
from .near_names import find_near, with_more
from .people_words import FIRMS, HEROES, KIN, POSTS, STREET_AFTER, STREET_BEFORE, TITLES
from .posts import find_posts
from .reading import Reading
from .relatives import classes, is_relative, with_class
from .signatures import initials_alone, is_signature
from .signed_phrases import as_signed
from .word_lists import word_set
from .wording import TextWords

_ON_STREETS = word_set("на по между и с до угол углу пересечении перекрестке перекресток возле около вдоль за от")
_OF_OFFICES = word_set("округа района области города")
"""«аким сельского округа Досым Кенесбаев»: a place named after somebody has the name in a case."""
_OF_PLACES = ("аудан", "ауыл", "облыс", "кош", "мектеп", "кент", "audan", "auyl")
_ABBREVIATED = word_set("с г п а пос ст")
_SHORT_PLACES = frozenset("гспдркмуо")
_BEFORE_PERSONS = word_set("от у к для про")
_RANKS = word_set(
    "капитан капитана майор майора полковник полковника подполковник лейтенант лейтенанта сержант сержанта"
)
_OWN_FIRMS = word_set("ип жк кх шк")
"""What is named after who has it, more often than not."""


_BORN = re.compile(
    r",? \(?(?P<day>(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.(?:(?:19|20)\d\d|\d\d))(?!\d)"
    r"(?! ?(?:кун|г\.? |жыл|числ))"
)
"""«балам Аяла, 01.06.22»: behind a relative's name stands their birthday."""


def find_names(reading: Reading) -> Iterator[Span]:
    """Yield the names of persons in *reading*, the classes of children and the posts that one person holds."""
    words = TextWords(reading)
    found = [whole(words, span) for span in _find_known(words)]
    found += find_loose(words, found)
    found += find_near(words, found)
    yield from (as_signed(words, with_more(words, span)) for span in found)
    yield from (as_signed(words, span) for span in find_expected(words, found))
    for span in found:
        born = _BORN.match(reading.figures, span.end) if span.kind is IdentifierKind.KIN else None
        if born is not None:
            yield Span(*born.span("day"), IdentifierKind.BIRTH_DATE, certain=False)


def _find_known(words: TextWords) -> Iterator[Span]:
    own = introduced(words)
    own = [(start, end) for start, end in own if not _is_of_place(words, end)]
    for start, end in own:
        yield Span(start, end, IdentifierKind.SELF_NAME)
    held = Taken(own)
    for start, end in initials_alone(words):
        if not held.holds(start):
            yield Span(start, end, IdentifierKind.SELF_NAME)
    for name in names_in(words):
        if held.holds(name.start) or _is_place(words, name) or _is_town(words, name):
            continue
        end = name.end if _ends_as_surname(words, name) else without_person(words, name)
        if is_signature(words, name) or (end < name.end and not name.small):
            yield Span(name.start, name.shown_end if end == name.end else end, IdentifierKind.SELF_NAME)
        elif child := with_class(words, name):
            yield Span(*child, IdentifierKind.KIN, certain=False)
        elif is_relative(words, name):
            yield Span(name.start, name.shown_end, IdentifierKind.KIN, certain=False)
        elif _is_person(words, name):
            ranked = words.form(name.first - 1) in _RANKS and words.gap_before(name.first) == " "
            start = words.starts[name.first - 1] if ranked else name.start
            yield Span(start, name.shown_end, IdentifierKind.PERSON, certain=False)
    for start, end in classes(words):
        yield Span(start, end, IdentifierKind.KIN, certain=False)
    yield from find_posts(words)


def _is_of_place(words: TextWords, end: int) -> bool:
    """«Мен Айша ауылынан»: a place of that name, not «атым Айша, ауылда тұрам»."""
    later = words.at(end)
    return words.form(later).startswith(_OF_PLACES) and words.gap_before(later) == " "


def _ends_as_surname(words: TextWords, name: NameRun) -> bool:
    """«Сарсенбин», «Кузьмин»: an end that the Russian «и» tells from «… мін», unless «мен» stands before the name."""
    return words.reading.plain[name.end - 2 : name.end] == "ин" and words.form(name.first - 1) not in ("мен", "men")


def _is_place(words: TextWords, name: NameRun) -> bool:
    """Whether the name is that of a street, a village, a school or a firm."""
    earlier, gap = words.form(name.first - 1), words.gap_before(name.first)
    called = name.full and not name.cased and earlier in _OF_OFFICES
    called = called or words.form(name.last).endswith("вна")  # «директор гимназии оспанова раушан кабиевна»
    if earlier == "г" and gap == ". " and words.gap_before(name.first - 1).rstrip()[-1:].isdigit():
        return False  # «в 2016 г. Айдос …»
    if earlier in STREET_BEFORE and gap in (" ", ". ", ".", ' "', " «", "  ") and not called:
        return True
    small = words.reading.plain[words.starts[name.first - 1]].islower()
    if earlier in _ABBREVIATED and gap[:1] == "." and "\n" not in gap and small:
        return True
    if name.first == name.last and _is_street(words, name.first):
        return True
    later, after = words.form(name.last + 1), words.gap(name.last)
    if later in HEROES and words.form(name.last + 2) in STREET_AFTER:
        return True
    if later in STREET_AFTER and after.strip('"»”') == " " and not (name.full and name.parts & NamePart.PATRONYMIC):
        return True
    quoted = gap.endswith(("«", '"', "“")) and after.startswith(("»", '"', "”"))
    if quoted and earlier in _OWN_FIRMS and name.sure:
        return False
    return quoted and later != "деп" and (not name.full or earlier in FIRMS)


def _is_town(words: TextWords, name: NameRun) -> bool:
    """«В паспортном столе Сатпаева»: a town alone, that is no given name, and no post or relative beside it."""
    form = words.forms[name.first]
    if name.first != name.last or form in GIVEN or not is_town_in_case(form):
        return False
    return not (name.parts & NamePart.GIVEN or _has_role(words, name) or words.form(name.first - 1) in KIN)


def _is_street(words: TextWords, place: int) -> bool:
    """«садик на Момышулы», «между Байзакова и Ауэзова», «перекрёсток Сатпаева-Катаева»."""
    form = words.forms[place]
    if "-" in form:
        return all(half in STREET_NAMES for half in form.split("-"))
    if form not in STREET_NAMES:
        return False
    return words.form(place - 1) in _ON_STREETS and words.gap_before(place) == " "


def _is_person(words: TextWords, name: NameRun) -> bool:
    """Whether a name that nobody claims as their own is a person's at all."""
    initialled = name.parts == NamePart.UNKNOWN | NamePart.INITIAL and not name.small
    if initialled and (not words.opens(name.first) or _is_initialled(words, name)):
        return True
    if name.full:
        return not name.small or name.sure
    unknown = name.parts & NamePart.UNKNOWN and not name.parts & NamePart.WEAK
    if unknown and words.form(name.last + 1) in ("деген", "degen"):
        return True
    beside = _has_role(words, name)
    if _is_plural(words, name) and not beside:
        return False
    if name.small:
        return name.sure and (beside or name.end - name.start > 4) and not name.parts & NamePart.SURNAME
    if name.parts & NamePart.SHORT:
        return beside
    if not name.sure:
        return beside and _is_telling(name) or _is_weak_person(words, name)
    return True


def _is_initialled(words: TextWords, name: NameRun) -> bool:
    """«Т.Белоконь можно найти …»: an initial that is short for no place, joined to a word that opens a sentence."""
    initial = words.forms[name.first]
    joined = words.gap(name.first) == "." and name.end - name.start > len("Т.Цой.")
    return joined and len(initial) == 1 and initial not in _SHORT_PLACES


def _is_plural(words: TextWords, name: NameRun) -> bool:
    """«Файлов: 3», «Конфликт интересов»: a noun in the plural that ends as surnames do, and is in no list of them."""
    ends_as_one = name.parts & ~(NamePart.CASED | NamePart.UNKNOWN | NamePart.WEAK) == NamePart.SURNAME
    opens = words.opens(name.first)
    form = words.form(name.last)
    of_name = form[:-2] in GIVEN or f"{form[:-2]}а" in GIVEN
    return ends_as_one and opens and form.endswith(("ов", "ев")) and form not in SURNAMES and not of_name


def _is_telling(name: NameRun) -> bool:
    """Whether there is more than an initial, or an abbreviation in capitals."""
    weak = NamePart.UNKNOWN | NamePart.WEAK
    return bool(name.parts & ~(NamePart.WEAK | NamePart.INITIAL | NamePart.CASED)) and name.parts != weak


def _is_weak_person(words: TextWords, name: NameRun) -> bool:
    """Whether a word that is a name as well stands as one: with a capital letter in the middle of a sentence."""
    if not name.parts & NamePart.GIVEN or words.opens(name.first):
        return False
    return not name.cased or words.form(name.first - 1) in _BEFORE_PERSONS


def _has_role(words: TextWords, name: NameRun) -> bool:
    """Whether what somebody is stands beside the name: «соседки Жанель», «Жанель апай»."""
    earlier, gap = words.form(name.first - 1), words.gap_before(name.first)
    if (earlier in POSTS or earlier in TITLES) and gap in (" ", " - ", ": ", ", "):
        return True
    return words.form(name.last + 1) in TITLES and words.gap(name.last) == " "
