"""What the Bot API's types look like: checks compiled from the facts.

Rules
- Inside objects nothing is read leniently: a number is no string, a string is no number.
- The length of a text that is still to be parsed (parse_mode) is the methods' business.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from bot.playground.entities import utf16_length
from bot.playground.errors import ViolationError, violation

Json = dict[str, Any]
FACTS_FILE = Path(__file__).with_name("facts.json")
PARSED_LATER = frozenset({"text", "caption", "quote"})
BOUND = 2**63
TOO_LONG = {
    "callback_data": "BUTTON_DATA_INVALID",
    "CopyTextButton.text": "BUTTON_COPY_TEXT_INVALID",
    "answerCallbackQuery.text": "MESSAGE_TOO_LONG",
    "BotCommand.command": "BOT_COMMAND_INVALID",
    "BotCommand.description": "BOT_COMMAND_DESCRIPTION_INVALID",
}


class Check(Protocol):
    """Raises ViolationError when *value*, found at *path*, is not what it must be."""

    def __call__(self, value: Any, path: str) -> None: ...


@cache
def the_facts() -> Json:
    facts: Json = json.loads(FACTS_FILE.read_text(encoding="utf-8"))
    return facts


def check_of_field(field: Json, owner: str, siblings: set[str]) -> Check:
    check = _check_of_types(field["types"])
    if "const" in field:
        return _one_of((field["const"],))
    if "choices" in field:
        return _one_of(tuple(field["choices"]))
    name = field["name"]
    parsed_later = name in PARSED_LATER and any(sibling.endswith("parse_mode") for sibling in siblings)
    if "length" in field and not parsed_later:
        wording = TOO_LONG.get(f"{owner}.{name}") or TOO_LONG.get(name)
        return _within(check, *field["length"], wording=wording)
    return check


def _one_of(allowed: tuple[str, ...]) -> Check:
    def check(value: Any, path: str) -> None:
        if type(value) is not str or value not in allowed:
            raise violation(f'field "{path}" must be one of {", ".join(allowed)}')

    return check


def _within(check: Check, least: int, most: int, unit: str, *, wording: str | None) -> Check:
    def check_length(value: Any, path: str) -> None:
        check(value, path)
        length = len(value.encode()) if unit == "bytes" else utf16_length(value)
        if not least <= length <= most:
            raise violation(wording or f'"{path}" must be {least}-{most} {unit} long')

    return check_length


@cache
def check_of_type(name: str) -> Check:
    if name.startswith("Array of "):
        return _array_of(check_of_type(name.removeprefix("Array of ")))
    if name in SCALARS:
        return SCALARS[name]
    facts = the_facts()["types"][name]
    if facts.get("subtypes"):
        return _check_of_types(facts["subtypes"])
    return ObjectShape(name)


def _check_of_types(types: list[str]) -> Check:
    if len(types) == 1:
        return check_of_type(types[0])
    if all(name.startswith("Array of ") for name in types):
        return _array_of(_check_of_types([name.removeprefix("Array of ") for name in types]))
    return _Union(tuple(types))


def _array_of(check: Check) -> Check:
    def check_items(value: Any, path: str) -> None:
        if type(value) is not list:
            raise violation(f'field "{path}" must be of type Array')
        for place, item in enumerate(value):
            check(item, f"{path}[{place}]")

    return check_items


class ObjectShape:
    """The fields of one type; compiled at first use because types contain each other."""

    __slots__ = ("fields", "name", "required")

    def __init__(self, name: str) -> None:
        self.name = name
        self.fields: dict[str, Check] | None = None
        self.required: tuple[str, ...] = ()

    def _compile(self) -> dict[str, Check]:
        fields = the_facts()["types"][self.name]["fields"]
        names = {field["name"] for field in fields}
        self.fields = {field["name"]: check_of_field(field, self.name, names) for field in fields}
        self.required = tuple(field["name"] for field in fields if field["required"])
        return self.fields

    def __call__(self, value: Any, path: str) -> None:
        fields = self.fields or self._compile()
        if type(value) is not dict:
            raise violation(f'can\'t parse "{path}": object expected as {self.name}')
        for name in self.required:
            if name not in value:
                raise violation(f'can\'t parse {self.name}: can\'t find field "{name}" in "{path}"')
        for name, item in value.items():
            check = fields.get(name)
            if check is None:
                raise violation(f'can\'t parse {self.name}: unknown field "{name}" in "{path}"')
            check(item, f"{path}.{name}")


class _Union:
    """One of several types, told apart by their constants or by their required fields."""

    __slots__ = ("checks", "types")

    def __init__(self, types: tuple[str, ...]) -> None:
        self.types = types
        self.checks: tuple[Check, ...] = ()

    def __call__(self, value: Any, path: str) -> None:
        checks = self.checks = self.checks or tuple(check_of_type(name) for name in self.types)
        first: ViolationError | None = None
        for name, check in zip(self.types, checks, strict=True):
            try:
                return check(value, path)
            except ViolationError as problem:
                if first is None or _is_meant(name, value):
                    first = problem
        assert first is not None
        raise first


def _is_meant(type_name: str, value: Any) -> bool:
    """Whether *value* is an attempt at this type: it has its required fields, with their constants."""
    if type(value) is not dict or type_name not in the_facts()["types"]:
        return False
    required = [field for field in the_facts()["types"][type_name]["fields"] if field["required"]]
    return any(field["name"] in value for field in required) and all(
        value.get(field["name"]) == field["const"] for field in required if "const" in field
    )


def _check_string(value: Any, path: str) -> None:
    if type(value) is not str:
        raise violation(f'field "{path}" must be of type String')
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise violation("strings must be encoded in UTF-8") from None


def _check_integer(value: Any, path: str) -> None:
    if type(value) is not int or not -BOUND <= value < BOUND:
        raise violation(f'field "{path}" must be of type Integer')


def _check_float(value: Any, path: str) -> None:
    if type(value) not in (int, float):
        raise violation(f'field "{path}" must be of type Float')


def _check_boolean(value: Any, path: str) -> None:
    if type(value) is not bool:
        raise violation(f'field "{path}" must be of type Boolean')


SCALARS: Mapping[str, Check] = {
    "String": _check_string,
    "Integer": _check_integer,
    "Float": _check_float,
    "Boolean": _check_boolean,
}


@cache
def field_names(type_name: str) -> frozenset[str]:
    """The names of a type's fields."""
    return frozenset(field["name"] for field in the_facts()["types"][type_name]["fields"])
