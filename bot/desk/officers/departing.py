"""Who leaves a group has none of its cases any more: others may take them, and whoever is reminded is still there.

Rules
- That is true of those at an end too: one that is opened again must not be with who has left. Who answered it stays
  written, for who judges the answer must be somebody else.
- Nobody can hand a case over to them.
- The group reads once which cases have nobody now.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk.colleagues import forget_officer, is_colleague
from bot.desk.history import Happening
from bot.desk.holders import name_of
from bot.desk.life import Change, change_case
from bot.desk.outgoing.items import SayInGroup
from bot.desk.outgoing.posting import tell_office
from bot.desk.outgoing.reposting import pass_desk
from bot.desk.outgoing.to_head import spell_numbers
from bot.desk.people import Officer
from bot.desk.rules import Turn
from bot.desk.status import AT_AN_END
from bot.desk.work import keep_work, read_work
from bot.frozen import replace
from bot.terms import Status
from storage import cases, listing, offices

AT_ONCE = 500
"""Cases of one officer in one status that are looked at: many times what somebody has open."""


def works_there(connection: Connection, chat: int, person_id: int, turn: Turn) -> bool:
    """Whether the person is known as an officer of the region that the group serves, or has a case of it."""
    region = offices.region_of(connection, turn.safe.group_mark(chat))
    if region is None:
        return False
    return is_colleague(connection, region, person_id, turn.safe) or bool(_held(connection, region, person_id, turn))


def release_all(connection: Connection, chat: int, person: Officer, turn: Turn) -> None:
    """What they had in the region that the group serves is over (see `release_cases`)."""
    region = offices.region_of(connection, turn.safe.group_mark(chat))
    if region is not None:
        release_cases(connection, region, person, turn)


def release_cases(connection: Connection, region: str, person: Officer, turn: Turn) -> None:
    """Their cases are nobody's again; those worked at in private lose their words in that chat."""
    forget_officer(connection, region, person.id, turn.safe)
    open_ones = []
    for number in _held(connection, region, person.id, turn):
        row = cases.find_by_number(connection, number)
        if row is None:
            continue
        work = read_work(row, turn.safe)
        after = replace(work, assignee=None)
        if row.status in AT_AN_END:  # nothing is expected of anybody: it is not told, and stays as it was written
            keep_work(connection, row, after, turn)
            pass_desk(connection, row, work.assignee, None, turn)
        else:
            change_case(connection, row, after, Change(Happening.RELEASED, person, told=False), turn)
            open_ones.append(number)
    if open_ones and offices.get_office(connection, region) is not None:
        told = {"staff": name_of(person), "numbers": spell_numbers(sorted(open_ones))}
        tell_office(connection, region, SayInGroup("s.left_cases", told), turn)


def _held(connection: Connection, region: str, person_id: int, turn: Turn) -> list[str]:
    mark, held = turn.safe.person_mark(person_id), []
    for status in Status:
        places = listing.list_due(connection, region, status, assignee=mark, limit=AT_ONCE)
        held += [place.number for place in places]
    return held
