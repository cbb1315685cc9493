"""The life of a case: whatever is done with it goes through here.

A change moves the status through its one door, is written into the history, kept as the office's work, shown on the
card and told the citizen, all in one transaction.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from bot.desk import history
from bot.desk.hearing import day_heard
from bot.desk.history import Happening
from bot.desk.joined import tell_joined
from bot.desk.outgoing import relay
from bot.desk.outgoing.posting import refresh_card
from bot.desk.outgoing.reposting import pass_desk, show_reopened
from bot.desk.people import Officer
from bot.desk.referrals import end_referral
from bot.desk.rules import Turn
from bot.desk.safety import set_check
from bot.desk.status import set_status
from bot.desk.work import Work, keep_work, read_work
from bot.frozen import frozen, replace
from bot.terms import Level, Status
from storage.cases import CaseRow


@frozen
class Change:
    """What is done with a case, and by whom: None is its citizen.

    `to` is the status that it leads to, None when that stays; `why` and `about` are read by the citizen when `told`.
    """

    what: Happening
    by: Officer | None
    to: Status | None = None
    why: str = ""
    about: str = ""
    told: bool = True


def change_case(
    connection: Connection, row: CaseRow, work: Work, change: Change, turn: Turn, *, due_on: date | None = None
) -> CaseRow | None:
    """Do *change*, with *work* as the office's side of the case from now on; the case as it is then.

    None, and nothing is done, when its status may not follow the present one. *due_on* is the term that begins with it.
    """
    moved = change.to is not None
    day = turn.today if change.by is not None else day_heard(connection, row.level, turn)
    if change.to is not None and not set_status(connection, row.id, change.to, today=day, due_on=due_on):
        return None
    after = replace(row, status=change.to or row.status, due_on=due_on or row.due_on) if moved else row
    if row.status is Status.EXPERT and after.status is not Status.EXPERT:
        end_referral(connection, row, turn, quietly=change.by is None)
    history.note(connection, row, change.what, change.by, turn, why=change.why, about=change.about)
    if moved:
        set_check(connection, after, turn)
    before = read_work(row, turn.safe).assignee
    keep_work(connection, row, work, turn)
    # What a citizen does with a case that keeps no address must not show its hour, in no chat.
    quietly = change.by is None and row.level is Level.CODE
    pass_desk(connection, after, before, work.assignee, turn, quietly=quietly)
    if after.status is not Status.WAITING:
        refresh_card(connection, after, turn, quietly=quietly)
    if moved and change.by is not None and after.status is not row.status:
        tell_joined(connection, after, work, change.what, change.about, turn)
    if change.to is Status.REOPENED:
        show_reopened(connection, after, turn)
    if change.told and change.by is not None:
        relay.push(connection, after, turn)
    return after
