"""The webhook: delivered in order, with the secret, again and again until it is accepted."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from bot.clock import Clock
from bot.playground import JumpingClock, Playground, PrivateChat, check_object
from tests.playground.conftest import Bot


@dataclass
class Receiver:
    """A bot's web side that answers as told."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    received: list[tuple[str | None, dict[str, Any]]] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.Request) -> web.Response:
        self.received.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        self.arrived.set()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    async def wait_for(self, count: int) -> list[str]:
        async with asyncio.timeout(5):
            while len(self.received) < count:
                self.arrived.clear()
                await self.arrived.wait()
        return [update["message"]["text"] for _, update in self.received]


@pytest.fixture
def clock() -> Clock:
    return JumpingClock(speed=50)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def test_updates_are_delivered_with_the_secret_and_in_order(
    bot: Bot, chat: PrivateChat, receiver: Receiver
) -> None:
    await chat.send("бұрын")
    await bot.call("setWebhook", url=receiver.url, secret_token="s3cret")
    for number in range(5):
        await chat.send(str(number))
    assert await receiver.wait_for(6) == ["бұрын", "0", "1", "2", "3", "4"]
    assert {secret for secret, _ in receiver.received} == {"s3cret"}


async def test_refused_delivery_is_repeated_before_the_next(bot: Bot, chat: PrivateChat, receiver: Receiver) -> None:
    receiver.statuses = [500, 503]
    await bot.call("setWebhook", url=receiver.url)
    await chat.send("бір")
    await chat.send("екі")
    assert await receiver.wait_for(4) == ["бір", "бір", "бір", "екі"]
    info = await bot.call("getWebhookInfo")
    check_object("WebhookInfo", info)
    assert "503" in info["last_error_message"]


async def test_polling_and_webhook_exclude_each_other(bot: Bot, chat: PrivateChat, receiver: Receiver) -> None:
    poll = asyncio.create_task(bot.refusal("getUpdates", timeout=1000))
    await asyncio.sleep(0.05)
    await bot.call("setWebhook", url=receiver.url)
    assert (await asyncio.wait_for(poll, 2))[0] == 409
    code, description = await bot.refusal("getUpdates")
    assert (code, "webhook is active" in description) == (409, True)
    await bot.call("deleteWebhook")
    await chat.send("енді")
    assert len(await bot.updates()) == 1
    assert receiver.received == []


async def test_pending_updates_can_be_dropped(bot: Bot, chat: PrivateChat, receiver: Receiver) -> None:
    await chat.send("ескі")
    assert (await bot.call("getWebhookInfo"))["pending_update_count"] == 1
    await bot.call("setWebhook", url=receiver.url, drop_pending_updates=True)
    await chat.send("жаңа")
    assert await receiver.wait_for(1) == ["жаңа"]


async def test_nothing_is_delivered_while_telegram_is_down(
    play: Playground, bot: Bot, chat: PrivateChat, receiver: Receiver
) -> None:
    await bot.call("setWebhook", url=receiver.url)
    fault = play.fail(kind="down")
    await chat.send("күтеді")
    await asyncio.sleep(0.05)
    assert receiver.received == []
    fault.clear()
    assert await receiver.wait_for(1) == ["күтеді"]


async def test_webhook_elsewhere_or_with_a_bad_secret_is_refused(play: Playground, bot: Bot) -> None:
    assert (await bot.refusal("setWebhook", url="https://example.org/hook"))[0] == 400
    assert (await bot.refusal("setWebhook", url="http://127.0.0.1:1/x", secret_token="a b"))[0] == 400
    assert len(play.violations) == 2
