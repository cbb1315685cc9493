"""To an expert: an officer gives them a case from its card, and takes it back.

Rules
- The expert gets words under masks and nothing else: no contacts, no other case, and of its files those alone that
  an officer opens to them, one by one.
- They have it for TERM working days, and never longer than the office itself has.
- Whoever has the case or is barred from it gives no opinion on it.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection

from bot.desk.expert_presses import OpenFile, SendToExpert
from bot.desk.experts import find_expert, list_experts
from bot.desk.history import Happening, list_history
from bot.desk.holders import leads
from bot.desk.life import Change, change_case
from bot.desk.officers.acting import OfficeCase
from bot.desk.officers.returning import return_case
from bot.desk.outgoing.desks import lane_at, private_lane
from bot.desk.outgoing.items import ShowToExpert, TurnCard
from bot.desk.outgoing.posting import put_item
from bot.desk.outgoing.unheard import unheard
from bot.desk.people import Done, GroupPress, Officer, PressOutcome, Refused
from bot.desk.presses import CardPage
from bot.desk.referrals import (
    Referral,
    find_referral,
    keep_referral,
    list_files,
    rewrite_referral,
    show_to_expert,
    tell_expert_of_words,
)
from bot.desk.rules import Turn
from bot.desk.status import AT_AN_END
from bot.desk.work import Work, read_work
from bot.desk.workdays import calendar_now
from bot.frozen import replace
from bot.terms import Desk, Status
from storage import cases
from storage.cases import CaseRow

DRAFTS = 1_000
"""More opinions than anybody drafts about a case that they were given once: the next time they are numbered on from
there, and a button under an older one decides nothing."""
TERM = 5
"""Working days that an expert has: a third of what the office has."""


def decide_for_expert(
    connection: Connection,
    press: GroupPress,
    about: OfficeCase,
    work: Work,
    choice: SendToExpert | OpenFile,
    turn: Turn,
) -> PressOutcome:
    """A press on the page of experts: the case is given to one, or one of its files is opened to who has it."""
    if isinstance(choice, OpenFile):
        return _open_file(connection, press, about, choice, turn)
    return _give(connection, press, about, work, choice.expert, turn)


def _give(
    connection: Connection, press: GroupPress, about: OfficeCase, work: Work, digits: str, turn: Turn
) -> PressOutcome:
    """The case goes to the expert, who has it in private; its citizen is told that it did, not to whom."""
    row = about.row
    if row.status in AT_AN_END:
        return Refused("s.at_an_end")
    if row.status is Status.EXPERT:
        return Refused("s.expert_has_it")
    expert = find_expert(connection, row.region, digits, turn.safe)
    if expert is None:
        return Refused("s.expert_gone")
    if (why := _why_not_theirs(connection, about, work, expert.officer, turn)) is not None:
        return Refused(why, {"staff": expert.officer.name})
    if row.due_on is None or row.due_on < turn.today:
        return Refused("s.expert_no_time")
    due = min(calendar_now(connection, turn).due_on(turn.today, TERM), row.due_on)
    before = _times_given(connection, row, turn)
    change = Change(Happening.TO_EXPERT, press.officer, to=Status.EXPERT, about=expert.officer.name)
    if change_case(connection, row, work, change, turn) is None:
        return Refused("s.expert_not_now")
    since = cases.next_seq(connection, row.id)
    referral = Referral(expert.officer, expert.field, due, since, draft=before * DRAFTS)
    keep_referral(connection, row, referral, turn, look_on=first_look(turn.today, due))
    show_to_expert(connection, row, expert.officer.id, turn)
    for seq, wait in unheard(connection, row, turn).items():  # words among them come as they do to the office
        tell_expert_of_words(connection, row, seq, turn, wait=wait)
    return Done("s.expert_sent", {"case_no": row.number, "due_date": due.isoformat()})


def _times_given(connection: Connection, row: CaseRow, turn: Turn) -> int:
    return sum(entry.what is Happening.TO_EXPERT for entry in list_history(connection, row, turn.safe))


def take_from_expert(connection: Connection, press: GroupPress, about: OfficeCase, turn: Turn) -> PressOutcome:
    """The case is asked back: what the expert has of it is wiped."""
    if not return_case(connection, about.row, Happening.EXPERT_RECALLED, press.officer, turn):
        return Refused("s.expert_not_there")
    return Done("s.expert_recalled_alert")


def _open_file(
    connection: Connection, press: GroupPress, about: OfficeCase, choice: OpenFile, turn: Turn
) -> PressOutcome:
    """The expert sees one of the citizen's files; its citizen reads that they do, and is not pushed for it."""
    row, referral = about.row, find_referral(connection, about.row, turn.safe)
    if referral is None or row.status is not Status.EXPERT:
        return Refused("s.expert_not_there")
    found = [each for each in list_files(connection, row, turn) if (each.seq, each.n) == (choice.seq, choice.n)]
    if not found:
        return Refused("s.no_rights")
    if found[0].id in referral.files:
        return Refused("s.expert_file_open")
    opened = replace(referral, files=(*referral.files, found[0].id))
    rewrite_referral(connection, row, opened, turn)
    work = read_work(row, turn.safe)
    change_case(connection, row, work, Change(Happening.EXPERT_FILE, press.officer, told=False), turn)
    item = ShowToExpert(row.id, referral.expert.id, found[0].id, choice.n)
    put_item(connection, item, private_lane(referral.expert.id, turn), turn)
    lane = lane_at(about.office.region, press.spot, turn)
    put_item(connection, TurnCard(row.id, press.spot, CardPage.EXPERTS), lane, turn)
    return Done("s.expert_file_sent")


def can_be_shown(connection: Connection, row: CaseRow, turn: Turn) -> bool:
    """Whether there is an expert to give the case to, or one who has it."""
    return row.status is Status.EXPERT or bool(list_experts(connection, row.region, turn.safe))


def first_look(today: date, due: date) -> date:
    """The day before the term ends, when the expert is reminded; the day after it, where that has come already."""
    before = due - timedelta(days=1)
    return before if before > today else due + timedelta(days=1)


def _why_not_theirs(connection: Connection, about: OfficeCase, work: Work, officer: Officer, turn: Turn) -> str | None:
    """The key of why *officer* gives no opinion on the case."""
    if work.bars(officer):
        return "s.conflict_expert" if work.has_conflict(officer) else "s.barred_other"
    has_it = work.assignee is not None and work.assignee.id == officer.id
    is_heads = about.row.desk is Desk.HEAD and leads(connection, about.row.region, officer.id, turn.safe)
    return "s.works_at_it" if has_it or is_heads else None
