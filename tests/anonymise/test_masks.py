"""Masks stand where the identifiers stood, typed, and nowhere else."""

from __future__ import annotations

import pytest

from bot.anonymise.identifiers import IdentifierKind, Span, find
from bot.anonymise.masks import mask

LABELS = {kind: f"[{kind.value}]" for kind in IdentifierKind}


def test_mask_puts_the_label_of_the_kind() -> None:
    text = "Атым Айгүл, тел 8 701 123 45 67."
    assert mask(text, find(text), LABELS) == "Атым [SELF_NAME], тел [PHONE]."


def test_mask_may_hide_some_spans_only() -> None:
    text = "Атым Айгүл, тел 8 701 123 45 67."
    chosen = [span for span in find(text) if span.kind is IdentifierKind.PHONE]
    assert mask(text, chosen, LABELS) == "Атым Айгүл, тел [PHONE]."


def test_mask_without_spans_changes_nothing() -> None:
    assert mask("8 701 123 45 67", (), LABELS) == "8 701 123 45 67"


@pytest.mark.parametrize(
    "spans",
    [
        (Span(0, 3, IdentifierKind.PHONE), Span(2, 4, IdentifierKind.IIN)),
        (Span(0, 9, IdentifierKind.PHONE),),
        (Span(2, 2, IdentifierKind.PHONE),),
        (Span(-1, 2, IdentifierKind.PHONE),),
    ],
)
def test_mask_refuses_spans_that_do_not_fit(spans: tuple[Span, ...]) -> None:
    with pytest.raises(ValueError, match="span"):
        mask("12345", spans, LABELS)
