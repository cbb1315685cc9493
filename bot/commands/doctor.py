"""`doctor`: check settings, keys, database and Telegram one after another, and say what to do about each.

It only looks: it makes no database, no keys and no tables, so that a typing error in a path leaves nothing behind.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.chance import Chance
from bot.commands.beginnings import StoreStage, find_stage
from bot.commands.programs import OPTIONAL_PROGRAMS
from bot.commands.running import FAILED, OK, settings_of
from bot.commands.soundness import check_soundness
from bot.desk import roles
from bot.desk.groups import binding
from bot.desk.safe import Safe
from bot.encryption.errors import KeyringError, SessionKeyError
from bot.encryption.keyfile import KeyFile, parse
from bot.encryption.keyring import Keyring
from bot.errors import AdaldyqError, SettingsError
from bot.gateway.reach import reach_bot, say_webhook
from bot.settings import Settings, is_sqlite, sqlite_path
from bot.store import FOREIGN_KEYRING, NO_DATABASE, OTHER_DATABASE, refuse_tmpfs, serves
from storage import facts, outbox
from storage.engine import Database
from storage.errors import StoreError
from storage.facts import Fact

LEAST_FREE_MB = 500  # chosen: the largest files that can come, ten times over


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
        ("damage", _check_damage),
        ("heads of offices", _look_for_heads),
        ("optional programs", _look_for_programs),
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
    folder = _nearest_folder(sqlite_path(settings.database_url))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StoreError(f"{folder} cannot be written: give it to the bot's account (chown), or mend DATABASE_URL")
    free = shutil.disk_usage(folder).free // (1 << 20)
    if free < LEAST_FREE_MB:
        raise StoreError(f"only {free} MB are free on the disk of the database: make room, at least {LEAST_FREE_MB} MB")
    return f"{free} MB free"


def _nearest_folder(path: Path) -> Path:
    """The folder that *path* lies in, or will be made in."""
    return next(folder for folder in path.resolve().parents if folder.exists())


async def _check_store(settings: Settings) -> str:
    match await find_stage(settings.database_url):
        case StoreStage.NOTHING:
            return _check_fresh(settings)
        case StoreStage.OLDER:
            _read_keyring(settings)
            return "made by an older version; the next start brings the tables up to date (copy the database first)"
        case StoreStage.READY:
            return await _check_begun(settings)


def _check_fresh(settings: Settings) -> str:
    if settings.keyring_text is None and not settings.keyring_file.exists():
        return (
            "there are none yet; the first start makes both. "
            f"Then copy {settings.keyring_file} to a safe place, apart from the database"
        )
    _read_keyring(settings)
    raise KeyringError(NO_DATABASE)


async def _check_begun(settings: Settings) -> str:
    keyring = _read_keyring(settings)
    async with await Database.open(settings.database_url) as database:
        if await database.read(facts.get_fact, Fact.KEYRING) != keyring.fingerprint():
            raise KeyringError(FOREIGN_KEYRING)
        if not serves(keyring, await database.read(facts.get_fact, Fact.STORE_ID)):
            raise KeyringError(OTHER_DATABASE)
        await database.probe()
        states = await database.read(binding.lane_states)
        pending = await database.read(outbox.count_pending)
        aside = await database.read(outbox.count_aside)
    _check_session_keys(settings)
    waiting = sum(state is not None for state in states.values())
    return f"groups bound {len(states)}, of them not reachable {waiting}; outbox: waiting {pending}, set aside {aside}"


async def _check_damage(settings: Settings) -> str:
    """What is to be said of the store itself has been said by the check before."""
    if await find_stage(settings.database_url) is not StoreStage.READY:
        return "nothing to look through yet"
    async with await Database.open(settings.database_url) as database:
        return await check_soundness(database, _read_keyring(settings))


async def _look_for_heads(settings: Settings) -> str:
    """Who is missing is no fault: an office serves without a head, but nobody opens contacts there."""
    if await find_stage(settings.database_url) is not StoreStage.READY:
        return "nothing to look through yet"
    safe = Safe(_read_keyring(settings), Chance())
    async with await Database.open(settings.database_url) as database:
        gaps = await database.read(roles.find_gaps, safe)
    said = []
    if gaps.without:
        said.append(f"none named for {', '.join(gaps.without)} (an admin names one by /role head in the group)")
    if gaps.unheard:
        said.append(f"have not opened their private chat with the bot: {', '.join(gaps.unheard)} (/start there)")
    return "; ".join(said) or "every office has one, and each can be written to"


def _read_keyring(settings: Settings) -> Keyring:
    return Keyring.from_text(settings.keyring_text) if settings.keyring_text else Keyring.read(settings.keyring_file)


def _check_session_keys(settings: Settings) -> None:
    path = settings.session_key_file
    text = KeyFile(path=path, name="session key file", fault=SessionKeyError).read()
    if text is not None and parse(text) is None:
        raise SessionKeyError(f"{path} is damaged: move it away; the next start makes it anew, open drafts are lost")


async def _look_for_programs(_: Settings) -> str:
    """What is there and what is missed without the rest: no fault, for the bot serves without any of them."""
    return "; ".join(program.describe() for program in OPTIONAL_PROGRAMS)


async def _check_telegram(settings: Settings) -> str:
    reached = await reach_bot(settings)
    if reached.webhook is not None:
        raise AdaldyqError(say_webhook(reached.webhook))
    proxy = settings.proxy
    way = "" if proxy is None else f", through the proxy {proxy.place} ({proxy.setting})"
    return f"@{reached.name}{way}"
