"""`admins list | remove ID | restore ID`: who is an admin, for the office when a stolen account was quicker."""

from __future__ import annotations

import asyncio

from bot.chance import Chance
from bot.clock import Clock
from bot.commands.beginnings import refuse_to_begin
from bot.commands.running import FAILED, OK
from bot.desk.groups import admins, removals
from bot.desk.people import COMMAND_LINE, Refused
from bot.desk.rules import Turn
from bot.settings import Settings
from bot.store import Store, open_store
from bot.wiring import make_rules


def run(settings: Settings, action: str, person_id: int | None) -> int:
    """Do *action*: print the admins, or take the one with *person_id* the rights, or give them back."""
    if action != "list" and person_id is None:
        print(f"Whom? `admins list` prints the numbers; then: admins {action} NUMBER")
        return FAILED
    return asyncio.run(_run(settings, action, person_id or 0))


async def _run(settings: Settings, action: str, person_id: int) -> int:
    await refuse_to_begin(settings.database_url)
    clock = Clock()
    async with open_store(settings, clock, Chance()) as store:
        turn = Turn(make_rules(settings, store), clock.now())
        match action:
            case "remove":
                return await _remove(store, person_id, turn)
            case "restore":
                return await _restore(store, person_id, turn)
            case _:
                return await _list(store, turn)


async def _list(store: Store, turn: Turn) -> int:
    for person_id in sorted(turn.rules.named_admins):
        print(f"{person_id}  named in ADMIN_IDS")
    for admin in await store.database.read(admins.list_admins, turn):
        since = f"since {admin.day}" if admin.day else "for long"
        print(f"{admin.id}  {admin.name or '-'}  by a link, {since}")
    return OK


async def _remove(store: Store, person_id: int, turn: Turn) -> int:
    if person_id in turn.rules.named_admins:
        print("The settings name this admin: take the number out of ADMIN_IDS and start the bot anew.")
        return FAILED
    linked = await store.database.read(admins.list_admins, turn)
    found = next((admin for admin in linked if admin.id == person_id), None)
    if found is None:
        print("No admin has this number: `admins list` prints them.")
        return FAILED
    await store.database.write(removals.remove_admin, found, COMMAND_LINE, turn)
    print(f"{person_id} is no admin any more; all admins are told. Within 24 hours: admins restore {person_id}")
    return OK


async def _restore(store: Store, person_id: int, turn: Turn) -> int:
    mark = store.safe.person_mark(person_id).hex()
    done = await store.database.write(removals.restore_admin, mark, COMMAND_LINE, turn)
    if isinstance(done, Refused):
        print("No admin with this number was removed in the last 24 hours: make a new link with admin-link.")
        return FAILED
    print(f"{person_id} is an admin again; all admins are told.")
    return OK
