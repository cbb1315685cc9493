"""File jobs: download, clean, check, seal. Durable: a job whose process died falls due again.

Rules
- What became of a file and the news of it are one transaction: no crash leaves anybody waiting for what is done.
- A job that its process did not survive counts as tried; after several such tries the file is refused.
- A file that was dropped meanwhile is news to nobody.
- Files that are slow to come or to be cleaned do not stall others (`file_places`).
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol, TypeAlias

from bot.anonymise.scrub.office_program import ROOM_BYTES
from bot.anonymise.scrub.runner import DEFAULT, Cleaned, RefusedFile, ScrubberError
from bot.background.file_places import BESIDE, CLEANED_AT_ONCE, FileInWork, FilePlaces
from bot.causes import cause_of
from bot.clock import Clock
from bot.desk.files import (
    CleanFacts,
    FileJob,
    Refusal,
    Settle,
    count_chunks,
    file_key,
    open_job,
    seal_facts,
    sealed_chunks,
)
from bot.desk.safe import Safe
from bot.encryption.errors import KeyForgottenError, SealBrokenError
from bot.encryption.places import Table
from bot.encryption.session import SessionKeys
from bot.frozen import frozen
from bot.logs import describe_fault
from storage import files
from storage.damage import DamagedRow
from storage.engine import Database
from storage.errors import StoreDamagedError, StoreUnavailableError
from storage.files import FileRow

LEASE = 1200
"""Seconds: more than the longest download (`bot/gateway/downloads.py`), and than the scrubber takes for a file with all
of its looks (`Limits.seconds`, four times): it begins anew where a file got its place late."""
LATE = 60.0
"""Seconds after its claim: no photo comes so late, and each new lease is a commit that others feel."""
MOST_ATTEMPTS = 4
"""Three tries and a look that refuses: a file that kills its process must not kill it for ever."""
MEMORY_BYTES = (CLEANED_AT_ONCE + BESIDE) * (DEFAULT.memory_bytes + ROOM_BYTES)
"""What all places can use together at the very worst (3.6 GiB): the address space of each process, and the files in
its room. Honest ones use a tenth. Where memory runs out the kernel ends a cleaning first, not the bot (confinement)."""
SLOW_POLL = 5.0
"""Seconds between looks when nothing wakes us: a wake-up may be lost with its connection."""
PAUSE = 20
"""Seconds until a failed download is tried again: Telegram's passing faults last less, a citizen still waits."""

log = logging.getLogger(__name__)


@frozen
class NotYet:
    """Telegram did not hand the file out now; it may later."""


@frozen
class Never:
    """Telegram will not hand the file out."""


Fetched: TypeAlias = bytes | NotYet | Never
Scrub: TypeAlias = Callable[[bytes, FileJob], Awaitable[Cleaned | RefusedFile]]


class Downloads(Protocol):
    """Fetches a file by Telegram's id."""

    async def fetch(self, telegram_id: str) -> Fetched:
        """The bytes, or why there are none."""


class Listener(Protocol):
    """Is told what became of a file."""

    async def find_sender(self, file_id: str) -> int | None:
        """The citizen's chat whose draft waits for the file; None when none does."""

    async def settled(self, job: FileJob, outcome: CleanFacts | Refusal, settle: Settle) -> None:
        """Run *settle* and, if it is true, tell whoever sent the file: in one transaction."""


