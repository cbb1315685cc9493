"""Who may act on a case from a group: the office of its region, under a post of the same case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from sqlalchemy import Connection

from bot.desk.outgoing.chats import chat_of
from bot.desk.outgoing.posts import find_post
from bot.desk.people import GroupPress, GroupStanding, Officer, Refused, StandingUnaskedError
from bot.desk.roles import leave_office
from bot.desk.rules import Turn
from storage import cases, offices
from storage.cases import CaseRow
from storage.offices import OfficeRow


@dataclass(frozen=True, slots=True)
class OfficeCase:
    """A case, and the office that may act on it."""

    office: OfficeRow
    row: CaseRow


def case_of_press(connection: Connection, press: GroupPress, case_id: str, turn: Turn) -> OfficeCase | Refused:
    """The case that the presser may act on, or why not. Nobody else changes it until this transaction ends."""
    office = offices.find_office(connection, turn.safe.group_mark(press.spot.chat))
    cases.lock_case(connection, case_id)
    row = cases.get_case(connection, case_id)
    post = find_post(connection, press.spot, turn.safe)
    if row is None or (post is not None and post.case != case_id):
        return Refused("s.no_rights")
    if office is None or office.region != row.region:
        return Refused("s.no_rights" if post is None else where_it_went(connection, row.region))
    return OfficeCase(office, row)


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
