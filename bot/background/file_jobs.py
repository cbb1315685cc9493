"""File jobs: download, clean, check, seal. Durable: a job whose process died falls due again when its lease ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from sqlalchemy import Connection

from bot.anonymise.scrub.runner import Cleaned, Refused, ScrubberError
from bot.clock import Clock
from bot.desk.files import CleanFacts, FileJob, FileSeals, Refusal, count_chunks, seal_facts, sealed_chunks
from bot.encryption.errors import KeyForgottenError
from storage import files
from storage.engine import Database
from storage.errors import StoreUnavailableError
from storage.files import FileRow

LEASE = 600
MOST_ATTEMPTS = 4
AT_ONCE = 2
SLOW_POLL = 5.0
PAUSE = 20

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NotYet:
    """Telegram did not hand the file out now; it may later."""


@dataclass(frozen=True, slots=True)
class Never:
    """Telegram will not hand the file out."""


Fetched: TypeAlias = bytes | NotYet | Never
Scrub: TypeAlias = Callable[[bytes, FileJob], Awaitable[Cleaned | Refused]]


class Downloads(Protocol):
    """Fetches a file by Telegram's id."""

    async def fetch(self, telegram_id: str) -> Fetched:
        """The bytes, or why there are none."""


class Listener(Protocol):
    """Is told what became of a file."""

    async def settled(self, job: FileJob, outcome: CleanFacts | Refusal) -> None:
        """Tell whoever sent it."""


class FileJobs:
    """Cleans what waits, a few at once, while the bot answers others."""

    def __init__(
        self, database: Database, seals: FileSeals, downloads: Downloads, scrub: Scrub, listener: Listener, clock: Clock
    ) -> None:
        self.database = database
        self.seals = seals
        self.downloads = downloads
        self.scrub = scrub
        self.listener = listener
        self.clock = clock
        self.wake = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Work for ever; cancelled, it lets go (the leases end by themselves, the subprocesses die with us)."""
        try:
            while True:
                self.wake.clear()
                if not await self._start_one():
                    await self._rest()
        finally:
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)

    async def _start_one(self) -> bool:
        if len(self._running) >= AT_ONCE:
            return False
        try:
            row = await self.database.write(files.claim_job, now=int(self.clock.timestamp()), lease=LEASE)
        except StoreUnavailableError:
            log.error("the store cannot be used: file jobs wait")
            return False
        if row is None:
            return False
        task = asyncio.create_task(self._do(row), name="file job")
        self._running.add(task)
        task.add_done_callback(self._ended)
        return True

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self.wake.set()

    async def _rest(self) -> None:
        waiting = asyncio.create_task(self.clock.sleep(SLOW_POLL))
        woken = asyncio.create_task(self.wake.wait())
        try:
            await asyncio.wait((waiting, woken), return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
            woken.cancel()

    async def _do(self, row: FileRow) -> None:
        """One job from claim to settlement; the supervisor's door of this room."""
        try:
            job = self.seals.open_job(row)
        except KeyForgottenError:
            await self.database.write(files.drop_files, [row.id])
            return
        try:
            await self._clean(row, job)
        except StoreUnavailableError:
            log.error("a file job could not be settled: it will be repeated")
        except Exception as fault:
            log.exception("a file job failed: %s", type(fault).__name__)
            await self._again(row, job, "doubt")

    async def _clean(self, row: FileRow, job: FileJob) -> None:
        fetched = await self.downloads.fetch(job.telegram_id)
        if isinstance(fetched, NotYet):
            await self._again(row, job, "download")
            return
        if isinstance(fetched, Never):
            await self._refuse(row, job, Refusal("download", "again"))
            return
        try:
            outcome = await self.scrub(fetched, job)
        except ScrubberError as fault:
            log.error("the scrubber failed: %s", type(fault).__name__)
            await self._again(row, job, "doubt")
            return
        if isinstance(outcome, Refused):
            await self._refuse(row, job, Refusal(outcome.reason.value, outcome.instead.value))
        else:
            await self._keep(row, job, outcome)

    async def _keep(self, row: FileRow, job: FileJob, cleaned: Cleaned) -> None:
        """Seal the clean copy chunk by chunk, so that citizens' steps go in between."""
        key, size = self.seals.key_of(row), len(cleaned.content)
        for n, box in sealed_chunks(cleaned.content, file_id=row.id, key=key):
            await self.database.write(files.put_chunk, row.id, n, box)
        facts = CleanFacts(
            cleaned.extension,
            cleaned.media,
            tuple(sorted(cleaned.removed)),
            count_chunks(size),
            size,
            cleaned.width,
            cleaned.height,
            cleaned.duration,
        )
        kept = await self.database.write(files.settle_clean, row.id, seal_facts(facts, file_id=row.id, key=key))
        if kept:
            await self.listener.settled(job, facts)

    async def _refuse(self, row: FileRow, job: FileJob, refused: Refusal) -> None:
        await self.database.write(files.drop_files, [row.id])
        await self.listener.settled(job, refused)

    async def _again(self, row: FileRow, job: FileJob, reason: str) -> None:
        if row.attempts + 1 >= MOST_ATTEMPTS:
            await self._refuse(row, job, Refusal(reason, "again"))
        else:
            await self.database.write(_release, row.id, int(self.clock.timestamp()) + PAUSE)


def _release(connection: Connection, file_id: str, not_before: int) -> None:
    files.release_job(connection, file_id, not_before=not_before)
