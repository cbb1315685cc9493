"""Handing a case over: to a colleague who has worked on cases of the office, and is still in its group."""

from __future__ import annotations

from typing import assert_never

from sqlalchemy import Connection

from bot.desk.colleagues import list_colleagues
from bot.desk.history import Happening
from bot.desk.holders import leads
from bot.desk.life import Change, change_case
from bot.desk.officers import departing
from bot.desk.officers.acting import OfficeCase
from bot.desk.outgoing.chats import chat_of
from bot.desk.outgoing.desks import group_spot
from bot.desk.outgoing.items import SayInGroup
from bot.desk.outgoing.posting import tell_office
from bot.desk.people import Done, GroupPress, GroupStanding, Officer, PressOutcome, Refused, StandingUnaskedError
from bot.desk.referrals import is_with
from bot.desk.rules import Turn
from bot.desk.status import AT_AN_END, NEW
from bot.desk.work import Work
from bot.frozen import replace
from bot.terms import Status


def hand_to(
    connection: Connection, press: GroupPress, about: OfficeCase, work: Work, digits: str, turn: Turn
) -> PressOutcome:
    """The case goes to the colleague whom the button names by *digits*, if they are in the group now.

    Who has declared a conflict of interests gets it from the head alone, whom that makes answerable.
    StandingUnaskedError when only Telegram can tell.
    """
    row = about.row
    if row.status in AT_AN_END:
        return Refused("s.at_an_end")
    found = [each for each in list_colleagues(connection, row.region, turn.safe) if each.digits == digits]
    if not found:
        return Refused("s.no_rights")
    officer = found[0].officer
    if work.has_conflict(officer) and not leads(connection, row.region, press.officer.id, turn.safe):
        return Refused("s.conflict_other", {"staff": officer.name})
    work = replace(work, conflicted=tuple(each for each in work.conflicted if each.id != officer.id))
    if work.bars(officer):
        return Refused("s.barred_other", {"staff": officer.name})
    if is_with(connection, row, officer, turn.safe):
        return Refused("s.its_expert", {"staff": officer.name})
    if work.assignee is not None and work.assignee.id == officer.id:
        return Refused("s.lost_race", {"staff": officer.name})
    why = _why_not_theirs(connection, press, about, officer, turn)
    if why is not None:
        return Refused(why, {"staff": officer.name})
    to = Status.IN_WORK if row.status in NEW else None
    change = Change(Happening.HANDED_OVER, press.officer, to=to, about=officer.name, told=to is not None)
    change_case(connection, row, replace(work, assignee=officer), change, turn)
    told = {"case_no": row.number, "staff": officer.name}
    tell_office(connection, row.region, SayInGroup("s.handed_over", told, group_spot(press.spot), row.id), turn)
    return Done("s.handed_over_alert", {"staff": officer.name})


def _why_not_theirs(
    connection: Connection, press: GroupPress, about: OfficeCase, heir: Officer, turn: Turn
) -> str | None:
    """The key of why *heir* gets nothing; None when they are in the group. Whoever has left it is offered no more."""
    match press.heirs:
        case GroupStanding.MEMBER:
            return None
        case GroupStanding.UNKNOWN:
            return "s.heir_unchecked"
        case GroupStanding.LEFT:
            departing.release_cases(connection, about.office.region, heir, turn)
            return "s.heir_left"
        case GroupStanding.UNASKED:
            raise StandingUnaskedError(chat_of(about.office, turn.safe), heir.id)
        case unexpected:
            assert_never(unexpected)
