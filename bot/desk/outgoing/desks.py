"""Desks: in which chats a case is worked at.

Rules
- Usually that is the group of its region. What its citizen has sent past the group is worked at in the private chat of
  whoever leads the office, and nowhere while nobody does or can be written to: the group hears nothing of it.
- In a region whose group sees notices only it is the private chat of whoever has the case, and nobody's while nobody
  has it.
- What answers a message goes where that message stands.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk.holders import find_head, find_ready_head
from bot.desk.outgoing.lanes import Lane, OfficeLane, OfficerLane
from bot.desk.people import Officer, Spot
from bot.desk.rules import Turn
from bot.desk.work import read_work
from bot.terms import Desk
from storage import cases, offices
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
    """Who has the case in private, as the mode of its region is now, or as its citizen wants it."""
    row = cases.get_case(connection, case_id)
    if row is not None and row.desk is Desk.HEAD:
        head = find_head(connection, row.region, turn.safe)
        return None if head is None else head.officer
    if row is None or not is_notice_only(connection, row.region):
        return None
    return read_work(row, turn.safe).assignee


def is_opened_in_private(connection: Connection, row: CaseRow, turn: Turn) -> bool:
    """Whether somebody has *row*, a case of a group, in private, and can be asked about in that group."""
    bound = offices.get_office(connection, row.region) is not None
    return bound and has_desk(connection, row.id, turn) is not None


def head_lane(connection: Connection, region: str, turn: Turn) -> OfficerLane | None:
    """The lane of whoever leads the office of *region*; None when they cannot be written to."""
    head = find_ready_head(connection, region, turn.safe)
    return None if head is None else private_lane(head.officer.id, turn)


def desk_of(connection: Connection, row: CaseRow, turn: Turn) -> Lane | None:
    """Where the words of the case go; None where nobody may read them yet."""
    if row.desk is Desk.HEAD:
        return head_lane(connection, row.region, turn)
    if not is_notice_only(connection, row.region):
        return OfficeLane(row.region)
    officer = has_desk(connection, row.id, turn)
    return None if officer is None else private_lane(officer.id, turn)


def news_lane(connection: Connection, row: CaseRow, turn: Turn) -> Lane | None:
    """Where it is told what concerns the case as such; None when nobody can be told."""
    return head_lane(connection, row.region, turn) if row.desk is Desk.HEAD else OfficeLane(row.region)


def all_desks(connection: Connection, row: CaseRow, turn: Turn) -> list[Lane]:
    """Where there is news of the case: the group, and the private chat of whoever has it there."""
    if row.desk is Desk.HEAD:
        lane = head_lane(connection, row.region, turn)
        return [] if lane is None else [lane]
    desk, group = desk_of(connection, row, turn), OfficeLane(row.region)
    return [group] if desk in (None, group) else [group, desk]


def is_past_group(connection: Connection, case_id: str) -> bool:
    """Whether the citizen of the case has sent it past the group."""
    return cases.get_desk(connection, case_id) is Desk.HEAD
