"""`playground`: a rehearsal in the browser, the bot beside it as its own process, restarted from the page."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NoReturn

from bot.clock import Clock
from bot.commands.children import rehearsal_environ, start_bot, stop_bot
from bot.commands.jumps import jump_bot
from bot.commands.page_words import page_texts
from bot.commands.running import run_until_ended
from bot.errors import AdaldyqError
from bot.localisation import Texts
from bot.playground import JumpingClock, Playground, refuse_beside_real_token


class PortTakenError(AdaldyqError):
    """The playground cannot listen where it was told to."""


def play(port: int) -> int:
    """Open the playground at *port* until Ctrl+C."""
    refuse_beside_real_token(os.environ)
    with tempfile.TemporaryDirectory(prefix="adaldyq-playground-") as folder:
        return run_until_ended(_play(Path(folder), port))


async def stay_open(play: Playground) -> NoReturn:
    """Say where the page is, and wait until somebody interrupts."""
    print(f"\nOpen {play.url} in a browser to play citizen, office and admin.")
    print("The bot's clock runs at real speed (1x); on the page it can be moved on by an hour, a day or two weeks.")
    print("Ctrl+C ends it.", flush=True)
    while True:
        await asyncio.Event().wait()


@asynccontextmanager
async def open_playground(clock: Clock, texts: Texts, *, port: int = 0) -> AsyncIterator[Playground]:
    """A playground with the page's words at *port*; PortTakenError says what to do."""
    play = Playground(port=port, clock=clock, texts=page_texts(texts))
    try:
        await play.__aenter__()
    except OSError as fault:
        await play.__aexit__(None, None, None)
        raise PortTakenError(
            f"The playground cannot listen at port {port} ({os.strerror(fault.errno or 0)}). End what uses it, "
            "or take another: `python -m bot playground --port 0` takes any free one."
        ) from None
    try:
        yield play
    finally:
        await play.__aexit__(None, None, None)


async def _play(folder: Path, port: int) -> int:
    clock = JumpingClock()
    async with open_playground(clock, Texts.load(), port=port) as play:
        admin = play.person("Әлия")
        play.admins.add(admin.id)
        play.private(play.person("Айгүл"))
        group = play.group("Адалдық алаңы", members=[admin, play.person("Дана")], admins=[admin])
        environ = rehearsal_environ(folder, token=play.token, api_url=play.url, admin_id=admin.id)
        running, turns = [await start_bot(environ, clock)], asyncio.Lock()

        async def restart() -> None:
            async with turns:  # two presses in a row must not start two bots
                await stop_bot(running[0])
                running[0] = await start_bot(environ, clock)

        async def follow() -> None:
            async with turns:  # a bot that is just starting hears of it when it has started
                await jump_bot(running[0], clock)

        play.actions["demo.restart"] = restart
        play.followers.append(follow)
        try:
            await group.add_bot(by=admin)
            await group.send(admin, "/bind mangystau")
            await group.send(admin, "/takeback 0")  # nobody is to wait in a rehearsal
            await stay_open(play)
        finally:
            await stop_bot(running[0])
