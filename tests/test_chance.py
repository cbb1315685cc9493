"""Chance: the operating system's, or one that a seed decides."""

from __future__ import annotations

import random
import string

from bot.chance import Chance


def drawn(chance: Chance) -> tuple[object, ...]:
    """One of each."""
    return chance.below(1000), chance.fraction(), chance.octets(16), chance.new_id(), chance.new_secret(24)


def test_a_seed_decides_everything_that_is_drawn() -> None:
    assert drawn(Chance.seeded(7)) == drawn(Chance.seeded(7))
    assert drawn(Chance.seeded(7)) != drawn(Chance.seeded(8))


def test_without_a_seed_the_operating_system_draws() -> None:
    assert isinstance(Chance()._source, random.SystemRandom)
    assert len({drawn(Chance()) for _ in range(20)}) == 20


def test_numbers_stay_within_their_bounds_and_reach_them() -> None:
    chance = Chance.seeded(1)
    assert {chance.below(3) for _ in range(100)} == {0, 1, 2}
    assert all(0 <= chance.fraction() < 1 for _ in range(100))


def test_names_and_secrets_have_their_spelling() -> None:
    chance = Chance.seeded(1)
    name, secret = chance.new_id(), chance.new_secret(24)
    assert len(name) == 32 and set(name) <= set("0123456789abcdef")
    assert len(secret) == 32 and set(secret) <= set(string.ascii_letters + string.digits + "-_")
    assert len(chance.octets(0)) == 0
