"""Desks: in which chats a case is worked at.

Rules
- Usually that is the group of its region. In a region whose group sees notices only it is the private chat of whoever
  has the case, and nobody's while nobody has it.
- What answers a message goes where that message stands.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk.outgoing.lanes import Lane, OfficeLane, OfficerLane
from bot.desk.people import Officer, Spot
from bot.desk.rules import Turn
from bot.desk.work import read_work
from storage import cases
from storage.cases import CaseRow
from storage.office_ways import is_notice_only


def private_lane(person_id: int, turn: Turn) -> OfficerLane:
    """The lane of a person's private chat."""
    return OfficerLane.of(turn.safe.person_mark(person_id))


def lane_at(region: str, spot: Spot | None, turn: Turn) -> Lane:
    """The lane of the chat where *spot* stands; without one it is the group's."""
    return private_lane(spot.chat, turn) if spot is not None and spot.is_private else OfficeLane(region)


def group_spot(spot: Spot) -> Spot | None:
    """*spot* as what the whole group reads stands under it: nothing of a private chat does."""
    return None if spot.is_private else spot


def has_desk(connection: Connection, case_id: str, turn: Turn) -> Officer | None:
    """Who has the case in private, as the mode of its region is now."""
    row = cases.get_case(connection, case_id)
    if row is None or not is_notice_only(connection, row.region):
        return None
    return read_work(row, turn.safe).assignee


def desk_of(connection: Connection, row: CaseRow, turn: Turn) -> Lane | None:
    """Where the words of the case go; None where nobody may read them yet."""
    if not is_notice_only(connection, row.region):
        return OfficeLane(row.region)
    officer = has_desk(connection, row.id, turn)
    return None if officer is None else private_lane(officer.id, turn)


def all_desks(connection: Connection, row: CaseRow, turn: Turn) -> list[Lane]:
    """Where there is news of the case: the group, and the private chat of whoever has it there."""
    desk, group = desk_of(connection, row, turn), OfficeLane(row.region)
    return [group] if desk in (None, group) else [group, desk]
