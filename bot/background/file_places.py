"""Places for files in work: what is fetched, cleaned, or waits in between, so that nothing slow stalls others.

Rules
- Fetching and cleaning are told apart: a line or a server that hands a file out slowly takes no place of the cleaner.
- What is fetched for longer than SLOW_AFTER counts no more among those fetched at once. HELD bounds all that is in
  memory, and a fetch has an end of its own (`bot/gateway/downloads.py`).
- When every place of the cleaner is taken by slow files there is a place beside them, and nobody who waits for one of
  them gets it. Who has a file that waits for a place gets no further one fetched.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from bot.clock import Clock

FETCHED_AT_ONCE = 3
"""Files fetched side by side while all go well: one more than are cleaned, so that a place seldom waits for bytes."""
HELD = 8
"""Files that are fetched or wait for a place, at most: 160 MB when each is as large as a bot may fetch. Five senders
whose files hang, and whose fetches end only after their time, leave others three."""
CLEANED_AT_ONCE = 2
"""Files cleaned side by side: what two cores bear while others are served (docs/measures.md, step-while-cleaning)."""
BESIDE = 1
"""Places more while those that are taken are all slow: one core's worth, for they may be slow by intent."""
SLOW_AFTER = 5.0
"""Seconds: an honest photo takes one, an office file three, the longest honest ones (a hundred pages) some thirty."""


class FileStage(Enum):
    """What is being done with a file."""

    FETCHED = 1
    WAITING = 2
    CLEANED = 3


@dataclass(slots=True, eq=False)
class FileInWork:
    """A file in work: who waits for it, what is done with it, and since when (by the clock's `monotonic`)."""

    file_id: str
    sender: bytes | None
    since: float
    stage: FileStage = FileStage.FETCHED
    entered: asyncio.Event = field(default_factory=asyncio.Event)


class FilePlaces:
    """The places of one process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._work: list[FileInWork] = []

    def begin(self, file_id: str, sender: bytes | None) -> FileInWork:
        """The file *file_id* of *sender* is fetched from now on."""
        work = FileInWork(file_id, sender, self._clock.monotonic())
        self._work.append(work)
        return work

    async def enter(self, work: FileInWork) -> None:
        """Return when *work* has a place of the cleaner; those who came sooner go first."""
        work.stage, work.since = FileStage.WAITING, self._clock.monotonic()
        self._work.remove(work)  # by the time of their arrival here, not of their claim
        self._work.append(work)
        self.admit()
        await work.entered.wait()

    def end(self, work: FileInWork) -> None:
        """Nothing is done with *work* any more."""
        self._work.remove(work)
        self.admit()

    def admit(self) -> None:
        """Give the places that are free, or have come to be because others are slow, to those who wait."""
        for work in self._at(FileStage.WAITING):
            cleaned = self._at(FileStage.CLEANED)
            slow = self._slow(cleaned)
            is_beside = len(cleaned) >= CLEANED_AT_ONCE
            if len(cleaned) >= CLEANED_AT_ONCE + (BESIDE if len(slow) >= CLEANED_AT_ONCE else 0):
                return
            if not (is_beside and work.sender in senders(slow)):
                work.stage, work.since = FileStage.CLEANED, self._clock.monotonic()
                work.entered.set()

    def has_room(self) -> bool:
        """Whether another file may be fetched."""
        fetched, waiting = self._at(FileStage.FETCHED), self._at(FileStage.WAITING)
        brisk = len(fetched) - len(self._slow(fetched))
        return brisk < FETCHED_AT_ONCE and len(fetched) + len(waiting) < HELD

    def passed_over(self) -> frozenset[bytes]:
        """The senders of whom nothing more is fetched for now: others would wait for them."""
        fetched, cleaned = self._at(FileStage.FETCHED), self._at(FileStage.CLEANED)
        found = set(senders(self._slow(fetched))) if len(fetched) >= FETCHED_AT_ONCE else set()
        if len(cleaned) >= CLEANED_AT_ONCE:
            found |= senders(self._slow(cleaned)) | senders(self._at(FileStage.WAITING))
        return frozenset(found)

    @property
    def is_cleaning(self) -> bool:
        """Whether anything is cleaned right now."""
        return bool(self._at(FileStage.CLEANED))

    def _at(self, stage: FileStage) -> list[FileInWork]:
        return [work for work in self._work if work.stage is stage]

    def _slow(self, works: Iterable[FileInWork]) -> list[FileInWork]:
        now = self._clock.monotonic()
        return [work for work in works if now - work.since >= SLOW_AFTER]


def senders(works: Iterable[FileInWork]) -> set[bytes]:
    """Who waits for *works*, where that is known."""
    return {work.sender for work in works if work.sender is not None}
