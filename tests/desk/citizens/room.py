"""An intake without a house around it: a real database, session keys, the questionnaire, a clock that stands still."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import func, select

from bot.chance import Chance
from bot.desk.citizens.arrivals import Decision
from bot.desk.citizens.intake import Intake
from bot.desk.citizens.questionnaire import build_questions
from bot.desk.citizens.waiting import WaitingVisits
from bot.encryption.session import SessionKeys
from bot.localisation import Texts
from storage import schema
from storage.engine import Database
from tests.desk.house import CITIZEN, new_rules
from tests.promises.desk import StillClock, Visitor

STORY = "В поликлинике требуют деньги за приём к врачу."
LIFETIME = timedelta(hours=72)
TEXTS = Texts.load()


@dataclass(slots=True)
class Room:
    """An intake on a real database, and the clock it goes by."""

    database: Database
    intake: Intake
    waiting: WaitingVisits
    clock: StillClock
    updates: count[int]

    def visitor(self, chat: int = CITIZEN) -> Visitor:
        """Somebody who has never written to the bot."""
        return Visitor(self.intake, chat, self.updates)

    async def count(self, table: str) -> int:
        """How many rows a table has."""
        query = select(func.count()).select_from(schema.metadata.tables[table])
        return await self.database.read(lambda connection: int(connection.execute(query).scalar_one()))


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Room]:
    """An intake on the database and the session keys in *folder*."""
    clock = StillClock()
    async with await Database.open(f"sqlite:///{folder}/desk.db") as database:
        await database.write(schema.metadata.create_all)
        session = SessionKeys.open_or_create(folder / "session.json", clock.now(), Chance())
        questions = build_questions(TEXTS)
        intake = Intake(database, session, questions, new_rules(), LIFETIME, clock)
        yield Room(database, intake, WaitingVisits(intake), clock, count(1))


async def to_preview(visitor: Visitor) -> Decision:
    """From /start to the preview of a report."""
    await visitor.command("start")
    await visitor.press("lang:ru")
    await visitor.press("new:report")
    for choice in ("=mangystau", "=service", "=health", "=bribe"):
        await visitor.press(choice)
    await visitor.type(STORY)
    return await visitor.press("=code")
