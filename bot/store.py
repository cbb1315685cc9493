"""The store: the database, migrated, with the keyring that belongs to it."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.chance import Chance
from bot.clock import Clock
from bot.desk.safe import Safe
from bot.encryption.errors import KeyringError
from bot.encryption.keyring import Keyring
from bot.errors import SettingsError
from bot.settings import Settings, is_sqlite, sqlite_path
from storage import facts
from storage.engine import Database
from storage.facts import Fact

LOOPBACK = ("127.0.0.1", "localhost", "::1")
MOUNTS = Path("/proc/mounts")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Store:
    """The opened database with its keys."""

    database: Database
    safe: Safe


@asynccontextmanager
async def open_store(settings: Settings, clock: Clock, chance: Chance) -> AsyncIterator[Store]:
    """The database, migrated, with the keyring that belongs to it; KeyringError when that is missing or foreign."""
    database = await Database.open(settings.database_url)
    try:
        await database.migrate()
        safe = Safe(await _open_keyring(settings, database, clock, chance), chance)
        yield Store(database, safe)
    finally:
        await database.close()


def refuse_tmpfs(settings: Settings) -> None:
    """A database in memory is gone at the next restart: fine for a rehearsal, never for citizens."""
    if not is_sqlite(settings.database_url) or urlsplit(settings.api_url).hostname in LOOPBACK:
        return
    folder = sqlite_path(settings.database_url).resolve().parent
    if _filesystem_of(folder) in ("tmpfs", "ramfs"):
        raise SettingsError((f"DATABASE_URL lies on {folder}, which is in memory only: choose a folder on a disk.",))


async def _open_keyring(settings: Settings, database: Database, clock: Clock, chance: Chance) -> Keyring:
    """Read the keyring; make one only beside a new database."""
    belongs = await database.read(facts.get_fact, Fact.KEYRING)
    if settings.keyring_text is not None:
        keyring = Keyring.from_text(settings.keyring_text)
    elif settings.keyring_file.exists() or belongs is not None:
        keyring = Keyring.read(settings.keyring_file)
    else:
        keyring = Keyring.create(clock.now(), chance)
        keyring.write_new(settings.keyring_file)
        log.warning(
            "a new keyring was made: copy %s to a safe place, without it nothing can be read", settings.keyring_file
        )
    if belongs is None:
        await database.write(facts.put_fact, Fact.KEYRING, keyring.fingerprint())
    elif belongs != keyring.fingerprint():
        raise KeyringError(
            "This keyring belongs to another database: put back the keyring that was made with this one."
        )
    return keyring


def _filesystem_of(folder: Path) -> str:
    """The kind of file system that *folder* (or its nearest existing parent) lies on; empty when unknown."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        mounts = MOUNTS.read_text().splitlines()
    except OSError as fault:
        log.warning("it cannot be told what kind of file system %s is: %s", folder, type(fault).__name__)
        return ""
    best, kind = "", ""
    for line in mounts:
        point, name = line.split()[1:3]
        inside = str(folder) == point or str(folder).startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, name
    return kind
