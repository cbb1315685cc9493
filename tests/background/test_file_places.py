"""Who gets a place: slow files take none from others, and their senders get no more of them."""

from __future__ import annotations

import asyncio

from bot.background.file_places import (
    BESIDE,
    CLEANED_AT_ONCE,
    FETCHED_AT_ONCE,
    HELD,
    SLOW_AFTER,
    FileInWork,
    FilePlaces,
)
from bot.playground import JumpingClock

ONE, TWO, THREE = b"one", b"two", b"three"


async def entered(places: FilePlaces, work: FileInWork) -> bool:
    """Whether *work*, whose bytes are there, has a place at once."""
    task = asyncio.create_task(places.enter(work))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return work.entered.is_set()


def test_what_is_slow_to_come_counts_no_more_but_its_sender_gets_nothing_further() -> None:
    clock = JumpingClock()
    places = FilePlaces(clock)
    for number in range(FETCHED_AT_ONCE):
        assert places.has_room()
        places.begin(str(number), ONE)
    assert (places.has_room(), places.passed_over()) == (False, frozenset())
    clock.jump(SLOW_AFTER)
    assert (places.has_room(), places.passed_over()) == (True, {ONE})
    for number in range(FETCHED_AT_ONCE, HELD):
        places.begin(str(number), TWO)
        clock.jump(SLOW_AFTER)
    assert not places.has_room()


async def test_a_place_beside_slow_files_goes_to_none_of_their_senders() -> None:
    clock = JumpingClock()
    places = FilePlaces(clock)
    works = {name: places.begin(name, sender) for name, sender in (("a", ONE), ("b", TWO), ("c", ONE), ("d", THREE))}
    assert [await entered(places, works[name]) for name in "abcd"] == [True, True, False, False]
    assert places.passed_over() == {ONE, THREE}
    clock.jump(SLOW_AFTER)
    places.admit()
    assert [works[name].entered.is_set() for name in "abcd"] == [True, True, False, True]
    assert CLEANED_AT_ONCE + BESIDE == 3
    places.end(works["b"])
    assert not works["c"].entered.is_set()  # one that is fresh stands beside the slow one
    places.end(works["d"])
    assert works["c"].entered.is_set()


async def test_who_came_first_goes_first() -> None:
    places = FilePlaces(JumpingClock())
    works = [places.begin(str(number), bytes((number,))) for number in range(4)]
    for number in (0, 1, 3, 2):
        await entered(places, works[number])
    places.end(works[0])
    assert [work.entered.is_set() for work in works] == [True, True, False, True]
    places.end(works[3])
    assert works[2].entered.is_set()
