"""Reaching Telegram: whatever becomes of a start, no connection is left open."""

from __future__ import annotations

import asyncio
from itertools import product

import pytest

from bot.gateway.reach import connected, make_bot
from bot.gateway.transport import BotApiRequest
from bot.playground import Playground
from bot.settings import Settings, read_settings


async def test_a_start_that_is_cancelled_leaves_no_connection_open() -> None:
    async with Playground() as play:
        settings = read_settings({"BOT_TOKEN": play.token, "BOT_API_URL": play.url})
        request, polling = BotApiRequest(proxy=None), BotApiRequest(proxy=None)
        fault = play.fail("getMe", kind="hang")
        starting = asyncio.create_task(_start(request, polling, settings))
        await play.wait_until(lambda: fault.struck == 1)
        starting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await starting
        assert (request._pool, polling._pool) == (None, None)
        fault.clear()


async def test_at_whichever_turn_a_start_is_cancelled_and_cancelled_again_no_connection_stays_open() -> None:
    async with Playground() as play:
        settings = read_settings({"BOT_TOKEN": play.token, "BOT_API_URL": play.url})
        fault = play.fail("getMe", kind="hang")
        for turns, again in product(range(12), range(4)):
            request, polling = BotApiRequest(proxy=None), BotApiRequest(proxy=None)
            starting = asyncio.create_task(_start(request, polling, settings))
            for wait in (turns, again):
                for _ in range(wait):
                    await asyncio.sleep(0)
                starting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await starting
            assert (request._pool, polling._pool) == (None, None), (turns, again)
        fault.clear()


async def _start(request: BotApiRequest, polling: BotApiRequest, settings: Settings) -> None:
    async with connected(make_bot(settings, request, polling), request, polling):
        raise AssertionError("Telegram said who the bot is")
