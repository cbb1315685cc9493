"""The calendar as admins change it: days that are working days, or days off, other than the public calendar says.

Every change is written into the audit log and told to the other admins. Terms that run keep their last day.
"""

from __future__ import annotations

from datetime import date
from enum import Enum, auto

from sqlalchemy import Connection

from bot.catalogue.workdays import ChangedDays
from bot.desk.audit import Action, record
from bot.desk.groups.telling import name_of
from bot.desk.outgoing.posting import alert_admins
from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.desk.workdays import calendar_now
from bot.frozen import frozen
from storage import workdays
from storage.workdays import ChangedDay

KIND_TEXTS = {True: "value.workday", False: "value.day_off"}
"""What a day is called, by whether it is a working day."""


class DayWish(Enum):
    """What an admin wants a day to be."""

    WORK = auto()
    OFF = auto()
    RESET = auto()
    """What the public calendar says."""


@frozen
class DaySet:
    """What the day is now; `changed` unless it was that before."""

    day: date
    is_workday: bool
    changed: bool


def list_changed(connection: Connection, turn: Turn) -> list[ChangedDay]:
    """The days of this and the next year that are not what the public calendar says."""
    first, last = date(turn.today.year, 1, 1), date(turn.today.year + 1, 12, 31)
    return workdays.list_days(connection, since=first, until=last, aside=turn.safe.damages.met)


def set_day(connection: Connection, day: date, wish: DayWish, person: Officer, turn: Turn) -> DaySet:
    """Let *day* be what *person* wishes; nothing is kept of a day that is what the public calendar says anyway."""
    before = calendar_now(connection, turn).is_workday(day)
    public = turn.rules.calendar.changed(ChangedDays()).is_workday(day)
    wanted = public if wish is DayWish.RESET else wish is DayWish.WORK
    if wanted == before:
        return DaySet(day, before, changed=False)
    if wanted == public:
        workdays.drop_day(connection, day)
    else:
        workdays.put_day(connection, ChangedDay(day, wanted))
    kind = "a working day" if wanted else "a day off"
    record(connection, Action.WORKDAY_CHANGED, person, f"{day.isoformat()} is {kind}", turn)
    told = {"who": name_of(person), "date": day.isoformat(), "kind": KIND_TEXTS[wanted]}
    alert_admins(connection, "a.told_workday", told, turn, without=person.id)
    return DaySet(day, wanted, changed=True)
