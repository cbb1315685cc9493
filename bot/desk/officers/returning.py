"""Returning: a case comes back from its expert, with an opinion or without, to whoever works at it."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.desk.experts import Expert
from bot.desk.history import Happening
from bot.desk.life import Change, change_case
from bot.desk.outgoing.desks import private_lane
from bot.desk.outgoing.items import SayInChat, SayInGroup
from bot.desk.outgoing.posting import put_item, tell_office
from bot.desk.people import Officer
from bot.desk.referrals import find_referral
from bot.desk.rules import Turn
from bot.desk.work import read_work
from bot.terms import Status
from storage import cases, referrals
from storage.cases import CaseRow

TOLD = {
    Happening.EXPERT_DECLINED: "s.expert_declined",
    Happening.EXPERT_LATE: "s.expert_late",
    Happening.EXPERT_UNREACHED: "s.expert_unreached",
    Happening.EXPERT_RECALLED: "s.expert_recalled",
}
"""How the case came back without an opinion, and what the office hears of it."""


def return_case(
    connection: Connection, row: CaseRow, what: Happening, by: Officer, turn: Turn, *, why: str = ""
) -> bool:
    """The case is in work again, or waits to be taken; False when it is with no expert any more.

    Its citizen reads how it stands, and is not pushed: an answer is what they wait for.
    """
    work = read_work(row, turn.safe)
    to = Status.IN_WORK if work.assignee is not None else Status.REGISTERED
    if row.status is not Status.EXPERT:
        return False
    change_case(connection, row, work, Change(what, by, to=to, why=why, told=False), turn)
    if what in TOLD:
        tell_office(connection, row.region, SayInGroup(TOLD[what], {"case_no": row.number}, case=row.id), turn)
    return True


def return_all(connection: Connection, expert: Expert, by: Officer, turn: Turn) -> None:
    """Every case that is with *expert*, who is none any more, comes back; they hear that they are none."""
    for case_id in referrals.list_of_region(connection, expert.region):
        cases.lock_case(connection, case_id)
        row = cases.get_case(connection, case_id)
        referral = None if row is None else find_referral(connection, row, turn.safe)
        if row is not None and referral is not None and referral.expert.id == expert.officer.id:
            return_case(connection, row, Happening.EXPERT_RECALLED, by, turn)
    told = SayInChat(expert.officer.id, "e.removed", {"region": expert.region})
    put_item(connection, told, private_lane(expert.officer.id, turn), turn)
