"""What is told while the store cannot be used: to whom, when, and how often."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.causes import Cause
from bot.encryption.errors import KeyringError
from bot.gateway.outage import TELL_AFTER, Outage
from bot.playground import JumpingClock
from storage.errors import StoreCause, StoreUnavailableError

FULL = StoreUnavailableError("SQLite: the disk is full; make room", StoreCause.FULL)
DAMAGED = StoreUnavailableError("SQLite: the file is damaged", StoreCause.DAMAGED)


class Voiced:
    """A voice that keeps what was said."""

    def __init__(self) -> None:
        self.citizens: list[int] = []
        self.alerts: list[str] = []
        self.ends = 0

    async def tell_citizen(self, chat_id: int) -> None:
        """Keep it."""
        self.citizens.append(chat_id)

    async def alert_admins(self, cause: Cause, began: float) -> None:
        """Keep it."""
        self.alerts.append(cause.key)

    async def tell_end(self, began: float) -> None:
        """Count it."""
        self.ends += 1


class Broken:
    """A store that meets *fault* until it is mended; an outage of it, and who heard of it."""

    def __init__(self, fault: Exception | None = FULL) -> None:
        self.fault = fault
        self.probes = 0
        self.clock, self.voice = JumpingClock(), Voiced()
        self.outage = Outage(self.probe, self.clock, self.voice)

    async def probe(self) -> None:
        """Works when the store does."""
        self.probes += 1
        if self.fault is not None:
            raise self.fault

    async def lasts(self, seconds: float) -> None:
        """Let *seconds* pass, a quarter of one at a time, so that every pause ends when it should."""
        for _ in range(int(seconds * 4)):
            self.clock.jump(0.25)
            for _ in range(6):
                await asyncio.sleep(0)

    @asynccontextmanager
    async def waiting(self, *chats: int | None) -> AsyncIterator[list[asyncio.Task[None]]]:
        """Updates of *chats* that wait for the store; at the end it works again, and all go on."""
        tasks = [asyncio.create_task(self.outage.wait(self.fault or FULL, 0, chat)) for chat in chats]
        await asyncio.sleep(0)
        yield tasks
        self.fault = None
        await self.lasts(6)
        assert all(task.done() for task in tasks)
        await asyncio.gather(*tasks)


async def test_a_lock_of_a_moment_is_told_to_nobody() -> None:
    store = Broken()
    async with store.waiting(1):
        await store.lasts(TELL_AFTER - 1)
    assert (store.voice.citizens, store.voice.alerts, store.voice.ends) == ([], [], 0)


async def test_each_chat_is_told_once_and_admins_of_cause_and_end() -> None:
    store = Broken()
    async with store.waiting(1, 1, 2, None):
        await store.lasts(50)
    assert (store.voice.citizens, store.voice.alerts, store.voice.ends) == ([1, 2], ["cause.full"], 1)


async def test_who_writes_later_is_told_too() -> None:
    store = Broken()
    async with store.waiting(1):
        await store.lasts(20)
        async with store.waiting(2):
            await store.lasts(20)
    assert store.voice.citizens == [1, 2]


async def test_admins_are_told_again_at_growing_intervals_and_of_another_cause_at_once() -> None:
    store = Broken()
    async with store.waiting(1):
        await store.lasts(3600)
        assert store.voice.alerts == ["cause.full"] * 4
        store.fault = DAMAGED
        await store.lasts(6)
    assert store.voice.alerts == [*["cause.full"] * 4, "cause.damaged"]


async def test_a_disk_at_its_limit_is_one_outage() -> None:
    store = Broken()
    for _ in range(3):
        store.fault = FULL
        async with store.waiting(1):
            await store.lasts(10)
    assert (store.voice.citizens, store.voice.alerts, store.voice.ends) == ([1], ["cause.full"], 1)
    await store.lasts(120)
    store.fault = FULL
    async with store.waiting(1):
        await store.lasts(10)
    assert (store.voice.citizens, store.voice.alerts, store.voice.ends) == ([1, 1], ["cause.full"] * 2, 2)


async def test_a_hundred_waiting_updates_probe_together_and_go_on_together() -> None:
    store = Broken()
    async with store.waiting(*range(100)) as tasks:
        await store.lasts(60)
        assert store.probes < 30
        assert not store.outage.healthy
        store.fault = None
        await store.lasts(5.5)
        assert all(task.done() for task in tasks)
    assert store.outage.healthy


async def test_a_store_that_works_while_one_update_fails_is_no_outage() -> None:
    store = Broken(fault=None)
    for attempt in range(8):
        waiting = asyncio.create_task(store.outage.wait(DAMAGED, attempt, 1))
        await store.lasts(6)
        assert waiting.done()
    assert (store.voice.citizens, store.voice.alerts, store.voice.ends) == ([], [], 0)


async def test_keys_that_cannot_be_read_and_faults_of_the_disk_are_told_as_such() -> None:
    for fault, key in ((KeyringError("no keyring"), "cause.keys"), (OSError(28, "x"), "cause.full")):
        store = Broken(fault)
        async with store.waiting(1):
            await store.lasts(10)
        assert store.voice.alerts == [key]


async def test_is_store_working_says_no_after_it_had_to_wait() -> None:
    store = Broken()
    asking = asyncio.create_task(store.outage.is_store_working())
    await store.lasts(10)
    assert not asking.done()
    store.fault = None
    await store.lasts(6)
    assert await asking is False
    assert await store.outage.is_store_working() is True
