"""`doctor`: check settings, keys, database and Telegram one after another, and say what to do about each."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Awaitable, Callable

from bot.clock import Clock
from bot.commands.running import FAILED, OK, settings_of
from bot.desk import offices
from bot.errors import AdaldyqError, SettingsError
from bot.gateway.reach import reach_bot
from bot.settings import Settings, is_sqlite, sqlite_path
from bot.wiring import open_store, refuse_tmpfs
from storage import outbox
from storage.errors import StoreError

LEAST_FREE_MB = 500


def doctor() -> int:
    """Print one line for each check; non-zero when one of them failed."""
    try:
        settings = settings_of(os.environ)
    except SettingsError as fault:
        for problem in fault.problems:
            print(f"✗ settings: {problem}")
        return FAILED
    print("✓ settings")
    return asyncio.run(_examine(settings))


async def _examine(settings: Settings) -> int:
    checks: tuple[tuple[str, Callable[[Settings], Awaitable[str]]], ...] = (
        ("place", _check_place),
        ("database and keys", _check_store),
        ("Telegram", _check_telegram),
    )
    failed = 0
    for name, check in checks:
        try:
            print(f"✓ {name}: {await check(settings)}")
        except (AdaldyqError, StoreError) as fault:
            failed += 1
            print(f"✗ {name}: {fault}")
        sys.stdout.flush()
    return FAILED if failed else OK


async def _check_place(settings: Settings) -> str:
    if not is_sqlite(settings.database_url):
        return "PostgreSQL"
    refuse_tmpfs(settings)
    folder = sqlite_path(settings.database_url).resolve().parent
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // (1 << 20)
    if free < LEAST_FREE_MB:
        raise StoreError(f"only {free} MB are free on the disk of the database: make room, at least {LEAST_FREE_MB} MB")
    return f"{free} MB free"


async def _check_store(settings: Settings) -> str:
    async with open_store(settings, Clock()) as store:
        await store.database.probe()
        states = await store.database.read(offices.lane_states)
        pending = await store.database.read(outbox.count_pending)
        aside = await store.database.read(outbox.count_aside)
    waiting = sum(state is not None for state in states.values())
    return f"groups bound {len(states)}, of them not reachable {waiting}; outbox: waiting {pending}, set aside {aside}"


async def _check_telegram(settings: Settings) -> str:
    reached = await reach_bot(settings)
    if reached.has_webhook:
        raise AdaldyqError("a webhook is set, so polling gets nothing: remove it with deleteWebhook")
    return f"@{reached.name}"
