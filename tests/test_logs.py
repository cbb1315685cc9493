"""The log is no flood: what is met again and again is written at growing intervals, and says how often it was met."""

from __future__ import annotations

import io
import logging

import pytest

from bot.logs import MOST_ALIKE, DiscreetFormatter, DiscreetHandler
from tests.test_repeats import Watch


class Written:
    """The program's own handler with a watch of the test's."""

    def __init__(self) -> None:
        self.watch, self.stream = Watch(), io.StringIO()
        handler = DiscreetHandler(self.stream, self.watch)
        handler.setFormatter(DiscreetFormatter())
        self.logger = logging.Logger("bot.tested")
        self.logger.addHandler(handler)

    @property
    def lines(self) -> list[str]:
        """What was written, without its hour."""
        return [line.split(" ", 2)[2] for line in self.stream.getvalue().splitlines()]


@pytest.fixture
def written() -> Written:
    return Written()


def test_a_night_of_one_trouble_costs_a_dozen_lines(written: Written) -> None:
    for written.watch.at in range(8 * 3600):
        written.logger.error("intake has stopped: %s", "the disk is full")
    assert len(written.lines) == 11
    assert written.lines[:2] == [
        "ERROR bot.tested intake has stopped: the disk is full",
        "ERROR bot.tested intake has stopped: the disk is full (and 59 more that were held back)",
    ]


def test_another_cause_is_written_at_once(written: Written) -> None:
    for cause in ("the disk is full", "the disk is full", "the disk is read-only"):
        written.logger.error("intake has stopped: %s", cause)
    assert [line.rpartition(": ")[2] for line in written.lines] == ["the disk is full", "the disk is read-only"]


def test_what_differs_in_its_values_only_is_bounded_in_a_minute(written: Written) -> None:
    for number in range(5 * MOST_ALIKE):
        written.logger.warning("case %d was set aside", number)
    assert len(written.lines) == MOST_ALIKE
    written.watch.at = 60.0
    written.logger.warning("case %d was set aside", 0)
    assert written.lines[-1].endswith(f"case 0 was set aside (and {4 * MOST_ALIKE} more that were held back)")


def test_news_is_no_trouble_and_always_written(written: Written) -> None:
    for _ in range(100):
        written.logger.info("the bot is serving")
    assert len(written.lines) == 100


def test_a_librarys_flood_is_held_back_without_its_words(written: Written) -> None:
    written.logger.name = "asyncio"
    for number in range(101):
        written.watch.at = 60.0 if number == 100 else 0.0
        written.logger.error(f"future: ValueError('typed {number}')")
    assert len(written.lines) == MOST_ALIKE + 1
    assert written.lines[-1].endswith("(words left out) (and 70 more that were held back)")
    assert "typed" not in written.stream.getvalue()
