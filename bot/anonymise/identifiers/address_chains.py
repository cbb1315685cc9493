"""Chains of words of addresses: what stands side by side around a number or around what was found already.

Rules:
- numbers and words for houses, entrances and places join, with fillers between them, on both sides;
- a name joins to the left; to the right only behind a word for a place or a street, behind «по», or as a known place;
- a number joins to the left where a word for a house or a place stands beside it;
- a comma ends a chain at what may be somebody's name.
"""

from __future__ import annotations

import re

from . import address_words as words
from .address_parts import KINDS, Token, Tokens, WordSort
from .localities import OF_PEOPLE, is_place
from .name_parts import GIVEN
from .reading import Reading
from .streets import SECOND_WORDS, StreetLikeness
from .word_lists import word_set

_GAP = re.compile(r"[ ,\-/№()«»\"]{0,4}\Z")
_GAP_WITH_STOP = re.compile(r"\.?[ ,\-/№()«»\"]{0,4}\Z")
_SHORTENED = frozenset(("комн", "корп", "микр", "кварт", "просп", "строен", "пом", "лит", "обл", "пос", "стр", "бывш"))
_LEADING = frozenset(("по", "на", "в", "во", "у"))
_MOST_TOKENS = 10
_MOST_FILLERS = 3
_BEFORE, _BEHIND = 90, 80
"""So far a chain is followed on each side: a region's name and the words of a village's address."""
_ADJECTIVES = word_set(
    """
    новый новая новое старый старая старое малый малая большой большая верхний верхняя нижний нижняя жана ески
    улкен киши жогаргы томенги
    """
)
_BREAKS = ("\n", "!", "?", ":", ";")
_BREAK = re.compile(r"[\n!?:;]")
LIVING = word_set(
    "турам турамын турамыз турады турат турган жатырмын жатырмыз живу живем живет turam turamyn turamyz "
    "турып отырмын отырмыз келем келемин келемиз")
"""These may stand between a house and its flat."""
AND = ("и", "мен", "пен", "бен")


def chain_around(reading: Reading, start: int, end: int) -> list[Token]:
    """The words of one address around what stands from *start* to *end*, and what is inside, in order."""
    ends = _BREAK.search(reading.folded, end, end + _BEHIND)
    tokens = Tokens(reading, _line_start(reading, start), ends.start() if ends else end + _BEHIND)
    first, behind = tokens.behind(start), tokens.behind(end - 1) + 1
    if first == len(tokens) or tokens[first].start >= end:
        return []
    left, right = _leftwards(reading, tokens, first), _rightwards(reading, tokens, min(behind, len(tokens)) - 1)
    return [tokens[place] for place in range(left, right + 1)]


def _line_start(reading: Reading, start: int) -> int:
    first = max(0, start - _BEFORE)
    return max(first, *(reading.folded.rfind(mark, first, start) + 1 for mark in _BREAKS))


def joins(folded: str, token: Token, following: Token) -> bool:
    """Whether only what parts words of one address stands between the two."""
    between = folded[token.end : following.start]
    shortened = len(token.word) < 4 and not token.word[0].isdigit()
    shortened = shortened or token.word in _SHORTENED or "-" in token.word
    return (_GAP_WITH_STOP if shortened else _GAP).match(between) is not None


def _may_be_somebody(folded: str, tokens: Tokens, place: int) -> bool:
    """Whether the word at *place* may end a person's name: no address goes on to the left of the word behind it."""
    token, following = tokens[place], tokens[place + 1]
    if token.part is not WordSort.NAME or is_place(token.word):
        return False
    person = token.word in GIVEN or token.word.endswith(OF_PEOPLE)
    if following.part is WordSort.NUMBER:
        return person and "," in folded[token.end : following.start] and token.likeness < StreetLikeness.STREET
    if "," in folded[token.end : following.start]:
        return person or _ends_two_names(tokens, place)
    if following.part not in (WordSort.STREET, WordSort.PLACE):
        return False
    patronymic = token.word.endswith(("ич", "вна", "кызы", "улы"))
    first = tokens[place - 1] if place else None
    named = first is not None and first.part is WordSort.NAME and first.end + 1 == token.start
    return person and (patronymic or named)


def _ends_two_names(tokens: Tokens, place: int) -> bool:
    """Whether two capitals stand side by side that name no place: perhaps somebody's full name."""
    first, second = tokens[place - 1] if place else None, tokens[place]
    if first is None or first.part is not WordSort.NAME or first.end + 1 != second.start or is_place(first.word):
        return False
    described = first.word.endswith(("ая", "ое")) and not first.word.endswith(("ская", "цкая"))
    if described and second.word not in GIVEN:
        return False  # «Зелёная Балка»
    return first.likeness > StreetLikeness.SMALL and not _is_second(first, second)


def _is_second(first: Token, token: Token) -> bool:
    """Whether the two are one name of a place: «Нұрлы жол», «Новый Шахтёрск»."""
    return first.word in _ADJECTIVES or token.word in SECOND_WORDS or token.word in words.TITLES


def _leftwards(reading: Reading, tokens: Tokens, first: int) -> int:
    """The first token of the chain whose tokens from *first* on are known."""
    taken, fillers, names = first, 0, 0
    for place in range(first - 1, max(-1, first - _MOST_TOKENS), -1):
        token, following = tokens[place], tokens[place + 1]
        if not joins(reading.folded, token, following) or _may_be_somebody(reading.folded, tokens, place):
            break
        crosses = token.word in AND and place > 0 and _is_known(tokens[place - 1])
        if token.part is WordSort.FILLER or (crosses and following.part is WordSort.NAME):
            fillers += 1
            if fillers > _MOST_FILLERS:
                break
            continue
        if token.word in _ADJECTIVES and following.part is WordSort.NAME and reading.plain[token.start].isupper():
            taken = place
            continue
        if not _joins_left(reading, tokens, place, taken):
            behind = following.part in (WordSort.PLACE, WordSort.STREET)
            if place and behind and _is_name_in_two(reading, tokens[place - 1], token):
                taken = place - 1
            break
        names += token.part is WordSort.NAME
        if names > 4:
            break
        taken, fillers = place, 0
    return taken


