"""A frozen value does what the standard library's `dataclass(frozen=True, slots=True)` does."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from typing import Any, ClassVar

import pytest

from bot.frozen import frozen


def by_the_library(cls: Any) -> Any:
    """What is imitated."""
    return dataclass(frozen=True, slots=True)(cls)


def kinds(make: Callable[[Any], Any]) -> tuple[Any, Any, Any]:
    """A class with parts of every kind, an heir with one part more, and one without any."""

    class Word:
        """A word."""

        text: str
        spoken: ClassVar[bool] = True
        size: int = 3
        heard: list[str] = field(default_factory=list, compare=False)
        secret: str = field(default="hidden", repr=False)

    word = make(Word)

    class Loud(word):  # type: ignore[misc,valid-type]
        """A word that is cried."""

        decibels: int = 90

        def __repr__(self) -> str:
            return "LOUD"

    class Silence:
        """Nothing."""

    return word, make(Loud), make(Silence)


def told(make: Callable[[Any], Any]) -> list[object]:
    """What can be seen of its values."""
    word, loud, silence = kinds(make)
    one, other = word("сөз", 4), word(text="сөз", size=4, heard=["мен"])
    return [
        repr(one).rpartition(".")[2], repr(loud("сөз")), repr(silence()).rpartition(".")[2],
        one == other, one != other, hash(one) == hash(other), one == word("сөз", 5), one == loud("сөз", 4),
        one == ("сөз", 4), silence() == silence(), len({silence(), silence()}), len({one, other, word("сөз")}),
        one.heard is word("сөз").heard, asdict(other), asdict(replace(other, size=9, secret="")),
        [each.name for each in fields(loud)], loud.__match_args__, loud.__slots__, word.spoken, word.__doc__,
        copy.copy(other) == other, copy.deepcopy(other).heard, hasattr(one, "__dict__"), loud("сөз").decibels,
    ]  # fmt: skip


def test_a_frozen_value_is_what_the_standard_library_makes() -> None:
    assert told(frozen) == told(by_the_library)


def plain_parts(make: Callable[[Any], Any]) -> list[object]:
    """What is told of the parts of a class with plain ones alone, of its heir, and of one that is no dataclass."""

    class Pair:
        first: str
        second: int | None = None

    pair = make(Pair)

    class Triple(pair):  # type: ignore[misc,valid-type]
        second: int | None = 2
        third: tuple[str, ...] = ()

    class Named(pair):  # type: ignore[misc,valid-type]
        __slots__ = ()

    triple = make(Triple)
    return [
        [(each.name, each.default, each.init) for each in fields(Named)],
        [(each.name, each.default, each.init) for each in fields(triple)],
        [each.name for each in fields(pair)], asdict(triple("a", third=("b",))), replace(triple("a"), first="c").first,
        replace(Named("a"), second=5) == Named("a", 5), Named("a") == pair("a"), fields(pair) == fields(pair),
    ]  # fmt: skip


def test_parts_that_are_made_when_somebody_asks_are_those_of_the_standard_library() -> None:
    assert plain_parts(frozen) == plain_parts(by_the_library)


@pytest.mark.parametrize("change", [lambda one: setattr(one, "text", "басқа"), lambda one: delattr(one, "text")])
@pytest.mark.parametrize("make", [frozen, by_the_library])
def test_no_part_can_be_set_again(make: Callable[[Any], Any], change: Callable[[Any], None]) -> None:
    one = kinds(make)[0]("сөз")
    with pytest.raises(FrozenInstanceError, match="text"):
        change(one)
    assert one.text == "сөз"


@pytest.mark.parametrize("make", [frozen, by_the_library])
def test_a_part_that_is_missing_is_named_with_its_class(make: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError, match=r"Word\.__init__\(\) missing 1 required positional argument: 'text'"):
        kinds(make)[0]()
