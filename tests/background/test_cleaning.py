"""Cleaning: whether the office program can be used is looked for beside the start, and only files wait for that."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path

import pytest

from bot.anonymise.scrub.office_program import OfficeProgram
from bot.anonymise.scrub.runner import Cleaned
from bot.background.cleaning import FileCleaner
from bot.desk.files import FileJob
from tests.flows.citizens import STORIES
from tests.flows.office import TEXTS, newest, rehearsal
from tests.flows.planted import photo
from tests.flows.test_files_citizen import at_preview, settled
from tests.waiting import until

JOB = FileJob("f" * 32, 7, "telegram-id", "photo", "jpg")


async def test_a_file_waits_until_it_was_looked_and_is_cleaned_then() -> None:
    seen = asyncio.Event()

    async def look() -> tuple[OfficeProgram | None, str]:
        await seen.wait()
        return None, "nothing"

    cleaner = FileCleaner(look)
    looking, cleaning = asyncio.create_task(cleaner.look()), asyncio.create_task(cleaner.clean(photo(), JOB))
    await asyncio.wait([looking, cleaning], timeout=0.05)
    assert not looking.done() and not cleaning.done()
    seen.set()
    await looking
    assert isinstance(await cleaning, Cleaned)
    assert isinstance(await cleaner.clean(photo(), JOB), Cleaned)  # it is looked once


async def test_a_fault_of_looking_is_not_lost() -> None:
    async def look() -> tuple[OfficeProgram | None, str]:
        raise OSError("no process can be started")

    with pytest.raises(OSError, match="no process"):
        await FileCleaner(look).look()


async def test_a_stop_while_it_is_looked_leaves_no_process(tmp_path: Path) -> None:
    """The room is a process that would go on by itself: here one that never ends."""
    noted, room = tmp_path / "pid", tmp_path / "bwrap"
    room.write_text(f"#!/bin/sh\necho $$ > {noted}\nexec /bin/sleep 1000\n")
    room.chmod(room.stat().st_mode | stat.S_IXUSR)
    looking = asyncio.create_task(OfficeProgram("/nowhere/soffice.bin", str(room)).has_room())
    await until(lambda: noted.exists() and noted.read_text().strip() != "")
    looking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await looking
    assert not Path(f"/proc/{noted.read_text().strip()}").exists()


async def test_citizens_are_answered_while_it_is_looked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = asyncio.Event()

    async def look() -> tuple[OfficeProgram | None, str]:
        await seen.wait()
        return None, "nothing"

    monkeypatch.setattr("bot.wiring.find_office", look)
    async with rehearsal(tmp_path) as r:
        chat = await at_preview(r, STORIES["ru"])
        await chat.send_photo(photo())
        await chat.send("/help")
        await newest(chat, TEXTS.text("help.title", "ru"))
        assert not any(m.text.startswith("Файл № 1 очищен") for m in chat.from_bot)
        seen.set()
        await settled(chat)