def _is_known(token: Token) -> bool:
    return token.likeness is StreetLikeness.STREET or is_place(token.word)


def _is_name_in_two(reading: Reading, first: Token, second: Token) -> bool:
    """«Тау самалы», «Жылы су»: the second word of a place's name is small."""
    capital = reading.plain[first.start].isupper() and first.end + 1 == second.start
    return capital and second.part is WordSort.OTHER and second.word.isalpha() and first.part is WordSort.NAME


def _joins_left(reading: Reading, tokens: Tokens, place: int, taken: int) -> bool:
    token, following = tokens[place], tokens[taken]
    apart = "," in reading.folded[token.end : following.start]
    if token.part is WordSort.NAME:
        called = tokens[place + 1].word == "тас"  # «Жаңаталап тас жолы»
        far = place + 1 < taken and not called and not apart
        if far and not _is_known(token) and reading.folded[token.end + 1] != "(":
            return False  # «Автосервис на Рыскулова»
        quoted = "»" in reading.plain[token.end : following.start] and following.part is WordSort.NAME
        if quoted and not (place and tokens[place - 1].part is WordSort.PLACE):
            return False  # «ТОО «Строй», Абая 15»
        if token.likeness is StreetLikeness.SMALL and reading.plain[token.start].islower():
            return following.part in (WordSort.NUMBER, WordSort.NAME) or is_place(token.word)
        return True
    if token.part is WordSort.NUMBER:
        kind_before = place > 0 and tokens[place - 1].part in KINDS and joins(reading.folded, tokens[place - 1], token)
        earlier = tokens[place - 1] if place else token
        if earlier.part is WordSort.NAME and reading.folded[earlier.end : token.start] == "-":
            return True  # «Металлург-3», ряд 12
        if following.part is WordSort.NUMBER:
            return token.spoken == following.spoken or kind_before or not apart
        if kind_before or token.orders or (not apart and following.part in KINDS):
            return True
        told = place - 2 if place > 1 and tokens[place - 1].part is WordSort.FILLER else place - 1
        return told >= 0 and tokens[told].part is WordSort.NAME and following.part in (WordSort.HOUSE, WordSort.DOOR)
    if token.part in (WordSort.HOUSE, WordSort.DOOR):
        if following.part is WordSort.NAME and taken > place + 1:
            return tokens[taken - 1].word in _LEADING and taken == place + 2
        return following.part in (WordSort.NUMBER, WordSort.NAME)
    return token.part in KINDS


def _rightwards(reading: Reading, tokens: Tokens, last: int) -> int:
    """The last token of the chain whose tokens up to *last* are known."""
    taken, fillers = last, 0
    for place in range(last + 1, min(len(tokens), last + _MOST_TOKENS)):
        token = tokens[place]
        if not joins(reading.folded, tokens[place - 1], token):
            break
        if token.part is WordSort.FILLER:
            fillers += 1
            if fillers > _MOST_FILLERS:
                break
            continue
        if token.word in LIVING:
            if not _is_told_behind(tokens, place + 1):
                break
            continue
        if token.part is WordSort.NAME:
            if not _name_joins_right(reading, tokens, place, taken):
                break
        elif token.part not in (WordSort.NUMBER, *KINDS) or (fillers and _needs_number(tokens, place)):
            break
        taken, fillers = place, 0
    return taken


def _is_told_behind(tokens: Tokens, place: int) -> bool:
    """Whether a house, a flat or an entrance with its number begins at *place*: «46-да тұрам, квартира 3»."""
    if place + 1 >= len(tokens):
        return False
    parts = {tokens[place].part, tokens[place + 1].part}
    return WordSort.NUMBER in parts and not parts.isdisjoint((WordSort.HOUSE, WordSort.DOOR))


def _needs_number(tokens: Tokens, place: int) -> bool:
    """Whether the word at *place* tells nothing because no number and no name stands beside it."""
    if tokens[place].part not in (WordSort.PLACE, WordSort.DOOR):
        return False
    beside = [tokens[at].part for at in (place - 1, place + 1) if 0 <= at < len(tokens)]
    return WordSort.NUMBER not in beside and WordSort.NAME not in beside


def _name_joins_right(reading: Reading, tokens: Tokens, place: int, taken: int) -> bool:
    token, earlier = tokens[place], tokens[taken]
    capital = reading.plain[token.start].isupper()
    if earlier.part in (WordSort.PLACE, WordSort.STREET):
        return capital or token.likeness is StreetLikeness.STREET or token.word in words.TITLES
    if tokens[place - 1].word in _LEADING:
        return token.likeness is StreetLikeness.STREET or (capital and tokens[place - 1].word == "по")
    if earlier.part is WordSort.NAME:
        return "," not in reading.folded[earlier.end : token.start] and (capital or token.word in words.TITLES)
    following = tokens[place + 1].part if place + 1 < len(tokens) else WordSort.OTHER
    apart = "," in reading.folded[earlier.end : token.start]
    return capital and apart and (is_place(token.word) or following in (WordSort.PLACE, WordSort.STREET))
