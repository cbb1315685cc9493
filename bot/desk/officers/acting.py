"""Who may act on a case from a group: the office of its region, under a post of the same case."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.desk.outgoing.posts import find_post
from bot.desk.people import GroupPress, Refused
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


def where_it_went(connection: Connection, region: str) -> str:
    """What a group that posted a case of *region* is told when it does not serve the region any more."""
    return "a.not_bound" if offices.get_office(connection, region) is None else "s.gone"
