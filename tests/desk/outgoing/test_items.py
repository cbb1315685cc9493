"""Items: every kind survives the way through its row, and what lacks a part is no item."""

from __future__ import annotations

import json

import pytest

from bot.desk.outgoing.item_rows import BY_KIND, IN_CLEAR, ITEMS, case_of, content_of, read_item, seq_of
from bot.desk.outgoing.items import Item, ItemKind
from tests.desk.outgoing.specimens import CASE, SPECIMENS

OPTIONAL: dict[str, set[str]] = {
    ItemKind.EXPERT: {"added", "reminds"},
    ItemKind.ADDITION: {"last"},
    ItemKind.EDIT: {"values", "doubted", "returns", "anew"},
    ItemKind.NOTICE: {"values", "reply_to", "asks"},
    ItemKind.ALERT: {"values", "reply_to", "presses", "labels"},
    ItemKind.ANSWER: {"instead", "of_cases", "copied"},
    ItemKind.PROMPT: {"again", "wanted", "values"},
    ItemKind.CITIZEN: {"values"},
    ItemKind.WIPE: {"chat"},
}


def test_every_kind_has_one_class_and_a_specimen() -> None:
    assert set(BY_KIND) == set(ItemKind)
    assert len(ITEMS) == len(ItemKind)
    assert {type(item) for _, item in SPECIMENS} == set(ITEMS)


@pytest.mark.parametrize("item", [item for _, item in SPECIMENS], ids=lambda item: type(item).__name__)
def test_an_item_is_read_back_as_it_was_put(item: Item) -> None:
    content = json.loads(json.dumps(content_of(item)))
    assert read_item(item.kind, case_of(item), seq_of(item), content) == item
    assert not set(content) & set(IN_CLEAR)


@pytest.mark.parametrize("item", [item for _, item in SPECIMENS], ids=lambda item: type(item).__name__)
def test_an_item_without_a_part_that_it_needs_is_refused(item: Item) -> None:
    content = json.loads(json.dumps(content_of(item)))
    for name in set(content) - OPTIONAL.get(item.kind, set()):
        less = {part: value for part, value in content.items() if part != name}
        with pytest.raises(ValueError, match="without all its parts"):
            read_item(item.kind, case_of(item), seq_of(item), less)
    if case_of(item) is not None and item.kind != ItemKind.NOTICE:
        with pytest.raises(ValueError, match="without all its parts"):
            read_item(item.kind, None, seq_of(item), content)


def test_a_kind_of_another_program_is_refused() -> None:
    with pytest.raises(ValueError, match="no kind"):
        read_item("carrier-pigeon", CASE, None, {})
