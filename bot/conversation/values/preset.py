"""What a link presets for the next report or proposal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from bot.frozen import frozen


@frozen
class Preset:
    """A region, and perhaps a sphere."""

    region: str
    sphere: str | None = None


ReadLink: TypeAlias = Callable[[str], Preset | None]


def no_link(payload: str) -> Preset | None:
    """For a questionnaire that came without a reader of links."""
    return None
