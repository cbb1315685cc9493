"""The composition root: the only file that sees every room. It builds the house, starts and stops it in order."""

from __future__ import annotations

import asyncio
import ctypes
import logging
import os
import resource
import sys
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection

from bot import logs
from bot.anonymise.scrub.runner import Cleaned, Media, Refused, scrub
from bot.background.clockwork import Clockwork, Duty
from bot.background.file_jobs import FileJobs
from bot.background.notifier import Notifier
from bot.background.settling import Settler
from bot.catalogue import regions
from bot.catalogue.workdays import WorkCalendar
from bot.clock import Clock
from bot.desk.citizens.intake import COMMANDS, Intake
from bot.desk.citizens.questionnaire import build_questions
from bot.desk.files import CleanFile, FileJob, open_files
from bot.desk.outgoing import posting
from bot.desk.rules import Filing
from bot.desk.safe import Safe
from bot.encryption.envelope import Vault
from bot.encryption.errors import KeyringError
from bot.encryption.keyring import Keyring
from bot.encryption.session import SessionKeys
from bot.errors import SettingsError
from bot.gateway.admin import AdminDesk
from bot.gateway.budget import Budget
from bot.gateway.calls import Calls
from bot.gateway.cards import Cards
from bot.gateway.door import UpdateDoor
from bot.gateway.downloads import TelegramDownloads
from bot.gateway.introduction import introduce
from bot.gateway.private_chat import PrivateChat
from bot.gateway.reach import make_bot
from bot.gateway.receiver import Receiver
from bot.gateway.sender import TelegramSender
from bot.gateway.staff_group import StaffGroup
from bot.gateway.transport import AiohttpRequest
from bot.gateway.watch import GroupWatch
from bot.gateway.wording import Words
from bot.localisation import Texts
from bot.settings import Settings, is_sqlite, sqlite_path
from storage import admins as admin_rows
from storage import audit as audit_rows
from storage import facts, updates
from storage import files as file_rows
from storage.engine import Database
from storage.errors import LockLostError
from storage.facts import Fact
from storage.lock import Hold, hold

OUTAGE_SECONDS = 150
"""Telegram keeps button presses this long; after a longer silence a press may be lost."""
PR_SET_DUMPABLE = 4
MEDIA: dict[str, Media] = {
    "photo": "photo",
    "document": "document",
    "audio": "audio",
    "voice": "voice",
    "video": "video",
    "video_note": "video_note",
}
LOOPBACK = ("127.0.0.1", "localhost", "::1")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Store:
    """The opened database with its keys."""

    database: Database
    safe: Safe


def harden_process() -> None:
    """New files are ours alone, and a crash leaves no memory image on the disk.

    A collector of core dumps that the kernel feeds through a pipe ignores the limit; it gets nothing of a process
    that is not dumpable, whose memory and environment other processes of the account cannot read either.
    """
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def set_up_logging(level: str) -> None:
    """Our own records at *level*; libraries at WARNING whatever it says: below that they log contents and URLs."""
    logs.set_up(level)


def refuse_tmpfs(settings: Settings) -> None:
    """A database in memory is gone at the next restart: fine for a rehearsal, never for citizens."""
    if not is_sqlite(settings.database_url) or urlsplit(settings.api_url).hostname in LOOPBACK:
        return
    folder = sqlite_path(settings.database_url).resolve().parent
    if _filesystem_of(folder) in ("tmpfs", "ramfs"):
        raise SettingsError((f"DATABASE_URL lies on {folder}, which is in memory only: choose a folder on a disk.",))


@asynccontextmanager
async def open_store(settings: Settings, clock: Clock) -> AsyncIterator[Store]:
    """The database, migrated, with the keyring that belongs to it; KeyringError when that is missing or foreign."""
    database = await Database.open(settings.database_url)
    try:
        await database.migrate()
        keyring = await _open_keyring(settings, database, clock)
        yield Store(database, Safe(keyring, Vault(keyring)))
    finally:
        await database.close()


async def _open_keyring(settings: Settings, database: Database, clock: Clock) -> Keyring:
    """Read the keyring; make one only beside a new database."""
    belongs = await database.read(facts.get_fact, Fact.KEYRING)
    if settings.keyring_text is not None:
        keyring = Keyring.from_text(settings.keyring_text)
    elif settings.keyring_file.exists() or belongs is not None:
        keyring = Keyring.read(settings.keyring_file)
    else:
        keyring = Keyring.create(clock.now())
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


async def _scrub(content: bytes, job: FileJob) -> Cleaned | Refused:
    return await scrub(content, declared=job.declared, as_media=MEDIA.get(job.media))


