"""Reminders and the daily digest as parcels: what is true when they are sent, in office hours, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, assert_never

from bot.anonymise.plain import defang
from bot.conversation.values.effects import Say
from bot.desk.damage import DAMAGE
from bot.desk.office_hours import hours_of
from bot.desk.outgoing.chats import OfficeChat
from bot.desk.outgoing.items import RemindOffice, TellDigest
from bot.desk.outgoing.posting import waiting_cards
from bot.desk.outgoing.posts import PostRole, posted_in
from bot.desk.parcels.cards import Opening
from bot.desk.parcels.values import Later, Notice
from bot.desk.reminders import SOON, Term
from bot.desk.status import NEW, UNANSWERED
from bot.desk.work import read_work
from bot.desk.workdays import calendar_now
from bot.terms import Reminder, Status
from storage import cases, readings, reminders, tallies, terms
from storage.cases import CaseRow

EVER_SINCE = timedelta(days=366 * 20)
MOST_COUNTED = 1000
"""Cases that are counted one by one: what is more than that the digest calls so many and more."""


def open_reminder(item: RemindOffice, row: CaseRow, group: OfficeChat, at: Opening) -> Notice | Later | None:
    """The reminder under the card; None when it is not, or not the gravest that is, true any more."""
    calendar, known = calendar_now(at.connection, at.turn), reminders.get_reminder(at.connection, row.id)
    if known is None or Term(row, known.begun_on, calendar).gravest(at.turn.today) is not item.reminder:
        return None
    hours = hours_of(at.connection, row.region)
    if not hours.is_open(at.turn.now, calendar):
        return Later(int(hours.opens_next(at.turn.now, calendar).timestamp()))
    under = posted_in(at.connection, row.id, group.chat, at.safe)
    key, values = _worded(item.reminder, row, at)
    return Notice(group.chat, group.language, key, values, under, role=PostRole.NOTICE)


def open_digest(item: TellDigest, group: OfficeChat, at: Opening) -> Notice | None:
    """How many cases the office has; None when it has none to think of, or its day is over."""
    calendar = calendar_now(at.connection, at.turn)
    if item.day != at.turn.today.isoformat() or at.region is None:
        return None
    if not hours_of(at.connection, at.region).is_open(at.turn.now, calendar):
        return None
    today, region = at.turn.today, at.region
    standing = {status: tallies.how_many(at.connection, region, status) for status in UNANSWERED}
    for status in _unseen(region, at):
        standing[status] = max(0, standing[status] - 1)
    fresh = sum(standing[status] for status in NEW)
    until = calendar.due_on(today, SOON)
    soon = terms.count_due(at.connection, region, UNANSWERED, since=today, until=until, most=MOST_COUNTED)
    late = terms.count_due(
        at.connection, region, UNANSWERED, since=today - EVER_SINCE, until=today - timedelta(days=1), most=MOST_COUNTED
    )
    if not any((*standing.values(), soon, late)):
        return None
    read = readings.read_in_month(at.connection, region, today.strftime("%Y-%m"))
    counts = {"new": fresh, "open": sum(standing.values()) - fresh, "soon": _counted(soon), "late": _counted(late)}
    return Notice(group.chat, group.language, "s.digest", {"region": region, **counts, "read": read})


def _unseen(region: str, at: Opening) -> Iterator[Status]:
    """How those cases stand that the group has not been shown: its numbers must not tell of them (promise P3).

    Their terms have just begun, so only the tallies know them. A damaged one stands as when it was filed.
    """
    for case_id in waiting_cards(at.connection, region, at.turn):
        try:
            row = cases.get_case(at.connection, case_id)
        except DAMAGE as fault:
            at.safe.damages.met(fault)
            yield Status.REGISTERED
            continue
        if row is not None and row.region == region and row.status in UNANSWERED:
            yield row.status


def _worded(reminder: Reminder, row: CaseRow, at: Opening) -> tuple[str, Mapping[str, Any]]:
    number = {"case_no": row.number}
    assignee = read_work(row, at.safe).assignee
    about = {
        **number,
        "due_date": row.due_on,
        "assignee": Say("s.unassigned") if assignee is None else defang(assignee.name),
    }
    match reminder:
        case Reminder.SILENT:
            return "s.silent", {**number, "date": row.filed_on}
        case Reminder.CRIME:
            return "s.crime_wait", number
        case Reminder.HALF_TIME:
            return "s.half_time", about
        case Reminder.DUE_SOON:
            return "s.due_soon", about
        case Reminder.OVERDUE:
            return "s.overdue", about
        case unexpected:
            assert_never(unexpected)


def _counted(n: int) -> str:
    return f"{n}+" if n >= MOST_COUNTED else str(n)
