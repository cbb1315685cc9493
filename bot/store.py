"""The store: the database, migrated, with the keyring that belongs to it."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Connection

from bot.chance import Chance
from bot.clock import Clock
from bot.desk.safe import Safe
from bot.encryption.errors import KeyringError
from bot.encryption.keyring import Keyring
from bot.errors import SettingsError
from bot.frozen import frozen
from bot.settings import Settings, is_sqlite, sqlite_path
from storage import facts, identity
from storage.engine import Database
from storage.facts import Fact

ID_BYTES = 8
"""Random: enough that no two databases of the world meet by chance."""
CHOICE = (
    "If this is really meant, say so: `python -m bot run --new-database`. The keyring is then used on: "
    "what was sealed under it elsewhere still opens with it."
)
NO_DATABASE = (
    "There is a keyring, but the database is empty: codes and cases of before are not in it, and citizens' codes would "
    "not be found. Put the database back (docs/operations.md), or mend DATABASE_URL, or go to the folder that the bot "
    f"ran in. {CHOICE}"
)
OTHER_DATABASE = (
    "The keyring was last used with another database than this one. Put that database back, or mend DATABASE_URL, or "
    f"go to the folder that the bot ran in. {CHOICE}"
)
FOREIGN_KEYRING = "This keyring belongs to another database: put back the keyring that was made with this one."
LOOPBACK = ("127.0.0.1", "localhost", "::1")
MOUNTS = Path("/proc/mounts")

log = logging.getLogger(__name__)


@frozen
class Store:
    """The opened database with its keys."""

    database: Database
    safe: Safe
    id: str


async def _nobody() -> None:
    """Telegram is not asked."""


@frozen
class Beginning:
    """On what terms a house may begin in an empty database.

    *asked*: `--new-database` was given, so whatever speaks for another database is overruled. *refuse_elsewhere* raises
    when the bot serves with another database already; it returns once Telegram has answered.
    """

    asked: bool = False
    refuse_elsewhere: Callable[[], Awaitable[None]] = _nobody


UNASKED = Beginning()
"""For commands that open what is there already."""


@asynccontextmanager
async def open_store(
    settings: Settings, clock: Clock, chance: Chance, beginning: Beginning = UNASKED
) -> AsyncIterator[Store]:
    """The database, migrated, with the keyring that belongs to it; KeyringError when that is missing or foreign."""
    database = await Database.open(settings.database_url)
    try:
        await database.probe()  # a database that takes no writes serves nobody: that is said now, and once
        await database.migrate()
        keyring, store_id = await _open_keyring(settings, database, clock, chance, beginning)
        await database.recognise(store_id)
        yield Store(database, Safe(keyring, chance), store_id)
    finally:
        await database.close()


def refuse_tmpfs(settings: Settings) -> None:
    """A database in memory is gone at the next restart: fine for a rehearsal, never for citizens."""
    if not is_sqlite(settings.database_url) or urlsplit(settings.api_url).hostname in LOOPBACK:
        return
    folder = sqlite_path(settings.database_url).resolve().parent
    if _filesystem_of(folder) in ("tmpfs", "ramfs"):
        raise SettingsError((f"DATABASE_URL lies on {folder}, which is in memory only: choose a folder on a disk.",))


async def _open_keyring(
    settings: Settings, database: Database, clock: Clock, chance: Chance, beginning: Beginning
) -> tuple[Keyring, str]:
    """The keyring and the id of the database; a keyring is made only beside a new database."""
    known = await database.read(_read_marks)
    keyring = _read_keyring(settings, must=known.keyring is not None)
    if known.keyring is None:
        await _allow_to_begin(known, keyring, beginning)
    elif keyring is not None and known.keyring != keyring.fingerprint():
        raise KeyringError(FOREIGN_KEYRING)
    elif not serves(keyring, known.store_id) and not beginning.asked:
        raise KeyringError(OTHER_DATABASE)
    # The id first: a start that ends between the two steps is told by it from a keyring beside a foreign database.
    store_id = await database.write(identity.name_store, chance.octets(ID_BYTES).hex())
    if keyring is None:
        keyring = _make_keyring(settings.keyring_file, store_id, clock, chance)
    elif settings.keyring_text is None and _needs_mark(keyring, store_id, begins=known.keyring is None):
        keyring = _mark_keyring(settings.keyring_file, keyring, store_id)
    if known.keyring is None:
        await database.write(facts.put_fact, Fact.KEYRING, keyring.fingerprint())
    return keyring, store_id


@frozen
class _Marks:
    """What an opened database says of itself."""

    keyring: str | None
    store_id: str | None


def _read_marks(connection: Connection) -> _Marks:
    return _Marks(facts.get_fact(connection, Fact.KEYRING), facts.get_fact(connection, Fact.STORE_ID))


def _read_keyring(settings: Settings, *, must: bool) -> Keyring | None:
    if settings.keyring_text is not None:
        return Keyring.from_text(settings.keyring_text)
    return Keyring.read(settings.keyring_file) if must or settings.keyring_file.exists() else None


async def _allow_to_begin(known: _Marks, keyring: Keyring | None, beginning: Beginning) -> None:
    """Return when a house may begin in this empty database."""
    begun = keyring is not None and keyring.store_id is not None and keyring.store_id == known.store_id
    if begun or beginning.asked:
        return
    if keyring is not None:
        raise KeyringError(NO_DATABASE)
    await beginning.refuse_elsewhere()


def serves(keyring: Keyring | None, store_id: str | None) -> bool:
    """Whether *keyring* may be that of the database *store_id*; one without a mark may be any."""
    return keyring is None or keyring.store_id is None or store_id is None or keyring.store_id == store_id


def _needs_mark(keyring: Keyring, store_id: str, *, begins: bool) -> bool:
    """Whether the mark of this database must be put in: beside an old database, a keyring without one keeps none."""
    return keyring.store_id != store_id and (begins or keyring.store_id is not None)


def _make_keyring(path: Path, store_id: str, clock: Clock, chance: Chance) -> Keyring:
    keyring = Keyring.create(clock.now(), chance, store_id=store_id)
    keyring.write_new(path)
    log.warning("a new keyring was made: copy %s to a safe place, without it nothing can be read", path)
    return keyring


def _mark_keyring(path: Path, keyring: Keyring, store_id: str) -> Keyring:
    marked = keyring.for_store(store_id)
    marked.replace_at(path)
    log.warning("the keyring %s serves this database from now on: copy it to a safe place again", path)
    return marked


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
