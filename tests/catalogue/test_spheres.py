import pytest

from bot.catalogue.regions import REGIONS
from bot.catalogue.spheres import CatalogueEntry, directions, goals, groups, sphere, spheres, violations

BUTTON_LIMIT = 30


def ids(choices: tuple[CatalogueEntry, ...]) -> list[str]:
    return [choice.id for choice in choices]


def test_every_label_fits_a_button() -> None:
    every = [*groups(), *violations(), *goals(), *(one for group in groups() for one in spheres(group.id))]
    too_long = [label for one in every for label in one.label.values() if len(label) > BUTTON_LIMIT]
    assert too_long == []


def test_ids_are_unique_and_short_enough_for_a_button() -> None:
    all_spheres = tuple(one for group in groups() for one in spheres(group.id))
    for choices in (groups(), violations(), goals(), all_spheres):
        assert len(set(ids(choices))) == len(choices)
        assert all(len(one.id) <= 20 and one.id.isascii() for one in choices)


def test_groups_hold_all_spheres() -> None:
    assert ids(groups()) == ["service", "state", "law", "business", "regional", "other"]
    assert sum(len(spheres(group.id)) for group in groups()) == 35
    assert ids(spheres("regional")) == ["agriculture", "fisheries", "forestry"]


def test_a_sphere_has_label_and_hint_in_both_languages() -> None:
    health = sphere("health")
    assert dict(health.label) == {"kk": "Денсаулық сақтау", "ru": "Здравоохранение"}
    assert health.hint is not None
    assert health.hint["ru"] == "поликлиника, больница, скорая помощь, лекарства"


def test_every_list_ends_with_other() -> None:
    assert ids(violations())[-1] == ids(goals())[-1] == ids(groups())[-1] == "other"
    assert (len(violations()), len(goals())) == (12, 9)


def test_only_the_programme_s_own_directions_are_on() -> None:
    assert {region: ids(directions(region)) for region in REGIONS if directions(region)} == {
        "atyrau": ["agriculture", "fisheries"]
    }


def test_what_does_not_exist_is_a_key_error() -> None:
    for ask in (lambda: sphere("nothing"), lambda: spheres("nothing")):
        with pytest.raises(KeyError, match="nothing"):
            ask()
