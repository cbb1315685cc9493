"""Replaces identifiers by typed masks and changes nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .identifiers import IdentifierKind, Span


def mask(text: str, spans: Iterable[Span], labels: Mapping[IdentifierKind, str]) -> str:
    """Return *text* with each of *spans* replaced by the label of its kind, such as «[телефон]».

    The spans must not overlap and must lie inside *text* (ValueError otherwise). A label in square
    brackets is never found as an identifier again.
    """
    pieces: list[str] = []
    done = 0
    for span in sorted(spans):
        if not done <= span.start < span.end <= len(text):
            raise ValueError("a span overlaps another or lies outside the text")
        pieces += (text[done : span.start], labels[span.kind])
        done = span.end
    return "".join((*pieces, text[done:]))
