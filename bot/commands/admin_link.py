"""`admin-link`: a one-time link that makes its first user an admin; `confirm-move`: agree to a region's move."""

from __future__ import annotations

import asyncio

from bot.catalogue.regions import REGIONS, find_regions
from bot.catalogue.workdays import WorkCalendar
from bot.clock import Clock
from bot.commands.beginnings import refuse_to_begin
from bot.commands.running import FAILED, OK
from bot.desk.groups import admins
from bot.desk.groups import binding as offices
from bot.desk.groups.binding import Binder, GroupTaken
from bot.desk.people import Officer
from bot.desk.rules import Filing, Moment
from bot.gateway.reach import bot_name
from bot.settings import Settings
from bot.wiring import Store, open_store


def make_link(settings: Settings) -> int:
    """Print the link."""
    return asyncio.run(_make_link(settings))


def confirm_move(settings: Settings, region: str) -> int:
    """Let *region* move to the group that asked for it."""
    return asyncio.run(_confirm_move(settings, region))


async def _make_link(settings: Settings) -> int:
    clock = Clock()
    async with open_store(settings, clock) as store:
        payload = await store.database.write(admins.make_link, safe=store.safe, now=clock.now())
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
    async with open_store(settings, clock) as store:
        bound = await store.database.write(
            offices.confirm_move,
            region=found[0],
            chat_id=None,
            admin=Officer(0, "command line"),
            binder=_binder(store, settings, clock),
        )
    if bound is None:
        print("No group is waiting to take over this region: send /bind in the new group first.")
        return FAILED
    if isinstance(bound, GroupTaken):
        print(f"The new group serves {bound.region} meanwhile: send /unbind there, then /bind again.")
        return FAILED
    print(f"{found[0]} has moved; cases that waited for a group: {bound.waiting}.")
    return OK


def _binder(store: Store, settings: Settings, clock: Clock) -> Binder:
    moment = Moment(clock.now(), "", 0)
    return Binder(Filing(store.safe, WorkCalendar(), {}, settings.code_only_delay), moment.now, moment.today)
