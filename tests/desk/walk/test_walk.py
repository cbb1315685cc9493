"""Walks by fixed seeds: whatever happens in any order, no word stays where it may not be, and nothing is lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desk.house import open_engine
from tests.desk.walk import citizens, experts, office, surroundings
from tests.desk.walk.town import Town, found_town
from tests.desk.walk.truths import check_moment, check_rest

STEPS: tuple[tuple[Callable[[Town], object], int], ...] = (
    (citizens.file_case, 1),
    (citizens.add_words, 2),
    (citizens.act, 1),
    (office.press_in_group, 5),
    (office.press_in_private, 5),
    (office.reply_in_group, 2),
    (office.reply_in_private, 2),
    (office.decide_preview, 2),
    (office.decide_as_head, 1),
    (experts.decide, 1),
    (surroundings.send, 4),
    (surroundings.land, 1),
    (surroundings.pass_time, 1),
    (surroundings.do_slice, 1),
    (surroundings.switch_ways, 1),
    (surroundings.leave_or_join, 1),
    (surroundings.change_head, 1),
    (surroundings.block, 1),
    (surroundings.erase, 1),
)
"""What can happen, and how often each."""
ROUNDS, STEPS_OF_A_ROUND = 4, 45
"""After each round everything comes to rest: what a round spoils is seen before a later one mends it by chance."""
CASES_OF_A_ROUND = 2
"""So many come with each, beside those that are filed on the way."""
ADDITIONS = 3
"""So many times a citizen adds something before a round ends."""
DISTURBING = (surroundings.switch_ways, surroundings.switch_ways, surroundings.change_head, surroundings.leave_or_join)
"""One of these ends a round, while later words and files are in flight: what comes too late is what goes wrong."""
SEEDS = "11,12,14,17,19,26"
"""Walked by every run: what was mended once has been found by some of them, and by others experts, duplicates and
conflicts of interests are met."""


def read_seeds(spelled: str) -> list[int]:
    """The seeds that *spelled* names: numbers and ranges of them, `403-409,5037`."""
    ends = [[int(end) for end in each.split("-")] for each in spelled.split(",")]
    return [seed for each in ends for seed in range(each[0], each[-1] + 1)]


@pytest.mark.parametrize("seed", read_seeds(os.environ.get("WALK_SEEDS", SEEDS)))
def test_no_word_stays_where_it_may_not_be_and_nothing_is_lost(tmp_path: Path, seed: int) -> None:
    engine = open_engine(tmp_path)
    with engine.connect() as connection:
        print(f"WALK_SEEDS={seed} walks it again")
        walk(found_town(connection, seed))
    engine.dispose()


def walk(town: Town) -> None:
    """Walk round after round, each step told for whoever looks at a failure; the truths are looked at."""
    steps, weights = zip(*STEPS, strict=True)
    for _ in range(ROUNDS):
        first = [citizens.file_case] * CASES_OF_A_ROUND
        last = [surroundings.send, *[citizens.add_words] * ADDITIONS, surroundings.send, town.rng.choice(DISTURBING)]
        for step in (*first, *town.rng.choices(steps, weights, k=STEPS_OF_A_ROUND), *last):
            print(step.__name__, end=": ", flush=True)
            print(step(town))
            check_moment(town)
        town.come_to_rest()
        check_moment(town)
        check_rest(town)
