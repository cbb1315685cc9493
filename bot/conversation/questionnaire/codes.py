"""A code between other words, as the questionnaire's reader finds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from bot.frozen import frozen
from bot.terms import Likeness


@frozen
class CodeInside:
    """A code in words, and those words without it; `code` is None when it has a slip in it."""

    code: str | None
    rest: str
    likeness: Likeness


ReadCode: TypeAlias = Callable[[str], CodeInside | None]


def no_code(text: str) -> CodeInside | None:
    """For a questionnaire that came without a reader."""
    return None
