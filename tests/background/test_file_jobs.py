"""File jobs: what is downloaded is cleaned by the real scrubber, sealed in chunks, and told to whoever sent it."""

from __future__ import annotations

import asyncio
import io
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from bot import departures
from bot.anonymise.scrub.runner import Cleaned, Instead, RefusalReason, RefusedFile, scrub
from bot.background.file_jobs import (
    LEASE,
    MEMORY_BYTES,
    MOST_ATTEMPTS,
    SLOW_POLL,
    Fetched,
    FileJobs,
    Never,
    NotYet,
)
from bot.background.file_places import BESIDE, CLEANED_AT_ONCE, FETCHED_AT_ONCE, SLOW_AFTER, FileStage
from bot.catalogue.workdays import WorkCalendar
from bot.chance import Chance
from bot.desk.files import (
    CHUNK_BYTES,
    CleanFacts,
    FileJob,
    Refusal,
    Settle,
    citizen_sender,
    keep_job,
    open_files,
    seal_citizen_job,
)
from bot.desk.rules import Rules, Turn
from bot.desk.safe import Safe
from bot.encryption.keyring import Keyring
from bot.encryption.session import SessionKeys
from bot.playground import JumpingClock
from storage import files
from storage.damage import DamagedRow
from storage.engine import Database
from tests.waiting import PATIENCE, until

MARKER = b"Canon-of-Aigul-4711"


def picture_with_marker() -> bytes:
    """A JPEG whose EXIF names its owner."""
    image, exif, out = Image.new("RGB", (64, 48), "teal"), Image.Exif(), io.BytesIO()
    exif[0x010F] = MARKER.decode()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


@dataclass
class Shelf:
    """Downloads from a dictionary; what is not there yet has to be asked for again."""

    contents: dict[str, list[Fetched]]

    async def fetch(self, telegram_id: str) -> Fetched:
        left = self.contents[telegram_id]
        return left.pop(0) if len(left) > 1 else left[0]


@dataclass
class Told:
    """Remembers what it was told, and wakes whoever waits for it."""

    outcomes: list[tuple[FileJob, CleanFacts | Refusal]] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    database: Database | None = None

    async def settled(self, job: FileJob, outcome: CleanFacts | Refusal, settle: Settle) -> None:
        assert self.database is not None
        if await self.database.write(settle):
            self.outcomes.append((job, outcome))
        self.news.set()


@dataclass
class Room:
    """File jobs at work on a real database."""

    database: Database
    safe: Safe
    session: SessionKeys
    jobs: FileJobs
    told: Told
    clock: JumpingClock

    def turn(self) -> Turn:
        rules = Rules(self.safe, WorkCalendar(), {}, departures.AT_ONCE, frozenset())
        return Turn(rules, self.clock.now())

    async def send(self, telegram_id: str) -> FileJob:
        return await self.keep(FileJob(uuid.uuid4().hex, 4711, telegram_id, "photo", "jpg"))

    async def keep(self, job: FileJob) -> FileJob:
        sealed = seal_citizen_job(job, self.session)
        await self.database.write(keep_job, job, sealed, citizen_sender(job.chat, self.session), self.turn())
        self.jobs.wake.set()
        return job

    async def outcome(self) -> CleanFacts | Refusal:
        await asyncio.wait_for(self.told.news.wait(), PATIENCE)
        return self.told.outcomes[-1][1]


@asynccontextmanager
async def room(folder: Path, contents: dict[str, list[Fetched]]) -> AsyncIterator[Room]:
    clock, told = JumpingClock(), Told()
    async with await Database.open(f"sqlite:///{folder}/files.db") as database:
        await database.migrate()
        told.database = database
        keyring = Keyring.create(clock.now(), Chance())
        session = SessionKeys.open_or_create(folder / "session.json", clock.now(), Chance())
        safe = Safe(keyring, Chance())
        jobs = FileJobs(database, safe, session, Shelf(contents), clean, told, clock)
        working = asyncio.create_task(jobs.run())
        try:
            yield Room(database, safe, session, jobs, told, clock)
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)


async def clean(content: bytes, job: FileJob) -> Cleaned | RefusedFile:
    return await scrub(content, declared=job.declared)


async def test_a_picture_is_cleaned_sealed_and_opens_again(tmp_path: Path) -> None:
    original = picture_with_marker()
    assert MARKER in original
    async with room(tmp_path, {"file": [original]}) as r:
        job = await r.send("file")
        facts = await r.outcome()
        assert isinstance(facts, CleanFacts)
        assert (facts.extension, facts.media, "device" in facts.removed) == ("jpg", "photo", True)
        (opened,) = await r.database.read(open_files, [job.id], r.safe)
        assert MARKER not in opened.content
        assert Image.open(io.BytesIO(opened.content)).size == (64, 48)
    on_disk = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert MARKER not in on_disk and b"4711" not in on_disk and opened.content not in on_disk


async def test_a_broken_download_is_tried_again_and_then_refused(tmp_path: Path) -> None:
    async with room(tmp_path, {"late": [NotYet(), picture_with_marker()], "lost": [NotYet()]}) as r:
        await r.send("late")
        await until(lambda: r.told.outcomes, meanwhile=lambda: r.clock.jump(30))
        assert isinstance(r.told.outcomes[0][1], CleanFacts)
        await r.send("lost")
        await until(lambda: len(r.told.outcomes) == 2, meanwhile=lambda: r.clock.jump(30))
        assert r.told.outcomes[1][1] == Refusal("download", "again")
        assert MOST_ATTEMPTS > 1


