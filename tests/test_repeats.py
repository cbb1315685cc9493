"""The same trouble is told at once, then at growing intervals; what is new is told at once."""

from __future__ import annotations

from bot.repeats import INTERVALS, MOST_TOPICS, Repeats


class Watch:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_what_lasts_is_told_again_at_growing_intervals() -> None:
    watch = Watch()
    repeats, told = Repeats(watch), []
    while watch.at < 3 * 3600:
        if repeats.admit("full") is not None:
            told.append(int(watch.at))
        watch.at += 1.0
    assert told == [0, 60, 360, 1260, 4860, 8460]


def test_it_counts_what_it_held_back() -> None:
    watch = Watch()
    repeats = Repeats(watch)
    assert [repeats.admit("full") for _ in range(5)] == [0, None, None, None, None]
    watch.at = 30.0
    assert repeats.admit("full") is None
    watch.at = 60.0
    assert [repeats.admit("full"), repeats.admit("full")] == [5, None]


def test_another_trouble_is_told_at_once() -> None:
    repeats = Repeats(Watch())
    assert [repeats.admit("full"), repeats.admit("locked"), repeats.admit("full")] == [0, 0, None]


def test_what_stayed_away_for_its_interval_is_new() -> None:
    watch = Watch()
    repeats = Repeats(watch)
    for watch.at in (0.0, 50.0, 70.0):
        repeats.admit("locked")
    watch.at = 70.0 + INTERVALS[1] - 1
    assert repeats.admit("locked") is None
    watch.at += INTERVALS[1]
    assert repeats.admit("locked") == 0


def test_memory_is_bounded() -> None:
    repeats = Repeats(Watch())
    for number in range(MOST_TOPICS + 1):
        repeats.admit(number)
    assert (repeats.admit(MOST_TOPICS), repeats.admit(0)) == (None, 0)
