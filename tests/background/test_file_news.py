"""News of a file: its end and what follows are one transaction; whoever sent it is told, and nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.background.file_news import FileNews
from bot.conversation.values.events import FileSent
from bot.desk.citizens.arrivals import Arrival, Decision, TelegramFile
from bot.desk.files import FileJob, Refusal
from bot.desk.groups.binding import settle_binding
from bot.desk.officers.acting import OfficeCase
from bot.desk.officers.files import OfficerFile, Sent, keep_file
from bot.desk.outgoing.items import PostCard, ShowPreview
from bot.desk.outgoing.posting import open_item
from bot.desk.people import Spot
from bot.desk.rules import Turn
from storage import files, offices
from tests.desk.citizens.room import Room, opened, to_preview
from tests.desk.house import ADMIN, CITIZEN, GROUP, PICTURE, OnDesk, outbox_rows, put_case, settle_clean

FILE = "f" * 32


@dataclass(slots=True)
class Told:
    """The port to citizens: what each was shown."""

    decisions: list[tuple[int, Decision]] = field(default_factory=list)

    async def deliver(self, chat_id: int, decision: Decision) -> None:
        """Show *decision*."""
        self.decisions.append((chat_id, decision))


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """An intake of which nobody has heard yet."""
    async with opened(tmp_path) as made:
        yield made


async def sent_by_citizen(room: Room) -> FileJob:
    """A citizen at the preview has sent a picture, which waits to be cleaned."""
    await to_preview(room.visitor())
    event = FileSent(FILE, "photo", 1000, 99)
    await room.intake.take(Arrival(next(room.updates), CITIZEN, event, TelegramFile("t", "jpg")))
    return FileJob(FILE, CITIZEN, "t", "photo", "jpg")


async def test_a_citizen_is_shown_that_the_file_is_clean_or_refused(room: Room) -> None:
    told, safe = Told(), room.intake.rules.safe
    news = FileNews(room.database, room.intake, told, room.clock)
    job = await sent_by_citizen(room)
    await news.settled(job, PICTURE, lambda connection: settle_clean(connection, FILE, safe))
    ((chat, decision),) = told.decisions
    assert chat == CITIZEN and decision.effects
    file = await room.database.read(files.get_file, FILE)
    assert file is not None and (file.state, file.job) == ("clean", None)


async def test_a_refused_file_is_told_with_its_reason(room: Room) -> None:
    told = Told()
    news = FileNews(room.database, room.intake, told, room.clock)
    job = await sent_by_citizen(room)
    await news.settled(job, Refusal("type", "pdf"), lambda connection: files.drop_job(connection, FILE))
    ((_, decision),) = told.decisions
    assert "file.why_type" in str(decision.effects) and "file.do_pdf" in str(decision.effects)
    assert await room.database.read(files.get_file, FILE) is None


async def test_a_file_that_was_dropped_meanwhile_or_whose_visit_is_gone_is_news_for_nobody(room: Room) -> None:
    told = Told()
    news = FileNews(room.database, room.intake, told, room.clock)
    job = await sent_by_citizen(room)
    await news.settled(job, PICTURE, lambda connection: False)
    await news.settled(FileJob("e" * 32, 4712, "t", "photo", None), PICTURE, lambda connection: True)
    assert told.decisions == []


async def test_an_officers_file_is_news_for_the_office_and_not_for_a_citizen(room: Room) -> None:
    told, turn = Told(), Turn(room.intake.rules, room.clock.now())
    news = FileNews(room.database, room.intake, told, room.clock)
    job = await room.database.write(sent_by_officer, turn)
    await news.settled(job, PICTURE, lambda connection: settle_clean(connection, FILE, turn.safe))
    rows = await room.database.read(outbox_rows)
    assert job.case_id is not None
    assert [open_item(row, turn.safe) for row in rows] == [PostCard(job.case_id), ShowPreview(job.case_id, 1)]
    assert told.decisions == []


def sent_by_officer(connection: Connection, turn: Turn) -> FileJob:
    """An officer answered with a picture, which waits to be cleaned."""
    settle_binding(connection, "mangystau", GROUP, ADMIN, turn)
    case: OnDesk = put_case(connection, turn)
    office = offices.get_office(connection, "mangystau")
    assert office is not None
    file = OfficerFile(FILE, "t", "photo", "jpg", "u")
    keep_file(connection, Sent(file, "Шешім", Spot(GROUP, 50), OfficeCase(office, case.row)), turn)
    return FileJob(FILE, GROUP, "t", "photo", "jpg", case.id, 1)