class House:
    """A running bot."""

    def __init__(self, settings: Settings, store: Store, clock: Clock, held: Hold) -> None:
        self.held = held
        texts = Texts.load()
        words, budget = Words(texts), Budget(clock)
        self.settings, self.store, self.clock = settings, store, clock
        # Opened by the running bot alone: whoever else opened it could rotate it at the same moment.
        self.session = SessionKeys.open_or_create(settings.session_key_file, clock.now())
        self.request, self.polling = AiohttpRequest(), AiohttpRequest(connections=2)
        self.bot = make_bot(settings, self.request, self.polling)
        self.words = words
        numbers = {region.id: f"{region.number:02d}" for region in regions.REGIONS.values()}
        calendar = WorkCalendar()
        rules = Filing(store.safe, calendar, numbers, settings.code_only_delay)
        self.intake = Intake(
            store.database, self.session, build_questions(texts), rules, settings.draft_lifetime, clock
        )
        calls = Calls(self.bot.base_url, self.request)
        self.private = PrivateChat(self.bot, calls, words, budget, self._load_files)
        self.admin = AdminDesk(self.bot, store.database, rules, settings.admin_ids, words, budget)
        settler = Settler(store.safe, settings.admin_ids, clock)
        sender = TelegramSender(self.bot, calls, Cards(words, calendar, clock), budget, self._load_files)
        self.watch = GroupWatch(self.bot, store.database, store.safe, settings.admin_ids, clock)
        self.notifier = Notifier(store.database, sender, store.safe, settler, clock)
        self.file_jobs: FileJobs | None = None
        self.door: UpdateDoor | None = None
        self.receiver: Receiver | None = None

    async def run(self) -> None:
        """Start in order and serve until cancelled."""
        async with self.bot:
            await self._prepare()
            try:
                async with asyncio.TaskGroup() as group:
                    for work in self._works():
                        group.create_task(work)
            finally:
                if self.door is not None:
                    with suppress(Exception):
                        await self.door.flush_shown()

    async def _prepare(self) -> None:
        group = StaffGroup(self.store.database, self.store.safe, self.bot.id, self.words, self.settings.admin_ids)
        self.door = UpdateDoor(self.bot, self.intake, self.private, group, self.admin, self.words, self.clock)
        downloads = TelegramDownloads(self.bot)
        self.file_jobs = FileJobs(
            self.store.database, self.store.safe, self.session, downloads, _scrub, self.door, self.clock
        )
        database = self.store.database
        self.receiver = Receiver(self.bot, self.polling, self.door, database.probe, self.clock, self._alarm)
        await self.intake.read_settings()
        silent = await self._silence()
        waiting = await self.intake.at_preview() if silent > OUTAGE_SECONDS else []
        await self.door.show_again([*await self.intake.unsent(), *waiting])
        log.info("the bot is serving")

    def _works(self) -> list[Coroutine[Any, Any, None]]:
        assert self.receiver is not None and self.file_jobs is not None
        return [
            self.receiver.run(),
            self.notifier.run(),
            self.file_jobs.run(),
            self._wake(),
            self._stop_when_lock_is_lost(),
            Clockwork(self._duties(), self.clock).run(),
            introduce(self.bot, self.words, COMMANDS),
        ]

    def _duties(self) -> list[Duty]:
        assert self.door is not None
        return [
            Duty("showing what is owed", 1.0, self.door.pay_owed),
            Duty("sign of life", 30.0, self._beat),
            Duty("expiry of drafts", 60.0, self._expire_drafts),
            Duty("looking whether groups are private", 60.0, self.watch.look),
            Duty("forgetting", 600.0, self._forget),
        ]

    async def _stop_when_lock_is_lost(self) -> None:
        """Two bots on one database would send everything twice: end, and let whoever supervises us start anew."""
        await self.held.lost.wait()
        raise LockLostError("the lock of the database was lost")

    async def _wake(self) -> None:
        """What was put into the outbox goes out at once; steps that put nothing there cost the notifier nothing."""
        assert self.file_jobs is not None
        async for _ in self.store.database.wakeups():
            self.notifier.wake.set()
            self.file_jobs.wake.set()

    async def _load_files(self, file_ids: Sequence[str]) -> list[CleanFile]:
        return await self.store.database.read(open_files, file_ids, self.store.safe)

    async def _silence(self) -> float:
        last = await self.store.database.read(facts.get_fact, Fact.ALIVE)
        return 0.0 if last is None else self.clock.timestamp() - float(last)

    async def _beat(self) -> None:
        await self.store.database.write(facts.put_fact, Fact.ALIVE, str(int(self.clock.timestamp())))

    async def _expire_drafts(self) -> None:
        for chat_id, language, actor in await self.intake.expire():
            if await self.private.tell(chat_id, "err.session_expired", language):
                await self.intake.forget(actor)

    async def _forget(self) -> None:
        """Session keys turn, marks past their time go, and what was deleted leaves the disk."""
        self.session.rotate_if_due(self.clock.now())
        await self.store.database.write(_forget_marks, int(self.clock.timestamp()))
        await self.store.database.checkpoint()

    async def _alarm(self, count: int) -> None:
        named, safe = self.settings.admin_ids, self.store.safe
        values = {"n": count}
        now = self.clock.now()
        await self.store.database.write(posting.alert, "a.failing", values, named=named, safe=safe, now=now)


@asynccontextmanager
async def open_house(settings: Settings, clock: Clock) -> AsyncIterator[House]:
    """The house with its lock held; AlreadyRunningError says who has it."""
    refuse_tmpfs(settings)
    async with hold(settings.database_url) as held, open_store(settings, clock) as store:
        yield House(settings, store, clock, held)


def _forget_marks(connection: Connection, now: int) -> None:
    updates.forget_seen(connection, now=now)
    file_rows.drop_expired(connection, now=now)
    audit_rows.forget_reveals(connection, now=now)
    admin_rows.forget_links(connection, now=now)


def _filesystem_of(folder: Path) -> str:
    """The kind of file system that *folder* (or its nearest existing parent) lies on; empty when unknown."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    best, kind = "", ""
    with suppress(OSError):
        for line in Path("/proc/mounts").read_text().splitlines():
            point, name = line.split()[1:3]
            inside = str(folder) == point or str(folder).startswith(point.rstrip("/") + "/")
            if inside and len(point) >= len(best):
                best, kind = point, name
    return kind
