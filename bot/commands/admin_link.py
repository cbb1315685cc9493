"""`admin-link`: a one-time link that makes its first user an admin; `confirm-move`: agree to a region's move."""

from __future__ import annotations

import asyncio
from functools import partial

from bot.catalogue.regions import REGIONS, find_regions
from bot.chance import Chance
from bot.clock import Clock
from bot.commands.beginnings import refuse_to_begin
from bot.commands.running import FAILED, OK
from bot.desk.groups import admins, binding
from bot.desk.groups.binding import GroupTaken
from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.gateway.office_mark import ask_before_beginning
from bot.gateway.reach import bot_name
from bot.settings import Settings
from bot.store import Beginning, open_store
from bot.wiring import make_rules


def make_link(settings: Settings) -> int:
    """Print the link."""
    return asyncio.run(_make_link(settings))


def confirm_move(settings: Settings, region: str) -> int:
    """Let *region* move to the group that asked for it."""
    return asyncio.run(_confirm_move(settings, region))


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


async def _confirm_move(settings: Settings, words: str) -> int:
    found = [words] if words in REGIONS else [region.id for region in find_regions(words)]
    if len(found) != 1:
        print(f"Which region? Name one of: {', '.join(sorted(REGIONS))}")
        return FAILED
    await refuse_to_begin(settings.database_url)
    clock = Clock()
    async with open_store(settings, clock, Chance()) as store:
        turn = Turn(make_rules(settings, store), clock.now())
        asked = Officer(0, "command line")
        bound = await store.database.write(binding.confirm_move, found[0], None, asked, turn)
    if bound is None:
        print("No group is waiting to take over this region: send /bind in the new group first.")
        return FAILED
    if isinstance(bound, GroupTaken):
        print(f"The new group serves {bound.region} meanwhile: send /unbind there, then /bind again.")
        return FAILED
    print(f"{found[0]} has moved; cases that waited for a group: {bound.waiting}.")
    return OK
