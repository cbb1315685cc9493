"""Spheres in their groups, kinds of violation, goals of proposals, and a region's own directions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cache
from types import MappingProxyType
from typing import Any

from bot.catalogue.reading import Words, read_data, words
from bot.frozen import frozen


@frozen
class CatalogueEntry:
    """One thing that a citizen can choose: its label fits a button, its hint explains it under the list."""

    id: str
    label: Words = field(hash=False)
    hint: Words | None = field(default=None, hash=False)


@frozen
class _Spheres:
    groups: tuple[CatalogueEntry, ...]
    by_group: Mapping[str, tuple[CatalogueEntry, ...]]
    by_id: Mapping[str, CatalogueEntry]
    violations: tuple[CatalogueEntry, ...]
    goals: tuple[CatalogueEntry, ...]
    directions: Mapping[str, tuple[CatalogueEntry, ...]]


CRIME_SIGNS = frozenset({"bribe", "embezzlement"})
"""The violations that are crimes by their very name: taking a bribe (art. 366 of the Criminal Code), embezzlement (art.
189). What else a citizen can choose may be one, or a matter of discipline: that the office finds out by reading."""


def groups() -> tuple[CatalogueEntry, ...]:
    """The groups that split the spheres into screens."""
    return _spheres().groups


def spheres(group: str) -> tuple[CatalogueEntry, ...]:
    """The spheres of *group*; KeyError for a group that there is not."""
    return _spheres().by_group[group]


def sphere(id: str) -> CatalogueEntry:
    """The sphere *id*; KeyError when there is none."""
    return _spheres().by_id[id]


def violations() -> tuple[CatalogueEntry, ...]:
    """The kinds of violation that a report can be about."""
    return _spheres().violations


def shows_crime(violation: str) -> bool:
    """Whether a report of *violation* must go to a competent body at once."""
    return violation in CRIME_SIGNS


def goals() -> tuple[CatalogueEntry, ...]:
    """What a proposal can aim at."""
    return _spheres().goals


def directions(region_id: str) -> tuple[CatalogueEntry, ...]:
    """The spheres that the programme itself gives the region *region_id*; most regions have none.

    Those that are only proposed are left out: an office switches them on.
    """
    return _spheres().directions.get(region_id, ())


@cache
def _spheres() -> _Spheres:
    data = read_data("spheres.json")
    by_id = {entry["id"]: _choice(entry) for entry in data["spheres"]}
    by_group = {
        group["id"]: tuple(by_id[entry["id"]] for entry in data["spheres"] if entry["group"] == group["id"])
        for group in data["groups"]
    }
    on = {
        entry["region"]: tuple(by_id[id] for id in entry["spheres"])
        for entry in data["directions"]
        if entry["status"] == "on"
    }
    return _Spheres(
        groups=_choices(data["groups"]),
        by_group=MappingProxyType(by_group),
        by_id=MappingProxyType(by_id),
        violations=_choices(data["violations"]),
        goals=_choices(data["goals"]),
        directions=MappingProxyType(on),
    )


def _choices(entries: list[dict[str, Any]]) -> tuple[CatalogueEntry, ...]:
    return tuple(_choice(entry) for entry in entries)


def _choice(entry: Mapping[str, Any]) -> CatalogueEntry:
    hint = entry.get("hint")
    return CatalogueEntry(entry["id"], words(entry), words(hint) if hint else None)
