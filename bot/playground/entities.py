"""What a bot may mark in its texts: bold words, quotations, links, and how they may lie in each other.

Rules
- Of two that share characters one lies whole inside the other; nothing is marked inside code; quotations do not nest.
- Nothing begins or ends within a character that takes two units of UTF-16.
- What Telegram finds by itself (FOUND) is passed over when it is given: it is looked for anyway.
- More than MOST entities are a mistake: Telegram forgets those beyond.
"""

from collections.abc import Iterable
from typing import Any

from bot.playground.errors import violation

Entity = dict[str, Any]
MOST = 100
QUOTATIONS = frozenset({"blockquote", "expandable_blockquote"})
CODE = frozenset({"code", "pre"})
NEEDS = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id", "date_time": "unix_time"}
"""Kinds that say nothing without a further field."""
GIVEN = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler", *CODE, *QUOTATIONS, *NEEDS})
FOUND = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}
)
HIDES = CODE | NEEDS.keys()
"""Where Telegram looks for nothing itself; in bold words and in quotations it does."""


def utf16_length(text: str) -> int:
    """The length of *text* in UTF-16 code units, as Telegram counts."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_part(text: str, offset: int, length: int) -> str:
    """*length* units of *text* from *offset* on."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "surrogatepass")


def check_given(text: str, entities: Iterable[Entity]) -> list[Entity]:
    """Those of *entities* that Telegram keeps, in order; raise ViolationError when they break a rule."""
    kept = sorted((each for each in entities if each["type"] not in FOUND), key=place_of)
    if len(kept) > MOST:
        raise violation(f"a text has at most {MOST} entities")
    limits = _limits_between_characters(text) if kept else frozenset()
    for entity in kept:
        _check_alone(entity, limits)
    _check_nesting(kept)
    return kept


def place_of(entity: Entity) -> tuple[int, int]:
    """Sorts entities by their beginning, the outer before the inner."""
    return entity["offset"], -entity["length"]


def _limits_between_characters(text: str) -> frozenset[int]:
    """Every offset in UTF-16 at which a character begins, and the end."""
    limits, reached = [0], 0
    for character in text:
        reached += 2 if ord(character) > 0xFFFF else 1
        limits.append(reached)
    return frozenset(limits)


def _check_alone(entity: Entity, limits: frozenset[int]) -> None:
    kind, start = entity["type"], entity["offset"]
    end = start + entity["length"]
    if kind not in GIVEN:
        raise violation(f'can\'t parse MessageEntity: unsupported type "{kind}"')
    if (needed := NEEDS.get(kind)) and not entity.get(needed):
        raise violation(f'can\'t parse MessageEntity: a {kind} needs "{needed}"')
    if start < 0 or end > max(limits) or start >= end:
        raise violation(f"entity of type {kind} lies outside the text")
    if start not in limits or end not in limits:
        raise violation(f"entity of type {kind} begins or ends in the middle of a UTF-16 symbol")


def _check_nesting(entities: list[Entity]) -> None:
    around: list[Entity] = []
    for entity in entities:
        while around and _end(around[-1]) <= entity["offset"]:
            around.pop()
        for outer in around:
            _check_inside(outer, entity)
        around.append(entity)


def _check_inside(outer: Entity, inner: Entity) -> None:
    if _end(inner) > _end(outer):
        raise violation(f"entities of type {outer['type']} and {inner['type']} overlap in part")
    if outer["type"] in CODE:
        raise violation(f"an entity of type {outer['type']} can't hold one of type {inner['type']}")
    if outer["type"] in QUOTATIONS and inner["type"] in QUOTATIONS:
        raise violation("quotations can't be nested")


def _end(entity: Entity) -> int:
    return int(entity["offset"] + entity["length"])
