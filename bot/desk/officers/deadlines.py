"""Deadlines: offices are reminded of the terms of their cases, and told every working day how many they have.

Rules
- All of it happens in office hours alone (`office_hours`), and at no hour that depends on when a case was filed: what
  falls due is a matter of days, so the morning has it all.
- What was told lies in the database, and changes in the transaction that puts the reminder into the outbox: whoever
  comes second, or after a crash, finds it told. Whether it is still true is asked once more when it is sent.
- Of a case that was sent past the group whoever leads the office is reminded, in private, and nobody else.
- A group that cannot be reached is reminded of nothing; its head still is of what was sent past it. When it can be
  again, of each case the gravest that is true then, and of no more than MOST_A_DAY cases a day: the digest has the
  numbers of all.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.anonymise.plain import defang
from bot.catalogue.workdays import WorkCalendar
from bot.desk.curators import tell_curators
from bot.desk.damage import DAMAGE
from bot.desk.history import Happening
from bot.desk.life import Change, change_case
from bot.desk.office_hours import hours_of
from bot.desk.outgoing.desks import news_lane
from bot.desk.outgoing.items import ItemKind, RemindOffice, TellDigest
from bot.desk.outgoing.lanes import Lane, OfficeLane
from bot.desk.outgoing.posting import put_item
from bot.desk.people import THE_BOT
from bot.desk.reminders import Term, is_graver
from bot.desk.roles import tell_head
from bot.desk.rules import Turn
from bot.desk.work import Work, read_work
from bot.desk.workdays import calendar_now
from bot.terms import Desk, Reminder
from storage import cases, office_days, outbox, reminders
from storage.cases import CaseRow

MOST_A_SLICE = 20
"""Terms in one transaction: a look takes some milliseconds, and citizens' steps go between slices."""
MOST_A_DAY = 30
"""Reminders in one group on one day: more than a morning's reading helps nobody, and cards need the group's budget."""


def remind_office(connection: Connection, region: str, turn: Turn, *, most: int = MOST_A_SLICE) -> bool:
    """Look at up to *most* terms of *region* that are due to be looked at; whether there may be more."""
    calendar = calendar_now(connection, turn)
    if not hours_of(connection, region).is_open(turn.now, calendar):
        return False
    if _is_reached(connection, region) and office_days.begin_day(connection, region, turn.today):
        put_item(connection, TellDigest(turn.today.isoformat()), OfficeLane(region), turn)
    room = MOST_A_DAY - office_days.count_reminders(connection, region)
    if room <= 0:
        return False
    limit = min(most, room)
    due = _list_due(connection, region, limit, turn)
    told = sum(_look(connection, case_id, calendar, turn) for case_id in due)
    if told:
        office_days.add_reminders(connection, region, told)
    return len(due) == limit


def pass_over(connection: Connection, region: str, turn: Turn) -> None:
    """Leave out the term that could not be looked at: it is looked at again when something is done with its case."""
    for case_id in _list_due(connection, region, 1, turn):
        reminders.stop_looking(connection, case_id)


def _list_due(connection: Connection, region: str, limit: int, turn: Turn) -> list[str]:
    """Up to *limit* terms to look at: while the group cannot be reached, those of cases that the head alone has."""
    desk = None if _is_reached(connection, region) else Desk.HEAD
    return reminders.list_due(connection, region, today=turn.today, limit=limit, desk=desk)


def _is_reached(connection: Connection, region: str) -> bool:
    return outbox.lane_state(connection, str(OfficeLane(region))) is None


def _tell_head(connection: Connection, row: CaseRow, work: Work, turn: Turn) -> None:
    """Tell the head of the office that the term of the case is over, and who has it."""
    due = "" if row.due_on is None else row.due_on.isoformat()
    staff = "–" if work.assignee is None else defang(work.assignee.name)
    told = {"case_no": row.number, "region": row.region, "due_date": due, "staff": staff}
    tell_head(connection, row.region, "h.overdue", told, turn)
    tell_curators(connection, row, "k.overdue", turn)


def _look(connection: Connection, case_id: str, calendar: WorkCalendar, turn: Turn) -> bool:
    """Look at the term of one case; whether its office is reminded. One that is damaged is left, and noted."""
    try:
        cases.lock_case(connection, case_id)
        row, known = cases.get_case(connection, case_id), reminders.get_reminder(connection, case_id)
        if row is None or known is None:
            return False
        term, work = Term(row, known.begun_on, calendar), read_work(row, turn.safe)
    except DAMAGE as fault:
        turn.safe.damages.met(fault)
        reminders.stop_looking(connection, case_id)
        return False
    true = term.gravest(turn.today)
    new = true if true is not None and is_graver(true, known.told) else None
    lane = news_lane(connection, row, turn)
    if lane is None:
        reminders.move_on(connection, known, told=known.told, look_on=turn.today + timedelta(days=1))
        return False  # nobody leads the office: whoever does then is reminded of what is true then
    told = new or known.told
    if not reminders.move_on(connection, known, told=told, look_on=term.next_look(turn.today, told)):
        return False
    if new is not None:
        _remind(connection, row, work, new, lane, turn)
    return new is not None


def _remind(connection: Connection, row: CaseRow, work: Work, reminder: Reminder, lane: Lane, turn: Turn) -> None:
    for older in outbox.list_of_case(connection, str(lane), ItemKind.REMINDER, row.id):
        if not outbox.is_claimed(connection, older.id):  # what is being sent is told, and this says more
            outbox.withdraw(connection, older.id)
    put_item(connection, RemindOffice(row.id, reminder), lane, turn)
    if reminder is Reminder.OVERDUE:
        change_case(connection, row, work, Change(Happening.OVERDUE, THE_BOT), turn)
        if row.desk is Desk.GROUP:
            _tell_head(connection, row, work, turn)
