"""Somebody else takes the bot's updates: a webhook is named by its host and can be taken over, a poller is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from bot.playground import Playground
from tests.chaos.stage import Stage, newest, until
from tests.chaos.test_outage import said
from tests.chaos.test_store import alerts_of, logged
from tests.forward_proxy import listening

SECRET, HOST = "Qw5rTz", "127.0.0.1"


async def set_webhook(play: Playground, port: int) -> None:
    """What somebody else does who has the token."""
    address = f"http://{HOST}:{port}/{SECRET}/hook"
    await play.webhook.perform("setWebhook", {"url": address, "secret_token": SECRET})


@asynccontextmanager
async def elsewhere() -> AsyncIterator[int]:
    """A server that takes nothing: what is delivered there is tried again."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 500 Broken\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()

    async with listening(refuse) as port:
        yield port


async def test_a_webhook_is_named_at_the_start_and_taken_over_when_asked(stage: Stage) -> None:
    first = await stage.start()
    alerts = await alerts_of(stage)
    assert await first.stop() == 0
    async with elsewhere() as port:
        await set_webhook(stage.play, port)
        chat = stage.citizen()
        await chat.send("/start")
        bot = await stage.start()
        await logged(bot, f"a webhook is set that leads to {HOST}, and gets every update")
        await logged(bot, "python -m bot run --take-over")
        await newest(alerts, f"они уходят на вебхук другой программы ({HOST})")
        assert await bot.stop() == 0
        over = await stage.start(options=("--take-over",))
        await newest(chat, "Тілді таңдаңыз")  # what waited was kept
        log = bot.log.read_text() + over.log.read_text()
    assert "the webhook that led to 127.0.0.1 was taken away" in log
    assert [word for word in (SECRET, "hook\n", stage.play.token, "/bot") if word in log] == []
    assert SECRET not in "".join(each.text for each in alerts.messages)


async def test_a_webhook_set_meanwhile_is_named_once_and_over_when_it_is_gone(stage: Stage) -> None:
    bot = await stage.start()
    alerts = await alerts_of(stage)
    async with elsewhere() as port:
        await set_webhook(stage.play, port)
        await newest(alerts, "они уходят на вебхук другой программы")
        polls = len(stage.play.calls_of("getUpdates"))
        await until(lambda: len(stage.play.calls_of("getUpdates")) > polls + 10, stage.play)
        await stage.play.webhook.perform("deleteWebhook", {})
    chat = stage.citizen()
    await chat.send("/start")
    await newest(chat, "Тілді таңдаңыз")
    assert said(alerts, "вебхук") == 1
    assert bot.log.read_text().count("a webhook is set") == 1


async def test_another_poller_is_told_in_the_log_and_when_it_stays_to_admins(stage: Stage) -> None:
    bot = await stage.start()
    alerts = await alerts_of(stage)
    heard = asyncio.Event()

    async def poll() -> None:
        async with aiohttp.ClientSession() as session:
            while not heard.is_set():
                url = f"{stage.play.url}/bot{stage.play.token}/getUpdates"
                async with session.post(url, json={"timeout": 1}) as answer:
                    await answer.read()
                await asyncio.sleep(0.05)

    polling = asyncio.create_task(poll())
    await logged(bot, "another program polls with this token")
    await newest(alerts, "их забирает другая программа с тем же токеном")
    heard.set()
    await polling
