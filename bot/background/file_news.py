"""News of a file: what became of it is settled at the desk, and what follows is shown to whoever sent it.

The file's end and the news of it are one transaction; what is shown comes after its COMMIT.
"""

from __future__ import annotations

from typing import Protocol, assert_never

from bot.clock import Clock
from bot.conversation.values.events import FileSettled
from bot.desk.citizens.arrivals import OWN_NEWS, Arrival, Decision
from bot.desk.citizens.intake import Intake
from bot.desk.citizens.waiting import WaitingVisits
from bot.desk.files import CleanFacts, FileJob, Refusal, Settle
from bot.desk.officers import files as officer_files
from bot.desk.rules import Turn
from storage.engine import Database


class Answers(Protocol):
    """Shows a citizen what was decided, now or as soon as Telegram takes it."""

    async def deliver(self, chat_id: int, decision: Decision) -> None:
        """Show *decision*, or remember that it is owed."""


class FileNews:
    """Tells citizens and offices what became of their files."""

    def __init__(self, database: Database, intake: Intake, answers: Answers, clock: Clock) -> None:
        self.database = database
        self.intake = intake
        self.answers = answers
        self.clock = clock

    async def find_sender(self, file_id: str) -> int | None:
        """The citizen's chat whose draft waits for the file; None when none does."""
        return await WaitingVisits(self.intake).find_sender(file_id)

    async def settled(self, job: FileJob, outcome: CleanFacts | Refusal, settle: Settle) -> None:
        """Run *settle* and, if it is true, tell whoever sent the file: in one transaction."""
        if job.case_id is not None:
            refused = outcome if isinstance(outcome, Refusal) else None
            turn = Turn(self.intake.rules, self.clock.now())
            await self.database.write(officer_files.settle_file, job, refused, settle, turn)
            return
        decision = await self.intake.take(Arrival(OWN_NEWS, job.chat, _news(job, outcome), settle=settle))
        if decision.effects:
            await self.answers.deliver(job.chat, decision)


def _news(job: FileJob, outcome: CleanFacts | Refusal) -> FileSettled:
    match outcome:
        case CleanFacts():
            return FileSettled(job.id, clean=True, notes=outcome.removed)
        case Refusal(reason, instead):
            return FileSettled(job.id, clean=False, notes=(reason, instead))
        case unexpected:
            assert_never(unexpected)
