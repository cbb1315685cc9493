"""How a value is spelled for a button, and read back: a verb, then its fields, with ":" between.

Rules
- A spelled class is a frozen dataclass with a `verb`; the type of each field says how the field is spelled.
- A last field that is None, or a flag that is not set, is left out.
- A verb that is a sign ("=") stands right before its field. One class of a union may have none: it is its fields alone.
- Reading is strict: what `spell` would not write is not read, so that forged data give None.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    ClassVar,
    Generic,
    Protocol,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from bot.frozen import frozen


@frozen
class Fits:
    """The field is written as it is; it fits *pattern*, which says how long it can be."""

    pattern: str


@frozen
class Flag:
    """The field is a bool: written as *word* when it is set."""

    word: str


Id = Annotated[str, Fits("[0-9a-f]{32}")]
"""One of our own random ids."""
Name = Annotated[str, Fits("[a-z0-9_-]{1,32}")]
"""A name in the catalogue or the questionnaire; the longest has fifteen letters."""
Number = Annotated[int, Fits("0|[1-9][0-9]{0,8}")]
"""A number that counts up from nought by hand: nine digits are never reached."""
Fingerprint = Annotated[str, Fits("[0-9a-f]{12}")]
"""The beginning of a SHA-256."""
Every = Annotated[bool, Flag("all")]
"""Whether everything that was found is meant, or only the first."""


class Spelled(Protocol):
    """A value with a spelling."""

    verb: ClassVar[str]


T = TypeVar("T")


class Reader(Generic[T]):
    """Reads the classes of a *union* by their verbs."""

    def __init__(self, union: Any) -> None:
        self._shapes: dict[str, _Shape] = {}
        for spelled in get_args(union):
            shape = _shape(spelled)
            if shape.verb in self._shapes:
                raise ValueError(f"two classes have the verb {shape.verb!r}")
            self._shapes[shape.verb] = shape

    def read(self, text: str) -> T | None:
        """The value that is spelled *text*, or None when none is."""
        shape = self._shapes.get(text[:1]) or self._shapes.get(text.partition(":")[0]) or self._shapes.get("")
        found = shape.pattern.fullmatch(text) if shape is not None else None
        if shape is None or found is None:
            return None
        value: T = shape.spelled(*[field.read(word) for field, word in zip(shape.fields, found.groups(), strict=True)])
        return value


def spell(value: Spelled) -> str:
    """*value* as a button carries it. ValueError when it could not be read back."""
    shape = _shape(type(value))
    if not shape.fields:
        return shape.verb
    written = [word for field in shape.fields if (word := field.write(getattr(value, field.name))) is not None]
    text = shape.verb + ":".join(written) if shape.is_sign else ":".join((shape.verb, *written))
    if shape.pattern.fullmatch(text) is None:
        raise ValueError(f"a value of {type(value).__name__} cannot be spelled")
    return text


@frozen
class _Field:
    name: str
    pattern: str
    read: Callable[[str | None], Any]
    write: Callable[[Any], str | None]
    optional: bool = False


@frozen
class _Shape:
    spelled: Callable[..., Any]
    verb: str
    is_sign: bool
    fields: tuple[_Field, ...]
    pattern: re.Pattern[str]


@cache
def _shape(spelled: type[Spelled]) -> _Shape:
    """How *spelled* is written; worked out once, for buttons are spelled and read on every step."""
    hints = get_type_hints(spelled, include_extras=True)
    # A Protocol cannot ask for a dataclass.
    kinds = tuple(_field(each.name, hints[each.name]) for each in fields(spelled))  # type: ignore[arg-type]
    verb, is_sign = spelled.verb, not spelled.verb[-1:].isalnum()
    joints = ["" if is_sign and at == 0 else ":" for at in range(len(kinds))]
    parts = [f"(?:{joint}({kind.pattern}))" + "?" * kind.optional for joint, kind in zip(joints, kinds, strict=True)]
    return _Shape(spelled, verb, is_sign, kinds, re.compile(re.escape(verb) + "".join(parts)))


def _field(name: str, hint: Any) -> _Field:
    """How a field of the type *hint* is spelled. TypeError when it does not say."""
    match get_origin(hint) or hint:
        case origin if origin in (Union, UnionType):
            (inner,) = (each for each in get_args(hint) if each is not NoneType)
            kind = _field(name, inner)
            return _Field(name, kind.pattern, _or_none(kind.read), _or_none(kind.write), optional=True)
        case origin if origin is Annotated:
            return _annotated(name, *get_args(hint))
        case type() as enum if issubclass(enum, StrEnum):
            return _Field(name, "|".join(re.escape(word) for word in enum), enum, str)
        case _:
            raise TypeError(f"the field {name} does not say how it is spelled")


def _annotated(name: str, kind: Any, how: Fits | Flag) -> _Field:
    if isinstance(how, Flag):
        return _Field(name, re.escape(how.word), bool, lambda is_set: how.word if is_set else None, optional=True)
    return _Field(name, how.pattern, kind, str)


def _or_none(turn: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else turn(value)
