"""Links into the conversation: what a poster's QR code chooses beforehand, a region and perhaps a sphere."""

from __future__ import annotations

import re

from bot.catalogue import regions, spheres
from bot.conversation.values.preset import Preset

_PAYLOAD = re.compile(r"r(\d\d)(?:-([a-z_]{1,40}))?", re.ASCII)
"""The region by the first two digits of its KATO code, as in the numbers of its cases; the sphere by its id."""


def read_link(payload: str) -> Preset | None:
    """What *payload* chooses; None when its region is none of ours. A sphere that we do not know is left open."""
    found = _PAYLOAD.fullmatch(payload.lower())
    region = None if found is None else _numbered(int(found[1]))
    if found is None or region is None:
        return None
    known = found[2] is not None and spheres.is_sphere(found[2])
    return Preset(region.id, found[2] if known else "")


def spell_link(region: str, sphere: str = "") -> str:
    """The payload that chooses *region*, and *sphere* if one is given."""
    return f"r{regions.REGIONS[region].number:02}" + (f"-{sphere}" if sphere else "")


def _numbered(number: int) -> regions.Region | None:
    return next((region for region in regions.REGIONS.values() if region.number == number), None)
