"""What a name is signed with: «Шахтер Сәкен @…», «дядя Витя колясочник», «баба Домна с Заречки».

Alone in its line or as the last phrase of all, a trade, a relative or «who from where» is a part of what the writer, or
whom they speak of, is called. An office is none: it says whom a message accuses.
"""

from __future__ import annotations

from dataclasses import replace

from .expected_cues import OF_TRADES, UNCLES
from .kinds import IdentifierKind, Span
from .people_words import CIVIL, KIN, OFFICES, TITLES
from .post_words import is_post
from .wording import TextWords

_MOST_WORDS = 3
"""Behind a name: «из второго подъезда»."""
_FROM = ("с", "со", "из")
_NICKNAMES = ("ник", "ница", "щик", "щица", "чик", "чица", "лог", "вед", "шы", "ши")
_ASKED = (IdentifierKind.PERSON, IdentifierKind.KIN)


def as_signed(words: TextWords, span: Span) -> Span:
    """*span*, a name that is asked about, with the rest of its line where that says who they are."""
    if span.certain or span.kind not in _ASKED:
        return span
    first, last = words.at(span.start), words.at(span.end) - 1
    start = first
    while start > 0 and first - start < 2 and words.gap_before(start) == " " and _says_what(words.form(start - 1)):
        start -= 1
    if start == last or not (words.opens(start) or start == 0):
        return span
    end = _rest(words, last, whence=words.form(start) in UNCLES or words.form(start) in TITLES)
    if end is None or (start == first and end == last):
        return span
    return replace(span, start=min(span.start, words.starts[start]), end=max(span.end, words.ends[end]))


def _rest(words: TextWords, last: int, *, whence: bool) -> int | None:
    """The last word of the line in which word *last* closes a name; None where it goes on as a sentence does.

    Behind «тётя Галя», with *whence*, where she is from is a part of it; «Иванова из регистратуры» is somebody else.
    """
    if _ends_line(words, last):
        return last
    if words.gap(last) != " ":
        return None
    following = last + 1
    if words.forms[following] in _FROM:
        if not whence:
            return None
        for end in range(following + 1, min(following + _MOST_WORDS, len(words.forms))):
            if words.gap_before(end) != " ":
                return None
            if _ends_line(words, end):
                return end
        return None
    told = _says_what(words.forms[following]) or words.forms[following].endswith(_NICKNAMES)
    return following if told and _ends_line(words, following) else None


def _ends_line(words: TextWords, place: int) -> bool:
    gap = words.gap(place)
    return place + 1 >= len(words.forms) or "\n" in gap or gap.lstrip(" ,(")[:1] == "@"


def _says_what(form: str) -> bool:
    """Whether *form* is a trade, a relative, «пенсионер»: what one is called with, and no office."""
    if form in CIVIL or form in KIN or form in UNCLES or form in TITLES or form in OF_TRADES:
        return True
    return form not in OFFICES and (is_post(form) or form.endswith(("шы", "ши", "щик", "чик")))
