"""What is waited for at the start, and how long: decided by the cause alone."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from pathlib import Path

import pytest

from bot.commands.opening import LONGEST, open_patiently
from bot.playground import JumpingClock
from bot.settings import Settings, read_settings
from bot.wiring import House
from storage.engine import Database
from storage.errors import StoreCause, StoreUnavailableError

SERVER = "postgresql:///adaldyq?host=/nowhere"
FINAL = (
    StoreCause.DAMAGED,
    StoreCause.READ_ONLY,
    StoreCause.GONE,
    StoreCause.REPLACED,
    StoreCause.REFUSED,
    StoreCause.CLOSED,
)


def settings_of(database_url: str) -> Settings:
    """Settings with nothing but a database; Telegram is nowhere."""
    telegram = {"BOT_TOKEN": "1:playground", "BOT_API_URL": "http://127.0.0.1:9"}
    return read_settings({**telegram, "DATABASE_URL": database_url})


class Opening:
    """A house that cannot be opened."""

    def __init__(self, cause: StoreCause) -> None:
        self.cause = cause
        self.tries = 0

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[House]:
        """Fail once more."""
        self.tries += 1
        raise StoreUnavailableError("it cannot be opened", self.cause)
        yield  # makes it a generator


@pytest.mark.parametrize("url", ["sqlite:///nowhere.db", SERVER])
@pytest.mark.parametrize("cause", FINAL)
async def test_what_does_not_pass_by_itself_ends_the_start(cause: StoreCause, url: str) -> None:
    opening = Opening(cause)
    async with AsyncExitStack() as stack:
        with pytest.raises(StoreUnavailableError, match="it cannot be opened"):
            await open_patiently(stack, opening, settings_of(url), JumpingClock())
    assert opening.tries == 1


async def test_a_file_of_which_the_disk_gives_nothing_ends_the_start() -> None:
    opening = Opening(StoreCause.UNREACHABLE)
    async with AsyncExitStack() as stack:
        with pytest.raises(StoreUnavailableError, match="it cannot be opened"):
            await open_patiently(stack, opening, settings_of("sqlite:///nowhere.db"), JumpingClock())
    assert opening.tries == 1


async def test_a_locked_file_is_waited_for_two_minutes(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    url, clock, opening = f"sqlite:///{tmp_path}/adaldyq.db", JumpingClock(), Opening(StoreCause.LOCKED)
    async with await Database.open(url) as database:
        await database.migrate()
    with closing(sqlite3.connect(tmp_path / "adaldyq.db", isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        async with AsyncExitStack() as stack:
            waiting = asyncio.create_task(open_patiently(stack, opening, settings_of(url), clock))
            while opening.tries == 0:
                await asyncio.sleep(0.01)
            assert not waiting.done()
            clock.jump(LONGEST)
            with pytest.raises(StoreUnavailableError, match="it cannot be opened"):
                await waiting
    assert opening.tries == 2
    assert "the start waits: it cannot be opened" in caplog.text


async def test_a_server_is_waited_for_as_long_as_it_takes() -> None:
    clock, opening = JumpingClock(), Opening(StoreCause.UNREACHABLE)
    async with AsyncExitStack() as stack:
        waiting = asyncio.create_task(open_patiently(stack, opening, settings_of(SERVER), clock))
        for _ in range(50):
            clock.jump(3600)
            await asyncio.sleep(0.01)
        assert not waiting.done()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    assert opening.tries == 1
