"""Who leaves a group has none of its cases any more where these are worked at in private."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot.desk.history import Happening
from bot.desk.life import Change, change_case
from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.desk.work import read_work
from bot.terms import Status
from storage import cases, listing, offices
from storage.office_ways import is_notice_only

AT_ONCE = 500
"""Cases of one officer in one status that are looked at: many times what somebody has open."""


def holds_any(connection: Connection, chat: int, person_id: int, turn: Turn) -> bool:
    """Whether the person has a case of the group in private."""
    region = offices.region_of(connection, turn.safe.group_mark(chat))
    if region is None or not is_notice_only(connection, region):
        return False
    return bool(_held(connection, region, person_id, turn))


def release_all(connection: Connection, chat: int, person: Officer, turn: Turn) -> None:
    """Their cases are nobody's again, so that others may take them, and lose their words in the private chat."""
    region = offices.region_of(connection, turn.safe.group_mark(chat))
    if region is None or not is_notice_only(connection, region):
        return
    for number in _held(connection, region, person.id, turn):
        row = cases.find_by_number(connection, number)
        if row is not None:
            released = Change(Happening.RELEASED, person, told=False)
            change_case(connection, row, replace(read_work(row, turn.safe), assignee=None), released, turn)


def _held(connection: Connection, region: str, person_id: int, turn: Turn) -> list[str]:
    mark, held = turn.safe.person_mark(person_id), []
    for status in Status:
        places = listing.list_due(connection, region, status, assignee=mark, limit=AT_ONCE)
        held += [place.number for place in places]
    return held
