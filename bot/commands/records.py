"""`audit` and `keys list`: what the records say, for an admin at the command line."""

from __future__ import annotations

import asyncio

from bot.chance import Chance
from bot.clock import Clock
from bot.commands.beginnings import refuse_to_begin
from bot.commands.running import FAILED, OK
from bot.desk.audit import read_log
from bot.desk.damage import PAGE
from bot.encryption.keyring import Keyring
from bot.settings import Settings
from bot.store import open_store
from storage import cases


def print_audit(settings: Settings) -> int:
    """Print every entry: when, what, on which case, who, why."""
    return asyncio.run(_print_audit(settings))


def list_keys(settings: Settings) -> int:
    """Print the keys by id and date; never a key."""
    keyring = Keyring.from_text(settings.keyring_text) if settings.keyring_text else Keyring.read(settings.keyring_file)
    for key in keyring.keys:
        mark = "active" if key.id == keyring.active_id else "kept for reading"
        print(f"{key.id}  {key.made:%Y-%m-%d}  {mark}")
    return OK


async def _print_audit(settings: Settings) -> int:
    await refuse_to_begin(settings.database_url)
    async with open_store(settings, Clock(), Chance()) as store:
        entries = await store.database.read(read_log, store.safe)
        for entry in entries:
            number = await store.database.read(cases.number_of, entry.case_id) if entry.case_id else None
            about = number or "-"
            print(f"{entry.when}  {entry.action}  {about}  {entry.who} ({entry.who_id})  {entry.why}")
        damaged = store.safe.damages.waiting()
    print(f"Entries: {len(entries)}")
    if not damaged:
        return OK
    lost = sum(row != PAGE for row in damaged)
    page = ", and those on a damaged page of the file" if PAGE in damaged else ""
    print(f"Damaged, not shown: {lost}{page}. See `python -m bot doctor`.")
    return FAILED