class FileJobs:
    """Cleans what waits, a few at once, while the bot answers others."""

    def __init__(
        self,
        database: Database,
        safe: Safe,
        session: SessionKeys,
        downloads: Downloads,
        scrub: Scrub,
        listener: Listener,
        clock: Clock,
    ) -> None:
        self.database = database
        self.safe = safe
        self.session = session
        self.downloads = downloads
        self.scrub = scrub
        self.listener = listener
        self.clock = clock
        self.wake = asyncio.Event()
        self.places = FilePlaces(clock)
        self._running: dict[asyncio.Task[None], FileInWork] = {}
        self._released = False

    async def run(self) -> None:
        """Work for ever; cancelled, it lets go (the next start takes it up again, the subprocesses die with us)."""
        if (here := os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")) < MEMORY_BYTES:
            log.warning("hostile files can use %d MiB, this machine has %d", MEMORY_BYTES >> 20, here >> 20)
        try:
            while True:
                self.wake.clear()
                self.places.admit()
                if not await self._start_one():
                    await self._rest()
        finally:
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)

    async def _start_one(self) -> bool:
        if not self.places.has_room():
            return False
        try:
            if not self._released:
                await self._release()
            row = await self.database.write(
                files.claim_job,
                now=int(self.clock.timestamp()),
                lease=LEASE,
                aside=self.safe.damages.met,
                but=self.places.passed_over(),
            )
        except StoreUnavailableError as fault:
            log.error("file jobs wait: %s", cause_of(fault).words)
            return False
        except StoreDamagedError as fault:
            self.safe.damages.met(fault)
            log.error("file jobs wait: no job can be claimed beside a damaged page")
            return False
        if row is None or row.id in (work.file_id for work in self._running.values()):
            return False  # nothing, or one that waits here for longer than its lease
        work = self.places.begin(row.id, row.sender)
        task = asyncio.create_task(self._do(row, work), name="file job")
        self._running[task] = work
        task.add_done_callback(self._ended)
        return True

    async def _release(self) -> None:
        try:
            await self.database.write(files.release_jobs)
        except StoreDamagedError as fault:
            self.safe.damages.met(fault)  # the leases end by themselves
        self._released = True

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.places.end(self._running.pop(task))
        self.wake.set()

    async def _rest(self) -> None:
        await self.clock.wait(self.wake, SLOW_POLL)

    async def _do(self, row: FileRow, work: FileInWork) -> None:
        """One job from claim to settlement: the supervisor's door of this room."""
        try:
            await self._open_and_clean(row, work)
        except StoreUnavailableError as fault:
            log.error("a file job could not be settled and will be repeated: %s", cause_of(fault).words)
        except Exception as fault:  # noqa: BLE001 - the supervisor's door: it is logged, and its lease will end
            log.error("a file job failed: %s", describe_fault(fault))

    async def _open_and_clean(self, row: FileRow, work: FileInWork) -> None:
        try:
            job = open_job(row, safe=self.safe, session=self.session)
        except (KeyForgottenError, SealBrokenError) as fault:
            log.warning("a file job cannot be opened: %s", type(fault).__name__)
            await self._give_up(row, damaged=isinstance(fault, SealBrokenError))
            return
        if row.attempts >= MOST_ATTEMPTS:
            await self._refuse(row, job, Refusal("doubt", "again"))
            return
        try:
            await self._clean(row, job, work)
        except StoreUnavailableError:
            raise
        except Exception as fault:  # noqa: BLE001 - it is logged, tried again, and at last refused
            log.error("a file could not be cleaned: %s", describe_fault(fault))
            await self._again(row, job, "doubt")

    async def _give_up(self, row: FileRow, *, damaged: bool) -> None:
        """Where the file was to be fetched is lost. Who sent it is told, if that can be found out; else it is dropped.

        An officer's reply is known by its case; a citizen's draft that waits for the file is looked for. When the
        session key was forgotten, so was the draft.
        """
        if damaged:
            self.safe.damages.note(DamagedRow(Table.FILES, row.id, row.case_id))
        chat = 0 if row.case_id is not None else await self.listener.find_sender(row.id) if damaged else None
        if chat is None:
            await self.database.write(files.drop_files, [row.id])
            return
        job = FileJob(row.id, chat, "", "", None, row.case_id, row.seq)
        await self._refuse(row, job, Refusal("damaged", "again"))

    async def _clean(self, row: FileRow, job: FileJob, work: FileInWork) -> None:
        begun = self.clock.monotonic()
        fetched = await self.downloads.fetch(job.telegram_id)
        if isinstance(fetched, NotYet):
            await self._again(row, job, "download")
            return
        if isinstance(fetched, Never):
            await self._refuse(row, job, Refusal("download", "again"))
            return
        self.wake.set()  # another may be fetched
        await self.places.enter(work)
        if self.clock.monotonic() - begun > LATE:
            await self.database.write(files.release_job, row.id, not_before=int(self.clock.timestamp()) + LEASE)
        try:
            outcome = await self.scrub(fetched, job)
        except ScrubberError as fault:
            log.error("the scrubber failed: %s", type(fault).__name__)
            await self._again(row, job, "doubt")
            return
        if isinstance(outcome, RefusedFile):
            await self._refuse(row, job, Refusal(outcome.reason.value, outcome.instead.value))
        else:
            await self._keep(row, job, outcome)

    async def _keep(self, row: FileRow, job: FileJob, cleaned: Cleaned) -> None:
        """Seal the clean copy chunk by chunk, so that citizens' steps go in between."""
        key, size = file_key(row, self.safe), len(cleaned.content)
        for n, box in sealed_chunks(cleaned.content, key):
            if not await self.database.write(files.put_chunk, row.id, n, box):
                return
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
        sealed = seal_facts(facts, key)
        await self.listener.settled(job, facts, partial(files.settle_clean, file_id=row.id, facts=sealed))

    async def _refuse(self, row: FileRow, job: FileJob, refused: Refusal) -> None:
        await self.listener.settled(job, refused, partial(files.drop_job, file_id=row.id))

    async def _again(self, row: FileRow, job: FileJob, reason: str) -> None:
        if row.attempts + 1 >= MOST_ATTEMPTS:
            await self._refuse(row, job, Refusal(reason, "again"))
        else:
            await self.database.write(files.release_job, row.id, not_before=int(self.clock.timestamp()) + PAUSE)
