"""Visits that nobody asks about just now: what their citizens are still to be shown, and which are past their time.

Rules
- All visits are read in slices, so that neither memory nor another citizen's step waits for the whole table.
- A visit that cannot be opened is noted as damaged and left: whoever it belongs to hears it at the next step, for
  only that tells whose it is. Past its time it is forgotten like any other.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

from bot.conversation.machine import current_view
from bot.conversation.moves.erasing import erase_chat
from bot.conversation.moves.notice import noticed_view
from bot.conversation.questionnaire.answering import asked_question
from bot.conversation.questionnaire.questions import Questions
from bot.conversation.values.draft import Screen, Visit, draft_waits, facts_wait, files_of
from bot.conversation.values.effects import Show
from bot.desk.citizens.arrivals import Decision, ExpiredVisit, SavedStep, WaitingAnswer
from bot.desk.citizens.intake import Intake
from bot.desk.citizens.opening import Opened
from bot.desk.rules import Turn
from storage import visits
from storage.errors import StoreDamagedError
from storage.salvage import Place
from storage.visits import SealedVisit

AT_ONCE = 1000
"""Visits in one read: a megabyte or so, and some ten milliseconds."""
OFFERED_AFTER = timedelta(hours=3)
"""Whoever has not sent it by then has put the phone away; most of a visit's day is left to come back in."""
FOR_EVER = 2**62
"""A moment after every end of a visit."""
EXPIRED_AT_ONCE = 500
"""Visits that end in one round, a minute: each of them costs a message, and 30 may go out in a second."""


class WaitingVisits:
    """Looks through the visits of an intake."""

    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.database = intake.database
        self.aside = intake.rules.safe.damages.met

    async def unsent(self) -> list[WaitingAnswer]:
        """Chats whose last step may not have reached them, with what to show."""
        now = self._now()
        running = [each async for each in self._each(unsent_only=True, ending=(now, FOR_EVER))]
        over = [each async for each in self._each(unsent_only=True, ending=(0, now))]
        # Whoever is about to read that what they began is gone must not be asked to go on with it.
        shown = (*running, *(each for each in over if not _lost_in(each[1].visit)))
        return [self._show_current(row, opened) for row, opened in shown]

    async def at_preview(self) -> list[WaitingAnswer]:
        """Chats that wait at a preview whose time is not over: after an outage their press may be lost, so they get it
        again."""
        questions = self.intake.questions
        return [
            self._show_current(row, opened)
            async for row, opened in self._each(unsent_only=False, ending=(self._now(), FOR_EVER))
            if _is_at_preview(opened.visit, questions)
        ]

    async def unsent_additions(self, since: int | None, now: int) -> list[int]:
        """The chats in which a draft or words for a case were left lying hours ago: those of after *since*, which an
        earlier look has not seen, or all of them."""
        lifetime, rest = self.intake.lifetime, min(OFFERED_AFTER, self.intake.lifetime / 2)
        # A visit that words wait in ends a lifetime after its last step, so its end tells when that was.
        latest = now + int((lifetime - rest).total_seconds())
        # Not even after a long sleep of the machine one whose time is over: it is told as gone.
        earliest = now if since is None else max(now, latest - (now - since))
        waiting = self._each(unsent_only=False, ending=(earliest, latest))
        return [opened.chat_id async for _, opened in waiting if _is_left_lying(opened.visit)]

    async def find_sender(self, file_id: str) -> int | None:
        """The chat whose visit holds the file. Looks through all of them: for a file whose own row does not tell."""
        async for _, opened in self._each(unsent_only=False):
            if any(file.id == file_id for file in files_of(opened.visit)):
                return opened.chat_id
        return None

    async def expire(self) -> list[ExpiredVisit]:
        """Visits past their time that hold a draft or an unsent addition; the others are forgotten at once."""
        now, gone = self._now(), []
        expired = await self.database.read(
            visits.expired_visits, now=now, limit=EXPIRED_AT_ONCE, aside=self.aside
        )
        for row in expired:
            opened = self.intake.opener.open(row)
            lost = _lost_in(opened.visit) if isinstance(opened, Opened) else ()
            if isinstance(opened, Opened) and lost:
                gone.append(ExpiredVisit(opened.chat_id, opened.visit.language, row.actor, lost))
            else:
                await self.forget(row.actor)
        return gone

    async def forget(self, actor: bytes) -> None:
        """Delete an expired visit, unless it came back meanwhile, or lies on a damaged page."""
        try:
            await self.database.write(visits.delete_expired, actor, now=self._now())
        except StoreDamagedError as fault:
            self.aside(fault)

    async def _each(
        self, *, unsent_only: bool, ending: tuple[int, int] | None = None
    ) -> AsyncIterator[tuple[SealedVisit, Opened]]:
        """Every visit that opens, slice by slice."""
        after: Place = None
        while True:
            found = await self.database.read(
                visits.list_visits,
                after=after,
                limit=AT_ONCE,
                aside=self.aside,
                unsent_only=unsent_only,
                ending=ending,
            )
            for row in found.rows:
                opened = self.intake.opener.open(row)
                if isinstance(opened, Opened):
                    yield row, opened
            if found.last is None:
                return
            after = found.last

    def _show_current(self, row: SealedVisit, opened: Opened) -> WaitingAnswer:
        visit, occasion = opened.visit, self.intake.occasion(Turn(self.intake.rules, self.intake.clock.now()))
        if visit.screen is Screen.ERASING:
            saved = SavedStep(row.actor, row.box, erased=opened.chat_id)
            return WaitingAnswer(
                opened.chat_id, Decision(visit.language, visit.step, (erase_chat(),), saved, erased=True)
            )
        shown = (Show(noticed_view(visit, current_view(visit, occasion)), anew=True),)
        decision = Decision(visit.language, visit.step, shown, SavedStep(row.actor, row.box))
        return WaitingAnswer(opened.chat_id, decision)

    def _now(self) -> int:
        return int(self.intake.clock.timestamp())


def _is_left_lying(visit: Visit) -> bool:
    return not visit.offered and (facts_wait(visit) or draft_waits(visit))


def _lost_in(visit: Visit) -> tuple[str, ...]:
    """What is told when *visit* ends: that a draft went, that words for a case went and nobody has read them."""
    draft = ("err.session_expired",) if visit.draft is not None else ()
    return (*draft, "info.gone") if facts_wait(visit) else draft


def _is_at_preview(visit: Visit, questions: Questions) -> bool:
    draft = visit.draft
    if draft is None or visit.screen is not Screen.FORM:
        return False
    return asked_question(draft, questions) is None
