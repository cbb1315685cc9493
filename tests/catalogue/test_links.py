"""Links on posters: what they carry and what it means."""

from __future__ import annotations

import re

import pytest

from bot.catalogue.links import read_link, spell_link, spheres_of
from bot.catalogue.regions import REGIONS


def test_every_region_and_sphere_has_a_link_that_reads_back_and_fits() -> None:
    for region in REGIONS:
        assert read_link(spell_link(region)) == (region, None)
        for sphere in spheres_of(region):
            payload = spell_link(region, sphere)
            assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
            assert read_link(payload) == (region, sphere)
    assert spell_link("mangystau", "health") == "r47-health"


@pytest.mark.parametrize(
    ("payload", "means"),
    [
        ("r47", ("mangystau", None)),
        ("R47-HEALTH", ("mangystau", "health")),
        (" r71-police ", ("astana", "police")),
        ("r47-no_such_sphere", ("mangystau", None)),
        ("r23-fisheries", ("atyrau", "fisheries")),
        ("r47-", None),
        ("r99-health", None),
        ("r4", None),
        ("r470", None),
        ("health", None),
        ("", None),
        ("r47-health; DROP", None),
    ],
)
def test_what_a_payload_means(payload: str, means: tuple[str, str | None] | None) -> None:
    assert read_link(payload) == means
