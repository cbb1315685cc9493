"""A bot whose lock on PostgreSQL is gone ends: two bots on one database would send everything twice."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.commands.run import serve
from bot.playground import JumpingClock, Playground
from storage.errors import LockLostError
from tests.flows.office import PATIENCE, settings_for
from tests.postgres import Server


async def test_a_bot_that_lost_its_lock_ends(tmp_path: Path, postgresql_server: Server) -> None:
    clock = JumpingClock()
    async with postgresql_server.fresh_database() as url, Playground(clock=clock) as play:
        serving = asyncio.create_task(serve(settings_for(tmp_path, play, DATABASE_URL=url), clock))
        await play.wait_until(lambda: bool(play.calls_of("getUpdates")))
        await postgresql_server.terminate_connections(url)
        with pytest.raises(LockLostError, match="start the bot again"):
            await asyncio.wait_for(serving, PATIENCE)
