"""The phrase around a post: where it begins and ends in a Russian or a Kazakh sentence."""

from __future__ import annotations

import re

from . import post_words as lists
from .context import before
from .no_names import is_loud
from .wording import TextWords

MY_ENDING = re.compile(r"(?:[мпб][иы]н|[mpb][iy]n)\Z")
_OF_SOMEBODY = re.compile(r"(?:[шгкрнлтдс][иы]|[a-z][yi])\Z")
_PLACES = ("ауылы", "ауданы", "каласы", "кенти", "селосы", "облысы")
"""Before these words the name of the place stands, whatever it looks like."""
MOST_LEFT = 8
_LINK = re.compile(r"[ \-–—/(]{0,3}[«\"“]?[№\d /\-]{0,9}[«\"“]?\Z|[»\"”]? ?[№(«]? ?\d{0,4} ?\Z")
_ABBREVIATED = re.compile(r"\. ?[«\"]?\Z")
_NUMBER = re.compile(r"[»\"”]?(?: ?(?:№|n|no\.?)? ?\d{1,4}(?:-\d{1,4}){0,2})?[»\"”]?")
_ALONE_BEHIND = re.compile(
    r"(?: ?[,–—(-] ?| )(?:(?:я|мен|у нас|бизде|там|тут|штатта|ауылда|ауданда|кезекте|сменде|больше|и|а) ){0,2}"
    r"(?:[^\W\d_]{3,12} )?"
    r"(?:(?:один|одна)(?= (?:на|в|во|по|у|такая|такой|на все)(?![а-я]))|единственн[а-я]{2}|один-единственн[а-я]{2}|"
    r"бир(?:еу)?(?:-ак| ак| гана)|жалгыз(?:бын|ы)?|бир адам|нас двое|друг(?:ого|ой|их) (?:у нас |там )?нет|менен баска)"
    r"(?![а-я])[^,.!?\n;]{0,40}"
)
"""«…, один на всё предприятие», «…, бізде біреу ғана»: that nobody else holds the post goes with it."""
_MARKS_BEFORE = re.compile(r"(?:№? ?\d{1,4}(?:-?[а-я]{1,3})? ?|[«\"“])\Z")


def is_kazakh(words: TextWords, place: int) -> bool:
    """Whether the post that is word *place* stands at the end of a Kazakh phrase."""
    form = words.forms[place]
    return bool(MY_ENDING.search(form)) or form.startswith(lists.KAZAKH_POSTS) or is_of_somebody(words, place)


def is_of_somebody(words: TextWords, place: int) -> bool:
    """«кітапханасының меңгерушісі», «бас маманы»: a Kazakh post closes its phrase."""
    return _OF_SOMEBODY.search(words.forms[place]) is not None and (
        lists.KAZAKH_MODIFIER.search(words.form(place - 1)) is not None
    )


def first_of(words: TextWords, place: int) -> int:
    """The first word of the phrase that leads to the post: in Kazakh all before it, in Russian what describes it."""
    kazakh = is_kazakh(words, place)
    first = place
    while first > 0 and place - first < MOST_LEFT and joined(words, first - 1):
        earlier = words.forms[first - 1]
        if lists.ends_phrase(earlier) and earlier not in ("один", "одна"):
            break
        if not kazakh and not lists.RUSSIAN_MODIFIER.search(earlier) and not lists.KAZAKH_MODIFIER.search(earlier):
            break
        first -= 1
    for back in range(first - 1, max(first - 5, -1), -1):
        if not joined(words, back):
            break
        if words.forms[back].startswith(("единственн", "один-един", "жалгыз", "edinstven")):
            return back
    while first < place and words.forms[first] in lists.PREPOSITIONS:
        first += 1
    of_place = first > 0 and first < place and words.forms[first].startswith(_PLACES) and joined(words, first - 1)
    return first - 1 if of_place and words.is_capital(first - 1) else first


def last_of(words: TextWords, place: int, most: int) -> int:
    """The last word of the phrase behind word *place*."""
    last = place
    while last - place < most and last + 1 < len(words.forms) and joined(words, last):
        through = words.forms[last + 1] == "у" and lists.is_post(words.form(last + 2))
        named = words.is_capital(last + 1) and not is_loud(words, last + 1)  # «ЦРБ Каражал» is no verb
        named = named and words.forms[last + 1] not in lists.STOPS
        if lists.ends_phrase(words.forms[last + 1]) and not (through or named):
            break
        last += 1
    while last > place and words.forms[last] in lists.PREPOSITIONS:
        last -= 1
    return last


def joined(words: TextWords, place: int) -> bool:
    """Whether word *place* and the next stand in one phrase: «с. Есиль», «школы № 5 села»."""
    gap = words.gap(place)
    if gap == " ":
        return True
    if "\n" in gap or "," in gap:
        return False
    return _LINK.fullmatch(gap) is not None or (len(words.forms[place]) < 4 and _ABBREVIATED.fullmatch(gap) is not None)


def with_marks(folded: str, start: int) -> int:
    """Take in «№14» or a quotation mark before the phrase."""
    while marks := _MARKS_BEFORE.search(before(folded, start, 9)):
        start -= len(marks[0])
    return start


def with_number(folded: str, end: int) -> int:
    """Take in «12», «№ 5» or a quotation mark behind the phrase."""
    number = _NUMBER.match(folded, end)
    return number.end() if number else end


def with_alone(folded: str, end: int) -> int:
    """Take in that nobody else holds the post, where it is said right behind the phrase that ends at *end*."""
    alone = _ALONE_BEHIND.match(folded, end)
    return end + len(alone[0].rstrip(" )-–—")) if alone else end
