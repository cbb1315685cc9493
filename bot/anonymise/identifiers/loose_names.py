"""Names that are in no list, by their place alone: behind «зовут», before a telephone, behind a post or a relative.

Rules
- Only capitalised words that the grammar of names has left are looked at; what they are called is asked of the word
  beside them, never of their letters.
- A place that only the writer's name has («Имя …», «Звонить …» and a telephone, initials and a surname at the end) is
  certain; the others ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from . import self_cues as cues
from .cued_names import says_where_from
from .expected_cues import ENDS_OF_NOUNS, ENDS_OF_VERBS
from .kinds import IdentifierKind, Span, Taken
from .name_parts import ALSO_WORDS, GIVEN, NamePart
from .name_runs import TITLE
from .no_names import CALL, NO_NAMES, UNCLES, is_loud, is_no_name
from .people_words import CIVIL, KIN, POSTS, STREET, TITLES
from .post_words import is_post
from .relatives import is_kin
from .signatures import DATED
from .small_names import small_behind_posts, small_beside_initials
from .word_lists import word_set
from .wording import TextWords

_OF_OTHERS = word_set("его ее их как оны кого которого не")
_MOST_WORDS = 3
_CALL_ME = word_set("зовите зови называйте")
_LANDLINE_AFTER = re.compile(r"[\s,(]{1,3}(?:тел\.? ?)?\+?[78][ (]{1,2}7\d{2,3}[) ]{1,2}[\d -]{5,9}")
_GREETINGS = word_set("салем салеметсиз бе здравствуйте привет ассалаумагалейкум саламатсыз ба день вечер утро")
_SURNAME_CUES = word_set("фамилия фамилию фамилии фамилиям гр гражданин гражданка гражданину атты")
_CALLED = word_set("деген атты degen")
_NAMED = word_set("атты есимди дейтин")
_OWN_FIRMS = word_set("ип жк кх шк")
_WHICH = word_set(
    "бывший бывшая бывшего бывшей бывшему покойный покойная покойного старший старшая младший младшая родной родная "
    "двоюродный двоюродная сводный сводная средний средняя"
)
"""«Муж бывший Доскей»: which relative."""
_SOMEBODY = word_set(
    """
    жигит жигити келиншек парень парня женщина мужчина мужик мужика тетка дядька девушка девушке подруга подруге друг
    какой-то какая-то какого-то какому-то какую-то какой-нибудь
    друга другу знакомый знакомая знакомому таныс танысым напарник напарница коллега коллеге курбым досым достым
    """
)
_ENDS_OF_NAMES = re.compile(
    r"(?:бек|хан|гул|бай|жан|мухамм?ед|али|нур|кул|улла|тай|гали|мурат|болат|сулу|зада|темир|кали|bek|khan|gul|bai|"
    r"jan|zhan)"
)
_ENDED = re.compile(rf"{_ENDS_OF_NAMES.pattern}\Z")
_IN_FIRST_PERSON = re.compile(cues.FIRST_ENDING + r"\Z")
_NAMED_AS_FIRST = re.compile(rf"{_ENDS_OF_NAMES.pattern}{cues.FIRST_ENDING}\Z")
_REST = re.compile(r"[\s.!,)»\"-]*\Z")
_BESIDE = (
    POSTS | TITLES | _SOMEBODY | _SURNAME_CUES | _OWN_FIRMS
    | _WHICH
    | word_set("зовут звать имя есимим меники бул это bul name я мен men от ot имени")
)  # fmt: skip
_BEHIND_NAMES = _CALLED | _NAMED | word_set("меня менин фамилия фамилиясы")
_BEFORE_ALL = _CALL_ME | word_set("по")
"""What the rules ask for around a word: where none of it stands, and no mark or number, they need not be tried."""
_QUOTED = (" «", ' "', " “")


def find_loose(words: TextWords, taken: Sequence[Span]) -> Iterator[Span]:
    """Yield the names that stand where one stands, of what *taken* has not."""
    held = Taken((span.start, span.end) for span in taken)
    yield from small_behind_posts(words, held)
    yield from small_beside_initials(words, held)
    done = -1
    for place in words.capitals:
        if place <= done or is_loud(words, place):
            continue
        if is_no_name(words, place) and not (words.forms[place] in GIVEN and is_kin(words.form(place - 1))):
            continue
        start = words.starts[place]
        if held.holds(start):
            continue
        last = _last(words, place)
        if _has_nothing_beside(words, place, last):
            continue
        weak = words.forms[place] in ALSO_WORDS and last == place
        for rule in _RULES if not weak else _SURE_RULES:
            if found := rule(words, place, last):
                kind, certain = found
                yield whole(words, Span(start, words.ends[last], kind, certain))
                done = last
                break


def _has_nothing_beside(words: TextWords, first: int, last: int) -> bool:
    """Whether the words stand in the middle of a sentence with nothing beside them that any rule asks for."""
    if words.gaps[first] != " " or words.gaps[last + 1] != " " or words.forms[last][-1] in "нnм":
        return False
    earlier, later = words.form(first - 1), words.form(last + 1)
    if earlier in _BESIDE or later in _BEHIND_NAMES or later in TITLES or is_kin(earlier) or is_post(earlier):
        return False
    near = words.has_number(words.starts[first] - 44, words.ends[last] + 40)
    return words.form(first - 2) not in _BEFORE_ALL and not near


def whole(words: TextWords, span: Span) -> Span:
    """*span*, a name, with the capitalised words right behind it that are in no list: «Ольга Сейтмағамбет», «Ю. Тё»."""
    last = words.at(span.end) - 1
    if last < 0 or words.ends[last] > span.end or span.kind is IdentifierKind.ROLE:
        return span
    first = words.at(span.start) - 1
    start = words.starts[first] if words.form(first) in UNCLES and words.gap(first) == " " else span.start
    if not words.is_capital(last):
        return replace(span, start=start, end=max(span.end, words.ends[_small_last(words, first + 1, last)]))
    titled = TITLE.match(words.reading.folded, words.ends[_last(words, last)])
    return replace(span, start=start, end=max(span.end, titled.end() if titled else words.ends[_last(words, last)]))


def _small_last(words: TextWords, first: int, last: int) -> int:
    """«ольга сейтмагамбет, …», typed small: one more word, in no list, that ends the phrase behind a given name."""
    following, kind = last + 1, words.kind(last)
    if first != last or not kind & NamePart.GIVEN or kind & (NamePart.WEAK | NamePart.CASED) or words.gap(last) != " ":
        return last
    form = words.form(following)
    ended = following + 1 >= len(words.forms) or words.gap(following)[:1] in (",", ".", "\n", ")")
    strange = ended and len(form) > 3 and not words.is_capital(following) and form not in NO_NAMES
    return following if strange and not form.endswith((*ENDS_OF_VERBS, *ENDS_OF_NOUNS)) else last


def _last(words: TextWords, first: int) -> int:
    """The last of the capitalised words that stand beside *first* as a name's do."""
    last = first
    while last - first + 1 < _MOST_WORDS and words.gap(last) in (" ", ". ", ".") and words.is_capital(last + 1):
        if is_loud(words, last + 1):
            break
        surname = words.gap(last) != " " and len(words.form(last + 1)) > 1  # «П. Ли», «Ю. Тё»
        if (is_no_name(words, last + 1) and not surname) or (words.gap(last) == ". " and not _is_initial(words, last)):
            break
        last += 1
    return last