async def test_what_telegram_refuses_or_cannot_be_cleaned_leaves_nothing(tmp_path: Path) -> None:
    async with room(tmp_path, {"gone": [Never()], "zero": [b""]}) as r:
        job = await r.send("gone")
        assert await r.outcome() == Refusal("download", "again")
        assert await r.database.read(files.get_file, job.id) is None
        r.told.news.clear()
        job = await r.send("zero")
        assert await r.outcome() == Refusal("empty", "again")
        assert await r.database.read(files.get_file, job.id) is None


async def test_a_chunk_that_is_missing_or_swapped_does_not_open(tmp_path: Path) -> None:
    text = ("слово " * CHUNK_BYTES).encode()[: 2 * CHUNK_BYTES]
    async with room(tmp_path, {"text": [text]}) as r:
        job = await r.keep(FileJob(uuid.uuid4().hex, 4711, "text", "document", "txt"))
        facts = await r.outcome()
        assert isinstance(facts, CleanFacts) and facts.chunks >= 2
        first, second = (await r.database.read(files.get_chunks, job.id))[:2]
        await r.database.write(files.put_chunk, job.id, 0, second)
        await r.database.write(files.put_chunk, job.id, 1, first)
        assert await r.database.read(open_files, [job.id], r.safe) == []
        assert r.safe.damages.waiting() == (DamagedRow("file_chunks", job.id),)


async def clean_or_hold(content: bytes, job: FileJob) -> Cleaned | RefusedFile:
    if content == b"slow":
        await asyncio.Event().wait()  # for ever: cleaned as slowly as can be
    return await clean(content, job)


async def test_two_slow_files_hold_up_no_third_and_a_slow_sender_gets_no_more_places(tmp_path: Path) -> None:
    slow: list[Fetched] = [b"slow"]
    async with room(tmp_path, {"slow": slow, "photo": [picture_with_marker()]}) as r:
        r.jobs.scrub = clean_or_hold
        for chat in (1, 2, 1, 2):
            await r.keep(FileJob(uuid.uuid4().hex, chat, "slow", "photo", "jpg"))
        await until(lambda: cleaned_now(r) == CLEANED_AT_ONCE)
        await r.keep(FileJob(uuid.uuid4().hex, 3, "photo", "photo", "jpg"))
        assert (cleaned_now(r), r.told.outcomes) == (CLEANED_AT_ONCE, [])
        r.clock.jump(SLOW_AFTER + SLOW_POLL)
        assert isinstance(await r.outcome(), CleanFacts)
        r.told.news.clear()
        r.clock.jump(SLOW_POLL)
        await r.keep(FileJob(uuid.uuid4().hex, 3, "photo", "photo", "jpg"))
        assert isinstance(await r.outcome(), CleanFacts)
        await until(lambda: cleaned_now(r) == CLEANED_AT_ONCE)


def cleaned_now(r: Room) -> int:
    """How many files are being cleaned."""
    return sum(work.stage is FileStage.CLEANED for work in r.jobs._running.values())


@dataclass
class SlowShelf(Shelf):
    """Hands out nothing of what is called "hang" until it is let."""

    let: asyncio.Event = field(default_factory=asyncio.Event)

    async def fetch(self, telegram_id: str) -> Fetched:
        if telegram_id == "hang":
            await self.let.wait()
        return await super().fetch(telegram_id)


async def refuse(content: bytes, job: FileJob) -> Cleaned | RefusedFile:
    """What a cleaner says that takes no time: these tests are about the way to it."""
    return RefusedFile(RefusalReason.TYPE, Instead.PHOTO)


async def test_files_that_are_slow_to_come_hold_up_nobody(tmp_path: Path) -> None:
    async with room(tmp_path, {}) as r:
        shelf = SlowShelf({"hang": [b"x"], "photo": [b"x"]})
        r.jobs.downloads, r.jobs.scrub = shelf, refuse
        for chat in (1, 1, 2, 1, 1, 1, 1, 1, 1):
            await r.keep(FileJob(uuid.uuid4().hex, chat, "hang", "photo", "jpg"))
        await until(lambda: len(r.jobs._running) == FETCHED_AT_ONCE)
        hanging = list(r.jobs._running)
        await r.keep(FileJob(uuid.uuid4().hex, 3, "photo", "photo", "jpg"))
        r.clock.jump(SLOW_AFTER + SLOW_POLL)
        assert await r.outcome() == Refusal("type", "photo")
        await until(lambda: list(r.jobs._running) == hanging)  # nothing more of the slow ones
        shelf.let.set()
        await until(lambda: len(r.told.outcomes) == 10)


async def test_a_file_that_waits_for_its_place_longer_than_its_lease_is_not_begun_twice(tmp_path: Path) -> None:
    async with room(tmp_path, {"slow": [b"slow"]}) as r:
        r.jobs.scrub = clean_or_hold
        for chat in (1, 2, 3, 3):
            await r.keep(FileJob(uuid.uuid4().hex, chat, "slow", "photo", "jpg"))
        await until(lambda: cleaned_now(r) == CLEANED_AT_ONCE)
        for _ in range(3):
            r.clock.jump(LEASE + SLOW_POLL)
            await until(lambda: cleaned_now(r) == CLEANED_AT_ONCE + BESIDE)
        ids = [work.file_id for work in r.jobs._running.values()]
        assert len(ids) == len(set(ids))


def test_the_memory_of_all_places_is_planned() -> None:
    assert MEMORY_BYTES == 3 * (1024 + 192) * 1024 * 1024
