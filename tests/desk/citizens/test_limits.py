"""Limits: counted per chat within a span, in memory that never grows beyond its bound."""

from __future__ import annotations

from datetime import timedelta

from bot.chance import Chance
from bot.desk.citizens.limits import HOUR, Limit, Memory
from tests.promises.desk import StillClock


def test_a_chat_may_as_often_as_the_limit_says_and_again_when_the_oldest_is_past() -> None:
    clock = StillClock()
    limit = Limit(2, HOUR, clock, Chance.seeded(1))
    left = []
    for _ in range(2):
        limit.count(4711)
        left.append(limit.left(4711))
        clock.pass_by(timedelta(minutes=20))
    assert (left, limit.left(4712)) == ([1, 0], 2)
    assert limit.minutes(4711) == 21
    clock.pass_by(timedelta(minutes=20))
    assert limit.left(4711) == 1
    assert (limit.hours(4711), limit.hours(4712)) == (1, 1)
    clock.pass_by(timedelta(minutes=20))
    assert (limit.left(4711), limit.minutes(4711)) == (2, 1)


def test_memory_forgets_the_oldest_chats_first_and_names_none() -> None:
    memory: Memory[str] = Memory(Chance.seeded(1), most=2)
    for chat in (4711, 4712, 4713):
        memory.put(chat, f"{chat}")
    assert [memory.get(chat) for chat in (4711, 4712, 4713)] == [None, "4712", "4713"]
    assert not any(str(chat).encode() in name for name in memory._kept for chat in (4712, 4713))


def test_two_processes_call_one_chat_by_different_names() -> None:
    kept = []
    for seed in (1, 2):
        memory: Memory[int] = Memory(Chance.seeded(seed))
        memory.put(4711, 1)
        kept.append(set(memory._kept))
    assert kept[0] != kept[1]
