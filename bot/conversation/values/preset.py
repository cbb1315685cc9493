"""What a link chose beforehand: a region, perhaps a sphere. Their ids alone are kept, never what stood in the link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Preset:
    """A region, and a sphere or nothing, by the catalogue's ids."""

    region: str
    sphere: str = ""


ReadLink: TypeAlias = Callable[[str], Preset | None]


def no_link(payload: str) -> Preset | None:
    """For a questionnaire that came without a reader."""
    return None
