"""How many answers citizens have read, by region and month: counted, with neither an account nor a case in it.

Rules
- It is counted in memory and written down once an hour, in a transaction of its own: a row that changed together with
  the visit of a reader would tie that account to a region (promise P3).
- An answer counts once as long as the process lives: which ones were counted is known in memory alone, under names that
  end with it. What was read since the last hour is lost with the process; a number of the office's is no promise.
- A case that its citizen sent past the group is in no number that the group reads (promise P4).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Connection

from bot.chance import Chance
from bot.conversation.values.effects import Effect, Say, Show
from bot.conversation.values.events import CaseOpened, Event
from bot.desk.citizens.limits import Memory
from bot.terms import Desk
from storage import readings

MOST_CASES = 50_000
"""Cases of which it is known how many answers were read: some 10 MB, more than a region gets in years."""
ANSWER = "status.office_answered"
"""The heading that stands above each answer, where a case is read."""


class AnswersRead:
    """What was read since it was written down last."""

    def __init__(self, chance: Chance) -> None:
        self._known: Memory[int] = Memory(chance, MOST_CASES)
        self._fresh: Counter[str] = Counter()

    def note(self, read: Iterable[CaseOpened]) -> None:
        """These cases were shown to their citizens, who have read the answers in them."""
        for case in read:
            answers, known = _answers_in(case), self._known.get(case.case) or 0
            if case.desk is Desk.GROUP and case.region and answers > known:
                self._fresh[case.region] += answers - known
                self._known.put(case.case, answers)

    def take(self) -> Counter[str]:
        """How many were read in which region since this was asked last."""
        fresh, self._fresh = self._fresh, Counter()
        return fresh

    def give_back(self, counts: Counter[str]) -> None:
        """*counts* could not be written down."""
        self._fresh.update(counts)


def keep_counts(connection: Connection, counts: Counter[str], month: str) -> None:
    """Write *counts* down."""
    for region, n in sorted(counts.items()):
        readings.count_read(connection, region, month, n)


def was_read(event: Event, effects: Iterable[Effect]) -> bool:
    """Whether the case that was opened is shown with an answer in it, and nothing else in its place."""
    if not isinstance(event, CaseOpened):
        return False
    shown = (part for effect in effects if isinstance(effect, Show) for part in effect.view.paragraphs)
    return any(isinstance(part, Say) and part.key == ANSWER for part in shown)


def _answers_in(case: CaseOpened) -> int:
    return sum(not (line.ours or line.asks or line.aside or line.damaged) for line in case.talk)
