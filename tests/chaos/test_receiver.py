"""The polling offset is the end of the contiguous decided prefix, and what is decided once is not decided again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

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

    async def post(self, url: str, **_: Any) -> list[dict[str, Any]]:
        """Answer getUpdates."""
        asked = parse_qs(urlsplit(url).query)
        offset, limit = int(asked["offset"][0]), int(asked["limit"][0])
        self.offsets.append(offset)
        self.polled.set()
        await asyncio.sleep(0)
        return [each for each in self.waiting if each["update_id"] >= offset][:limit]


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

    async def take(self, update: Update, *, followed: bool = False) -> None:
        """Decide one update."""
        if update.update_id in self.held:
            await self.held[update.update_id].wait()
        self.taken.append(update.update_id)

    async def apologise(self, update: Update) -> None:
        """Nothing is set aside here."""
        raise AssertionError("nothing was to be set aside")


def _message(number: int) -> dict[str, Any]:
    chat = {"id": number, "type": "private"}
    return {"update_id": number, "message": {"message_id": 1, "date": 0, "chat": chat, "text": "x"}}


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
