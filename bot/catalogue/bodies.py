"""Competent bodies: those to whom an office most often sends on what is not its own to decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cache
from types import MappingProxyType

from bot.catalogue.reading import Words, read_data, words
from bot.frozen import frozen


@frozen
class Body:
    """One body, as its button and the citizen's case call it."""

    id: str
    label: Words = field(hash=False)


def frequent() -> tuple[Body, ...]:
    """The bodies that have a button, the likeliest first."""
    return tuple(_bodies().values())


def find(id: str) -> Body | None:
    """The body called *id*; None when there is none."""
    return _bodies().get(id)


@cache
def _bodies() -> Mapping[str, Body]:
    read = read_data("bodies.json")["bodies"]
    return MappingProxyType({each["id"]: Body(each["id"], words(each["label"])) for each in read})
