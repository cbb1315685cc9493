"""A database server that is not there yet, or restarts: it is waited for, and nothing is lost or done twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from tests.chaos.stage import Stage, cards_of, newest, reach_preview, staged, tap
from tests.chaos.test_outage import said
from tests.chaos.test_store import alerts_of, logged
from tests.flows.office import choose_language, send_preview
from tests.postgres import OwnServer, own_server

UNREACHED = "PostgreSQL: the server cannot be reached"


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    """A server of this module's own, for it is stopped and started."""
    with own_server() as own:
        yield own


@pytest.fixture
async def stage(server: OwnServer, tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage on a database of the running server."""
    server.stop()
    server.start()
    async with server.fresh_database() as url, staged(tmp_path, database_url=url) as made:
        yield made


async def stop(server: OwnServer) -> None:
    """Stop it, while the playground goes on."""
    await asyncio.to_thread(server.stop)


async def start(server: OwnServer) -> None:
    """Start it, while the playground goes on."""
    await asyncio.to_thread(server.start)


async def test_a_server_that_starts_late_is_waited_for(stage: Stage, server: OwnServer) -> None:
    await stop(server)
    alerts, chat = stage.play.private(stage.admin), stage.citizen()
    await alerts.send("/start")
    await chat.send("/start")
    bot = await stage.start()
    await logged(bot, f"the start waits: {UNREACHED}")
    await newest(alerts, "Причина: сервер базы данных или диск не отвечает.")
    await start(server)
    await newest(chat, "Тілді таңдаңыз")
    await newest(alerts, "Бот снова может сохранять")
    assert len(bot.log.read_text().splitlines()) < 20


async def test_a_start_that_waits_can_be_stopped(stage: Stage, server: OwnServer) -> None:
    await stop(server)
    bot = await stage.start()
    await logged(bot, f"the start waits: {UNREACHED}")
    assert await bot.stop() == 0
    await start(server)


async def test_a_server_that_restarts_ends_no_bot(stage: Stage, server: OwnServer) -> None:
    bot = await stage.start()
    alerts, group, chat = await alerts_of(stage), await stage.bind(), stage.citizen()
    await reach_preview(chat, "Дело при перезапуске.")
    await stop(server)
    await chat.press("Отправить")
    await newest(chat, "Сейчас бот не может ничего сохранить.")
    await newest(alerts, "Причина: сервер базы данных или диск не отвечает.")
    await logged(bot, f"nothing is written: {UNREACHED}")
    await start(server)
    await newest(chat, "Обращение зарегистрировано")
    await newest(group, "Дело при перезапуске.")
    await newest(alerts, "Бот снова может сохранять")
    await stage.all_sent()
    assert len([each for each in group.messages if "Дело при перезапуске." in each.text]) == 1
    second = await stage.start()
    assert await second.end() == 1
    assert f"Already running: process {bot.process.pid} on" in second.log.read_text()
    assert bot.code is None


async def test_connections_that_break_are_made_anew(stage: Stage, server: OwnServer) -> None:
    bot = await stage.start()
    group, chat, other = await stage.bind(), stage.citizen(), stage.citizen("Болат")
    await choose_language(other)
    await reach_preview(chat, "Дело при обрыве.")
    await server.terminate_connections(stage.environ["DATABASE_URL"])
    number, _ = await send_preview(chat)
    await newest(group, number)
    await tap(other, "Сообщить о нарушении", "В каком регионе")
    await logged(bot, "the lock of the database is held again")
    assert (len(cards_of(group, number)), said(chat, "Сейчас бот не может")) == (1, 0)


async def test_a_bot_whose_lock_another_has_taken_ends(stage: Stage, server: OwnServer) -> None:
    url = stage.environ["DATABASE_URL"]
    bot = await stage.start()
    await newest_of(stage)
    # Whoever waits in the server's queue has the lock before the bot can ask for it again.
    thief = await asyncpg.connect(url, server_settings={"application_name": "adaldyq process 7 elsewhere"})
    taking = asyncio.create_task(thief.execute("SELECT pg_advisory_lock($1)", 0x0ADA1D79_00000002))
    await server_waits(url)
    holder = await asyncpg.connect(url)
    await holder.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted")
    await taking
    assert await bot.end() == 1
    log = bot.log.read_text()
    assert "The lock of the database was lost" in log and "Already running: process 7 elsewhere" in log
    assert "Traceback" not in log
    for each in (thief, holder):
        await each.close()


async def newest_of(stage: Stage) -> None:
    """Return when the bot serves."""
    chat = stage.citizen()
    await chat.send("/start")
    await newest(chat, "Тілді таңдаңыз")


async def server_waits(url: str) -> None:
    """Return when somebody waits for the lock."""
    asking = await asyncpg.connect(url)
    while not await asking.fetchval("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"):
        await asyncio.sleep(0.02)
    await asking.close()
