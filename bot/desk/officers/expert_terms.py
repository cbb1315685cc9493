"""The terms of experts: they are reminded the day before, and a case on which they said nothing comes back.

Both in office hours alone, by days and not by hours: what falls due is done in the morning of its working day.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection

from bot.catalogue.regions import REGIONS
from bot.desk.damage import DAMAGE
from bot.desk.history import Happening
from bot.desk.office_hours import hours_of
from bot.desk.officers.returning import return_case
from bot.desk.outgoing.items import TellExpert
from bot.desk.people import THE_BOT
from bot.desk.referrals import Referral, find_referral, tell_expert
from bot.desk.rules import Turn
from bot.desk.workdays import calendar_now
from bot.terms import Status
from storage import cases, referrals
from storage.cases import CaseRow

MOST_A_SLICE = 20
"""Referrals in one transaction, as terms of offices are."""


def list_regions_due(connection: Connection, today: date) -> list[str]:
    """The regions of which an expert's term is to be looked at on *today*, those that have no group any more too."""
    return [region for region in REGIONS if referrals.list_due(connection, region, today=today, limit=1)]


def remind_experts(connection: Connection, region: str, turn: Turn) -> bool:
    """Look at the referrals of *region* that are due to be looked at; whether there may be more."""
    if not hours_of(connection, region).is_open(turn.now, calendar_now(connection, turn)):
        return False
    due = referrals.list_due(connection, region, today=turn.today, limit=MOST_A_SLICE)
    for case_id in due:
        referrals.look_later(connection, case_id, look_on=turn.today + timedelta(days=1))
        try:
            _look(connection, case_id, turn)
        except DAMAGE as fault:
            turn.safe.damages.met(fault)
    return len(due) == MOST_A_SLICE


def _look(connection: Connection, case_id: str, turn: Turn) -> None:
    cases.lock_case(connection, case_id)
    row = cases.get_case(connection, case_id)
    referral = None if row is None else find_referral(connection, row, turn.safe)
    if row is None or referral is None or row.status is not Status.EXPERT:
        return
    if turn.today > referral.due_on:
        return_case(connection, row, Happening.EXPERT_LATE, THE_BOT, turn)
    else:
        _remind(connection, row, referral, turn)


def _remind(connection: Connection, row: CaseRow, referral: Referral, turn: Turn) -> None:
    referrals.look_later(connection, row.id, look_on=referral.due_on + timedelta(days=1))
    tell_expert(connection, TellExpert(row.id, referral.expert.id, reminds=True), turn)
