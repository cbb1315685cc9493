"""Items as rows of the outbox: what of one lies in clear, what in its box, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields
from typing import Any, get_args

from bot.desk.outgoing.items import Item
from bot.desk.people import Spot
from bot.desk.presses import CardPage
from bot.desk.wishes import Wanted
from bot.terms import Reminder

ITEMS: tuple[type[Item], ...] = get_args(Item)
BY_KIND: Mapping[str, type[Item]] = {item.kind: item for item in ITEMS}
IN_CLEAR = ("case", "seq")


def case_of(item: Item) -> str | None:
    """The case that *item* is about, if any."""
    return getattr(item, "case", None)


def seq_of(item: Item) -> int | None:
    """The message of the talk that *item* is about, if any."""
    return getattr(item, "seq", None)


def content_of(item: Item) -> dict[str, Any]:
    """What of *item* belongs into its box."""
    return {name: value for name, value in asdict(item).items() if name not in IN_CLEAR}


def read_item(kind: str, case: str | None, seq: int | None, content: Mapping[str, Any]) -> Item:
    """The item behind its row; ValueError when the row is of no kind, or lacks a part, that this program knows."""
    item = BY_KIND.get(kind)
    if item is None:
        raise ValueError("an item of no kind that this program knows")
    row = {**content, "case": case, "seq": seq}
    parts: dict[str, Any] = {each.name: _read(each.name, row[each.name]) for each in fields(item) if each.name in row}
    required = [each.name for each in fields(item) if each.default is MISSING and each.default_factory is MISSING]
    if any(parts.get(name) is None for name in required):
        raise ValueError(f"an item of kind {kind} without all its parts")
    return item(**parts)


def _read(name: str, value: Any) -> Any:
    """A part of an item as it was before it became JSON."""
    if name in ("spot", "reply_to", "instead") and value is not None:
        return Spot(**value)
    if name == "buttons":
        return tuple(tuple((label, data) for label, data in row) for row in value)
    if name == "page":
        return CardPage(value)
    if name == "reminder":
        return Reminder(value)
    if name == "wanted":
        return Wanted(value)
    return tuple(value) if name in ("files", "presses", "labels", "parts") else value
