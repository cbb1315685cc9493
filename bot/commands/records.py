"""`audit` and `keys list`: what the records say, for an admin at the command line."""

from __future__ import annotations

import asyncio
from datetime import date

from sqlalchemy import Connection

from bot.chance import Chance
from bot.clock import Clock
from bot.commands.beginnings import refuse_to_begin
from bot.commands.running import FAILED, OK
from bot.desk.audit import read_day
from bot.desk.damage import PAGE
from bot.desk.safe import Safe
from bot.encryption.keyring import Keyring
from bot.settings import Settings
from bot.store import open_store
from storage import audit, cases


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
        # A day at a time: a log of many years is neither held in memory nor read in one transaction.
        day, count = await store.database.read(audit.next_day), 0
        while day is not None:
            for line in await store.database.read(_lines_of, day, store.safe):
                print(line)
                count += 1
            day = await store.database.read(audit.next_day, day)
        damaged = store.safe.damages.waiting()
    print(f"Entries: {count}")
    if not damaged:
        return OK
    lost = sum(row != PAGE for row in damaged)
    page = ", and those on a damaged page of the file" if PAGE in damaged else ""
    print(f"Damaged, not shown: {lost}{page}. See `python -m bot doctor`.")
    return FAILED


def _lines_of(connection: Connection, day: date, safe: Safe) -> list[str]:
    lines = []
    for entry in read_day(connection, day, safe):
        about = (cases.number_of(connection, entry.case_id) if entry.case_id else None) or "-"
        lines.append(f"{entry.when}  {entry.action}  {about}  {entry.who} ({entry.who_id})  {entry.why}")
    return lines