def _is_initial(words: TextWords, place: int) -> bool:
    return len(words.forms[place]) < 3


_Found = tuple[IdentifierKind, bool]
_BEHIND = (("меня", "зовут"), ("меня", "звать"), ("менин", "атым"), ("менин", "есимим"))
_SELF: _Found = (IdentifierKind.SELF_NAME, True)
_PERSON: _Found = (IdentifierKind.PERSON, False)


def _introduced(words: TextWords, first: int, last: int) -> _Found | None:
    """«зовут Аюп», «Имя Pranav Deshmukh», «Салем бұл Гаухартас», «мен Талшынмын»."""
    earlier, gap = words.form(first - 1), words.gap_before(first)
    if earlier in ("зовут", "звать") and gap == " " and words.form(first - 2) not in _OF_OTHERS:
        return _SELF
    if earlier in ("имя", "есимим", "меники") and gap in (" ", ": ") and words.opens(first - 1):
        return _SELF
    if earlier in ("бул", "это", "bul") and gap == " " and words.form(first - 2) in _GREETINGS:
        return _SELF
    later = (words.form(last + 1), words.form(last + 2))
    if later in _BEHIND and words.gap(last) == " ":
        return _SELF
    if earlier in ("имя", "name") and words.form(first - 2) in ("мой", "мое", "моё", "my", "моя"):
        return _SELF
    if earlier in ("мен", "men") and says_where_from(words.forms[last]):
        return None
    ended = words.gap(last)[:1] in ("\n", ",") or last + 1 >= len(words.forms)
    plain_word = "-" not in words.forms[last]
    if earlier in ("я", "мен", "men") and gap == " " and words.opens(first - 1) and ended and plain_word:
        return _SELF
    form = words.forms[last]
    if earlier in ("мен", "men") and gap == " " and len(form) > 5 and _IN_FIRST_PERSON.search(form):
        return _SELF
    return _SELF if _NAMED_AS_FIRST.search(form) and not words.opens(first) else None


