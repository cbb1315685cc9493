"""Who leaves a group has none of its cases any more: others may take them, and whoever is reminded is still there.

Where cases are worked at in private that is true of those at an end too, for their words stand in a private chat.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot.desk.history import Happening
from bot.desk.life import Change, change_case
from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.desk.status import AT_AN_END
from bot.desk.work import read_work
from bot.terms import Status
from storage import cases, listing, offices
from storage.office_ways import is_notice_only

AT_ONCE = 500
"""Cases of one officer in one status that are looked at: many times what somebody has open."""


def holds_any(connection: Connection, chat: int, person_id: int, turn: Turn) -> bool:
    """Whether the person has a case of the group that is to be released."""
    region = offices.region_of(connection, turn.safe.group_mark(chat))
    return region is not None and bool(_held(connection, region, person_id, turn))


def release_all(connection: Connection, chat: int, person: Officer, turn: Turn) -> None:
    """Their cases are nobody's again; those worked at in private lose their words in that chat."""
    region = offices.region_of(connection, turn.safe.group_mark(chat))
    if region is None:
        return
    for number in _held(connection, region, person.id, turn):
        row = cases.find_by_number(connection, number)
        if row is not None:
            released = Change(Happening.RELEASED, person, told=False)
            change_case(connection, row, replace(read_work(row, turn.safe), assignee=None), released, turn)


def _held(connection: Connection, region: str, person_id: int, turn: Turn) -> list[str]:
    mark, held = turn.safe.person_mark(person_id), []
    kept = () if is_notice_only(connection, region) else AT_AN_END
    for status in (each for each in Status if each not in kept):
        places = listing.list_due(connection, region, status, assignee=mark, limit=AT_ONCE)
        held += [place.number for place in places]
    return held
