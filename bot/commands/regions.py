"""`confirm-move`: agree to a region's move, at once; `stop-change`: stop it, or take back what was done there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sqlalchemy import Connection

from bot.catalogue.regions import REGIONS, find_regions
from bot.chance import Chance
from bot.clock import Clock
from bot.commands.beginnings import refuse_to_begin
from bot.commands.running import FAILED, OK
from bot.desk.groups import moves, stops
from bot.desk.groups.binding import Bound, GroupTaken
from bot.desk.groups.stops import Stopped
from bot.desk.rules import Turn
from bot.settings import Settings
from bot.store import open_store
from bot.wiring import make_rules


def confirm_move(settings: Settings, words: str) -> int:
    """Let the region that *words* name move to the group that asked for it, and do it now."""
    region = _region_in(words)
    if region is None:
        return FAILED
    match asyncio.run(_decide(settings, moves.confirm_at_once, region)):
        case Bound(waiting=waiting):
            print(f"{region} has moved; cases that waited for a group: {waiting}.")
            return OK
        case GroupTaken(other):
            print(f"The new group serves {other} meanwhile: send /unbind there, then /bind again.")
        case _:
            print("No group is waiting to take over this region: send /bind in the new group first.")
    return FAILED


def stop_change(settings: Settings, words: str) -> int:
    """Stop the move of the region that *words* name, or take back the last binding or unbinding of the last day."""
    region = _region_in(words)
    if region is None:
        return FAILED
    if isinstance(asyncio.run(_decide(settings, stops.stop_in_region, region)), Stopped):
        print(f"{region} is served as it was before; all admins are told.")
        return OK
    print("Nothing was asked for or done to this region in the last 24 hours that could be stopped.")
    return FAILED


def _region_in(words: str) -> str | None:
    """The one region that *words* name; without one it is asked for."""
    found = [words] if words in REGIONS else [region.id for region in find_regions(words)]
    if len(found) != 1:
        print(f"Which region? Name one of: {', '.join(sorted(REGIONS))}")
        return None
    return found[0]


async def _decide(
    settings: Settings, decide: Callable[[Connection, str, Turn], Bound | GroupTaken | Stopped | None], region: str
) -> Bound | GroupTaken | Stopped | None:
    await refuse_to_begin(settings.database_url)
    clock = Clock()
    async with open_store(settings, clock, Chance()) as store:
        return await store.database.write(decide, region, Turn(make_rules(settings, store), clock.now()))