def _beside_phone(words: TextWords, first: int, last: int) -> _Found | None:
    """«Досжүрек, 87016620438» on a line of its own, «Звонить Утегену 8 701 …», «8 747 … Нұрбосын»."""
    if not words.has_number(words.starts[first] - 40, words.ends[last] + 40):
        return None
    earlier = words.reading.figures[max(0, words.starts[first] - 40) : words.starts[first]]
    line_ends = last + 1 >= len(words.forms) or words.gap(last).startswith("\n")
    if line_ends and "\n" not in words.gap_before(first) and cues.PHONE_BEFORE.search(earlier):
        return _SELF
    titled = TITLE.match(words.reading.folded, words.ends[last])
    end = titled.end() if titled else words.ends[last]
    figures = words.reading.figures
    if not (cues.PHONE_AFTER.match(figures, end) or _LANDLINE_AFTER.match(figures, end)):
        return None
    gap = words.reading.plain[end : end + 4]
    marked = gap[:1] in (",", "(", "\n") or gap[:2] in (" (", " -", " —")  # a blank stands behind any word
    line = (marked or titled is not None) and ":" not in gap and words.opens(first)
    return _SELF if line or (words.form(first - 1) in CALL and words.gap_before(first) in (" ", ": ")) else None


def _signed(words: TextWords, first: int, last: int) -> _Found | None:
    """«Кравец И. О.», «14.10.2025 г.   Э. Шмидт» at the end; «Пірмұхаммед.» as the last word."""
    plain = words.reading.plain
    if not _REST.match(plain, words.ends[last]):
        return None
    dated = DATED.search(words.reading.folded[max(0, words.starts[first] - 44) : words.starts[first]]) is not None
    if not (dated or words.opens(first)) or first == 0:
        return None
    initials = [_is_initial(words, place) for place in range(first, last + 1)]
    if any(initials) and not all(initials):
        return _SELF
    return _PERSON if first == last and _ENDED.search(words.forms[first]) else None


def _alone(words: TextWords, first: int, last: int) -> _Found | None:
    """«… живу у родни. Орынбасар. Компенсацию …», «Ялкунжан, пекарь с Дружбы», «Зовите дядя Витя», «Өтеген қарт»."""
    if words.form(first - 2) in _CALL_ME and words.form(first - 1) in KIN:
        return _SELF
    if not words.opens(first):
        return None
    gap, after = words.gap(last), words.form(last + 1)
    if gap in (", ", " - ", " – ") and (after in POSTS or after in CIVIL) and first > 0:
        return _PERSON
    titled = TITLE.match(words.reading.folded, words.ends[last])
    if titled and _REST.match(words.reading.plain, titled.end()):
        return _SELF
    known = any(words.kind(place) & NamePart.GIVEN for place in range(first, last + 1))
    return _PERSON if known and first > 0 and gap[:1] in (".", "!") and last + 1 < len(words.forms) else None


