"""The 20 regions of Kazakhstan: their names, their offices, and which one a person means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cache
from types import MappingProxyType
from typing import Any

from bot.catalogue.name_index import Kind, Name, NameIndex
from bot.catalogue.reading import CatalogueError, Words, read_data, words
from bot.frozen import frozen


@frozen
class Region:
    """One of the 17 oblasts and 3 cities; its names are printed in the nominative, after a label."""

    id: str
    number: int  # the first two digits of its KATO code
    is_city: bool
    name: Words = field(hash=False)
    short: Words = field(hash=False)
    office: Words = field(hash=False)
    order: Mapping[str, int] = field(hash=False)


def in_order(language: str) -> tuple[Region, ...]:
    """All regions as a reader of *language* looks for them: the cities, then the oblasts by alphabet."""
    return tuple(sorted(REGIONS.values(), key=lambda region: region.order[language]))


def find_regions(text: str) -> tuple[Region, ...]:
    """The regions that *text* can mean, in Kazakh order; several when it is not clear, none when nothing fits.

    A region is known by its names, its centre, its towns and its older names, in Kazakh, Russian or English.
    """
    found = _index().find(text)
    return tuple(region for region in in_order("kk") if region.id in found)


def _read_regions() -> Mapping[str, Region]:
    data = read_data("regions.json")
    nameless = words(data["office_without_name"])
    regions = {entry["id"]: _region(entry, nameless) for entry in data["regions"]}
    if len(regions) != len(data["regions"]):
        raise CatalogueError("two regions share an id")
    return MappingProxyType(regions)


def _region(entry: Mapping[str, Any], nameless: Words) -> Region:
    return Region(
        id=entry["id"],
        number=entry["number"],
        is_city=entry["type"] == "city",
        name=words(entry["name"]),
        short=words(entry["short"]),
        office=words(entry["office"]) if entry["office"] else nameless,
        order=MappingProxyType(dict(entry["order"])),
    )


@cache
def _index() -> NameIndex:
    return NameIndex(name for entry in read_data("regions.json")["regions"] for name in _names(entry))


def _names(entry: Mapping[str, Any]) -> Iterator[Name]:
    owner: str = entry["id"]
    kind: Kind = "city" if entry["type"] == "city" else "oblast"
    for text in (*entry["name"].values(), *entry["short"].values(), *entry["aliases"]):
        yield Name(owner, text, kind)
    for text in (entry["centre"] or {}).values():
        yield Name(owner, text, "city")
    for text in entry["less_likely"]:
        said: Kind = "oblast" if text.endswith(("облысы", "область")) else "city"
        yield Name(owner, text, said, less_likely=True)


REGIONS: Mapping[str, Region] = _read_regions()
