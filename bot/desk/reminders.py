"""Reminders of a term: from which day on each is due, and which is the gravest that is true.

Rules
- Days alone count, and all days are working days: nothing here knows at which hour anything was done.
- A reminder that is true but not the gravest is not told: whoever hears that a term is over need not hear that half of
  it is.
- The working day on which a term begins is not counted, as it is not in the term itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from bot.catalogue import spheres
from bot.catalogue.workdays import WorkCalendar
from bot.desk.status import NEW, UNANSWERED
from bot.frozen import frozen
from bot.terms import Kind, Reminder
from storage.cases import CaseRow

GRAVITY = tuple(Reminder)
SILENCE = 2
"""A whole working day goes by in which nobody takes a case: on the one after it the office is told."""
CRIME_WAITS = 1
"""What shows signs of a crime must go to the competent body at once (art. 64 of the Administrative Procedural and
Process-Related Code, taken over): the office hears of it on the next working day."""
SOON = 3
"""Working days before the last one of a term."""
LOOK_AHEAD = timedelta(days=4)
"""A weekend and two changed days."""


@frozen
class Term:
    """A case whose term runs since `begun`, and the calendar that it is counted by."""

    row: CaseRow
    begun: date
    calendar: WorkCalendar

    def gravest(self, today: date) -> Reminder | None:
        """The gravest reminder that is true on *today*."""
        true = [reminder for reminder, day in self._days().items() if day <= today and self._applies(reminder)]
        return max(true, key=GRAVITY.index, default=None)

    def next_look(self, today: date, told: Reminder | None) -> date | None:
        """The day after *today* on which to look again: something graver than *told* may become true soon after.

        It is some days before the calendar of today says so, for an admin may change a day of it meanwhile.
        """
        graver = [day for reminder, day in self._days().items() if is_graver(reminder, told) and day > today]
        return max(min(graver) - LOOK_AHEAD, today + timedelta(days=1)) if graver else None

    def _days(self) -> Mapping[Reminder, date]:
        due, count = self.row.due_on, self.calendar.due_on
        if due is None or self.row.status not in UNANSWERED:
            return {}
        whole = self.calendar.workdays_between(self.begun, due)
        return {
            Reminder.SILENT: count(self.begun, SILENCE),
            Reminder.CRIME: count(self.begun, CRIME_WAITS),
            Reminder.HALF_TIME: count(self.begun, max(1, (whole + 1) // 2)),
            Reminder.DUE_SOON: self.calendar.days_before(due, SOON),
            Reminder.OVERDUE: count(due, 1),
        }

    def _applies(self, reminder: Reminder) -> bool:
        match reminder:
            case Reminder.SILENT:
                return self.row.status in NEW and self.row.assignee is None
            case Reminder.CRIME:
                return waits_with_crime(self.row)
            case Reminder.HALF_TIME | Reminder.DUE_SOON | Reminder.OVERDUE:
                return True


def is_graver(reminder: Reminder, told: Reminder | None) -> bool:
    """Whether *reminder* says more than *told*."""
    return told is None or GRAVITY.index(reminder) > GRAVITY.index(told)


def waits_with_crime(row: CaseRow) -> bool:
    """Whether the case shows signs of a crime, and the office has it still."""
    return row.kind is Kind.REPORT and row.status in UNANSWERED and spheres.shows_crime(row.topic)