def _headed(words: TextWords, first: int, last: int) -> _Found | None:
    """«От: Ю. Тё», «пусть знают: Тулебаева»."""
    if words.form(first - 1) in ("от", "ot") and words.gap_before(first) in (": ", ":") and words.opens(first - 1):
        return _SELF
    gap = words.gap_before(first)
    if gap == " " or not any(mark in gap for mark in (":", " - ", " — ", " – ")):
        return None
    told = words.reading.folded[max(0, words.starts[first] - 60) : words.starts[first]]
    return (
        _PERSON
        if re.search(r"(?:фамили|аты-ж|имя |тегим|атым|есим|подпис|кличк|ник |данные)[^.!?\n]{0,50}\Z", told)
        else None
    )


def _of_kin(words: TextWords, first: int, last: int) -> _Found | None:
    """«Сын Едиге Сарсенбин», «Қызымның Шахназ ақысын», «Сымбат деген қызымды», «ребёнка (Амирлан, 6 лет)»."""
    earlier = words.form(first - 1)
    which = earlier in _WHICH and is_kin(words.form(first - 2)) and words.gap(first - 2) == " "
    if (which or is_kin(earlier)) and words.gap_before(first) in (" ", " (", ": ", " - "):
        return IdentifierKind.KIN, False
    if words.form(last + 1) in _CALLED and is_kin(words.form(last + 2)):
        return IdentifierKind.KIN, False
    return None


def _of_post(words: TextWords, first: int, last: int) -> _Found | None:
    """«завуч Капар Айтбала», «инженер П. Ли», «фамилию Терещук», «диспетчеру «Серому»», «ИП «Жумагазина»»."""
    earlier, gap = words.form(first - 1), words.gap_before(first)
    spoken_of = earlier in POSTS or earlier in TITLES or earlier in _SOMEBODY or earlier in _SURNAME_CUES
    spoken_of = spoken_of or is_post(earlier)
    spoken_of = spoken_of or (earlier == "имени" and words.form(first - 2) == "по")
    behind = gap == " " or (gap == ". " and len(earlier) < 4) or (gap in _QUOTED and first == last)
    if spoken_of and behind and words.form(last + 1) not in STREET:
        return _PERSON
    later = words.form(last + 2)
    if words.form(last + 1) in _NAMED and (later in _SOMEBODY or later in CIVIL or later in POSTS or is_post(later)):
        return _PERSON
    if words.form(last + 1) in ("фамилия", "фамилиясы") and words.gap(last) == " ":
        return _PERSON
    return _PERSON if earlier in _OWN_FIRMS and gap in (" ", *_QUOTED) else None


def _on_own_line(words: TextWords, first: int, last: int) -> _Found | None:
    """«Надежда», alone in a message, where it is a name at all."""
    after = words.gap(last)
    alone = ("\n" in words.gap_before(first) or first == 0) and ("\n" in after or last + 1 >= len(words.forms))
    known = any(words.kind(place) & NamePart.GIVEN for place in range(first, last + 1))
    return _PERSON if alone and known else None


def _beside_me(words: TextWords, first: int, last: int) -> _Found | None:
    """«Я не местный, Джахонгир, …»: between commas in a sentence that begins with «я»."""
    if words.gap_before(first) != ", " or words.gap(last)[:1] != "," or first != last:
        return None
    start = words.starts[first]
    sentence = re.split(r"[.!?\n]", words.reading.folded[max(0, start - 50) : start])[-1]
    return _PERSON if re.match(r"\s?(?:я|мен)(?![а-я])", sentence) else None


_SURE_RULES = (_introduced, _beside_phone, _of_kin, _of_post, _on_own_line)
"""Those that hold for a word of everyday speech as well."""
_RULES = (_introduced, _beside_phone, _signed, _alone, _headed, _of_kin, _of_post, _on_own_line, _beside_me)
