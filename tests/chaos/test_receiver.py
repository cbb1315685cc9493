"""The polling offset is the end of the contiguous decided prefix, and what is decided once is not decided again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from telegram import Bot, Update

from bot.gateway.outage import Outage
from bot.gateway.receiver import Receiver
from bot.playground import JumpingClock
from tests.gateway.test_outage import Voiced as Silent


class Inbox:
    """Telegram's side: hands out what waits above the offset, and remembers every poll."""

    def __init__(self, count: int) -> None:
        self.waiting = [_message(number) for number in range(1, count + 1)]
        self.offsets: list[int] = []
        self.polled = asyncio.Event()
        self.from_head = False
        """Whether offsets are "in the future": then everything is handed out."""

    async def call(self, url: str, asked: dict[str, Any], **_: Any) -> list[dict[str, Any]]:
        """Answer getUpdates."""
        offset, limit = asked.get("offset", 0), asked["limit"]
        self.offsets.append(offset)
        self.polled.set()
        await asyncio.sleep(0)
        return [each for each in self.waiting if self.from_head or each["update_id"] >= offset][:limit]


class Rivalless:
    """Nobody else takes the updates."""

    async def refused(self) -> None:
        """Telegram refuses nothing here."""
        raise AssertionError("nothing was to be refused")


class SlowDoor:
    """Decides everything at once, but the updates in *held* when they are let go."""

    def __init__(self, held: set[int]) -> None:
        self.held = {number: asyncio.Event() for number in held}
        self.taken: list[int] = []

    async def take(self, update: Update, *, hurried: bool = False) -> None:
        """Decide one update."""
        if update.update_id in self.held:
            await self.held[update.update_id].wait()
        self.taken.append(update.update_id)

    async def apologise(self, update: Update) -> None:
        """Nothing is set aside here."""
        raise AssertionError("nothing was to be set aside")


def _message(number: int, *, chat: int | None = None) -> dict[str, Any]:
    about = {"id": number if chat is None else chat, "type": "private"}
    return {"update_id": number, "message": {"message_id": 1, "date": 0, "chat": about, "text": "x"}}


async def _nothing(*_: object) -> None:
    return None


@asynccontextmanager
async def receiving(inbox: Inbox, door: SlowDoor, clock: JumpingClock) -> AsyncIterator[None]:
    outage = Outage(_nothing, clock, Silent())
    receiver = Receiver(Bot("1:x"), inbox, door, outage, clock, _nothing, Rivalless())  # type: ignore[arg-type]
    working = asyncio.create_task(receiver.run())
    try:
        yield
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)


async def poll_again(inbox: Inbox, clock: JumpingClock) -> None:
    """Let three seconds pass, and return after the next poll has been taken in."""
    inbox.polled.clear()
    clock.jump(3.1)
    await inbox.polled.wait()
    for _ in range(20):
        await asyncio.sleep(0)


async def test_the_offset_stops_before_what_is_undecided_and_runs_at_most_a_hundred_ahead() -> None:
    inbox, door, clock = Inbox(250), SlowDoor({3}), JumpingClock()
    async with receiving(inbox, door, clock):
        for _ in range(4):
            await poll_again(inbox, clock)
        assert set(inbox.offsets) == {0, 1, 3} or set(inbox.offsets) == {0, 3}
        assert 3 not in door.taken
        assert max(door.taken) == 102
        door.held[3].set()
        while 250 not in door.taken:
            await poll_again(inbox, clock)
    assert sorted(door.taken) == list(range(1, 251))


async def test_an_unchanged_offset_is_not_polled_again_within_three_seconds() -> None:
    inbox, door, clock = Inbox(0), SlowDoor(set()), JumpingClock()
    async with receiving(inbox, door, clock):
        await inbox.polled.wait()
        for _ in range(200):
            await asyncio.sleep(0)
        assert inbox.offsets == [0]
        await poll_again(inbox, clock)
        assert inbox.offsets == [0, 0]


async def test_numbers_that_fall_are_taken_in_the_order_in_which_they_are_handed_out() -> None:
    inbox, door, clock = Inbox(0), SlowDoor({701}), JumpingClock()
    inbox.waiting = [_message(number) for number in (700, 701)]
    async with receiving(inbox, door, clock):
        await poll_again(inbox, clock)
        inbox.waiting = [_message(number) for number in (701, 5, 6)]
        inbox.from_head = True
        await poll_again(inbox, clock)
        assert (door.taken, inbox.offsets[-1]) == ([700, 5, 6], 701)
        door.held[701].set()
        inbox.waiting, inbox.from_head = inbox.waiting[1:], False
        await poll_again(inbox, clock)
        await poll_again(inbox, clock)
        assert (door.taken, inbox.offsets[-1]) == ([700, 5, 6, 701], 7)


async def test_after_a_quiet_week_telegram_is_asked_without_an_offset() -> None:
    inbox, door, clock = Inbox(1), SlowDoor(set()), JumpingClock()
    async with receiving(inbox, door, clock):
        await poll_again(inbox, clock)
        await poll_again(inbox, clock)
        assert inbox.offsets[-1] == 2
        inbox.waiting = []
        clock.jump(7 * 24 * 3600)
        await poll_again(inbox, clock)
        assert inbox.offsets[-1] == 0
        inbox.waiting = [_message(1)]
        await poll_again(inbox, clock)
        await poll_again(inbox, clock)
        assert (door.taken, inbox.offsets[-1]) == ([1, 1], 2)


async def test_a_full_window_of_one_chat_lets_the_others_in_as_fast_as_it_is_decided() -> None:
    inbox, door, clock = Inbox(0), SlowDoor(set()), JumpingClock()
    inbox.waiting = [_message(number, chat=1) for number in range(1, 301)] + [_message(301)]
    async with receiving(inbox, door, clock):
        for _ in range(200):
            if 301 in door.taken:
                break
            clock.jump(0.2)
            for _ in range(20):
                await asyncio.sleep(0)
    taken = [number for number in door.taken if number != 301]
    assert 301 in door.taken and taken == list(range(1, len(taken) + 1))
    assert len(inbox.offsets) <= 40
