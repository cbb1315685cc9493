"""Links that begin a conversation where a poster hangs: `r47-health` presets a region and a sphere, `r47` the region.

A link names a region by the first two digits of its KATO code and a sphere by its id, so it means the same as long as
the catalogue has them, and it holds nothing of whoever follows it.
"""

from __future__ import annotations

import re

from bot.catalogue import spheres
from bot.catalogue.regions import REGIONS

_PAYLOAD = re.compile(r"r([0-9]{2})(?:-([a-z_]{1,60}))?")


def spell_link(region: str, sphere: str | None = None) -> str:
    """What follows `?start=` for *region* and perhaps *sphere*: at most the 64 characters that Telegram takes there."""
    start = f"r{REGIONS[region].number:02d}"
    return start if sphere is None else f"{start}-{sphere}"


def read_link(payload: str) -> tuple[str, str | None] | None:
    """The region and the sphere behind *payload*; None where it names no region, no sphere where that is not known."""
    found = _PAYLOAD.fullmatch(payload.strip().lower())
    numbered = {region.number: region.id for region in REGIONS.values()}
    if found is None or (region := numbered.get(int(found[1]))) is None:
        return None
    return region, found[2] if found[2] in spheres_of(region) else None


def spheres_of(region: str) -> tuple[str, ...]:
    """Every sphere that a report to *region* can be about: its own directions, then the general list."""
    general = (entry for group in spheres.groups() for entry in spheres.spheres(group.id))
    return tuple(dict.fromkeys(entry.id for entry in (*spheres.directions(region), *general)))
