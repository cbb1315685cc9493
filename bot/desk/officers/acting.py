"""Who may act on a case from a group: the office of its region, under a post of the same case."""

from __future__ import annotations

from typing import assert_never

from sqlalchemy import Connection

from bot.desk.outgoing.chats import chat_of
from bot.desk.outgoing.desks import has_desk
from bot.desk.outgoing.posts import find_post
from bot.desk.people import GroupPress, GroupStanding, Officer, Refused, StandingUnaskedError
from bot.desk.roles import leave_office
from bot.desk.rules import Turn
from bot.desk.work import read_work
from bot.frozen import frozen
from bot.terms import Desk
from storage import cases, offices
from storage.cases import CaseRow
from storage.office_ways import is_notice_only
from storage.offices import OfficeRow


@frozen
class OfficeCase:
    """A case, and the office that may act on it."""

    office: OfficeRow
    row: CaseRow


def case_of_press(
    connection: Connection, press: GroupPress, case_id: str, turn: Turn, *, bare: bool = False
) -> OfficeCase | Refused:
    """The case that the presser may act on, or why not. Nobody else changes it until this transaction ends.

    *bare*: it is done in a group that sees no words, too.
    """
    if press.spot.is_private:
        return _case_in_private(connection, press, case_id, turn)
    office = offices.find_office(connection, turn.safe.group_mark(press.spot.chat))
    cases.lock_case(connection, case_id)
    row = cases.get_case(connection, case_id)
    post = find_post(connection, press.spot, turn.safe)
    if row is None or row.desk is Desk.HEAD or (post is not None and post.case != case_id):
        return Refused("s.no_rights")
    if office is None or office.region != row.region:
        return Refused("s.no_rights" if post is None else where_it_went(connection, row.region))
    if not bare and is_notice_only(connection, office.region):
        return Refused("n.in_private")
    return OfficeCase(office, row)


def _case_in_private(connection: Connection, press: GroupPress, case_id: str, turn: Turn) -> OfficeCase | Refused:
    post = find_post(connection, press.spot, turn.safe)
    if post is None or post.case != case_id:
        return Refused("s.no_rights")
    return case_at_desk(connection, case_id, press.officer, press.standing, turn)


def case_at_desk(
    connection: Connection, case_id: str, officer: Officer | None, standing: GroupStanding, turn: Turn
) -> OfficeCase | Refused:
    """The case, if *officer* has it in private and is in the group of its office; nobody else changes it meanwhile."""
    cases.lock_case(connection, case_id)
    row, holder = cases.get_case(connection, case_id), has_desk(connection, case_id, turn)
    office = None if row is None else offices.get_office(connection, row.region)
    if row is None or office is None or officer is None:
        return Refused("s.no_rights" if row is None or officer is None else "a.not_bound")
    worked_at = read_work(row, turn.safe).assignee if holder is None else holder
    if worked_at is None or worked_at.id != officer.id:
        return Refused("n.not_yours")
    why = why_no_member(connection, office, officer, standing, turn)
    if why is None:  # it is theirs also while its group sees words, and is worked at there
        return OfficeCase(office, row) if holder is not None else Refused("n.in_group")
    # Who is in the group must not read that they are not, where only nobody could look.
    return Refused("n.no_member" if standing is GroupStanding.LEFT else why)


def why_no_member(
    connection: Connection, office: OfficeRow, officer: Officer, standing: GroupStanding, turn: Turn
) -> str | None:
    """The key of why a role of *officer* does not count; None when it does. Whoever has left the group loses it.

    StandingUnaskedError when only Telegram can tell.
    """
    match standing:
        case GroupStanding.MEMBER:
            return None
        case GroupStanding.LEFT:
            leave_office(connection, office.region, officer.id, turn)
            return "s.contacts_left"
        case GroupStanding.UNKNOWN:
            return "s.contacts_unchecked"
        case GroupStanding.UNASKED:
            raise StandingUnaskedError(chat_of(office, turn.safe))
        case unexpected:
            assert_never(unexpected)


def where_it_went(connection: Connection, region: str) -> str:
    """What a group that posted a case of *region* is told when it does not serve the region any more."""
    return "a.not_bound" if offices.get_office(connection, region) is None else "s.gone"
