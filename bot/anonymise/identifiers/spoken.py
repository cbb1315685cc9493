"""Telephone numbers spelled in words: «восемь семьсот один …», «сегіз жеті жүз …»; IIN and card after their words.

Rules:
- a run of number words and digits, three of them words unless all of it is a mobile number, is read group by group
  (hundred, ten, unit): first as its commas part it, then as if there were none, then in any way that makes a phone;
- only eleven digits that begin with 87 or 77, or ten that begin with 7, make a phone; sums never do;
- five to seven digits are a local telephone right behind its word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.frozen import frozen

from .context import at_words, before, is_amount
from .kinds import IdentifierKind, Span
from .number_words import NUMBER_WORD, SAME, VALUES
from .phones import has_phone_cue
from .reading import Reading

_HUNDRED = frozenset({"жуз", "juz", "zhuz"})
_FIGURES = r"\d{1,7}(?:ноль?\d{1,7})?"
"""«7ноль7» too: a word between the figures of one group."""
_RUN = re.compile(
    rf"(?<![а-яa-z\d])(?:{NUMBER_WORD}|{_FIGURES})(?![а-яa-z\d])(?:"
    r"[\s,.\-–…;:()/]{0,4}(?:(?:потом|дальше|далее|затем|еще|в конце|сосын|кейин|содан|тагы|и|а|тире|дефис|"
    r"пробел|раза?|рет|по)[\s,]){0,3}"
    rf"(?<![а-яa-z\d])(?:{NUMBER_WORD}|{_FIGURES})(?![а-яa-z\d])){{2,23}}"
)
_TIMES = re.compile(r" ?(?:раза?|рет) (?:по )?")
"""«4 раза единица» is 1111."""
_PLUS = re.compile(r"(?:\+|(?<![а-я])плюс[\s,])\Z")
_BORDER = re.compile(r"[,.;:\-–…\n]|\sи\s")
"""What parts the groups of a number: «сорок, семь ноль» is 40 7 0."""
_TOKEN = re.compile(rf"(?:{NUMBER_WORD})(?![а-яa-z])|\d+")
_WORTHY = re.compile(r"жуз|juz|сот|двести|триста|н[оу]ль| нол |семь|жет[иы]|jeti|zheti| sem ")
_DIGIT_AND_WORD = re.compile(
    r"\d[ \-](?:(?:один|дв[ае]|три|(?:он )?(?:бир|еки|уш|торт|бес|алты|сегиз|тогыз))(?![а-яa-z])|четыр|пят[ьн]|шест|"
    r"восем|девят|двена|двад|трид|сорок|сто |раза |нул|нол|единиц|двойк|тройк|"
    r"жиырма|отыз|кырык|елу|алпыс|сексен|токсан)"
)
_PARTING = re.compile(r"[;\n]|\sи\s")
_OF_REGISTRY = re.compile(r"(?<![а-яa-z])(?:жсн|иин|iin|zhsn)[а-яa-z]{0,4}[^\d.!?\n]{0,30}\Z")
_IIN_DIGITS = 12
_OF_PAPER = re.compile(r"(?<![а-яa-z])(?:куали[кг]|удост|уд\.? ?л)[а-яa-z]{0,9}[^\d.!?\n]{0,30}\Z")
_PAPER_DIGITS = 9
_OF_CARD = re.compile(r"(?<![а-яa-z])(?:карт[а-я]{1,5}|каспи[а-я]{0,5}|gold|голд)[^\d.!?\n]{0,30}\Z")
_CARD_DIGITS = 16
_LOCAL_CUE = re.compile(
    r"(?<![а-яa-z])(?:домашн[а-я]{2,3}|городск[а-я]{2,3}|рабоч[а-я]{2,3}|тел(?:ефон[а-я]{0,5})?|уй(?:дин)?|стационарн[а-я]{2,3})"
    r"(?: тел(?:ефон[а-я]{0,5})?| номер[а-я]{0,3}| ном[еи]р[а-я]{0,4}){0,2}[ .,:\-–]{1,3}\Z"
)
_WORDS_ENOUGH = 3
_TOKENS_ENOUGH = 5
_LOCAL_DIGITS = (5, 6, 7)
_MOST_SAME = 5
"""«Три нуля», never «восемь нулей»."""
_MOST_DIGITS = 11
_PHONE = re.compile(r"[78]7\d{9}|7[0-7]\d{8}")
_BEGINS_PHONE = re.compile(r"[78]7|[78]\Z")
_LOCAL_TOLD = re.compile(
    rf"(?:домашн|городск|рабоч|стационарн|тел|уй)[а-я]{{0,8}}\.?(?: [а-я]{{5,9}}){{0,2}}"
    rf"[ .,:\-–]{{1,3}}{NUMBER_WORD}(?![а-я])"
)
_LOCAL_HEADS = frozenset(("дом", "гор", "раб", "ста", "тел", "уй", "уйд"))
_WHOLE = re.compile(r"[78]7[04567]\d{8}")
"""A mobile number that one or two of its groups spell in words, and nothing else stands in the run."""


def find_spoken_phones(reading: Reading) -> Iterator[Span]:
    """Yield the telephone numbers and IINs of *reading* that are spelled in words."""
    folded = reading.folded
    worthy = _WORTHY.search(folded) or _DIGIT_AND_WORD.search(folded)
    if not worthy and not any(at_words(_LOCAL_TOLD, _LOCAL_HEADS, reading)):
        return
    for run in _RUN.finditer(folded):
        tokens = list(_TOKEN.finditer(folded, run.start(), run.end()))
        spoken = sum(token[0].isalpha() for token in tokens)
        groups = _groups(tokens) if spoken else []
        digits = "".join(group.digits for group in groups)
        start, end = run.span()
        of_registry = len(digits) == _IIN_DIGITS and spoken and _OF_REGISTRY.search(before(folded, start, 44))
        whole = _WHOLE.fullmatch(digits) is not None
        if spoken < _WORDS_ENOUGH and not (whole or of_registry or _is_called(folded, start, digits)):
            continue
        if of_registry:
            yield Span(start, end, IdentifierKind.IIN)
        elif len(digits) == _PAPER_DIGITS and _OF_PAPER.search(before(folded, start, 44)):
            yield Span(start, end, IdentifierKind.DOC_ID)
        elif len(digits) == _CARD_DIGITS and _OF_CARD.search(before(folded, start, 44)):
            yield Span(start, end, IdentifierKind.CARD)
        elif len(digits) in _LOCAL_DIGITS and _LOCAL_CUE.search(before(folded, start, 40)):
            if not is_amount(folded, end):
                yield Span(start, end, IdentifierKind.PHONE)
        elif len(tokens) >= _TOKENS_ENOUGH or whole:
            yield from _phones_in(tokens, folded)


def _is_called(folded: str, start: int, digits: str) -> bool:
    """«звони вечером 8714 46 два три 519»: a number of a town, called a telephone before it."""
    return len(digits) == _MOST_DIGITS and _PHONE.fullmatch(digits) is not None and has_phone_cue(folded, start)


def digits_of(told: str, *, parted: bool = False) -> str:
    """The digits that the number words and the digits of *told* make; *parted*: commas part them."""
    return "".join(group.digits for group in _groups(list(_TOKEN.finditer(told)), parted=parted))


@frozen
class _Group:
    """A spoken number: its digits, and where its words begin and end."""

    digits: str
    start: int
    end: int


def _phones_in(tokens: list[re.Match[str]], text: str) -> Iterator[Span]:
    """The telephones of a run: in what «и» and the ends of lines part, if they part telephones; else in all of it."""
    pieces = _pieces(tokens)
    found = [span for piece in pieces for span in _phones_told(piece, text)] if len(pieces) > 1 else []
    yield from found or _phones_told(tokens, text)


def _pieces(tokens: list[re.Match[str]]) -> list[list[re.Match[str]]]:
    """*tokens* parted where «и», a semicolon or the end of a line stands, as far as one may be a telephone."""
    pieces = [tokens[:1]]
    for earlier, token in pairwise(tokens):
        if _PARTING.search(token.string, earlier.end(), token.start()):
            pieces.append([])
        pieces[-1].append(token)
    return [piece for piece in pieces if len(piece) >= _TOKENS_ENOUGH] if len(pieces) > 1 else [tokens]


def _phones_told(tokens: list[re.Match[str]], text: str) -> Iterator[Span]:
    """The telephones of *tokens*: as commas part them, else as if there were none, else in any way that makes one."""
    found = list(_phones_of(_groups(tokens, parted=True), text)) or list(_phones_of(_groups(tokens), text))
    if found or not (place := _parsed_anyhow(tokens)):
        yield from found
    else:
        yield Span(_with_plus(text, tokens[0].start()), tokens[place - 1].end(), IdentifierKind.PHONE)


def _phones_of(groups: list[_Group], text: str) -> Iterator[Span]:
    done = 0
    for first in range(len(groups)):
        if first < done:
            continue
        digits = ""
        for last, group in enumerate(groups[first:], first):
            digits += group.digits
            if len(digits) > _MOST_DIGITS:
                break
            if _PHONE.fullmatch(digits):
                is_all = first == 0 and last == len(groups) - 1
                if len(digits) == _MOST_DIGITS or is_all:
                    yield Span(_with_plus(text, groups[first].start), group.end, IdentifierKind.PHONE)
                    done = last + 1
                    break


def _with_plus(text: str, start: int) -> int:
    plus = _PLUS.search(before(text, start, 6))
    return start - len(plus[0]) if plus else start


def _parsed_anyhow(tokens: list[re.Match[str]]) -> int:
    """How many *tokens* from the first are a telephone if they are grouped in the fitting way; 0 if in none.

    «восемь семьсот два шестьсот тринадцать сорок семь ноль»: 40 and 7 are not told from 47 by any mark.
    """
    reached: dict[int, set[str]] = {0: {""}}
    best = 0
    for place in range(len(tokens)):
        for digits in reached.pop(place, ()):
            for group, following in _ways(tokens, place):
                told = digits + group
                if _PHONE.fullmatch(told) and len(told) == _MOST_DIGITS:
                    best = max(best, following)
                elif _BEGINS_PHONE.match(told) and len(told) < _MOST_DIGITS:
                    kept = reached.setdefault(following, set())
                    kept.add(told[:2].ljust(len(told), "0"))  # what follows the first two digits may be any
    return best


def _ways(tokens: list[re.Match[str]], place: int) -> Iterator[tuple[str, int]]:
    """The groups that can begin with the token *place*, each with the token behind it."""
    whole, following = _group_at(tokens, place)
    yield whole, following
    for last in range(place + 1, following):
        yield _group_at(tokens[:last], place)


def _groups(tokens: list[re.Match[str]], *, parted: bool = False) -> list[_Group]:
    """Join the tokens of one spoken group: «семьсот сорок семь» is 747, «жеті жүз бір» is 701.

    *parted*: a mark between two tokens parts them.
    """
    groups: list[_Group] = []
    place = 0
    while place < len(tokens):
        end = _next_border(tokens, place) if parted else len(tokens)
        digits, following = _group_at(tokens[:end], place)
        groups.append(_Group(digits, tokens[place].start(), tokens[following - 1].end()))
        place = following
    return groups


def _next_border(tokens: list[re.Match[str]], place: int) -> int:
    """The first token from *place* on before which a mark stands."""
    for following in range(place + 1, len(tokens)):
        if _BORDER.search(tokens[place].string, tokens[following - 1].end(), tokens[following].start()):
            return following
    return len(tokens)


def _group_at(tokens: list[re.Match[str]], place: int) -> tuple[str, int]:
    """The digits of the group that begins with the token *place*, and the token behind it."""
    first = tokens[place][0]
    count = int(first) if first.isdigit() else VALUES[first]
    if 1 < count < _MOST_SAME and place + 1 < len(tokens):
        repeated = tokens[place + 1]
        times = _TIMES.fullmatch(repeated.string, tokens[place].end(), repeated.start())
        if repeated[0] in SAME or times:
            return _digits_of_one(repeated[0]) * count, place + 2
    if first.isdigit():
        return first, place + 1
    value, last = _spoken_value(tokens, place)
    following = tokens[last][0] if last < len(tokens) else ""
    if value >= 100 and value % 100 == 0 and following.isdigit() and 0 < int(following) < 100 and following[0] != "0":
        return str(value + int(following)), last + 1
    return str(value), last


def _digits_of_one(token: str) -> str:
    return token if token.isdigit() else str(VALUES[token])


def _spoken_value(tokens: list[re.Match[str]], place: int) -> tuple[int, int]:
    value = VALUES[tokens[place][0]]
    place += 1
    if 0 < value < 10 and place < len(tokens) and tokens[place][0] in _HUNDRED:
        value, place = value * 100, place + 1
    for size in (100, 10):
        if value and value % size == 0 and place < len(tokens):
            smaller = VALUES.get(tokens[place][0])
            if smaller is None or not 0 < smaller < size or _starts_hundred(tokens, place):
                continue
            value, place = value + smaller, place + 1
    return value, place


def _starts_hundred(tokens: list[re.Match[str]], place: int) -> bool:
    following = tokens[place + 1][0] if place + 1 < len(tokens) else ""
    return VALUES[tokens[place][0]] < 10 and following in _HUNDRED
