"""Holds every call against the Bot API's bare facts.

Rules
- Every method and type is compiled once, when it is first asked for; a check is a plain call.
- A parameter may arrive as text (a form has nothing else) and is then read as what its type says.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from bot.frozen import frozen
from bot.playground.errors import violation
from bot.playground.shapes import Check, Json, check_of_field, check_of_type, the_facts

WHOLE = re.compile(r"[+-]?[0-9]{1,19}")
TRUE_WORDS = frozenset({"true", "True", "1", "yes"})
FALSE_WORDS = frozenset({"false", "False", "0", "no"})
MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
}


@frozen
class Parameter:
    """One parameter of a method: how it is read from text, and checked."""

    read: Callable[[Any], Any] | None
    check: Check
    takes_file: bool
    file_only: bool


@frozen
class MethodFacts:
    """One method: its parameters and which of them must be there."""

    name: str
    parameters: Mapping[str, Parameter]
    required: tuple[str, ...]


@cache
def known_methods() -> frozenset[str]:
    """The names of all methods of the Bot API."""
    return frozenset(the_facts()["methods"])


def check_object(type_name: str, value: Any) -> None:
    """Hold a whole object (an Update, a Message) against the facts."""
    check_of_type(type_name)(value, type_name)


def check_call(method: str, parameters: Mapping[str, Any], files: Mapping[str, Any]) -> Json:
    """Read and check the *parameters* of a call; raise ViolationError in Telegram's words."""
    facts = method_facts(method)
    checked: Json = {}
    for name, value in parameters.items():
        parameter = facts.parameters.get(name)
        if parameter is None:
            raise violation(f'unknown parameter "{name}" of {method}')
        if parameter.file_only:
            raise violation(f'parameter "{name}" must be uploaded as a file')
        if parameter.read is not None and type(value) is str:
            value = _read(parameter.read, name, value)
        parameter.check(value, name)
        checked[name] = value
    for name in files:
        facts_of_file = facts.parameters.get(name)
        if facts_of_file is not None and not facts_of_file.takes_file:
            raise violation(f'parameter "{name}" can\'t be a file')
    for name in facts.required:
        if name not in checked and name not in files:
            raise violation(MISSING.get(name, _missing(name, facts.parameters[name])))
    return checked


def _missing(name: str, parameter: Parameter) -> str:
    return f"there is no {name} in the request" if parameter.takes_file else f'parameter "{name}" is required'


def _read(read: Callable[[Any], Any], name: str, value: str) -> Any:
    try:
        return read(value)
    except ValueError:
        raise violation(f"can't parse {name}: unexpected value") from None


@cache
def method_facts(method: str) -> MethodFacts:
    """The compiled facts of *method*; KeyError when the Bot API has none of that name."""
    fields = the_facts()["methods"][method]["fields"]
    names = {field["name"] for field in fields}
    return MethodFacts(
        name=method,
        parameters={field["name"]: _parameter(field, method, names) for field in fields},
        required=tuple(field["name"] for field in fields if field["required"]),
    )


def _parameter(field: Json, owner: str, siblings: set[str]) -> Parameter:
    types = field["types"]
    plain = [name for name in types if name != "InputFile"]
    return Parameter(
        read=_reader(plain),
        check=check_of_field({**field, "types": plain}, owner, siblings) if plain else _accept,
        takes_file="InputFile" in types,
        file_only=not plain,
    )


def _accept(value: Any, path: str) -> None:
    return


def _reader(types: list[str]) -> Callable[[Any], Any] | None:
    match types:
        case ["Integer"]:
            return read_integer
        case ["Integer", "String"]:
            return lambda text: int(text) if WHOLE.fullmatch(text) else text
        case ["Boolean"]:
            return _read_boolean
        case ["Float"]:
            return float
        case ["String"] | []:
            return None
        case _:
            return json.loads


def read_integer(text: str) -> int:
    """A whole number written as text."""
    if not WHOLE.fullmatch(text):
        raise ValueError("not a whole number")
    return int(text)


def _read_boolean(text: str) -> bool:
    if text in TRUE_WORDS:
        return True
    if text in FALSE_WORDS:
        return False
    raise ValueError("neither true nor false")
