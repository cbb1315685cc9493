"""What letters stand in the word lists and rules of a module, for the test that no word mixes two alphabets.

Rules:
- a word is a run of letters; in a rule also a letter and the group or class that follows or precedes it directly;
- a class that holds whole ranges of both alphabets (`[а-яa-z]`) stands for any letter and belongs to neither;
- any other class that holds both is a `mixed_class`: wanted ones are named in the test, with their reason.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

# The standard library shows the tree of a rule nowhere else, and a rule that is read as text is misread (`\\s`, `[…]`).
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

LATIN, CYRILLIC = "LATIN", "CYRILLIC"
_WORD = re.compile(r"[^\W\d_]+")
_ZERO_WIDTH = (ops.ASSERT, ops.ASSERT_NOT, ops.AT)
_REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)


def alphabet(letter: str) -> str | None:
    """LATIN, CYRILLIC, or None for what is neither."""
    script = unicodedata.name(letter, "").partition(" ")[0]
    return script if letter.isalpha() and script in (LATIN, CYRILLIC) else None


def mixed_words(text: str) -> list[str]:
    """The words of *text* that hold letters of both alphabets."""
    return [word for word in _WORD.findall(text) if {LATIN, CYRILLIC} <= set(map(alphabet, word))]


def constants(module: ModuleType) -> Iterator[tuple[str, object]]:
    """The rules and lists of *module* as `module.NAME`."""
    for name, value in vars(module).items():
        if not name.startswith("__") and isinstance(value, (re.Pattern, str, tuple, list, set, frozenset, dict)):
            yield f"{module.__name__.rpartition('.')[2]}.{name}", value


def texts_in(value: object) -> Iterator[str]:
    """Every string in *value*, however deep."""
    match value:
        case str():
            yield value
        case dict():
            yield from texts_in([*value.keys(), *value.values()])
        case tuple() | list() | set() | frozenset():
            for part in value:
                yield from texts_in(part)


@dataclass(slots=True)
class Rule:
    """The letters that a regular expression spells out, and where two alphabets meet in it."""

    letters: set[str] = field(default_factory=set)
    meetings: set[str] = field(default_factory=set)
    mixed_classes: set[str] = field(default_factory=set)


def rule(pattern: re.Pattern[str]) -> Rule:
    """Read *pattern*."""
    found = Rule()
    _sequence(found, parser.parse(pattern.pattern, pattern.flags))
    return found


def _sequence(found: Rule, items: Any) -> tuple[set[str], set[str], bool]:
    """The letters that can begin *items*, those that can end them, and whether they can be empty."""
    begin: set[str] = set()
    end: set[str] = set()
    empty, before = True, None
    for op, value in items:
        first, last, skipped = _item(found, op, value)
        if op in _ZERO_WIDTH:
            continue
        if ops.LITERAL in (op, before):
            pairs = (left + right for left in end for right in first)
            found.meetings |= {pair for pair in pairs if {alphabet(pair[0]), alphabet(pair[1])} == {LATIN, CYRILLIC}}
        begin |= first if empty else set()
        end, empty, before = last, empty and skipped, op
    return begin, end, empty


def _item(found: Rule, op: Any, value: Any) -> tuple[set[str], set[str], bool]:
    if op is ops.LITERAL:
        found.letters.add(chr(value))
        return {chr(value)}, {chr(value)}, False
    if op is ops.IN:
        letters = _class(found, value)
        return letters, letters, False
    if op is ops.BRANCH:
        branches = [_sequence(found, branch) for branch in value[1]]
        firsts, lasts = (set().union(*(branch[side] for branch in branches)) for side in (0, 1))
        return firsts, lasts, any(branch[2] for branch in branches)
    if op in (ops.ASSERT, ops.ASSERT_NOT):
        _sequence(found, value[1])
    elif op is ops.SUBPATTERN:
        return _sequence(found, value[3])
    elif op in _REPEATS:
        first, last, skipped = _sequence(found, value[2])
        return first, last, skipped or value[0] == 0
    return set(), set(), False


def _class(found: Rule, parts: Any) -> set[str]:
    """The letters of a class; none when it stands for any letter or holds both alphabets."""
    single = {chr(value) for op, value in parts if op is ops.LITERAL}
    ends = {chr(end) for op, value in parts if op is ops.RANGE for end in value}
    found.letters |= single
    if any(op in (ops.CATEGORY, ops.NEGATE) for op, _ in parts):
        return set()
    if {LATIN, CYRILLIC} <= set(map(alphabet, single | ends)):
        if not {LATIN, CYRILLIC} <= set(map(alphabet, ends)):
            found.mixed_classes.add("".join(sorted(single | ends)))
        return set()
    return single | ends
