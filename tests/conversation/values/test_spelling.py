"""The spelling of any room's buttons: kinds of fields, and classes that cannot be spelled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, TypeAlias

import pytest

from bot.conversation.values.spelling import Id, Number, Reader, spell

PLACE = "ab" * 16


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


@dataclass(frozen=True, slots=True)
class Paint:
    """Two fields, the last of which may be missing."""

    verb: ClassVar[str] = "paint"
    place: Id
    colour: Colour | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign with a number after it."""

    verb: ClassVar[str] = "#"
    number: Number


@dataclass(frozen=True, slots=True)
class Repaint:
    """Another class with the same verb."""

    verb: ClassVar[str] = "paint"


@dataclass(frozen=True, slots=True)
class Loose:
    """A field that does not say how it is spelled."""

    verb: ClassVar[str] = "loose"
    words: str


Presses: TypeAlias = Paint | Mark
SPELLINGS: dict[str, Presses] = {
    f"paint:{PLACE}": Paint(PLACE),
    f"paint:{PLACE}:green": Paint(PLACE, Colour.GREEN),
    "#7": Mark(7),
}


def test_fields_follow_the_verb_and_a_missing_last_one_is_left_out() -> None:
    reader: Reader[Presses] = Reader(Presses)
    assert {spell(value): value for value in SPELLINGS.values()} == SPELLINGS
    assert {spelled: reader.read(spelled) for spelled in SPELLINGS} == SPELLINGS
    read = reader.read(f"paint:{PLACE}:red")
    assert isinstance(read, Paint) and read.colour is Colour.RED


@pytest.mark.parametrize("forged", [f"paint:{PLACE}:", f"paint:{PLACE}:blue", "paint", "#", "#07", "#:7", "7", ""])
def test_what_would_not_be_spelled_is_not_read(forged: str) -> None:
    assert Reader[Presses](Presses).read(forged) is None


def test_two_classes_with_one_verb_are_a_fault() -> None:
    with pytest.raises(ValueError, match="two classes have the verb 'paint'"):
        Reader(Paint | Repaint)


def test_a_field_must_say_how_it_is_spelled() -> None:
    with pytest.raises(TypeError, match="words"):
        spell(Loose("any"))
