"""`admin-link`: a one-time link that makes its first user an admin."""

from __future__ import annotations

import asyncio
from functools import partial

from bot.chance import Chance
from bot.clock import Clock
from bot.commands.running import OK
from bot.desk.groups import admins
from bot.desk.rules import Turn
from bot.gateway.office_mark import ask_before_beginning
from bot.gateway.reach import bot_name
from bot.settings import Settings
from bot.store import Beginning, open_store
from bot.wiring import make_rules


def make_link(settings: Settings) -> int:
    """Print the link."""
    return asyncio.run(_make_link(settings))


async def _make_link(settings: Settings) -> int:
    clock = Clock()
    beginning = Beginning(refuse_elsewhere=partial(ask_before_beginning, settings, clock, patient=False))
    async with open_store(settings, clock, Chance(), beginning) as store:
        turn = Turn(make_rules(settings, store), clock.now())
        payload = await store.database.write(admins.make_link, turn)
    name = await bot_name(settings)
    if name is None:
        print(
            f"Telegram could not be reached for the bot's name. Send the bot this within 30 minutes: /start {payload}"
        )
        return OK
    print(f"Open this within 30 minutes; it works once: https://t.me/{name}?start={payload}")
    return OK
