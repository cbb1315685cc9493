"""`playground`: a rehearsal in the browser, the bot beside it as its own process, restarted from the page."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bot.clock import Clock
from bot.commands.children import rehearsal_environ, start_bot, stop_bot
from bot.commands.running import OK
from bot.localisation import LANGUAGES, Texts
from bot.playground import Playground, refuse_beside_real_token

PAGE_KEYS = (
    "demo.banner",
    "demo.citizen",
    "demo.group",
    "demo.admin",
    "demo.new_citizen",
    "demo.down",
    "demo.slow",
    "demo.flood",
    "demo.restart",
)


def play(port: int) -> int:
    """Open the playground at *port* until Ctrl+C."""
    refuse_beside_real_token(os.environ)
    with tempfile.TemporaryDirectory(prefix="adaldyq-playground-") as folder:
        return asyncio.run(_play(Path(folder), port))


def page_texts(texts: Texts) -> Mapping[str, Mapping[str, str]]:
    """The words of the page, by language and key."""
    return {language: {key: texts.text(key, language) for key in PAGE_KEYS} for language in LANGUAGES}


async def stay_open(play: Playground) -> None:
    """Say where the page is, and wait until somebody interrupts."""
    print(f"\nOpen {play.url} in a browser to play citizen, office and admin. Ctrl+C ends it.", flush=True)
    await asyncio.Event().wait()


async def _play(folder: Path, port: int) -> int:
    clock = Clock()
    async with Playground(port=port, clock=clock, texts=page_texts(Texts.load())) as play:
        admin, citizen = play.person("Әлия"), play.person("Айгүл")
        play.admins.add(admin.id)
        play.private(citizen)
        group = play.group("Адалдық алаңы", members=[admin, play.person("Дана")], admins=[admin])
        environ = rehearsal_environ(folder, token=play.token, api_url=play.url, admin_id=admin.id)
        running = [await start_bot(environ, clock)]

        async def restart() -> None:
            await stop_bot(running.pop())
            running.append(await start_bot(environ, clock))

        play.actions["demo.restart"] = restart
        await group.add_bot(by=admin)
        await group.send(admin, "/bind mangystau")
        try:
            await stay_open(play)
        finally:
            await stop_bot(running.pop())
    return OK
