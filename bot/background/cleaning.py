"""Cleaning: a file goes through the scrubber, with the office program that this machine lets be used."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.anonymise.scrub.office_program import OfficeProgram
from bot.anonymise.scrub.runner import MEDIA_OF, Cleaned, RefusedFile, scrub
from bot.desk.files import FileJob

LookForOffice = Callable[[], Awaitable[tuple[OfficeProgram | None, str]]]

log = logging.getLogger(__name__)


class FileCleaner:
    """Cleans files. Whether the office program can be used shows when it is started: only files wait for that."""

    def __init__(self, look: LookForOffice) -> None:
        self._look = look
        self._looked = asyncio.Event()
        self._office: OfficeProgram | None = None

    async def look(self) -> None:
        """Look for the office program; a fault ends the house as it would have ended the start."""
        self._office, said = await self._look()
        log.info("%s", said)
        self._looked.set()

    async def clean(self, content: bytes, job: FileJob) -> Cleaned | RefusedFile:
        """*content* without what it tells of its sender, or why it is refused; not before it was looked."""
        await self._looked.wait()
        return await scrub(content, declared=job.declared, as_media=MEDIA_OF.get(job.media), office=self._office)
